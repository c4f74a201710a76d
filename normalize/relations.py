"""Citations in a text -> what the citing document does with each: the verb to its left, lists, titles inside titles."""

from __future__ import annotations

from typing import NamedTuple

import regex

from normalize.model import Relation

BASED_ON, IMPLEMENTS, MENTIONS = Relation.BASED_ON, Relation.IMPLEMENTS, Relation.MENTIONS


class Citation(NamedTuple):
    """A mention from `start` to `end` (its date), with its issuer to `reach`; `mark` is where its number begins.

    `rank` is 3 for a law, code, ordinance or the constitution, 2 for a decree, 1 for all else: none amends one above.
    """

    start: int
    end: int
    reach: int
    mark: int
    rank: int = 1


class Related(NamedTuple):
    """The relation of a citation; the citation in whose title it stands and the one it acts on, with what is done.

    `parent` and `target` are places in the list of citations: `A ... thực hiện B` has A as the parent of B, and
    `A được sửa đổi bởi B` has A as the target of B.
    """

    relation: Relation
    parent: int | None = None
    parent_relation: Relation | None = None
    target: int | None = None
    target_relation: Relation | None = None


LAW = 3
_WINDOW = 600  # how far to the left of a citation its verb is looked for
_LONGEST = 1500  # a gap longer than this parts two citations of one sentence
# What the words before a citation make of it; of several in a clause the last one counts.
_CUE = regex.compile(
    r"""(?i)(?<!\p{L})(?:
      (?P<based_on>
          (?:theo|trên[ ]cơ[ ]sở|xét)[ ](?:các[ ])?
          (?:đề[ ]nghị|đề[ ]xuất|tờ[ ]trình|báo[ ]cáo[ ]thẩm|ý[ ]kiến(?![ ]chỉ)|kết[ ]quả[ ]thẩm)
        | (?<!được[ ])xem[ ]xét | (?<!xem[ ])xét(?=[ ](?:tờ|báo|công|văn)|[ ]*$)
        | căn[ ]cứ(?=[ ](?:vào[ ])?(?:các[ ])?
            (?:Nghị|Luật|Quyết|Hướng|Chương|Thông|Chỉ|Kết|Kế|Bộ[ ]l|Hiến|Pháp|Văn|Công|Tờ|Báo)|[ ]*$) )
    | (?P<attached_to> kèm[ ]theo(?![ ]này) )
    | (?P<passive>
          (?:được|đã|bị)[ ](?:sửa[ ]đổi|bổ[ ]sung|thay[ ]thế|bãi[ ]bỏ|đính[ ]chính)
          [\p{L}, ]{0,60}?[ ](?:bởi|bằng|tại|theo) )
    | (?P<mentions>
          (?:theo|đúng)[ ](?:đúng[ ])?(?:các[ ])?(?:quy[ ]định|hướng[ ]dẫn) | quy[ ]định[ ](?:tại|trong|ở|theo)
        | theo[ ](?:đúng[ ])?(?:các[ ])?
          (?:trình[ ]tự|thủ[ ]tục|nguyên[ ]tắc|thẩm[ ]quyền|nội[ ]dung|chế[ ]độ|thời[ ]hạn)[\p{L}, ]{0,60}?[ ]quy[ ]định
        | hướng[ ]dẫn[ ](?:của|tại) | quán[ ]triệt | cụ[ ]thể[ ]h[óo][áa] | bám[ ]sát | gắn[ ]với | phù[ ]hợp[ ]với
        | trên[ ]cơ[ ]sở | tuyên[ ]truyền | phổ[ ]biến | so[ ]với | kinh[ ]phí | sau[ ]khi | thống[ ]nhất[ ]với
        | văn[ ]bản[ ](?:quy[ ]phạm[ ]pháp[ ]luật[ ])?(?:hướng[ ]dẫn|quy[ ]định[ ]chi[ ]tiết)
        | (?:sau[ ]đây|dưới[ ]đây)[ ](?:gọi|viết) | (?:gọi|viết)[ ](?:tắt|chung|gọn)
        | (?:đã|vừa|sẽ)[ ]ban[ ]hành | nghiên[ ]cứu | (?:dự[ ]thảo|dự[ ]án)(?=[ ]*$) | tham[ ]mưu(?=[ ](?:xây|soạn))
        | góp[ ]ý | tập[ ]huấn | hội[ ]nghị
        | (?:tuân[ ]thủ|bảo[ ]đảm|đảm[ ]bảo|vướng[ ]mắc)(?=[^;]{0,40}quy[ ]định)
        | (?<!(?:ban[ ]hành|này)[ ])
          (?:kế[ ]hoạch|chương[ ]trình(?:[ ]hành[ ]động)?|đề[ ]án|văn[ ]bản)[ ]của[ ]
          (?:Chính[ ]phủ|Thủ[ ]tướng|UBND|[ỦU][ỷy]?[ ]?ban|Ủy[ ]ban|Uỷ[ ]ban|Tỉnh|Thành|Ban|Bộ|HĐND|Hội[ ]đồng|Trung)
          [\p{L} ]{0,40}?[ ]?(?:về[ ])?(?:việc[ ])?(?:triển[ ]khai[ ])?(?:thực[ ]hiện|thi[ ]hành) )
    | (?P<amends>
          sửa[ ]đổi | đính[ ]chính | (?:thay[ ]thế|bãi[ ]bỏ)(?=[ ](?:một[ ]số[ ])?(?:cụm[ ])?từ)
        | bổ[ ]sung(?=[ ](?:một[ ]số|khoản|điểm|điều|mục|nội[ ]dung|vào|Quyết|Nghị|Thông|Kế|cụm))
        | điều[ ]chỉnh(?=[ ](?:nội[ ]dung|một[ ]số|Quyết|Kế|khoản|điểm|điều)) )
    | (?P<replaces> thay[ ]thế(?![ ](?:một[ ]số[ ])?(?:cụm[ ])?từ(?!\p{L})) )
    | (?P<repeals>  bãi[ ]bỏ(?![ ](?:một[ ]số[ ])?(?:cụm[ ])?từ(?!\p{L})) | hủy[ ]bỏ | huỷ[ ]bỏ | hết[ ]hiệu[ ]lực )
    | (?P<guides>
          quy[ ]định[ ]chi[ ]tiết
        | hướng[ ]dẫn(?=[ ](?:thi[ ]hành|thực[ ]hiện|áp[ ]dụng|một[ ]số|việc
            |Luật|Nghị|Quyết|Thông|Điều|khoản|nội[ ]dung)|[ ]*$) )
    | (?P<implements>
          thực[ ]hiện | (?<!hiệu[ ]lực[ ])thi[ ]hành | triển[ ]khai | chấp[ ]hành | hoàn[ ]thành | trên[ ]khai
        | (?:được|đã)[ ]giao[\p{L}, ]{0,60}?[ ]tại | (?<!ngoại[ ])giao[ ]tại
        | theo[ ](?:sự[ ]|đúng[ ]|ý[ ]kiến[ ])?(?:chỉ[ ]đạo|tinh[ ]thần|yêu[ ]cầu|kế[ ]hoạch|nhiệm[ ]vụ) )
    )(?!\p{L})""",
    regex.VERBOSE,
)
_THEO = regex.compile(r"(?i)(?<!\p{L})theo[ ](?:các[ ])?$")
# What makes `thực hiện` a thing spoken of, not done: `kết quả thực hiện`, `sau khi Chính phủ ban hành Kế hoạch thực
# hiện`, `kinh phí thực hiện ... được giao tại`, `văn bản hướng dẫn thi hành`.
_SPOKEN_OF = regex.compile(
    r"""(?i)(?: (?:tổng[ ]kết|sơ[ ]kết|đánh[ ]giá|kết[ ]quả|tình[ ]hình)[\p{L}\d, ]{0,60}
      | (?:thời[ ]gian|những[ ]năm|các[ ]năm|năm)[ ]qua,?[ ][\p{L}, ]{0,60}
      | (?:sau[ ]khi|so[ ]với)[\p{L} ]{3,80} | văn[ ]bản[\p{L}, ]{0,40}hướng[ ]dẫn[\p{L}, ]{0,20} )$""",
    regex.VERBOSE,
)
_FUNDS = regex.compile(r"(?i)kinh phí[\p{L} ]{0,80}$")
_ALIAS = regex.compile(r"(?i)(?:gọi|viết) (?:tắt|chung|gọn)?\s?(?:là)?\s?[“\"]?$")
_FRESH = regex.compile(r"[,;)][\p{L} ]{0,40}$|^[ ]*(?:và[ ])?(?:đã[ ])?$")
_GOES_ON = regex.compile(r"(?i)[ ]*(?:và[ ])?(?:của|ý kiến|báo cáo|đề nghị)")
_SUBJECT = regex.compile(
    r"(?i)(?:và )?(?:Sở|UBND|Ủy ban|Bộ|Phòng|Thủ tướng|Chính phủ|Ban|các (?:sở|đơn vị|bộ)|"
    r"tiếp tục|đồng thời|yêu cầu|đề nghị)\b"
)
_ASIDE = regex.compile(r"(?i)gắn với[ ]*$")
# `... và chỉ đạo của UBND tỉnh tại Công văn số B`: another member of the list, with who said it
_DIRECTED = regex.compile(
    r"(?i)(?:,|;|(?<!\p{L})(?:và|cùng|cùng với))[ ](?:các[ ]|những[ ]|sự[ ])?(?:ý[ ]kiến[ ])?"
    r"(?:chỉ[ ]đạo|kết[ ]luận|chủ[ ]trương|yêu[ ]cầu|nhiệm[ ]vụ[ ](?:được[ ])?giao)"
    r"(?:[ ]của[ ][\p{L}\d, -]{2,90}?)?[ ](?:tại|trong)[ ](?:các[ ])?$"
)
# `; các chương trình của Thành ủy: Chương trình số A và Chương trình số B`: a group of the list, each of that kind
_GROUP = regex.compile(
    r"(?i)(?:^|[;,(]|(?<!\p{L})và[ ])[ ]*(?:và[ ])?(?:các|những|một số)[ ]"
    r"(?P<kind>chương[ ]trình|kế[ ]hoạch|nghị[ ]quyết|chỉ[ ]thị|quyết[ ]định|kết[ ]luận|thông[ ]báo|công[ ]văn"
    r"|công[ ]điện|đề[ ]án|hướng[ ]dẫn|nghị[ ]định|thông[ ]tư)"
    r"(?:[ ](?:chỉ[ ]đạo[ ])?(?:của|do)[ ][\p{L}, -]{2,90}?)?[ ]?:[ ]*$"
)
# Between two members of a list: marks, `và`, `số`, pinpoints and the words that lead to them; `của Bộ Công an`.
_LINK = regex.compile(
    r"""(?i)[\s,;:()“”"*•+-]*+(?:(?:và|hoặc|cùng(?:[ ]với)?|số|các|những|của|tại|nội[ ]dung|nhiệm[ ]vụ|giải[ ]pháp
        |mục[ ]tiêu
        |đề[ ]ra|trong|theo|toàn[ ]bộ|một[ ]phần|quy[ ]định|luật|quyết[ ]định|nghị[ ]quyết|văn[ ]bản|kế[ ]hoạch
        |thông[ ]báo
        |báo[ ]cáo|tờ[ ]trình|công[ ]văn|thẩm[ ]tra|thẩm[ ]định|chỉ[ ]đạo
        |khoản|điều|điểm|mục|chương|phần|tiết|gạch[ ]đầu[ ]dòng|thứ|nhất|hai|ba
        |phụ[ ]lục
        |từ|đến|[a-zđ]|[ivxlc]{1,5}|\d{1,3}(?:\.\d{1,2})?\p{L}?)(?!\p{L})[\s,;:()“”"-]*+){0,24}+""",
    regex.VERBOSE,
)
_SEPARATOR = regex.compile(r"[;,)]|(?<!\p{L})(?:và|hoặc)(?!\p{L})")
_SENTENCE = regex.compile(r"(?<![\s.]\p{Lu}|TP|Tp|[\s(]\d)[.!?…][\s”\"]+(?=[\p{Lu}“\"0-9-])")
_BASIS_LINE = regex.compile(r"\s*(?:[-–+*•]|\d{1,2}[.)]|[a-zđ]\))?\s*Căn cứ(?!\p{L})")
_ITEM = regex.compile(
    r"""[\s“"(]*(?:(?:[-–+*•]|\d{1,3}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]\)|[IVX]{1,5}\.)\s*)?
        (?:(?:và|các|toàn[ ]bộ)\s)?(?:[sS]ố\s)?""",
    regex.VERBOSE,
)
_RIGHT_REPEAL = regex.compile(r"(?i)(?:hết|không còn|chấm dứt|bãi bỏ) (?:hiệu lực|kể từ|từ)|(?:bị|được) bãi bỏ")
_CLAUSE_END = regex.compile(r"[\n;.]")


