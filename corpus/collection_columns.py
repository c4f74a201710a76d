"""The declaration of the tables made of all documents together: every export makes them, no store keeps them."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.columns import TABLES, Column, Kind, Row, TableSpec

_LEVELS = {
    "centre": "trung ương",
    "province": "tỉnh",
    "district": "huyện",
    "commune": "xã",
    "inside": "trong cơ quan",
}
_SUCCESSION = {
    "same": "còn nguyên",
    "one": "một cơ quan kế thừa",
    "most": "cơ quan đầu kế thừa phần lớn",
    "several": "nhiều cơ quan kế thừa",
    "unknown": "chưa rõ",
}
_COUNTED = {"resolved": "đã tính được", "waiting": "chờ sự kiện"}
_CHECKS = {
    "not_carried": "việc được giao chưa có trong kế hoạch",
    "deadline_conflict": "thời hạn khác nhau",
    "order_ended": "việc của văn bản đã bị thay thế, bãi bỏ",
    "counted_twice": "việc nêu hai lần",
}
_ROW = Column("row", Kind.INTEGER, "Order in this table, from 1. Never empty.", "Dòng", 7)
_REASON = Column("reason", Kind.TEXT, "What could not be told; empty where nothing is in doubt.", "Lý do chưa chắc", 30)
_ENTITY = Column(
    "entity",
    Kind.TEXT,
    "Which unit it is: the words of its name, and after each `@` where it belongs.",
    "Mã đơn vị",
    30,
)
_DAYS = (
    Column("first_date", Kind.DATE, "Date of the first document that names it.", "Từ văn bản ngày", 12),
    Column("last_date", Kind.DATE, "Date of the last document that names it.", "Đến văn bản ngày", 12),
)


def _table(name: str, heading: str, help: str, *columns: Column) -> TableSpec:
    return TableSpec(name, help, heading, (_ROW, *columns, _REASON))


COLLECTION_TABLES: tuple[TableSpec, ...] = (
    _table(
        "unit_entities",
        "Danh mục đơn vị",
        "One row a unit or group that the documents name, whatever its spelling; see docs/UNITS.md.",
        _ENTITY,
        Column("name", Kind.TEXT, "In full, with its locality.", "Tên đơn vị", 44),
        Column("kind", Kind.TEXT, "Kind of unit (`Sở`, `Phòng`, `Bộ`).", "Loại đơn vị", 16),
        Column("level", Kind.TEXT, "Tier; empty where no list says.", "Cấp", 12, _LEVELS),
        Column("parent", Kind.TEXT, "The body that it is under or a part of.", "Thuộc", 32),
        Column("parent_entity", Kind.TEXT, "`entity` of the body that it is a part of.", "Mã cơ quan trên", 24),
        Column("locality", Kind.TEXT, "Province, district or commune.", "Địa phương", 20),
        Column("group", Kind.FLAG, "True for a group (`các sở, ban, ngành`), which is never split.", "Nhóm", 7),
        Column("names", Kind.LIST, "The spellings and short forms that the documents write.", "Các cách viết", 44),
        Column("documents", Kind.INTEGER, "Documents that name or issue.", "Số văn bản", 9),
        Column("issued", Kind.INTEGER, "Documents that it issued.", "Số văn bản ban hành", 9),
        Column("mentions", Kind.INTEGER, "Rows of `units` that mean it.", "Số lần nêu", 9),
        Column("leads", Kind.INTEGER, "Tasks that it leads.", "Số việc chủ trì", 9),
        Column("coordinates", Kind.INTEGER, "Tasks in which it takes part.", "Số việc phối hợp", 9),
        *_DAYS,
        Column("valid_from", Kind.DATE, "Since when there is a body of that name.", "Có từ", 12),
        Column("valid_to", Kind.DATE, "The first day on which there was none any more.", "Kết thúc", 12),
        Column("succession", Kind.TEXT, "What became of it.", "Kế thừa", 18, _SUCCESSION),
        Column("successors", Kind.LIST, "Who has its work today; of several none is chosen.", "Cơ quan hiện nay", 40),
        Column("basis", Kind.TEXT, "The document that says so.", "Căn cứ", 30),
    ),
    _table(
        "unit_names",
        "Tên gọi đơn vị",
        "One row a spelling of a unit in a document: the bridge from `units` (by `source`, `written`, `name`) to it.",
        _ENTITY,
        Column("source", Kind.TEXT, "The file.", "Tệp", 36),
        Column("written", Kind.TEXT, "As written there.", "Như in", 36),
        Column("name", Kind.TEXT, "With its short forms spelt out.", "Tên đầy đủ", 40),
        Column("mentions", Kind.INTEGER, "How often.", "Số lần nêu", 9),
    ),
    _table(
        "people",
        "Danh mục cá nhân",
        "One row a person, or an office where no person is named; a name in two units is two persons.",
        Column("person", Kind.TEXT, "Which person it is: name and unit.", "Mã cá nhân", 30),
        Column("name", Kind.TEXT, "Name, or the office.", "Họ tên", 24),
        Column("office_only", Kind.FLAG, "True for an office without a name.", "Chỉ nêu chức danh", 9),
        Column("unit", Kind.TEXT, "The unit in which the offices are held.", "Đơn vị", 36),
        Column("unit_entity", Kind.TEXT, "`entity` of that unit.", "Mã đơn vị", 24),
        Column(
            "offices",
            Kind.LIST,
            "Offices held, each with the dates of the first and last document that say so.",
            "Chức vụ và thời gian",
            44,
        ),
        Column("honorifics", Kind.LIST, "Forms of address.", "Danh xưng", 12),
        Column("documents", Kind.INTEGER, "Documents that name the person.", "Số văn bản", 9),
        *_DAYS,
        Column("signs", Kind.INTEGER, "Documents signed.", "Ký", 7),
        Column("directs", Kind.INTEGER, "Tasks directed.", "Chỉ đạo", 8),
        Column("leads", Kind.INTEGER, "Tasks led.", "Chủ trì", 8),
        Column("addressed", Kind.INTEGER, "Times addressed.", "Được gửi", 8),
        Column("attends", Kind.INTEGER, "Meetings attended.", "Dự họp", 8),
        Column("mentioned", Kind.INTEGER, "Other mentions.", "Nhắc đến", 8),
        Column("sources", Kind.LIST, "The files.", "Tệp", 40),
    ),
    _table(
        "counted_deadlines",
        "Thời hạn chờ, tính từ sự kiện",
        "One row a deadline that waits for an event: counted where a document of the collection has the day of the "
        "event, waiting otherwise. `deadlines` keeps what was read; see docs/DEADLINES.md.",
        Column("source", Kind.TEXT, "The file.", "Tệp", 30),
        Column("task", Kind.INTEGER, "`row` of the task.", "Nhiệm vụ số", 8),
        Column("deadline", Kind.INTEGER, "`row` of the deadline.", "Thời hạn số", 8),
        Column("label", Kind.TEXT, "Label of the task.", "Vị trí", 12),
        Column("text", Kind.TEXT, "The deadline as printed.", "Thời hạn (nguyên văn)", 40),
        Column("main", Kind.FLAG, "True for the task's own deadline, the first given.", "Hạn chính", 9),
        Column("event", Kind.TEXT, "The words for the event.", "Sự kiện", 40),
        Column("offset", Kind.TEXT, "The time counted from there, in ISO 8601 (`P15D`, `-P7D`).", "Số ngày tính", 9),
        Column("working", Kind.FLAG, "True where the days of `offset` are working days.", "Ngày làm việc", 9),
        Column("state", Kind.TEXT, "Whether the day of the event is known.", "Tình trạng", 14, _COUNTED),
        Column("event_date", Kind.DATE, "The day of the event.", "Ngày của sự kiện", 12),
        Column("event_source", Kind.TEXT, "The file that gives it; empty for a day of a list.", "Tệp nêu ngày", 30),
        Column("event_page", Kind.INTEGER, "The page there, from 1.", "Trang", 7),
        Column("event_words", Kind.TEXT, "The exact words there.", "Nguyên văn nơi nêu ngày", 40),
        Column("start_date", Kind.DATE, "First day, where no term is counted from the event.", "Từ ngày", 12),
        Column("end_date", Kind.DATE, "Last day of the term by the calendar.", "Hạn theo lịch", 12),
        Column(
            "due_date", Kind.DATE, "Last day in time: `end_date`, or the working day after it.", "Hạn tính được", 12
        ),
        Column("rule", Kind.TEXT, "How the days were reckoned.", "Cách tính hạn", 50),
    ),
    _table(
        "checks",
        "Đối chiếu",
        "One row a thing to look at between two documents or two places; a candidate for a person, never a verdict.",
        Column("code", Kind.TEXT, "What it is.", "Nội dung đối chiếu", 24, _CHECKS),
        Column("message", Kind.TEXT, "One sentence.", "Diễn giải", 60),
        Column("unit", Kind.TEXT, "The unit that is meant.", "Đơn vị", 30),
        Column("source", Kind.TEXT, "The file of the task.", "Tệp", 30),
        Column("task", Kind.INTEGER, "`row` of the task.", "Nhiệm vụ số", 8),
        Column("label", Kind.TEXT, "Label of the task.", "Vị trí", 12),
        Column("content", Kind.TEXT, "The task.", "Nội dung nhiệm vụ", 50),
        Column("deadline", Kind.TEXT, "Its deadline as printed.", "Thời hạn", 18),
        Column("end_date", Kind.DATE, "The day of its deadline.", "Hạn (ngày)", 12),
        Column("other_source", Kind.TEXT, "The file it is held against.", "Tệp đối chiếu", 30),
        Column(
            "other_task", Kind.INTEGER, "`row` of the task there: the most similar one.", "Nhiệm vụ đối chiếu số", 8
        ),
        Column("other_label", Kind.TEXT, "Label of that task.", "Vị trí đối chiếu", 12),
        Column("other_content", Kind.TEXT, "That task, or the words that end the document.", "Nội dung đối chiếu", 50),
        Column("other_deadline", Kind.TEXT, "Its deadline as printed.", "Thời hạn đối chiếu", 18),
        Column("other_end_date", Kind.DATE, "The day of its deadline.", "Hạn đối chiếu (ngày)", 12),
        Column("similarity", Kind.NUMBER, "How alike the two texts are, 0 to 1.", "Độ giống", 9),
        Column("threshold", Kind.NUMBER, "From which likeness they count as one task.", "Ngưỡng", 9),
    ),
)

ALL_TABLES: tuple[TableSpec, ...] = (*TABLES, *COLLECTION_TABLES)
ALL_BY_NAME: Mapping[str, TableSpec] = {table.name: table for table in ALL_TABLES}


def complete(table: str, number: int, row: Row) -> Row:
    """The row with its number and every declared column in order."""
    row = row | {"row": number}
    return {column.name: row.get(column.name) for column in ALL_BY_NAME[table].columns}
