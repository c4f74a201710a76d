"""A province as a document names it -> the province that it belongs to since the mergers of 2025."""

from __future__ import annotations

from functools import cache

# `Thừa Thiên Huế` became the city of Huế on 01/01/2025 (Nghị quyết 175/2024/QH15), before the mergers that underthesea
# knows.
_RENAMED_BEFORE = {"tỉnh thừa thiên huế": "Thành phố Huế", "tỉnh thừa thiên - huế": "Thành phố Huế"}


@cache
def current_province(locality: str) -> str | None:
    """The name of today's province: `tỉnh Kon Tum` gives `Tỉnh Quảng Ngãi`; None where `locality` is no province before
    or after Nghị quyết 202/2025/QH15. The mapping is underthesea's `convert_address`, which never guesses a province.
    """
    renamed = _RENAMED_BEFORE.get(locality.lower())
    if renamed is not None:
        return renamed
    from underthesea import convert_address

    result = convert_address(locality)
    return result.new.province or None
