"""Tasks with their documents -> the register of tasks, column by column as an office keeps it, and its sheets."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import regex

from corpus.columns import BY_NAME, Json, Row
from corpus.corrections import Correction, CorrectionIndex, make_index, task_identities
from corpus.status import State, Status, most_pressing, status_of
from corpus.store import Store
from outputs.collection import make_counted
from outputs.identities import BASE_HEAD, identity_head, make_base, make_identity
from outputs.register_deadlines import format_other, format_reckoning, format_status
from outputs.report_words import division_words, is_of_unit, reason_words, warning_note
from outputs.sheets import Cell, Head, Sheet, day_or_text
from outputs.tables import read_table

DONE = ("Đã hoàn thành đúng hạn", "Đã hoàn thành quá hạn")
PAUSED = "Tạm dừng"
STATUSES = ("Chưa thực hiện", "Đang thực hiện", *DONE, PAUSED, "Xin gia hạn")
# There where the day is given: how the most pressing deadline stands on it, and its last day in time.
STANDING = Head("Tình trạng hạn", 11)
LAST_DAY = Head("Ngày cuối còn hạn", 11.5)
COLUMNS: Mapping[str, Head] = {
    "order": Head("TT", 5),
    "number": Head("Số, ký hiệu văn bản giao", 14),
    "date": Head("Ngày văn bản", 11.5),
    "issuer": Head("Cơ quan ban hành", 15),
    "title": Head("Trích yếu", 22),
    "content": Head("Nội dung nhiệm vụ", 46),
    "leads": Head("Cơ quan chủ trì", 17),
    "coordinators": Head("Cơ quan phối hợp", 18),
    "directors": Head("Lãnh đạo chỉ đạo", 14),
    "deadline_text": Head("Thời hạn (nguyên văn)", 13),
    "deadline_end": Head("Hạn (ngày)", 11.5),
    "deadline_kind": Head("Loại hạn", 10),
    "product": Head("Sản phẩm/Kết quả", 14),
    "submit_to": Head("Cấp trình", 10),
    "position": Head("Vị trí trong văn bản (mục/trang/dòng)", 12.5),
    "status": Head("Trạng thái", 12, STATUSES),
    "note": Head("Ghi chú/Cảnh báo", 20),
    "file": Head("Tệp", 20, printed=False),
}
HEADS = tuple(COLUMNS.values())
ROLE = Head("Vai trò", 9)
# What a sheet of one unit, or of what is overdue, has room for on paper.
_OF_UNIT = (
    "order",
    "role",
    "number",
    "date",
    "title",
    "content",
    "leads",
    "coordinators",
    "deadline_text",
    "deadline_end",
)
_OF_OVERDUE = (
    "order",
    "standing",
    "last_day",
    "deadline_end",
    "deadline_text",
    "content",
    "leads",
    "coordinators",
    "number",
)
_WIDER = {"content": 54, "leads": 20, "coordinators": 20, "deadline_text": 16, "note": 22}
MAX_UNIT_SHEETS = 40
_SHEET_NAME = 31  # characters that Excel allows
_NOT_IN_NAMES = regex.compile(r"[\[\]:*?/\\'\x00-\x1f]")

_Key = tuple[Json, Json]  # source and row of a task


@dataclass(frozen=True, slots=True)
class Entry:
    """A task of the register: its cells by column, and what sheets are made by.

    `fingerprint` and `task` tell it from every other over runs; `warnings` is what the note says without a person.
    """

    fingerprint: str
    task: str
    cells: Mapping[str, Cell]
    leads: tuple[str, ...]
    coordinators: tuple[str, ...]
    standing: Status | None
    warnings: tuple[str, ...]
    deadlines: tuple[Row, ...] = ()
    counted: tuple[Row | None, ...] = ()  # of `counted_deadlines`, one for each of `deadlines`
    document_date: str | None = None

    @property
    def is_open(self) -> bool:
        """False where the office noted that it is done or paused."""
        return self.cells["status"].value not in (*DONE, PAUSED)


def make_register(store: Store, *, include_secret: bool = False, today: date | None = None) -> Sheet:
    """The register as a sheet. What the document does not say stays blank; the status is for the office to fill.

    With `today` it says how each deadline stands on that day. Two hidden columns let the workbook come back.
    """
    entries = read_entries(store, include_secret=include_secret, today=today)
    return _sheet(BY_NAME["tasks"].heading, _all_columns(today), entries, store.identity())


def make_register_book(store: Store, *, include_secret: bool = False, today: date | None = None) -> Iterator[Sheet]:
    """The register, what is overdue or soon due (with `today`), the units, and a sheet for each of the busiest."""
    entries = tuple(read_entries(store, include_secret=include_secret, today=today))
    identity = store.identity()
    yield _sheet(BY_NAME["tasks"].heading, _all_columns(today), entries, identity)
    if today is not None:
        pressing = [entry for entry in entries if _is_pressing(entry)]
        pressing.sort(key=lambda entry: (entry.standing and entry.standing.due) or today)
        columns = _columns((*_OF_OVERDUE, "position", "status", "note"))
        title = f"Nhiệm vụ quá hạn, sắp đến hạn (tính đến ngày {today:%d/%m/%Y})"
        yield _sheet("Quá hạn, sắp đến hạn", columns, pressing, identity, title)
    units = _units_of(entries)
    names = {unit: _sheet_name(n, unit) for n, unit in enumerate(list(units)[:MAX_UNIT_SHEETS], start=1)}
    yield _index_sheet(units, names, today)
    standing = ("standing", "last_day") if today is not None else ()
    columns = _columns((*_OF_UNIT, *standing, "product", "position", "status", "note"))
    for unit, name in names.items():
        own = [(entry, role) for entry, role in units[unit]]
        yield _sheet(name, columns, [entry for entry, _ in own], identity, unit, roles=[role for _, role in own])


def read_entries(store: Store, *, include_secret: bool = False, today: date | None = None) -> Iterator[Entry]:
    """The tasks of the register in order of files, with the corrections and notes of persons in them."""
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
    index = make_index(store)
    counted = make_counted(lambda name: read_table(store, name, include_secret=include_secret))
    tasks = read_table(store, "tasks", include_secret=include_secret)
    for source, group in groupby(tasks, key=lambda row: row["source"]):
        rows = list(group)
        # The identity is that of the rows as the rules made them: a corrected content does not change it.
        original = (_uncorrected(row, index) for row in rows)
        for task, identity in zip(rows, task_identities(original), strict=True):
            key = (source, task["row"])
            yield _entry(
                identity,
                task,
                documents.get(source, {}),
                parts["units"].get(key, []),
                parts["officials"].get(key, []),
                parts["deadlines"].get(key, []),
                counted,
                [row for row in warnings[source] if _within(row, task)],
                index,
                today,
            )


def number_of(document: Row) -> str:
    """The number, or what a draft has of it: `…/KH-SKHCN`."""
    if document.get("number"):
        return str(document["number"])
    return f"…/{document['symbol']}" if document.get("symbol") else ""


def _uncorrected(row: Row, index: CorrectionIndex) -> Row:
    correction = index.of_task(row).get("content")
    return row if correction is None else row | {"content": correction.before}


def _entry(
    identity: str,
    task: Row,
    document: Row,
    units: list[Row],
    officials: list[Row],
    deadlines: list[Row],
    counted: Mapping[tuple[str, int], Row],
    warnings: list[Row],
    index: CorrectionIndex,
    today: date | None,
) -> Entry:
    given = index.of_task(task)
    facts = index.facts.get(task["source"], {})
    leads = [unit for unit in units if unit["role"] == "lead"]
    others = [unit for unit in units if unit["role"] == "coordinator"]
    deadline = next((row for row in deadlines if row["main"]), {})
    end, issued = deadline.get("end_date"), document.get("date")
    kind = BY_NAME["deadlines"].column("kind").values.get(str(deadline.get("kind")), "")
    doubt = _doubt_of(task, "content")
    about_unit = doubt if is_of_unit(_found(task, "content").get("reason")) else None
    cells = {
        "number": _cell(number_of(document), _doubt_of(document, "number"), facts.get("number")),
        "date": _cell(day_or_text(document.get("date")), _doubt_of(document, "date"), facts.get("date")),
        "issuer": _cell(_text(document.get("issuer")), _doubt_of(document, "issuer"), facts.get("issuer")),
        "title": _cell(_text(document.get("title")), _doubt_of(document, "title"), facts.get("title")),
        "content": _cell(_text(task["content"]), doubt if not about_unit else None, given.get("content")),
        "leads": _cell("; ".join(map(_name, leads)), _join_doubts(about_unit, _doubts(leads)), given.get("leads")),
        "coordinators": _cell("; ".join(map(_name, others)), _doubts(others), given.get("coordinators")),
        "directors": _cell("; ".join(map(_person, officials)), _doubts(officials), given.get("directors")),
        "deadline_text": _cell(_text(deadline.get("text")), _doubt(deadline), given.get("deadline")),
        "deadline_end": _cell(
            date.fromisoformat(end) if isinstance(end, str) else None, _doubt(deadline), given.get("deadline")
        ),
        "deadline_kind": _cell(kind, None, given.get("deadline")),
        "product": _cell(_text(task["product"]), _doubt_of(task, "product"), given.get("product")),
        "submit_to": _cell(_text(task["submit_to"]), _doubt_of(task, "submit_to"), given.get("submit_to")),
        "position": Cell(_position(task)),
        "status": _cell(_text(given["status"].value) if "status" in given else None, None, None),
        "file": Cell(str(task["source"])),
    }
    doubts = [cell.doubt for cell in cells.values() if cell.doubt and not cell.corrected]
    others_due = [format_other(row) for row in deadlines if not row["main"]]
    notes = tuple(dict.fromkeys([*others_due, *doubts, *map(warning_note, warnings)]))
    own = [_text(given["note"].value)] if "note" in given else []
    counts = tuple(counted.get((str(row["source"]), int(str(row["row"])))) for row in deadlines)
    pairs = list(zip(deadlines, counts, strict=True))
    known = [] if today is None else [status_of(row, today=today, counted=count) for row, count in pairs]
    standing = most_pressing(known)
    cells["note"] = Cell("\n".join((*own, *notes)))
    cells["standing"] = Cell(None if standing is None else format_status(standing))
    reckoned = [format_reckoning(*pair) for pair, status in zip(pairs, known, strict=False) if status is standing]
    cells["last_day"] = Cell(None if standing is None else standing.due, reckoned[0] if reckoned else None)
    return Entry(
        str(document.get("fingerprint") or ""),
        identity,
        cells,
        tuple(map(_name, leads)),
        tuple(map(_name, others)),
        standing,
        notes,
        tuple(deadlines),
        counts,
        issued if isinstance(issued, str) else None,
    )


def _is_pressing(entry: Entry) -> bool:
    standing = entry.standing
    return entry.is_open and standing is not None and standing.state in (State.OVERDUE, State.DUE_SOON)


def _all_columns(today: date | None) -> dict[str, Head]:
    """Every column in its order; how the deadline stands comes after the status."""
    columns: dict[str, Head] = {}
    for name, head in COLUMNS.items():
        columns[name] = head
        if name == "status" and today is not None:
            columns |= {"standing": STANDING, "last_day": LAST_DAY}
    return columns


def _columns(names: Sequence[str]) -> dict[str, Head]:
    others = {"role": ROLE, "standing": STANDING, "last_day": LAST_DAY}
    heads = {name: others.get(name) or COLUMNS[name] for name in names}
    return {name: Head(head.text, _WIDER.get(name, head.width), head.choices) for name, head in heads.items()}


def _sheet(
    name: str,
    columns: Mapping[str, Head],
    entries: Iterable[Entry],
    identity: str,
    title: str | None = None,
    roles: Sequence[str] = (),
) -> Sheet:
    hidden = (Head(identity_head(identity), 10, hidden=True), Head(BASE_HEAD, 10, hidden=True))
    return Sheet(name, (*columns.values(), *hidden), _lines(columns, entries, roles), title)


def _lines(columns: Mapping[str, Head], entries: Iterable[Entry], roles: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    for number, entry in enumerate(entries, start=1):
        role = Cell(roles[number - 1]) if roles else Cell(None)
        cells = {**entry.cells, "order": Cell(number), "role": role}
        shown = {name: cells[name] for name in columns}
        base = {name: cell.value for name, cell in shown.items() if name != "order"}
        yield (
            *shown.values(),
            Cell(make_identity(entry.fingerprint, entry.task)),
            Cell(make_base(base)),
        )


def _units_of(entries: Iterable[Entry]) -> dict[str, list[tuple[Entry, str]]]:
    """Each unit with its tasks, those it leads first; the units with most to lead first.

    Names that differ in capitals only are one unit, under the name that is written most.
    """
    spellings = defaultdict[str, Counter[str]](Counter)
    leading = defaultdict[str, list[tuple[Entry, str]]](list)
    taking_part = defaultdict[str, list[tuple[Entry, str]]](list)
    for entry in entries:
        for name in (*entry.leads, *entry.coordinators):
            spellings[name.casefold()][name] += 1
        leads = dict.fromkeys(map(str.casefold, entry.leads))
        for unit in leads:
            leading[unit].append((entry, "Chủ trì"))
        for unit in dict.fromkeys(map(str.casefold, entry.coordinators)):
            if unit not in leads:
                taking_part[unit].append((entry, "Phối hợp"))
    units = sorted(spellings, key=lambda unit: (-len(leading[unit]), -len(taking_part[unit]), unit))
    return {spellings[unit].most_common(1)[0][0]: [*leading[unit], *taking_part[unit]] for unit in units}


def _index_sheet(units: Mapping[str, list[tuple[Entry, str]]], names: Mapping[str, str], today: date | None) -> Sheet:
    """The units with what they lead and take part in, and on `today` what of it is late or soon due."""
    heads = [Head("TT", 5), Head("Đơn vị", 60), Head("Chủ trì", 10), Head("Phối hợp", 10)]
    if today is not None:
        heads += [Head("Quá hạn", 10), Head("Sắp đến hạn", 12)]
    heads.append(Head("Trang tính", 34))

    def lines() -> Iterator[tuple[Cell, ...]]:
        for number, (unit, own) in enumerate(units.items(), start=1):
            leads = [entry for entry, role in own if role == "Chủ trì"]
            counts = [len(leads), len(own) - len(leads)]
            if today is not None:
                for state in (State.OVERDUE, State.DUE_SOON):
                    counts.append(
                        sum(e.is_open and e.standing is not None and e.standing.state is state for e in leads)
                    )
            yield Cell(number), Cell(unit), *map(Cell, counts), Cell(names.get(unit, ""), link=names.get(unit))

    return Sheet("Theo đơn vị", tuple(heads), lines(), "Nhiệm vụ theo đơn vị")


def _sheet_name(number: int, unit: str) -> str:
    name = f"{number:02d} {_NOT_IN_NAMES.sub(' ', unit)}".rstrip()
    return name if len(name) <= _SHEET_NAME else name[:_SHEET_NAME].rsplit(" ", 1)[0].rstrip(" ,-")


def _cell(value: str | date | None, doubt: str | None, correction: Correction | None) -> Cell:
    if correction is None:
        return Cell(value, doubt)
    return Cell(value, reason_words(correction.reason), corrected=True)


def _position(task: Row) -> str:
    parts = [division_words(task["label"])] if task["label"] else []
    parts += [f"trang {task['page']}"] if task["page"] else []
    parts += [f"dòng {task['line']}"] if task["line"] else []
    return ", ".join(parts)


def _name(unit: Row) -> str:
    return str(unit["name"])


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
        return reason_words(reason)
    return "chưa chắc chắn" if isinstance(confidence, float) and confidence < 1 else None


def _doubts(rows: list[Row]) -> str | None:
    return _join_doubts(*map(_doubt, rows))


def _join_doubts(*doubts: str | None) -> str | None:
    return "; ".join(dict.fromkeys(doubt for doubt in doubts if doubt)) or None


def _doubt_of(row: Row, name: str) -> str | None:
    """Why one value of a row is not certain, by the row's evidence."""
    found = _found(row, name)
    return _doubt(found) if found else None


def _found(row: Row, name: str) -> Row:
    evidence = row.get("evidence")
    found = evidence.get(name) if isinstance(evidence, Mapping) else None
    return dict(found) if isinstance(found, Mapping) else {}
