"""A DOCX file -> Document: paragraphs with their automatic numbers, tables, notes, text boxes; headers set aside."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import regex
from lxml import etree

from extract.assemble import RawLine, RawParagraph, assemble, clean_line
from extract.errors import ReadError
from extract.model import Document, Format, Furniture, FurnitureKind, Issue, Page, Region
from extract.numbering import Numbering, W, read_numbering
from extract.word_joins import join_blocks, runs_on
from extract.word_package import Package
from extract.word_styles import ParagraphStyle, RunStyle, Styles, read_run, read_styles
from extract.word_tables import Block, is_layout, is_ruled, lay_out, make_table, read_grid
from extract.word_text import MC, Piece, TextReader

_MAX_NESTING = 12  # of tables and text boxes
_WRAPPERS = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "customXml", "smartTag"))
_P, _TBL, _SDT, _PROPERTIES, _PAGE_BREAK, _SECTION, _NUMBER, _VALUE = (
    f"{W}{name}" for name in ("p", "tbl", "sdt", "pPr", "pageBreakBefore", "sectPr", "numPr", "val")
)
_TAGS = {name: f"{W}{name}" for name in ("pStyle", "jc", "type", "numId", "ilvl")}
_DELETED, _ALTERNATE = f"{W}rPr/{W}del", f"{MC}AlternateContent"
_DIGITS = regex.compile(r"(?:[-–\s]{0,3}\d{1,4}){1,3}[-–\s]{0,3}|(?:Trang|trang)\s\d{1,4}(?:\s?/\s?\d{1,4})?")
# A line that only draws a rule, under the letterhead or the title; a lone `*` stands in the head of Party documents.
_RULE = regex.compile(r"[-–—_=~¯─\s]{3,}|\*{3,}")


def read_docx(data: bytes, source: str, fingerprint: str, *, format: Format = Format.DOCX) -> Document:
    """The document in the bytes of a DOCX file. Raises `ReadError` where it is damaged, encrypted or a zip bomb."""
    package = Package(data, source)
    root = package.xml("word/document.xml", required=True)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError("truncated", f"{source}: has no text inside; open it in Word and save it again.")
    styles = read_styles(package.xml("word/styles.xml"))
    walker = _Walker(
        styles,
        read_numbering(package.xml("word/numbering.xml"), styles.list_of_style),
        TextReader(
            styles,
            rendered=next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None,
            legacy=package.legacy_fonts and _has_legacy_text(body, styles),
        ),
        {
            **_read_notes(package.xml("word/footnotes.xml"), "footnote"),
            **_read_notes(package.xml("word/endnotes.xml"), "endnote"),
        },
    )
    blocks = join_blocks(walker.read_blocks(body))
    blocks.extend(walker.take_notes())
    if next(body.iter(f"{W}altChunk"), None) is not None:
        walker.issues.append(Issue("embedded_part", "The file embeds another document, which was not read."))
    return assemble(
        source,
        format,
        fingerprint,
        blocks,
        _read_pages(body, walker.page),
        _read_furniture(package, styles),
        walker.issues,
    )


@dataclass(slots=True)
class _Walker:
    """Walks through the body once, in order: counts list numbers and pages, and collects notes."""

    styles: Styles
    numbering: Numbering
    reader: TextReader
    notes: dict[str, list[etree._Element]]
    page: int = 1
    issues: list[Issue] = field(default_factory=list)
    pending_notes: list[str] = field(default_factory=list)
    carried: list[Piece] = field(default_factory=list)  # of a paragraph whose mark was deleted
    depth: int = 0

    def read_blocks(self, container: Iterable[etree._Element]) -> list[Block]:
        """The paragraphs and tables of a body, cell or text box, in order."""
        blocks: list[Block] = []
        for child in container:
            tag = child.tag
            if tag == _P:
                blocks.extend(self._read_paragraph(child))
            elif tag == _TBL:
                blocks.extend(self._read_table(child))
            elif tag == _SDT:
                content = child.find(f"{W}sdtContent")
                if content is not None:
                    blocks.extend(self.read_blocks(content))
            elif tag in _WRAPPERS:
                blocks.extend(self.read_blocks(child))
            elif tag == _ALTERNATE:
                choice = child.find(f"{MC}Choice")
                blocks.extend(self.read_blocks(choice if choice is not None else ()))
        return blocks

    def take_notes(self) -> list[RawParagraph]:
        """The footnotes that the text referred to, numbered in the order of their marks."""
        found: list[RawParagraph] = []
        done: set[str] = set()
        while self.pending_notes:
            key = self.pending_notes.pop(0)
            if key in done:
                continue
            done.add(key)
            first = True
            for element in self.notes.get(key, ()):
                for block in self._read_paragraph(element):
                    if isinstance(block, RawParagraph):
                        lines = block.lines
                        if first:
                            lines = (RawLine(f"{len(done)} {lines[0].text.strip()}", lines[0].page), *lines[1:])
                            first = False
                        found.append(RawParagraph(lines, Region.FOOTNOTE))
        return found

    def _read_paragraph(self, element: etree._Element) -> list[Block]:
        properties = _child(element, _PROPERTIES)
        name = _child_value(properties, "pStyle")
        style = self.styles.paragraph(name)
        if not self.reader.rendered and (
            style.page_break or (properties is not None and _child(properties, _PAGE_BREAK) is not None)
        ):
            self.page += self.page > 1 or bool(self.carried)
        found = self.reader.read(element, style.run.over(self.styles.default_run))
        pieces = self.carried + found.pieces
        self.carried = []
        self.pending_notes.extend(found.notes)
        if properties is not None and properties.find(_DELETED) is not None:
            self.carried = pieces
            return []
        blocks: list[Block] = []
        written = any(piece.text.strip() for piece in pieces)
        label = self._label(properties, name, style) if written or self.depth else ""
        if written or label.strip("-+*"):  # a cell of a table may hold no more than its automatic number
            centered = (_child_value(properties, "jc") or style.align) == "center"
            blocks.extend(self._split(pieces, label, centered=centered))
        else:
            self.page += sum(piece.text in "\f\v" for piece in pieces if piece.text)
        for box in found.boxes:
            blocks.extend(self._nested(box))
        if properties is not None and not self.reader.rendered:
            section = _child(properties, _SECTION)
            if section is not None and _child_value(section, "type") not in {"continuous", "nextColumn"}:
                self.page += 1
        return blocks

    def _nested(self, container: etree._Element) -> list[Block]:
        if self.depth >= _MAX_NESTING:
            self.issues.append(Issue("too_deep", "Tables or text boxes nested too deeply were left out."))
            return []
        self.depth += 1
        carried, self.carried = self.carried, []
        blocks = self.read_blocks(container)
        self.carried = carried
        self.depth -= 1
        return blocks

    def _label(self, properties: etree._Element | None, name: str | None, style: ParagraphStyle) -> str:
        """The automatic number of a paragraph; its own setting goes before its style's."""
        own = _child(properties, _NUMBER) if properties is not None else None
        number = _child_value(own, "numId")
        level = _child_value(own, "ilvl")
        if number is None:
            number = style.number
            if number is not None and level is None:
                linked = self.numbering.level_of_style(number, name or style.numbered_by or "")
                if linked is None and style.numbered_by is not None:
                    linked = self.numbering.level_of_style(number, style.numbered_by)
                level = str(linked if linked is not None else style.level or 0)
        if number is None or number == "0":
            return ""
        return self.numbering.label(number, int(level) if level is not None and level.isdigit() else 0)

    def _split(self, pieces: list[Piece], label: str, *, centered: bool) -> list[RawParagraph]:
        """The paragraphs of one `w:p`: cut at line breaks, except where the next line goes on in mid-sentence."""
        groups: list[list[tuple[str, int, list[RunStyle]]]] = []
        text, runs, page = f"{label} " if label else "", list[RunStyle](), self.page
        fresh = True

        def close() -> None:
            nonlocal text, runs, fresh
            text = unicodedata.normalize("NFC", text)
            cleaned = clean_line(text)
            if cleaned and _RULE.fullmatch(cleaned) is None:
                line = (text, page, runs)
                if groups and not fresh and runs_on(clean_line(groups[-1][-1][0]), cleaned):
                    groups[-1].append(line)
                else:
                    groups.append([line])
                fresh = False
            text, runs = "", []

        for piece in pieces:
            if piece.text in ("\n", "\f", "\v"):
                if piece.text != "\n":
                    self.page += 1
                if piece.text == "\v":
                    if not text.strip():
                        page = self.page
                    continue
                close()
                page = self.page
                continue
            text += piece.text
            if piece.text.strip():
                runs.append(piece.style)
        close()
        paragraphs = []
        for group in groups:
            styles = [run for _, _, found in group for run in found]
            paragraphs.append(
                RawParagraph(
                    tuple(RawLine(words, number) for words, number, _ in group),
                    bold=bool(styles) and all(run.bold for run in styles),
                    italic=bool(styles) and all(run.italic for run in styles),
                    centered=centered,
                )
            )
        return paragraphs

    def _read_table(self, element: etree._Element) -> list[Block]:
        cells = read_grid(element, self._nested)
        if not any(cell.blocks for cell in cells):
            return []
        if is_layout(cells, ruled=is_ruled(element, self.styles)):
            return lay_out(cells)
        return [make_table(cells, ruled=True)]


