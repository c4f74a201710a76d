"""Citations in a text -> what the citing document does with each: the verb to its left, lists, titles inside titles."""

from __future__ import annotations

from typing import NamedTuple

import regex

from normalize.model import Relation

BASED_ON, IMPLEMENTS, MENTIONS = Relation.BASED_ON, Relation.IMPLEMENTS, Relation.MENTIONS


class Citation(NamedTuple):
    """A mention from `start` to `end` (its date), with its issuer to `reach`; `mark` is where its number begins.

    `law` is True for a law, code, ordinance or constitution: `theo Luật Đầu tư` carries no order out.
    """

    start: int
    end: int
    reach: int
    mark: int
    law: bool = False


_WINDOW = 600
# What the words before a citation make of it; of several in a clause the last one counts.
_CUE = regex.compile(
    r"""(?i)(?<!\p{L})(?:
      (?P<based_on>  (?:theo|trên[ ]cơ[ ]sở|xét)[ ](?:các[ ])?(?:đề[ ]nghị|đề[ ]xuất|tờ[ ]trình|báo[ ]cáo[ ]thẩm|ý[ ]kiến(?![ ]chỉ)|kết[ ]quả[ ]thẩm)
                   | (?<!được[ ])xem[ ]xét | xét(?=[ ](?:tờ|báo|công|văn)) | căn[ ]cứ(?=[ ](?:vào[ ])?(?:các[ ])?(?:Nghị|Luật|Quyết|Hướng|Chương|Thông|Chỉ|Kết|Kế|Bộ[ ]l|Hiến|Pháp|Văn|Công|Tờ|Báo)|[ ]*$) )
    | (?P<attached_to> kèm[ ]theo(?![ ]này) )
    | (?P<passive>  (?:được|đã|bị)[ ](?:sửa[ ]đổi|bổ[ ]sung|thay[ ]thế|bãi[ ]bỏ|đính[ ]chính)[\p{L}, ]{0,60}?[ ](?:bởi|bằng|tại|theo)(?!\p{L}) )
    | (?P<mentions> (?:theo|đúng)[ ](?:đúng[ ])?(?:các[ ])?(?:quy[ ]định|hướng[ ]dẫn) | quy[ ]định[ ](?:tại|trong|ở|theo) | hướng[ ]dẫn[ ](?:của|tại)
                   | quán[ ]triệt | cụ[ ]thể[ ]h[óo][áa] | bám[ ]sát | gắn[ ]với | phù[ ]hợp[ ]với | trên[ ]cơ[ ]sở | tuyên[ ]truyền | phổ[ ]biến
                   | văn[ ]bản[ ](?:quy[ ]phạm[ ]pháp[ ]luật[ ])?(?:hướng[ ]dẫn|quy[ ]định[ ]chi[ ]tiết) | so[ ]với | kinh[ ]phí | sau[ ]khi
                   | (?:sau[ ]đây|dưới[ ]đây)[ ](?:gọi|viết) | (?:gọi|viết)[ ](?:tắt|chung|gọn) | thống[ ]nhất[ ]với | (?:đã|vừa|sẽ)[ ]ban[ ]hành | nghiên[ ]cứu
                   | (?:dự[ ]thảo|dự[ ]án)(?=[ ]*$) | tham[ ]mưu(?=[ ](?:xây|soạn)) | góp[ ]ý | (?:tuân[ ]thủ|bảo[ ]đảm|đảm[ ]bảo|vướng[ ]mắc)(?=[^;]{0,40}quy[ ]định) | tập[ ]huấn | hội[ ]nghị
                   | (?:kế[ ]hoạch|chương[ ]trình(?:[ ]hành[ ]động)?|đề[ ]án|văn[ ]bản)[ ]của[ ](?:Chính[ ]phủ|Thủ[ ]tướng|UBND|Ủy[ ]ban|Uỷ[ ]ban|Tỉnh|Thành|Ban|Bộ|HĐND|Hội[ ]đồng|Trung)
                     [\p{L} ]{0,40}?[ ]?(?:về[ ])?(?:việc[ ])?(?:triển[ ]khai[ ])?(?:thực[ ]hiện|thi[ ]hành) )
    | (?P<amends>   sửa[ ]đổi | bổ[ ]sung(?=[ ](?:một[ ]số|khoản|điểm|điều|mục|nội[ ]dung|vào|Quyết|Nghị|Thông|Kế|cụm)) | đính[ ]chính | điều[ ]chỉnh(?=[ ](?:nội[ ]dung|một[ ]số|Quyết|Kế|khoản|điểm|điều)) )
    | (?P<replaces> thay[ ]thế )
    | (?P<repeals>  bãi[ ]bỏ | hủy[ ]bỏ | huỷ[ ]bỏ | hết[ ]hiệu[ ]lực )
    | (?P<guides>   quy[ ]định[ ]chi[ ]tiết | hướng[ ]dẫn(?=[ ](?:thi[ ]hành|thực[ ]hiện|áp[ ]dụng|một[ ]số|việc|Luật|Nghị|Quyết|Thông|Điều|khoản|nội[ ]dung)) )
    | (?P<implements> thực[ ]hiện | (?<!hiệu[ ]lực[ ])thi[ ]hành | triển[ ]khai | chấp[ ]hành | (?:được|đã)[ ]giao[\p{L}, ]{0,60}?[ ]tại | (?<!ngoại[ ])giao[ ]tại
                   | theo[ ](?:sự[ ]|đúng[ ]|ý[ ]kiến[ ])?(?:chỉ[ ]đạo|tinh[ ]thần|yêu[ ]cầu|kế[ ]hoạch|nhiệm[ ]vụ) | hoàn[ ]thành | trên[ ]khai )
    )(?!\p{L})""",
    regex.VERBOSE,
)
_GUIDE_VERB = regex.compile(r"(?i)^[ ]*(?:và[ ](?:biện pháp|hướng dẫn)[ ])?(?:thi hành|thực hiện|áp dụng)")
_THEO = regex.compile(r"(?i)(?<!\p{L})theo[ ](?:các[ ])?$")
_AFTER_PASSIVE = regex.compile(r"(?i)(?:khoản|điều|điểm|mục)[\p{L}\d ,]{0,60}$")
# Between two members of a list: marks, `và`, `số`, pinpoints and the words that lead to them; `của Bộ Công an`.
_LINK = regex.compile(
    r"""(?i)[\s,;:()“”"*•+-]*+(?:(?:và|hoặc|cùng(?:[ ]với)?|số|các|những|của|tại|nội[ ]dung|nhiệm[ ]vụ|giải[ ]pháp|mục[ ]tiêu|đề[ ]ra|trong|
        theo|toàn[ ]bộ|một[ ]phần|quy[ ]định|luật|quyết[ ]định|nghị[ ]quyết|văn[ ]bản|kế[ ]hoạch|thông[ ]báo|báo[ ]cáo|tờ[ ]trình|công[ ]văn|
        khoản|điều|điểm|mục|chương|phần|tiết|gạch[ ]đầu[ ]dòng|thứ|nhất|hai|ba|phụ[ ]lục|từ|đến|[a-zđ]|[ivxlc]{1,5}|\d{1,3}(?:\.\d{1,2})?\p{L}?)
        (?!\p{L})[\s,;:()“”"-]*+){0,24}+""",
    regex.VERBOSE,
)
_SEPARATOR = regex.compile(r"[;,)]|(?<!\p{L})(?:và|hoặc)(?!\p{L})")
_SENTENCE = regex.compile(r"(?<![\s.]\p{Lu}|TP|Tp|[\s(]\d)[.!?…][\s”\"]+(?=[\p{Lu}“\"0-9-])")
_BASIS_LINE = regex.compile(r"\s*(?:[-–+*•]|\d{1,2}[.)]|[a-zđ]\))?\s*Căn cứ(?!\p{L})")
_ITEM = regex.compile(
    r"[\s“\"(]*(?:(?:[-–+*•]|\d{1,3}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]\)|[IVX]{1,5}\.)\s*)?(?:(?:và|các|toàn bộ)\s)?(?:số\s|Số\s)?"
)
_RIGHT_REPEAL = regex.compile(
    r"(?i)(?:hết|không còn|chấm dứt|bị bãi bỏ|được bãi bỏ|bãi bỏ|hết)[ ](?:hiệu lực|kể từ|từ)|(?:bị|được) bãi bỏ"
)


