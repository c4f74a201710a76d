"""Two works -> which of them stands above the other, and whether one can change the other at all."""

from __future__ import annotations

from functools import cache

import regex

from corpus.places import NATIONAL, is_known, is_state_body
from corpus.works import WorkKey
from normalize.vocabulary import issuers

# Notices, letters, reports and proposals speak of changes that others make; a consolidated text repeats those made.
_NO_ACTS = frozenset(["TB", "CV", "BC", "TTr", "GM", "BB", "CĐ", "PC", "TBKL", "VBHN"])
# `140/2017/NĐ-CP`, `193/2025/QH15`: the year inside the number marks what is normative (Luật 64/2025/QH15).
_NORMATIVE = regex.compile(r"\d[\w.]*/(?:19|20)\d\d/")
# `66.7/2025/NQ-CP`: resolutions of the Government that may settle what laws say (Nghị quyết 206/2025/QH15).
_ABOVE_LAWS = regex.compile(r"66\.\d+/20\d\d/NQ-CP")
_LAW = 1
_RANKS = (
    (regex.compile(r"QHK?\d{0,2}"), _LAW),
    (regex.compile(r"(?:UBTVQHK?|HĐNN)\d{0,2}"), 2),
    (regex.compile(r"CTN"), 3),
    (regex.compile(r"CP|HĐBT"), 4),
    (regex.compile(r"TTg"), 5),
)
_MINISTRY, _PROVINCIAL_PARTY, _COUNCIL, _COMMITTEE, _DEPARTMENT, _BELOW = 6, 6, 7, 8, 9, 10


@cache
def rank_of(key: WorkKey) -> int | None:
    """The rank of who issued a work, 0 for the central Party bodies, 10 below the province; None where not known."""
    if not is_known(key.place):
        return None
    if key.place != NATIONAL:
        if "." in key.place or key.place.split("-")[0] in ("xa", "phuong", "huyen", "quan"):
            return _BELOW
        if key.issuer.endswith("UBND"):  # `CTUBND`: its chairman
            return _COMMITTEE
        return {"TU": _PROVINCIAL_PARTY, "HĐND": _COUNCIL}.get(key.issuer, _DEPARTMENT)
    if key.issuer == "TW" or (key.issuer.endswith("TW") and key.issuer != "VPTW"):
        return 0
    if key.type == "HP":
        return 0
    for pattern, rank in _RANKS:
        if pattern.fullmatch(key.issuer):
            return rank
    return _MINISTRY if is_state_body(key.issuer) and key.issuer in _codes() else None


@cache
def _codes() -> frozenset[str]:
    return frozenset(issuer.code for issuer in issuers())


def leads_up(lower: WorkKey, upper: WorkKey) -> bool:
    """False where the first surely stands above the second, so that it cannot be carrying it out."""
    one, other = rank_of(lower), rank_of(upper)
    return one is None or other is None or other <= one


def why_no_change(by: WorkKey, key: WorkKey, type: str | None = None) -> str | None:
    """Why a work cannot amend, replace or repeal another; None where it can.

    A normative act is changed by normative acts of the same body or one above (Luật 64/2025/QH15). `type` is the kind
    that the changing document gives itself.
    """
    if (type or by.type) in _NO_ACTS or by.type in _NO_ACTS:
        return "a document of its kind changes nothing, it speaks of a change"
    if _NORMATIVE.match(key.number) and by.number[:1].isdigit() and not _NORMATIVE.match(by.number):
        return "it is not normative and the other is"
    if _ABOVE_LAWS.match(by.number):
        return None
    one, other = rank_of(by), rank_of(key)
    if one is not None and other is not None and one > other:
        return "its issuer stands below that of the other"
    return None
