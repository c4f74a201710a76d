"""A Document -> its parts: letterhead, title, body, tail (signature block and `Nơi nhận`) and appendices."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from extract.folding import fold_letters, fold_words, mostly_capitals
from extract.marks import BULLETS, MarkKind, match_mark
from extract.model import Document, Paragraph, Region, Span, Zones
from extract.signing import is_noise, is_office, is_plain_office, match_authority, match_name
from extract.syllables import is_word

_HEAD_LINES = 90  # the title begins within so many lines, or the document has none
_HEAD_LENGTH = 6000
_TITLE_LENGTH = 1200
_TAIL_LINES = 90


@dataclass(frozen=True, slots=True)
class TitleWord:
    """The name of a kind of document, its abbreviation, and whether it may stand at the head of an attached part."""

    word: str
    folded: str
    abbreviation: str
    attached: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One physical line, or one whole paragraph, with what its paragraph says about it."""

    span: Span
    text: str
    folded: str
    first: bool  # begins its paragraph
    paragraph: Paragraph


@cache
def title_words() -> tuple[TitleWord, ...]:
    """The names of kinds of documents, longest first."""
    with (files("extract") / "data" / "title_words.csv").open(encoding="utf-8") as lines:
        rows = [
            TitleWord(row["word"], fold_letters(row["word"]), row["abbreviation"], row["attached"])
            for row in csv.DictReader(lines)
        ]
    return tuple(sorted(rows, key=lambda r: -len(r.word)))


# The national motto and the Party's name, folded; a bad scan may break a letter or two.
_MOTTO = regex.compile(r"(?:cong hoa xa hoi chu nghia viet nam){e<=5}|(?:doc lap ?- ?tu do ?- ?hanh phuc){e<=4}")
_PARTY = regex.compile(r"\bdang cong san viet nam\b")
_RULE = regex.compile(r"[\W_]+")
# `Số: 11/TB-UBND`, `Số 127-QĐ/TW`, `Luật số: 36/2024/QH15`
_NUMBER_LINE = regex.compile(
    r"\W{0,3}(?:luat |nghi quyet |phap lenh |lenh )?s[oóố]\s{0,2}[:.]?\s{0,12}[^\s]{0,12}\s{0,12}[-/]"
)
_ADDRESSED = regex.compile(r"\W{0,3}(?:dong )?kinh g[uo]i\b")
_RECIPIENTS = regex.compile(r"\W{0,3}noi nhan\W{0,3}(?:[:;.]|$)")
_RECIPIENTS_COLUMN = regex.compile(r"\W{0,3}noi nhan\s{0,2}:\s{0,40}(?=\p{Lu})", regex.IGNORECASE)
_RIGHT_COLUMN = regex.compile(r"[;,.)]\s{1,4}(?P<right>\p{Lu}[\p{Lu}\s.,/]{4,50})$")
_ATTACHED = regex.compile(r"\W{0,3}(?:\(\W?)?(?:ban hanh )?(?:kem theo|dinh kem)\b")
# What a first paragraph of the text begins with, never a trích yếu that has begun: `Căn cứ ...`, `Thực hiện ...`
_OPENING = regex.compile(
    r"\W{0,3}(?:can cu\b|thuc hien\b|trien khai thuc hien\b|xet\b|theo de nghi\b|theo bao cao\b|ngay \d|sau khi\b|de \p{L}|nham\b"
    r"|trong thoi gian\b|trong nhung\b|thoi gian qua\b|tiep theo\b|qua xem xet\b|tren co so\b|hom nay\b|vua qua\b|phuc dap\b)"
)
_BASIS = regex.compile(r"\W{0,3}(?:can cu\b|xet\b|theo de nghi\b|ngay \d|sau khi\b|qua xem xet\b)")
# The body that enacts, in capitals under the title: `THỦ TƯỚNG CHÍNH PHỦ`, `BỘ TRƯỞNG BỘ TÀI CHÍNH`, `GIÁM ĐỐC SỞ Y TẾ`
_ENACTOR = regex.compile(
    r"(?:thu tuong|chinh phu|bo truong|quoc hoi|uy ban|hoi dong|chu tich|giam doc|tong|ban |bo |thu truong|cuc truong|chu nhiem"
    r"|hieu truong|truong|thong doc|vien truong|chanh|bi thu|so |dang uy|tinh uy|thanh uy|bch|ubnd|hdnd)"
)
_ENACTING = regex.compile(r"\W{0,2}(?:quyet dinh|quyet nghi|nghi quyet|chi thi|ra quyet dinh|dieu lenh)\s{0,2}:\W{0,2}")


