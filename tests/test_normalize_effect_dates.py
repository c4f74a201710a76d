"""The day on which a document says that it takes effect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.effect_dates import find_effect
from normalize.model import PartialDate

ISSUED = PartialDate(2025, 7, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quyết định này có hiệu lực thi hành kể từ ngày ký.", "2025-07-10"),
        ("Quyết định này có hiệu lực kể từ ngày ký ban hành.", "2025-07-10"),
        ("Điều 4. Nghị quyết này có hiệu lực từ ngày 20 tháng 7 năm 2025.", "2025-07-20"),
        (
            "Nghị quyết này đã được HĐND tỉnh thông qua ngày 10 tháng 7 năm 2025 và có hiệu lực từ ngày 20/7/2025.",
            "2025-07-20",
        ),
        ("Thông tư này có hiệu lực thi hành kể từ ngày 01/9/2025.", "2025-09-01"),
        ("Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký ban hành.", "2025-08-24"),
        # of another document, an end, no day, two days
        ("Nghị định số 12/2024/NĐ-CP có hiệu lực từ ngày 01/01/2025.", None),
        ("Quyết định này có hiệu lực đến hết ngày 31/12/2025.", None),
        ("Luật này có hiệu lực từ ngày 31/02/2025.", None),
        ("Quyết định này có hiệu lực từ ngày 01/8/2025. Quyết định này có hiệu lực từ ngày 05/8/2025.", None),
    ],
)
def test_effect(text: str, day: str | None) -> None:
    found = find_effect(text, ISSUED)
    assert (None if found is None else str(found.value)) == day
    if found is not None:
        assert found.span is not None and "có hiệu lực" in text[found.span.start : found.span.end]


def test_effect_from_the_day_of_signing_needs_that_day() -> None:
    text = "Quyết định này có hiệu lực kể từ ngày ký."
    assert find_effect(text, PartialDate(2025, 7)) is None and find_effect(text, None) is None
    found = find_effect(text, ISSUED)
    assert found is not None and found.confidence < 1 and found.reason


@given(st.text(alphabet="Quyết định này có hiệu lực từ ngày ký 0123/.", max_size=200))
def test_any_text(text: str) -> None:
    find_effect(text, ISSUED)
