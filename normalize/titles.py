"""The title zone of a document -> its kind and its trích yếu in one line."""

from __future__ import annotations

import regex

from extract.folding import fold_letters, mostly_capitals
from extract.model import Document, Span, Zones
from extract.syllables import core_of_line
from extract.title_words import TitleWord, match_title_word, title_words
from normalize.letterhead import Numbering, head_lines, is_number_line, is_recognised
from normalize.model import Found
from normalize.naming import restore_sentence
from normalize.numbers import Family

_SUBJECT = regex.compile(r"\W{0,3}v\s?/\s?v\b", regex.IGNORECASE)
# Kinds of one abbreviation in a symbol: `QĐ` numbers a Quy định of the Party too, `TB` a Thông báo kết luận.
_SAME = {("QyĐ", "QĐ"), ("QC", "QĐ"), ("TBKL", "TB"), ("CTHĐ", "CTr"), ("QyĐ", "QĐi"), ("L", "NQ")}
# Abbreviations that are taken for one another: there the word decides.
_MISTAKEN = {
    ("CTr", "CT"),
    ("TTr", "TT"),
    ("HD", "HĐ"),
    ("TT", "TTr"),
    ("CT", "CTr"),
    ("ĐA", "DA"),
    ("DA", "ĐA"),
    ("GM", "CV"),
    ("CĐ", "CV"),
}
_NOTE_MARK = regex.compile(r"(?<=[\p{L})”])(?:\d{1,2}|\s?[*†]|\s?\(?\*+\)?)$")


def kind_of_title(document: Document, zones: Zones) -> str | None:
    """The abbreviation of the kind that the title names in capitals; None where it names none."""
    match = match_title_word(document.words(zones.title).split("\n", 1)[0])
    return match.word.abbreviation or None if match is not None else None


def read_type(document: Document, zones: Zones, numbering: Numbering) -> Found[str] | None:
    """The abbreviation of the kind of document: by the symbol, by the word in the title, `CV` for an official
    letter.
    """
    word = _word_of_title(document, zones)
    printed = word.abbreviation if word is not None else None
    span = (
        Span(zones.title.start, min(zones.title.end, zones.title.start + len(word.word))) if word is not None else None
    )
    parsed = numbering.parsed
    coded = parsed.type if parsed is not None and parsed.type != "TTg" else None  # `225/TTg-NN` is an official letter
    if coded is None and parsed is not None and parsed.type == "TTg" and printed is None:
        return Found("CV", numbering.symbol.span if numbering.symbol else None)
    if coded is not None and numbering.symbol is not None:
        if printed and (printed, coded) in _MISTAKEN:
            return Found(printed, span)
        if printed and fold_letters(printed) == fold_letters(coded):  # a scan: `QD` for `QĐ`
            return Found(printed, span)
        if printed and printed != coded and (printed, coded) not in _SAME:
            return Found(coded, numbering.symbol.span, 0.8, f"the symbol says {coded}, the title {printed}")
        return Found(coded, numbering.symbol.span)
    if printed == "KL" and word is not None and not document.words(zones.title)[: len(word.word)].isupper():
        # the name of the kind was not read, and `Kết luận của ... tại ...` is what a notice announces
        return Found("TB", span, 0.7, "by the title")
    if "van ban hop nhat" in fold_letters(document.words(zones.head)):
        return Found("VBHN", zones.head, 0.9, "the letterhead says so")
    if printed:
        return Found(printed, span)
    subject = len(zones.title) > 0 and _SUBJECT.match(document.words(zones.title)) is not None
    if parsed is not None and parsed.family is Family.LETTER:
        return Found("CV", numbering.symbol.span if numbering.symbol else None)
    if subject:
        return Found("CV", zones.title, 0.9, "a subject line without the name of a kind")
    return None


def _word_of_title(document: Document, zones: Zones) -> TitleWord | None:
    text = document.words(zones.title)
    found = match_title_word(text.split("\n", 1)[0])
    if found is not None:
        return found.word
    folded = fold_letters(text)
    return next(
        (w for w in title_words() if folded.startswith(w.folded) and not folded[len(w.folded) :][:1].isalnum()), None
    )


def read_title(document: Document, zones: Zones) -> Found[str] | None:
    """The trích yếu in one line without the name of the kind before it; None where there is none."""
    text = document.words(zones.title)
    offset = len(text) - len(text.lstrip(" *_-–.,:;'\"|~"))
    word = _word_of_title(document, zones)
    if word is not None and fold_letters(text).startswith(word.folded, offset):
        short = next((w for w in title_words() if word.folded.startswith(f"{w.folded} ")), word)
        offset += len(short.folded)
    rest = text[offset:]
    lead = len(rest) - len(rest.lstrip(" \n*_-–.,:;|"))
    start = zones.title.start + offset + lead
    if is_recognised(document):
        words = _without_noise(document, Span(min(start, zones.title.end), zones.title.end))
    else:
        kept = [line for line in rest.split("\n") if not is_number_line(line)]
        words = " ".join(" ".join(kept).split())
    words = words.strip(" *_|:;,-–")
    words = _NOTE_MARK.sub("", regex.sub(r"\s[*_\-–—]{3,}.*$", "", words)).rstrip()
    if not words:
        return _subject_in_head(document, zones)
    if mostly_capitals(words):
        words = restore_sentence(words)
    span = Span(min(start, zones.title.end), zones.title.end)
    return Found(words, span, 0.9, "read from a scan") if is_recognised(document) else Found(words, span)


def _without_noise(document: Document, span: Span) -> str:
    """The lines of a title read from a scan, without the noise of stamps between and beside them."""
    lines = []
    for line in document.lines:
        start, end = max(line.span.start, span.start), min(line.span.end, span.end)
        if start < end:
            lines.append((document.text[start:end], core_of_line(document.text[start:end])))
    small = sum(not mostly_capitals(core) for _, core in lines if core) * 2 >= len([core for _, core in lines if core])
    kept = []
    for text, core in lines:
        if not core or (small and mostly_capitals(core)) or is_number_line(text):
            continue
        if len(core.split()) <= 2 and len(text.split()) - len(core.split()) >= 1:
            continue
        kept.append(core)
    return " ".join(kept)


def _subject_in_head(document: Document, zones: Zones) -> Found[str] | None:
    """`(V/v quản lý hoạt động ...)` in the letterhead, where nothing stands under the name of the kind."""
    for line in head_lines(document, zones):
        if _SUBJECT.match(line.text) is not None:
            return Found(line.text.strip(" ()*"), line.span, 0.9, "from the subject in the letterhead")
    return None