def find_zones(document: Document) -> Zones:
    """The parts of a document as spans of its text. Parts that are not there are empty and stand where they would."""
    paragraphs = [p for p in document.paragraphs if p.region is not Region.FOOTNOTE and len(p.span)]
    if not paragraphs:
        empty = Span(0, 0)
        return Zones(empty, empty, empty, empty)
    last = paragraphs[-1].span.end
    lines = _line_rows(document, paragraphs)
    title = _find_title(document, lines)
    head_end, body_from = (title.start, title.end) if len(title) else (0, 0)
    if not len(title) or title.end < _end_of_bare_head(lines):
        head_end = body_from = _end_of_bare_head(lines)
    body_start = _find_body(document, paragraphs, body_from)
    tail = _find_tail(document, lines, body_start)
    appendices = _find_appendices(document, paragraphs, body_start, tail, last)
    if tail is None:
        end = appendices[0].start if appendices else last
        tail = Span(end, end)
    elif appendices:
        tail = Span(tail.start, min(tail.end, appendices[0].start))
    body_end = min(tail.start, appendices[0].start) if appendices else tail.start
    return Zones(
        _trim(document, 0, head_end),
        title,
        _trim(document, body_start, max(body_start, body_end)),
        _trim(document, tail.start, tail.end),
        tuple(_trim(document, a.start, a.end) for a in appendices),
    )


def is_motto(text: str) -> bool:
    """True for a line that holds the national motto or, alone, the name of the Party, in a scan too."""
    folded = fold_letters(text)
    if _PARTY.search(folded) is not None:
        return len(folded) < 90 and mostly_capitals(text)
    if not 18 <= len(folded) < 140:
        return False
    match = _MOTTO.search(folded)
    if match is None:
        return False
    # In prose (`... của nước Cộng hòa xã hội chủ nghĩa Việt Nam`) it is no capitals, or goes on.
    if match.group().startswith("d"):
        return len(folded) - len(match.group()) < 70
    return sum(c.isupper() for c in text[match.start() : match.end()]) > 12


@cache
def _title_word_pattern() -> regex.Pattern[str]:
    """The names of kinds, folded, longest first; a scan may lose the blank in them (`THÔNGTƯ`)."""
    words = "|".join(r"\s?".join(regex.escape(part) for part in w.folded.split()) for w in title_words())
    return regex.compile(rf"(?P<word>{words})(?![^\W_])")


def match_title_word(text: str) -> tuple[TitleWord, int] | None:
    """The name of a kind of document, in capitals, that a line begins with, and the offset where it ends.

    `"KẾ HOẠCH"`, `"KẾ HOẠCH Triển khai ..."`, `"THÔNG BÁO:"`; not the same words in small letters.
    """
    offset = len(text) - len(text.lstrip(" *_-–.,:;'\"|~“"))
    match = _title_word_pattern().match(fold_letters(text), offset)
    if match is None or not mostly_capitals(text[offset : match.end()]):
        return None
    return _word_of(match["word"]), match.end()


def _word_of(folded: str) -> TitleWord:
    bare = folded.replace(" ", "")
    return next(w for w in title_words() if w.folded.replace(" ", "") == bare)


def is_rule(text: str) -> bool:
    """True for a line without letters or digits: `-----`, `*`, `____`."""
    return _RULE.fullmatch(text) is not None


def _line_rows(document: Document, paragraphs: list[Paragraph]) -> list[_Row]:
    rows, index = [], 0
    for line in document.lines:
        while index < len(paragraphs) and paragraphs[index].span.end <= line.span.start:
            index += 1
        if index == len(paragraphs):
            break
        paragraph = paragraphs[index]
        if not paragraph.span.covers(line.span):
            continue
        text = document.words(line.span)
        rows.append(_Row(line.span, text, fold_letters(text), line.span.start == paragraph.span.start, paragraph))
    return rows


def _trim(document: Document, start: int, end: int) -> Span:
    words = document.text[start:end]
    if not words.strip():
        return Span(start, start)
    return Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


# --- the title


