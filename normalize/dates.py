"""Printed dates -> PartialDate: `24/5/2025`, `ngày 02 tháng 10 năm 2024`, `ngày     tháng 8 năm 2025`, `năm 2024`."""

from __future__ import annotations

from calendar import monthrange

import regex

from normalize.model import PartialDate

# A full or partial date without the word before it. Day and month tolerate blanks around the separators (`21 /3/2025`),
# one separator of `/ - .` throughout (`01.7.2025`), and dots or blanks for what a draft leaves open (`tháng 8 năm
# 2025`).
DATE = r"""
(?:
    (?P<d1>\d{1,2})\s{0,2}(?P<sep>[/.-])\s{0,2}(?P<m1>\d{1,2})\s{0,2}(?P=sep)\s{0,2}(?P<y1>(?:19|20)\d{2})(?!\d)
  | (?:(?P<d2>\d{1,2})|[.…_]{0,12})\s{0,12}tháng\s{1,12}(?:(?P<m2>\d{1,2})|[.…_]{0,12})\s{0,12}(?:,\s{0,2})?
    năm\s{1,4}(?P<y2>(?:19|20)\d{2})(?!\d)
  | (?P<m3>\d{1,2})\s{0,2}/\s{0,2}(?P<y3>(?:19|20)\d{2})(?![\d/])
)
"""
_DATE = regex.compile(r"(?:ngày\s{0,12})?" + DATE, regex.VERBOSE | regex.IGNORECASE)
_YEAR = regex.compile(r"(?:năm\s{1,2})?(?P<year>(?:19|20)\d{2})(?!\d)", regex.IGNORECASE)


def make_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """A date cut to its parts, or None where they are no date (`31/4`, month 13)."""
    if not 1900 <= year <= 2099:
        return None
    if month is None:
        return PartialDate(year)
    if not 1 <= month <= 12:
        return None
    if day is None:
        return PartialDate(year, month)
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def date_of_match(match: regex.Match[str]) -> PartialDate | None:
    """The date of a match of a pattern that embeds `DATE`."""
    groups = match.groupdict()
    for n in "123":
        if groups.get(f"y{n}"):
            month, day = groups.get(f"m{n}"), groups.get(f"d{n}")
            return make_date(int(groups[f"y{n}"]), int(month) if month else None, int(day) if day else None)
    return None


def parse_date(text: str) -> PartialDate | None:
    """The date that `text` begins with, cut to what is printed; None where it begins with none."""
    text = text.strip()
    if (match := _DATE.match(text)) is not None:
        return date_of_match(match)
    if (match := _YEAR.match(text)) is not None:
        return make_date(int(match["year"]))
    return None
