"""The one declaration of every table: columns with kind, heading and help, which store, writers and docs follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Row = dict[str, Json]
Rows = dict[str, list[Row]]  # by name of table


class Kind(StrEnum):
    """What a cell holds; each is nullable unless its help says otherwise."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"  # ISO 8601, cut to what is printed: `2025`, `2025-08`, `2025-08-01`
    LIST = "list"  # of texts
    PEOPLE = "people"  # a list of {name, title}
    DEADLINE = "deadline"  # an object of DEADLINE_PARTS
    EVIDENCE = "evidence"  # {column: {start, end, words, confidence, reason}}


# The parts of a deadline as one value, in order; those of flat files, where one column stands for each, first.
FLAT_DEADLINE = ("text", "kind", "start", "end", "rrule", "bound", "due")
DEADLINE_PARTS = (*FLAT_DEADLINE, "role", "at", "anchor", "offset", "working")
# ... and the column of `deadlines` that each is.
PART_COLUMNS = {part: part for part in DEADLINE_PARTS} | {
    "start": "start_date",
    "end": "end_date",
    "due": "due_date",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `heading` is what an office reads over it, `width` its width in a workbook, in characters.

    `values` gives, for a closed vocabulary, each value with what an office calls it.
    """

    name: str
    kind: Kind
    help: str
    heading: str
    width: int = 14
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: `heading` is the name of its sheet in a workbook."""

    name: str
    help: str
    heading: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


_RELATIONS = {
    "based_on": "căn cứ",
    "implements": "thực hiện",
    "amends": "sửa đổi, bổ sung",
    "replaces": "thay thế",
    "repeals": "bãi bỏ",
    "guides": "hướng dẫn",
    "attached_to": "kèm theo",
    "mentions": "nhắc đến",
}
_SECTIONS = {
    "legal_basis": "căn cứ",
    "purpose": "mục đích",
    "requirements": "yêu cầu",
    "viewpoints": "quan điểm",
    "objectives": "mục tiêu",
    "targets": "chỉ tiêu",
    "scope": "phạm vi, đối tượng",
    "tasks": "nhiệm vụ, giải pháp",
    "funding": "kinh phí",
    "organization": "tổ chức thực hiện",
    "schedule": "tiến độ",
    "effect": "hiệu lực",
    "appendix": "phụ lục",
    "other": "khác",
}
_DEADLINES = {
    "by": "có ngày",
    "period": "khoảng thời gian",
    "recurring": "định kỳ",
    "ongoing": "thường xuyên",
    "event": "theo sự kiện",
}
_BOUNDS = {"before_exclusive": "trước ngày", "by_inclusive": "đến hết ngày"}
_DUTIES = {"complete": "hoàn thành", "submit": "trình", "report": "báo cáo"}
_FORMS = {"bullets": "gạch đầu dòng", "table": "bảng", "order": "câu giao việc", "organization": "tổ chức thực hiện"}
_UNIT_ROLES = {"lead": "chủ trì", "coordinator": "phối hợp", "mentioned": "nhắc đến"}
_ROLES = {
    "signs": "ký",
    "directs": "chỉ đạo",
    "leads": "chủ trì",
    "addressed": "được gửi",
    "attends": "tham dự",
    "mentioned": "nhắc đến",
}

_KEY = (
    Column("source", Kind.TEXT, "The file, as it was given to the run. Never empty.", "Tệp", 36),
    Column("row", Kind.INTEGER, "Order in this table within the file, from 1. Never empty.", "Dòng", 7),
)
_SECTION = Column(
    "section",
    Kind.TEXT,
    "Where it stands: the labels from the outermost division down, joined by dots (`Điều 1.VI.1.a`), or empty.",
    "Mục",
    14,
)
_PLACE = (
    Column("page", Kind.INTEGER, "Page, from 1; 1 in formats without pages.", "Trang", 7),
    Column("start", Kind.INTEGER, "First character in the text of the document, from 0.", "Từ ký tự", 9),
    Column("end", Kind.INTEGER, "Character after the last one.", "Đến ký tự", 9),
    Column(
        "words",
        Kind.TEXT,
        "The exact words it came from: the text of the document from `start` to `end`.",
        "Nguyên văn",
        50,
    ),
    Column("confidence", Kind.NUMBER, "How sure it is, 0 to 1; 1 where nothing speaks against it.", "Độ tin cậy", 9),
    Column("reason", Kind.TEXT, "Why it is not certain; empty where it is.", "Lý do chưa chắc chắn", 30),
)


def _table(name: str, heading: str, help: str, *columns: Column) -> TableSpec:
    return TableSpec(name, help, heading, (*_KEY, _SECTION, *columns, *_PLACE))


TABLES: tuple[TableSpec, ...] = (
    _table(
        "documents",
        "Văn bản",
        "One row a document: what its head and foot say. `start` to `end` runs over the facts of its head.",
        Column(
            "type",
            Kind.TEXT,
            "Kind of document by its usual abbreviation (`KH`, `QĐ`, `CV` for an official letter).",
            "Loại",
            7,
        ),
        Column(
            "number",
            Kind.TEXT,
            "Number and symbol as printed, without inner spaces; empty where left blank.",
            "Số, ký hiệu",
            20,
        ),
        Column("symbol", Kind.TEXT, "The symbol alone (`KH-SKHCN`), also where the number is blank.", "Ký hiệu", 14),
        Column("date", Kind.DATE, "Date of issue, cut to what is printed.", "Ngày văn bản", 12),
        Column("effect_date", Kind.DATE, "The day on which its text says that it takes effect.", "Ngày hiệu lực", 12),
        Column("place", Kind.TEXT, "Place before the date.", "Địa danh", 14),
        Column("issuer", Kind.TEXT, "The body at the head, in full, with its locality.", "Cơ quan ban hành", 28),
        Column("parent", Kind.TEXT, "The body above the issuer in the head.", "Cơ quan chủ quản", 24),
        Column("locality", Kind.TEXT, "Province, district or commune of the issuer.", "Địa phương", 16),
        Column(
            "province_today",
            Kind.TEXT,
            "The province that the issuer's one belongs to since the mergers, of documents dated before 01/7/2025 "
            "(Huế: before 01/01/2025) alone; nothing else in the row is changed by it.",
            "Tỉnh hiện nay",
            18,
        ),
        Column("title", Kind.TEXT, "What it is about (trích yếu), in one line.", "Trích yếu", 50),
        Column("signer_name", Kind.TEXT, "Who signed; the first of several.", "Người ký", 20),
        Column("signer_title", Kind.TEXT, "The office held by who signed (`Phó Chủ tịch`).", "Chức vụ", 16),
        Column(
            "signer_capacity",
            Kind.LIST,
            "On whose behalf (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`).",
            "Thẩm quyền ký",
            20,
        ),
        Column("bases", Kind.LIST, "The `Căn cứ ...` paragraphs.", "Căn cứ", 40),
        Column("urgency", Kind.TEXT, "Mark of urgency (`KHẨN`, `HỎA TỐC`).", "Độ khẩn", 10),
        Column("secrecy", Kind.TEXT, "Mark of secrecy (`MẬT`, `TỐI MẬT`, `TUYỆT MẬT`).", "Độ mật", 10),
        Column(
            "secret",
            Kind.FLAG,
            "True where it is marked secret; its content is then kept out of every table unless asked for.",
            "Văn bản mật",
            9,
        ),
        Column("format", Kind.TEXT, "Format by the content of the file: pdf, docx, doc, text, image.", "Định dạng", 9),
        Column("pages", Kind.INTEGER, "Number of pages.", "Số trang", 8),
        Column("recognised_pages", Kind.INTEGER, "Pages read from their image (OCR).", "Trang nhận dạng", 9),
        Column("characters", Kind.INTEGER, "Length of the text.", "Số ký tự", 9),
        Column("fingerprint", Kind.TEXT, "SHA-256 of the file, in hex.", "SHA-256", 16),
        Column(
            "evidence",
            Kind.EVIDENCE,
            "For each fact: its span, its exact words, confidence and reason.",
            "Chứng cứ",
            20,
        ),
    ),
    _table(
        "sections",
        "Bố cục",
        "One row a numbered or titled division, in reading order. `start` to `end` is the heading.",
        Column("label", Kind.TEXT, "Label as printed, without its dot (`II`, `Điều 3`, `a`).", "Ký hiệu mục", 12),
        Column("heading", Kind.TEXT, "Heading in one line; empty for an article without a caption.", "Đề mục", 60),
        Column(
            "kind",
            Kind.TEXT,
            "What it is about.",
            "Loại mục",
            14,
            _SECTIONS,
        ),
        Column("level", Kind.INTEGER, "Depth, from 0 at the top.", "Cấp", 6),
        Column("parent", Kind.INTEGER, "`row` of the section that holds it; empty at the top.", "Mục cha", 8),
        Column(
            "until", Kind.INTEGER, "Character after the last one of all that stands under the heading.", "Hết mục", 9
        ),
    ),
    _table(
        "references",
        "Viện dẫn",
        "One row a mention of another document, in reading order.",
        Column("type", Kind.TEXT, "Kind of the cited document.", "Loại", 7),
        Column(
            "number",
            Kind.TEXT,
            "Number and symbol without inner spaces; empty where it is cited by name.",
            "Số, ký hiệu",
            20,
        ),
        Column(
            "name",
            Kind.TEXT,
            "Name of a law, code, ordinance or the constitution, where no number is given.",
            "Tên",
            28,
        ),
        Column("date", Kind.DATE, "Date printed at this mention.", "Ngày", 12),
        Column("issuer", Kind.TEXT, "Who issued it, where the mention says so.", "Cơ quan ban hành", 24),
        Column("pinpoint", Kind.TEXT, "The part of it that is meant (`khoản 2 Điều 5`).", "Điều khoản", 16),
        Column(
            "relation",
            Kind.TEXT,
            "What this document does with it.",
            "Quan hệ",
            12,
            _RELATIONS,
        ),
        Column("title", Kind.TEXT, "Its title, where the mention gives it.", "Trích yếu", 40),
        Column("raw_number", Kind.TEXT, "The number as printed, before blanks and slips were mended.", "Số như in", 18),
        Column(
            "parent", Kind.INTEGER, "`row` of the mention in whose title this one stands.", "Trong trích yếu của", 8
        ),
        Column(
            "parent_relation",
            Kind.TEXT,
            "What the document of that mention does with this one.",
            "Quan hệ với văn bản này",
            12,
            _RELATIONS,
        ),
        Column("target", Kind.INTEGER, "`row` of the mention whose document this one acts on.", "Tác động đến", 8),
        Column("target_relation", Kind.TEXT, "What this one does with that one.", "Tác động", 12, _RELATIONS),
        Column("resolved_number", Kind.TEXT, "The whole number, from elsewhere in the document.", "Số đầy đủ", 18),
        Column("resolved_date", Kind.DATE, "The date, from elsewhere in the document.", "Ngày đầy đủ", 12),
        Column("resolved_issuer", Kind.TEXT, "Who issued it, from elsewhere in the document.", "Cơ quan đầy đủ", 20),
    ),
    _table(
        "tasks",
        "Nhiệm vụ",
        "One row a task: the smallest item that orders an act.",
        Column("label", Kind.TEXT, "Where it stands (`II.1`, `Phụ lục.17`).", "Vị trí", 12),
        Column("content", Kind.TEXT, "The order, in one line.", "Nội dung nhiệm vụ", 60),
        Column(
            "directors",
            Kind.PEOPLE,
            "Who directs it: name and title, or an office as the name.",
            "Lãnh đạo chỉ đạo",
            22,
        ),
        Column("leads", Kind.LIST, "Units in charge, in full.", "Cơ quan chủ trì", 28),
        Column("coordinators", Kind.LIST, "Units that take part, in full.", "Cơ quan phối hợp", 28),
        Column(
            "deadline",
            Kind.DEADLINE,
            "The first deadline given; empty where none is. All of them are in `deadlines`.",
            "Thời hạn",
            18,
        ),
        Column("product", Kind.TEXT, "What it yields.", "Sản phẩm/Kết quả", 24),
        Column("submit_to", Kind.TEXT, "To whom it is submitted.", "Cấp trình", 16),
        Column("parent", Kind.TEXT, "The heading, numbered item or group row right over it.", "Thuộc mục", 30),
        Column(
            "assigned_by",
            Kind.LIST,
            "Numbers of the documents that it carries out, as its own words say.",
            "Văn bản giao",
            18,
        ),
        Column("form", Kind.TEXT, "How it was written.", "Hình thức", 12, _FORMS),
        Column(
            "duplicate_of",
            Kind.INTEGER,
            "`row` of the task in the text that this one in the appendix repeats, or is a part of (or the other way "
            "round, where the appendix comes first): one task, not to be counted twice.",
            "Trùng việc số",
            9,
        ),
        Column("line", Kind.INTEGER, "Line on its page, from 1.", "Dòng trên trang", 8),
        Column(
            "evidence",
            Kind.EVIDENCE,
            "For content, product, submit_to and parent: span, exact words, confidence and reason.",
            "Chứng cứ",
            20,
        ),
    ),
    _table(
        "deadlines",
        "Thời hạn",
        "One row a deadline of a task.",
        Column("task", Kind.INTEGER, "`row` of its task.", "Nhiệm vụ số", 8),
        Column("label", Kind.TEXT, "Label of its task.", "Vị trí", 12),
        Column("text", Kind.TEXT, "As printed.", "Thời hạn (nguyên văn)", 28),
        Column("kind", Kind.TEXT, "What kind of deadline it is.", "Loại hạn", 12, _DEADLINES),
        Column("start_date", Kind.DATE, "First day of a period.", "Từ ngày", 12),
        Column("end_date", Kind.DATE, "The day named; nothing is taken off for `trước`.", "Hạn (ngày)", 12),
        Column("rrule", Kind.TEXT, "Recurrence (RFC 5545).", "Lặp lại", 28),
        Column(
            "bound",
            Kind.TEXT,
            "How the day named counts.",
            "Cách tính",
            16,
            _BOUNDS,
        ),
        Column("main", Kind.FLAG, "True for the task's own deadline, the first given.", "Hạn chính", 9),
        Column("role", Kind.TEXT, "What is to be done by then, where the words say it.", "Việc", 10, _DUTIES),
        Column("at", Kind.TEXT, "The time of day on `end_date` (`16:00`), where one is printed.", "Giờ", 7),
        Column(
            "anchor", Kind.TEXT, "The words for the day or event that it is counted from or waits for.", "Tính từ", 30
        ),
        Column(
            "offset",
            Kind.TEXT,
            "The time counted from there in ISO 8601 (`P15D`, `PT24H`), negative before it (`-P7D`).",
            "Số ngày tính",
            9,
        ),
        Column("working", Kind.FLAG, "True where the days of `offset` are working days.", "Ngày làm việc", 9),
        Column(
            "due_date",
            Kind.DATE,
            "The last day in time by reckoning within the document where it is not `end_date`: moved off a day of "
            "rest, or counted from the document's own date. What other documents add is in `counted_deadlines`.",
            "Hạn tính được",
            12,
        ),
        Column("due_reason", Kind.TEXT, "How `due_date` was reckoned.", "Cách tính hạn", 30),
    ),
    _table(
        "units",
        "Đơn vị",
        "One row a mention of a unit, and one for each unit of a task.",
        Column("name", Kind.TEXT, "In full, abbreviations expanded.", "Tên đầy đủ", 40),
        Column("written", Kind.TEXT, "As written.", "Như in", 28),
        Column("role", Kind.TEXT, "Its part in the task.", "Vai trò", 12, _UNIT_ROLES),
        Column("task", Kind.INTEGER, "`row` of the task, where it has a role in one.", "Nhiệm vụ số", 8),
        Column("kind", Kind.TEXT, "Kind of unit (`Sở`, `Phòng`, `Bộ`).", "Loại đơn vị", 16),
        Column("group", Kind.FLAG, "True for a group (`các sở, ban, ngành`).", "Nhóm", 7),
    ),
    _table(
        "officials",
        "Cá nhân, chức danh",
        "One row a person or office: who signs, who directs a task, who is named.",
        Column("name", Kind.TEXT, "Person, or the office where no person is named.", "Họ tên", 24),
        Column("title", Kind.TEXT, "Office held.", "Chức vụ", 24),
        Column("unit", Kind.TEXT, "Unit of the office.", "Đơn vị", 24),
        Column("honorific", Kind.TEXT, "Form of address (`đồng chí`, `ông`).", "Danh xưng", 10),
        Column("role", Kind.TEXT, "What the person or office does.", "Vai trò", 12, _ROLES),
        Column("task", Kind.INTEGER, "`row` of the task, for who directs one.", "Nhiệm vụ số", 8),
    ),
    _table(
        "recipients",
        "Nơi nhận",
        "One row a line of `Nơi nhận` or `Kính gửi`.",
        Column("name", Kind.TEXT, "Who receives it.", "Nơi nhận", 40),
        Column("action", Kind.TEXT, "What for (`để báo cáo`).", "Để", 16),
        Column("kind", Kind.TEXT, "nơi nhận, kính gửi, lưu.", "Loại", 12),
    ),
    _table(
        "definitions",
        "Từ viết tắt",
        "One row a short form that the document itself defines.",
        Column("alias", Kind.TEXT, "The short form.", "Viết tắt", 20),
        Column("expansion", Kind.TEXT, "What it stands for.", "Đầy đủ", 50),
        Column("kind", Kind.TEXT, "document, unit, term.", "Loại", 12),
    ),
    _table(
        "internal_references",
        "Viện dẫn nội bộ",
        "One row a mention that only the document around it explains; never a row of `references`.",
        Column(
            "kind",
            Kind.TEXT,
            "self (`Kế hoạch này`), anaphor (`Quyết định nêu trên`), alias (a defined short form), part (`Điều 5`).",
            "Loại",
            12,
        ),
        Column("type", Kind.TEXT, "The kind of document that it names, as an abbreviation.", "Loại văn bản", 12),
        Column("pinpoint", Kind.TEXT, "The part that it names, as printed.", "Phần", 24),
        Column(
            "targets", Kind.LIST, "`row` in `references` of what it means; empty for the document itself.", "Là", 10
        ),
    ),
    _table(
        "repairs",
        "Chữ nhận dạng đã sửa",
        "One row a word of a scan that was misread and mended; `words` is the text as it now stands.",
        Column("raw", Kind.TEXT, "What was recognised.", "Nhận dạng được", 30),
        Column("repaired", Kind.TEXT, "What was put in its place.", "Sửa thành", 30),
        Column(
            "kind",
            Kind.TEXT,
            "Why: `marks`, `letters` (another syllable is far more likely between its neighbours), `symbol`, `date`, "
            "`digits` (its grammar), `case` (capitals among small letters), `point` (a full stop within a sentence), "
            "`office`, `name` (of who signed, under a seal), `handwriting` (a number of the head, read digit by digit; "
            "`?` where it could not be).",
            "Lý do",
            12,
        ),
    ),
    _table(
        "warnings",
        "Cảnh báo",
        "One row a thing that could not be done or looks wrong. A file that could not be read has rows here only.",
        Column("code", Kind.TEXT, "A short stable word.", "Mã", 22),
        Column("message", Kind.TEXT, "One sentence.", "Nội dung cảnh báo", 70),
    ),
)

BY_NAME: Mapping[str, TableSpec] = {table.name: table for table in TABLES}
