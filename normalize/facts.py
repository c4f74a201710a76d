"""A Document and its Zones -> Facts: what head, title and tail say about the document, each value with its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import regex

from extract.folding import fold_letters
from extract.model import Document, Issue, Region, Zones
from normalize.file_names import number_of_file_name
from normalize.issuers import read_issuer
from normalize.letterhead import (
    body_lines,
    certificate_lines,
    head_lines,
    is_recognised,
    mend_kind,
    read_date,
    read_marks,
    read_number,
)
from normalize.model import Facts, Found
from normalize.recipients import read_recipients
from normalize.signatures import read_signatories
from normalize.titles import kind_of_title, read_title, read_type

# `Căn cứ ...;`, `- Căn cứ ...`, `Xét đề nghị ...`, `Theo đề nghị của ...` before the text proper
_BASIS = regex.compile(r"\W{0,3}(?:can cu\b|xet de nghi\b|xet to trinh\b|theo de nghi\b|xet\b)")
_BODY_BEGINS = regex.compile(r"\W{0,2}(?:dieu \d|chuong |phan |i[.\-/]|1[.)]|quyet dinh\s?:|quyet nghi\s?:|a[.)])")


def read_facts(document: Document, zones: Zones) -> Facts:
    """Type, number, date, place, issuer, title, signatories and the rest; a value that is not there is None."""
    lines = certificate_lines(document, zones) or head_lines(document, zones)
    numbering = read_number(document, zones, lines)
    recognised = is_recognised(document)
    if recognised:
        numbering = mend_kind(numbering, kind_of_title(document, zones))
    by_hand = _is_by_hand(document, numbering.number)
    if by_hand and numbering.number is not None:
        numbering = replace(numbering, number=_doubted(numbering.number))
    date, place, date_issues = read_date(document, zones, lines)
    if date is not None and _is_by_hand(document, date):
        date = _doubted(date)
    urgency, secrecy = read_marks(lines)
    issuing = read_issuer(
        document,
        zones,
        body_lines(lines, document),
        numbering,
        place,
        year=date.value.year if date is not None else None,
        recognised=recognised,
    )
    issuer = issuing.issuer.value if issuing.issuer is not None else None
    numbering = number_of_file_name(document, numbering, issuer, by_hand=by_hand)
    signatories, signing_issues = read_signatories(document, zones, recognised=recognised)
    issues: list[Issue] = [*numbering.issues, *date_issues, *signing_issues]
    return Facts(
        type=read_type(document, zones, numbering),
        number=numbering.number,
        symbol=numbering.symbol,
        date=date,
        place=place,
        issuer=issuing.issuer,
        parent=issuing.parent,
        locality=issuing.locality,
        title=read_title(document, zones),
        signatories=signatories,
        recipients=read_recipients(document, zones),
        bases=_bases(document, zones),
        urgency=urgency,
        secrecy=secrecy,
        tail=zones.tail if len(zones.tail) else None,
        issues=tuple(issues),
    )


_BY_HAND = "handwriting"  # the reason of such a repair
T = TypeVar("T")


def _is_by_hand(document: Document, found: Found[T] | None) -> bool:
    """True for a value with digits that a hand wrote into the head of a scan."""
    span = found.span if found is not None else None
    if span is None:
        return False
    near = (repair for repair in document.repairs if repair.reason == _BY_HAND)
    return any(span.covers(repair.span) and document.words(repair.span).isdigit() for repair in near)


def _doubted(found: Found[T]) -> Found[T]:
    return replace(found, confidence=min(found.confidence, 0.6), reason="written by hand, read digit by digit")


def _bases(document: Document, zones: Zones) -> tuple[Found[str], ...]:
    """The paragraphs before the text proper that name what the document rests on."""
    found: list[Found[str]] = []
    for paragraph in document.paragraphs:
        if paragraph.span.start < zones.body.start or paragraph.region is not Region.BODY:
            continue
        if paragraph.span.start >= zones.body.end:
            break
        text = document.words(paragraph.span)
        folded = fold_letters(text)
        if _BODY_BEGINS.match(folded):
            break
        if _BASIS.match(folded):
            found.append(Found(text, paragraph.span))
    return tuple(found)
