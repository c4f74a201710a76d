"""The text of a document and its addressees -> who attends a meeting that it tells of, and to whom it is addressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

import regex

from extract.model import Span
from normalize.gazetteer import cut_words, offices
from normalize.model import Official, Recipient, Unit
from normalize.moving import move_units
from normalize.people import find_officials, parse_officials
from normalize.units import split_units

# `Tham dự cuộc họp có các đồng chí: ...`, `Thành phần tham dự:`, `Chủ trì cuộc họp: ...`; not `Thành phần hồ sơ`.
_ATTENDING = regex.compile(
    r"""
    (?:^|(?<=[.;]\ )) (?:[-–+•*]\ ?|\d{1,2}[.)]\ ?|[a-zđ]\)\ ?)?+
    (?:(?:cùng|kính\ mời|mời|về)\ )?+
    (?: tham\ dự | (?<=cùng\ )dự | dự\ (?:họp|hội\ nghị|cuộc|buổi|phiên|và) | có\ mặt
      | thành\ phần(?=\s?:|\s?$|\ (?:tham\ dự|dự|mời|tham\ gia|gồm|họp))
      | chủ\ trì\ (?:cuộc|hội\ nghị|buổi|phiên|họp) | chủ\ tọa | thư\ ký\ (?:cuộc|hội\ nghị|buổi|phiên|họp)
    )\b
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
# Up to here the words only lead to the names: `Tham dự cuộc họp có các đồng chí:`
_LEAD_IN = regex.compile(
    r"[^:.;]{0,120}?(?:\b(?:có|gồm)\s(?::\s?)?|:\s?|(?=\b(?:các\s)?(?:đồng chí|ông|bà|đ/c)\s))", regex.IGNORECASE
)
_PART = regex.compile(
    r"[-–+•*\s]*(?:(?:chủ trì|chủ tọa|thư ký|thành viên|đại biểu|thành phần)\s?:\s?)?"
    r"(?:(?:tập thể|toàn thể|đại diện)\s)?",
    regex.IGNORECASE,
)
# After the name of one who leads a meeting: `Phó Chủ tịch UBND tỉnh Nguyễn Văn An đã chủ trì cuộc họp`
_CHAIRS = regex.compile(r"\s(?:đã\s)?(?:chủ trì|chủ tọa)\s(?:cuộc|hội nghị|buổi|phiên|họp)", regex.IGNORECASE)
_SENTENCE_END = regex.compile(r"[.](?=\s\p{Lu}|\s?$)")
# A line of a list of people, below a line that ends in a colon.
_LISTED = regex.compile(
    r"(?:[-–+•*]|\d{1,2}[.)]|(?:các\s)?(?:đồng chí|ông|bà|đ/c)\b|(?:lãnh đạo|đại diện|giám đốc|phó|chủ tịch|trưởng)\b)",
    regex.IGNORECASE,
)
_LONGEST = 1500  # characters of one list in a line


def find_people(text: str, recipients: Iterable[Recipient] = (), *, meets: bool = True) -> tuple[Official, ...]:
    """The people whom a text names, each with the role in the document: addressed, attends, or only mentioned.

    Offices without a person are given only where they are addressed or attend; spans lie in `text`. `meets` is False
    for rules, which say who attends meetings to come.
    """
    certain = (*find_addressed(recipients), *(find_attending(text) if meets else ()))
    spans = [official.span for official in certain if official.span is not None]
    named = (
        replace(person, role="attends") if person.span and _CHAIRS.match(text, person.span.end) else person
        for person in find_officials(text)
        if person.span is not None and not _overlaps(person.span, spans)
    )
    return tuple(sorted((*certain, *named), key=lambda official: official.span.start if official.span else 0))


def find_attending(text: str) -> tuple[Official, ...]:
    """The people and offices that attend a meeting, by the lines and sentences that say who does."""
    found: list[Official] = []
    for start, words in _attending(text):
        found.extend(_named(words, start, "attends"))
    return tuple(found)


def find_addressed(recipients: Iterable[Recipient]) -> tuple[Official, ...]:
    """The people and offices among the addressees of a letter; a body as addressee is no official."""
    return tuple(
        official
        for recipient in recipients
        if recipient.kind == "kính gửi"
        for official in _named(recipient.name, recipient.span.start, "addressed")
    )


def _attending(text: str) -> Iterator[tuple[int, str]]:
    """The words that name who attends, each with where they begin."""
    start, open_ = 0, False
    for line in text.split("\n"):
        matches = list(_ATTENDING.finditer(line))
        for match, following in zip_longest(matches, matches[1:]):
            stop = min(following.start() if following else len(line), match.end() + _LONGEST)
            end = _SENTENCE_END.search(line, match.end(), stop)
            stop = end.start() if end else stop
            lead_in = _LEAD_IN.match(line, match.end(), stop)
            names = lead_in.end() if lead_in else match.end()
            yield _without_part(start + names, line[names:stop])
        if matches:
            open_ = line.rstrip().endswith(":") or not line[matches[-1].end() :].strip()
        elif open_ and _LISTED.match(line.lstrip()):
            yield _without_part(start, line)
        else:
            open_ = False
        start += len(line) + 1


def _without_part(start: int, words: str) -> tuple[int, str]:
    """The words without what part those who follow take in the meeting: `Chủ trì: Đồng chí A`."""
    match = _PART.match(words)
    return (start, words) if match is None else (start + match.end(), words[match.end() :])


def _named(words: str, start: int, role: str) -> Iterator[Official]:
    """The people of a list, each with the office, then the offices that it gives without a person."""
    people = [person for person in parse_officials(words) if person.title or person.role == "person"]
    for person in people:
        yield replace(person, role=role, span=_moved(person.span, start))
    spans = [person.span for person in people if person.span is not None]
    for unit in split_units(words):
        certain = unit.span is not None and not _overlaps(unit.span, spans) and unit.confidence == 1
        if certain and ":" not in unit.name and _is_office(unit.name):
            yield _office(unit, start, role)


def _is_office(name: str) -> bool:
    """True for the office of a head, a deputy, or those who lead together; not for `cán bộ văn thư`."""
    found = offices().longest(cut_words(name).folded, 0)
    return found is not None and found[1] != "member"


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _office(unit: Unit, start: int, role: str) -> Official:
    (moved,) = move_units((unit,), start)
    return Official(moved.name, role=role, span=moved.span, confidence=moved.confidence, reason=moved.reason)


def _moved(span: Span | None, start: int) -> Span | None:
    return None if span is None else Span(span.start + start, span.end + start)
