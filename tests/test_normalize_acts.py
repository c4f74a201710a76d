"""What can order an act and what cannot."""

from __future__ import annotations

import pytest

from normalize.acts import has_act

ORDERS = [
    "Chuẩn bị hồ sơ, tài liệu phục vụ hội nghị;",
    "Tổ chức tập huấn cho cán bộ xã.",
    "Hằng quý, các phòng gửi số liệu về Văn phòng.",
    "Giúp Tổ trưởng xây dựng báo cáo kết quả giám sát.",
]
FRAGMENTS = ["Tầng trệt: Phòng 104 Khoa Máy", "Hội trường tầng 2", "Phòng 12, nhà B3"]


@pytest.mark.parametrize("text", ORDERS)
def test_orders(text: str) -> None:
    assert has_act(text)


@pytest.mark.parametrize("text", FRAGMENTS)
def test_fragments(text: str) -> None:
    assert not has_act(text)