def _find_title(document: Document, lines: list[_Row]) -> Span:
    """The name of the kind of document with its trích yếu, or the `V/v` of a công văn; empty where there is none."""
    rows = [row for row in lines[:_HEAD_LINES] if row.span.start < _HEAD_LENGTH]
    subject = _find_subject(document, rows)
    addressed = next((row.span.start for row in rows if _ADDRESSED.match(row.folded)), None)
    for i, row in enumerate(rows):
        if addressed is not None and row.span.start > addressed and subject is not None:
            break
        if match_mark(row.text) is not None and row.first and not is_rule(row.text[:2]):
            mark = match_mark(row.text)
            if mark is not None and mark.kind not in BULLETS:
                break
        if _ENACTING.fullmatch(row.folded) or _RECIPIENTS.match(row.folded):
            break
        found = match_title_word(row.text) or _title_word_at_end(row.text)
        if found is None or (i > 0 and not row.first and not _stands_alone(row.text, found)):
            continue
        if not _stands_alone(row.text, found) and not row.first:
            continue
        start = row.span.start + _word_start(row.text, found)
        return Span(start, _end_of_title(document, rows, i, found))
    if subject is not None:
        return subject
    return _title_after_motto(document, rows)


def _word_start(text: str, found: tuple[TitleWord, int]) -> int:
    squeezed = len(found[0].word.replace(" ", ""))
    return (
        found[1] - squeezed
        if " " not in text[found[1] - len(found[0].word) : found[1]].strip() and (" " in found[0].word)
        else found[1] - len(found[0].word)
    )


def _stands_alone(text: str, found: tuple[TitleWord, int]) -> bool:
    return not text[found[1] :].strip(" .:*_-")


def _title_word_at_end(text: str) -> tuple[TitleWord, int] | None:
    """`ĐẾN Ngày: ... THÔNG BÁO`: a stamp of arrival before the word."""
    stripped = text.rstrip(" .:*_-")
    for match in _title_word_pattern().finditer(fold_letters(stripped)):
        before = stripped[: match.start()]
        if match.end() == len(stripped) and match.start() > 1 and not before[-1].isalnum():
            letters = sum(c.isalpha() for c in before)
            if stripped[match.start() :].isupper() and (letters < 20 or not is_word(before.split()[0])):
                return (_word_of(match["word"]), len(stripped)) if not mostly_capitals(before) else None
    return None


def _find_subject(document: Document, rows: list[_Row]) -> Span | None:
    """`V/v xử lý thông tin ...`, over as many lines as its paragraph has."""
    for i, row in enumerate(rows):
        if regex.match(r"\W{0,3}v\s?/\s?v\b", row.folded):
            end = row.span.end
            for after in rows[i + 1 : i + 8]:
                if after.paragraph.span != row.paragraph.span and not _continues_subject(after):
                    break
                end = after.span.end
            return Span(row.span.start, end)
    return None


def _continues_subject(row: _Row) -> bool:
    """A line that goes on with a `V/v` in small letters, before place, motto and addressees."""
    return (
        row.text[:1].islower()
        and row.paragraph.region is not Region.CELL
        and not _ADDRESSED.match(row.folded)
        and not is_motto(row.text)
    )


def _end_of_title(document: Document, rows: list[_Row], at: int, found: tuple[TitleWord, int]) -> int:
    """Where the trích yếu ends that begins after the title word in row `at`."""
    first = rows[at]
    end = first.span.start + found[1]
    start = end
    if first.text[found[1] :].strip(" .:*_-"):
        end = first.span.end
    lines = 0 if end == start else 1
    capitals = lines > 0 and mostly_capitals(first.text[found[1] :])
    for before, row in zip(rows[at:], rows[at + 1 :], strict=False):
        if row.span.end - start > _TITLE_LENGTH or lines >= 16:
            break
        same = row.paragraph.span == before.paragraph.span
        if is_rule(row.text):
            if lines or same:
                break
            continue
        if _ATTACHED.match(row.folded) or _ADDRESSED.match(row.folded) or is_motto(row.text):
            break
        if _ENACTING.fullmatch(row.folded) or _PLACE_DATE.match(row.folded):
            break
        if not same or row.folded.startswith("can cu "):
            mark = match_mark(row.text)
            if mark is not None and mark.kind is not MarkKind.PLUS:
                break
            if lines and _OPENING.match(row.folded) and (_is_prose(document, row) or _BASIS.match(row.folded)):
                break
            if lines and mostly_capitals(row.text) and (not capitals or _ENACTOR.match(row.folded)):
                break
            if not lines and mostly_capitals(row.text) and _is_enactor_line(row.folded):
                break
            if lines and row.text[:1].isupper() and _is_prose(document, row):
                break
            if not lines and _is_prose(document, row) and row.folded.startswith(("can cu ", "kinh gui")):
                break
        if not lines:
            capitals = mostly_capitals(row.text)
        lines += 1
        end = row.span.end
    return end


