"""Provinces before and after the mergers of 2025."""

from __future__ import annotations

import pytest

from normalize.localities import current_province


@pytest.mark.parametrize(
    ("written", "today"),
    [
        ("tỉnh Kon Tum", "Tỉnh Quảng Ngãi"),
        ("tỉnh Quảng Ngãi", "Tỉnh Quảng Ngãi"),
        ("tỉnh Kiên Giang", "Tỉnh An Giang"),
        ("tỉnh Bình Dương", "Thành phố Hồ Chí Minh"),
        ("thành phố Hà Nội", "Thành phố Hà Nội"),
        ("tỉnh Thừa Thiên Huế", "Thành phố Huế"),
        ("tỉnh Không Có", None),
    ],
)
def test_current_province(written: str, today: str | None) -> None:
    assert current_province(written) == today
