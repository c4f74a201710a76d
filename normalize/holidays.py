"""A day -> whether offices in Việt Nam work on it, and days counted in working days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_ONE = timedelta(days=1)
_FAR = 4000  # days; no term in working days reaches so far


@cache
def _calendar() -> HolidayBase:
    """Public holidays by Bộ luật Lao động 2019, Điều 112: lunar days, days in lieu, and the swapped days that the
    Government announced and the library knows. Swaps announced after the library's release are not in it."""
    from holidays import country_holidays

    return country_holidays("VN", language="en_US")


def is_working_day(day: date) -> bool:
    """True where offices work: no Saturday, Sunday or holiday, or a Saturday that was swapped for another day."""
    if not 1990 <= day.year <= 2090:
        return day.weekday() < 5
    return bool(_calendar().is_working_day(day))


def name_rest(day: date) -> str | None:
    """Why a day is a day of rest: the holiday's name, `Saturday` or `Sunday`; None for a working day."""
    if is_working_day(day):
        return None
    name = _calendar().get(day) if 1990 <= day.year <= 2090 else None
    return str(name) if name else ("Saturday" if day.weekday() == 5 else "Sunday")


def next_working_day(day: date) -> date:
    """`day` itself where offices work, else the next day on which they do (Bộ luật Dân sự 2015, Điều 148 khoản 5)."""
    while not is_working_day(day):
        day += _ONE
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, before it where `count` is negative; `day` itself is not counted."""
    step, left = (_ONE, count) if count >= 0 else (-_ONE, -count)
    for _ in range(_FAR):
        if left == 0:
            break
        day += step
        left -= is_working_day(day)
    return day
