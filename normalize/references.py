"""Text -> references: every mention of another document with its kind, number or name, date, issuer and relation."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import regex

from extract.model import Document, Origin, Span, Zones
from extract.references import (
    NumberMention,
    find_numbers,
    is_document,
    kind_words,
    read_date,
    read_issuer,
    read_pinpoint,
    read_pinpoint_after,
    read_title,
    read_word,
    read_year,
)
from normalize.dates import parse_date
from normalize.laws import LawMention, find_laws, fold
from normalize.model import PartialDate, Reference
from normalize.numbers import DocNumber, Family, parse_number
from normalize.relations import LAW, Citation, read_relations
from normalize.short_forms import resolve_short_forms
from normalize.vocabulary import issuer_codes, laws_by_number

_date = lru_cache(maxsize=4096)(parse_date)
# Kinds whose numbers are cited without their symbol: `Nghị quyết 29`, `Chỉ thị 05`, `Thông tư 22/2019`.
_SHORT_AFTER = frozenset(
    [
        "nghị quyết",
        "nghị định",
        "chỉ thị",
        "kết luận",
        "thông tư",
        "thông tư liên tịch",
        "quyết định",
        "quy định",
        "NĐ",
        "NQ",
    ]
)
# ... and what may stand after such a number: a mark, or a word that no count stands before.
_AFTER_SHORT = regex.compile(
    r"[ ]?(?:[.,;:)”\"/\n]|$|[ ](?:và|của|về|ngày|là|đã|có|trong|tại|ra|để|đến|cho|với|thì|được|theo|do|như|này|"
    r"đối với|thực hiện|áp dụng|trên|nêu|khi|sau|vào|từ|bằng|nhằm|cũng|còn|hay|hoặc|quy định|hướng dẫn|"
    r"năm (?:19|20)\d\d|-|–|\()(?!\p{L})|[ ]?\((?=ngày ))"
)
_RANKS = {"L": LAW, "BL": LAW, "PL": LAW, "HP": LAW, "NĐ": 2}
_CLUSTER = regex.compile(r"(?s).\p{M}{0,8}+")
_OLD_ISSUERS = ("CP", "TTg", "HĐBT", "UB", "BT", "TT", "LB")
_NUMBER_AFTER_LAW = regex.compile(r"[ ]?[,(]?[ ]?(?:năm[ ](?:19|20)\d\d[ ]?,?[ ]?)?(?:\()?(?:luật[ ])?số[ ]?:?[ ]?$")


def _kind(word: str, number: DocNumber, carried: str) -> str | None:
    """The code of the kind of a document, from the word before its number, its symbol, and the list that it is in."""
    code = kind_words().get(word, kind_words().get(word.lower(), "")) if word else ""
    own = number.type
    if code == "QyĐ" and own in ("QĐ", "QĐi", "QyĐ"):
        return own
    if code:
        return code
    if own is not None and own not in issuer_codes():
        return "TB" if own == "TBKL" else own
    if not word and carried:
        return carried
    if own is not None:
        return own
    if number.family is Family.ASSEMBLY:
        law = laws_by_number().get(number.text)
        return law.kind if law else {"PL": "PL", "NQ": "NQ", "L": "L"}.get(number.symbol.split("-")[0])
    return "CV" if number.family is Family.LETTER else None


class _Seen(NamedTuple):
    """A mention with what was read at it, before its relation is known."""

    citation: Citation
    type: str | None
    number: str | None
    raw: str | None
    name: str | None
    date: PartialDate | None
    issuer: str | None
    title: str | None
    confidence: float
    reason: str | None
    law_name: str | None = None
    said: str | None = None  # the kind by the word before the number; empty where the word names none, None without


def _is_sound(number: DocNumber, *, weak: bool, word: str, said: bool, after: str) -> bool:
    """False for what only looks like a number of a document: `5/Ha`, `2 KW/H`, `Quyết định 3 nội dung`."""
    if number.family is Family.SHORT:
        kind = word if word in ("NĐ", "NQ") else word.casefold()
        if kind not in _SHORT_AFTER or not word[:1].isupper():
            return False
        if len(number.sequence) < 2 and not said:  # a document numbered below ten has a leading zero
            return False
        return number.year is not None or _AFTER_SHORT.match(after) is not None
    first = number.issuers[0] if number.type is None and number.issuers else number.type or ""
    capitals = sum(c.isupper() for c in first)
    if weak:
        return bool(word) and capitals >= 2
    if capitals < 2 and number.type is None:
        return False
    if number.type is None and number.family is not Family.ASSEMBLY and not word and not said:
        return first in issuer_codes() or first in _OLD_ISSUERS or (len(number.issuers) > 1 and capitals >= 2)
    return True


def _plain_number(raw: str) -> str:
    """A number without a doubled slash, and without the signs that recognition puts for an 8 or for nothing."""
    plain = regex.sub(r"(?<=\d)§(?=\d)", "8", raw.replace("//", "/")).replace("§", "")
    return regex.sub(r"(?<=\d\p{Lu}{1,4})&(?=\p{Ll}$)", "", plain)


# The Party's centre as recognition has it: `21-CT/IW`.
_CENTRE = frozenset(["IW", "1W", "LW", "TVV", "TVW", "YW"])
_DOUBLED = regex.compile(r"(\p{Lu})\1")


def _mend_symbol(number: DocNumber, kind: str | None) -> DocNumber:
    """The number with a centre that was misread (`CT/IW`), or a kind of which a letter was doubled or, in a number of
    the Party, misread (`Kết luận số 51-KU/TW`), set right.

    `kind` is what the word before the number says: `Quyết định số 68/QĐĐ-BYT` is mended, `số 68/CTT-ĐHQG` is not.
    """
    if not number.issuers:
        return number
    symbol = number.symbol
    if number.family is Family.PARTY and number.type is not None and number.issuers[-1] in _CENTRE:
        symbol = f"{symbol.removesuffix(number.issuers[-1])}TW"
    elif number.type is None and len(number.issuers) > 1:
        first = number.issuers[0]
        misread = number.family is Family.PARTY and len(first) == len(kind or "") and _one_edit(first, kind or "")
        if kind and first != kind and (misread or _DOUBLED.sub(r"\1", first, count=1) == kind):
            symbol = kind + symbol.removeprefix(first)
    if symbol == number.symbol:
        return number
    return parse_number(number.text.removesuffix(number.symbol) + symbol) or number


def _see_number(text: str, mention: NumberMention, carried: str) -> _Seen | None:
    start, end, weak = mention
    raw = text[start:end]
    number = parse_number(_plain_number(raw))
    if number is None or not is_document(text, start):
        return None
    place = read_word(text, start)
    word = text[place.start : place.end]
    said = kind_words().get(word, kind_words().get(word.lower(), "")) if word else None
    number = _mend_symbol(number, said)
    if not _is_sound(number, weak=weak, word=word, said=place.said_number, after=text[end : end + 24]):
        return None
    date, stop = None, end
    if (dated := read_date(text, end)) is not None:
        date, stop = _date(dated[0]), dated[1]
    body, reach = None, stop
    if (issued := read_issuer(text, stop)) is not None:
        body, reach = issued
        if dated is None and (dated := read_date(text, reach)) is not None:
            date, reach = _date(dated[0]), dated[1]
            stop = reach
    reason = None
    if number.text != "".join(raw.split()).replace("–", "-").replace("—", "-"):
        reason = f"number mended from {raw!r}"
    if number.year is not None and not 1930 <= number.year < 2100:
        reason = f"no document is of the year {number.year} in the number"
    confidence = 0.8 if reason or weak else 1.0
    kind = _kind(word, number, carried)
    citation = Citation(place.start, max(stop, end), reach, start, _RANKS.get(kind or "", 1))
    title = read_title(text, reach)
    return _Seen(citation, kind, number.text, raw, None, date, body, title, confidence, reason, said=said)


def _see_law(text: str, law: LawMention) -> _Seen:
    date, stop = None, law.end
    dated = read_date(text, law.end) or read_year(text, law.end)
    if dated is not None:
        date, stop = _date(dated[0]), dated[1]
    reason = "accents mended from the list of laws" if law.mended else None
    reason = reason if law.known else "name not in the list of laws"
    citation = Citation(law.start, stop, stop, law.end, LAW)
    name = law.mended or text[law.start : law.end]
    return _Seen(citation, law.kind, None, None, name, date, None, None, 0.7 if reason else 1.0, reason)


def _see_all(text: str) -> list[_Seen]:
    """Every mention in order; a name with a number after it is one mention, by number."""
    laws = find_laws(text)
    seen: list[_Seen] = []
    at, carried, previous = 0, "", -1
    for mention in find_numbers(text):
        while at < len(laws) and laws[at].end <= mention.start:
            seen.append(_see_law(text, laws[at]))
            at += 1
        same_line = 0 <= previous > mention.start - 600 and "\n" not in text[previous : mention.start]
        found = _see_number(text, mention, carried if same_line else "")
        if found is None:
            continue
        last = seen[-1] if seen else None
        if last is not None and last.name is not None and mention.start - last.citation.mark < 40:
            between = text[last.citation.mark : mention.start]
            if _NUMBER_AFTER_LAW.fullmatch(between):
                joined = found.citation._replace(start=last.citation.start, rank=LAW)
                found = found._replace(
                    citation=joined, type=last.type, date=found.date or last.date, law_name=last.name
                )
                seen.pop()
        elif at < len(laws) and laws[at].start < mention.start:
            at += 1
        seen.append(found)
        carried, previous = carried if found.said is None else found.said, mention.end
    seen.extend(_see_law(text, law) for law in laws[at:])
    _share_issuers(text, seen)
    return seen


def _share_issuers(text: str, seen: list[_Seen]) -> None:
    """Give an issuer to the numbers before it in a list: `số A ngày ... và số B ngày ... của UBND tỉnh`."""
    for i in range(len(seen) - 2, -1, -1):
        this, following = seen[i], seen[i + 1]
        if this.issuer is None and following.issuer is not None and this.number is not None:
            gap = text[this.citation.reach : following.citation.start]
            if len(gap) < 12 and gap.strip(" ,") in ("", "và", "số", "và số", "và các"):
                seen[i] = this._replace(issuer=following.issuer)


# Slashes that recognition and some fonts put for the plain one.
_SLASHES = str.maketrans("⁄∕", "//")


def _find(text: str) -> tuple[Reference, ...]:
    plain = text.translate(_SLASHES) if "⁄" in text or "∕" in text else text
    found = _find_plain(plain)
    return found if plain == text else tuple(_with_slashes(reference, text) for reference in found)


def _with_slashes(reference: Reference, text: str) -> Reference:
    """A reference less certain where its number was printed with another slash."""
    printed = text[reference.span.start : reference.span.end]
    if reference.number is None or printed.translate(_SLASHES) == printed:
        return reference
    reason = reference.reason or f"number mended from {printed!r}"
    return replace(reference, confidence=min(reference.confidence, 0.8), reason=reason)


def _find_plain(text: str) -> tuple[Reference, ...]:
    seen = _see_all(text)
    relations = read_relations(text, [s.citation for s in seen])
    found = tuple(
        Reference(
            span=Span(s.citation.start, s.citation.end),
            type=s.type,
            number=s.number,
            name=s.name,
            date=s.date,
            issuer=s.issuer,
            pinpoint=read_pinpoint(text, s.citation.start) or read_pinpoint_after(text, s.citation.reach),
            relation=related.relation,
            raw_number=s.raw,
            title=s.title,
            confidence=s.confidence,
            reason=s.reason,
            law_name=s.law_name,
            parent=related.parent,
            parent_relation=related.parent_relation,
            target=related.target,
            target_relation=related.target_relation,
        )
        for s, related in zip(seen, relations, strict=True)
    )
    return resolve_short_forms(text, found)


def find_references(text: str) -> tuple[Reference, ...]:
    """Every mention of a document in plain text, in reading order, with spans into it; paragraphs end at line feeds.

    Nothing raises on any text. Text that is not in NFC is read in NFC, and the spans are those of the text as given.
    """
    if unicodedata.is_normalized("NFC", text):
        return _find(text)
    composed, places = _compose(text)
    return tuple(
        replace(reference, span=Span(places[reference.span.start], places[reference.span.end]))
        for reference in _find(composed)
    )


def _compose(text: str) -> tuple[str, list[int]]:
    """The text with each letter and its marks in one character, and for each character (and the end) where it began."""
    parts: list[str] = []
    places: list[int] = []
    for match in _CLUSTER.finditer(text):
        part = unicodedata.normalize("NFC", match.group())
        parts.append(part)
        places.extend([match.start()] * len(part))
    places.append(len(text))
    return "".join(parts), places


def read_references(
    document: Document, zones: Zones | None = None, own_number: str | None = None
) -> tuple[Reference, ...]:
    """The references of a document in reading order, without the document's own number in its head.

    `zones` says where the head is (without it: the first lines, up to the title); `own_number` the number itself.
    """
    text = document.text
    references = _complete(text, find_references(text))
    if any(page.origin is Origin.OCR for page in document.pages):
        references = _outvoted(references)
    head = zones.head.end if zones is not None else 0
    own = fold(own_number) if own_number else None
    found = []
    for reference in references:
        if reference.number is not None and _is_own(text, reference, head, own):
            own = own or fold(reference.number)
            continue
        found.append(reference)
    return _renumbered(references, found)


def _renumbered(all_of_them: tuple[Reference, ...], kept: list[Reference]) -> tuple[Reference, ...]:
    """Those kept, with the places of other references counted among them."""
    if len(kept) == len(all_of_them):
        return tuple(kept)
    places: dict[int | None, int] = {}
    numbers = iter(range(len(kept)))
    spans = {reference.span for reference in kept}
    for i, reference in enumerate(all_of_them):
        if reference.span in spans:
            places[i] = next(numbers)
    return tuple(
        replace(r, parent=places.get(r.parent), target=places.get(r.target), resolved_from=places.get(r.resolved_from))
        for r in kept
    )


# `số §I 19/QĐ-SYT`, `số 81 19/QĐ-SYT`: recognition made something else of the first digits.
_LOST_DIGITS = regex.compile(r"(?<!\p{L})s[ốôoồ] [^\s\p{Ll}]{1,3} ?$")


def _complete(text: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Give a number its lost first digits back where just one longer number has the same symbol and date."""
    found = list(references)
    for i, reference in enumerate(references):
        number, date = reference.number, reference.date
        if number is None or date is None:
            continue
        at = text.find(reference.raw_number or "", reference.span.start)
        before = _LOST_DIGITS.search(text, max(0, at - 10), max(0, at))
        if before is None:
            continue
        whole = {r.number for r in references if r.date == date and r.number and r.number != number}
        whole = {w for w in whole if w is not None and w.endswith(number) and w.index("/") <= 6}
        if len(whole) == 1:
            reason = f"first digits taken from {min(whole)} of the same date elsewhere in the document"
            found[i] = replace(reference, number=min(whole), confidence=0.6, reason=reason)
    return tuple(found)