# What the words between two citations begin with where the second stands in the title of the first; an issuer in
# another spelling and a short form in brackets may come before: ` (sau đây gọi là ...) về việc thực hiện `.
_IN_TITLE = regex.compile(
    r"""(?i)[ ]?,?(?:[ ]của[ ][\p{L} ]{2,60}?)?(?:[ ]?\([^()]{3,120}\))?[ ]?,?[ ]?[“"(]?
        (?: về | v/v | ban[ ]hành | phê[ ]duyệt | quy[ ]định | hướng[ ]dẫn | sửa[ ]đổi | thực[ ]hiện | triển[ ]khai
          | phê[ ]chuẩn | công[ ]bố | thành[ ]lập | giao | bãi[ ]bỏ | thay[ ]thế | điều[ ]chỉnh | bổ[ ]sung
          | thi[ ]hành | đính[ ]chính | hợp[ ]nhất | tiếp[ ]tục | tổ[ ]chức | cụ[ ]thể[ ]h[óo][áa] )(?!\p{L})""",
    regex.VERBOSE,
)
# What the act does with the one in its title; of several verbs the last, `hướng dẫn thi hành` being one.
_TITLE_VERB = regex.compile(
    r"""(?i)(?<!\p{L})(?:
      (?P<mentions> (?:tổng[ ]kết|sơ[ ]kết|đánh[ ]giá|giám[ ]sát|kết[ ]quả|tình[ ]hình)(?:[ ][\p{L}\d]{1,9}){0,8}?
          [ ](?:thực[ ]hiện|thi[ ]hành|triển[ ]khai) | tổng[ ]kết | sơ[ ]kết )
    | (?P<guides>
          (?:quy[ ]định[ ]chi[ ]tiết|hướng[ ]dẫn)(?:,?[ ]\p{L}{1,7}){0,10}?[ ](?:thực[ ]hiện|thi[ ]hành|áp[ ]dụng)
        | quy[ ]định[ ]chi[ ]tiết | hướng[ ]dẫn )
    | (?P<amends> sửa[ ]đổi | bổ[ ]sung | điều[ ]chỉnh | đính[ ]chính )
    | (?P<replaces> thay[ ]thế ) | (?P<repeals> bãi[ ]bỏ | hủy[ ]bỏ | huỷ[ ]bỏ ) | (?P<attached_to> kèm[ ]theo )
    | (?P<implements> thực[ ]hiện | thi[ ]hành | triển[ ]khai )
    )(?!\p{L})""",
    regex.VERBOSE,
)
# What was done to the act before the words, of `được sửa đổi, bổ sung bởi`.
_DONE = regex.compile(r"(?i)(?:được|đã|bị) (?P<act>sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính)")
_ACTS = {"thay thế": Relation.REPLACES, "bãi bỏ": Relation.REPEALS}


