"""The tail of a document -> who signed, with the office held and the chain of authority above it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from extract.head_rows import heads_recipients
from extract.model import Document, Issue, Span, Zones
from extract.signing import (
    AUTHORITY,
    complete_name,
    is_noise,
    is_office,
    is_plain_office,
    match_authority,
    match_name,
    mend_surname,
)
from normalize.covered_signatures import (
    Ending,
    complete_cut_name,
    is_cut_name,
    lacks_family_name,
    mend_onset,
    read_covered_office,
    read_ending,
)
from normalize.model import Signatory
from normalize.naming import expand_short_forms, restore_name
from normalize.vocabulary import read_rows

_RECIPIENTS = regex.compile(r"\W{0,3}n[ơo]i nh[ậaâ]n\s{0,2}[:.;]?\s{0,4}", regex.IGNORECASE)
# Where a line that two columns share may be cut: `- Lưu: VT, KTTHh5. Nguyễn Phước Bình`, `...; CHỦ TỊCH HĐND TỈNH`
_CUT = regex.compile(r"(?<=[;.,:)\d])\s{1,4}(?=\p{Lu})")


@dataclass(slots=True)
class _Block:
    """A signature block under way."""

    authorities: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)  # of the lines of a scan, however much is left of them
    start: int | None = None
    end: int = 0

    def take(self, span: Span) -> None:
        self.start = span.start if self.start is None else self.start
        self.end = span.end


def read_signatories(
    document: Document, zones: Zones, *, recognised: bool = False
) -> tuple[tuple[Signatory, ...], tuple[Issue, ...]]:
    """The signatories in order. A block whose name was not read gives one with an empty name and low confidence."""
    found: list[Signatory] = []
    block = _Block()
    for text, span in _signing_lines(document, zones.tail, recognised=recognised):
        if is_noise(text):
            continue
        ending = read_ending(text) if recognised else None
        if ending is not None:
            block.endings.append(ending)
        if match_authority(text) is not None:
            block.take(span)
            block.authorities.append(text)
            continue
        name = match_name(text)
        if recognised:
            if (
                name is not None
                and mostly_capitals(text)
                and fold_words(text) in fold_words(document.words(zones.head))
            ):
                continue  # the seal's own words: `ĐÀO TẠO` of `SỞ GIÁO DỤC VÀ ĐÀO TẠO`
            name = mend_surname(name) if name is not None else complete_name(text)
            if name is None and is_cut_name(text) and block.start is not None:
                whole = complete_cut_name(document, text, _signatory(block, "").title)
                name = text if whole is not None else None
        if name is not None and (block.start is not None or not found):
            block.take(span)
            signatory = _signatory(block, name)
            found.append(_doubted(document, signatory) if recognised else signatory)
            block = _Block()
            continue
        if ending is not None and not is_office(text):
            block.take(span)
            continue
        if is_office(text) or is_plain_office(text) or (block.start is not None and _is_office_part(text)):
            block.take(span)
            if block.authorities and not block.offices and not _is_known_office(text):
                block.authorities[-1] += f" {text}"  # `KT. CHỦ TỊCH` / `ỦY BAN CHỨNG KHOÁN NHÀ NƯỚC`
            else:
                block.offices.append(text)
    issues: tuple[Issue, ...] = ()
    if block.start is not None and block.start < block.end:
        span = Span(block.start, block.end)
        if not found:
            unnamed = _signatory(block, "")
            found.append(Signatory("", unnamed.title, unnamed.capacity, span, 0.3, "the name was not read"))
            issues = (Issue("signer_missing", "The name of the signatory cannot be read.", span),)
    return tuple(found), issues


def _signing_lines(document: Document, tail: Span, *, recognised: bool) -> list[tuple[str, Span]]:
    """The lines of the tail that are no recipients; a line that two columns share is cut."""
    lines: list[tuple[str, Span]] = []
    listing = False
    for line in document.lines:
        if line.span.start < tail.start or line.span.end > tail.end:
            continue
        text = document.words(line.span)
        start = line.span.start
        head = _RECIPIENTS.match(text)
        if head is None and recognised and heads_recipients(fold_letters(text)):
            listing = True
            continue
        if head is not None:
            listing = True
            start += head.end()
            text = text[head.end() :]
        cut = _right_column(text)
        start += cut
        text = text[cut:]
        text = text.strip(" *|_~“”\"'`.,;")
        if recognised:
            text = regex.sub(r"^(?:[^\p{L}]{1,3}|\p{L}\s)(?=(?:PHÓ |THỦ |GIÁM |CHỦ |BỘ |CHÁNH |KT|TM|TL))", "", text)
        if not text or (text[:1] in "-–+•" and not is_noise(text)):
            listing = listing or bool(text)
            continue
        lines.append((text, Span(start, start + len(text))))
    return lines


def _right_column(text: str) -> int:
    """The offset where a signature begins on a line of recipients; 0 where the line is of one column."""
    if text[:1] not in "-–" and ";" not in text:
        return 0
    for match in reversed(list(_CUT.finditer(text, 0, 160))):
        right = text[match.end() :]
        if right.endswith((";", ",")):
            continue
        if match_name(right) or is_office(right) or match_authority(right):
            return match.end()
    return 0


def _is_office_part(text: str) -> bool:
    """In a block that has begun: a further line of an office or of the body (`HUYỆN SƠN HÀ`), in capitals."""
    return 3 <= len(text) <= 70 and mostly_capitals(text) and not text.endswith((":", ";")) and match_name(text) is None


def _signatory(block: _Block, name: str) -> Signatory:
    title, capacity = _title(block)
    covered = _covered(block, title)
    if covered is not None:
        title, capacity, reason = covered
        span = Span(block.start if block.start is not None else block.end, block.end)
        return Signatory(name, title, capacity, span, 0.5, reason)
    span = Span(block.start if block.start is not None else block.end, block.end)
    deputy = _deputy(block)
    if deputy is not None and (title is None or fold_words(title) == fold_words(deputy[0])):
        return Signatory(
            name, deputy[1], capacity, span, 0.6, f"signs {block.authorities[-1]}; the office was not read"
        )
    if title is None:
        return Signatory(name, None, capacity, span, 0.7, "no office above the name")
    return Signatory(name, title, capacity, span)


def _covered(block: _Block, title: str | None) -> tuple[str, tuple[str, ...], str] | None:
    """The office by the ends of the block's lines, where what is printed whole does not say more."""
    prefixes = {(match_authority(text) or "")[:2] for text in block.authorities}
    if prefixes - {"KT"} or (title is not None and title.startswith(("Phó ", "Thứ ", "Quyền "))):
        return None
    office = read_covered_office(block.endings)
    if office is None or (title is not None and (office.title == title or not office.capacity)):
        return None
    capacity = tuple(_restore_authority(text) for text in block.authorities) if block.authorities else office.capacity
    return office.title, capacity[:1] if "KT" in prefixes else capacity, office.reason


