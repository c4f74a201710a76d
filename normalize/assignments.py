"""An order in prose -> who leads and who coordinates: `Giao Sở A chủ trì, phối hợp với Sở B và các đơn vị ...`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import regex

from normalize.acts import opens_with_act
from normalize.gazetteer import Words, cut_words, fold
from normalize.model import Unit
from normalize.unit_grammar import Item, Scanner
from normalize.unit_lists import Listed, make_unit, read_list

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assignment:
    """The roles in an order. No leads where the order names none of its own (`Phối hợp với Sở A ...`)."""

    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    in_middle: bool = False  # the leads are named in the middle of the paragraph, and may lead a part of it alone
    joint: tuple[Unit, ...] = ()  # who leads together with the leads, named here or above: `Đồng chủ trì với Bộ A`


# `giao Sở A`, `Giao cho cơ quan, đơn vị`, `yêu cầu các sở`, `Sở A đề nghị các đơn vị`; not `được giao`, `theo yêu cầu`.
_ORDER = regex.compile(
    r"(?P<w>(?<!(?:được|bàn|chuyển|đã|giờ|vụ|việc|sự|quyền)\s)giao(?:\s(?:nhiệm\svụ|trách\snhiệm))?(?:\scho)?"
    r"|(?:(?<!(?:theo|của|được|những|các|dung|bản|tại|sự|sơ|đơn|trình|văn|xét|khi|ứng|đúng|có|kiến|không|chưa)\s)(?:yêu\scầu|đề\snghị|chỉ\sthị))"
    r"|(?<=^|[.;:]\s)phân\scông|(?<=^|[.;:,]\s)(?:ủy\squyền(?:\scho)?)|(?<=^)mời)\s?:?\s(?=\S)"
)
# `nhiệm vụ do Chính phủ, Thủ tướng Chính phủ` before `giao` tells of an order, and gives none.
_BY = regex.compile(r"\b(?:do|(?<!nhận\s)được)\s(?!đó|vậy)(?:(?!\bgiao\b)[^.;:\n]){0,70}$")
# `phối hợp với`, `kết hợp với`, `phối hợp chặt chẽ với`, `phối hợp phòng CNTT`, `với sự phối hợp của`; not
# `quy chế phối hợp với`.
_WITH = regex.compile(
    r"(?<!quy\schế\s|cơ\schế\s|sự\s)(?:phối|kết)\shợp"
    r"(?:\s(?:chặt\schẽ|kịp\sthời|thường\sxuyên|đồng\sbộ|tốt|hiệu\squả|cùng|thực\shiện|triển\skhai)){0,2}"
    r"(?:,\s(?:hỗ\strợ|giúp|hướng\sdẫn|trao\sđổi)(?=\s))?,?\s(?:cùng\svới\s|với\s|cùng\s)?"
    r"|với\ssự\sphối\shợp\scủa\s"
)
# `Đồng chủ trì với Bộ A`, `cùng chủ trì với Bộ A`
_JOINTLY = regex.compile(r"\b(?:đồng|cùng)\schủ\strì\s(?:thực\shiện\s)?(?:cùng\s)?với\s")
# The mark of an item, where the text has kept it: `a)`, `3.`, `4.37`, `-`
_LABEL = regex.compile(
    r"[\s\"“]*(?:(?:điều\s\d{1,3}\.|[a-zđ]\)|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?(?=\s)|[ivx]{1,5}\.(?=\s)|[-–+•*])\s*)?"
)
_STOP = regex.compile(r"[.;]\s(?=\p{L})")
_SENTENCE = regex.compile(r"\.\s(?=\p{L})")
_OF = regex.compile(r"\b(?:của|với|cùng)\s")
_BY_RULES = regex.compile(r"\stheo\s(?:quy\sđịnh|hướng\sdẫn)")
_TOWARDS = regex.compile(r"đối\svới\s")
_TIMES = regex.compile(r"(?:kết\sthúc|định\skỳ|h[àằ]ng\s(?:năm|quý|tháng|tuần)|chậm\snhất|trước\sngày|cuối|đầu)\s")
_GROUP = regex.compile(r"(?<!\b(?:của|với|cho|tại|do|về|là|và|khi|việc|để|tới|đến)\s)\bcác\s")
# What many are told to do; of one body it tells what was done: `UBND tỉnh ban hành Kế hoạch này`.
_ISSUES = regex.compile(r"ban\shành\s")
_COMMA = regex.compile(r",\s")
_ANYWHERE = regex.compile(r"[,;:.]\s|\bthì\s|\bdo\s")
# Words before the subject of an order: `Trên cơ sở báo cáo của ..., Sở A theo dõi`, `Hằng năm, các sở ...`
_PREFACE = regex.compile(
    r"(?:trên\scơ\ssở|căn\scứ|h[àằ]ng\s|định\skỳ|theo\s|để\s|trong\s|sau\s|khi\s|từ\s|đối\svới|trước\s|đến\s|hiện\snay|thời\sgian|với\s|nhằm\s|ngay\s|ngoài|bên\scạnh|về\s|chậm\snhất|trường\shợp)"
)
_OBJECT = regex.compile(
    r"(?:tham\smưu|trình|báo\scáo|giúp|kiến\snghị|xin\sý\skiến|gửi|chỉ\sđạo|đôn\sđốc)\s(?:cho\s|với\s|lên\s|về\s)?\p{Lu}[^,.;:]{2,80},\s$"
)
_THEREFORE = regex.compile(r"(?:do\svậy|do\sđó|vì\svậy|theo\sđó|trong\sđó|đồng\sthời),\s")
_CLAUSE = regex.compile(r"(?:[.;]\s|:\s)(?=\p{Lu}|các\s)")
# Words after a list of units that show it to be no subject: `của`, `đã ban hành`.
_NO_SUBJECT = frozenset(
    (
        *("của", "về", "tại", "và", "với", "này", "đã", "được", "do", "bị"),
        *("cũng", "hoặc", "nêu", "trên", "ban", "số", "ngày", "còn", "là", "biết"),
        *("ở", "các", "những", "mọi", "mỗi", "từng"),
    )
)
_STRONG = regex.compile(
    r"(?:(?:tiếp\stục|còn|phải|cần|sẽ)\s){0,2}(?:chủ\strì|có\strách\snhiệm|chịu\strách\snhiệm|phối\shợp|làm\sđầu\smối|là\s(?:cơ\squan|đơn\svị)\s(?:chủ\strì|đầu\smối|thường\strực))"
)
# The subject gives the order to others: `UBND tỉnh giao Sở A`, `Chính phủ trân trọng đề nghị các cơ quan`.
_GIVES = regex.compile(
    r"(?:(?:trân\strọng|kính|thống\snhất|đã|cũng)\s){0,2}(?:giao|yêu\scầu|đề\snghị|ủy\squyền|(?:xin\s)?thông\sbáo)\s(?!nhiệm|trách|công\skhai|rộng)"
)
_MAX_APPOSITION = 5  # words
_AFTER_COMMA = regex.compile(
    r"(?:căn\scứ|theo|trong|trên\scơ|có\strách|chịu\strách|chủ\strì|phối\shợp|chủ\sđộng|thực\shiện|khẩn\strương|tập\strung|tăng\scường|tổ\schức|rà\ssoát|tiếp\stục|tùy|ngoài)"
)


class _Order:
    """One order, cut into words once."""

    def __init__(self, text: str, definitions: Mapping[str, str]) -> None:
        self.words: Words = cut_words(text)
        self.folded = self.words.text.lower() if len(text.lower()) == len(text) else text
        self.scanner = Scanner(self.words, prose=True)
        self.definitions = definitions

    def list_at(self, offset: int) -> Listed:
        """The list of units that begins at a character."""
        index = bisect_left(self.words.starts, offset)
        if index == len(self.words) or self.words.starts[index] > offset + 2:
            return Listed((), index)
        return read_list(self.scanner, index)

    def after(self, listed: Listed) -> int:
        """The character where the words after a list begin."""
        return self.words.starts[listed.end] if listed.end < len(self.words) else len(self.words.text)

    def units(self, items: tuple[Item, ...], doubt: str | None = None) -> tuple[Unit, ...]:
        """The units of items; with a `doubt` less sure, and for that reason where no other is given."""
        units = (make_unit(self.words, item, self.definitions) for item in items)
        if doubt is None:
            return tuple(units)
        return tuple(replace(u, confidence=min(u.confidence, 0.8), reason=u.reason or doubt) for u in units)


def read_assignment(text: str, *, definitions: Mapping[str, str] = _NONE) -> Assignment:
    """The units that lead and that coordinate, with spans in `text`.

    Leads are those to whom the order is given (`giao`, `yêu cầu`, `đề nghị`) and the subject of it (`Sở A chủ trì`,
    `Các phòng có trách nhiệm`). `chỉ đạo X` gives the order to whom the list is for, not to X; `qua X`, `báo cáo X`,
    `trình X` make no coordinators. An order without a unit of its own has no leads.
    """
    order = _Order(text, definitions)
    leads = _ordered(order)
    subject = _subject(order, leads[0].start if leads else None)
    leads = _merge(subject, leads)
    doubt = None if leads else "named in the middle of the paragraph"
    leads = leads or _responsible(order)
    joint = tuple(item for match in _JOINTLY.finditer(order.folded) for item in order.list_at(match.end()).items)
    coordinators = _coordinators(order, leads)
    return Assignment(order.units(leads, doubt), order.units(coordinators), bool(doubt and leads), order.units(joint))


def _merge(first: tuple[Item, ...], second: tuple[Item, ...]) -> tuple[Item, ...]:
    taken = {(i.start, i.end) for i in first}
    return first + tuple(i for i in second if (i.start, i.end) not in taken)


def _ordered(order: _Order) -> tuple[Item, ...]:
    found: list[Item] = []
    for match in _ORDER.finditer(order.folded):
        if _in_brackets(order.folded, match.start()) or _BY.search(
            order.folded, max(0, match.start() - 80), match.start()
        ):
            continue
        listed = order.list_at(match.end())
        if listed.items and not _owns(order, listed):
            found.extend(listed.items)
    return tuple(found)


def _owns(order: _Order, listed: Listed) -> bool:
    """True before `của`: `yêu cầu các sở của tỉnh` is left to the grammar, `giao kế hoạch` has no unit at all."""
    return order.words.at(listed.end) == "của"


def _in_brackets(text: str, offset: int) -> bool:
    opened = text.rfind("(", max(0, offset - 200), offset)
    return opened >= 0 and text.find(")", opened, offset) < 0


def _subject(order: _Order, ordered_at: int | None) -> tuple[Item, ...]:
    limit = order.words.starts[ordered_at] if ordered_at is not None else len(order.folded)
    starts = _clause_starts(order)
    first = starts[0][0]
    reached = 0
    for offset, strong in starts:
        if offset >= limit:
            break
        if offset < reached:
            continue
        listed = _with_apposition(order, order.list_at(offset))
        if not listed.items or (offset > first and (not _is_marked(order, listed) or _is_object(order, offset))):
            continue
        reached = order.after(listed)
        if _GIVES.match(order.folded, order.after(listed)):
            return ()
        issues = offset == first and listed.items[-1].group and _ISSUES.match(order.folded, reached)
        if _acts(order, listed, strong) or issues:
            if offset == first or not _within_basis(order, first, offset):
                return listed.items
            if _STRONG.match(order.folded, reached) or opens_with_act(order.words.text[reached:]):
                return listed.items[-1:]
    return _unseparated(order, first, limit) or _addressed(order, first, limit)


def _with_apposition(order: _Order, listed: Listed) -> Listed:
    """The list with the small words between two commas that say more of a group at its end: `các đơn vị kinh doanh vận
    tải, thương mại dịch vụ, khẩn trương rà soát ...`."""
    end = listed.end
    if not listed.items or not listed.items[-1].group or order.words.at(end) != ",":
        return listed
    stop = end + 1
    while stop - end <= _MAX_APPOSITION and order.words.at(stop).isalpha() and not order.words.is_capital(stop):
        stop += 1
    if stop - end < 3 or order.words.at(stop) not in (",", ":") or stop + 1 >= len(order.words):
        return listed
    if opens_with_act(order.words.words(end + 1, stop)):
        return listed
    if order.words.at(stop) == "," and _AFTER_COMMA.match(order.folded, order.words.starts[stop + 1]) is None:
        return listed
    last = replace(listed.items[-1], end=stop)
    return Listed((*listed.items[:-1], last), stop)


def _within_basis(order: _Order, first: int, offset: int) -> bool:
    """True where a list begins within that of a basis, whose end only the verb shows: `Trên cơ sở đề xuất của các bộ,
    cơ quan ngang bộ, UBND các tỉnh, Bộ Tài chính tổng hợp`. After one body a comma ends the basis, unless rules follow:
    `Chương trình của Chính phủ, các bộ chủ trì`, but `đề nghị của Sở A, UBND cấp xã theo quy định tại ...`."""
    for match in _OF.finditer(order.folded, first, offset):
        items = order.list_at(match.end()).items
        at = next((k for k, item in enumerate(items) if order.words.starts[item.start] == offset), 0)
        if at > 1 or (
            at == 1 and (items[0].group or _BY_RULES.match(order.folded, order.words.ends[items[1].end - 1]))
        ):
            return True
    return False


def _unseparated(order: _Order, first: int, limit: int) -> tuple[Item, ...]:
    """`Định kỳ hằng quý các sở báo cáo ...`: the group that an act follows, with no comma after the words of time."""
    if _TIMES.match(order.folded, first) is None:
        return ()
    for match in _GROUP.finditer(order.folded, first, min(limit, first + 120)):
        listed = order.list_at(match.start())
        if listed.items and opens_with_act(order.words.text[order.after(listed) :]):
            return listed.items
    return ()


def _addressed(order: _Order, first: int, limit: int) -> tuple[Item, ...]:
    """`Đối với các trường: rà soát ...`, `Đối với ngành Y tế: Xây dựng ...`: those whom an act follows."""
    match = _TOWARDS.match(order.folded, first)
    listed = order.list_at(match.end()) if match is not None and match.end() < limit else Listed((), 0)
    rest = order.words.text[order.after(listed) :].lstrip(" :,") if listed.items else ""
    return listed.items if opens_with_act(rest) else ()


def _is_object(order: _Order, offset: int) -> bool:
    """True where a list goes on over the comma from what a verb acts on: `tham mưu Chính phủ, Thủ tướng Chính phủ`."""
    return _OBJECT.search(order.words.text, max(0, offset - 120), offset) is not None


def _is_marked(order: _Order, listed: Listed) -> bool:
    """True where the list begins with a capital or `các`, so that it cannot be the rest of another list."""
    start = listed.items[0].start
    return (
        order.words.is_capital(start)
        or order.scanner.quantifier(start) > start
        or order.words.at(start - 1) == ":"
        or (listed.items[0].kind in ("Phòng", "Sở") and order.words.is_capital(start + 1))
    )


def _clause_starts(order: _Order) -> list[tuple[int, bool]]:
    """Where a subject may stand, in order; with True where only a strong verb makes it one."""
    text = order.folded
    label = _LABEL.match(text)
    begin = label.end() if label else 0
    stop = _STOP.search(text, begin)
    first_stop = stop.end() if stop else len(text)
    starts: list[tuple[int, bool]] = [(begin, False)]
    colon = text.find(": ", 0, 200)
    if 0 <= colon < first_stop:
        starts.append((colon + 2, False))
    if _PREFACE.match(text, begin) or (colon >= 0 and _PREFACE.match(text, colon + 2)):
        sentence = _SENTENCE.search(
            text, begin
        )  # a basis may be of several parts: `Trên cơ sở Quy định A; Quy chế B, ...`
        last = sentence.start() if sentence else len(text)
        starts.extend((m.end(), False) for m in _COMMA.finditer(text, begin, min(last, 800)))
    starts.extend((m.end(), False) for m in _THEREFORE.finditer(text))
    starts.extend((m.end(), True) for m in _CLAUSE.finditer(order.words.text))
    return sorted(set(starts))


def _responsible(order: _Order) -> tuple[Item, ...]:
    """The first list anywhere that a strong verb follows: `nếu hợp lệ thì Sở A chủ trì`, `..., Bộ B có trách nhiệm`."""
    reached = 0
    for match in _ANYWHERE.finditer(order.folded):
        if match.end() < reached or _in_brackets(order.folded, match.start()):
            continue
        listed = order.list_at(match.end())
        reached = order.after(listed)
        if not listed.items or not _is_marked(order, listed) or _is_object(order, match.end()):
            continue
        if _STRONG.match(order.folded, order.after(listed)):
            return listed.items
    return ()


def _acts(order: _Order, listed: Listed, strong: bool) -> bool:
    """True where a verb follows the list."""
    at = listed.end
    word, offset = order.words.at(at), order.after(listed)
    if _STRONG.match(order.folded, offset):
        return True
    if strong:
        return False
    if word == ":":
        return True
    if word == ",":
        return _AFTER_COMMA.match(order.folded, offset + 2) is not None
    return word.isalpha() and not order.words.is_capital(at) and word not in _NO_SUBJECT


def _coordinators(order: _Order, leads: tuple[Item, ...]) -> tuple[Item, ...]:
    found, names = list[Item](), set[str]()
    for match in _WITH.finditer(order.folded):
        listed = order.list_at(match.end())
        for item in listed.items:
            name = fold(order.words.words(item.start, item.end))
            if name not in names:
                names.add(name)
                found.append(item)
    if not found and leads:
        found.extend(_helping(order, leads))
    return tuple(found)


def _helping(order: _Order, leads: tuple[Item, ...]) -> tuple[Item, ...]:
    """`Bộ A chủ trì, Bộ B phối hợp`: the list that ends at a `phối hợp` without `với`."""
    for match in regex.finditer(r"(?:chủ\strì|thực\shiện|tham\smưu)[,;]\s", order.folded):
        listed = order.list_at(match.end())
        if listed.items and regex.match(
            r"(?:cùng\s)?phối\shợp\s?(?:$|[.;,)]|thực)", order.folded[order.after(listed) :]
        ):
            return tuple(i for i in listed.items if i not in leads)
    return ()
