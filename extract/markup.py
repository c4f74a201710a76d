"""HTML pages, and web archives (MHTML), that often bear the name of a Word file -> paragraphs and tables."""

from __future__ import annotations

import email
import email.policy
import unicodedata
from collections.abc import Iterator
from email.message import EmailMessage

import regex
from lxml import etree, html

from extract.assemble import RawLine, RawParagraph
from extract.word_tables import Block, GridCell, is_layout, lay_out, make_table

_DECLARATION = regex.compile(r"^\s{0,200}<\?xml[^>]{0,200}>")
_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "center", "body", "hr")
) | frozenset(("blockquote", "section", "article", "header", "footer", "pre", "dl", "dt", "dd", "form", "address"))
_SKIPPED = frozenset(("script", "style", "head", "title", "noscript", "template", "select", "svg", "iframe", "object"))
_BORDER = regex.compile(r"border[\w-]{0,20}\s{0,3}:[^;]{0,40}(?:solid|[1-9][\d.]{0,4}\s?p[tx])", regex.IGNORECASE)
_MAX_SPAN = 200
_MAX_DEPTH = 12  # of tables in tables


def unpack_mhtml(data: bytes) -> bytes:
    """The HTML page of a web archive, in its own encoding; other bytes as they are."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    return data


def read_html(text: str) -> list[Block]:
    """The paragraphs and tables of a page, in reading order."""
    text = _DECLARATION.sub("", text.lstrip("\ufeff"))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    return list(_read_blocks(root, 0))


def _read_blocks(root: etree._Element, depth: int) -> Iterator[Block]:
    """The blocks under an element: a walk without recursion, except into tables."""
    parts: list[str] = []
    skip: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if skip is not None:
            if event == "end" and element is skip:
                skip = None
                parts.append(element.tail or "")
            continue
        if event == "start":
            if name == "table" and element is not root:
                yield from _flush(parts)
                yield from _read_table(element, depth + 1)
                skip = element
            elif name in _SKIPPED:
                skip = element
            else:
                if name in _BLOCKS:
                    yield from _flush(parts)
                parts.append(element.text or "")
            continue
        if name in _BLOCKS:
            yield from _flush(parts)
        if element is not root:
            parts.append(element.tail or "")
    yield from _flush(parts)


def _flush(parts: list[str]) -> Iterator[RawParagraph]:
    text = _BLANKS.sub(" ", "".join(parts)).strip()
    parts.clear()
    if text:
        yield RawParagraph((RawLine(unicodedata.normalize("NFC", text)),))


def _read_table(table: etree._Element, depth: int) -> list[Block]:
    if depth > _MAX_DEPTH:
        return []
    rows = list(_rows(table))
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, column) in taken:
                column += 1
            width, height = _span(cell, "colspan"), min(_span(cell, "rowspan"), len(rows) - r)
            cells.append(GridCell(r, column, width, list(_read_blocks(cell, depth)), height))
            if height > 1:
                taken.update((r + i, column + k) for i in range(1, height) for k in range(width))
            column += width
    if not any(cell.blocks for cell in cells):
        return []
    border = table.get("border", "0").strip() not in ("", "0") or any(
        _BORDER.search(cell.get("style", "")) is not None for cell in table.iter("table", "td", "th")
    )
    return lay_out(cells) if is_layout(cells, ruled=border) else [make_table(cells, ruled=True)]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table itself, not of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