def _doubted(document: Document, signatory: Signatory) -> Signatory:
    """A signatory of a scan, less certain where the name is cut or has a syllable that none is; completed if it can."""
    name, confidence = mend_onset(signatory.name), signatory.confidence
    reasons = [signatory.reason] if signatory.reason is not None else []
    if name != signatory.name:
        confidence = min(confidence, 0.7)
        reasons.append(f"the name was read as {signatory.name}")
    if is_cut_name(name):
        whole = complete_cut_name(document, name, signatory.title)
        if whole is not None:
            confidence = min(confidence, 0.6)
            reasons.append(f"of the name only {name} was read; {whole} is named with that office")
            name = whole
        elif lacks_family_name(name):
            confidence = min(confidence, 0.4)
            reasons.append("the family name was not read")
        else:
            confidence = min(confidence, 0.6)
            reasons.append("a name of two syllables, perhaps cut")
    return replace(signatory, name=name, confidence=confidence, reason="; ".join(reasons) or None)


def _title(block: _Block) -> tuple[str | None, tuple[str, ...]]:
    """The office held: the first line after the chain of authority, or the office that `Q.` goes with."""
    capacity = tuple(_restore_authority(text) for text in block.authorities)
    if block.offices:
        title = block.offices[0]
        if len(block.offices) > 1 and _goes_on(title, block.offices[1]):
            title = f"{title} {block.offices[1]}"
        return restore_office(title), capacity
    if block.authorities:
        last = block.authorities[-1]
        match = AUTHORITY.match(last)
        if match is not None and match["prefix"] == "Q":
            return f"Quyền {restore_office(last[match.end() :])}", capacity
    return None, capacity


