"""The words of one row of a flattened table -> its cells, by where cells can begin and how wide their columns are.

A table that lost its grid has the lines of each cell one after another; neighbours of one line may be glued together:

    7. Diễn tập ứng phó sự cố cấp tỉnh PGĐ Sở | Trần Công | Hòa | Phòng QLCN Tất cả các | phòng, đơn vị | thuộc Sở

The cut with the least cost wins. Costs come from how a cell of each kind begins, from lines that would not fit its
column, from lines that would have held the next word too, from brackets left open and sentences cut in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extract.metrics import SPACE, text_width

# How a cell of each kind begins. Wide on purpose: a beginning is only a place where a cut is allowed.
_UNIT = r"""
    (?: Các|Tất\ cả|Toàn|Phòng|P\.|Sở|Văn\ [Pp]hòng|VP|Trung\ tâm|TT|UBND|[ỦU][yỷ]\ ban|Uỷ\ ban|HĐND|Hội|Ban|Bộ|Cục
      | Chi\ cục|Vụ|Tổng|Tổ|Thanh\ tra|Công\ an|Quân|Bộ\ Chỉ|BCH|Đài|Báo|Cổng|Trường|Viện|Bệnh\ viện|Kho\ bạc
      | Ngân\ hàng|Bảo\ hiểm|Thuế|Hải\ quan|Liên|Mặt\ trận|Đoàn|Công\ ty|Tập\ đoàn|Doanh\ nghiệp|Đơn\ vị|Cơ\ quan
      | Địa\ phương|Thành\ viên|Thủ\ trưởng|Chủ\ tịch|Trưởng|Giám\ đốc|Huyện|Thành\ ủy|Tỉnh|Đảng|Quỹ|T[òo][àa]
      | Cấp\ ủy|Chi\ bộ|Chi\ nhánh|Khoa|Bộ\ phận|Cán\ bộ|Chuyên\ viên|Xã|Phường|Nhà|Cá\ nhân|Lãnh\ đạo|Viễn\ thông
      | [A-ZĐ&]{3,12}(?!\p{L}) )(?!\p{Ll})
"""
_TIME = r"""
    (?: Năm|Quý|Quí|Tháng|Tuần|Thường|Hàng|Hằng|Trước|Trong|Từ|Đến|Giai|Ngày|Theo|Sau|Định|Hoàn|Khi|Xong|Chậm|Cuối|Đầu
      | Cả|Đột|Ngay|Không|6\ tháng|[IV]{1,3}/\d{4}|\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|20\d\d )(?!\p{Ll})
"""
_LEADER = r"""
    (?: PGĐ|GĐ|P\.?\ ?GĐ|Phó\ \p{L}|Giám\ đốc|Lãnh\ đạo|Đ/c|đ/c|Đồng\ chí|PCT|CT|Chủ\ tịch|Trưởng\ \p{L}|Thứ\ trưởng
      | Bộ\ trưởng|Cục\ trưởng|Bí\ thư|Ông|Bà|CVP|PCVP|Chánh\ \p{L}|Các\ (?:PGĐ|Phó|PCT) )(?!\p{Ll})
"""
_PRODUCT = r"""
    (?: Kế|Quyết|Nghị|Báo|Văn\ bản|Tờ|Công|Đề|Chương|Dự|Hội|Quy|Hệ|Phần|Danh|Thông|Hướng|Tài|Cơ|Bản|Biên|Hồ|Hợp|Ban
      | Các|Tổ|Được|Có|100|\d{1,3} )(?!\p{Ll})
