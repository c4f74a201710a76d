"""The outline and the tables of a document -> Task*: who is ordered to do what by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from extract.folding import fold_words
from extract.model import Document, Node, NodeKind, Outline, Section, SectionKind, Span, Zones
from normalize.acts import has_act
from normalize.assignments import Assignment, read_assignment
from normalize.deadlines import find_deadlines, parse_deadline
from normalize.labels import Label, find_labels, match_label
from normalize.model import Deadline, Definition, Facts, Found, Official, PartialDate, Task, Unit
from normalize.people import parse_officials
from normalize.task_tables import TableContext, read_table_tasks, shift_units
from normalize.units import find_units, split_units

# Sections that order nothing, whatever units they name.
_NO_ORDERS = frozenset(
    {
        SectionKind.LEGAL_BASIS,
        SectionKind.PURPOSE,
        SectionKind.REQUIREMENTS,
        SectionKind.VIEWPOINTS,
        SectionKind.OBJECTIVES,
        SectionKind.TARGETS,
        SectionKind.SCOPE,
        SectionKind.EFFECT,
    }
)
# Kinds of documents that lay down standing rules, report or ask: only an express order (`Giao ...`) in them is a task.
_EXPRESS_ONLY = frozenset(
    {"L", "BL", "PL", "HP", "NĐ", "TT", "TTLT", "NQLT", "QC", "QyĐ", "HD", "VBHN", "BC", "TTr", "GM", "BB", "ĐL"}
)
# A number that carries its year: `28/2026/QĐ-TTg`, `66.16/2026/NQ-CP`.
_NORMATIVE = regex.compile(r"[\d.]{1,9}[a-zđ]?/(?:19|20)\d{2}/")
_CARRYING_OUT = frozenset({"to chuc thuc hien", "trach nhiem thuc hien", "trach nhiem to chuc thuc hien"})
# The kind of document in its title where it lays down rules; the Party writes both decisions and rules as `QĐ`.
_RULES_TITLE = regex.compile(r"(?:^|\n)(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|QUY CHUẨN|ĐỊNH MỨC|HƯỚNG DẪN|QUY TRÌNH)\b")
# `Giao Sở A ...`, `Yêu cầu các phòng ...`, also after what leads up to it: `...; do đó, giao Sở A chủ trì ...`
_EXPRESS = regex.compile(
    r"(?:^|[.;:,]\s|\b(?:do đó|vì vậy|đồng thời),?\s)(?:giao|yêu cầu|đề nghị|phân công)\s(?!đất|thông|dịch|nhận|tiếp)",
    regex.IGNORECASE,
)
# The verb of one who gives an order: `Văn phòng ... tỉnh đề nghị các sở ...`, `Thủ tướng Chính phủ giao Bộ A ...`
_ORDERING = regex.compile(r"\b(?P<verb>yêu cầu|(?:trân trọng |kính )?đề nghị|giao|phân công)\s", regex.IGNORECASE)
# Clauses that close a document and order nothing that can be followed up:
#   Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo ...     ... chịu trách nhiệm thi hành Quyết định này
#   Quyết định này có hiệu lực kể từ ngày ký     Thông báo để các đơn vị biết, thực hiện     Trên đây là Kế hoạch ...
_GENERAL = regex.compile(
    r"""
    ^(?:trong\ )?quá\ trình\ [^.]{0,300}(?:vướng\ mắc|khó\ khăn|phát\ sinh|vấn\ đề|bất\ cập|điểm\ nào|điều\ chỉnh)
    | ^(?:nếu|trường\ hợp)\ (?:có|gặp|phát\ sinh)\ [^.;]{0,60}(?:vướng\ mắc|khó\ khăn)
    | chịu\ trách\ nhiệm\ (?:tổ\ chức\ )?(?:thi\ hành|thực\ hiện)\ (?:\p{L}{1,10}\ ){1,3}này\s?(?:\./\.|\.|;)?$
    | ^(?:căn\ cứ\ )?(?:\p{L}{1,10}\ ){1,3}này\ (?:có\ hiệu\ lực|thay\ thế|(?:đã\ )?được\ |gồm)
    | ^(?:\p{L}{1,15}\ ){0,8}(?:xin\ )?(?:thông\ báo|trân\ trọng\ thông\ báo)\ (?:\p{L}{1,15}[,\ ]{1,2}){0,25}(?:biết|thực\ hiện|theo\ dõi)
    | ^(?:trên\ đây|trân\ trọng)\b
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# The end of a line that opens requirements of the very task instead of a list of tasks:
#   ... hoàn thiện Chiến lược với cách tiếp cận khoa học, trong đó lưu ý:      ... theo hướng:      ... gồm các nội dung:
_REQUIREMENTS = regex.compile(
    r"(?:theo\ hướng|lưu\ ý|chú\ ý|trong\ đó|bao\ gồm|\bgồm|bảo\ đảm|đảm\ bảo|tiêu\ chí|đối\ tượng|thành\ phần)"
    r"(?:\ \p{L}{1,10}){0,5}\s?:$",
    regex.VERBOSE | regex.IGNORECASE,
)
# A heading or line that names the units that a list is for: `Trách nhiệm của Sở A`, `Đối với các phòng:`, `Giao Sở A:`
_FOR = regex.compile(
    r"^(?:trách\ nhiệm\ (?:thực\ hiện\ )?(?:của\ )?|nhiệm\ vụ\ (?:của\ )?|đối\ với\ |giao\ (?:cho\ )?|đề\ nghị\ |yêu\ cầu\ |phân\ công\ )?"
    r"(?P<units>.{3,300}?)"
    r"(?:\ (?:có\ trách\ nhiệm|chịu\ trách\ nhiệm|có\ nhiệm\ vụ|thực\ hiện|chủ\ trì|tập\ trung)"
    r"(?:\ (?:thực\ hiện|triển\ khai))?(?:\ (?:các|một\ số|những)\ (?:nhiệm\ vụ|nội\ dung|công\ việc)(?:\ sau(?:\ đây)?)?)?)?\s?[:.;]?$",
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_LONGEST_NAME = 120
# What a unit or a head of a unit begins with.
_UNIT_HEAD = regex.compile(
    r"(?:tất\ cả\ |toàn\ thể\ )?(?:các|những|mỗi|từng)\ |(?:liên\ )?(?:sở|bộ|ban|phòng|văn\ phòng|[uủ]ỷ?y?\ ban|ubnd|hđnd|hội|đoàn|viện|cục|tổng"
    r"|vụ|chi\ cục|trung\ tâm|trường|công\ an|thanh\ tra|kho\ bạc|ngân\ hàng|bảo\ hiểm|báo|đài|cổng|cơ\ quan|đơn\ vị|công\ ty|tổ|đội"
    r"|tập\ đoàn|liên\ đoàn|liên\ minh|mặt\ trận|đảng|huyện|tỉnh|thành|quận|thị|xã|phường|chi\ bộ|chính\ phủ|tòa|toà|bệnh\ viện|bch|bql"
    r"|giám\ đốc|chủ\ tịch|trưởng|thủ\ trưởng|bộ\ trưởng|chánh|người\ đứng\ đầu|lãnh\ đạo|thường\ trực|thư\ ký|hiệu\ trưởng|cơ\ sở|bộ\ phận"
    r"|kế\ toán|hội\ đồng|thành\ viên|học\ viện|doanh\ nghiệp|chủ\ đầu\ tư|cấp\ ủy|quân|phó|ông|bà|đồng\ chí)\b",
    regex.VERBOSE | regex.IGNORECASE,
)
# A paragraph that states, not orders: what was done, what a thing is.
_STATEMENT = regex.compile(
    r"^[^.;:]{0,120}\b(?:đã|đang|là|được quy định|được thành lập|ghi nhận|biểu dương|đánh giá cao|hoan nghênh|thống nhất"
    r"|nhất trí|đồng ý)\s",
    regex.IGNORECASE,
)
# A deadline that names at least a month makes an item without a unit a task: `dự kiến từ ngày 30/10 đến 03/11/2017`.
_DATED = regex.compile(r"ngày|tháng|quý|\d/\d", regex.IGNORECASE)
# A paragraph that founds the document: `Căn cứ Luật ...;`, `Theo đề nghị của ...,`
_BASIS = regex.compile(r"(?:căn cứ|theo đề nghị|xét đề nghị|trên cơ sở)\s[^:]{0,1500}[;,.]?$", regex.IGNORECASE)
# A person or an office in a list of members: `Bà Nguyễn Thị B - Phó Chủ tịch ...;`
_MEMBER = regex.compile(
    r"(?:(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)\s?:?\s(?:\p{Lu}\p{L}*\s?){2,5}[-–,:]"
    r"|(?:[Mm]ời|[Tt]hành phần|[Tt]hư ký)\b[^.;]{0,160}[.;:]?$)"
)
# Headings that give the circumstances of something, not an act, over labelled bullets: `1. Thời gian, địa điểm`
_CIRCUMSTANCES = regex.compile(
    r"(?:thời gian|địa điểm|thành phần|đối tượng|hình thức|kinh phí|phạm vi|quy mô)(?:[,; ]|$)", regex.IGNORECASE
)
# Documents whose items may leave the unit out: an item of a plan with a deadline of its own is a task.
_PLANS = frozenset({"KH", "CTr", "PA", "ĐA", "TB", "CV", "CT", "CĐ", "KL"})
# An order that rules themselves give: `Giao Sở A chủ trì ...` at the head of a clause.
_GIVEN = regex.compile(r"(?:^|[.;]\s|,\s)[Gg]iao\s(?!đất|dịch|nhận|thông|tiếp)")
# Nouns that open a paragraph which goes on about the item above it: `Phương án ... phải ...`, `Việc ...`
_NOUN_OPENING = regex.compile(
    r"(?:việc|phương án|kết quả|nội dung|thời gian|kinh phí|hồ sơ|danh sách|mẫu|ghi chú|lưu ý|trường hợp|trong đó|riêng|\()\b?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Duty:
    """What an item inherits from the headings and sentences over it."""

    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    directors: tuple[Official, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fields:
    """The values of labelled bullets."""

    leads: tuple[Unit, ...] = ()
    coordinators: tuple[Unit, ...] = ()
    directors: tuple[Official, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    product: Found[str] | None = None
    submit_to: Found[str] | None = None
    labels: frozenset[Label] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reader:
    """The document with what every step needs."""

    document: Document
    outline: Outline
    children: Mapping[int | None, tuple[int, ...]]
    kinds: Mapping[int, SectionKind]
    captions: Mapping[int, str]
    definitions: Mapping[str, str]
    date: PartialDate | None
    is_plan: bool
    express_only: tuple[Span, ...]
    ordering: tuple[Span, ...]
    tasks: list[Task]

    def text(self, index: int) -> str:
        return self.document.words(self.outline.nodes[index].body)

    def node(self, index: int) -> Node:
        return self.outline.nodes[index]

    def is_rule(self, span: Span) -> bool:
        """True in a part that lays down rules, reports or asks, where only an express order is a task."""
        return any(s.covers(span) for s in self.express_only) and not any(s.covers(span) for s in self.ordering)

    def in_organization(self, index: int) -> bool:
        """True under a heading that says who carries the document out: `TỔ CHỨC THỰC HIỆN`."""
        at: int | None = index
        while at is not None:
            if (kind := self.kinds.get(at, SectionKind.OTHER)) is not SectionKind.OTHER:
                return kind is SectionKind.ORGANIZATION
            at = self.outline.nodes[at].parent
        return False

    def before_body(self, index: int) -> bool:
        """True for a paragraph of the opening: before the first heading or numbered item, and before any line that ends
        in a colon, so that it tells why the document was made."""
        return not any(
            node.kind in (NodeKind.HEADING, NodeKind.ITEM) or self.document.text[node.end - 1 : node.end] == ":"
            for node in self.outline.nodes[:index]
        )


def read_tasks(
    document: Document,
    zones: Zones,
    outline: Outline,
    sections: Sequence[Section],
    facts: Facts,
    definitions: Sequence[Definition] = (),
) -> tuple[Task, ...]:
    """All tasks of a document in reading order, from its outline and its tables. The contract: a task is the smallest item
    that orders an act of a unit; a heading over such items, a purpose, a requirement and a general clause are none."""
    children: dict[int | None, list[int]] = {}
    for index, node in enumerate(outline.nodes):
        children.setdefault(node.parent, []).append(index)
    express_only, ordering = _express_only(document, zones, facts, sections)
    reader = _Reader(
        document=document,
        outline=outline,
        children={parent: tuple(found) for parent, found in children.items()},
        kinds={section.node: section.kind for section in sections},
        captions={section.node: section.heading for section in sections},
        definitions={d.alias: d.expansion for d in definitions if d.kind == "unit"},
        date=facts.date.value if facts.date else None,
        is_plan=facts.type is None or facts.type.value in _PLANS,
        express_only=express_only,
        ordering=ordering,
        tasks=[],
    )
    _visit(reader, reader.children.get(None, ()), _Duty())
    for table in document.tables:
        if reader.is_rule(table.span):
            continue
        at = outline.node_at(table.span.start)
        while at is not None and outline.nodes[at].end < table.span.start and outline.nodes[at].parent is not None:
            at = outline.nodes[at].parent
        path = outline.nodes[at].path if at is not None else ""
        reader.tasks.extend(read_table_tasks(document, table, TableContext(path, reader.definitions, reader.date)))
    return tuple(sorted(reader.tasks, key=lambda task: (task.span.start, task.span.end)))


def _express_only(
    document: Document, zones: Zones, facts: Facts, sections: Sequence[Section]
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The parts of a document in which only express orders are tasks (rules, reports, requests), and the parts within
    them that order all the same: `Tổ chức thực hiện` of a decision or resolution that carries its year in its number,
    and so lays down rules (Luật 64/2025/QH15)."""
    kind = facts.type.value if facts.type else None
    whole = (Span(zones.title.start, max(zones.body.end, zones.title.end)), *zones.appendices)
    if kind in _EXPRESS_ONLY or (kind == "QĐ" and _RULES_TITLE.match(document.words(zones.title))):
        return whole, ()
    if facts.number is not None and _NORMATIVE.match(facts.number.value):
        carried_out = (s.span for s in sections if fold_words(s.heading) in _CARRYING_OUT)
        return whole, tuple(carried_out)
    rules = (
        appendix
        for appendix in zones.appendices
        if _RULES_TITLE.search(document.text[appendix.start : min(appendix.end, appendix.start + 400)])
    )
    return tuple(rules), ()


def _visit(reader: _Reader, indexes: Sequence[int], duty: _Duty) -> None:
    """Read the tasks of sibling nodes. A line that governs what follows it without holding it passes its units on; one
    that opens requirements takes the bullets after it along."""
    requirements = False
    for index in indexes:
        node, text = reader.node(index), reader.text(index)
        kids = reader.children.get(index, ())
        caption = reader.captions.get(index)
        prose_article = caption == "" and bool(text.strip())
        if node.kind is NodeKind.HEADING and reader.kinds.get(index) in _NO_ORDERS:
            continue
        if match_label(text) is not None and not kids and node.kind is not NodeKind.HEADING:
            continue  # a field of the item above it
        if requirements and node.kind is NodeKind.BULLET:
            continue
        requirements = bool(_REQUIREMENTS.search(text.rstrip()))
        if _GENERAL.search(text):
            continue
        if _labelled(reader, index, kids, duty):
            continue
        if node.kind is NodeKind.HEADING and not prose_article:
            _visit(reader, kids, _for_units(reader, index, text) or duty)
            continue
        named = _for_units(reader, index, text) if kids else None
        if named is not None:
            _visit(reader, kids, named)
            continue
        if text.rstrip().endswith(":") and not _REQUIREMENTS.search(text.rstrip()):
            governed = _governing(reader, index, text, duty)
            if kids:
                _visit(reader, kids, governed)
            else:
                duty = governed
            continue
        order = _order(reader, index, kids, duty)
        if order is not None:
            reader.tasks.append(order)
            if not text.rstrip().endswith(":"):
                _visit(reader, kids, replace(duty, leads=order.leads))
        elif kids and not text.rstrip().endswith(":"):
            _visit(reader, kids, duty)


def _for_units(reader: _Reader, index: int, text: str) -> _Duty | None:
    """The duty of a heading or line that consists of units: `1. Phòng Tổng hợp`, `Đối với các sở, ban, ngành:`."""
    match = _FOR.match(text.strip())
    if match is None or len(text) > 400 or not _UNIT_HEAD.match(match["units"]):
        return None
    if reader.kinds.get(index, SectionKind.OTHER) not in (SectionKind.OTHER, SectionKind.ORGANIZATION):
        return None
    if match["units"].lower() == "tổ chức":  # `Tổ chức thực hiện`
        return None
    units = split_units(match["units"], definitions=reader.definitions)
    if any(len(unit.written) > _LONGEST_NAME for unit in units):
        return None
    if not units or not all(unit.kind or unit.group for unit in units):
        return None
    covered = sum(len(unit.written) for unit in units)
    if covered < 0.7 * len(match["units"]):
        return None
    base = reader.node(index).body.start + text.index(match["units"])
    return _Duty(leads=shift_units(units, base))


def _governing(reader: _Reader, index: int, text: str, duty: _Duty) -> _Duty:
    """The duty that a line ending in a colon lays on what follows: its own units, else those above it."""
    whole = _for_units(reader, index, text)
    if whole is not None:
        return whole
    assignment = _assignment(reader, text)
    base = reader.node(index).body.start
    leads = shift_units(assignment.leads, base)
    coordinators = shift_units(assignment.coordinators, base)
    if leads and not _EXPRESS.search(text) and (_STATEMENT.match(text) or reader.before_body(index)):
        return duty
    if not leads and not coordinators:
        return duty
    return replace(duty, leads=leads or duty.leads, coordinators=coordinators)


def _assignment(reader: _Reader, text: str) -> Assignment:
    """The roles in an order, without the one who gives it: the unit right before `yêu cầu`, `đề nghị`, `giao`."""
    found = read_assignment(text, definitions=reader.definitions)
    orders = [match.start("verb") for match in _ORDERING.finditer(text)]
    if not orders:
        return found
    leads = tuple(
        unit
        for unit in found.leads
        if unit.span is None or not any(unit.span.end <= at <= unit.span.end + 12 for at in orders)
    )
    return replace(found, leads=leads)


def _labelled(reader: _Reader, index: int, kids: Sequence[int], duty: _Duty) -> bool:
    """Read an item with labelled bullets; False where it has none."""
    labels = [
        k for k in kids if match_label(reader.text(k)) is not None and reader.node(k).kind is not NodeKind.HEADING
    ]
    fields = _fields(reader, labels)
    node = reader.node(index)
    if not fields.labels - {Label.DETAIL} or reader.is_rule(node.span):
        return False
    if _CIRCUMSTANCES.match(reader.text(index)) and not fields.leads:
        return True
    first = labels[0]
    acts = [
        k for k in kids if k not in labels and reader.node(k).kind in (NodeKind.BULLET, NodeKind.ITEM, NodeKind.HEADING)
    ]
    before = [k for k in acts if k < first]
    if before or (acts and node.kind is NodeKind.HEADING):
        inherited = _Duty(
            fields.leads or duty.leads,
            fields.coordinators or duty.coordinators,
            fields.directors or duty.directors,
            fields.deadlines or duty.deadlines,
        )
        for act in acts:
            if not _labelled(reader, act, reader.children.get(act, ()), inherited):
                reader.tasks.append(_task(reader, act, inherited, form="bullets"))
        return True
    parts = [index, *(k for k in kids if k < first and reader.node(k).kind is NodeKind.TEXT)]
    content = " ".join(" ".join(reader.text(k).split()) for k in parts)
    if not content:
        return False
    own = read_assignment(content, definitions=reader.definitions)
    body = Span(node.body.start, reader.node(parts[-1]).body.end)
    coordinators = (*shift_units(own.coordinators, node.body.start), *fields.coordinators)
    reader.tasks.append(
        Task(
            label=node.path,
            content=content,
            span=Span(node.span.start, max(node.span.end, reader.node(labels[-1]).end)),
            content_span=body,
            directors=fields.directors or duty.directors,
            leads=fields.leads or shift_units(own.leads, node.body.start) or duty.leads,
            coordinators=coordinators,
            deadlines=fields.deadlines or _prose_deadlines(reader, node.body, content),
            product=fields.product,
            submit_to=fields.submit_to,
            form="bullets",
        )
    )
    return True


def _fields(reader: _Reader, labels: Sequence[int]) -> _Fields:
    """The values of labelled paragraphs, each of which may hold several labels."""
    fields = _Fields()
    for index in labels:
        text, base = reader.text(index), reader.node(index).body.start
        found = find_labels(text)
        for match, following in zip(found, [*found[1:], None], strict=True):
            end = following.start if following else len(text)
            fields = _with_field(reader, fields, match.label, text[match.value : end], base + match.value)
    return fields


def _with_field(reader: _Reader, fields: _Fields, label: Label, value: str, base: int) -> _Fields:
    """`fields` with one more value; `base` is where it begins in the document."""
    fields = replace(fields, labels=fields.labels | {label})
    stripped = value.strip()
    if not stripped:
        return fields
    span = Span(base + value.index(stripped), base + value.index(stripped) + len(stripped))
    if label is Label.LEAD:
        units = shift_units(split_units(stripped, definitions=reader.definitions), span.start)
        return replace(fields, leads=fields.leads + units)
    if label is Label.COORDINATOR:
        units = shift_units(split_units(stripped, definitions=reader.definitions), span.start)
        return replace(fields, coordinators=fields.coordinators + units)
    if label is Label.LEAD_AND_COORDINATOR:
        order = read_assignment(stripped, definitions=reader.definitions)
        leads = order.leads or split_units(stripped, definitions=reader.definitions)
        return replace(
            fields,
            leads=fields.leads + shift_units(leads, span.start),
            coordinators=fields.coordinators + shift_units(order.coordinators, span.start),
        )
    if label is Label.DIRECTOR:
        people = tuple(
            replace(
                p, role="directs", span=Span(span.start + p.span.start, span.start + p.span.end) if p.span else None
            )
            for p in parse_officials(stripped, definitions=reader.definitions)
        )
        return replace(fields, directors=fields.directors + people)
    if label in (Label.DEADLINE, Label.COMPLETION):
        deadline = parse_deadline(stripped, document_date=reader.date, column=label is Label.COMPLETION)
        return replace(fields, deadlines=(*fields.deadlines, replace(deadline, span=span))) if deadline else fields
    if label is Label.PRODUCT:
        return replace(fields, product=fields.product or Found(" ".join(stripped.split()), span))
    if label is Label.SUBMIT_TO:
        return replace(fields, submit_to=fields.submit_to or Found(" ".join(stripped.split()), span))
    return fields


def _order(reader: _Reader, index: int, kids: Sequence[int], duty: _Duty) -> Task | None:
    """The task of a paragraph that orders an act; None where it orders none."""
    node, text = reader.node(index), reader.text(index)
    express = _EXPRESS.search(text) is not None
    if reader.is_rule(node.span) and (text[:1] in '“"' or not _GIVEN.search(text)):
        return None
    parent = reader.node(node.parent) if node.parent is not None else None
    assignment = _assignment(reader, text)
    own = bool(assignment.leads) and (express or not _STATEMENT.match(text))
    if node.kind is NodeKind.TEXT and not express:
        if parent is None and (
            _BASIS.match(text) or reader.before_body(index) or not own or not _begins_with_lead(text, assignment.leads)
        ):
            return None
        if parent is not None and parent.kind in (NodeKind.ITEM, NodeKind.BULLET) and not own:
            return None
    if not own and (_NOUN_OPENING.match(text) or _MEMBER.match(text) or not has_act(text)):
        return None
    inherited = duty.leads
    deadlines = _prose_deadlines(reader, node.body, text)
    named = not own and not inherited and reader.in_organization(index) and _names_units(text)
    if not own and not inherited and not named:
        dated = _DATED.search(" ".join(d.text for d in deadlines)) is not None
        if not (reader.is_plan and dated and len(text) < 600):
            return None
    task = _task(reader, index, duty, form="order" if own else "organization")
    if named:
        task = replace(task, confidence=0.7, reason="units are named, but which of them leads is not clear")
    if text.rstrip().endswith(":"):
        parts = [text, *(reader.text(k) for k in kids)]
        task = replace(
            task,
            content=" ".join(" ".join(part.split()) for part in parts),
            content_span=Span(task.content_span.start, node.end),
            span=Span(task.span.start, max(task.span.end, node.end)),
        )
    return task


def _names_units(text: str) -> bool:
    """True where a unit of a known kind is named."""
    return any(unit.kind or unit.group for unit in find_units(text))


def _begins_with_lead(text: str, leads: Sequence[Unit]) -> bool:
    """True where the paragraph opens with its lead: `Sở A chủ trì, ...`, `Căn cứ ..., Sở A chủ trì` does not."""
    return any(unit.span is not None and unit.span.start <= 8 for unit in leads) or bool(_UNIT_HEAD.match(text))


def _task(reader: _Reader, index: int, duty: _Duty, form: str) -> Task:
    """The task of one paragraph with its own roles before those that it inherits."""
    node, text = reader.node(index), reader.text(index)
    assignment = _assignment(reader, text)
    base = node.body.start
    inline = _fields(reader, [index]) if find_labels(text) else _Fields()
    leads = inline.leads or shift_units(assignment.leads, base)
    coordinators = inline.coordinators or shift_units(assignment.coordinators, base)
    reason = None if leads or not duty.leads else "the unit is that of the heading or sentence above"
    return Task(
        label=node.path,
        content=" ".join(text.split()),
        span=node.span,
        content_span=node.body,
        directors=inline.directors or duty.directors,
        leads=leads or duty.leads,
        coordinators=coordinators or (duty.coordinators if not leads else ()),
        deadlines=inline.deadlines or _prose_deadlines(reader, node.body, text) or duty.deadlines,
        product=inline.product,
        submit_to=inline.submit_to,
        form=form,
        confidence=0.9 if reason else 1.0,
        reason=reason,
    )


def _prose_deadlines(reader: _Reader, body: Span, text: str) -> tuple[Deadline, ...]:
    return tuple(
        replace(d, span=Span(body.start + d.span.start, body.start + d.span.end)) if d.span else d
        for d in find_deadlines(text, document_date=reader.date)
    )
