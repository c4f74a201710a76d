"""The name of a scanned file -> the number of its document, where the page shows the symbol but no readable number."""

from __future__ import annotations

from pathlib import Path

import regex

from extract.folding import fold_letters, fold_words
from extract.model import Document
from normalize.letterhead import Numbering, is_recognised
from normalize.model import Found
from normalize.numbers import Family, parse_number
from normalize.vocabulary import issuers, type_codes


def number_of_file_name(document: Document, numbering: Numbering, issuer: str | None) -> Numbering:
    """The numbering, with the number of the file's name where the page was recognised and the name has its symbol.

    A number written by hand or stamped over is seldom read; `1942_kh_syt.pdf` beside a symbol `KH-SYT` says it.
    Without a symbol, kind and issuer in the name (`153-tb-vpcp.pdf`) must be those of the letterhead.
    """
    if not is_recognised(document):
        return numbering
    name = fold_letters(Path(document.source.replace("\\", "/")).stem)
    symbol = numbering.symbol.value if numbering.symbol is not None else _symbol_of_name(name, issuer)
    if symbol is None:
        return numbering
    read = numbering.parsed.sequence if numbering.number is not None and numbering.parsed is not None else None
    sequence = _sequence_in_name(name, symbol, read)
    if sequence is None:
        return numbering
    where = numbering.symbol.span if numbering.symbol is not None else None
    mark = "-" if numbering.parsed is not None and numbering.parsed.family is Family.PARTY else "/"
    year = f"{numbering.parsed.year}/" if numbering.parsed is not None and numbering.parsed.year is not None else ""
    number = f"{sequence}{mark}{year}{symbol}"
    if numbering.number is not None and fold_letters(numbering.number.value) == fold_letters(number):
        return numbering
    reason = "not read for certain on the page; from the name of the file, whose symbol agrees"
    found = Found(number, where, 0.6, reason)
    return Numbering(
        found, numbering.symbol or Found(symbol, None, 0.6, reason), parse_number(number), numbering.issues
    )


def _sequence_in_name(name: str, symbol: str, read: str | None) -> str | None:
    """The number before a symbol in a folded file name: before all of it, its first two parts, or its first.

    Where the page gave a number (`read`), the page is right, but for one that lost a digit: `88` for the `288` of the
    name.
    """
    tokens = [fold_letters(token) for token in regex.split(r"[/\-]", symbol) if token]
    starts = [tokens[:count] for count in dict.fromkeys((len(tokens), min(2, len(tokens)), 1))]
    for parts in (*starts, *([token] for token in tokens[1:] if read is not None)):
        join = r"[\s_\-.]{1,2}" if len(parts) > 1 or read is not None else r"[\s_\-.]{0,2}"
        year = r"(?:(?:19|20)\d\d[\s_\-.]{1,2})?"
        words = r"[\s_\-.]{0,2}".join(regex.escape(part) for part in parts)
        match = regex.search(rf"(?<![\d\p{{L}}])(?P<sequence>\d{{1,5}}){join}{year}{words}(?![a-z])", name)
        if match is not None:
            sequence = match["sequence"]
            if read is None or (read in sequence and len(read) == len(sequence) - 1):
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
