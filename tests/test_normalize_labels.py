"""Labels of bullets: which field each wording gives."""

from __future__ import annotations

import pytest

from normalize.labels import Label, find_labels, match_label

WORDINGS = [
    ("- Chỉ đạo thực hiện: Đồng chí A", Label.DIRECTOR),
    ("Lãnh đạo Sở chỉ đạo: Giám đốc", Label.DIRECTOR),
    ("- Lãnh đạo UBND tỉnh phụ trách: Phó Chủ tịch", Label.DIRECTOR),
    ("- Đơn vị chủ trì: Phòng A", Label.LEAD),
    ("Cơ quan, đơn vị chủ trì thực hiện: Sở B", Label.LEAD),
    ("- Cơ quan/Đơn vị chủ trì: Sở B", Label.LEAD),
    ("- Đơn vị thực hiện: Phòng C", Label.LEAD),
    ("+ Chủ trì: Sở B", Label.LEAD),
    ("- Đơn vị phối hợp: các phòng", Label.COORDINATOR),
    ("Phối hợp thực hiện: Sở C", Label.COORDINATOR),
    ("- Đơn vị chủ trì, phối hợp: Sở C", Label.LEAD_AND_COORDINATOR),
    ("- Thời gian thực hiện: Quý III", Label.DEADLINE),
    ("- Thời gian dự kiến: 2025", Label.DEADLINE),
    ("Tiến độ: tháng 6", Label.DEADLINE),
    ("- Thời gian hoàn thành: 2025", Label.COMPLETION),
    ("Thời hạn: 30/6", Label.COMPLETION),
    ("- Thời hạn trình UBND tỉnh: tháng 6", Label.COMPLETION),
    ("- Sản phẩm: Báo cáo", Label.PRODUCT),
    ("Kết quả/Sản phẩm: Quyết định", Label.PRODUCT),
    ("- Cấp trình: UBND tỉnh", Label.SUBMIT_TO),
    ("- Kinh phí: ngân sách", Label.DETAIL),
    ("- Địa điểm: Hội trường", Label.DETAIL),
]
PLAIN = [
    "Tổ chức thực hiện các nhiệm vụ sau:",
    "- Phối hợp với Sở Y tế rà soát: danh mục, kinh phí",
    "Chủ trì, phối hợp với các đơn vị liên quan triển khai thực hiện kế hoạch, cụ thể:",
    "Kết quả thực hiện các chỉ tiêu được giao là căn cứ: bình xét thi đua",
    "2. Thời gian",
]


@pytest.mark.parametrize(("text", "label"), WORDINGS)
def test_label_of_a_bullet(text: str, label: Label) -> None:
    found = match_label(text)
    assert found is not None and found.label is label
    assert text[found.value :] == text.split(":", 1)[1].lstrip()


@pytest.mark.parametrize("text", PLAIN)
def test_prose_has_no_label(text: str) -> None:
    assert match_label(text) is None


def test_labels_inside_a_paragraph() -> None:
    text = "Đơn vị chủ trì: Phòng A; đơn vị phối hợp: Phòng B; thời gian thực hiện: Quý III/2025."
    assert [m.label for m in find_labels(text)] == [Label.LEAD, Label.COORDINATOR, Label.DEADLINE]
