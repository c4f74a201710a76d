"""Units in lists and in prose, and the roles that orders give them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.model import Unit
from normalize.units import find_units, read_assignment, split_units

GOLD = Path(__file__).parents[2] / "shared" / "gold"
DEFINED = {
    "Phòng KH-CN": "Phòng Quản lý Khoa học - Công nghệ",
    "Phòng QLCN": "Phòng Quản lý Chuyên ngành",
    "CNTT": "Công nghệ thông tin",
}


WORDS = ["Sở", "Phòng", "các", "và", ",", ";", ":", "(", ")", "-", "UBND", "tỉnh", "Y", "tế", "Trưởng", "thuộc"]
WORDS += ["của", "Giao", "phối", "hợp", "với", "\n"]


def names(units: tuple[Unit, ...]) -> list[str]:
    return [unit.name for unit in units]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one name, with commas and `và` of its own
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        ("Phòng Công tác Dân số, Gia đình và Trẻ em", ["Phòng Công tác Dân số, Gia đình và Trẻ em"]),
        (
            "BQL KKT Dung Quất và các KCN Quảng Ngãi",
            ["Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"],
        ),
        (
            "Công ty TNHH MTV Đầu tư, Xây dựng và Kinh doanh dịch vụ Quảng Ngãi",
            ["Công ty TNHH MTV Đầu tư, Xây dựng và Kinh doanh dịch vụ Quảng Ngãi"],
        ),
        ("Trung tâm Chuyển đổi số và Đổi mới sáng tạo", ["Trung tâm Chuyển đổi số và Đổi mới sáng tạo"]),
        # several
        ("Sở Y tế, Sở Nội vụ và Sở Tài chính", ["Sở Y tế", "Sở Nội vụ", "Sở Tài chính"]),
        ("Bộ Văn hóa, Thể thao và Du lịch, Bộ Công Thương", ["Bộ Văn hóa, Thể thao và Du lịch", "Bộ Công Thương"]),
        ("Sở Khoa học và Công nghệ và các đơn vị, địa phương", ["Sở Khoa học và Công nghệ", "các đơn vị, địa phương"]),
        ("- Sở Y tế\n- Các đơn vị trực thuộc Sở Y tế", ["Sở Y tế", "Các đơn vị trực thuộc Sở Y tế"]),
        ("(1) Bộ Tư pháp\n(2) Văn phòng\nChính phủ", ["Bộ Tư pháp", "Văn phòng Chính phủ"]),
        # a head noun shared by several
        (
            "Các phòng: Hành chính, Nghiệp vụ Y, Nghiệp vụ Dược",
            ["Phòng Hành chính", "Phòng Nghiệp vụ Y", "Phòng Nghiệp vụ Dược"],
        ),
        (
            "Các phòng: Quản lý Công nghệ và Chuyên ngành, Quản lý Khoa học",
            ["Phòng Quản lý Công nghệ và Chuyên ngành", "Phòng Quản lý Khoa học"],
        ),
        (
            "các Sở: Tài chính, Xây dựng và Nội vụ; UBND tỉnh",
            ["Sở Tài chính", "Sở Xây dựng", "Sở Nội vụ", "Ủy ban nhân dân tỉnh"],
        ),
        ("Các Bộ Công an, Quốc phòng", ["Bộ Công an", "Bộ Quốc phòng"]),
        ("các Trường: Đại học Phạm Văn Đồng; Cao đẳng Y tế", ["Trường Đại học Phạm Văn Đồng", "Trường Cao đẳng Y tế"]),
        ("Giám đốc các Sở: Tài chính, Nội vụ", ["Giám đốc Sở Tài chính", "Giám đốc Sở Nội vụ"]),
        ("UBND các huyện: Bình Sơn, Sơn Tịnh", ["Ủy ban nhân dân huyện Bình Sơn", "Ủy ban nhân dân huyện Sơn Tịnh"]),
        (
            "UBND thành phố Quảng Ngãi, thị xã Đức Phổ",
            ["Ủy ban nhân dân thành phố Quảng Ngãi", "Ủy ban nhân dân thị xã Đức Phổ"],
        ),
        ("Bộ Công Thương, Khoa học và Công nghệ", ["Bộ Công Thương", "Bộ Khoa học và Công nghệ"]),
        # abbreviations, the document's own first
        ("Phòng KH-CN, Phòng QLCN", ["Phòng Quản lý Khoa học - Công nghệ", "Phòng Quản lý Chuyên ngành"]),
        ("phòng CNTT", ["phòng Công nghệ thông tin"]),
        ("Sở KH&CN, Sở LĐ-TB&XH", ["Sở Khoa học và Công nghệ", "Sở Lao động - Thương binh và Xã hội"]),
        ("Sở VHTTDL", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("P. TCCB, VP Sở", ["Phòng Tổ chức cán bộ", "Văn phòng Sở"]),
        ("Sở Tài nguyên & Môi trường", ["Sở Tài nguyên và Môi trường"]),
        ("Phòng HCTH tham mưu chung", ["Phòng HCTH"]),
        # vague groups stay one item, and a new `các` begins a new one
        ("Các phòng, đơn vị thuộc Sở", ["Các phòng, đơn vị thuộc Sở"]),
        ("Các sở, ban, ngành và địa phương liên quan", ["Các sở, ban, ngành và địa phương liên quan"]),
        ("Các địa phương, các cơ quan đơn vị có liên quan", ["Các địa phương", "các cơ quan đơn vị có liên quan"]),
        (
            "Các sở, ban, ngành và UBND các huyện, thị xã, thành phố",
            ["Các sở, ban, ngành", "Ủy ban nhân dân các huyện, thị xã, thành phố"],
        ),
        (
            "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương và cơ quan, tổ chức liên quan",
            ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương", "cơ quan, tổ chức liên quan"],
        ),
        (
            "Các phòng, đơn vị theo từng nội dung; Văn phòng Sở",
            ["Các phòng, đơn vị theo từng nội dung", "Văn phòng Sở"],
        ),
        ("Thủ trưởng các sở, ban ngành, đơn vị", ["Thủ trưởng các sở, ban ngành, đơn vị"]),
        ("Trưởng các phòng, đơn vị trực thuộc Sở", ["Trưởng các phòng, đơn vị trực thuộc Sở"]),
        ("Cơ sở giáo dục đại học, mời các chuyên gia.", ["Cơ sở giáo dục đại học"]),
        # what a unit does is not its name
        (
            "1. Bộ Tài chính chủ trì, tổng hợp chung\n2. Các bộ, địa phương rà soát, báo cáo",
            ["Bộ Tài chính", "Các bộ, địa phương"],
        ),
        (
            "Các bộ, ngành, địa phương, doanh nghiệp có dự án đề xuất phương án xử lý vướng mắc, báo cáo",
            ["Các bộ, ngành, địa phương, doanh nghiệp có dự án"],
        ),
        ("Các bộ, cơ quan rà soát, sửa đổi", ["Các bộ, cơ quan"]),
        ("Các cơ quan đại diện chủ sở hữu rà soát, giao chỉ tiêu", ["Các cơ quan đại diện chủ sở hữu"]),
        (
            "Bộ Xây dựng, Khoa học và Công nghệ, các bộ, cơ quan quản lý ngành",
            ["Bộ Xây dựng", "Bộ Khoa học và Công nghệ", "các bộ, cơ quan quản lý ngành"],
        ),
        ("2. Về quản lý khu công nghiệp, cụm công nghiệp: Bộ Tài chính chủ trì", ["Bộ Tài chính"]),
        ("Tổ tiếp nhận hồ sơ", ["Tổ tiếp nhận hồ sơ"]),
        ("Tổ xây dựng kế hoạch lựa chọn nhà thầu", ["Tổ xây dựng kế hoạch lựa chọn nhà thầu"]),
        ("ngành Giáo dục và Đào tạo", ["ngành Giáo dục và Đào tạo"]),
        ("1.BộTài chính", ["Bộ Tài chính"]),
        ("TP. Hồ Chí Minh", ["Thành phố Hồ Chí Minh"]),
        ("Bộ Công Thương (đối với năng lượng), Bộ Tài chính", ["Bộ Công Thương", "Bộ Tài chính"]),
        ("Bộ Ngoại giao các bộ, ngành", ["Bộ Ngoại giao", "các bộ, ngành"]),
        ("", []),
        ("5.310.000", []),
        # a branch, a region, levels and localities after a name
        (
            "Ngân hàng Nhà nước Việt Nam - Chi nhánh tỉnh Quảng Ngãi, Cục Thuế tỉnh",
            ["Ngân hàng Nhà nước Việt Nam - Chi nhánh tỉnh Quảng Ngãi", "Cục Thuế tỉnh"],
        ),
        ("Ủy ban nhân dân cấp tỉnh, cấp xã; Sở Y tế", ["Ủy ban nhân dân cấp tỉnh, cấp xã", "Sở Y tế"]),
        ("Giám đốc Sở Y tế tỉnh, thành phố", ["Giám đốc Sở Y tế tỉnh, thành phố"]),
        ("Các trường Đại học NCL; các trường THPT", ["Các trường Đại học NCL", "các trường THPT"]),
        ("Các đơn vị gồm: Sở Y tế, Văn phòng UBND tỉnh", ["Sở Y tế", "Văn phòng Ủy ban nhân dân tỉnh"]),
        ("Bệnh viện công lập", ["Bệnh viện công lập"]),
        (
            "Bộ trưởng, Thủ trưởng cơ quan ngang Bộ, UBND tỉnh",
            ["Bộ trưởng", "Thủ trưởng cơ quan ngang Bộ", "Ủy ban nhân dân tỉnh"],
        ),
        ("Trưởng, phó các phòng thuộc Sở", ["Trưởng, phó các phòng thuộc Sở"]),
        ("Giám đốc các Sở: Y tế, Nội vụ", ["Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ"]),
        ("Ban Chỉ đạo phòng, chống dịch bệnh tỉnh, Sở Y tế", ["Ban Chỉ đạo phòng, chống dịch bệnh tỉnh", "Sở Y tế"]),
        (
            "cơ quan, tổ chức có liên quan, cơ sở khám bệnh, chữa bệnh",
            ["cơ quan, tổ chức có liên quan", "cơ sở khám bệnh, chữa bệnh"],
        ),
        (
            "Bộ, cơ quan có liên quan, cơ sở khám bệnh, chữa bệnh, doanh nghiệp",
            ["Bộ, cơ quan có liên quan", "cơ sở khám bệnh, chữa bệnh", "doanh nghiệp"],
        ),
        ("Bộ, ngành, địa phương", ["Bộ, ngành, địa phương"]),
        ("Bộ chủ chương trình và các bộ liên quan", ["Bộ chủ chương trình", "các bộ liên quan"]),
        ("Bí thư Tỉnh ủy, Thành ủy; Sở Y tế", ["Bí thư Tỉnh ủy, Thành ủy", "Sở Y tế"]),
        ("Viettel Quảng Ngãi, MobiFone Quảng Ngãi", ["Viettel Quảng Ngãi", "MobiFone Quảng Ngãi"]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    assert names(split_units(text, definitions=DEFINED)) == expected


def test_what_is_not_known_as_a_unit_is_not_certain() -> None:
    (unit,) = split_units("Hàng không Lưỡng Quảng")
    assert unit.confidence < 1 and unit.reason is not None


@pytest.mark.parametrize(
    ("written", "name", "confidence"),
    [
        ("Sở Thông tin và T ruyên thông", "Sở Thông tin và Truyền thông", 0.8),
        ("Sở Kê hoạch và Đâu tư", "Sở Kế hoạch và Đầu tư", 0.8),
        ("Bộ Khoa hoc và Công nghê", "Bộ Khoa học và Công nghệ", 0.8),
        ("Bộ Nông nghìệp và Môi trưdng", "Bộ Nông nghiệp và Môi trường", 0.7),
        ("Sở Kế hoạch Đầu tư", "Sở Kế hoạch và Đầu tư", 0.8),
        ("Sở TPTHXEY", "Sở TPTHXEY", 0.6),  # nothing is near: as printed, and not certain
        ("Sở khoa học và Công nghệ", "Sở khoa học và Công nghệ", 1.0),
        ("Sở Lao động, Thương binh và Xã hội", "Sở Lao động, Thương binh và Xã hội", 1.0),
        ("Sở Y tế Kiên Giang", "Sở Y tế Kiên Giang", 1.0),
        ("Sở Tài chính tỉnh Quảng Ngãi", "Sở Tài chính tỉnh Quảng Ngãi", 1.0),
    ],
)
def test_misread_names_are_repaired_and_not_certain(written: str, name: str, confidence: float) -> None:
    (unit,) = split_units(written)
    assert (unit.name, unit.written, unit.confidence) == (name, written, confidence)
    assert (unit.reason is None) is (confidence == 1.0)


def test_a_bare_head_is_the_body_whose_document_it_is() -> None:
    (unit,) = split_units("Sở", parent="Sở Y tế tỉnh Kiên Giang")
    assert unit.name == "Sở Y tế tỉnh Kiên Giang" and unit.confidence < 1


def test_a_defined_head_is_not_put_into_other_names() -> None:
    defined = {"Sở": "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi"}
    assert names(split_units("Sở Tài chính; Sở", definitions=defined)) == ["Sở Tài chính", defined["Sở"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "báo cáo UBND tỉnh (thông qua Sở Tài chính, Sở Kế hoạch và Đầu tư) trước ngày 08/02/2025",
            ["Ủy ban nhân dân tỉnh", "Sở Tài chính", "Sở Kế hoạch và Đầu tư"],
        ),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam các cấp vận động", ["Ủy ban Mặt trận Tổ quốc Việt Nam các cấp"]),
        ("Trung tâm Ứng dụng Tiến bộ khoa học đề xuất nhiệm vụ", ["Trung tâm Ứng dụng Tiến bộ khoa học"]),
        ("Tổ chức hội nghị, ban hành báo cáo về cơ sở dữ liệu", []),
        ("Phòng, chống thiên tai và tìm kiếm cứu nạn", []),
    ],
)
def test_mentions_in_prose(text: str, expected: list[str]) -> None:
    assert names(find_units(text)) == expected


@pytest.mark.parametrize(
    ("text", "leads", "coordinators"),
    [
        (
            "Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng và các cơ quan, đơn vị có liên quan rà soát.",
            ["Sở Tài chính"],
            ["Sở Xây dựng", "các cơ quan, đơn vị có liên quan"],
        ),
        (
            "phối hợp với các Sở: Tài chính, Kế hoạch và Đầu tư, Công ty Cấp nước và các cơ quan liên quan rà soát",
            [],
            ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Công ty Cấp nước", "các cơ quan liên quan"],
        ),
        ("Bộ Nội vụ phối hợp Bộ Ngoại giao hướng dẫn thực hiện.", ["Bộ Nội vụ"], ["Bộ Ngoại giao"]),
        ("Phối hợp với Sở Nội vụ, Sở Y tế thống kê nhu cầu.", [], ["Sở Nội vụ", "Sở Y tế"]),
        ("Hằng năm, các sở, ban ngành lập dự toán kinh phí.", ["các sở, ban ngành"], []),
        (
            "Trên cơ sở báo cáo của Sở Xây dựng và Sở Y tế, Sở Tài chính theo dõi, tổng hợp chung.",
            ["Sở Tài chính"],
            [],
        ),
        (
            "Yêu cầu các sở, ban, ngành; UBND các huyện, thị xã, thành phố báo cáo UBND tỉnh (thông qua Sở Y tế).",
            ["các sở, ban, ngành", "Ủy ban nhân dân các huyện, thị xã, thành phố"],
            [],
        ),
        (
            "Giám đốc Sở Tài chính, Chủ tịch UBND các huyện chịu trách nhiệm triển khai.",
            ["Giám đốc Sở Tài chính", "Chủ tịch Ủy ban nhân dân các huyện"],
            [],
        ),
        (
            "Trên cơ sở đề xuất của các bộ, cơ quan, địa phương, Bộ Tài chính tổng hợp, báo cáo Chính phủ.",
            ["Bộ Tài chính"],
            [],
        ),
        ("Sau khi được thông qua, tham mưu Chính phủ, Thủ tướng Chính phủ tổ chức thực hiện.", [], []),
        ("Cơ quan giải quyết không yêu cầu người dân, doanh nghiệp nộp thêm giấy tờ.", [], []),
        ("Chỉ đạo, phân công các lực lượng của địa phương tổ chức kiểm tra.", [], []),
        ("Giao từng bộ, ngành, địa phương rà soát nhiệm vụ.", ["từng bộ, ngành, địa phương"], []),
        ("Giao Giám đốc Bệnh viện đa khoa tỉnh tổ chức đấu thầu.", ["Giám đốc Bệnh viện đa khoa tỉnh"], []),
        (
            "Yêu cầu Chủ tịch UBND các huyện, thị xã Đức Phổ và thành phố Quảng Ngãi khẩn trương thực hiện.",
            ["Chủ tịch Ủy ban nhân dân các huyện, thị xã Đức Phổ và thành phố Quảng Ngãi"],
            [],
        ),
        (
            "Yêu cầu Chủ tịch UBND các tỉnh, thành phố thành lập Tổ công tác.",
            ["Chủ tịch Ủy ban nhân dân các tỉnh, thành phố"],
            [],
        ),
        (
            "Ban Quản lý Khu Kinh tế Dung Quất và các Khu công nghiệp tỉnh: tuyên truyền.",
            ["Ban Quản lý Khu Kinh tế Dung Quất và các Khu công nghiệp tỉnh"],
            [],
        ),
        ("Về kinh phí: Giao Sở Tài chính tham mưu UBND tỉnh bố trí.", ["Sở Tài chính"], []),
        ("UBND tỉnh giao Sở Y tế tổ chức thực hiện.", ["Sở Y tế"], []),
        ("Chỉ đạo Ủy ban nhân dân cấp xã xây dựng Đề án.", [], []),
        ("Tổng hợp, trình Ủy ban nhân dân tỉnh qua Sở Nội vụ.", [], []),
        ("Tổ chức triển khai nhiệm vụ được giao, báo cáo Bộ Tài chính.", [], []),
        ("Chủ trì, phối hợp tổ chức thực hiện các nhiệm vụ của Đề án.", [], []),
        (
            "a) Bộ Y tế chủ trì; phối hợp chặt chẽ với Bộ Tài chính; phối hợp với Bộ Tài chính.",
            ["Bộ Y tế"],
            ["Bộ Tài chính"],
        ),
        ("Tổ công tác số 01: làm việc với UBND huyện Phú Giáo.", ["Tổ công tác số 01"], []),
        ("Bố trí cán bộ phối hợp phòng CNTT bảo đảm kỹ thuật.", [], ["phòng Công nghệ thông tin"]),
        ("Bộ Công an chủ trì, Bộ Quốc phòng phối hợp.", ["Bộ Công an"], ["Bộ Quốc phòng"]),
        ("Giám đốc Sở phân công nhiệm vụ cho từng thành viên.", ["Giám đốc Sở"], []),
        ("", [], []),
        # one who is told to do something by `đối với`, unless another is
        ("Đối với ngành Y tế: Xây dựng kế hoạch chi tiết.", ["ngành Y tế"], []),
        ("Đối với các trường Đại học NCL chủ động liên hệ với doanh nghiệp.", ["các trường Đại học NCL"], []),
        ("Đối với các doanh nghiệp thực hiện dự án, Sở Tài chính hướng dẫn thủ tục.", ["Sở Tài chính"], []),
        # one who tells others something is told nothing
        (
            "Trước tình hình trên, phòng An ninh xin thông báo Sở Y tế biết; đề nghị các trường rà soát.",
            ["các trường"],
            [],
        ),
        # the last of a list that begins in a basis
        (
            "Trên cơ sở đề xuất của các bộ, Ủy ban nhân dân các tỉnh, Bộ Tài chính tổng hợp, trình cấp có thẩm quyền.",
            ["Bộ Tài chính"],
            [],
        ),
        (
            "Ủy ban nhân dân các tỉnh, thành phố ban hành chính sách hỗ trợ.",
            ["Ủy ban nhân dân các tỉnh, thành phố"],
            [],
        ),
        ("Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện như sau:", [], []),
        # nouns that tell whom they mean
        ("Chủ đầu tư chỉ đạo các nhà thầu bảo đảm an toàn.", ["Chủ đầu tư"], []),
        (
            "Sở Y tế phối hợp với chính quyền địa phương, cơ quan công an kiểm tra.",
            ["Sở Y tế"],
            ["chính quyền địa phương", "cơ quan công an"],
        ),
        ("Công an tỉnh phối hợp, hỗ trợ Cục Thuế tỉnh.", ["Công an tỉnh"], ["Cục Thuế tỉnh"]),
        ("Sở Công Thương phối hợp với Cơ quan Thuế kiểm tra.", ["Sở Công Thương"], ["Cơ quan Thuế"]),
        ("Bệnh viện đa khoa tỉnh Kiên Giang (hạng I) cử 02 cán bộ.", ["Bệnh viện đa khoa tỉnh Kiên Giang"], []),
        (
            "Các đơn vị cung cấp dịch vụ viễn thông trên địa bàn bảo đảm thông tin liên lạc.",
            ["Các đơn vị cung cấp dịch vụ viễn thông trên địa bàn"],
            [],
        ),
        # what stands between commas and belongs to the group before it
        (
            "Công ty Điện lực A, các đơn vị kinh doanh vận tải, thương mại dịch vụ, khẩn trương rà soát kế hoạch.",
            ["Công ty Điện lực A", "các đơn vị kinh doanh vận tải, thương mại dịch vụ"],
            [],
        ),
        ("Nhận được Công văn này, yêu cầu thủ trưởng các sở, ngành triển khai.", ["thủ trưởng các sở, ngành"], []),
        ("Kết thúc Tháng hành động các đơn vị báo cáo kết quả về Sở.", ["các đơn vị"], []),
        ("Sau khi các đơn vị báo cáo kết quả thì tổng hợp.", [], []),
        ("Phối hợp và chỉ đạo Tòa án nhân dân, Viện kiểm sát nhân dân cấp huyện phối hợp xử lý.", [], []),
        ("Đồng chí Bí thư Tỉnh ủy Bến Tre chỉ đạo triển khai.", ["Bí thư Tỉnh ủy Bến Tre"], []),
        ("Yêu cầu các đồng chí Bộ trưởng khẩn trương rà soát.", ["các đồng chí Bộ trưởng"], []),
        ("Các Công ty Thủy điện trên địa bàn tỉnh vận hành hồ.", ["Các Công ty Thủy điện trên địa bàn tỉnh"], []),
        ("Ngoài các nhiệm vụ chung, Sở Y tế còn có trách nhiệm kiểm tra.", ["Sở Y tế"], []),
        # the name of a province ends that of a body
        ("Báo Nghệ An tăng thời lượng phát tin về bão.", ["Báo Nghệ An"], []),
        ("Công ty Điện lực Quảng Ngãi dừng cấp điện ở vùng ngập.", ["Công ty Điện lực Quảng Ngãi"], []),
        ("Trường Đại học Vinh sửa chữa phòng học.", ["Trường Đại học Vinh"], []),
        (
            "Trên cơ sở Quy chế làm việc của Sở; nhiệm vụ được giao, Trưởng các phòng chủ động rà soát.",
            ["Trưởng các phòng"],
            [],
        ),
        (
            "Công ty Cổ phần Xây dựng và thoát nước đô thị, Sở Xây dựng rà soát.",
            ["Công ty Cổ phần Xây dựng và thoát nước đô thị", "Sở Xây dựng"],
            [],
        ),
        (
            "Tổng Liên đoàn Lao động Việt Nam, tổ chức đại diện người lao động và các tổ chức khác tuyên truyền.",
            ["Tổng Liên đoàn Lao động Việt Nam", "tổ chức đại diện người lao động", "các tổ chức khác"],
            [],
        ),
        (
            "Ủy ban nhân dân các tỉnh, thành phố Hà Nội, Hải Phòng và các địa phương liên quan phối hợp Bộ Y tế.",
            ["Ủy ban nhân dân các tỉnh, thành phố Hà Nội, Hải Phòng", "các địa phương liên quan"],
            ["Bộ Y tế"],
        ),
        (
            "Bộ Y tế phối hợp với các cơ quan trong hệ thống hành chính nhà nước xây dựng Đề án.",
            ["Bộ Y tế"],
            ["các cơ quan trong hệ thống hành chính nhà nước"],
        ),
    ],
)
def test_orders(text: str, leads: list[str], coordinators: list[str]) -> None:
    found = read_assignment(text, definitions=DEFINED)
    assert (names(found.leads), names(found.coordinators)) == (leads, coordinators)


@pytest.mark.parametrize("text", ["Giao UBND các huyện, thị xã chủ trì, phối hợp với các Sở: Y tế, Nội vụ."])
def test_spans_cover_what_is_written(text: str) -> None:
    found = read_assignment(text)
    for unit in (*found.leads, *found.coordinators, *split_units(text), *find_units(text)):
        assert unit.span is not None and text[unit.span.start : unit.span.end] == unit.written


def test_composed_and_decomposed_text_are_the_same() -> None:
    text = "Sở Văn hoá, Thể thao và Du lịch; Uỷ ban nhân dân tỉnh"
    assert len(split_units(unicodedata.normalize("NFC", text))) == 2


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=40,
    )
)
def test_nothing_raises_on_any_text(words: list[str]) -> None:
    text = " ".join(words)
    for unit in (*split_units(text), *find_units(text), *read_assignment(text).leads):
        assert unit.span is not None and unit.span.end <= len(text)


def test_deep_nesting_ends() -> None:
    for text in (
        "Sở A, " * 3000,
        "Trưởng các " * 3000,
        "Phòng A thuộc " * 3000,
        "Các Phó " * 3000,
        "Phòng và " * 3000,
        "(" * 9000,
    ):
        split_units(text)
        find_units(text)
        read_assignment(text)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold is not here")
def test_gold_units_are_one_item_each() -> None:
    """A name that gold gives as one item comes back as one item with that name."""
    wrong = []
    for path in sorted(GOLD.glob("*.json")):
        for task in json.loads(path.read_text(encoding="utf-8")).get("tasks", []):
            for name in (task.get("leads") or []) + (task.get("coordinators") or []):
                got = names(split_units(name))
                if got != [name]:
                    wrong.append((name, got))
    assert wrong == []