def _read_notes(root: etree._Element | None, kind: str) -> dict[str, list[etree._Element]]:
    if root is None:
        return {}
    return {
        kind[0] + note.get(f"{W}id", ""): list(note.iterfind(f"{W}p"))
        for note in root.iterfind(f"{W}{kind}")
        if note.get(f"{W}type") in {None, "normal"}
    }


def _read_pages(body: etree._Element, count: int) -> list[Page]:
    size = next(body.iter(f"{W}pgSz"), None)
    width = height = 0.0
    if size is not None:
        try:
            width, height = float(size.get(f"{W}w", "0")) / 20, float(size.get(f"{W}h", "0")) / 20
        except ValueError:
            width = height = 0.0
    return [Page(number, width, height) for number in range(1, count + 1)]


def _read_furniture(package: Package, styles: Styles) -> list[Furniture]:
    """The text of the headers and footers, each once."""
    furniture: list[Furniture] = []
    seen: set[str] = set()
    reader = TextReader(styles)
    for name in sorted(package.parts):
        if not regex.fullmatch(r"word/(?:header|footer)\d{0,3}\.xml", posixpath.normpath(name)):
            continue
        root = package.xml(name)
        if root is None:
            continue
        texts = []
        for paragraph in root.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{MC}Fallback", f"{W}p"), None) is not None:
                continue
            found = reader.read(paragraph, RunStyle())
            texts.append("".join(piece.text for piece in found.pieces))
            texts.extend(
                "".join(piece.text for piece in reader.read(inner, RunStyle()).pieces)
                for box in found.boxes
                for inner in box.iter(f"{W}p")
            )
        text = clean_line(" ".join(texts))
        if text and text not in seen:
            seen.add(text)
            kind = FurnitureKind.PAGE_NUMBER if _DIGITS.fullmatch(text) else FurnitureKind.RUNNING_HEADER
            furniture.append(Furniture(kind, text, 1))
    return furniture


def _has_legacy_text(body: etree._Element, styles: Styles) -> bool:
    """True where runs in `.Vn` fonts hold more letters of TCVN3 than of Unicode Vietnamese."""
    old = new = 0
    default = styles.paragraph(None).run.over(styles.default_run).font or ""
    for run in body.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        font = (read_run(properties).font if properties is not None else None) or default
        if not font.startswith(".Vn"):
            continue
        for text in run.iterfind(f"{W}t"):
            for ch in text.text or "":
                if ch >= "\u00a1":
                    if ch <= "\u00ff":
                        old += 1
                    elif ch >= "\u1ea0" or ch in "ăĂđĐơƠưƯ":
                        new += 1
        if old + new > 400:
            break
    return old > new


def _child_value(element: etree._Element | None, name: str) -> str | None:
    child = _child(element, _TAGS[name]) if element is not None else None
    return child.get(_VALUE) if child is not None else None


def _child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child with a tag; quicker than `find`, which reads its argument as a path."""
    return next(element.iterchildren(tag), None)
