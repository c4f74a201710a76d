"""Store -> the view of the report: documents, tasks with their state on a day, uncertain values, warnings, figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from corpus.columns import BY_NAME, Json, Row
from corpus.status import State, Status, status_on
from corpus.store import Store
from normalize.model import Bound, DeadlineKind
from outputs.cells import join_values
from outputs.report_view import (
    Choice,
    DocumentCard,
    Doubt,
    Due,
    Fact,
    Figure,
    Quote,
    ReportView,
    Summary,
    TaskLine,
    UnitLine,
    Warned,
)
from outputs.report_words import (
    NO_DEADLINE,
    NO_DEADLINE_LABEL,
    STATES,
    day_words,
    is_doubtful,
    reason_words,
    rule_words,
    status_words,
    type_name,
    value_words,
    warning_words,
)
from outputs.tables import read_table, secret_sources

MAX_TASKS = 10_000
MAX_DOCUMENTS = 3_000
MAX_DOUBTS = 3_000
MAX_WARNINGS = 3_000
_MAX_TEXT = 1_500  # characters of any one text
_COMING = 8
_AROUND = 220  # characters shown before and after the words of a value
_FACTS = (
    "number",
    "symbol",
    "date",
    "place",
    "issuer",
    "parent",
    "locality",
    "title",
    "signer_name",
    "signer_title",
    "signer_capacity",
    "urgency",
    "secrecy",
)
_PRESSING = {state: order for order, state in enumerate([*STATES, NO_DEADLINE])}


@dataclass(slots=True)
class _Rows:
    """The rows that may be shown, by table, and those of tasks by their task."""

    documents: list[Row]
    tasks: list[Row]
    references: list[Row]
    recipients: list[Row]
    definitions: list[Row]
    warnings: list[Row]
    deadlines: list[Row]
    units: list[Row]
    officials: list[Row]
    secret: int
    files: int

    def of_task(self, name: str) -> dict[tuple[str, int], list[Row]]:
        """Rows of `deadlines`, `units` or `officials` by source and row of their task."""
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        rows: list[Row] = getattr(self, name)
        for row in rows:
            if isinstance(row["task"], int):
                found[str(row["source"]), row["task"]].append(row)
        return found


def make_view(store: Store, *, today: date, soon_days: int = 7, include_secret: bool = False) -> ReportView:
    """The view of a store on a day. Documents marked secret are left out wholly, unless `include_secret`."""
    rows = _read(store, include_secret)
    index = {str(row["source"]): number for number, row in enumerate(rows.documents)}
    maker = _Maker(rows, index, today, soon_days)
    tasks = tuple(maker.task_lines())
    maker.add_other_doubts()
    warnings = tuple(_warned(row, index) for row in rows.warnings)
    doubts = tuple(sorted(maker.doubts, key=lambda doubt: (doubt.document, doubt.percent, len(doubt.id), doubt.id)))
    states = Counter(task.state for task in tasks)
    counts = _counts(rows, tasks, doubts)
    return ReportView(
        today.isoformat(),
        soon_days,
        Summary(
            len(rows.documents),
            len(tasks),
            len(rows.references),
            tuple(Choice(state, label, states[state]) for state, label in _state_labels()),
            len(doubts),
            len(warnings),
            rows.secret,
        ),
        tuple(_cards(rows, counts)),
        tasks[:MAX_TASKS],
        tuple(_unit_lines(tasks, maker.units)),
        tuple(_kinds(tasks)),
        doubts[:MAX_DOUBTS],
        warnings[:MAX_WARNINGS],
        tuple(_figures(rows, tasks)),
        tuple(_coming(tasks)),
        tuple(_cuts(len(rows.documents), len(tasks), len(doubts), len(warnings))),
    )


def _read(store: Store, include_secret: bool) -> _Rows:
    hidden = frozenset[object]() if include_secret else secret_sources(store)

    def of(name: str) -> list[Row]:
        return [row for row in read_table(store, name, include_secret=include_secret) if row["source"] not in hidden]

    return _Rows(
        documents=of("documents"),
        tasks=of("tasks"),
        references=of("references"),
        recipients=of("recipients"),
        definitions=of("definitions"),
        warnings=of("warnings"),
        deadlines=of("deadlines"),
        units=of("units"),
        officials=of("officials"),
        secret=len(hidden),
        files=sum(file.source not in hidden for file in store.files().values()),
    )


def _state_labels() -> Iterator[tuple[str, str]]:
    yield from ((state.value, label) for state, label in STATES.items())
    yield NO_DEADLINE, NO_DEADLINE_LABEL


class _Maker:
    """Makes the lines of the register, and gathers the uncertain values and the units on the way."""

    def __init__(self, rows: _Rows, index: Mapping[str, int], today: date, soon_days: int) -> None:
        self._rows, self._index, self._today, self._soon = rows, index, today, soon_days
        self._deadlines = rows.of_task("deadlines")
        self._task_units = rows.of_task("units")
        self._directors = rows.of_task("officials")
        self.doubts: list[Doubt] = []
        self.units: dict[str, int] = {}

    def task_lines(self) -> Iterator[TaskLine]:
        for number, task in enumerate(self._rows.tasks, start=1):
            if str(task["source"]) in self._index:
                yield self._task_line(number, task)

    def _task_line(self, number: int, task: Row) -> TaskLine:
        source, row = str(task["source"]), task["row"]
        key = (source, row if isinstance(row, int) else 0)
        name = f"nv-{number}"
        deadlines = self._deadlines.get(key, [])
        known = [(self._status(deadline), deadline) for deadline in deadlines]
        dues = tuple(_due(status, deadline) for status, deadline in known)
        # The most pressing deadline says how the task stands; of two alike the one that comes first.
        most = min((status for status, _ in known), key=_pressing, default=None)
        first = len(self.doubts)
        self._doubts_of_task(task, name)
        for table, parts in (("deadlines", deadlines), ("units", self._task_units.get(key, []))):
            self._doubts_of(table, parts, name, task)
        self._doubts_of("officials", self._directors.get(key, []), name, task)
        leads, others = _texts(task["leads"]), _texts(task["coordinators"])
        return TaskLine(
            id=name,
            number=number,
            document=self._index[source],
            label=_text(task["label"]),
            content=_text(task["content"]),
            leads=leads,
            others=others,
            directors=tuple(_person(who) for who in _list(task["directors"])),
            product=_text(task["product"]),
            submit_to=_text(task["submit_to"]),
            dues=dues,
            state=most.state if most else NO_DEADLINE,
            state_words=status_words(most) if most else NO_DEADLINE_LABEL,
            due=most.due.isoformat() if most and most.due else "",
            kinds=tuple(dict.fromkeys(str(deadline["kind"]) for deadline in deadlines)) or (NO_DEADLINE,),
            states=tuple(dict.fromkeys(due.state for due in dues)) or (NO_DEADLINE,),
            units=tuple(dict.fromkeys(self._unit(unit) for unit in (*leads, *others))),
            place=_place(task),
            words=_text(task["words"]),
            doubts=tuple(doubt.id for doubt in self.doubts[first:]),
        )

    def _status(self, deadline: Row) -> Status:
        bound = str(deadline["bound"])
        return status_on(
            DeadlineKind(str(deadline["kind"])),
            today=self._today,
            start=_day(deadline["start_date"]),
            end=_day(deadline["end_date"]),
            rrule=str(deadline["rrule"]) if deadline["rrule"] else None,
            bound=Bound(bound) if bound in tuple(Bound) else None,
            soon_days=self._soon,
        )

    def _unit(self, name: str) -> int:
        return self.units.setdefault(name, len(self.units))

    def add_other_doubts(self) -> None:
        """The uncertain values of documents, and of rows that belong to no task."""
        for row in self._rows.documents:
            evidence = dict(_evidence(row))
            number = evidence.get("number")
            for name, found in evidence.items():
                if name == "symbol" and number and found.get("reason") == number.get("reason"):
                    continue  # the number says it already
                self._add("documents", name, row[name], row, found, "", row)
        for table, rows in (
            ("references", self._rows.references),
            ("units", self._rows.units),
            ("officials", self._rows.officials),
        ):
            self._doubts_of(table, [row for row in rows if row.get("task") is None], "", None)

    def _doubts_of_task(self, task: Row, name: str) -> None:
        for column, found in _evidence(task):
            if column == "content" and "unit" in str(found.get("reason")):
                self._add("tasks", "leads", "; ".join(_texts(task["leads"])), task, found, name, task)
            else:
                self._add("tasks", column, task[column], task, found, name, task)

    def _doubts_of(self, table: str, rows: list[Row], task: str, around: Row | None) -> None:
        column = {"deadlines": "text", "references": "number"}.get(table, "name")
        for row in rows:
            self._add(table, column, row[column] or row.get("name"), row, row, task, around)

    def _add(
        self, table: str, column: str, value: Json, row: Row, found: Mapping[str, Json], task: str, around: Row | None
    ) -> None:
        source = str(row["source"])
        if source not in self._index or not is_doubtful(found.get("confidence"), found.get("reason")):
            return
        page, confidence = row["page"], found.get("confidence")
        if not value and not found.get("words"):
            return
        self.doubts.append(
            Doubt(
                id=f"kc-{len(self.doubts) + 1}",
                document=self._index[source],
                task=task,
                heading=_heading(table, column, row),
                value=day_words(value) if column == "date" else _text(value),
                quote=_quote(found, around),
                reason=reason_words(found.get("reason")),
                percent=round(100 * confidence) if isinstance(confidence, (int, float)) else 0,
                page=page if isinstance(page, int) else None,
                place=_place(row),
                source=source,
                words=_text(found.get("words")),
            )
        )


def _pressing(status: Status) -> tuple[int, date]:
    return _PRESSING[status.state], status.due or date.max


def _heading(table: str, column: str, row: Row) -> str:
    if table == "units":
        return {"lead": "Cơ quan chủ trì", "coordinator": "Cơ quan phối hợp"}.get(str(row["role"]), "Đơn vị")
    if table == "officials":
        return {"directs": "Lãnh đạo chỉ đạo", "signs": "Người ký"}.get(str(row["role"]), "Cá nhân, chức danh")
    if table == "references":
        return "Văn bản viện dẫn"
    if (table, column) == ("tasks", "content"):
        return "Nhiệm vụ"
    return BY_NAME[table].column(column).heading


def _evidence(row: Row) -> Iterator[tuple[str, Mapping[str, Json]]]:
    evidence = row["evidence"]
    if isinstance(evidence, Mapping):
        for name, found in evidence.items():
            if isinstance(found, Mapping) and name in row:
                yield name, found


def _quote(found: Mapping[str, Json], around: Row | None) -> Quote:
    """The words of a value, with what stands around them in the row that holds it."""
    words = _text(found.get("words"))
    start, end = found.get("start"), found.get("end")
    if around is not None and all(isinstance(place, int) for place in (start, end, around["start"])):
        text, first = str(around["words"] or ""), int(str(around["start"]))
        a, b = int(str(start)) - first, int(str(end)) - first
        if 0 <= a < b <= len(text) and b - a < len(text):
            before, after = text[:a], text[b:]
            return Quote(
                ("… " if len(before) > _AROUND else "") + before[-_AROUND:],
                _text(text[a:b]),
                after[:_AROUND] + (" …" if len(after) > _AROUND else ""),
            )
    return Quote("", words, "")


def _due(status: Status, row: Row) -> Due:
    again = row["kind"] == DeadlineKind.RECURRING and status.due is not None
    day = day_words(status.due.isoformat()) if again and status.due else day_words(row["end_date"])
    meaning = [value_words("deadlines", "kind", row["kind"])]
    if row["rrule"]:
        meaning.append(rule_words(row["rrule"]))
    if row["start_date"]:
        meaning.append(f"từ {day_words(row['start_date'])}")
    if row["bound"] and (row["end_date"] or row["rrule"]):
        meaning.append(f"tính {value_words('deadlines', 'bound', row['bound'])}")
    doubtful = is_doubtful(row["confidence"], row["reason"])
    return Due(
        _text(row["text"]),
        day,
        again,
        "; ".join(filter(None, meaning)),
        status.state.value,
        status_words(status),
        reason_words(row["reason"]) if doubtful else None,
    )


def _warned(row: Row, index: Mapping[str, int]) -> Warned:
    page, source = row["page"], str(row["source"])
    return Warned(
        index.get(source),
        source,
        warning_words(row),
        _text(row["words"]),
        _text(row["message"]),
        page if isinstance(page, int) else None,
    )


def _counts(rows: _Rows, tasks: tuple[TaskLine, ...], doubts: tuple[Doubt, ...]) -> dict[str, Counter[int]]:
    index = {str(row["source"]): number for number, row in enumerate(rows.documents)}
    return {
        "tasks": Counter(task.document for task in tasks),
        "overdue": Counter(task.document for task in tasks if task.state == State.OVERDUE),
        "doubts": Counter(doubt.document for doubt in doubts),
        "references": Counter(index[s] for row in rows.references if (s := str(row["source"])) in index),
        "warnings": Counter(index[s] for row in rows.warnings if (s := str(row["source"])) in index),
    }


def _cards(rows: _Rows, counts: Mapping[str, Counter[int]]) -> Iterator[DocumentCard]:
    recipients, definitions = _by_source(rows.recipients), _by_source(rows.definitions)
    for index, row in enumerate(rows.documents[:MAX_DOCUMENTS]):
        source = str(row["source"])
        yield DocumentCard(
            id=f"vb-{index + 1}",
            index=index,
            source=source,
            file=PurePath(source.replace("\\", "/")).name,
            name=_name_of(row),
            type=type_name(row["type"]),
            title=_text(row["title"]),
            issuer=_text(row["issuer"]),
            day=day_words(row["date"]),
            secrecy=_text(row["secrecy"]),
            format=_text(row["format"]),
            recognised=bool(row["recognised_pages"]),
            facts=tuple(_facts(row)),
            recipients=tuple(_recipient(found) for found in recipients[source]),
            definitions=tuple(f"{found['alias']}: {found['expansion']}" for found in definitions[source]),
            bases=_texts(row["bases"]),
            tasks=counts["tasks"][index],
            overdue=counts["overdue"][index],
            references=counts["references"][index],
            doubts=counts["doubts"][index],
            warnings=counts["warnings"][index],
        )


def _name_of(row: Row) -> str:
    """The number; of a draft what there is of it."""
    if row["number"]:
        return _text(row["number"])
    if row["symbol"]:
        symbol = _text(row["symbol"])
        return f"…-{symbol}" if "/" in symbol else f"…/{symbol}"  # `…-NQ/TU`, `…/KH-UBND`
    return "(không số)"


def _facts(row: Row) -> Iterator[Fact]:
    found = dict(_evidence(row))
    for name in _FACTS:
        value = row[name]
        if value in (None, "", []):
            if name in ("number", "date", "issuer", "title", "signer_name"):
                yield Fact(BY_NAME["documents"].column(name).heading, "")
            continue
        shown = day_words(value) if name == "date" else "; ".join(_texts(value)) if name == "signer_capacity" else None
        evidence = found.get(name, {})
        doubtful = is_doubtful(evidence.get("confidence"), evidence.get("reason"))
        yield Fact(
            BY_NAME["documents"].column(name).heading,
            _text(value) if shown is None else shown,
            reason_words(evidence.get("reason")) if doubtful else None,
        )
    pages = f"{row['pages']} trang" if row["pages"] else ""
    if row["recognised_pages"]:
        pages += f", trong đó {row['recognised_pages']} trang nhận dạng từ ảnh"
    yield Fact("Tệp", ", ".join(filter(None, (str(row["format"] or "").upper(), pages))))


def _recipient(row: Row) -> str:
    name = f"{row['name']} ({row['action']})" if row["action"] else str(row["name"])
    return name if row["kind"] == "nơi nhận" else f"{row['kind']}: {name}"


def _unit_lines(tasks: tuple[TaskLine, ...], units: Mapping[str, int]) -> list[UnitLine]:
    """Units by how many tasks they lead, then by name."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    others: Counter[str] = Counter()
    for task in tasks:
        for unit in dict.fromkeys(task.leads):
            states[unit][task.state] += 1
        others.update(dict.fromkeys(task.others, 1))
    lines = [
        UnitLine(
            index,
            name,
            sum(states[name].values()),
            others[name],
            tuple((state, states[name][state]) for state, _ in _state_labels()),
        )
        for name, index in units.items()
    ]
    return sorted(lines, key=lambda line: (-line.leads, -line.others, line.name))


