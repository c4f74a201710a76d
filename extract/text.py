"""Plain text, Markdown and HTML leftovers -> Document: decoded, un-doubled, paged, reflowed into paragraphs."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator, Sequence

import regex

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable, assemble
from extract.columns import order_columns
from extract.encodings import decode_text
from extract.flattened import find_flat_tables
from extract.footnotes import take_footnotes
from extract.model import Document, Format, Furniture, FurnitureKind, Issue, Page, Region
from extract.reflow import Measure, TextLine, make_line, measure_lines, reflow

_PAGE = regex.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!doctype\s{1,5}html|<html[\s>]|<body[\s>])", regex.IGNORECASE
)
_TAG = regex.compile(
    r"</?(?:p|i|b|u|em|strong|span|div|font|sup|sub|center|h[1-6]|a|ul|ol|li|br|hr|img)(?:\s[^<>]{0,300})?/?>",
    regex.IGNORECASE,
)
_BREAK_TAG = regex.compile(r"<br\s?/?>|</p>[ ]{0,3}<p>|</li>", regex.IGNORECASE)
_ENTITY = regex.compile(r"&(?:#\d{1,6}|#x[\da-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BOLD = regex.compile(r"\*\*|__(?=\S)|(?<=\S)__")
_IMAGE = regex.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)")
_HEADING = regex.compile(r"^\s{0,3}#{1,6}\s{1,3}")
_PAGE_NUMBER = regex.compile(
    r"(?:-\s{0,2})?\d{1,4}(?:\s{0,2}-)?|(?:Trang|Page)\s{1,2}\d{1,4}(?:\s{0,2}/\s{0,2}\d{1,4})?", regex.IGNORECASE
)

# What a digital signature leaves in the text: `2025-03-21T14:34:37+0700`, `Ký bởi: ...`, `Thời gian ký: 21.03.2025 ...`
_STAMP = regex.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:?\d\d|Z)?$|(?:Ký\s(?:bởi|số\sbởi)|Người\ský|Thời\sgian\ský|Ngày\ský|Email)\s{0,2}:"
)


def read_text(data: bytes, source: str, fingerprint: str) -> Document:
    """The document in the bytes of a text file."""
    if is_archive(data):
        from extract.markup import unpack_mhtml

        data = unpack_mhtml(data)
    decoded = decode_text(data)
    issues = []
    if decoded.encoding not in {"utf-8", "utf-16-le", "utf-16-be"}:
        issues.append(Issue("legacy_encoding", f"The text was converted from {decoded.encoding}; check the letters."))
    if decoded.lossy:
        issues.append(Issue("bad_bytes", "Some bytes are no text in the file's encoding and were replaced."))
    if is_html(decoded.text):
        from extract.markup import read_html

        return assemble(source, Format.TEXT, fingerprint, read_html(decoded.text), (), (), issues)
    lines = read_lines(unicodedata.normalize("NFC", decoded.text))
    furniture: list[Furniture] = []
    lines = _drop_furniture(lines, furniture)
    blocks = list(_make_blocks(lines))
    pages = tuple(Page(number) for number in range(1, (max(line.page for line in lines) if lines else 1) + 1))
    return assemble(source, Format.TEXT, fingerprint, blocks, pages, furniture, issues)


def is_html(text: str) -> bool:
    """True for a whole HTML page; leftovers of markup in plain text do not count."""
    return _PAGE.match(text[:2000].lstrip("\ufeff")) is not None


def is_archive(data: bytes) -> bool:
    """True for a web archive (MHTML)."""
    return data[:200].lstrip().lower().startswith((b"mime-version:", b"from: <saved"))


def read_lines(text: str) -> list[TextLine]:
    """The lines of a text with their pages: form feeds turn the page, blank lines between all lines are taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    marked = "<" in text or "**" in text or "&" in text or "#" in text or "![" in text
    pages = text.split("\f")
    doubled = _is_doubled(text)
    lines: list[TextLine] = []
    number = 0
    for page in pages:
        number += 1
        empties, blanks = 0, 0
        for raw in page.split("\n"):
            if not raw:
                empties += 1
                continue
            if not raw.strip():
                # A line of blanks: in a doubled text it is a real empty line.
                blanks += 1
                empties = 0
                continue
            if doubled and lines and _turns_page(raw, empties, blanks):
                number += 1
            gap = blanks + (max(0, empties - 1) if doubled else empties)
            if marked:
                raw = strip_markup(raw)
                if not raw.strip():
                    continue
            lines.append(make_line(raw, number, gap))
            empties, blanks = 0, 0
    return lines


def _is_doubled(text: str) -> bool:
    """True where (nearly) every line is followed by an empty one, as some converters write wrapped lines."""
    lines = text[:200_000].split("\n")
    solid = [i for i, line in enumerate(lines[:-1]) if line.strip()]
    if len(solid) < 12:
        return False
    if sum(1 for i in solid if not lines[i + 1]) < 0.85 * len(solid):
        return False
    wrapped = sum(1 for i in solid if len(lines[i]) > 40 and _MID.search(lines[i].rstrip(), -1))
    return wrapped >= 0.15 * len(solid)


