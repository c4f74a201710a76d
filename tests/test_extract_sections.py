"""Sections: which numbered paragraphs are headings, and of what kind."""

from __future__ import annotations

import pytest
from made_zones import DECISION, PLAN, make_document

from extract.heading_kinds import kind_of_heading
from extract.model import SectionKind
from extract.outline import make_outline
from extract.sections import mend_heading, split_sections
from extract.zones import find_zones


def _sections(text: str, *, recognised: bool = False) -> list[tuple[str, str]]:
    document = make_document(text, recognised=recognised)
    outline = make_outline(document, find_zones(document))
    return [(s.label, s.heading) for s in split_sections(document, outline)]


def test_sections_of_a_plan() -> None:
    assert _sections(PLAN) == [
        ("I", "MỤC ĐÍCH, YÊU CẦU"),
        ("1", "Mục đích"),
        ("2", "Yêu cầu"),
        ("II", "NHIỆM VỤ VÀ GIẢI PHÁP"),  # its first item has labelled bullets: a task
        ("2", "Đào tạo nhân lực"),
        ("III", "TỔ CHỨC THỰC HIỆN"),  # `3. Thời gian: Từ tháng 3` runs in
        ("1", "Văn phòng Sở"),
        ("Phụ lục", "DANH MỤC NHIỆM VỤ NĂM 2024"),
    ]


def test_sections_of_a_decision_with_a_regulation() -> None:
    assert _sections(DECISION) == [
        ("Điều 1", ""),
        ("Điều 2", "Hiệu lực thi hành"),
        ("Điều 3", ""),
        ("Chương I", "QUY ĐỊNH CHUNG"),
        ("Điều 1", "Phạm vi điều chỉnh"),
        ("Điều 2", "Trách nhiệm của các đơn vị"),
        ("1", "Văn phòng Bộ"),
    ]


def test_levels_and_parents() -> None:
    document = make_document(DECISION)
    outline = make_outline(document, find_zones(document))
    sections = split_sections(document, outline)
    assert [(s.label, s.level) for s in sections[3:]] == [("Chương I", 1), ("Điều 1", 2), ("Điều 2", 2), ("1", 3)]
    parent = sections[-1].parent
    assert parent is not None
    assert sections[parent].heading == "Trách nhiệm của các đơn vị"
    assert document.words(sections[3].span).startswith("Chương I")
    assert document.words(sections[3].span).endswith("thực hiện đúng Quy chế này.")


@pytest.mark.parametrize(
    ("paragraph", "below", "heading"),
    [
        ("1. Mục đích:", "Nâng cao chất lượng.", True),
        ("6.1 Văn phòng Sở Y tế:", "- Chuẩn bị phương tiện đi lại.", True),
        ("1. Phòng Quản lý Khoa học", "Chủ trì tham mưu.", True),
        ("4. Ủy ban nhân dân các tỉnh, thành phố", "a) Rà soát toàn bộ.", True),
        ("1. Nhiệm vụ trọng tâm: Gồm 13 nội dung", "2. Nhiệm vụ xuyên suốt: Gồm 26 nội dung", True),
        ("1. Các Bộ: Y tế, Công Thương", "a) Chủ động hướng dẫn.", True),
        ("a) Giai đoạn 1 (2026 - 2028)", "- Phấn đấu đạt 30%.", True),
        ("2. Giao Bộ Văn hóa, Thể thao và Du lịch:", "a) Chủ trì xây dựng.", False),
        ("2. Sở Kế hoạch và Đầu tư chủ trì, phối hợp với các sở, ngành:", "- Thẩm định hồ sơ.", False),
        ("1. Hồ sơ gồm:", "a) Đơn đề nghị;", False),
        ("5. Đối với các dự án chậm tiến độ:", "a) Rà soát;", False),
        ("2. Thời gian: Vào lúc 8 giờ", "3. Địa điểm: Hội trường", False),
        ("3. Tổ chức tập huấn", "- Đơn vị chủ trì: Văn phòng Sở.", False),
        ("1. Ông Nguyễn Văn Hùng, Phó Giám đốc", "Trưởng ban", False),
        ("1. Triển khai các nhiệm vụ được giao.", "2. Báo cáo kết quả.", False),
        ("1. Trên cơ sở nhiệm vụ được giao", "- Các phòng xây dựng kế hoạch.", False),
        ("2. Sở Nội vụ chủ trì, phối hợp thực hiện", "a) Rà soát hồ sơ.\nb) Báo cáo kết quả.", True),
        ("2. Sở Nội vụ chủ trì, phối hợp thực hiện:", "a) Rà soát hồ sơ.\nb) Báo cáo kết quả.", False),
        ("2. Sở Nội vụ chủ trì, phối hợp với các sở", "Rà soát hồ sơ.", False),
        ("2. Trách nhiệm cụ thể:", "a) Sở Nội vụ:\n- Rà soát hồ sơ.", True),
        ("2. Tập trung rà soát, cụ thể:", "a) Sở Nội vụ:\n- Rà soát hồ sơ.", False),
        ("3. Đề nghị Tòa án nhân dân tỉnh; Viện kiểm sát nhân dân tỉnh:", "Phối hợp cung cấp số liệu.", False),
        ("3. Đề nghị Kho bạc Nhà nước tỉnh:", "Phối hợp cung cấp số liệu.", False),
        ("3. Đề nghị Ngân hàng Nhà nước chi nhánh tỉnh:", "- Phối hợp cung cấp số liệu.", False),
        ("3. Đề nghị Liên đoàn Lao động tỉnh:", "- Phối hợp cung cấp số liệu.", False),
        ("3. Yêu cầu bổ sung hồ sơ:", "- Có bản sao giấy phép.", True),
        ("1. Thời gian, địa điểm", "- Thời gian: 8 giờ ngày 05/3/2024;\n- Địa điểm: Hội trường xã.", True),
        ("1. Tổ chức hội nghị", "- Thời gian: 8 giờ ngày 05/3/2024;\n- Địa điểm: Hội trường xã.", False),
        ("1. Nội dung tập huấn", "- Thời gian: 8 giờ ngày 05/3/2024.", False),
    ],
)
def test_headings_and_items(paragraph: str, below: str, heading: bool) -> None:
    found = _sections(f"KẾ HOẠCH\nCông tác năm 2024\n{paragraph}\n{below}")
    label = paragraph.split()[0].rstrip(".)")
    assert (label in [one for one, _ in found]) is heading