def _coming(tasks: tuple[TaskLine, ...]) -> list[TaskLine]:
    """The tasks whose deadline comes next."""
    coming = (task for task in tasks[:MAX_TASKS] if task.due and task.state in (State.DUE_SOON, State.IN_TIME))
    return sorted(coming, key=lambda task: (task.due, task.number))[:_COMING]


def _kinds(tasks: tuple[TaskLine, ...]) -> Iterator[Choice]:
    counts = Counter(kind for task in tasks for kind in task.kinds)
    values = BY_NAME["deadlines"].column("kind").values
    for kind, words in (*values.items(), (NO_DEADLINE, NO_DEADLINE_LABEL)):
        yield Choice(kind, words[:1].upper() + words[1:], counts[kind])


def _figures(rows: _Rows, tasks: tuple[TaskLine, ...]) -> Iterator[Figure]:
    formats = Counter(str(row["format"]) for row in rows.documents)
    readable = {str(row["source"]) for row in rows.documents}
    yield Figure("Tệp đã đọc", f"{_count(len(rows.documents))} / {_count(rows.files)}")
    yield Figure(
        "Theo định dạng",
        ", ".join(f"{name.upper()}: {_count(count)}" for name, count in sorted(formats.items())) or "–",
    )
    yield Figure("Tệp không đọc được", _count(len({str(row["source"]) for row in rows.warnings} - readable)))
    yield Figure("Số trang", _count(_sum(rows.documents, "pages")))
    yield Figure("Trang nhận dạng từ ảnh (OCR)", _count(_sum(rows.documents, "recognised_pages")))
    yield Figure("Số ký tự", _count(_sum(rows.documents, "characters")))
    yield Figure("Nhiệm vụ", _count(len(tasks)))
    yield Figure("Nhiệm vụ có nêu thời hạn", _count(sum(bool(task.dues) for task in tasks)))
    yield Figure("Nhiệm vụ có cơ quan chủ trì", _count(sum(bool(task.leads) for task in tasks)))
    yield Figure("Thời hạn", _count(len(rows.deadlines)))
    yield Figure("Lượt viện dẫn", _count(len(rows.references)))
    yield Figure("Lượt nêu tên đơn vị", _count(len(rows.units)))
    yield Figure("Lượt nêu cá nhân, chức danh", _count(len(rows.officials)))


