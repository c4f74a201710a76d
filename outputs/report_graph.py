"""Works and the citations between them -> a drawing: columns from the highest bodies to the lowest, curves between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MAX_WORKS = 300
MAX_HELD = 200  # of them, where works only cited want the room
MAX_EDGES = 2_000
MAX_EVIDENCE = 3  # mentions shown of one citation
LEVELS = (
    "Đảng, Quốc hội",
    "Chính phủ, Thủ tướng",
    "Bộ, ngành trung ương",
    "Tỉnh, thành phố",
    "Sở, ban, ngành",
    "Huyện, xã, đơn vị khác",
)
# The relation that is drawn where there are several, the strongest first; then what it is called and how it is drawn.
RELATIONS = ("replaces", "repeals", "amends", "implements", "guides", "based_on", "attached_to", "mentions")
BOX_WIDTH, BOX_HEIGHT = 182, 42
_ROW, _LANE, _GAP, _TOP = 54, 198, 66, 46  # height of a row, width of a lane within a column, gap between columns
_PASSAGE = _ROW - BOX_HEIGHT
_MAX_ROWS = 26  # a column with more is set in several lanes
_SWEEPS = 8
_LABEL, _SUBTITLE = 24, 30  # characters that fit a box


@dataclass(frozen=True, slots=True)
class Mention:
    """Where one work cites another: a file, a page, the words."""

    source: str
    page: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Work:
    """A work of the collection, or one that it only cites.

    `level` is its column, None where it is not known; `card` the id of its document on the page, or empty.
    """

    key: str
    label: str
    title: str = ""
    issuer: str = ""
    day: str = ""
    held: bool = False
    level: int | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """All that one work says of another. `relations` as in the table of references, with the mentions of each."""

    citing: str
    cited: str
    relations: tuple[str, ...]
    count: int
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A work as drawn, its top left corner at (x, y)."""

    index: int
    work: Work
    label: str
    subtitle: str
    x: int
    y: int
    degree: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A citation as drawn; `citing` and `cited` are indexes of boxes, `path` is SVG path data."""

    citing: int
    cited: int
    citation: Citation
    relation: str
    path: str


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column of the drawing."""

    x: int
    width: int
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture; `left_out` counts the works that are not in it."""

    width: int
    height: int
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    left_out: int = 0

    def cites(self, index: int) -> list[Curve]:
        """The curves to what a work cites."""
        return [curve for curve in self.curves if curve.citing == index]

    def cited_by(self, index: int) -> list[Curve]:
        """The curves from what cites a work."""
        return [curve for curve in self.curves if curve.cited == index]


def draw_graph(works: Iterable[Work], citations: Iterable[Citation]) -> Drawing:
    """The drawing of at most `MAX_WORKS` works, those with the most citations of them. The same for any order."""
    known = {work.key: work for work in works}
    links = sorted(
        (c for c in citations if c.citing in known and c.cited in known and c.citing != c.cited),
        key=lambda c: (c.citing, c.cited),
    )
    degree = _degrees(links)
    linked = [work for work in known.values() if work.held or degree[work.key]]
    linked.sort(key=lambda work: (-degree[work.key], not work.held, work.label, work.key))
    held, others = ([work for work in linked if work.held is flag] for flag in (True, False))
    room = max(MAX_HELD, MAX_WORKS - len(others))  # for those held, unless they are fewer
    shown = [*held[:room], *others][:MAX_WORKS]
    kept = {work.key for work in shown}
    links = [link for link in links if link.citing in kept and link.cited in kept][:MAX_EDGES]
    levels = _levels(shown, links)
    order = _order(shown, links, levels)
    columns, lanes, places, height = _place(order)
    boxes = tuple(
        Box(index, work, _cut(work.label, _LABEL), _subtitle(work), *places[work.key], degree[work.key])
        for index, work in enumerate(work for column in order for work in column)
    )
    index = {box.work.key: box.index for box in boxes}
    curves = tuple(
        Curve(
            index[link.citing],
            index[link.cited],
            link,
            next((relation for relation in RELATIONS if relation in link.relations), "mentions"),
            _path(places[link.cited], places[link.citing], lanes, number % 5 - 2),
        )
        for number, link in enumerate(links)
    )
    width = columns[-1].x + columns[-1].width + 24 if columns else 400
    return Drawing(width, height, columns, boxes, curves, len(known) - len(shown))


def _degrees(links: Sequence[Citation]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for link in links:
        found[link.citing] += 1
        found[link.cited] += 1
    return found


def _levels(works: Sequence[Work], links: Sequence[Citation]) -> dict[str, int]:
    """The column of each work; one that does not say stands above what cites it, else below what it cites."""
    levels = {work.key: work.level for work in works if work.level is not None}
    for work in works:
        if work.key not in levels:
            below = [levels[link.citing] for link in links if link.cited == work.key and link.citing in levels]
            above = [levels[link.cited] for link in links if link.citing == work.key and link.cited in levels]
            levels[work.key] = min(below) if below else max(above) + 1 if above else len(LEVELS) - 1
    return {key: min(level, len(LEVELS) - 1) for key, level in levels.items()}


def _order(works: Sequence[Work], links: Sequence[Citation], levels: Mapping[str, int]) -> list[list[Work]]:
    """The works of each level, each near those that it is linked to, by barycentres from left to right and back."""
    columns: list[list[Work]] = [[] for _ in LEVELS]
    for work in works:
        columns[levels[work.key]].append(work)
    near: dict[str, list[str]] = defaultdict(list)
    for link in links:
        near[link.citing].append(link.cited)
        near[link.cited].append(link.citing)
    rank = {work.key: _share(i, len(column)) for column in columns for i, work in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            centre = {
                work.key: (sum(rank[key] for key in near[work.key]) / len(near[work.key]))
                if near[work.key]
                else rank[work.key]
                for work in column
            }
            column.sort(key=lambda work: (round(centre[work.key], 9), work.label, work.key))
            rank |= {work.key: _share(i, len(column)) for i, work in enumerate(column)}
    return columns


def _share(index: int, count: int) -> float:
    return (index + 0.5) / count


@dataclass(frozen=True, slots=True)
class _Lane:
    """A lane of boxes from the corner (x, top) down; there is a passage above each row and below the last."""

    x: int
    top: int
    rows: int

    def passage(self, y: float) -> int:
        """The middle of the passage nearest to `y`."""
        row = min(max(0, round((y - self.top + _PASSAGE / 2) / _ROW)), self.rows)
        return self.top + row * _ROW - _PASSAGE // 2


_Places = dict[str, tuple[int, int]]


def _place(order: Sequence[Sequence[Work]]) -> tuple[tuple[Column, ...], tuple[_Lane, ...], _Places, int]:
    """The heads of the columns that have works, their lanes, the corner of each box, and the height of the whole."""
    rows = max((-(-len(column) // _lanes(len(column))) for column in order if column), default=0)
    columns: list[Column] = []
    found: list[_Lane] = []
    places: _Places = {}
    x = 24
    for level, column in enumerate(order):
        if not column:
            continue
        lanes = _lanes(len(column))
        count = -(-len(column) // lanes)
        top = round(_TOP + (rows - count) * _ROW / 2)
        for i, work in enumerate(column):
            row, lane = divmod(i, lanes)
            places[work.key] = (x + lane * _LANE, top + row * _ROW)
        found += [_Lane(x + lane * _LANE, top, count) for lane in range(lanes)]
        width = (lanes - 1) * _LANE + BOX_WIDTH
        columns.append(Column(x, width, LEVELS[level]))
        x += width + _GAP
    return tuple(columns), tuple(found), places, _TOP + max(1, rows) * _ROW + 8


def _lanes(count: int) -> int:
    return max(1, -(-count // _MAX_ROWS))


def _path(cited: tuple[int, int], citing: tuple[int, int], lanes: Sequence[_Lane], shift: int) -> str:
    """From the right side of the left box to the left side of the right one, between the boxes of the lanes passed.

    Two of one lane are joined round their right. `shift`, in pixels, keeps curves in one passage apart.
    """
    left, right = sorted((cited, citing))
    middle = BOX_HEIGHT // 2
    x, y, x1, y1 = left[0] + BOX_WIDTH, left[1] + middle, right[0], right[1] + middle
    if left[0] == right[0]:
        bend = min(60, 24 + abs(y1 - y) // 8)
        return f"M{x} {y}C{x + bend} {y} {x + bend} {y1} {x} {y1}"
    path = [f"M{x} {y}"]
    for lane in lanes:
        if left[0] < lane.x < right[0]:
            level = lane.passage(y + (y1 - y) * (lane.x - x) / (x1 - x)) + shift
            path.append(_bend(x, y, lane.x, level) + f"H{lane.x + BOX_WIDTH}")
            x, y = lane.x + BOX_WIDTH, level
    return "".join([*path, _bend(x, y, x1, y1)])


def _bend(x0: int, y0: int, x1: int, y1: int) -> str:
    half = (x1 - x0) // 2
    return f"C{x0 + half} {y0} {x1 - half} {y1} {x1} {y1}"


def _subtitle(work: Work) -> str:
    return _cut(" · ".join(filter(None, (work.day, work.title or work.issuer))), _SUBTITLE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
