"""Footnotes at the foot of a text page -> notes of their own; their marks are taken out of the words before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.reflow import TextLine

# `1 Nghị quyết số 57-NQ/TW ...`, `2Thay thế các Quyết định: ...`, `[3] Công văn ...`; not `1. Mục đích`, `2) Yêu cầu`
_NOTE = regex.compile(r"(?P<number>\d{1,2})\s?(?=[\p{Lu}“\"(])|\[(?P<bracket>\d{1,2})\]\s?(?=\S)")
_LONGEST = 30  # lines of notes on one page


@dataclass(frozen=True, slots=True)
class Notes:
    """The lines without the notes, and the lines of each note."""

    body: tuple[TextLine, ...]
    notes: tuple[tuple[TextLine, ...], ...]


def take_footnotes(lines: Sequence[TextLine]) -> Notes:
    """Find the notes whose number also stands as a mark behind a word above them, on the same page."""
    body: list[TextLine] = list(lines)
    removed: set[int] = set()
    notes: list[tuple[TextLine, ...]] = []
    paged = lines[-1].page > 1 if lines else False
    i = 0
    while i < len(lines):
        match = _NOTE.match(lines[i].text)
        if match is None:
            i += 1
            continue
        number = match["number"] or match["bracket"]
        mark = _find_mark(body, removed, i, number, paged=paged)
        if mark is None:
            i += 1
            continue
        end = _note_end(lines, i, int(number), paged=paged)
        index, start, stop = mark
        text = body[index].text
        body[index] = body[index]._replace(text=(text[:start] + text[stop:]).rstrip())
        notes.append(tuple(lines[i:end]))
        removed.update(range(i, end))
        i = end
    kept = tuple(line for index, line in enumerate(body) if index not in removed)
    return Notes(kept, tuple(notes))


def _find_mark(
    body: Sequence[TextLine], removed: set[int], note: int, number: str, *, paged: bool
) -> tuple[int, int, int] | None:
    """Where the mark of a note stands: line, start, end; looked for upwards from the note, on its page."""
    # `chuyển đổi số1 theo`, `Quảng Ngãi2, đảm bảo`, `02 tỉnh3; do đó`, `(cũ)4.`; not `km2`, `m3`, `QH15`
    pattern = regex.compile(
        rf"(?:(?<=\p{{L}}\p{{Ll}})(?<!\b(?:km|cm|dm|mm|ha)){number}|(?<=[)”\"]){number}|\[{number}\])(?=[\s,.;:)”/]|$)"
    )
    for index in range(note - 1, max(-1, note - 80), -1):
        if index in removed:
            continue
        if paged and body[index].page != body[note].page:
            break
        found = pattern.search(body[index].text)
        if found is not None:
            return index, found.start(), found.end()
    return None


def _note_end(lines: Sequence[TextLine], start: int, number: int, *, paged: bool) -> int:
    """The index after the last line of a note: at the next note, the end of the page, or the end of its sentence."""
    for i in range(start + 1, min(len(lines), start + _LONGEST)):
        line = lines[i]
        if line.page != lines[start].page:
            return i
        match = _NOTE.match(line.text)
        if match is not None and int(match["number"] or match["bracket"]) == number + 1:
            return i
        if not paged and (line.blanks or lines[i - 1].text.endswith((".", ";"))) and not line.text[:1].islower():
            return i
    return min(len(lines), start + _LONGEST)
