"""Rows -> the lines of the register as they stand on a day, and the uncertain values with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from corpus.columns import BY_NAME, Json, Row
from corpus.status import Status, most_pressing, status_of
from normalize.model import DeadlineKind
from outputs.cells import join_values
from outputs.report_rows import ReportRows, by_task, evidence_of, list_of, place_of, text_of, texts_of
from outputs.report_view import (
    Doubt,
    Due,
    Quote,
    TaskLine,
)
from outputs.report_words import (
    NO_DEADLINE,
    NO_DEADLINE_LABEL,
    day_words,
    is_doubtful,
    is_of_unit,
    reason_words,
    rule_words,
    status_words,
    value_words,
)

_AROUND = 220  # characters shown before and after the words of a value


class TaskMaker:
    """Makes the lines of the register, and gathers the uncertain values and the units on the way."""

    def __init__(self, rows: ReportRows, index: Mapping[str, int], today: date, soon_days: int) -> None:
        self._rows, self._index, self._today, self._soon = rows, index, today, soon_days
        self._deadlines = by_task(rows.deadlines)
        self._task_units = by_task(rows.units)
        self._directors = by_task(rows.officials)
        self.doubts: list[Doubt] = []
        self.units: dict[str, int] = {}

    def task_lines(self) -> Iterator[TaskLine]:
        """The lines of the register, in the order of files and rows."""
        for number, task in enumerate(self._rows.tasks, start=1):
            if str(task["source"]) in self._index:
                yield self._task_line(number, task)

    def _task_line(self, number: int, task: Row) -> TaskLine:
        source, row = str(task["source"]), task["row"]
        key = (source, row if isinstance(row, int) else 0)
        name = f"nv-{number}"
        deadlines = self._deadlines.get(key, [])
        counted = [self._rows.counted.get((source, int(str(deadline["row"])))) for deadline in deadlines]
        known = [
            (status_of(deadline, today=self._today, counted=count, soon_days=self._soon), deadline)
            for deadline, count in zip(deadlines, counted, strict=True)
        ]
        dues = tuple(_due(status, deadline, count) for (status, deadline), count in zip(known, counted, strict=True))
        most = most_pressing(status for status, _ in known)
        first = len(self.doubts)
        self._doubts_of_task(task, name)
        for table, parts in (("deadlines", deadlines), ("units", self._task_units.get(key, []))):
            self._doubts_of(table, parts, name, task)
        self._doubts_of("officials", self._directors.get(key, []), name, task)
        leads, others = texts_of(task["leads"]), texts_of(task["coordinators"])
        return TaskLine(
            id=name,
            number=number,
            document=self._index[source],
            label=text_of(task["label"]),
            content=text_of(task["content"]),
            leads=leads,
            others=others,
            directors=tuple(_person(who) for who in list_of(task["directors"])),
            product=text_of(task["product"]),
            submit_to=text_of(task["submit_to"]),
            dues=dues,
            state=most.state if most else NO_DEADLINE,
            state_words=status_words(most) if most else NO_DEADLINE_LABEL,
            due=most.due.isoformat() if most and most.due else "",
            kinds=tuple(dict.fromkeys(str(deadline["kind"]) for deadline in deadlines)) or (NO_DEADLINE,),
            states=tuple(dict.fromkeys(due.state for due in dues)) or (NO_DEADLINE,),
            units=tuple(dict.fromkeys(self._unit(unit) for unit in (*leads, *others))),
            place=place_of(task),
            words=text_of(task["words"]),
            doubts=tuple(doubt.id for doubt in self.doubts[first:]),
        )

    def _unit(self, name: str) -> int:
        return self.units.setdefault(name, len(self.units))

    def add_other_doubts(self) -> None:
        """The uncertain values of documents, and of rows that belong to no task."""
        for row in self._rows.documents:
            evidence = dict(evidence_of(row))
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
        for column, found in evidence_of(task):
            if column == "content" and is_of_unit(found.get("reason")):
                self._add("tasks", "leads", "; ".join(texts_of(task["leads"])), task, found, name, task)
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
                value=day_words(value) if column == "date" else text_of(value),
                quote=_quote(found, around),
                reason=reason_words(found.get("reason")),
                percent=round(100 * confidence) if isinstance(confidence, (int, float)) else 0,
                page=page if isinstance(page, int) else None,
                place=place_of(row),
                source=source,
                words=text_of(found.get("words")),
            )
        )


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


def _quote(found: Mapping[str, Json], around: Row | None) -> Quote:
    """The words of a value, with what stands around them in the row that holds it."""
    words = text_of(found.get("words"))
    start, end = found.get("start"), found.get("end")
    if around is not None and all(isinstance(place, int) for place in (start, end, around["start"])):
        text, first = str(around["words"] or ""), int(str(around["start"]))
        a, b = int(str(start)) - first, int(str(end)) - first
        if 0 <= a < b <= len(text) and b - a < len(text):
            before, after = text[:a], text[b:]
            return Quote(
                ("… " if len(before) > _AROUND else "") + before[-_AROUND:],
                text_of(text[a:b]),
                after[:_AROUND] + (" …" if len(after) > _AROUND else ""),
            )
    return Quote("", words, "")


def _due(status: Status, row: Row, counted: Row | None) -> Due:
    again = row["kind"] == DeadlineKind.RECURRING and status.due is not None
    reckoned = row["kind"] == DeadlineKind.EVENT and status.due is not None
    day = day_words(status.due.isoformat()) if (again or reckoned) and status.due else day_words(row["end_date"])
    meaning = [value_words("deadlines", "kind", row["kind"])]
    if row["role"]:
        meaning.append(f"phải {value_words('deadlines', 'role', row['role'])}")
    if row["at"]:
        meaning.append(f"lúc {row['at']}")
    if row["rrule"]:
        meaning.append(rule_words(row["rrule"]))
    if row["start_date"]:
        meaning.append(f"từ {day_words(row['start_date'])}")
    if row["bound"] and (row["end_date"] or row["rrule"]):
        meaning.append(f"tính {value_words('deadlines', 'bound', row['bound'])}")
    meaning += _reckoning(row, counted)
    doubtful = is_doubtful(row["confidence"], row["reason"])
    return Due(
        text_of(row["text"]),
        day,
        again,
        reckoned,
        "; ".join(filter(None, meaning)),
        status.state.value,
        status_words(status),
        reason_words(row["reason"]) if doubtful else None,
    )


def _reckoning(row: Row, counted: Row | None) -> Iterator[str]:
    """How the last day was reckoned, with the place of the event's day; or what it waits for, and why."""
    if counted is None:
        if row["due_date"]:
            yield f"ngày cuối còn trong hạn {day_words(row['due_date'])}: {reason_words(row['due_reason'])}"
    elif counted["state"] == "resolved":
        if counted["due_date"]:
            yield f"ngày cuối còn trong hạn {day_words(counted['due_date'])}"
        yield reason_words(counted["rule"])
        if counted["event_words"]:
            page = f", trang {counted['event_page']}" if counted["event_page"] else ""
            yield f"nơi nêu ngày: {text_of(counted['event_source'])}{page}: “{text_of(counted['event_words'])}”"
    else:
        if counted["event"]:
            yield f"chờ: {text_of(counted['event'])}"
        yield reason_words(counted["reason"])


def _person(value: Json) -> str:
    return text_of(join_values([value]))