def _cuts(documents: int, tasks: int, doubts: int, warnings: int) -> Iterator[str]:
    for count, most, what in (
        (documents, MAX_DOCUMENTS, "văn bản"),
        (tasks, MAX_TASKS, "nhiệm vụ"),
        (doubts, MAX_DOUBTS, "giá trị cần kiểm tra"),
        (warnings, MAX_WARNINGS, "cảnh báo"),
    ):
        if count > most:
            yield f"Chỉ hiện {_count(most)} trên {_count(count)} {what}; danh sách đầy đủ có trong vanban.xlsx."


def _place(row: Row) -> str:
    parts = [f"mục {row['section']}"] if row["section"] else []
    parts += [f"trang {row['page']}"] if row["page"] else []
    parts += [f"dòng {row['line']}"] if row.get("line") else []
    return ", ".join(parts)


def _by_source(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["source"])].append(row)
    return found


def _day(value: Json) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None


def _text(value: Json) -> str:
    """A value as text, cut where it is too long for a page."""
    text = "" if value is None else str(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 2] + " …"


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _person(value: Json) -> str:
    return _text(join_values([value]))


def _sum(rows: list[Row], column: str) -> int:
    return sum(value for row in rows if isinstance(value := row[column], int))


def _count(number: int) -> str:
    """`12345` -> `12.345`."""
    return f"{number:,}".replace(",", ".")
