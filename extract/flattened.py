"""Tables that lost their grid (each cell's lines follow one another as plain lines) -> tables of cells.

Found by their header (`TT Nội dung Đơn vị chủ trì ...`, over several lines) and running row numbers; the header may be
repeated at page breaks, which cut rows. The words of a row are given to the columns by `extract.flat_cells`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable
from extract.flat_cells import Cutter, RowText, make_row
from extract.headers import fold, header_variants, match_header
from extract.metrics import text_width
from extract.reflow import TextLine

_HEADER_LINES = 18
_HEADER_WORDS = 60
_FIRST = regex.compile(r"(?:S\.?TT|Stt|TT\.?|Số\sTT|Số\sthứ\stự)(?:\s|$)")
_ROW_ONE = regex.compile(r"(?:0?1|I|A)[.)]?(?:\s{1,9}\S|$)")
_ROMAN = regex.compile(r"(?P<number>[IVXL]{1,6}|[A-H])(?P<dot>[.)]?)\s{1,9}(?=[\p{Lu}“\"])")
_NUMBER = regex.compile(r"(?P<number>\d{1,3})(?P<dot>[.)]?)(?:\s{1,9}|$)")
# What only stands outside a table: it ends one.
_ENDS = regex.compile(
    r"""
    (?: Điều\s\d{1,3}[.:] | Chương\s[IVXL]{1,6} | PHỤ\sLỤC|Phụ\slục\s(?:[IVX]{1,4}|\d)? | Nơi\snhận | Kính\sgửi
      | \*?\s?Ghi\schú\s{0,2}: | CỘNG\sH | [ỦU]Y\sBAN\sNHÂN\sDÂN | (?:TM|KT|TL|TUQ)\.\s?\p{Lu}{2} | [-_]{5,}
      | [IVXL]{1,6}\.\s{1,4}\p{Lu} | \d{1,2}\.\s{1,4}\p{Lu} | [a-zđ]\)\s )
    """,
    regex.VERBOSE,
)
_UNITS = regex.compile(
    r"(?:^|\s)(?:Phòng|Sở|Văn\s[Pp]hòng|Trung\stâm|UBND|Các|Ban|Bộ|Tất\scả|PGĐ|Giám\sđốc|Lãnh\sđạo|Chi\scục|Công\san)\s"
)
_ROLES = frozenset({"lead", "coord", "lead_and_coord", "leader", "person", "deadline", "product", "submit_to"})
_CONTENT = frozenset({"task", "target"})
_MIN_ROWS = 2
_MOST_LINES = 200  # of a row


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A table rebuilt from the lines `start` to `end` (exclusive)."""

    start: int
    end: int
    table: RawTable


@dataclass(frozen=True, slots=True)
class _Header:
    fields: tuple[str, ...]
    titles: tuple[str, ...]
    key: str  # all its words, folded
    end: int


@dataclass(slots=True)
class _Row:
    """A numbered row, its lines in stretches that page breaks cut; a group row has one cell across the table."""

    number: str
    page: int
    start: int  # its first line
    parts: list[list[TextLine]] = field(default_factory=lambda: [[]])
    group: bool = False


def find_flat_tables(lines: Sequence[TextLine]) -> list[FlatTable]:
    """The flattened tables among the lines, in order."""
    found: list[FlatTable] = []
    i = 0
    while i < len(lines):
        if (
            "\t" not in lines[i].raw
            and _FIRST.match(lines[i].text) is not None
            and (header := _read_header(lines, i)) is not None
        ):
            rows, end = _read_rows(lines, header)
            if sum(1 for row in rows if not row.group) >= _MIN_ROWS:
                found.append(FlatTable(i, end, _make_table(header, rows, lines[i].page)))
                i = end
                continue
        i += 1
    return found


def _read_header(lines: Sequence[TextLine], start: int) -> _Header | None:
    """The columns of a header that begins at a line; None where the words are no header of a task or target table."""
    words: list[str] = []
    end = start
    for i in range(start, min(len(lines), start + _HEADER_LINES)):
        if i > start and _ROW_ONE.match(lines[i].text) is not None:
            break
        words.extend(lines[i].text.split())
        end = i + 1
        if len(words) > _HEADER_WORDS:
            return None
    else:
        return None
    cut = _cut_header(words)
    if cut is None:
        return None
    titles = tuple(" ".join(words[a:b]) for a, b in cut)
    fields = tuple(match_header(title) or "note" for title in titles)
    content = [name for name in fields if name in _CONTENT]
    if len(fields) < 3 or fields[0] != "stt" or not content or not _ROLES & set(fields):
        return None
    if fields[1] not in _CONTENT:
        return None
    return _Header(fields, titles, fold(" ".join(words)), end)


