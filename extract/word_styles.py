"""The styles of a Word file (`styles.xml`) -> what a paragraph or run has when it says nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from extract.numbering import W

_DEPTH = 20  # of `basedOn` chains; a longer one is a loop


@dataclass(frozen=True, slots=True)
class RunStyle:
    """The properties of a run that we use; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, below: RunStyle) -> RunStyle:
        """These properties where they are set, else those below."""
        if self is _PLAIN:
            return below
        return RunStyle(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.capitals if self.capitals is None else self.capitals,
            below.hidden if self.hidden is None else self.hidden,
            self.font or below.font,
        )


_PLAIN = RunStyle()
_FONTS, _BOLD, _ITALIC, _CAPITALS, _HIDDEN = (f"{W}{name}" for name in ("rFonts", "b", "i", "caps", "vanish"))
_ASCII, _HIGH = f"{W}ascii", f"{W}hAnsi"


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The properties of a paragraph style that we use, with its ancestors' merged in."""

    run: RunStyle = RunStyle()
    align: str | None = None
    number: str | None = None
    level: int | None = None
    numbered_by: str | None = None  # the style that names the list: a list level may be linked to it
    page_break: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of one document, resolved when asked for."""

    default_run: RunStyle = RunStyle()
    default_paragraph: str = ""
    elements: dict[str, etree._Element] = field(default_factory=dict)
    paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)
    runs: dict[str, RunStyle] = field(default_factory=dict)
    bordered: dict[str, bool] = field(default_factory=dict)

    def paragraph(self, name: str | None) -> ParagraphStyle:
        """A paragraph style with what it is based on."""
        name = name or self.default_paragraph
        if name not in self.paragraphs:
            style = ParagraphStyle()
            for element in reversed(self._chain(name)):
                style = _merge_paragraph(style, element)
            self.paragraphs[name] = style
        return self.paragraphs[name]

    def run(self, name: str) -> RunStyle:
        """A character style with what it is based on."""
        if name not in self.runs:
            style = RunStyle()
            for element in reversed(self._chain(name)):
                style = read_run(element.find(f"{W}rPr")).over(style)
            self.runs[name] = style
        return self.runs[name]

    def has_borders(self, name: str | None) -> bool:
        """True where a table style draws lines."""
        if not name:
            return False
        if name not in self.bordered:
            self.bordered[name] = any(
                draws_lines(element.find(f"{W}tblPr/{W}tblBorders")) for element in self._chain(name)
            )
        return self.bordered[name]

    def list_of_style(self, name: str) -> str | None:
        """The list that a numbering style names."""
        element = self.elements.get(name)
        if element is None:
            return None
        return _value(element.find(f"{W}pPr/{W}numPr/{W}numId"))

    def _chain(self, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while name in self.elements and len(chain) < _DEPTH:
            element = self.elements[name]
            chain.append(element)
            name = _value(element.find(f"{W}basedOn")) or ""
        return chain


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of `styles.xml`."""
    styles = Styles()
    if root is None:
        return styles
    styles.default_run = read_run(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    for element in root.iterfind(f"{W}style"):
        key = element.get(f"{W}styleId", "")
        styles.elements[key] = element
        if element.get(f"{W}default") in {"1", "true"} and element.get(f"{W}type") == "paragraph":
            styles.default_paragraph = key
    return styles


def read_run(properties: etree._Element | None) -> RunStyle:
    """The properties that an `rPr` sets itself."""
    if properties is None:
        return _PLAIN
    bold = italic = capitals = hidden = None
    font = None
    for child in properties:
        tag = child.tag
        if tag == _FONTS:
            font = child.get(_ASCII) or child.get(_HIGH)
        elif tag == _BOLD:
            bold = _switch(child)
        elif tag == _ITALIC:
            italic = _switch(child)
        elif tag == _CAPITALS:
            capitals = _switch(child)
        elif tag == _HIDDEN:
            hidden = _switch(child)
    return RunStyle(bold, italic, capitals, hidden, font)


def _merge_paragraph(below: ParagraphStyle, element: etree._Element) -> ParagraphStyle:
    style = replace(below, run=read_run(element.find(f"{W}rPr")).over(below.run))
    properties = element.find(f"{W}pPr")
    if properties is None:
        return style
    align = _value(properties.find(f"{W}jc")) or style.align
    number = _value(properties.find(f"{W}numPr/{W}numId"))
    level = _value(properties.find(f"{W}numPr/{W}ilvl"))
    if number is not None:
        style = replace(style, number=number, numbered_by=element.get(f"{W}styleId"))
    elif style.number is not None:
        style = replace(style, numbered_by=element.get(f"{W}styleId"))
    return replace(
        style,
        align=align,
        level=int(level) if level is not None and level.isdigit() else style.level,
        page_break=bool(_switch(properties.find(f"{W}pageBreakBefore"))) or style.page_break,
    )


def draws_lines(borders: etree._Element | None) -> bool:
    """True where an element of borders has one that is drawn."""
    if borders is None:
        return False
    return any(
        border.get(f"{W}val") not in {None, "nil", "none"} and border.get(f"{W}color", "").upper() != "FFFFFF"
        for border in borders
    )


def _switch(element: etree._Element | None) -> bool | None:
    """The value of an on/off property: present means on, `w:val="0"` off, absent nothing."""
    return None if element is None else element.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def _value(element: etree._Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None
