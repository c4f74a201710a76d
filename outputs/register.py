"""Tasks with their documents -> the register of tasks, column by column as an office keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from corpus.columns import BY_NAME, Json, Row
from corpus.store import Store
from outputs.sheets import Cell, Head, Sheet, day_or_text
from outputs.tables import read_table

STATUSES = (
    "Chưa thực hiện",
    "Đang thực hiện",
    "Đã hoàn thành đúng hạn",
    "Đã hoàn thành quá hạn",
    "Tạm dừng",
    "Xin gia hạn",
)
HEADS = (
    Head("TT", 5),
    Head("Số, ký hiệu văn bản giao", 17),
    Head("Ngày văn bản", 12),
    Head("Cơ quan ban hành", 20),
    Head("Trích yếu", 30),
    Head("Nội dung nhiệm vụ", 55),
    Head("Cơ quan chủ trì", 24),
    Head("Cơ quan phối hợp", 24),
    Head("Lãnh đạo chỉ đạo", 20),
    Head("Thời hạn (nguyên văn)", 18),
    Head("Hạn (ngày)", 12),
    Head("Loại hạn", 13),
    Head("Sản phẩm/Kết quả", 20),
    Head("Cấp trình", 14),
    Head("Vị trí trong văn bản (mục/trang/dòng)", 18),
    Head("Trạng thái", 14, STATUSES),
    Head("Ghi chú/Cảnh báo", 30),
    Head("Tệp", 26),
)

_Key = tuple[Json, Json]  # source and row of a task


def make_register(store: Store, *, include_secret: bool = False) -> Sheet:
    """The register as a sheet. What the document does not say stays blank; the status is for the office to fill."""
    return Sheet(BY_NAME["tasks"].heading, HEADS, _lines(store, include_secret))


def _lines(store: Store, include_secret: bool) -> Iterator[tuple[Cell, ...]]:
    documents = {row["source"]: row for row in read_table(store, "documents", include_secret=include_secret)}
    parts: dict[str, dict[_Key, list[Row]]] = {}
    for name in ("units", "officials", "deadlines"):
        by_task = parts[name] = defaultdict(list)
        for row in read_table(store, name, include_secret=include_secret):
            if row["task"] is not None:
                by_task[row["source"], row["task"]].append(row)
    warnings = defaultdict[Json, list[Row]](list)
    for row in read_table(store, "warnings", include_secret=include_secret):
        if row["start"] is not None:
            warnings[row["source"]].append(row)
    for number, task in enumerate(read_table(store, "tasks", include_secret=include_secret), start=1):
        key = (task["source"], task["row"])
        yield _line(
            number,
            task,
            documents.get(task["source"], {}),
            parts["units"].get(key, []),
            parts["officials"].get(key, []),
            next((row for row in parts["deadlines"].get(key, []) if row["main"]), {}),
            [row for row in warnings[task["source"]] if _within(row, task)],
        )


def _line(
    number: int, task: Row, document: Row, units: list[Row], officials: list[Row], deadline: Row, warnings: list[Row]
) -> tuple[Cell, ...]:
    leads = [unit for unit in units if unit["role"] == "lead"]
    others = [unit for unit in units if unit["role"] == "coordinator"]
    end = deadline.get("end_date")
    cells = (
        Cell(number),
        Cell(_number_of(document), _doubt_of(document, "number")),
        Cell(day_or_text(document.get("date")), _doubt_of(document, "date")),
        Cell(_text(document.get("issuer")), _doubt_of(document, "issuer")),
        Cell(_text(document.get("title")), _doubt_of(document, "title")),
        Cell(_text(task["content"]), _doubt(task)),
        Cell("; ".join(str(unit["name"]) for unit in leads), _doubts(leads)),
        Cell("; ".join(str(unit["name"]) for unit in others), _doubts(others)),
        Cell("; ".join(_person(person) for person in officials), _doubts(officials)),
        Cell(_text(deadline.get("text")), _doubt(deadline)),
        Cell(date.fromisoformat(end) if isinstance(end, str) else None, _doubt(deadline)),
        Cell(BY_NAME["deadlines"].column("kind").values.get(str(deadline.get("kind")), "")),
        Cell(_text(task["product"]), _doubt_of(task, "product")),
        Cell(_text(task["submit_to"]), _doubt_of(task, "submit_to")),
        Cell(_position(task)),
        Cell(None),
    )
    notes = dict.fromkeys([cell.doubt for cell in cells if cell.doubt] + [str(row["message"]) for row in warnings])
    return (*cells, Cell("\n".join(notes)), Cell(str(task["source"])))


def _number_of(document: Row) -> str:
    """The number, or what a draft has of it: `…/KH-SKHCN`."""
    if document.get("number"):
        return str(document["number"])
    return f"…/{document['symbol']}" if document.get("symbol") else ""


def _position(task: Row) -> str:
    parts = [f"mục {task['label']}"] if task["label"] else []
    parts += [f"trang {task['page']}"] if task["page"] else []
    parts += [f"dòng {task['line']}"] if task["line"] else []
    return ", ".join(parts)


def _person(row: Row) -> str:
    return f"{row['name']} ({row['title']})" if row["title"] else str(row["name"])


def _text(value: Json) -> str:
    return "" if value is None else str(value)


def _within(inner: Row, outer: Row) -> bool:
    places = inner["start"], inner["end"], outer["start"], outer["end"]
    if not all(isinstance(place, int) for place in places):
        return False
    start, end, first, last = (int(str(place)) for place in places)
    return first <= start and end <= last


def _doubt(row: Row) -> str | None:
    """Why a row is not certain; None where it is."""
    confidence, reason = row.get("confidence"), row.get("reason")
    if reason:
        return str(reason)
    return "chưa chắc chắn" if isinstance(confidence, float) and confidence < 1 else None


def _doubts(rows: list[Row]) -> str | None:
    return "; ".join(dict.fromkeys(doubt for row in rows if (doubt := _doubt(row)))) or None


def _doubt_of(row: Row, name: str) -> str | None:
    """Why one value of a row is not certain, by the row's evidence."""
    evidence = row.get("evidence")
    found = evidence.get(name) if isinstance(evidence, Mapping) else None
    return _doubt(dict(found)) if isinstance(found, Mapping) else None