class _State(NamedTuple):
    """Where the reading of a paragraph stands after a citation."""

    top: Relation  # what holds for the members of the running list
    relation: Relation
    nested: bool
    reach: int


def _cue(clause: str, *, law: bool, basis: bool = False) -> Relation | None:
    """What a clause that ends where a citation begins makes of it; None where it says nothing."""
    last = None
    for last in _CUE.finditer(clause):  # noqa: B007
        pass
    if _THEO.search(clause) and (last is None or clause.rfind("heo") > last.end()):
        return MENTIONS if law else IMPLEMENTS
    if last is None:
        return None
    kind = last.lastgroup or ""
    before = clause[: last.start()]
    cues = [m for m in _CUE.finditer(clause) if m.end() <= last.start()]
    if kind == "passive":
        return BASED_ON if basis else MENTIONS
    if kind == "implements":
        if last.group().casefold() in ("thi hành", "thực hiện") and cues and cues[-1].lastgroup == "guides":
            return Relation.GUIDES if last.start() - cues[-1].end() < 30 else IMPLEMENTS
        if regex.search(r"(?i)kinh phí[\p{L} ]{0,80}$", before) and "giao" in last.group().casefold():
            return MENTIONS
        if regex.search(r"(?i)(?:tổng kết|sơ kết|đánh giá|kết quả|tình hình)[\p{L}\d, ]{0,60}$", before):
            return MENTIONS
        if regex.search(r"(?i)(?:sau khi|so với)[\p{L} ]{3,80}$", before):
            return MENTIONS
        if regex.search(r"(?i)văn bản[\p{L}, ]{0,40}hướng dẫn[\p{L}, ]{0,20}$", before):
            return MENTIONS
    if kind == "attached_to":
        for earlier in reversed(cues):
            if earlier.lastgroup in ("amends", "replaces", "repeals"):
                return Relation(earlier.lastgroup)
    return Relation(kind)


