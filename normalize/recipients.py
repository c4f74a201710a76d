"""`Nơi nhận` and `Kính gửi` -> recipients, each with what the document is sent to it for."""

from __future__ import annotations

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.head_rows import heads_recipients
from extract.model import Document, Region, Span, Zones
from extract.signing import is_noise, is_office, match_authority, match_name
from normalize.model import Recipient

_RECIPIENTS = regex.compile(r"\W{0,3}noi nhan\W{0,3}")
_ADDRESSED = regex.compile(r"\W{0,3}(?:dong )?kinh gui\s{0,2}:?\s{0,3}")
_BULLET = regex.compile(r"[-–+•*]\s{0,3}")
_ACTION = regex.compile(r"\s?\((?P<action>[^()]{1,60})\)[\s;.,]*$")
_FILED = regex.compile(r"(?:lưu|lưu trữ)\b\s{0,2}:?", regex.IGNORECASE)


def read_recipients(document: Document, zones: Zones) -> tuple[Recipient, ...]:
    """The addressees (`kính gửi`), then the lines of `Nơi nhận`; the line of the archive has the kind `lưu`."""
    return (*_addressees(document, zones), *_tail_recipients(document, zones))


def _recipient(document: Document, text: str, start: int, kind: str) -> Recipient | None:
    bullet = _BULLET.match(text)
    offset = bullet.end() if bullet is not None else 0
    words = text[offset:].strip()
    start += offset
    span = Span(start, start + len(words))
    action = _ACTION.search(words)
    name = (words[: action.start()] if action is not None else words).strip(" ;.,:")
    if not name:
        return None
    if _FILED.match(name) and kind == "nơi nhận":
        kind = "lưu"
    return Recipient(name, action["action"] if action is not None else None, kind, span)


def _addressees(document: Document, zones: Zones) -> list[Recipient]:
    found: list[Recipient] = []
    open_ = False
    for paragraph in document.paragraphs:
        span = paragraph.span
        if span.start >= zones.body.start or paragraph.region is Region.FOOTNOTE:
            break
        text = document.words(span)
        match = _ADDRESSED.match(fold_letters(text))
        if match is not None:
            open_ = True
            rest = text[match.end() :]
            if rest.strip():
                found += _one(document, rest, span.start + match.end(), "kính gửi")
        elif open_ and not mostly_capitals(text):
            found += _one(document, text, span.start, "kính gửi")
    return found


def _one(document: Document, text: str, start: int, kind: str) -> list[Recipient]:
    recipient = _recipient(document, text, start, kind)
    return [recipient] if recipient is not None else []


def _tail_recipients(document: Document, zones: Zones) -> list[Recipient]:
    found: list[Recipient] = []
    open_ = signing = False
    for paragraph in document.paragraphs:
        span = paragraph.span
        if span.start < zones.tail.start or paragraph.region is Region.FOOTNOTE:
            continue
        if span.start >= zones.tail.end:
            break
        text = document.words(span)
        match = _RECIPIENTS.match(fold_letters(text))
        if match is None and heads_recipients(fold_letters(text)):
            open_ = True
            continue
        if match is not None:
            open_ = True
            rest = text[match.end() :]
            if _BULLET.match(rest):
                found += _one(document, rest, span.start + match.end(), "nơi nhận")
            continue
        if not open_ and not (_BULLET.match(text) and text.rstrip().endswith((";", "."))):
            continue
        if match_authority(text) or is_office(text) or match_name(text) or is_noise(text):
            signing = True
            continue
        if _BULLET.match(text):
            found += _one(document, text, span.start, "nơi nhận")
            signing = False
        elif found and not signing and (text[:1].islower() or text[:1] == "(" or text.rstrip().endswith((";", "."))):
            found[-1] = _longer(document, found[-1], span)
    return found


def _longer(document: Document, last: Recipient, span: Span) -> Recipient:
    """A line without a dash goes on with the recipient before it: `(đăng tải trên Trang TTĐT Sở);`."""
    whole = Span(last.span.start, span.end)
    text = document.words(whole).replace("\n", " ")
    again = _recipient(document, text, whole.start, "nơi nhận")
    if again is None:
        return last
    return Recipient(again.name, again.action, last.kind, whole)
