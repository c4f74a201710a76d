"""Cells that a person changed in a register -> the value of a correction, in the form of its column."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date

import regex

from corpus.columns import BY_NAME, DEADLINE_PARTS, PART_COLUMNS, Json
from corpus.rows import deadline_value
from normalize.deadlines import parse_deadline
from normalize.model import PartialDate
from outputs.cells import CUT, MAX_CELL
from outputs.identities import canonical
from outputs.register import COLUMNS, STATUSES, Entry

DEADLINE_COLUMNS = ("deadline_text", "deadline_end", "deadline_kind")
_SEPARATOR = regex.compile(r"[;\n]")
# `30/11/2025`, `11.2025`, `2025`
_DAY = regex.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})")
_ISO = regex.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
# `Nguyễn Văn An (Giám đốc Sở)`, `Giám đốc Sở`
_PERSON = regex.compile(r"(?P<name>[^()]++)(?:\((?P<title>.++)(?<=\)))?+")

Value = str | int | float | date | None


class CannotTake(Exception):
    """Why a cell cannot be taken."""


def parse_value(field: str, parts: Mapping[str, Value], entry: Entry) -> Json:
    """The value of a correction, in the form of its column; raises CannotTake."""
    if field == "deadline":
        return _deadline_of(parts, entry)
    value = parts[field]
    match field:
        case "date":
            return None if value in (None, "") else str(_partial_date(value))
        case "leads" | "coordinators":
            return [_squeezed(part) for part in _SEPARATOR.split(_words(value)) if part.strip()]
        case "directors":
            return [_person(part) for part in _SEPARATOR.split(_words(value)) if part.strip()]
        case "status":
            text = _squeezed(_words(value))
            if text and text not in STATUSES:
                raise CannotTake(f"{shorten(text)} is none of: {', '.join(STATUSES)}.")
            return text or None
        case "note":
            return _note_of(_words(value), entry)
        case "content":
            text = _squeezed(_words(value))
            if not text:
                raise CannotTake("a task cannot be without content; not taken.")
            return text
        case _:
            return _squeezed(_words(value)) or None


def _deadline_of(parts: Mapping[str, Value], entry: Entry) -> Json:
    """The deadline with its changed parts. New words alone are read anew; a day or kind that is given stands."""
    old = next((row for row in entry.deadlines if row["main"]), None)
    value: dict[str, Json] = {part: None if old is None else old[PART_COLUMNS[part]] for part in DEADLINE_PARTS}
    if "deadline_text" in parts:
        text = _squeezed(_words(parts["deadline_text"]))
        value["text"] = text or None
        issued = PartialDate(*map(int, entry.document_date.split("-"))) if entry.document_date else None
        read = parse_deadline(text, document_date=issued, column=True) if text else None
        if read is not None and read.reason is None:
            value = deadline_value(read) | {"text": text}
        elif text and not {"deadline_end", "deadline_kind"} & set(parts):
            raise CannotTake(
                f"{shorten(text)} is not understood as a time; give the day in "
                f"{COLUMNS['deadline_end'].text!r} or the kind in {COLUMNS['deadline_kind'].text!r} too."
            )
        elif not text:
            value = dict.fromkeys(value)
    if "deadline_end" in parts:
        day = parts["deadline_end"]
        found = None if day in (None, "") else _partial_date(day)
        if found is not None and found.day is None:
            raise CannotTake(f"{shorten(canonical(day))} is no whole day; write dd/mm/yyyy.")
        value["end"] = None if found is None else str(found)
        value |= {"due": None, "at": None}
        if found is not None and value["kind"] in (None, "ongoing"):
            value["kind"] = "by"
    if "deadline_kind" in parts:
        value["kind"] = _kind_of(_squeezed(_words(parts["deadline_kind"])))
    if not any(value.values()):
        return None
    if value["kind"] is None:
        raise CannotTake("a deadline needs its kind; not taken.")
    if value["kind"] != "recurring":
        value["rrule"] = None
    return value


def _kind_of(text: str) -> str | None:
    kinds = {word: kind for kind, word in BY_NAME["deadlines"].column("kind").values.items()}
    if text and text not in kinds:
        raise CannotTake(f"{shorten(text)} is none of: {', '.join(kinds)}.")
    return kinds.get(text)


def _note_of(text: str, entry: Entry) -> str | None:
    """What a person wrote into the note beside the warnings, which are made anew each time."""
    lines = [line for part in text.split("\n") if (line := _squeezed(part))]
    warnings = [_squeezed(line) for warning in entry.warnings for line in warning.split("\n")]
    own = [line for line in lines if line not in warnings]
    if not own and any(line not in lines for line in warnings):
        raise CannotTake("the warnings are made from the document, and come again; correct what they are about.")
    return "\n".join(own) or None


def _partial_date(value: Value) -> PartialDate:
    """A date as a spreadsheet has it, or as an office writes it: `30/11/2025`, `11/2025`, `2025`."""
    if isinstance(value, date):
        return PartialDate(value.year, value.month, value.day)
    text = str(value).strip()
    match = _ISO.fullmatch(text) or (None if isinstance(value, (int, float)) else _DAY.fullmatch(text))
    if match is None:
        raise CannotTake(f"{shorten(text)} is no date; write dd/mm/yyyy.")
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        raise CannotTake(f"{shorten(text)} is no day of the calendar.") from None
    return PartialDate(year or 0, month, day)


def _person(text: str) -> dict[str, Json]:
    match = _PERSON.fullmatch(_squeezed(text))
    if match is None or not match["name"].strip():
        raise CannotTake(f"{shorten(text)} is not of the form `Name` or `Name (office)`.")
    title = match["title"]
    return {"name": match["name"].strip(), "title": title[:-1].strip() or None if title else None}


def _words(value: Value) -> str:
    """A value that has to be text."""
    if value is None:
        return ""
    if isinstance(value, date):
        raise CannotTake(f"the spreadsheet made a date of it ({value:%d/%m/%Y}); format the cell as text.")
    if isinstance(value, float) and not value.is_integer():
        raise CannotTake(f"is a number ({value}); format the cell as text.")
    text = str(int(value)) if isinstance(value, float) else str(value)
    if CUT in text or len(text) > MAX_CELL:
        raise CannotTake("was cut when it was written, so the change would lose the rest; not taken.")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def shorten(text: str) -> str:
    """The words of a cell as a message shows them."""
    return f"`{text if len(text) <= 80 else text[:80] + '…'}`"
