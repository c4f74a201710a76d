"""A row of `documents` -> the province of today that its issuer's province belongs to."""

from __future__ import annotations

from corpus.columns import Row
from corpus.unit_scope import make_setting, province_name
from normalize.localities import current_province
from normalize.unit_register import era_of

_RENAMED_EARLIER = {"thua-thien-hue": "2025-01-01"}
_MERGED = "2025-07-01"


def find_province_today(row: Row) -> str | None:
    """The province as it is called today, for a document of a province dated before the mergers; None for all others.

    A date cut to its year counts only where the whole year lies before.
    """
    setting = make_setting(row)
    if setting.province is None or setting.date is None or era_of(setting.date) in (None, _MERGED):
        return None
    if f"{setting.date}-99-99"[:10] >= _RENAMED_EARLIER.get(setting.province, "9"):
        return None
    return current_province(province_name(setting.province, setting.date))