def _first(text: str, start: int, line: int, citation: Citation, basis: bool) -> Relation:
    """The relation of the first citation of a sentence that begins at `start`."""
    clause = text[max(start, citation.start - _WINDOW) : citation.start]
    if basis and start == line:
        inner = clause[clause.find("Căn cứ") + 7 :]
        cue = _cue(inner, law=citation.law, basis=True)
        return BASED_ON if cue in (None, BASED_ON, MENTIONS) or len(inner) < 40 else cue
    return _cue(clause, law=citation.law) or MENTIONS


def _next(text: str, state: _State, citation: Citation, basis: bool) -> _State:
    """The state after a citation that follows another one in the same sentence."""
    gap = text[state.reach : citation.start]
    if (
        alias := regex.search(r"(?i)(?:gọi|viết) (?:tắt|chung|gọn)?\s?(?:là)?\s?[“\"]?$", gap[-30:])
    ) is not None and alias:
        return _State(state.top, MENTIONS, True, citation.reach)
    if len(gap) < 300 and _LINK.fullmatch(gap):
        if ";" in gap or (state.nested and ")" in gap):
            return _State(state.top, state.top, False, citation.reach)
        return _State(state.top, state.relation, state.nested, citation.reach)
    # the clause after the last mark in the gap
    cut, mark = 0, ""
    for match in _SEPARATOR.finditer(gap):
        if match.group() in ";,)" or _LINK.fullmatch(gap[match.end() :]):
            cut, mark = match.end(), match.group()
    semicolon = gap.rfind(";")
    rest = gap[cut:]
    if semicolon >= 0:
        after = gap[semicolon + 1 :]
        if _LINK.fullmatch(after):
            return _State(state.top, state.top, False, citation.reach)
        cue = _cue(after, law=citation.law, basis=basis)
        if cue is not None:
            return _State(cue, cue, False, citation.reach)
        goes_on = basis or (
            state.top is BASED_ON and regex.match(r"(?i)[ ]*(?:và[ ])?(?:của|ý kiến|báo cáo|đề nghị)", after)
        )
        relation = state.top if goes_on else MENTIONS
        return _State(relation, relation, False, citation.reach)
    if mark and _LINK.fullmatch(rest):
        if mark in ("và", "hoặc") and state.nested and len(gap.split()) < 5:
            return _State(state.top, state.relation, True, citation.reach)
        relation = state.relation if not state.nested else state.top
        return _State(state.top, relation, False, citation.reach)
    last = None
    for last in _CUE.finditer(gap):  # noqa: B007
        pass
    if last is not None and last.lastgroup in ("based_on", "replaces", "repeals", "attached_to", "passive"):
        lead = gap[: last.start()]
        fresh = regex.search(r"[,;)][\p{L} ]{0,40}$|^[ ]*(?:và[ ])?(?:đã[ ])?$", lead) is not None
        if last.lastgroup == "passive":
            relation = state.relation if basis else MENTIONS
            return _State(state.top, relation, state.nested, citation.reach)
        if fresh and last.lastgroup != "attached_to":
            relation = Relation(last.lastgroup)
            return _State(relation, relation, False, citation.reach)
    if cut and mark in (",", ")"):
        lead = rest.strip()
        subject = regex.match(
            r"(?i)(?:và )?(?:Sở|UBND|Ủy ban|Bộ|Phòng|Thủ tướng|Chính phủ|Ban|các (?:sở|đơn vị|bộ)|tiếp tục|đồng thời|yêu cầu|đề nghị)\b",
            lead,
        )
        if subject is not None and not basis:
            relation = _cue(rest, law=citation.law) or MENTIONS
            return _State(relation, relation, False, citation.reach)
    return _State(state.top, MENTIONS, True, citation.reach)