def _cut_header(words: Sequence[str]) -> list[tuple[int, int]] | None:
    """The cheapest cut of header words into known wordings; None where too much of it is unknown."""
    variants = header_variants()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options: list[tuple[float, int]] = []
        for start in range(max(0, end - 9), end):
            key = fold(" ".join(words[start:end]))
            if key in variants:
                # A new cell begins with a capital; `chủ trì` alone goes with the words before it.
                price = 1.0 if words[start][:1].isupper() or words[start][:1].isdigit() else 4.0
                options.append((best[start][0] + price, start))
            elif end - start > 1 and words[start][:1].isupper() and match_header(key) is not None and end - start <= 7:
                options.append((best[start][0] + 2.0 + 0.3 * (end - start), start))
        options.append((best[end - 1][0] + 6.0, end - 1))
        best.append(min(options))
    if best[-1][0] > 2.2 * len(words) or best[-1][0] > 20:
        return None
    cuts: list[tuple[int, int]] = []
    end = len(words)
    while end:
        start = best[end][1]
        cuts.append((start, end))
        end = start
    return cuts[::-1]


def _repeats_header(lines: Sequence[TextLine], start: int, header: _Header) -> int:
    """The index after a repetition of the header at `start`; `start` itself where there is none."""
    if _FIRST.match(lines[start].text) is None:
        return start
    text = ""
    for i in range(start, min(len(lines), start + _HEADER_LINES)):
        text = f"{text} {lines[i].text}"
        key = fold(text)
        if key == header.key:
            return i + 1
        if not header.key.startswith(key):
            return start
    return start


def _read_rows(lines: Sequence[TextLine], header: _Header) -> tuple[list[_Row], int]:
    """The rows under a header, and the index after the last line of the table."""
    rows: list[_Row] = []
    expected, roman, dot = 1, 0, None
    i = header.end
    while i < len(lines):
        line = lines[i]
        again = _repeats_header(lines, i, header)
        if again > i:
            if rows:
                rows[-1].parts.append([])
            i = again
            continue
        number = _NUMBER.match(line.text)
        if number is not None and int(number["number"]) == expected and dot in (None, number["dot"]):
            rest = line.text[number.end() :]
            if not rest or rest[0].isupper() or not rest[0].isalpha() or rest[0].isdigit():
                dot = number["dot"]
                rows.append(_Row(line.text[: number.end()].strip(), line.page, i))
                if rest:
                    rows[-1].parts[-1].append(_with_text(line, rest))
                expected += 1
                i += 1
                continue
        group = _ROMAN.match(line.text)
        if group is not None and _roman(group["number"]) == roman + 1 and (roman or not rows):
            roman += 1
            rows.append(_Row(group["number"] + group["dot"], line.page, i, group=True))
            rows[-1].parts[-1].append(_with_text(line, line.text[group.end() :]))
            i += 1
            continue
        if not rows or _ends_table(lines, i, rows[-1], header):
            break
        if sum(map(len, rows[-1].parts)) > _MOST_LINES:
            # No row is that long: the table ended somewhere in it, and what follows is text.
            i = rows.pop().start
            break
        rows[-1].parts[-1].append(line)
        i += 1
    return rows, i


def _ends_table(lines: Sequence[TextLine], i: int, row: _Row, header: _Header) -> bool:
    """True where a line can no longer belong to the table: a heading of the text after a row that has its units."""
    text = lines[i].text
    if _ENDS.match(text) is None:
        return False
    if regex.match(r"[IVXL\da-zđ]", text) is None:
        return True
    return any(_UNITS.search(f" {line.text} ") for part in row.parts for line in part)


def _with_text(line: TextLine, text: str) -> TextLine:
    return TextLine(text, line.page, line.blanks, line.raw)


_ROMANS = {"I": 1, "V": 5, "X": 10, "L": 50}


def _roman(text: str) -> int:
    if text in "ABCDEFGH" and len(text) == 1:
        return ord(text) - ord("A") + 1
    values = [_ROMANS.get(letter, 0) for letter in text]
    return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))