class _State(NamedTuple):
    """Where the reading of a sentence stands after a citation."""

    top: Relation  # what holds for the members of the running list
    relation: Relation
    nested: bool  # in the title of the citation before, or a short form that it defines
    last: Citation
    place: int  # of the last citation in the list of all
    parent: int | None = None
    parent_relation: Relation | None = None
    target: int | None = None
    target_relation: Relation | None = None
    group: str = ""  # the kind of the members of the running list, where its head says it

    def related(self) -> Related:
        """What there is to say of the last citation."""
        return Related(self.relation, self.parent, self.parent_relation, self.target, self.target_relation)

    @property
    def reach(self) -> int:
        return self.last.reach


def _cue(clause: str, *, law: bool, basis: bool = False) -> Relation | None:
    """What a clause that ends where a citation begins makes of it; None where it says nothing."""
    cues = list(_CUE.finditer(clause))
    theo = _THEO.search(clause)
    if theo is not None and (not cues or theo.start() >= cues[-1].end()):
        return MENTIONS if law else IMPLEMENTS
    if not cues:
        return None
    last, before = cues[-1], clause[: cues[-1].start()]
    kind = last.lastgroup or ""
    if kind == "passive":  # `được sửa đổi, bổ sung bởi Luật số ...`
        return BASED_ON if basis else MENTIONS
    if kind == "attached_to":  # `Bãi bỏ Quy định ban hành kèm theo Quyết định số ...`
        acts = [cue.lastgroup for cue in cues if cue.lastgroup in ("amends", "replaces", "repeals")]
        return Relation(acts[-1]) if acts and acts[-1] else Relation.ATTACHED_TO
    if kind == "implements":
        if _SPOKEN_OF.search(before) or (_FUNDS.search(before) and "giao" in last.group()):
            return MENTIONS
        if len(cues) > 1 and cues[-2].lastgroup == "guides" and last.start() - cues[-2].end() < 30:
            return Relation.GUIDES  # `hướng dẫn thi hành`
    return Relation(kind)