def _is_enactor_line(folded: str) -> bool:
    return _ENACTOR.match(folded) is not None and len(folded) < 70


def _is_prose(document: Document, row: _Row) -> bool:
    """True for a paragraph that ends as a sentence or a list does, which no trích yếu does."""
    return document.words(row.paragraph.span).rstrip(' )”"').endswith((".", ";", ":", ","))


def _title_after_motto(document: Document, rows: list[_Row]) -> Span:
    """`Chương trình công tác năm 2025 của Sở ...` in small letters, right after the motto or before `(Kèm theo ...)`."""
    for i, row in enumerate(rows[:40]):
        word = next((w for w in title_words() if row.folded.startswith(w.folded + " ") or row.folded == w.folded), None)
        if word is None or not row.text[:1].isupper() or not row.first or _is_prose(document, row):
            continue
        end = row.paragraph.span.end
        after = next((r for r in rows[i + 1 :] if r.span.start >= end), None)
        before = rows[i - 1] if i else None
        if (after is not None and _ATTACHED.match(after.folded)) or (before is not None and is_motto(before.text)):
            return Span(row.span.start, end)
    return Span(0, 0)


# `Quảng Ngãi, ngày      tháng 8 năm 2025`, folded
_PLACE_DATE = regex.compile(r"[\p{L} .\-–']{2,40}?[,.]?\s{0,5}ngay\b.{0,16}\bthang\b.{0,12}\bnam\b.{0,3}\d{4}")


def _end_of_bare_head(lines: list[_Row]) -> int:
    """Where a letterhead without a title ends: after the last of motto, number and place, or after the addressees."""
    end = 0
    rows = [row for row in lines[:40] if row.span.start < 2500]
    for i, row in enumerate(rows):
        if i > 0 and _OPENING.match(row.folded) and not _PLACE_DATE.match(row.folded):
            break
        if match_title_word(row.text) is not None and i > 0:
            break
        if (
            is_motto(row.text)
            or _NUMBER_LINE.match(row.folded)
            or _PLACE_DATE.match(row.folded)
            or regex.match(r"\W{0,3}v\s?/\s?v\b", row.folded)
        ):
            end = row.span.end
    return end


# --- the body


def _find_body(document: Document, paragraphs: list[Paragraph], start: int) -> int:
    """The start of the first paragraph of the text: after rules, `(Kèm theo ...)` and the addressees."""
    addressed = False
    for paragraph in paragraphs:
        if paragraph.span.end <= start:
            continue
        if paragraph.span.start < start:
            rest = document.text[start : paragraph.span.end]
            if not is_rule(rest) and rest.strip():
                return start + len(rest) - len(rest.lstrip())
            continue
        text = document.words(paragraph.span)
        folded = fold_letters(text)
        if is_rule(text) or is_motto(text) or _NUMBER_LINE.match(folded) or _PLACE_DATE.match(folded):
            continue
        if _ATTACHED.match(folded) and len(text) < 400:
            continue
        if _ADDRESSED.match(folded):
            addressed = True
            continue
        if addressed and _is_addressee(text, folded):
            continue
        return paragraph.span.start
    return max(start, paragraphs[-1].span.end if paragraphs else start)


def _is_addressee(text: str, folded: str) -> bool:
    """A line under `Kính gửi:`: `- Bộ Công an;`, `Các sở, ban, ngành;`, `Đồng kính gửi:`."""
    mark = match_mark(text)
    if mark is not None and mark.kind not in BULLETS:
        return False
    if mark is not None:
        return len(text) < 300
    return (
        len(text) < 160 and not _OPENING.match(folded) and (text.endswith((";", ",")) or not text.endswith((".", ":")))
    )


# --- the tail