_MID = regex.compile(r"[\p{L}\d,)]$")


def _turns_page(raw: str, empties: int, blanks: int) -> bool:
    """In a doubled text a page begins where a line follows without the empty line, with a blank before it."""
    return (empties == 0 and blanks == 0 and raw[0] == " ") or empties >= 3


def strip_markup(raw: str) -> str:
    """A line without HTML tags, entities and Markdown marks: `**KT. CHỦ TỊCH` becomes `KT. CHỦ TỊCH`."""
    if "<" in raw:
        raw = _TAG.sub("", _BREAK_TAG.sub("\x1d", raw))
    if "&" in raw and _ENTITY.search(raw):
        raw = html.unescape(raw)
    if "![" in raw:
        raw = _IMAGE.sub("", raw)
    if "**" in raw or "__" in raw:
        raw = _BOLD.sub("", raw)
    if "#" in raw:
        raw = _HEADING.sub("", raw)
    return raw


def _drop_furniture(lines: Sequence[TextLine], furniture: list[Furniture]) -> list[TextLine]:
    """Take out stamps of digital signatures and lines that only number the page, first or last on it."""
    kept: list[TextLine] = []
    for i, line in enumerate(lines):
        if _STAMP.match(line.text) is not None:
            furniture.append(Furniture(FurnitureKind.SIGNATURE_STAMP, line.text, line.page))
            continue
        if len(line.text) <= 14 and _PAGE_NUMBER.fullmatch(line.text):
            first = i == 0 or lines[i - 1].page != line.page
            last = i + 1 == len(lines) or lines[i + 1].page != line.page
            if (first or last) and line.page > 1:
                furniture.append(Furniture(FurnitureKind.PAGE_NUMBER, line.text, line.page))
                continue
        kept.append(line)
    return kept


def _make_blocks(lines: Sequence[TextLine]) -> Iterator[RawParagraph | RawTable]:
    """Paragraphs and tables in reading order."""
    overall = measure_lines([line for line in lines if "\t" not in line.raw])
    flat = {found.start: found for found in find_flat_tables(lines)}
    start = i = 0
    while i < len(lines):
        if i in flat:
            yield from _flow(lines[start:i], overall)
            yield flat[i].table
            start = i = flat[i].end
        elif (end := _tab_table_end(lines, i)) > i:
            yield from _flow(lines[start:i], overall)
            yield _read_tab_table(lines[i:end])
            start = i = end
        else:
            i += 1
    yield from _flow(lines[start:], overall)


def _flow(lines: Sequence[TextLine], overall: Measure) -> Iterator[RawParagraph]:
    """The paragraphs of a stretch of running text, with its own measure where it is long enough to tell."""
    if not lines:
        return
    found = take_footnotes(_order_lines(lines))
    body = found.body
    yield from reflow(body, measure_lines(body, overall))
    for note in found.notes:
        yield RawParagraph(tuple(RawLine(line.text, line.page) for line in note), Region.FOOTNOTE)


def _order_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with columns that were run together taken apart."""
    return [
        lines[index] if text is lines[index].raw else make_line(text, lines[index].page, lines[index].blanks)
        for index, text in order_columns([line.raw for line in lines])
    ]


def _tab_table_end(lines: Sequence[TextLine], start: int) -> int:
    """The index after the tab-separated rows that begin at `start`; `start` itself where there are not two rows."""
    i = start
    while i < len(lines) and lines[i].raw.count("\t") >= 2:
        i += 1
    return i if i - start >= 2 else start


def _read_tab_table(lines: Sequence[TextLine]) -> RawTable:
    """The grid of tab-separated rows: repeated headers dropped, a row whose first cell is empty continues the last."""
    header = _cells(lines[0].raw)
    rows: list[list[list[RawLine]]] = []
    for index, line in enumerate(lines):
        cells = _cells(line.raw)
        if index and _same(cells, header):
            continue
        if index and not cells[0].strip() and len(rows) > 1 and any(cell.strip() for cell in cells):
            for column, cell in enumerate(cells):
                if cell.strip():
                    while len(rows[-1]) <= column:
                        rows[-1].append([])
                    rows[-1][column].append(RawLine(cell, line.page))
            continue
        rows.append([[RawLine(cell, line.page)] if cell.strip() else [] for cell in cells])
    raw = []
    for r, row in enumerate(rows):
        for c, lines_ in enumerate(row):
            raw.append(RawCell(r, c, (RawParagraph(tuple(lines_)),) if lines_ else ()))
    return RawTable(tuple(raw))


def _cells(text: str) -> list[str]:
    return [cell.replace("\x1d", " ") for cell in text.split("\t")]


def _same(cells: Sequence[str], header: Sequence[str]) -> bool:
    return [" ".join(cell.split()).casefold() for cell in cells] == [
        " ".join(cell.split()).casefold() for cell in header
    ]