def _make_table(header: _Header, rows: Sequence[_Row], page: int) -> RawTable:
    cells = [RawCell(0, column, (RawParagraph((RawLine(title, page),)),)) for column, title in enumerate(header.titles)]
    columns = len(header.fields)
    cut = [] if "unit" in header.fields else _cut_rows(header.fields[1:], rows)
    for index, row in enumerate(rows, start=1):
        cells.append(RawCell(index, 0, (RawParagraph((RawLine(row.number, row.page),)),)))
        if row.group or not cut:
            lines = [RawLine(line.text, line.page) for part in row.parts for line in part]
            cells.append(RawCell(index, 1, tuple(_paragraphs(lines)), column_span=columns - 1))
            continue
        for column, fragments in enumerate(cut[index - 1], start=1):
            cells.append(RawCell(index, column, tuple(_paragraphs(fragments))))
    return RawTable(tuple(cells), ruled=False)


def _cut_rows(fields: tuple[str, ...], rows: Sequence[_Row]) -> list[list[list[RawLine]]]:
    """The lines of each cell of each row: cut first by beginnings, then again with the widths that came out."""
    texts = [[make_row([x.text for x in part], [x.blanks for x in part]) for part in row.parts] for row in rows]
    whole = [i for i, row in enumerate(rows) if not row.group]
    widest = sorted(text_width(line.text) for i in whole for part in rows[i].parts for line in part)
    content = float(widest[int(0.93 * (len(widest) - 1))]) if widest else 0.0
    cutter = Cutter(fields, [content, *[0.6 * content] * (len(fields) - 1)])
    spans: dict[int, list[tuple[int, int]]] = {}
    for turn in range(3):
        again = {i: cutter.cut(texts[i][0], torn=any(part.words for part in texts[i][1:])) for i in whole}
        if again == spans:
            break
        spans = again
        if turn < 2:
            cutter.widths = _measure(spans, texts, len(fields), content, 0.95 if turn else 0.85)
            cutter.known = _collect(spans, texts, rows, len(fields))
    cut: list[list[list[RawLine]]] = []
    for i, row in enumerate(rows):
        cells: list[list[RawLine]] = [[] for _ in fields]
        if i in spans:
            _give(cells, texts[i][0], spans[i], row.parts[0])
            for text, part in zip(texts[i][1:], row.parts[1:], strict=True):
                if text.words:
                    above = [[line.text for line in cell] for cell in cells]
                    _give(cells, text, cutter.cut(text, above), part)
        cut.append(cells)
    return cut


def _measure(
    spans: dict[int, list[tuple[int, int]]],
    texts: Sequence[Sequence[RowText]],
    columns: int,
    content: float,
    share: float,
) -> list[float | None]:
    """The width of each column: the widest lines that it was given, a few outliers left out."""
    widths: list[list[int]] = [[] for _ in range(columns)]
    for i, cells in spans.items():
        row = texts[i][0]
        for c, (start, end) in enumerate(cells):
            for fragment in _fragments(row, start, end):
                widths[c].append(row.width(fragment.start, fragment.stop))
    measured: list[float | None] = []
    for c, found in enumerate(widths):
        if not found:
            measured.append(None if c else content)
            continue
        found.sort()
        measured.append(float(found[min(len(found) - 1, int(share * len(found)))]))
    return measured


def _collect(
    spans: dict[int, list[tuple[int, int]]],
    texts: Sequence[Sequence[RowText]],
    rows: Sequence[_Row],
    columns: int,
) -> list[Mapping[str, int]]:
    """The cells of each column that no page break cut, with how often each occurs."""
    known: list[Counter[str]] = [Counter() for _ in range(columns)]
    for i, cells in spans.items():
        if len(rows[i].parts) > 1 and any(rows[i].parts[1:]):
            continue
        for c, (start, end) in enumerate(cells):
            if c and end > start:
                known[c][" ".join(texts[i][0].words[start:end])] += 1
    return list(known)


def _fragments(row: RowText, start: int, end: int) -> list[range]:
    """The words of a range, line by line."""
    found: list[range] = []
    i = start
    while i < end:
        j = i + 1
        while j < end and not row.begins_line(j):
            j += 1
        found.append(range(i, j))
        i = j
    return found


def _give(
    cells: list[list[RawLine]], row: RowText, spans: Sequence[tuple[int, int]], lines: Sequence[TextLine]
) -> None:
    for c, (start, end) in enumerate(spans):
        for fragment in _fragments(row, start, end):
            text = " ".join(row.words[i] for i in fragment)
            cells[c].append(RawLine(text, lines[row.line_of[fragment[0]]].page))


def _paragraphs(lines: Sequence[RawLine]) -> list[RawParagraph]:
    """The paragraphs of a cell: bullets after a finished line begin a new one."""
    groups: list[list[RawLine]] = []
    for line in lines:
        bullet = line.text[:2] in ("- ", "+ ", "• ")
        if groups and not (bullet and groups[-1][-1].text[-1:] in ".;:"):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [RawParagraph(tuple(group)) for group in groups]