def _first(text: str, sentence: int, line: int, citation: Citation, basis: bool) -> Relation:
    """The relation of the first citation of a sentence."""
    clause = text[max(sentence, citation.start - _WINDOW) : citation.start]
    if not basis or sentence != line:
        return _cue(clause, law=citation.rank == LAW) or MENTIONS
    inner = clause[clause.find("Căn cứ") + 6 :]
    cue = _cue(inner, law=citation.rank == LAW, basis=True)
    return BASED_ON if cue in (None, BASED_ON, MENTIONS) or len(inner) < 40 else cue


def _next(text: str, state: _State, citation: Citation, basis: bool) -> _State:
    """The state after a citation that follows another one in the same sentence."""
    gap = text[state.reach : citation.start]
    place = state.place + 1
    top, same = state.top, state._replace(last=citation, place=place)
    member = _State(top, top, False, citation, place, group=state.group)
    if (group := _GROUP.search(gap[-140:])) is not None and ";" not in gap[gap.rfind(group.group()) + 1 :]:
        return member._replace(group=group["kind"].lower())
    if state.group and len(gap) < 300 and _LINK.fullmatch(gap) and _is_of(text, citation, state.group):
        return member
    if len(gap) < _WINDOW and _DIRECTED.search(gap):
        return member
    if ("gọi" in gap[-30:] or "viết" in gap[-30:]) and _ALIAS.search(gap[-30:]):
        return _State(top, MENTIONS, True, citation, place)
    if len(gap) < 300 and _LINK.fullmatch(gap):
        return member if ";" in gap or (state.nested and ")" in gap) else same
    if ";" in gap:
        return _after_semicolon(gap[gap.rfind(";") + 1 :], member, citation, basis)
    cut, mark = 0, ""
    for match in _SEPARATOR.finditer(gap):
        if match.group() in (",", ")") or _LINK.fullmatch(gap[match.end() :]):
            cut, mark = match.end(), match.group()
    if mark and _LINK.fullmatch(gap[cut:]):
        if not state.nested:
            return same
        # `... về tiếp tục thực hiện Nghị quyết số B và Quyết định số C`: C stands in the title, too
        return same if mark in ("và", "hoặc") and len(gap.split()) < 5 else member
    if (new := _new_verb(gap, state, citation, basis)) is not None:
        return new
    if cut and (not basis or "ban hành" in gap[cut:]) and _SUBJECT.match(gap[cut:].strip()):
        relation = _cue(gap[cut:], law=citation.rank == LAW) or MENTIONS
        return _State(relation, relation, False, citation, place)
    nested = _State(top, MENTIONS, True, citation, place, group=state.group)
    if len(gap) < _WINDOW and _IN_TITLE.match(gap):
        return nested._replace(parent=state.place, parent_relation=_title_verb(gap))
    return nested


