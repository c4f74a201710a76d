"""Printed document numbers <-> DocNumber: family, sequence, year, kind and issuers, as `196/KH-UBND`, `57-NQ/TW`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import regex

from normalize.vocabulary import issuer_codes, type_codes


class Family(StrEnum):
    """Who numbers a document how; the mark after the sequence decides between the first two."""

    STATE = "state"  # 196/KH-UBND, 140/2017/NĐ-CP
    PARTY = "party"  # 57-NQ/TW
    ASSEMBLY = "assembly"  # 193/2025/QH15
    LETTER = "letter"  # 3204/UBND-KGVX, an official letter without a kind
    OLD = "old"  # 41/CP, 105 TC/ĐT, 473-NQ-QHK4
    SHORT = "short"  # 29, 30/2020: the symbol left out


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number in its parts.

    `text` is the whole without inner spaces and with plain hyphens. `sequence` keeps its leading zeros, decimals and
    letter (`06`, `66.7`, `30c`). `type` is the code of the kind where the symbol has one, `issuers` the codes after it.
    """

    text: str
    family: Family
    sequence: str
    year: int | None = None
    type: str | None = None
    issuers: tuple[str, ...] = ()

    @property
    def symbol(self) -> str:
        """What stands after the sequence and year: `KH-UBND`, `NQ/TW`, `QH15`; empty for a short number."""
        rest = self.text[len(self.sequence) :].lstrip("/-")
        if self.year is not None and rest.startswith(str(self.year)):
            rest = rest[4:].lstrip("/-")
        return rest


# Dashes, eth and Cyrillic capitals that look like Latin ones; spaces go.
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | {"Ð": "Đ", "Ɖ": "Đ"}
    | dict.fromkeys(" \xa0\t\n")
    | dict(zip("АВЕКМНОРСТХ", "ABEKMHOPCTX", strict=True))
)
# What a scan makes of digits before the first mark: `l1/KH-UBND`, `O5/CT-UBND`, `I2/BC-STC`.
_DIGITS = str.maketrans("lIiOo|", "111001")
# `196/KH-UBND`  `66.7/2025/NQ-CP`  `08.a/2010/TT-BTP`  `30c/NQ-CP`  `57-NQ/TW`  `193/2025/QH15`  `105TC/ĐT`
# `29`  `30/2020`
_PARTS = regex.compile(
    r"""
    (?P<sequence> [\dlIOo|]{1,6} (?:\.\d{1,3}|\.(?=[a-e]/))? (?:[a-zđA-EĐ](?=[/-])|[a-zđA-EĐ]??) )
    (?: (?P<mark> [/-]) (?: (?P<year> (?:19|20)\d\d|\d{4}(?=/\p{Lu})) (?:/{1,2}|-|$) )? | (?=\p{Lu}) | $ )
    (?P<symbol> (?:\p{Lu}[\p{L}\d&.,/_-]*)? )
    """,
    regex.VERBOSE,
)
_ASSEMBLY = regex.compile(r"(?:(?P<type>NQ|PL|L)-)?(?:QH|UBTVQH|QHK|UBTVQHK|HĐNN)\d{1,2}$")
_SPLIT = regex.compile(r"[/-]")
# Issuers that recognition damages often: `UBNĐ`, `UBMD`, `TTG`.
_DAMAGED = {
    "UBNĐ": "UBND",
    "UBMD": "UBND",
    "UBHD": "UBND",
    "UBND1": "UBND",
    "HĐNĐ": "HĐND",
    "HDND": "HĐND",
    "TTG": "TTg",
    "NO": "NQ",
    "ND": "NĐ",
    "QD": "QĐ",
}


@cache
def _codes_by_length() -> tuple[str, ...]:
    return tuple(sorted(type_codes(), key=len, reverse=True))


def _unglue(token: str) -> tuple[str, ...]:
    """A token whose hyphen was lost, in its parts: `QĐUBND` is `QĐ`, `UBND`; any other token is itself."""
    if len(token) < 4 or token in issuer_codes() or token in type_codes():
        return (token,)
    for code in _codes_by_length():
        if token.startswith(code) and (token[len(code) :] in issuer_codes() or token[len(code) :] in _DAMAGED):
            return code, token[len(code) :]
    return (token,)


@lru_cache(maxsize=8192)
def parse_number(text: str) -> DocNumber | None:
    """The number that `text` is, whole; None where it is none.

    Spaces go, dashes become hyphens, `Ð` becomes `Đ`; letters that recognition put for digits, a lost hyphen after the
    kind and a few damaged issuers are mended. `format_number` gives the mended text.
    """
    match = _PARTS.fullmatch(text.translate(_DASHES))
    if match is None:
        return None
    sequence, mark, year, symbol = match["sequence"], match["mark"] or "", match["year"], match["symbol"]
    if not sequence[:1].isdigit() or not sequence[1:].replace(".", "").isdigit():
        head = sequence[:-1] if sequence[-1].isalpha() and sequence[-1] not in "lIO" else sequence
        sequence = head.translate(_DIGITS) + sequence[len(head) :]
    number_year = int(year) if year else None
    if not symbol:
        if match["year"] or not mark:
            return DocNumber(sequence + (f"/{year}" if year else ""), Family.SHORT, sequence, number_year)
        return None
    symbol = symbol.rstrip(".,_/-")
    tokens = [token for token in _SPLIT.split(symbol) if token]
    tokens[:1] = _unglue(tokens[0])
    marks = _SPLIT.findall(symbol)
    if len(tokens) > len(marks) + 1:  # a glued kind and issuer came apart
        marks.insert(0, "-")
    tokens = [_DAMAGED.get(token, token) for token in tokens]
    symbol = tokens[0] + "".join(m + t for m, t in zip(marks, tokens[1:], strict=False))
    whole = sequence + mark + (f"{year}/" if year else "") + symbol
    kind, bodies = (
        (tokens[0], tuple(tokens[1:])) if tokens[0] in type_codes() and len(tokens) > 1 else (None, tuple(tokens))
    )
    if _ASSEMBLY.match(symbol):
        family = Family.ASSEMBLY
    elif not mark:
        family = Family.OLD
    elif mark == "-":
        family = Family.PARTY if "/" in symbol else Family.OLD
    elif kind is None:
        family = Family.LETTER if number_year is None and tokens[0] not in ("CP", "TTg", "HĐBT") else Family.OLD
    else:
        family = Family.STATE
    return DocNumber(whole, family, sequence, number_year, kind, bodies)


def format_number(number: DocNumber) -> str:
    """The number as it is printed, without inner spaces: `196/KH-UBND`."""
    return number.text
