"""The text of a document -> the day on which it says that it takes effect: `Quyết định này có hiệu lực từ ngày ký`."""

from __future__ import annotations

from datetime import date

import regex

from extract.model import Span
from normalize.counted import Term, last_day_of
from normalize.model import Found, PartialDate
from normalize.time_points import make_day

# Found: `Quyết định này có hiệu lực thi hành kể từ ngày ký`, `Nghị quyết này được HĐND tỉnh thông qua ngày 10 tháng 7
# năm 2025 và có hiệu lực từ ngày 20 tháng 7 năm 2025`, `Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký ban hành`.
# Not: `Quyết định này có hiệu lực đến hết ngày ...`, the same of another document (`Nghị định số ... có hiệu lực từ`).
_DAY = (
    r"(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>(?:19|20)\d{2})(?!\d)"
    r"|(?P<d2>\d{1,2})\stháng\s(?P<m2>\d{1,2})\snăm\s(?P<y2>(?:19|20)\d{2}))"
)
_EFFECT = regex.compile(
    r"(?<!\p{L})(?:Quyết\sđịnh|Nghị\squyết|Nghị\sđịnh|Thông\stư(?:\sliên\stịch)?|Chỉ\sthị|Kế\shoạch|Quy\schế|Quy\sđịnh|Hướng\sdẫn"
    r"|Pháp\slệnh|Bộ\sluật|Luật|Kết\sluận|Chương\strình|Thông\sbáo|Công\svăn)\snày\s"
    r"(?:(?:đã\s)?được\s[^.;\n]{3,200}?\s(?:và|,)\s)?(?:chính\sthức\s|bắt\sđầu\s)?có\shiệu\slực(?:\sthi\shành)?,?\s"
    r"(?:(?:kể\s)?từ\s(?:ngày\s)?(?:" + _DAY + r"|(?P<own>ký(?:\sban\shành)?|(?:được\s)?ban\shành)(?!\p{L}))"
    r"|sau\s(?P<n>\d{1,3})\s(?:\([^()\n]{1,20}\)\s)?ngày,?\s(?:kể\s)?từ\sngày\s(?:ký(?:\sban\shành)?|ban\shành)(?!\p{L}))",
    regex.IGNORECASE,
)


def find_effect(text: str, issued: PartialDate | None) -> Found[PartialDate] | None:
    """The day of a document's effect with the words that say it; the day of its issue is `issued`.

    None where it says none, where that hangs on a date of issue that is not printed in full, or where it names several.
    """
    found: dict[date, Found[PartialDate]] = {}
    for match in _EFFECT.finditer(text):
        year, month, number = (match[name] or match[f"{name}2"] for name in ("y", "m", "d"))
        reason = None
        if year:
            day = make_day(int(year), int(month or 0), int(number or 0))
        elif issued is None or issued.month is None or issued.day is None:
            continue
        else:
            day, reason = make_day(issued.year, issued.month, issued.day), "the day on which it was signed"
            if day is not None and match["n"]:
                day, reason = last_day_of(Term(int(match["n"]), "ngày"), day), "counted from the day of its signing"
        if day is not None:
            sure = 1.0 if reason is None else 0.9
            found.setdefault(
                day, Found(PartialDate(day.year, day.month, day.day), Span(match.start(), match.end()), sure, reason)
            )
    return next(iter(found.values())) if len(found) == 1 else None