def _is_of(text: str, citation: Citation, kind: str) -> bool:
    """True for a citation that names its kind: `Chương trình số 45-CTr/TU` in a list of programmes."""
    return text[citation.start : citation.start + len(kind)].lower() == kind


def _title_verb(title: str) -> Relation:
    """What an act does with one that its title names, given the title up to that one."""
    verbs = [match.lastgroup for match in _TITLE_VERB.finditer(title)]
    if verbs and verbs[-1] == "attached_to":  # `bãi bỏ Quy chế ban hành kèm theo`
        acts = [verb for verb in verbs if verb in ("amends", "replaces", "repeals")]
        return Relation(acts[-1]) if acts and acts[-1] else Relation.ATTACHED_TO
    return Relation(verbs[-1]) if verbs and verbs[-1] else MENTIONS


def _after_semicolon(clause: str, member: _State, citation: Citation, basis: bool) -> _State:
    """The state after a citation whose clause a semicolon begins: a member of the list, or a verb of its own."""
    if _LINK.fullmatch(clause):
        return member
    if (cue := _cue(clause, law=citation.rank == LAW, basis=basis)) is not None:
        return _State(cue, cue, False, citation, member.place)
    if basis or (member.top is BASED_ON and _GOES_ON.match(clause)):
        return member
    return _State(MENTIONS, MENTIONS, False, citation, member.place)


