"""The parts of a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_zones import DECISION, LETTER, PARTY, PLAN, make_document

from extract.head_rows import is_motto
from extract.model import Document, Zones
from extract.signing import complete_name, is_office, match_authority, match_name, mend_surname
from extract.syllables import core_of_line
from extract.title_words import match_title_word
from extract.zones import find_zones


def _parts(document: Document, zones: Zones) -> dict[str, str]:
    return {name: document.words(getattr(zones, name)) for name in ("head", "title", "body", "tail")}


def test_a_plan_with_an_appendix() -> None:
    document = make_document(PLAN)
    zones = find_zones(document)
    parts = _parts(document, zones)
    assert parts["head"].startswith("UBND TỈNH HÀ GIANG")
    assert parts["head"].endswith("năm 2024")
    assert parts["title"] == "KẾ HOẠCH\nTăng cường công tác y tế cơ sở trên địa bàn tỉnh năm 2024"
    assert parts["body"].startswith("Căn cứ Quyết định số 12/QĐ-UBND")
    assert parts["body"].endswith("để giải quyết./.")
    assert parts["tail"].startswith("Nơi nhận:")
    assert parts["tail"].endswith("Trần Thị Bích Ngọc")
    assert [document.words(a)[:7] for a in zones.appendices] == ["PHỤ LỤC"]


def test_an_attached_regulation_begins_with_its_own_letterhead() -> None:
    document = make_document(DECISION)
    zones = find_zones(document)
    assert _parts(document, zones)["tail"].endswith("Lê Văn Hải")
    assert _parts(document, zones)["body"].startswith("BỘ TRƯỞNG BỘ TÀI CHÍNH")
    (regulation,) = zones.appendices
    assert document.words(regulation).startswith("BỘ TÀI CHÍNH\nCỘNG HÒA")
    assert document.words(regulation).endswith("thực hiện đúng Quy chế này.")


def test_an_official_letter_has_its_subject_for_a_title() -> None:
    document = make_document(LETTER)
    parts = _parts(document, find_zones(document))
    assert parts["title"] == "V/v nghỉ lễ năm 2024"
    assert parts["body"].startswith("Xét đề nghị của Bộ Nội vụ")
    assert parts["tail"].startswith("Nơi nhận: KT. BỘ TRƯỞNG")


def test_a_party_document() -> None:
    document = make_document(PARTY)
    parts = _parts(document, find_zones(document))
    assert parts["title"] == "NGHỊ QUYẾT\nvề chuyển đổi số trong Đảng bộ tỉnh"
    assert parts["body"].startswith("- Căn cứ Điều lệ Đảng")
    assert parts["tail"].endswith("Hồ Thị Hoàng Yến")


def test_a_text_without_head_and_tail() -> None:
    document = make_document(
        "THÔNG BÁO\nKết quả cuộc họp giao ban\nNgày 10/7/2025, Sở họp giao ban.\n1. Giao Văn phòng."
    )
    zones = find_zones(document)
    assert len(zones.head) == len(zones.tail) == 0
    assert document.words(zones.title) == "THÔNG BÁO\nKết quả cuộc họp giao ban"
    assert document.words(zones.body).startswith("Ngày 10/7/2025")


def test_blocks_without_a_name_in_a_text_about_forms_are_no_tail() -> None:
    text = (
        "Điều 9. Chữ ký\nVí dụ:\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn A\nĐiều 10. Nơi nhận\n1. Ghi rõ nơi nhận.\n"
        "Nơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG\nTrần Văn Tuấn"
    )
    document = make_document("THÔNG TƯ\nHướng dẫn trình bày văn bản\n" + text)
    assert document.words(find_zones(document).tail) == "Nơi nhận:\n- Lưu: VT.\nBỘ TRƯỞNG\nTrần Văn Tuấn"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("KẾ HOẠCH", "Kế hoạch"),
        ("KÉ HOẠCH", "Kế hoạch"),  # a scan
        ("THÔNGTƯ", "Thông tư"),  # a scan
        ("NGHỊ ĐỊNH1", "Nghị định"),  # a footnote's number
        ("THÔNG TƯ LIÊN TỊCH", "Thông tư liên tịch"),
        ("KẾ HOẠCH Triển khai công tác", "Kế hoạch"),
        ("Kế hoạch triển khai", None),
        ("LUẬTSƯ", None),
    ],
)
def test_title_words(text: str, word: str | None) -> None:
    match = match_title_word(text)
    assert (match.word.word if match is not None else None) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA YIỆT NAM", True),
        ("SỞ Y TẾ Độc lập - Tự do - Hạnh phúc", True),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", True),
        ("là công dân nước Cộng hòa xã hội chủ nghĩa Việt Nam.", False),
        ("SỞ Y TẾ", False),
    ],
)
def test_mottoes(text: str, expected: bool) -> None:
    assert is_motto(text) is expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nguyễn Tấn Liêm", "Nguyễn Tấn Liêm"),
        ("TS. Trần Văn Bình", "Trần Văn Bình"),
        ("Trung tướng Vũ Hải Sản", "Vũ Hải Sản"),
        ("LÊ THỊ HOA", "Lê Thị Hoa"),
        ("“Đặng Văn Minh", "Đặng Văn Minh"),
        ("Nguyễn Văn A", None),
        ("Hồ Chí Minh", None),
        ("PHÓ CHỦ TỊCH", None),
        ("Hà Nội", "Hà Nội"),  # a family name and a given name: only its place in the block can tell
        ("Sở Y tế", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert match_name(text) == name


def test_names_that_a_scan_damaged() -> None:
    assert mend_surname("Trân Ngọc Căng") == "Trần Ngọc Căng"
    assert mend_surname("Nguyễn Văn Hùng") == "Nguyễn Văn Hùng"
    assert complete_name("guyễn Sinh Tân") == "Nguyễn Sinh Tân"
    assert complete_name("các sở, ban") is None


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("GIÁM ĐỐC", True),
        ("PHÓ CHÁNH VĂN PHÒNG", True),
        ("PHO GIÁAM ĐỌC", True),
        ("TRƯỜNG ĐẠI HỌC Y KHOA", False),
        ("VĂN PHÒNG CHÍNH PHỦ XUẤT BẢN", False),
        ("Giám đốc Sở báo cáo", False),
    ],
)
def test_offices(text: str, office: bool) -> None:
    assert is_office(text) is office


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("KT. CHỦ TỊCH", "KT"),
        ("TM. ỦY BAN NHÂN DÂN", "TM"),
        ("T/M BAN THƯỜNG VỤ", "TM"),
        ("TUQ. GIÁM ĐỐC", "TUQ"),
        ("KT.GIÁM ĐỐC", "KT"),
        ("TMĐT VÀ CNTT", None),
        ("Q. 1, Thành phố", None),
    ],
)
def test_authorities(text: str, prefix: str | None) -> None:
    assert match_authority(text) == prefix


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("gi =. đạt chuẩn nông thôn mới năm 2023", "đạt chuẩn nông thôn mới năm 2023"),
        ("#RUNG-T2M-ĐÔNG BẢO +4 T1 HỌC 0.NG ÃI|", ""),
        ("của Bộ Giáo dục và Đào tạo", "của Bộ Giáo dục và Đào tạo"),
        ("số 69-KL/TW ngày 11/01/2024", "số 69-KL/TW ngày 11/01/2024"),
    ],
)
def test_noise_at_the_ends_of_a_line(text: str, core: str) -> None:
    assert core_of_line(text) == core


@given(st.text(alphabet="KẾ HOẠCHSố: 1/KH-UBND\nNơi nhận:-;. ĐiềuIV123abc", max_size=400))
def test_zones_lie_in_the_text_and_in_order(text: str) -> None:
    document = make_document(text or " ")
    zones = find_zones(document)
    assert zones.head.start <= zones.head.end <= len(document.text)
    assert zones.body.start <= zones.body.end <= max(zones.tail.start, zones.body.end)
    for span in (zones.title, zones.tail, *zones.appendices):
        assert span.end <= len(document.text)