def _find_tail(document: Document, lines: list[_Row], start: int) -> Span | None:
    """From the first line of the signature block or `Nơi nhận` to the last; None where neither is found.

    The first block that carries a name wins, since a text about the form of documents shows blocks without one.
    """
    rows = [row for row in lines if row.span.start >= start]
    first: int | None = None
    for i in range(len(rows)):
        if not _begins_tail(rows, i):
            continue
        if _has_name(rows, i):
            first = i
            break
        if first is None:
            first = i
    if first is None:
        return None
    top = first if _RECIPIENTS.match(rows[first].folded) else _with_recipients_before(rows, first)
    return Span(rows[top].span.start, _end_of_tail(rows, first))


def _has_name(rows: list[_Row], i: int) -> bool:
    """True where the block that begins at row `i` carries a person's name before the text goes on."""
    for row in rows[i + 1 : i + 60]:
        if match_name(row.text) is not None:
            return True
        mark = match_mark(row.text)
        if is_motto(row.text) or (mark is not None and mark.kind <= MarkKind.LETTER):
            return False
    return False


def _begins_tail(rows: list[_Row], i: int) -> bool:
    row = rows[i]
    if row.paragraph.region is Region.CELL and len(row.text) > 200:
        return False
    if _RECIPIENTS.match(row.folded):
        after = rows[i + 1 : i + 60]
        listed = any(r.text.startswith(("-", "–", "+", "•")) or r.text.endswith(";") for r in after[:4])
        signed = any(match_authority(r.text) or is_office(r.text) or match_name(r.text) for r in after)
        return (listed or signed) and len(row.text) < 250 and not _is_in_list(rows, i)
    if match_authority(row.text) is not None and len(row.text) < 100:
        near = rows[i + 1 : i + 14]
        return any(match_name(r.text) or _RECIPIENTS.match(r.folded) or is_office(r.text) for r in near)
    if is_office(row.text):
        for below in rows[i + 1 : i + 7]:
            if match_name(below.text) is not None:
                return True
            if not (is_noise(below.text) or is_office(below.text) or mostly_capitals(below.text)):
                break
        return any(_RECIPIENTS.match(r.folded) for r in rows[i + 1 : i + 4])
    if is_plain_office(row.text):
        # `Phó Hiệu trưởng` in small letters signs only where the name follows at once and little after it
        names = [r for r in rows[i + 1 : i + 5] if not is_noise(r.text) and not is_plain_office(r.text)]
        return bool(names) and match_name(names[0].text) is not None and len(rows) - i < 40
    # `- Các Phòng chức năng; PHÓ GIÁM ĐỐC`: recipients and signature on one line, `Nơi nhận` lost
    column = _RIGHT_COLUMN.search(row.text)
    if column is not None and (is_office(column["right"]) or match_authority(column["right"]) is not None):
        return len(row.text) < 160 and any(match_name(r.text) for r in rows[i + 1 : i + 16])
    return False


def _is_in_list(rows: list[_Row], i: int) -> bool:
    """`Nơi nhận` as one component among others in a text about the form of documents: numbered lines follow at once."""
    for after in rows[i + 1 : i + 3]:
        mark = match_mark(after.text)
        if mark is not None and mark.kind in (MarkKind.ARTICLE, MarkKind.LETTER, MarkKind.NUMBER):
            return True
    return False


def _with_recipients_before(rows: list[_Row], i: int) -> int:
    """The first of the recipient lines that stand right above a signature though `Nơi nhận` was lost in the scan."""
    first = i
    while first > 0 and i - first < 25:
        text = rows[first - 1].text
        if not (text.startswith("- ") and text.rstrip().endswith((";", ",")) and len(text) < 120):
            break
        first -= 1
    return first if first < i - 1 else i


def _end_of_tail(rows: list[_Row], i: int) -> int:
    """The end of the last line that belongs to recipients or signatures from row `i` on."""
    end, idle, named = rows[i].span.end, 0, False
    near = rows[i + 1 : i + 1 + _TAIL_LINES]
    for at, row in enumerate(near):
        mark = match_mark(row.text)
        if is_motto(row.text) or _starts_appendix(row.text) or (mark is not None and mark.kind <= MarkKind.ROMAN):
            break
        name = match_name(row.text) is not None
        authority = match_authority(row.text) is not None
        signing = authority or is_office(row.text) or is_plain_office(row.text)
        if mostly_capitals(row.text) and not authority and not name and _begins_head(near, at):
            break
        if named and not authority and not name and mostly_capitals(row.text):
            # after the name, capitals begin an appendix or are the publisher's, unless another block follows at once
            coming = near[at + 1 : at + 5]
            if any(is_motto(r.text) for r in coming) or not signing or not any(match_name(r.text) for r in coming):
                break
        if name or signing or (mark is not None and mark.kind in BULLETS) or _RECIPIENTS.match(row.folded):
            named = named or name
            end, idle = row.span.end, 0
            continue
        idle += 1
        if len(row.text) > 160 or idle > 8:
            break
        if not named or row.text[:1].islower() or row.text[:1] in "(+":
            end = row.span.end
    return end