def _new_verb(gap: str, state: _State, citation: Citation, basis: bool) -> _State | None:
    """The state where the words between two citations begin another act: `..., theo đề nghị của ... tại Tờ trình`."""
    cues = list(_CUE.finditer(gap))
    last = cues[-1] if cues else None
    if last is None or last.lastgroup not in ("based_on", "replaces", "repeals", "passive"):
        return None
    place = state.place + 1
    if last.lastgroup == "passive":
        done = _DONE.search(last.group())
        act = _ACTS.get(done["act"].lower(), Relation.AMENDS) if done else Relation.AMENDS
        # `Căn cứ Nghị định A quy định chi tiết Luật B được sửa đổi bởi Nghị định C`: C amends A, for it cannot amend B
        outer = state.nested and citation.rank < state.last.rank
        target = state.parent if outer and state.parent is not None else state.place
        if not basis:
            new = _State(state.top, MENTIONS, state.nested, citation, place)
        elif outer:
            new = _State(state.top, state.top, False, citation, place)
        else:
            new = _State(state.top, state.relation, state.nested, citation, place)
        return new._replace(target=target, target_relation=act)
    if not _FRESH.search(gap[: last.start()]):
        return None
    relation = Relation(last.lastgroup)
    return _State(relation, relation, False, citation, place)