def test_one_that_ends_otherwise_follows_its_siblings() -> None:
    text = (
        "KẾ HOẠCH\nNăm 2024\n1. Hoàn thiện thể chế\n- Rà soát.\n2. Nâng cao năng lực\n- Đào tạo.\n"
        "3. Mở rộng hợp tác.\n- Kết nối."
    )
    assert [label for label, _ in _sections(text)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("label", "heading", "kind"),
    [
        ("I", "MỤC ĐÍCH, YÊU CẦU", SectionKind.PURPOSE),
        ("2", "Yêu cầu", SectionKind.REQUIREMENTS),
        ("I", "NGUYÊN TẮC, YÊU CẦU SẮP XẾP", SectionKind.REQUIREMENTS),
        ("I", "QUAN ĐIỂM", SectionKind.VIEWPOINTS),
        ("II", "MỤC TIÊU", SectionKind.OBJECTIVES),
        ("1", "Các chỉ tiêu kinh tế - xã hội", SectionKind.TARGETS),
        ("II", "ĐỐI TƯỢNG, PHẠM VI, THỜI GIAN THỰC HIỆN", SectionKind.SCOPE),
        ("III", "Những nhiệm vụ tổ chức triển khai thực hiện", SectionKind.TASKS),
        ("1", "Nhóm giải pháp về cơ chế, chính sách", SectionKind.TASKS),
        ("2", "NỘI DUNG", SectionKind.TASKS),
        ("III", "KINH PHÍ THỰC HIỆN", SectionKind.FUNDING),
        ("IV", "TỔ CHỨC THỰC HIỆN", SectionKind.ORGANIZATION),
        ("V", "Tiến độ thực hiện", SectionKind.SCHEDULE),
        ("Điều 3", "Hiệu lực thi hành", SectionKind.EFFECT),
        ("Phụ lục II", "DANH MỤC", SectionKind.APPENDIX),
        ("1", "Phòng Quản lý Khoa học", SectionKind.OTHER),
        ("I", "TÌNH HÌNH VÀ NHẬN ĐỊNH", SectionKind.OTHER),
    ],
)
def test_kinds(label: str, heading: str, kind: SectionKind) -> None:
    assert kind_of_heading(label, heading) is kind


def test_headings_of_a_scan_are_spelled_right() -> None:
    assert mend_heading("TÓ CHỨC THỰC HIỆN") == "TỔ CHỨC THỰC HIỆN"
    assert mend_heading("Mục dích") == "Mục đích"
    text = "KẾ HOẠCH\nNăm 2024\n3. TÓ CHỨC THỰC HIỆN\n- Giao Văn phòng thực hiện."
    assert _sections(text, recognised=True) == [("3", "TỔ CHỨC THỰC HIỆN")]


def test_a_note_that_the_tasks_are_attached_is_no_part_of_the_heading() -> None:
    text = (
        "KẾ HOẠCH\nNăm 2024\nI. Nhiệm vụ trong Quý IV (nhiệm vụ cụ thể kèm theo)\nII. Tổ chức thực hiện\n"
        "1. Giao Văn phòng."
    )
    assert _sections(text)[0] == ("I", "Nhiệm vụ trong Quý IV")