def _outvoted(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """In a scan: a symbol of one letter more, less or other than one that stands twice with its number and date."""
    counts = Counter((r.number, r.date) for r in references if r.number is not None and r.date is not None)
    found = list(references)
    for i, reference in enumerate(references):
        number, date = reference.number, reference.date
        if number is None or date is None or counts[number, date] != 1:
            continue
        sequence = number[: len(number) - len(number.lstrip("0123456789"))]
        likely = {
            other
            for (other, day), count in counts.items()
            if other is not None and day == date and count > 1 and other != number
            and other.startswith(sequence) and not other[len(sequence)].isdigit() and _one_edit(number, other)
        }  # fmt: skip
        if len(likely) == 1:
            (other,) = likely
            reason = f"read as {number}; {other} of the same date stands elsewhere in the document"
            found[i] = replace(reference, number=other, confidence=0.6, reason=reason)
    return tuple(found)


def _one_edit(first: str, second: str) -> bool:
    """True where one letter was put in, left out or changed."""
    short, long = sorted((first, second), key=len)
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[same + 1 :] == short[same + (len(short) == len(long)) :]


_SUBJECT_LINE = regex.compile(r"\W{0,3}(?:V/v|v/v|V/V|Về việc|VỀ VIỆC|Trích yếu)(?!\p{L})")
_OWN_LINE = regex.compile(r"^\s?(?:S[ốôồ]|SỐ|Luật số|Nghị quyết số)\s?:?\s{0,3}[^\s\p{Ll}]{0,5}\s{0,2}$")


def _is_own(text: str, reference: Reference, head: int, own: str | None) -> bool:
    """True for the number in the head: in the head zone, or on a line of its own that begins `Số:`."""
    start = reference.span.start
    if start >= max(head, 1500):
        return False
    line = text.rfind("\n", 0, start) + 1
    raw = reference.raw_number or ""
    at = text.find(raw, start)
    begins = _OWN_LINE.match(text[line:at]) is not None
    if begins and own is not None and text[line : line + 2] in ("Lu", "Ng") and fold(reference.number or "") != own:
        return False  # a line of a list that begins `Luật số`
    if head and start < head:
        if own is None and _SUBJECT_LINE.match(text[line:at]):
            return False  # the subject of a letter, which stands in the head, names another document
        return begins or own is None or fold(reference.number or "") == own
    return begins and start < 1500
