"""The words of every page -> a Document: furniture off, tables and columns found, paragraphs joined across pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.assemble import RawParagraph, RawTable, assemble
from extract.blocks import Block, Zone, make_blocks
from extract.drawing import Ruling
from extract.furniture import find_running, running_key, take_askew, take_furniture, take_imprint
from extract.grids import Grid, fill_grid, find_grids, holds, is_layout
from extract.layout import TextLine, split_footnotes
from extract.model import Box, Document, Format, Furniture, FurnitureKind, Issue, Origin, Page, Region
from extract.paragraphs import Column, column_around, make_paragraphs, measure_column
from extract.tables import join_grids, same_table
from extract.textlayer import Word

_OCR_SLACK = 7.0
_TEXT_SLACK = 3.0


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, ready to be put beside the others: blocks and grids in reading order, footnotes, furniture."""

    number: int
    width: float
    height: float
    origin: Origin = Origin.TEXT
    confidence: float | None = None
    parts: tuple[Block | Grid, ...] = ()
    notes: tuple[TextLine, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    turned: int = 0  # quarter turns clockwise of all boxes against the page as it is shown


def content_of(
    number: int,
    width: float,
    height: float,
    words: Iterable[Word],
    rulings: Sequence[Ruling],
    furniture: Sequence[Furniture] = (),
    *,
    origin: Origin = Origin.TEXT,
    confidence: float | None = None,
    others: Sequence[Word] = (),
    turned: int = 0,
) -> PageContent:
    """The blocks of one page from its words and ruling lines; `others` and `turned` as in `PageText`."""
    rest, taken = take_furniture(list(words), number, height)
    askew, above = take_askew(others, number) if others else ([], [])
    taken += above
    grids = []
    page_words = rest
    for grid in find_grids(rulings, number) if len(rulings) > 3 else ():
        inside = [word for word in rest if holds(grid, word)]
        if not inside:
            continue
        filled = fill_grid(grid, inside)
        if is_layout(filled):
            continue
        held = {id(word) for word in inside}
        rest = [word for word in rest if id(word) not in held]
        grids.append(filled)
    rest, notes = split_footnotes(rest, rulings, number, page_words)
    parts = list(_in_order(rest, grids, number, width))
    gone, imprint = take_imprint([line for part in parts if isinstance(part, Block) for line in part.lines], number)
    if gone:
        parts = list(_without(parts, gone))
        taken += imprint
    if askew:
        parts.append(Block(Zone.SIDE, tuple(askew)))
    return PageContent(
        number, width, height, origin, confidence, tuple(parts), tuple(notes), (*furniture, *taken), turned
    )


def _in_order(words: list[Word], grids: Sequence[Grid], number: int, width: float) -> Iterable[Block | Grid]:
    for grid in grids:
        above = [word for word in words if word.base < grid.ys[0] + 2]
        if above:
            yield from make_blocks(above, number, width)
            words = [word for word in words if word.base >= grid.ys[0] + 2]
        yield grid
    if words:
        yield from make_blocks(words, number, width)


def assemble_pages(
    source: str, format: Format, fingerprint: str, pages: Sequence[PageContent], issues: Sequence[Issue]
) -> Document:
    """The document of these pages."""
    pages, running = _take_running(pages)
    columns = _columns(pages)
    blocks = list(_raw_blocks(pages, columns))
    turned = {page.number: page for page in pages if page.turned}
    if turned:
        blocks = [_as_shown(block, turned) for block in blocks]
    furniture = [item for page in pages for item in page.furniture] + running
    furniture.sort(key=lambda f: f.page)
    return assemble(
        source,
        format,
        fingerprint,
        blocks,
        [_page_of(p) for p in pages],
        furniture,
        issues,
    )


def _page_of(page: PageContent) -> Page:
    width, height = (page.width, page.height) if page.turned % 2 == 0 else (page.height, page.width)
    return Page(page.number, width, height, page.origin, page.confidence)


def _as_shown(block: RawParagraph | RawTable, turned: dict[int, PageContent]) -> RawParagraph | RawTable:
    """A block with the boxes of turned pages put where the page shows them."""
    if isinstance(block, RawTable):
        cells = tuple(
            replace(cell, paragraphs=tuple(_paragraph_as_shown(p, turned) for p in cell.paragraphs))
            for cell in block.cells
        )
        return replace(block, cells=cells)
    return _paragraph_as_shown(block, turned)


def _paragraph_as_shown(paragraph: RawParagraph, turned: dict[int, PageContent]) -> RawParagraph:
    lines = tuple(
        line._replace(box=_turn_back(line.box, turned[line.page])) if line.page in turned and line.box else line
        for line in paragraph.lines
    )
    return replace(paragraph, lines=lines)


def _turn_back(box: Box, page: PageContent) -> Box:
    width, height = page.width, page.height
    if page.turned == 1:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    if page.turned == 2:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    return Box(height - box.bottom, box.x0, height - box.top, box.x1)


def _take_running(pages: Sequence[PageContent]) -> tuple[list[PageContent], list[Furniture]]:
    """The pages without the lines that head or foot most of them."""
    edges = {page.number: _edge_lines(page) for page in pages}
    running = find_running(edges.values()) if len(pages) >= 3 else set()
    if not running:
        return list(pages), []
    taken, kept = [], []
    for page in pages:
        gone = {id(line) for line in edges[page.number] if running_key(line) in running}
        if gone:
            taken += [
                Furniture(FurnitureKind.RUNNING_HEADER, line.text, page.number, line.box)
                for line in edges[page.number]
                if id(line) in gone
            ]
            page = replace(page, parts=tuple(_without(page.parts, gone)))
        kept.append(page)
    return kept, taken


def _without(parts: Sequence[Block | Grid], gone: set[int]) -> Iterable[Block | Grid]:
    for part in parts:
        if isinstance(part, Grid):
            yield part
            continue
        lines = tuple(line for line in part.lines if id(line) not in gone)
        if lines:
            yield Block(part.zone, lines)


def _edge_lines(page: PageContent) -> list[TextLine]:
    """The first and last two lines of running text, where they stand in the page's margins."""
    lines = [line for part in page.parts if isinstance(part, Block) and part.zone is Zone.FLOW for line in part.lines]
    top = [line for line in lines[:2] if line.bottom < 0.12 * page.height]
    foot = [line for line in lines[-2:] if line.top > 0.9 * page.height]
    return [*top, *(line for line in foot if all(line is not other for other in top))]


def _columns(pages: Sequence[PageContent]) -> dict[int, Column]:
    """The column of running text on every page; pages with little text take that of the pages of their width."""
    found: dict[int, Column] = {}
    by_width: dict[int, list[Column]] = {}
    for page in pages:
        slack = _OCR_SLACK if page.origin is Origin.OCR else _TEXT_SLACK
        lines = [
            line for part in page.parts if isinstance(part, Block) and part.zone is Zone.FLOW for line in part.lines
        ]
        column = measure_column(lines, page.width, slack=slack)
        if column is not None:
            found[page.number] = column
            by_width.setdefault(round(page.width / 20), []).append(column)
    votes = [column for column in found.values() if column.pitch]
    indents = sum(column.indents for column in votes) * 3 >= max(1, len(votes))
    for page in pages:
        column = found.get(page.number)
        if column is None:
            like = by_width.get(round(page.width / 20))
            if like:
                column = sorted(like, key=lambda c: c.left)[len(like) // 2]
            else:
                column = Column(0.12 * page.width, 0.93 * page.width)
            grid = next((part for part in page.parts if isinstance(part, Grid)), None)
            if grid is not None and grid.xs[-1] - grid.xs[0] > 0.6 * page.width:
                column = replace(column, left=grid.xs[0], right=grid.xs[-1])
        found[page.number] = replace(column, indents=indents)
    return found


def _raw_blocks(pages: Sequence[PageContent], columns: dict[int, Column]) -> Iterable[RawParagraph | RawTable]:
    flow: list[TextLine] = []
    grids: list[Grid] = []

    def flush() -> Iterable[RawParagraph | RawTable]:
        if grids:
            yield from _table_blocks(grids, columns)
            grids.clear()
        if flow:
            yield from make_paragraphs(flow, columns)
            flow.clear()

    for page in pages:
        for part in page.parts:
            if isinstance(part, Grid):
                if flow or (grids and not _goes_on(grids[-1], part)):
                    yield from flush()
                grids.append(part)
            elif part.zone is Zone.FLOW:
                if grids:
                    yield from flush()
                flow.extend(part.lines)
            else:
                yield from flush()
                yield from make_paragraphs(part.lines, {page.number: column_around(part.lines)}, side=True)
    yield from flush()
    for page in pages:
        if page.notes:
            yield from make_paragraphs(page.notes, {page.number: columns[page.number]}, region=Region.FOOTNOTE)


def _goes_on(before: Grid, after: Grid) -> bool:
    return after.page == before.page + 1 and same_table(before, after)


def _table_blocks(grids: Sequence[Grid], columns: dict[int, Column]) -> Iterable[RawParagraph | RawTable]:
    """One table, or its text where it has a single row or column."""
    table = join_grids(grids)
    rows = {cell.row for cell in table.cells if cell.paragraphs}
    across = {cell.column for cell in table.cells if cell.paragraphs}
    if len(rows) > 1 and len(across) > 1:
        yield table
        return
    for cell in table.cells:
        for paragraph in cell.paragraphs:
            yield replace(paragraph, region=Region.BODY)