# Who signs for whom with `KT.`
_DEPUTIES = {
    "Thủ tướng": "Phó Thủ tướng",
    "Bộ trưởng": "Thứ trưởng",
    "Chủ tịch": "Phó Chủ tịch",
    "Giám đốc": "Phó Giám đốc",
    "Tổng Giám đốc": "Phó Tổng Giám đốc",
    "Cục trưởng": "Phó Cục trưởng",
    "Chánh Văn phòng": "Phó Chánh Văn phòng",
    "Hiệu trưởng": "Phó Hiệu trưởng",
    "Viện trưởng": "Phó Viện trưởng",
    "Trưởng ban": "Phó Trưởng ban",
}


def _deputy(block: _Block) -> tuple[str, str] | None:
    """The head that a `KT.` line names and the deputy who signs for such a head."""
    if not block.authorities:
        return None
    prefix, _, head = block.authorities[-1].replace("/", "").partition(".")
    if prefix.strip() != "KT":
        match = AUTHORITY.match(block.authorities[-1])
        if match is None or match["prefix"].replace("/", "") != "KT":
            return None
        head = block.authorities[-1][match.end() :]
    head = restore_office(head)
    return (head, _DEPUTIES[head]) if head in _DEPUTIES else None


def _goes_on(first: str, second: str) -> bool:
    """`PHÓ CHỦ TỊCH` + `THƯỜNG TRỰC`, `PHÓ GIÁM ĐỐC` + `PHỤ TRÁCH`, `VỤ TRƯỞNG VỤ` + `PHÁP CHẾ`."""
    folded = fold_letters(second)
    return folded in ("thuong truc", "phu trach", "thuong truc tinh uy") or fold_letters(first).endswith(
        (" vu", " va", " cuc", ",")
    )


def _restore_authority(text: str) -> str:
    match = AUTHORITY.match(text)
    if match is None:
        return text
    prefix = f"{match['prefix']}." if "/" not in match["prefix"] else match["prefix"]
    return f"{prefix} {restore_office(text[match.end() :])}"


@cache
def _known_offices() -> dict[str, str]:
    return {fold_words(row["office"]): row["office"] for row in read_rows("offices.csv")}


def _is_known_office(text: str) -> bool:
    folded = fold_words(text)
    known = _known_offices()
    if any(folded == office or folded.startswith(f"{office} ") for office in known):
        return not folded.startswith(("van phong ", "truong dai hoc", "truong cao dang"))
    return bool(get_close_matches(folded, known, 1, 0.85))


def restore_office(text: str) -> str:
    """`PHÓ CHÁNH VĂN PHÒNG` as `Phó Chánh Văn phòng`; a misread one (`PHO GIÁAM ĐỌC`) as the office that it is
    closest to.
    """
    text = text.strip(" .,;:|[]")
    folded = fold_words(text)
    known = _known_offices()
    if folded in known:
        return known[folded]
    if not any(folded.startswith(f"{office} ") for office in known) and len(folded) < 30:
        close = get_close_matches(folded, known, 1, 0.85)
        if close:
            return known[close[0]]
    return restore_name(expand_short_forms(text), office=True)
