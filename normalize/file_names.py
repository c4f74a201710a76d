"""The name of a scanned file -> the number of its document, where the page has none; a warning where the two differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import regex

from extract.folding import fold_letters, fold_words
from extract.model import Document, Issue
from normalize.letterhead import Numbering, is_recognised
from normalize.model import Found
from normalize.numbers import Family, parse_number
from normalize.vocabulary import issuers, type_codes


def number_of_file_name(
    document: Document, numbering: Numbering, issuer: str | None, *, by_hand: bool = False
) -> Numbering:
    """The numbering, with the number of the file's name where the page was recognised and the name has its symbol.

    A number written by hand or stamped over is seldom read; `1942_kh_syt.pdf` beside a symbol `KH-SYT` says it.
    Without a symbol, kind and issuer in the name (`153-tb-vpcp.pdf`) must be those of the letterhead. Where page and
    name have the same symbol and other numbers, an issue `number_differs_from_file_name` says so, and what is chosen is
    less certain: the page's number, but for one that only lost a digit, or was written `by_hand`.
    """
    if not is_recognised(document):
        return numbering
    if by_hand and numbering.number is not None:
        named = number_of_file_name(document, replace(numbering, number=None), issuer)
        if named.number is None or fold_letters(named.number.value) == fold_letters(numbering.number.value):
            return numbering
        return replace(named, issues=(*numbering.issues, _differs(numbering.number, named.number.value)))
    name = fold_letters(Path(document.source.replace("\\", "/")).stem)
    symbol = numbering.symbol.value if numbering.symbol is not None else _symbol_of_name(name, issuer)
    if symbol is None:
        return numbering
    read = numbering.parsed.sequence if numbering.number is not None and numbering.parsed is not None else None
    sequence = _sequence_in_name(name, symbol, read)
    if sequence is None:
        return numbering if read is None else _compared(numbering, name, symbol, read)
    where = numbering.symbol.span if numbering.symbol is not None else None
    mark = "-" if numbering.parsed is not None and numbering.parsed.family is Family.PARTY else "/"
    year = f"{numbering.parsed.year}/" if numbering.parsed is not None and numbering.parsed.year is not None else ""
    number = f"{sequence}{mark}{year}{symbol}"
    if numbering.number is not None and fold_letters(numbering.number.value) == fold_letters(number):
        return numbering
    reason = "not read for certain on the page; from the name of the file, whose symbol agrees"
    found = Found(number, where, 0.6, reason)
    issues = numbering.issues
    if numbering.number is not None:
        issues = (*issues, _differs(numbering.number, number))
    return Numbering(found, numbering.symbol or Found(symbol, None, 0.6, reason), parse_number(number), issues)


def _compared(numbering: Numbering, name: str, symbol: str, read: str) -> Numbering:
    """The numbering of the page, less certain and with an issue where the file's name has another number."""
    other = _sequence_in_name(name, symbol, None, strict=True)
    number = numbering.number
    if number is None or other is None or other.lstrip("0") == read.lstrip("0"):
        return numbering
    doubted = replace(
        number, confidence=min(number.confidence, 0.5), reason=f"the name of the file has the number {other}"
    )
    return replace(numbering, number=doubted, issues=(*numbering.issues, _differs(number, other)))


def _differs(number: Found[str], other: str) -> Issue:
    message = f"The number read from the page is {number.value}, that in the name of the file {other}."
    return Issue("number_differs_from_file_name", message, number.span)


def _sequence_in_name(name: str, symbol: str, read: str | None, *, strict: bool = False) -> str | None:
    """The number before a symbol in a folded file name: before all of it, its first two parts, or its first
    (not where `strict`).

    Where the page gave a number (`read`), the page is right, but for one that lost a digit: `88` for the `288` of the
    name.
    """
    tokens = [fold_letters(token) for token in regex.split(r"[/\-]", symbol) if token]
    starts = [tokens[:count] for count in dict.fromkeys((len(tokens), min(2, len(tokens)), 1))]
    if strict:
        starts = [parts for parts in starts if len(parts) > 1 or len(tokens) == 1]
    for parts in (*starts, *([token] for token in tokens[1:] if read is not None)):
        join = r"[\s_\-.]{1,2}" if len(parts) > 1 or read is not None else r"[\s_\-.]{0,2}"
        year = r"(?:(?:19|20)\d\d[\s_\-.]{1,2})?"
        words = r"[\s_\-.]{0,2}".join(regex.escape(part) for part in parts)
        match = regex.search(rf"(?<![\d\p{{L}}])(?P<sequence>\d{{1,5}}){join}{year}{words}(?![a-z])", name)
        if match is not None:
            sequence = match["sequence"]
            if read is None or (read in sequence and len(read) == len(sequence.lstrip("0")) - 1):
                return sequence
    return None


def _symbol_of_name(name: str, issuer: str | None) -> str | None:
    """`tb-vpcp` in a file's name as `TB-VPCP`, where that is the code of the issuer of the letterhead."""
    if issuer is None:
        return None
    folded = fold_words(issuer)
    for known in issuers():
        if folded != fold_words(known.name):
            continue
        match = regex.search(
            rf"\d[\s_\-.](?P<type>[a-z]{{2,3}})[\s_\-.]{regex.escape(fold_letters(known.code))}(?![a-z])", name
        )
        if match is not None:
            code = next((c for c in sorted(type_codes()) if fold_letters(c) == match["type"]), None)
            if code is not None:
                return f"{code}-{known.code}"
    return None
