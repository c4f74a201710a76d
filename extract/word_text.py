"""A Word paragraph (`w:p`) -> its lines of text with style, page breaks, notes and text boxes, changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.encodings import tcvn3_to_unicode, vni_to_unicode
from extract.numbering import W
from extract.word_styles import RunStyle, Styles, read_run

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_INSIDE = frozenset(
    f"{W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent")
)
_REMOVED = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "sdtPr", "rPr", "instrText", "delText"))
# The tags that are asked for at every run, made once.
(
    _ENDNOTE_REFERENCE,
    _FLD_CHAR,
    _FLD_CHAR_TYPE,
    _FOOTNOTE_REFERENCE,
    _ID,
    _LAST_RENDERED_PAGE_BREAK,
    _NO_BREAK_HYPHEN,
    _R,
    _R_PR,
    _R_STYLE,
    _SDT,
    _SDT_CONTENT,
    _SOFT_HYPHEN,
    _SYM,
    _T,
    _TYPE,
    _VAL,
) = (
    f"{W}{name}"
    for name in (
        "endnoteReference",
        "fldChar",
        "fldCharType",
        "footnoteReference",
        "id",
        "lastRenderedPageBreak",
        "noBreakHyphen",
        "r",
        "rPr",
        "rStyle",
        "sdt",
        "sdtContent",
        "softHyphen",
        "sym",
        "t",
        "type",
        "val",
    )
)
_TABS, _BREAKS = frozenset({f"{W}tab", f"{W}ptab"}), frozenset({f"{W}br", f"{W}cr"})
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"})
# Symbol fonts put their signs in the private area; these are the few that mean something in running text.
_SYMBOLS = {
    "symbol": {
        0xB3: "≥",
        0xA3: "≤",
        0xB1: "±",
        0xB4: "×",
        0xB0: "°",
        0xAE: "→",
        0xB7: "•",
        0x2D: "-",
        0x6D: "µ",
        0x57: "Ω",
    },
    "wingdings": {0xA8: "□", 0x6F: "□", 0xFE: "☑", 0xE0: "→", 0xF0: "→", 0xA7: "▪", 0xD8: "➢", 0xFC: "✓"},
}
_DIAGRAM_DEPTH = 40  # of elements in a paragraph; deeper ones are left out


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one run, or a break: `text` is `"\\n"` for a line break, `"\\f"` for a page break."""

    text: str
    style: RunStyle


@dataclass(slots=True)
class ParagraphText:
    """What a paragraph holds: pieces in order, text boxes met on the way, ids of footnotes referred to."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs of one document. `rendered` breaks are used where Word left them, else the explicit ones.

    `legacy`: TCVN3 text was seen under `.Vn` fonts, so plain letters under an *H* font are capitals too.
    """

    styles: Styles
    rendered: bool = False
    legacy: bool = False
    fields: list[bool] = field(default_factory=list)  # open fields; True while in the result, False in the code

    def read(self, paragraph: etree._Element, base: RunStyle) -> ParagraphText:
        """The pieces of a paragraph whose style gives its runs `base`."""
        found = ParagraphText()
        self._walk(paragraph, base, found, 0)
        return found

    def _walk(self, element: etree._Element, base: RunStyle, found: ParagraphText, depth: int) -> None:
        if depth > _DIAGRAM_DEPTH:
            return
        for child in element:
            tag = child.tag
            if tag == _R:
                self._read_run(child, base, found)
            elif tag in _INSIDE:
                self._walk(child, base, found, depth + 1)
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    self._walk(content, base, found, depth + 1)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                text = "".join(t.text or "" for t in child.iter(f"{M}t"))
                found.pieces.append(Piece(text, base))
            elif tag in _DRAWN:
                found.boxes.extend(find_boxes(child))

    def _read_run(self, run: etree._Element, base: RunStyle, found: ParagraphText) -> None:
        style, properties = base, next(run.iterchildren(_R_PR), None)
        if properties is not None:
            name = properties.find(_R_STYLE)
            if name is not None:
                style = self.styles.run(name.get(_VAL, "")).over(style)
            style = read_run(properties).over(style)
        pieces = found.pieces
        parts: list[str] = []

        def flush() -> None:
            if parts:
                text = "".join(parts)
                if not style.hidden:
                    pieces.append(Piece(self._show(text, style), style))
                parts.clear()

        for child in run:
            tag = child.tag
            if tag == _R_PR:
                continue
            if tag == _FLD_CHAR:
                kind = child.get(_FLD_CHAR_TYPE)
                if kind == "begin":
                    self.fields.append(False)
                elif kind == "separate" and self.fields:
                    self.fields[-1] = True
                elif kind == "end" and self.fields:
                    self.fields.pop()
                continue
            if self.fields and not all(self.fields):
                continue
            if tag == _T:
                parts.append(child.text or "")
            elif tag in _TABS:
                parts.append("\t")
            elif tag in _BREAKS:
                flush()
                kind = child.get(_TYPE)
                if kind == "page":
                    pieces.append(Piece("\n" if self.rendered else "\f", style))
                else:
                    pieces.append(Piece("\n", style))
            elif tag == _LAST_RENDERED_PAGE_BREAK:
                if self.rendered:
                    flush()
                    pieces.append(Piece("\v", style))
            elif tag == _NO_BREAK_HYPHEN:
                parts.append("-")
            elif tag == _SOFT_HYPHEN:
                parts.append("\u00ad")
            elif tag == _SYM:
                parts.append(_symbol(child))
            elif tag in (_FOOTNOTE_REFERENCE, _ENDNOTE_REFERENCE):
                mark = child.get(_ID)
                if mark is not None:
                    found.notes.append(("e" if tag.endswith("endnoteReference") else "f") + mark)
            elif tag in _DRAWN:
                found.boxes.extend(find_boxes(child))
        flush()

    def _show(self, text: str, style: RunStyle) -> str:
        """The text of a run as its font shows it: legacy encodings converted, `all caps` applied."""
        font = style.font
        if font is not None and not text.isspace():
            if font.startswith(".Vn") and (self.legacy or not text.isascii()) and is_single_byte(text):
                text = tcvn3_to_unicode(text, capitals=font.endswith("H"))
            elif font.upper().startswith("VNI") and not text.isascii() and is_single_byte(text):
                text = vni_to_unicode(text)
        return text.upper() if style.capitals else text


def is_single_byte(text: str) -> bool:
    """True where all letters could come from a one-byte font, so that the text is not Unicode Vietnamese already."""
    return all(
        ch < "\u0100" or ch in "–—‘’“”…•\u0192\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u02c6\u02dc€‚„†‡‰‹›™"
        for ch in text
    )


def find_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The contents of the text boxes of a drawing, each once (Word writes them twice, for old programs too)."""
    if element.tag == f"{MC}AlternateContent":
        choice = element.find(f"{MC}Choice")
        fallback = element.find(f"{MC}Fallback")
        found = list(find_boxes(choice)) if choice is not None else []
        if not found and fallback is not None:
            found = list(find_boxes(fallback))
        yield from found
        return
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif isinstance(child.tag, str):
            yield from find_boxes(child)


def _symbol(element: etree._Element) -> str:
    code, font = element.get(f"{W}char", ""), element.get(f"{W}font", "").lower()
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    table = next((signs for name, signs in _SYMBOLS.items() if font.startswith(name)), None)
    if table is not None:
        return table.get(number & 0xFF, "")
    return chr(number) if 0x20 <= number < 0xE000 else ""
