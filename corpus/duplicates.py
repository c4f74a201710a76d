"""Tasks of a document -> which of them its appendix only repeats, or breaks up, from its text."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from corpus.columns import Json, Row
from corpus.likeness import Features, LikenessIndex, Place, coverage, features_of, likeness

ALIKE = 0.8  # from which likeness (Dice) two places of a document give one task
WITHIN = 0.95  # from which coverage one of them is a part of the other
_LEAST = 10  # features of the shorter one, for that; `Báo cáo UBND tỉnh` is a part of many
_GROUP = regex.compile(r"\b(?:các|cấp|liên quan)\b")
_APPENDIX = regex.compile(r"(?i)^(?:phụ lục|danh mục|biểu)\b")


def find_duplicates(tasks: Sequence[Row]) -> list[int | None]:
    """For each task of a document the `row` of the earlier task that it repeats, None for most.

    One of the two must stand in an appendix and the other not, and those who lead must agree unless the texts are all
    but equal.
    """
    body, appendix = dict[Place, Row](), dict[Place, Row]()
    for number, row in enumerate(tasks, start=1):
        (appendix if _in_appendix(row) else body)["", number] = row
    found: list[int | None] = [None] * len(tasks)
    if not body or not appendix:
        return found
    texts = {place: task_features(row) for place, row in (*body.items(), *appendix.items())}
    first, second = (body, appendix) if min(body) < min(appendix) else (appendix, body)
    index = LikenessIndex({place: texts[place] for place in first})
    for place, row in second.items():
        best: tuple[float, int] | None = None
        for other in index.near(texts[place]):
            how = _same(texts[place], texts[other], row, first[other])
            if how is not None and (best is None or (how, -other[1]) > best):
                best = how, -other[1]
        if best is not None:
            found[place[1] - 1] = -best[1]
    return found


def task_features(row: Row) -> Features:
    """What a task is about, without the words of its deadline."""
    content, deadline = str(row["content"] or ""), row["deadline"]
    words = deadline.get("text") if isinstance(deadline, dict) else None
    return features_of(content.replace(words, " ") if isinstance(words, str) and words else content)


def find_sameness(one: Features, other: Features) -> tuple[float, float] | None:
    """How alike two texts are and the threshold that this passes, where they give one task; None where they do not.

    They do where they share most of their words, or where one of them, if long enough, is a part of the other.
    """
    alike = likeness(one, other)
    if alike >= ALIKE:
        return alike, ALIKE
    part, whole = (one, other) if len(one) <= len(other) else (other, one)
    covered = coverage(part, whole)
    return (covered, WITHIN) if len(part) >= _LEAST and covered >= WITHIN else None


def _same(one: Features, other: Features, row: Row, other_row: Row) -> float | None:
    """How alike two tasks are, where that is enough; None where it is not."""
    if find_sameness(one, other) is None:
        return None
    alike = likeness(one, other)
    return alike if alike >= WITHIN or _leads_agree(row["leads"], other_row["leads"]) else None


def _leads_agree(one: Json, other: Json) -> bool:
    """True where a unit is in both, or one of them names none or a group, of which the other may name a part."""
    names, others = _names(one), _names(other)
    groups = any(_GROUP.search(name) for name in names | others)
    return not names or not others or groups or bool(names & others)


def _names(leads: Json) -> set[str]:
    return {str(name).casefold() for name in leads} if isinstance(leads, list) else set()


def _in_appendix(row: Row) -> bool:
    return any(_APPENDIX.match(str(row[name] or "")) for name in ("section", "label"))
