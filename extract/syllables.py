"""A line read from a scan -> the part of it that is Vietnamese, without the noise of stamps and seals at its ends."""

from __future__ import annotations

import regex

from extract.folding import fold_letters

# A Vietnamese syllable without its marks: `nghieng`, `quyet`, `oanh`, `a`.
_SYLLABLE = regex.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|oai|oay|uay|uoi|uou|ieu|yeu|ye|ie|ia|ua|ue|uo|uy|ui|uu|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|iu|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_NUMBER = regex.compile(r"\d{1,4}(?:[./\-]\d{1,4}){0,2}%?|[IVX]{1,6}|[\d.]+,\d+|\d+[-/][\p{Lu}\d\-/&]+(?:TTg)?|-|–")


def is_word(token: str) -> bool:
    """True for a token that can stand in a Vietnamese text: a syllable in one case, a number, a symbol, a short
    form.
    """
    bare = token.strip(".,;:()“”\"'‘’?!/[]")
    if not bare:
        return token in "-–"
    if _NUMBER.fullmatch(bare) or bare.lower() == "v/v":
        return True
    if bare.isupper() and bare.isalpha() and len(bare) <= 7:
        return True
    if not (bare.islower() or bare.isupper() or (bare[0].isupper() and (bare[1:].islower() or len(bare) == 1))):
        return "-" in bare and all(is_word(part) for part in bare.split("-") if part)
    return all(_SYLLABLE.fullmatch(fold_letters(part)) is not None for part in regex.split(r"[-/]", bare) if part)


def core_of_line(text: str) -> str:
    """The stretch of a line with the best balance of words over noise; empty where noise prevails.

    `"gi =. đạt chuẩn nông thôn mới năm 2023"` gives `"đạt chuẩn nông thôn mới năm 2023"`, a line without noise itself.
    """
    tokens = list(regex.finditer(r"\S+", text))
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, token in enumerate(tokens):
        total += 1.0 if is_word(token.group()) else -1.5
        if total > best:
            best, best_range = total, (start, i + 1)
        if total <= 0:
            total, start = 0.0, i + 1
    first, last = best_range
    if last == 0 or (len(tokens) > 3 and best < 2 <= len(tokens) - (last - first)):
        return ""
    if last == len(tokens) - 1 and regex.fullmatch(r"\p{L}{3,8}[.]?", tokens[-1].group()):
        last += 1  # one misread word at the end of a line is no noise
    while first and last - first > 1 and regex.fullmatch(r"\d{1,2}", tokens[first].group()):
        first += 1
    return text[tokens[first].start() : tokens[last - 1].end()]