def read_relations(text: str, citations: list[Citation]) -> list[Relation]:
    """The relation of each citation, in the same order. A citation in the title of another one only `mentions`."""
    found: list[Relation] = []
    state: _State | None = None
    line, line_end, sentence = -1, -1, 0
    lead: Relation | None = None
    basis = False
    for citation in citations:
        if citation.start > line_end:
            previous_end = line_end
            line = text.rfind("\n", 0, citation.start) + 1
            line_end = text.find("\n", citation.end)
            line_end = len(text) if line_end < 0 else line_end
            item = _ITEM.match(text, line, citation.start)
            begins = item is not None and item.end() == citation.start
            if state is not None and not begins and _runs_on(text, state.reach, line):
                state = _next(text, state, citation, basis)
                found.append(state.relation)
                continue
            lead = _lead(text, line, previous_end, state, lead) if begins else None
            basis = _BASIS_LINE.match(text, line, citation.start + 1) is not None
            state, sentence = None, line
        if state is not None:
            for match in _SENTENCE.finditer(text, state.reach, citation.start):
                sentence, state = match.end(), None
        else:
            for match in _SENTENCE.finditer(text, max(sentence, citation.start - _WINDOW), citation.start):
                sentence = match.end()
        if state is None:
            if lead is not None and sentence == line:
                relation = lead
            else:
                relation = _first(text, sentence, line, citation, basis)
            state = _State(_top(text, sentence, citation, relation), relation, False, citation.reach)
        else:
            state = _next(text, state, citation, basis)
        found.append(state.relation)
    _mark_repealed(text, citations, found)
    return found


def _runs_on(text: str, reach: int, line: int) -> bool:
    """True where a table cell or a column cut a sentence after a citation: `... 03/NQ-CP ngày 09/01/2025 của` | `Chính phủ`."""
    rest = text[reach : line - 1]
    return len(rest) < 8 and rest.strip() in ("", "của", "và", "về", "của các") and text[line].isalpha()


def _top(text: str, sentence: int, citation: Citation, relation: Relation) -> Relation:
    """What a list goes on with after a semicolon: the verb of the sentence, where the citation itself is an aside."""
    clause = text[max(sentence, citation.start - _WINDOW) : citation.start]
    if relation is MENTIONS and regex.search(r"(?i)gắn với[ ]*$", clause):
        aside = _CUE.search(clause)
        if aside is not None and aside.lastgroup == "implements":
            return IMPLEMENTS
    return relation


def _lead(text: str, line: int, previous_end: int, state: _State | None, lead: Relation | None) -> Relation | None:
    """What a list item that begins with a citation takes from the paragraph before: the verb before a colon, or the list."""
    if line == 0:
        return None
    start = text.rfind("\n", 0, line - 1) + 1
    before = text[max(start, line - 1 - _WINDOW) : line - 1].rstrip()
    if before.endswith(":"):
        return _cue(before, law=False)
    if state is not None and previous_end == line - 1:
        if lead is not None:
            return lead
        if before.endswith((";", ",")) or before.endswith(" và"):
            return state.top
    return None


def _mark_repealed(text: str, citations: list[Citation], found: list[Relation]) -> None:
    """Turn mentions into repeals where the sentence goes on `hết hiệu lực` or `bị bãi bỏ` after them."""
    for i in range(len(citations) - 1, -1, -1):
        if found[i] is not MENTIONS:
            continue
        stop = citations[i + 1].start if i + 1 < len(citations) else len(text)
        right = text[citations[i].reach : min(stop, citations[i].reach + 260)]
        end = regex.search(r"[\n;.]", right)
        clause = right[: end.start()] if end else right
        if _RIGHT_REPEAL.search(clause) or (
            not end and i + 1 < len(citations) and found[i + 1] is Relation.REPEALS and _LINK.fullmatch(clause[:80])
        ):
            found[i] = Relation.REPEALS
