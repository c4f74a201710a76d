"""Store -> the view of the report: documents, tasks with their state on a day, uncertain values, warnings, figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath

from corpus.columns import BY_NAME, Row
from corpus.status import State
from corpus.store import Store
from outputs.report_rows import ReportRows, evidence_of, read_rows, state_labels, text_of, texts_of
from outputs.report_tasks import TaskMaker
from outputs.report_view import (
    Choice,
    DocumentCard,
    Doubt,
    Fact,
    Figure,
    ReportView,
    Summary,
    TaskLine,
    UnitLine,
    Warned,
)
from outputs.report_words import (
    NO_DEADLINE,
    NO_DEADLINE_LABEL,
    day_words,
    is_doubtful,
    reason_words,
    type_name,
    warning_words,
)

MAX_TASKS = 10_000
MAX_DOCUMENTS = 3_000
MAX_DOUBTS = 3_000
MAX_WARNINGS = 3_000
_COMING = 8
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


def make_view(store: Store, *, today: date, soon_days: int = 7, include_secret: bool = False) -> ReportView:
    """The view of a store on a day. Documents marked secret are left out wholly, unless `include_secret`."""
    rows = read_rows(store, include_secret=include_secret)
    index = {str(row["source"]): number for number, row in enumerate(rows.documents)}
    maker = TaskMaker(rows, index, today, soon_days)
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
            tuple(Choice(state, label, states[state]) for state, label in state_labels()),
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


def _warned(row: Row, index: Mapping[str, int]) -> Warned:
    page, source = row["page"], str(row["source"])
    return Warned(
        index.get(source),
        source,
        warning_words(row),
        text_of(row["words"]),
        text_of(row["message"]),
        page if isinstance(page, int) else None,
    )


def _counts(rows: ReportRows, tasks: tuple[TaskLine, ...], doubts: tuple[Doubt, ...]) -> dict[str, Counter[int]]:
    index = {str(row["source"]): number for number, row in enumerate(rows.documents)}
    return {
        "tasks": Counter(task.document for task in tasks),
        "overdue": Counter(task.document for task in tasks if task.state == State.OVERDUE),
        "doubts": Counter(doubt.document for doubt in doubts),
        "references": Counter(index[s] for row in rows.references if (s := str(row["source"])) in index),
        "warnings": Counter(index[s] for row in rows.warnings if (s := str(row["source"])) in index),
    }


def _cards(rows: ReportRows, counts: Mapping[str, Counter[int]]) -> Iterator[DocumentCard]:
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
            title=text_of(row["title"]),
            issuer=text_of(row["issuer"]),
            day=day_words(row["date"]),
            secrecy=text_of(row["secrecy"]),
            format=text_of(row["format"]),
            recognised=bool(row["recognised_pages"]),
            facts=tuple(_facts(row)),
            recipients=tuple(_recipient(found) for found in recipients[source]),
            definitions=tuple(f"{found['alias']}: {found['expansion']}" for found in definitions[source]),
            bases=texts_of(row["bases"]),
            tasks=counts["tasks"][index],
            overdue=counts["overdue"][index],
            references=counts["references"][index],
            doubts=counts["doubts"][index],
            warnings=counts["warnings"][index],
        )


def _name_of(row: Row) -> str:
    """The number; of a draft what there is of it."""
    if row["number"]:
        return text_of(row["number"])
    if row["symbol"]:
        symbol = text_of(row["symbol"])
        return f"…-{symbol}" if "/" in symbol else f"…/{symbol}"  # `…-NQ/TU`, `…/KH-UBND`
    return "(không số)"


def _facts(row: Row) -> Iterator[Fact]:
    found = dict(evidence_of(row))
    for name in _FACTS:
        value = row[name]
        if value in (None, "", []):
            if name in ("number", "date", "issuer", "title", "signer_name"):
                yield Fact(BY_NAME["documents"].column(name).heading, "")
            continue
        shown = (
            day_words(value) if name == "date" else "; ".join(texts_of(value)) if name == "signer_capacity" else None
        )
        evidence = found.get(name, {})
        doubtful = is_doubtful(evidence.get("confidence"), evidence.get("reason"))
        yield Fact(
            BY_NAME["documents"].column(name).heading,
            text_of(value) if shown is None else shown,
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
            tuple((state, states[name][state]) for state, _ in state_labels()),
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


def _figures(rows: ReportRows, tasks: tuple[TaskLine, ...]) -> Iterator[Figure]:
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


def _by_source(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["source"])].append(row)
    return found


def _sum(rows: list[Row], column: str) -> int:
    return sum(value for row in rows if isinstance(value := row[column], int))


def _count(number: int) -> str:
    """`12345` -> `12.345`."""
    return f"{number:,}".replace(",", ".")