def read_relations(text: str, citations: list[Citation]) -> list[Related]:
    """What is done with each citation, in the same order. The document only `mentions` one in the title of another."""
    found: list[Related] = []
    sentences: dict[int, tuple[int, int]] = {}  # of the citations that stand in no title: line and sentence
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
            if state is not None and not begins and _runs_on(text, citations[len(found) - 1], line):
                state = _next(text, state, citation, basis)
                found.append(state.related())
                continue
            lead = _lead(text, line, previous_end, state, lead) if begins else None
            basis = _BASIS_LINE.match(text, line, citation.start + 1) is not None
            state, sentence = None, line
        start = state.reach if state is not None else sentence
        if citation.start - start > _LONGEST:
            state, start = None, citation.start - _WINDOW
            sentence = start
        for match in _SENTENCE.finditer(text, start, citation.start):
            sentence, state = match.end(), None
        if state is None:
            inherits = lead is not None and sentence == line
            relation = lead if inherits and lead else _first(text, sentence, line, citation, basis)
            state = _State(_top(text, sentence, citation, relation), relation, False, citation, len(found))
        else:
            state = _next(text, state, citation, basis)
        found.append(state.related())
        if not state.nested:
            sentences[len(found) - 1] = line, sentence
    _mark_repealed(text, citations, found, sentences)
    return found


def _runs_on(text: str, citation: Citation, line: int) -> bool:
    """True where a cell or a column cut a sentence after a citation: `... 09/01/2025 của` | `Chính phủ thực hiện`."""
    rest = text[citation.reach : line - 1]
    if len(rest) > 8 or not text[line].isalpha():
        return False
    return rest.strip() in ("của", "và", "về", "của các") or (not rest.strip() and citation.reach > citation.end)


def _top(text: str, sentence: int, citation: Citation, relation: Relation) -> Relation:
    """What a list goes on with after a semicolon: the verb of the sentence, where the citation itself is an aside."""
    clause = text[max(sentence, citation.start - _WINDOW) : citation.start]
    if relation is MENTIONS and _ASIDE.search(clause):
        verb = _CUE.search(clause)
        if verb is not None and verb.lastgroup == "implements":
            return IMPLEMENTS
    return relation


def _lead(text: str, line: int, previous_end: int, state: _State | None, lead: Relation | None) -> Relation | None:
    """What a list item that begins with a citation takes from the paragraph before: its verb, or its list."""
    if line == 0:
        return None
    before = text[max(0, line - 1 - _WINDOW) : line - 1].rstrip()
    before = before[before.rfind("\n") + 1 :]
    if before.endswith(":"):
        return _cue(before, law=False)
    if state is None or previous_end != line - 1:
        return None
    if lead is not None:
        return lead
    return state.top if before.endswith((";", ",", " và")) else None


def _mark_repealed(
    text: str, citations: list[Citation], found: list[Related], sentences: dict[int, tuple[int, int]]
) -> None:
    """Turn the mentions of a sentence that goes on `hết hiệu lực` into repeals, those in titles left out."""
    repealed: tuple[int, int] | None = None
    for i in range(len(citations) - 1, -1, -1):
        place = sentences.get(i)
        stop = citations[i + 1].start if i + 1 < len(citations) else len(text)
        right = text[citations[i].reach : min(stop, citations[i].reach + 300)]
        end = _CLAUSE_END.search(right)
        if _RIGHT_REPEAL.search(right[: end.start()] if end else right):
            repealed = place if place is not None else _sentence_before(i, sentences)
        if place is not None and place == repealed and found[i].relation is MENTIONS:
            found[i] = found[i]._replace(relation=Relation.REPEALS)


def _sentence_before(index: int, sentences: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """The sentence of the citation in whose title the one at `index` stands."""
    for i in range(index - 1, max(-1, index - 8), -1):
        if i in sentences:
            return sentences[i]
    return None
