"""The letterhead of a document -> number, date and place, issuing bodies, marks of urgency and secrecy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from extract.head_rows import is_rule
from extract.model import Document, Issue, Origin, Span, Zones
from extract.title_words import match_title_word
from normalize.dates import make_date
from normalize.model import Found, PartialDate
from normalize.naming import province_names
from normalize.numbers import DocNumber, parse_number

# The motto, folded, anywhere in a line: what stands left of it belongs to the left column.
_MOTTO = regex.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam){e<=5}|(?:doc lap ?- ?tu do ?- ?hanh phuc){e<=4}"
    r"|\bdang cong san viet nam\b",
    regex.BESTMATCH,
)
# `Số: 196 /KH-UBND`, `Số 127-QĐ/TW`, `Luật số: 36/2024/QH15`, `Số:        /KH-SKHCN`, `Số     -NQ/TU`, `só:2J43Ÿ
# /KH-SYT`
_NUMBER = regex.compile(
    r"""
    (?<![\p{L}])(?i:(?P<word>luật\s|nghị\squyết\s|pháp\slệnh\s|lệnh\s|bộ\sluật\s)?s[ốóoôồọ])\s{0,2}[:.;]?\s{0,12}
    (?P<sequence>[^\s/]{0,14}?(?:\s[^\s/]{1,3}){0,2}?)
    [\s.…_]{0,16}
    (?P<mark>/|[-–](?=\s?[\p{L}]{1,6}\s?/))\s{0,3}
    (?P<rest>
        (?:(?:19|20)\d\d\s?[/-]\s?)?
        (?:\p{Lu}[\p{Lu}\d&][\p{L}\d&.]{0,13}|L(?=-))
        (?:\s?[/\-–]\s?\p{Lu}[\p{L}\d&.]{0,14}){0,8}
    )
    (?P<open>\s?[-–](?=\s|$))?
    """,
    regex.VERBOSE,
)
# The end of a symbol on a line of its own: `TANDTC-BCA-BQP-BLĐTBXH`
_SYMBOL_END = regex.compile(r"\p{Lu}[\p{L}\d&]{1,14}(?:-\p{Lu}[\p{L}\d&]{1,14}){0,6}")
# What may follow the number on its line: nothing, or place and date
_AFTER_NUMBER = regex.compile(r"[\s.,;|*_]{0,8}(?:\p{Lu}.{2,40}?,?\s{0,4}ng[àa]y\s.{0,40})?", regex.IGNORECASE)
_SEQUENCE = regex.compile(r"\d{1,6}(?:\.\d{1,3})?[a-zđA-EĐ]?")
# `Quảng Ngãi, ngày      tháng 8 năm 2025`, `Hà Nội, ngày 20 tháng 5 năm 2026`, `TP. Hồ Chí Minh, ngày ...`
_PLACE_DATE = regex.compile(
    r"""
    (?:(?P<place>
        (?:(?:TP|Tp|T\.P)\.?\s?|Thành\sphố\s|Tỉnh\s|Xã\s|Phường\s|Huyện\s)?
        (?:\p{Lu}\p{Ll}{1,9}|HCM|Ea|Y)(?:\s{1,2}(?:-\s)?\p{Lu}[\p{L}’']{0,9}){0,5}
    )\s{0,2}[,.;]{0,2}\s{0,8})?
    (?i:ng[àaáạ])[\p{L}]{0,2}\s{0,12}(?P<day>\S{0,8}?(?:\s\S{1,3})?)\s{0,12}(?i:th[áaảạ]ng)\s{0,12}(?P<month>\S{0,6}?)\s{0,12}(?i:n[ăâaã]m)\s{0,6}(?P<year>\S{4})
    """,
    regex.VERBOSE,
)
# `Hà Nội, ngày 12/9/2012`
_PLACE_DATE_SHORT = regex.compile(
    r"(?P<place>\p{Lu}\p{Ll}{1,9}(?:\s\p{Lu}\p{Ll}{1,9}){0,4}),\s{0,6}(?:ngày\s{0,6})?(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})"
)
_LONGEST_LINE = 400  # of a head; the motto is searched with errors allowed, which is slow in what is no line at all
_DIGITS = str.maketrans(
    {
        "I": "1",
        "Ì": "1",
        "Í": "1",
        "l": "1",
        "|": "1",
        "i": "1",
        "O": "0",
        "o": "0",
        "Ø": "0",
        "Q": "0",
        "T": "1",
        "J": "1",
    }
)
_URGENT = {
    "khan": "Khẩn", "thuong khan": "Thượng khẩn", "hoa toc": "Hỏa tốc", "hoa toc hen gio": "Hỏa tốc hẹn giờ",
}  # fmt: skip
_SECRET = {"mat": "Mật", "toi mat": "Tối mật", "tuyet mat": "Tuyệt mật"}
_PASSED = regex.compile(
    r"thông\s+qua\s+ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A physical line of the letterhead, or the part of it that is not the motto."""

    text: str
    span: Span
    motto: bool = False  # the motto stood in this line


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number line: the number where it is printed and read, the symbol always."""

    number: Found[str] | None
    symbol: Found[str] | None
    parsed: DocNumber | None
    issues: tuple[Issue, ...]


def head_lines(document: Document, zones: Zones) -> tuple[HeadLine, ...]:
    """The lines of the letterhead, the motto cut off; a trích yếu that stands inside the head is left out."""
    found: list[HeadLine] = []
    for line in document.lines:
        if line.span.start >= zones.head.end:
            break
        if len(zones.title) and zones.title.covers(line.span):
            continue
        text = document.words(line.span)
        match = _MOTTO.search(fold_letters(text[:_LONGEST_LINE])) if len(text) >= 18 else None
        if match is None:
            found.append(HeadLine(text, line.span))
            continue
        before = text[: match.start()].rstrip(" _-–.*|")
        after = text[match.end() :].strip(" _-–.*|")
        found.append(HeadLine(before, Span(line.span.start, line.span.start + len(before)), motto=True))
        if after:
            start = line.span.start + text.index(after, match.end())
            found.append(HeadLine(after, Span(start, start + len(after))))
    return tuple(found)


def certificate_lines(document: Document, zones: Zones) -> tuple[HeadLine, ...]:
    """The lines that head the certificate of a consolidated text, at its end: body, number, place and date; else
    nothing.
    """
    lines = [
        HeadLine(document.words(line.span), line.span)
        for line in document.lines
        if zones.tail.start <= line.span.start < zones.tail.end
    ]
    if not any(fold_letters(line.text).startswith("xac thuc van ban hop nhat") for line in lines[:9]):
        return ()
    return tuple(line for line in lines[:9] if not fold_letters(line.text).startswith("xac thuc van ban hop nhat"))


def read_number(document: Document, zones: Zones, lines: tuple[HeadLine, ...]) -> Numbering:
    """The number line of the letterhead; the number is None where it was left blank or cannot be read."""
    in_title = tuple(
        HeadLine(document.words(line.span), line.span)
        for line in document.lines
        if zones.title.start <= line.span.start < zones.title.end
    )
    best: tuple[int, regex.Match[str], Span, str] | None = None
    candidates = (*lines, *in_title)
    for i, line in enumerate(candidates):
        if line in in_title and not is_number_line(line.text):
            continue
        text, span = line.text, line.span
        if regex.fullmatch(r"\W{0,3}(?:\p{L}{2,5}\s)?[Ss][ốó]\s?:?\W{0,4}", text) and i + 1 < len(candidates):
            span = Span(span.start, candidates[i + 1].span.end)
            text = document.words(span).replace("\n", " ")
        match = _NUMBER.search(text)
        if match is None or "công báo" in text.lower():
            continue
        rest = match["rest"]
        if match["open"] or text.rstrip().endswith("-"):
            end = next((c.text for c in candidates[i + 1 :] if _SYMBOL_END.fullmatch(c.text.strip())), "")
            rest = f"{rest.rstrip('-–')}-{end.strip()}" if end else rest
        whole = _AFTER_NUMBER.fullmatch(text[match.end() :]) is not None
        rank = 2 * whole + (":" in text[: match.start("sequence")])
        if best is None or rank > best[0]:
            best = (rank, match, span, rest)
    if best is None:
        return Numbering(None, None, None, ())
    return _numbering(*best[1:])


def mend_kind(numbering: Numbering, kind: str | None) -> Numbering:
    """The numbering of a scan with the kind in its symbol as the title has it: `QD-BGDĐT`, `QĐĐ-TTg` under `QUYẾT
    ĐỊNH`.
    """
    parsed = numbering.parsed
    if kind is None or parsed is None or parsed.type is not None or numbering.symbol is None:
        return numbering
    first, mark, rest = numbering.symbol.value.partition("-")
    if not mark or first == kind or not SequenceMatcher(None, fold_letters(first), fold_letters(kind)).ratio() >= 0.6:
        return numbering
    symbol = f"{kind}-{rest}"
    mended = replace(numbering.symbol, value=symbol, confidence=0.8, reason="the kind mended by the title")
    number = numbering.number
    if number is not None:
        text = number.value.replace(numbering.symbol.value, symbol)
        number = replace(
            number, value=text, confidence=min(number.confidence, 0.8), reason="the kind mended by the title"
        )
    parsed = parse_number(number.value if number is not None else f"1/{symbol}")
    return Numbering(number, mended, parsed, numbering.issues)


def is_number_line(text: str) -> bool:
    """True for a line that only numbers the document: `Nghị quyết số: 24/2022/UBTVQH15`."""
    match = _NUMBER.match(text.strip())
    return match is not None and match.end() == len(text.strip())


def _numbering(match: regex.Match[str], span: Span, printed: str) -> Numbering:
    where = Span(span.start + match.start(), span.start + match.end())
    rest = regex.sub(r"\s", "", printed).replace("–", "-").rstrip(".-/")
    sequence = match["sequence"].strip(" .…_-–:").replace(" ", "")
    mark = "-" if match["mark"] in "-–" else "/"
    symbol = regex.sub(r"^(?:19|20)\d\d[/-]", "", rest)
    glued = parse_number(f"1{mark}{symbol}")
    if glued is not None and "-" not in symbol and "/" not in symbol and glued.type is not None:
        symbol = rest = glued.symbol  # `TBSYT`: the hyphen was lost
    found = Found(symbol, where)
    if not sequence:
        issue = Issue("number_blank", "The number of the document was left blank.", where)
        return Numbering(None, found, parse_number(f"1{mark}{rest}"), (issue,))
    number = f"{sequence}{mark}{rest}"
    if _SEQUENCE.fullmatch(sequence) is not None:
        return Numbering(Found(number, where), found, parse_number(number), ())
    mended = parse_number(number)
    if mended is not None and mended.sequence.isdigit() and mended.text == f"{mended.sequence}{mark}{rest}":
        return Numbering(Found(mended.text, where, 0.6, "letters read as digits"), found, mended, ())
    issue = Issue("number_unreadable", "The number of the document cannot be read, perhaps written by hand.", where)
    return Numbering(None, found, parse_number(f"1{mark}{rest}"), (issue,))


def read_date(
    document: Document, zones: Zones, lines: tuple[HeadLine, ...]
) -> tuple[Found[PartialDate] | None, Found[str] | None, tuple[Issue, ...]]:
    """Date and place of the letterhead, cut to what is printed; for a law, the day on which it was passed."""
    for strict in (True, False):
        for line in lines:
            match = _PLACE_DATE.search(line.text) or _PLACE_DATE_SHORT.search(line.text)
            if match is None or (strict and not match["place"]):
                continue
            if regex.search(r"\d\s?[/-]\s?\p{Lu}", line.text[: match.start()]) and not match["place"]:
                continue  # the date of a document that the line names
            year = match["year"].translate(_DIGITS)
            if not year.isdigit():
                continue
            where = Span(line.span.start + match.start(), line.span.start + match.end())
            date, issues = _date(match["day"], match["month"], int(year), where)
            if date is not None:
                return date, _place(match, line), issues
    for zone in (zones.tail, zones.body):
        found = list(_PASSED.finditer(document.words(zone)[-3000:]))
        if found:
            last = found[-1]
            start = zone.end - len(document.words(zone)[-3000:]) + last.start()
            passed = make_date(int(last["year"]), int(last["month"]), int(last["day"]))
            if passed is not None:
                span = Span(start, start + len(last.group()))
                return Found(passed, span, 0.95, "the day on which it was passed"), None, ()
    return None, None, ()


def _place(match: regex.Match[str], line: HeadLine) -> Found[str] | None:
    text = match["place"]
    if not text:
        return None
    words = text.split()
    # A scan joins the number line to the place: keep the longest end of it that is a province.
    for i in range(len(words)):
        known = province_names().get(fold_words(" ".join(words[i:])))
        if known is not None:
            start = line.span.start + match.start("place") + len(text) - len(" ".join(words[i:]))
            printed = " ".join(words[i:])
            healed = known if i or fold_words(printed) == fold_words(known) else printed
            return Found(healed, Span(start, line.span.start + match.end("place")))
    start = line.span.start + match.start("place")
    return Found(text, Span(start, start + len(text)))


def _date(day: str, month: str, year: int, where: Span) -> tuple[Found[PartialDate] | None, tuple[Issue, ...]]:
    """A date of its printed parts; blank or unreadable parts are left out, with an issue."""
    raw_day, raw_month = day.strip(".…_,- ").replace(" ", ""), month.strip(".…_,- ")
    read_month = raw_month.translate(_DIGITS)
    read_day = raw_day.translate(_DIGITS)
    if not raw_month:
        issue = Issue("date_blank", "Day and month of the document were left blank.", where)
        date = make_date(year)
        return (Found(date, where) if date else None), (issue,)
    if not read_month.isdigit() or make_date(year, int(read_month)) is None:
        issue = Issue("date_unreadable", "The month of the document cannot be read.", where)
        date = make_date(year)
        return (Found(date, where, 0.5, "month not readable") if date else None), (issue,)
    if not raw_day:
        issue = Issue("date_blank", "The day of the document was left blank.", where)
        date = make_date(year, int(read_month))
        return (Found(date, where) if date else None), (issue,)
    full = make_date(year, int(read_month), int(read_day)) if read_day.isdigit() else None
    if full is None:
        issue = Issue("date_unreadable", "The day of the document cannot be read, perhaps written by hand.", where)
        date = make_date(year, int(read_month))
        return (Found(date, where, 0.5, "day not readable") if date else None), (issue,)
    certain = (raw_day, raw_month) == (read_day, read_month)
    return Found(full, where, 1.0 if certain else 0.7, None if certain else "letters read as digits"), ()


def read_marks(lines: tuple[HeadLine, ...]) -> tuple[Found[str] | None, Found[str] | None]:
    """Urgency and secrecy: marks of their own in the letterhead (`HỎA TỐC`, `MẬT`), in capitals and alone in their
    line.
    """
    urgency: Found[str] | None = None
    secrecy: Found[str] | None = None
    for line in lines:
        if not mostly_capitals(line.text) or len(line.text) > 24:
            continue
        folded = fold_words(line.text)
        if urgency is None and folded in _URGENT:
            urgency = Found(_URGENT[folded], line.span)
        if secrecy is None and folded in _SECRET and fold_letters("mật") in folded and "Ậ" in line.text:
            secrecy = Found(_SECRET[folded], line.span)
    return urgency, secrecy


# `ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI`: recognition ran the motto, or its beginning, into the left column
_MOTTO_TAIL = regex.compile(r"(?<!\b(?:quan|nuoc|phu|su))\s{1,4}cong ho(?:a\b.*)?$")


def body_lines(lines: tuple[HeadLine, ...], document: Document) -> tuple[HeadLine, ...]:
    """The lines of the left column that name the issuing bodies: in capitals, before the number line."""
    found: list[HeadLine] = []
    for line in lines:
        text = line.text.strip(" *_-–.|'\"‘’`,:;~")
        if not text or is_rule(text) or "CÔNG BÁO" in text:
            continue
        if _NUMBER.search(line.text) or regex.match(r"\W{0,3}[Ss][ốó]\s?[:.]", line.text):
            break
        if _PLACE_DATE.search(line.text) is not None:
            continue
        folded = fold_words(text)
        if folded in _URGENT or folded in _SECRET or match_title_word(text) is not None:
            continue
        if mostly_capitals(text):
            start = line.span.start + line.text.index(text)
            if is_recognised(document) and (tail := _MOTTO_TAIL.search(fold_letters(text))) is not None:
                text = text[: tail.start()]
            found.append(HeadLine(text, Span(start, start + len(text))))
    return tuple(found)


def is_recognised(document: Document) -> bool:
    """True where the first page was read from its image."""
    return bool(document.pages) and document.pages[0].origin is Origin.OCR