"""
_SUBMIT = r"(?: UBND|HĐND|Tỉnh|Chủ|Thủ|Chính|Bộ|Ban|Thường|Sở|Giám|Lãnh|Quốc|BTV )(?!\p{Ll})"
_BEGIN = {
    name: regex.compile(pattern, regex.VERBOSE)
    for name, pattern in (
        ("lead", _UNIT),
        ("coord", _UNIT),
        ("lead_and_coord", _UNIT),
        ("leader", _LEADER),
        ("person", _LEADER),
        ("deadline", _TIME),
        ("start", _TIME),
        ("product", _PRODUCT),
        ("submit_to", _SUBMIT),
    )
}
_MOST_WORDS = 80  # of a cell that is not the content
_MOST_WORDS_OF_A_ROW = 1000
_DIGIT = regex.compile(r"\d")
_BEST_BONUS = 4.0
_TASK_FIELDS = frozenset({"task", "target"})
# What an empty cell costs; most rows have a content and a lead, few have a note.
_EMPTY = {"lead": 6.0, "lead_and_coord": 6.0, "leader": 4.0, "coord": 2.5, "deadline": 4.0, "product": 3.0, "note": 0.0}
_EMPTY_OTHER = 1.5
# What a beginning costs that fits no pattern, at a line start with a capital.
_STRANGE = {"lead": 5.0, "coord": 5.0, "leader": 7.0, "deadline": 5.0, "product": 1.0, "note": 2.5}
_STRANGE_OTHER = 3.0
_LONGEST = {"leader": 9, "person": 9, "deadline": 16, "lead": 40, "note": 40}
_OPEN = regex.compile(
    r"(?:[,(–-]|(?<!\p{L})(?:và|của|về|các|theo|tại|với|cho|số|để|trong|từ|đến|những|ngày|tháng|thuộc|Các|Phó|Trung|Văn))$"
)
# A unit that begins inside a cell without a separator before it: two cells of one line glued together.
_INNER = regex.compile(
    r"(?:Các|Tất\ cả|Phòng(?!,)|Văn\ [Pp]hòng|Trung\ tâm|UBND|HĐND|[ỦU][yỷ]\ ban|Công\ an|Chi\ cục|Toàn|Thanh\ tra"
    r"|Kho\ bạc"
    r"|Ngân\ hàng|Liên\ minh|Bảo\ hiểm|Năm\ 20|Quý\ [IV]|Tháng\ \d|Trước\ ngày|Thường\ xuyên|Hàng\ năm|Giai\ đoạn"
    r"|(?:Sở|Ban|Bộ|Hội|Đài|Trường|Viện|Cục|Đoàn)\ \p{Lu})(?!\p{Ll})"
)
# Words after which such a name goes on: `Văn Phòng`, `lãnh đạo Phòng`, `và Các`
_LEADS_ON = regex.compile(
    r"(?:.*[,;:(/&–-]|Văn|thuộc|của|và|các|với|tại|là|Phó|Trưởng|đốc|tịch|PGĐ|GĐ|đạo|hoặc|VP|Giám|trưởng|Thủ|phối|hợp|do|qua|phòng|tra|huy|ban|viên)$"
)
# What needs a name after it: a cell that is only that, or ends in it, was cut too early.
_BARE = regex.compile(
    r"(?:Phòng|Sở|Trung(?:\ tâm)?|Ban|Bộ|Cục|Chi(?:\ cục)?|Trường|Viện|Hội|Đài|Tổ|Công|Văn|Tất(?:\ cả)?|Các"
    r"|Ủy(?:\ ban)?|PGĐ|Phó)"
)
_BARE_END = regex.compile(
    r"(?<!\p{L})(?:Phòng|Trung(?:\ tâm)?|Ban|Bộ|Cục|Chi(?:\ cục)?|Trường|Viện|Hội|Đài|Tổ|Văn|Tất(?:\ cả)?|Các|PGĐ|Phó)$"
)
_BARE_TIME = regex.compile(r"(?:Tháng|Quý|Năm|Ngày|Trước(?:\ ngày)?|Giai(?:\ đoạn)?|Trong|Từ|Đến|Theo|Sau)$")
_ACRONYM = regex.compile(r"(?!UBND|HĐND|MTTQ|BHXH|BCH)[A-ZĐ&]{3,12}(?!\p{L})")
_NOT_LEADER = regex.compile(r"(?<=\ )(?:Phòng|Trung\ tâm|Các|UBND|Văn\ [Pp]hòng|Tất\ cả|Chi\ cục)(?!\p{L})")
_NEW_PART = regex.compile(r"[-–+•*]\s?\p{L}|\p{Lu}|\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class RowText:
    """The words of a row, and what is asked of them again and again, summed up to each word."""

    words: tuple[str, ...]
    line_of: tuple[int, ...]  # the line of each word, counted from 0
    line_start: tuple[int, ...]  # the first word of each line
    reach: tuple[int, ...]  # up to each word, the width of the words before it with a space after each
    gaps: tuple[int, ...]  # up to each word, the blank lines before it
    glued: tuple[float, ...]  # up to each word, what it costs to keep glued names in one cell
    brackets: tuple[int, ...]  # up to each word, the brackets opened and not closed
    opens: tuple[bool, ...]  # words that something must follow
    bare: tuple[bool, ...]  # words after which (with the word before) a name must follow

    def begins_line(self, index: int) -> bool:
        """True where the word is the first of its line."""
        return self.line_start[self.line_of[index]] == index

    def width(self, start: int, end: int) -> int:
        """The width of the words of a range on one line."""
        return self.reach[end] - self.reach[start] - SPACE


def make_row(lines: Sequence[str], blanks: Sequence[int]) -> RowText:
    """The words of the lines of a row."""
    words: list[str] = []
    line_of: list[int] = []
    line_start: list[int] = []
    gap_at: set[int] = set()
    for line, blank in zip(lines, blanks, strict=True):
        found = line.split()
        if not found:
            continue
        if blank and words:
            gap_at.add(len(words))
        line_of.extend([len(line_start)] * len(found))
        line_start.append(len(words))
        words.extend(found)
    reach, gaps, glued, brackets, opens, bare = [0], [0], [0.0], [0], [], []
    for i, word in enumerate(words):
        reach.append(reach[-1] + text_width(word) + SPACE)
        gaps.append(gaps[-1] + (i in gap_at))
        brackets.append(brackets[-1] + word.count("(") - word.count(")"))
        opens.append(_OPEN.search(word) is not None)
        bare.append(_BARE_END.search(" ".join(words[max(0, i - 1) : i + 1])) is not None)
        price = 0.0
        inner = i > 0 and word[:1].isupper() and _INNER.match(" ".join(words[i : i + 2])) is not None
        if inner and _LEADS_ON.match(words[i - 1]) is None:
            price = 3.0 if line_of[i] == line_of[i - 1] else 1.0
        glued.append(glued[-1] + price)
    return RowText(
        tuple(words),
        tuple(line_of),
        tuple(line_start),
        tuple(reach),
        tuple(gaps),
        tuple(glued),
        tuple(brackets),
        tuple(opens),
        tuple(bare),
    )


@dataclass(slots=True)
class _Asked:
    """What was asked of a row before, and does not change with the widths and the cells that are known."""

    row: RowText
    starts: list[dict[int, float]]
    cells: dict[tuple[int, int, int], float] = field(default_factory=dict)


@dataclass(slots=True)
class Cutter:
    """Cuts rows into cells. `widths` are the columns' widths where they are known; `known` the cells seen whole."""

    fields: tuple[str, ...]  # of the columns from the content on
    widths: list[float | None]
    known: list[Mapping[str, int]] = field(default_factory=list)
    asked: dict[int, _Asked] = field(default_factory=dict)  # by the identity of the row, which is kept in it

    def cut(
        self, row: RowText, above: Sequence[Sequence[str]] | None = None, *, torn: bool = False
    ) -> list[tuple[int, int]]:
        """The range of words of each column. `torn`: a page break cuts the row after these words.

        `above`: the lines of its cells before the page break, where the words stand after it.
        """
        before = None if above is None else [" ".join(lines) for lines in above]
        last = [] if above is None else [lines[-1] if lines else "" for lines in above]
        total, columns = len(row.words), len(self.fields)
        if total > _MOST_WORDS_OF_A_ROW:
            return [(0, total)] + [(total, total)] * (columns - 1)
        if before is None:
            asked = self.asked.get(id(row))
            if asked is None:
                asked = self.asked[id(row)] = _Asked(row, [self._starts(row, c) for c in range(columns)])
            starts, cells = asked.starts, asked.cells
        else:
            starts, cells = [self._continued_starts(row, c, above) for c, above in enumerate(before)], {}
        ends: list[list[int]] = [[total]]
        for c in range(columns - 1, 0, -1):
            ends.append(sorted({*ends[-1], *starts[c]}))
        ends.reverse()
        full = [self._line_costs(row, c) for c in range(columns)]
        best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
        for c in range(columns):
            layer: dict[int, tuple[float, int]] = {}
            empty = 0.0 if before is not None else _EMPTY.get(self.fields[c], _EMPTY_OTHER)
            if self.fields[c] in _TASK_FIELDS and before is None:
                empty = 20.0
            if before is not None:
                empty += self._unfinished(c, before[c])
            for start, (cost, _) in best[c].items():
                if start not in layer or layer[start][0] > cost + empty:
                    layer[start] = (cost + empty, start)
                begin = starts[c].get(start)
                if begin is None:
                    continue
                if last:
                    begin += self._joint_cost(c, last[c], row.words[start])
                for end in ends[c]:
                    if end <= start:
                        continue
                    if c and end - start > _MOST_WORDS:
                        break
                    if end in layer and layer[end][0] <= cost + begin - _BEST_BONUS:
                        continue
                    price = cost + begin + self._width_cost(row, c, start, end, full[c])
                    if end in layer and layer[end][0] <= price - _BEST_BONUS:
                        continue
                    if before is None:
                        price += self._cell_cost(row, c, start, end, cells, torn=torn)
                    else:
                        price += self._continued_cost(row, c, start, end, before[c])
                    if end not in layer or layer[end][0] > price:
                        layer[end] = (price, start)
            best.append(layer)
        spans: list[tuple[int, int]] = []
        end = total
        for c in range(columns, 0, -1):
            if end not in best[c]:
                break
            start = best[c][end][1]
            spans.append((start, end))
            end = start
        if end != 0 or len(spans) != columns:
            return [(0, total)] + [(total, total)] * (columns - 1)
        return spans[::-1]

    def _starts(self, row: RowText, c: int) -> dict[int, float]:
        """Where a cell of a column may begin, and what that costs."""
        name = self.fields[c]
        if name in _TASK_FIELDS and c == 0:
            return {0: 0.0}
        pattern = _BEGIN.get(name)
        found: dict[int, float] = {}
        for i, word in enumerate(row.words):
            if not i and c:
                continue
            text = " ".join(row.words[i : i + 2])
            fits = pattern is not None and pattern.match(text) is not None
            if row.begins_line(i):
                if fits:
                    found[i] = 0.0
                elif word[:1].isupper() or word[:1] in '-–“"' or (word[:1].isdigit() and pattern is None):
                    found[i] = _STRANGE.get(name, _STRANGE_OTHER)
                elif name == "note":
                    found[i] = 5.0
                else:
                    continue
                if row.gaps[i + 1] > row.gaps[i]:
                    found[i] -= 0.5
            elif fits:
                # `Phan Văn` | `Phòng QLCN` is no glued `Văn Phòng`
                found[i] = 1.2 if i + 1 == len(row.words) or not row.begins_line(i + 1) else 3.0
            else:
                continue
            if i and row.opens[i - 1]:
                found[i] += 3.0
            above = " ".join(row.words[max(0, i - 2) : i])
            if i and (_BARE_TIME.search(above) is not None or above in ("Văn phòng", "Văn Phòng")):
                found[i] += 2.5
            if _ACRONYM.match(word) is not None:
                found[i] += 1.5
            if i and not row.begins_line(i) and row.bare[i - 1]:
                found[i] += 4.0
        return found

    def _continued_starts(self, row: RowText, c: int, above: str) -> dict[int, float]:
        """Where the rest of a cell may begin after a page break: at a line start, or to complete a known cell."""
        found = {i: 0.5 * (c > 0) for i in range(len(row.words)) if row.begins_line(i)}
        if c and above:
            for rest in self._rests(c, above):
                size = len(rest)
                for i in range(len(row.words) - size + 1):
                    if row.words[i : i + size] == rest:
                        found[i] = min(found.get(i, 0.7), 0.7)
        return found

    def _rests(self, c: int, above: str) -> list[tuple[str, ...]]:
        """What is missing of a cell, by the cells of its column that were seen whole."""
        known = self.known[c] if c < len(self.known) else {}
        return [tuple(v[len(above) :].split()) for v in known if v.startswith(above) and len(v) > len(above)]

    def _unfinished(self, c: int, above: str) -> float:
        """What it costs to leave a cut cell as it is: something, where it is the beginning of a known one."""
        known = self.known[c] if c < len(self.known) else {}
        if not above or above in known:
            return 0.0
        return 2.0 if self._rests(c, above) else 0.0

    def _continued_cost(self, row: RowText, c: int, start: int, end: int, above: str) -> float:
        """What is wrong with words as the rest of a cell that a page break cut."""
        whole = f"{above} {' '.join(row.words[start:end])}".strip()
        cost = 0.0
        if c:
            cost -= _BEST_BONUS * (whole in (self.known[c] if c < len(self.known) else {}))
            if not above:
                cost += 3.0
        return cost + 2.0 * (whole.count("(") != whole.count(")"))

    def _cell_cost(
        self, row: RowText, c: int, start: int, end: int, cells: dict[tuple[int, int, int], float], *, torn: bool
    ) -> float:
        """What is wrong with words as a cell, less where it is a known one; `cells` holds what was asked before."""
        known = self.known[c] if c and c < len(self.known) else None
        bonus = 0.0
        if known:
            text = " ".join(row.words[start:end])
            if text in known:
                bonus = min(2.0, 0.5 * known[text])
            elif torn and _BARE.fullmatch(text) is None and any(value.startswith(f"{text} ") for value in known):
                return -1.5
        cost = cells.get((c, start, end))
        if cost is None:
            cost = cells[c, start, end] = self._own_cost(row, c, start, end)
        return cost - bonus

    def _own_cost(self, row: RowText, c: int, start: int, end: int) -> float:
        cost, size = 0.0, end - start
        name, words = self.fields[c], row.words
        text = " ".join(words[start:end]) if c else ""
        longest = _LONGEST.get(name)
        if longest is not None and size > longest:
            cost += 1.5 * (size - longest)
        if name == "leader":
            cost += 2.0 * (size == 1) + 3.0 * len(_NOT_LEADER.findall(text))
            cost += 3.0 * (_DIGIT.search(text) is not None)
        if c and name not in _TASK_FIELDS:
            cost += row.glued[end] - row.glued[start + 1] + self._name_cost(name, text, words, start, end)
            if row.bare[end - 1] and size > 1:
                cost += 3.0
        cost += 2.0 * abs(row.brackets[end] - row.brackets[start])
        if row.opens[end - 1]:
            cost += 2.5
        elif name != "task" and words[end - 1].endswith(";"):
            cost += 1.0
        return cost + 1.5 * (row.gaps[end] - row.gaps[start + 1]) * (c > 0)

    def _name_cost(self, name: str, text: str, words: Sequence[str], start: int, end: int) -> float:
        """What is wrong with the words of a cell that should name a unit, a person or a time."""
        if end - start <= 3 and _BARE.fullmatch(text) is not None:
            return 5.0
        if name == "deadline":
            return 4.0 * (_BARE_TIME.search(text) is not None)
        if end - start > 1 and words[start] == "Sở" and _INNER.match(words[start + 1] + " A"):
            return 3.0
        return 2.0 * (name == "note" and _BEGIN["deadline"].match(text) is not None)

    def _joint_cost(self, c: int, last: str, word: str) -> float:
        """What it costs to go on with a cut cell whose last line would have held the next word."""
        width = self.widths[c]
        if not last or width is None:
            return 0.0
        slack = 1.0 - (text_width(last) + SPACE + text_width(word)) / width
        return min(3.0, 1.0 + 10.0 * slack) if slack > 0.02 else 0.0

    def _line_costs(self, row: RowText, c: int) -> list[float]:
        """Up to each line, what it costs to have the lines before it whole in a column, each with the next below."""
        costs = [0.0]
        for k, start in enumerate(row.line_start):
            end = row.line_start[k + 1] if k + 1 < len(row.line_start) else len(row.words)
            costs.append(costs[-1] + self._one_line(row, c, start, end, below=end < len(row.words)))
        return costs

    def _width_cost(self, row: RowText, c: int, start: int, end: int, full: Sequence[float]) -> float:
        """Lines too wide for the column, and lines that end although the next word would have fitted."""
        first, last = row.line_of[start], row.line_of[end - 1]
        if first == last:
            return self._one_line(row, c, start, end, below=False)
        return (
            self._one_line(row, c, start, row.line_start[first + 1], below=True)
            + full[last]
            - full[first + 1]
            + self._one_line(row, c, row.line_start[last], end, below=False)
        )

    def _one_line(self, row: RowText, c: int, start: int, end: int, *, below: bool) -> float:
        width = self.widths[c]
        if width is None:
            return 0.0
        line, cost = row.width(start, end), 0.0
        if line > 1.04 * width and end - start > 1:
            cost += min(8.0, 1.5 + 12.0 * (line / width - 1.04))
        if below:
            slack = 1.0 - (line + SPACE + row.width(end, end + 1)) / width
            if slack > 0.02:
                part = row.words[end - 1][-1:] in ".;:" and _NEW_PART.match(row.words[end]) is not None
                if part and not c and _INNER.match(" ".join(row.words[end : end + 2])) is not None:
                    cost += 1.2
                bullet = row.words[end] in ("-", "+", "•")
                cost += 0.3 if part or bullet else min(3.0, 1.0 + 10.0 * slack)
        return cost
