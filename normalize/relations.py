"""Citations in a text -> what the citing document does with each: the verb to its left, lists, titles inside titles."""

from __future__ import annotations

from typing import NamedTuple

import regex

from normalize.model import Relation


class Citation(NamedTuple):
    """A mention from `start` to `end` (its date), with its issuer to `reach`; `mark` is where its number begins."""

    start: int
    end: int
    reach: int
    mark: int


def read_relations(text: str, citations: list[Citation]) -> list[Relation]:
    return [Relation.MENTIONS for _ in citations]