def _begins_head(rows: list[_Row], at: int) -> bool:
    """True for a line in capitals that a motto or a number line follows: the letterhead of what comes after the tail."""
    if not regex.match(
        r"(?:uy ban|ubnd|hoi dong|hdnd|bo |so |truong dai|chinh phu|tinh |ban chap|thu tuong)", rows[at].folded
    ):
        return False
    return any(is_motto(r.text) or _NUMBER_LINE.match(r.folded) for r in rows[at + 1 : at + 6])


# --- appendices


def _starts_appendix(text: str) -> bool:
    """`PHỤ LỤC`, `Phụ lục II`, `Mẫu số 01`, `DANH MỤC ...`, `QUY CHẾ`: the first line of an appendix or attached text."""
    mark = match_mark(text)
    if mark is not None and mark.kind is MarkKind.APPENDIX:
        rest = text[mark.end :]
        return len(rest) < 200 and (not rest or rest[0].isupper() or rest[0] in "(-–.:")
    if regex.match(r"(?:mau|bieu|bieu mau|bang)\s(?:so\s)?[\p{L}\d.\-/]{1,8}\b", fold_letters(text)) and len(text) < 60:
        return text[:1].isupper()
    found = match_title_word(text)
    return found is not None and found[0].attached != "" and len(text) < 250


def _find_appendices(
    document: Document, paragraphs: list[Paragraph], body_start: int, tail: Span | None, last: int
) -> list[Span]:
    starts: list[int] = []
    if tail is not None:
        rest = [p for p in paragraphs if p.span.start >= tail.end]
        starts = _appendix_starts(document, rest, after_tail=True)
        if rest and not starts and sum(len(p.span) for p in rest) > 400:
            starts = [rest[0].span.start]
    else:
        rest = [p for p in paragraphs if p.span.start > body_start]
        starts = _appendix_starts(document, rest, after_tail=False)
    if not starts:
        return []
    ends = [*starts[1:], last]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def _appendix_starts(document: Document, rest: list[Paragraph], *, after_tail: bool) -> list[int]:
    starts: list[int] = []
    titled = True  # the appendix at hand has its title; what comes next may begin another
    opened = 0
    for i, paragraph in enumerate(rest):
        if paragraph.region is Region.CELL:
            continue
        text = document.words(paragraph.span)
        if is_motto(text):
            if titled or not starts:
                starts.append(_letterhead_start(document, rest, i))
                titled, opened = False, i
        elif _starts_appendix(text) and (after_tail or _is_attached(document, rest, i)):
            mark = match_mark(text)
            numbered = mark is not None and mark.kind is MarkKind.APPENDIX
            again = numbered or (_is_attached(document, rest, i) and i > opened + 3)
            if not starts or (titled and again):
                starts.append(paragraph.span.start)
                opened = i
            titled = True
    return starts


def _letterhead_start(document: Document, rest: list[Paragraph], i: int) -> int:
    """The start of the left column (`ỦY BAN NHÂN DÂN`, `TỈNH ...`) that comes before a motto."""
    first = i
    while first > 0 and i - first < 4:
        text = document.words(rest[first - 1].span)
        if not mostly_capitals(text) or len(text) > 80 or is_office(text) or match_name(text):
            break
        first -= 1
    return rest[first].span.start


def _is_attached(document: Document, rest: list[Paragraph], i: int) -> bool:
    """True where `(Kèm theo ...)` or `(Ban hành kèm theo ...)` stands within the next few paragraphs."""
    return any(
        _ATTACHED.match(fold_letters(document.words(p.span))) is not None
        or "kem theo " in fold_words(document.words(p.span))[:60]
        for p in rest[i : i + 7]
    )
