"""Where a text cites a document by number, and the words around the number."""

from __future__ import annotations

import time

import pytest

from extract.references import (
    find_numbers,
    is_document,
    read_date,
    read_issuer,
    read_pinpoint,
    read_title,
    read_word,
)


def strong(text: str) -> list[str]:
    return [text[m.start : m.end] for m in find_numbers(text) if not m.weak]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kế hoạch số 11/KH- UBND ngày 31/7/2025", ["11/KH- UBND"]),
        ("Kế hoạch số 51/KH-\nUBND ngày 07/3/2025", ["51/KH-\nUBND"]),
        ("Kết luận số 69-KL/TW và 94- KH/BTGDVTW", ["69-KL/TW", "94- KH/BTGDVTW"]),
        ("Nghị quyết số 193/2025/QH15 của Quốc hội", ["193/2025/QH15"]),
        ("số 01/KH-ĐHQGHN-UBND ngày 17/8/2023", ["01/KH-ĐHQGHN-UBND"]),
        ("Nghị quyết số 66.7/2025/NQ-CP, Nghị quyết số 30c/NQ-CP", ["66.7/2025/NQ-CP", "30c/NQ-CP"]),
        ("theo 71/NQ-CP - Chính phủ ban hành", ["71/NQ-CP"]),
        ("Quyết định số 12/QĐ-UBND.", ["12/QĐ-UBND"]),
        ("Công văn số 2587-CV/VPTW/nb, ngày 25/5/2010", ["2587-CV/VPTW/nb"]),
        # no numbers of documents
        ("QCVN 102:2016/BTTTT và TCVN 6909:2001", []),
        ("ngày 24/5/2025, trực 24/7, tốc độ 60 km/h, cán bộ và/hoặc công chức", []),
        ("quy trình QTKĐ:06- 2021/BLĐTBXH", []),
        ("điện thoại 0255/382.2866, tỷ lệ 3/4, Covid-19", []),
        ("TT/BTC không có số", []),
    ],
)
def test_find_numbers(text: str, numbers: list[str]) -> None:
    assert strong(text) == numbers


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Quyết định số ", "Quyết định"),
        ("các Quyết định: Số ", "Quyết định"),
        ("Thông báo kết luận số ", "Thông báo kết luận"),
        ("theo Thông tư liên tịch số ", "Thông tư liên tịch"),
        ("(QĐ ", "QĐ"),
        ("công văn số:", "công văn"),
        ("Nghị định của Chính phủ số ", "Nghị định"),
        ("Căn cứ ", ""),
        ("Bộ Công an số ", ""),
    ],
)
def test_read_word(text: str, word: str) -> None:
    found = read_word(text + "12/QĐ-UBND", len(text))
    assert text[found.start : found.end] == word
    assert found.said_number == ("số" in text.lower())


@pytest.mark.parametrize(
    ("after", "date"),
    [
        (" ngày 31/7/2025 của", "31/7/2025"),
        (", ngày 01/11/2012", "01/11/2012"),
        (" (ngày 5/3/2020)", "5/3/2020"),
        (" ngày\n22/12/2024", "22/12/2024"),
        (" ngày 30 tháng 01 năm 2023", "30 tháng 01 năm 2023"),
        (" ngày 2l tháng I1 năm 2012", "21 tháng 11 năm 2012"),
        (" ngày 21 /3/2025", "21 /3/2025"),
        (" 19/3/2021 của", "19/3/2021"),
        (" của Chính phủ", None),
        (" trước ngày 31/12/2025", None),
    ],
)
def test_read_date(after: str, date: str | None) -> None:
    found = read_date("12/QĐ-UBND" + after, 10)
    assert (found[0] if found else None) == date


@pytest.mark.parametrize(
    ("after", "issuer"),
    [
        (" của Thủ tướng Chính phủ phê duyệt", "Thủ tướng Chính phủ"),
        (" của UBND tỉnh Kon Tum.", "UBND tỉnh Kon Tum"),
        (" của Bộ Văn hóa, Thể thao và Du lịch về", "Bộ Văn hóa, Thể thao và Du lịch"),
        (" của Ban Chấp hành Trung ương Đảng khóa XI về", "Ban Chấp hành Trung ương Đảng khóa XI"),
        (" của Ban Thường vụ Tỉnh ủy (Khóa XX) về", "Ban Thường vụ Tỉnh ủy (Khóa XX)"),
        (" của Bộ Chính trị và Quyết định số 1", "Bộ Chính trị"),
        (" về việc phê duyệt", None),
    ],
)
def test_read_issuer(after: str, issuer: str | None) -> None:
    found = read_issuer(after, 0)
    assert (found[0] if found else None) == issuer


@pytest.mark.parametrize(
    ("before", "pinpoint"),
    [
        ("quy định tại điểm a khoản 2 Điều 5 ", "điểm a khoản 2 Điều 5"),
        ("tại điểm b, c khoản 1 Điều 3 của ", "điểm b, c khoản 1 Điều 3"),
        ("tại khoản 1, 2.1, 4.1, 4.3 ", "khoản 1, 2.1, 4.1, 4.3"),
        ("nội dung khoản 2.1 và khoản 4 Mục III ", "khoản 2.1 và khoản 4 Mục III"),
        (
            "gạch đầu dòng (-) thứ nhất và thứ hai khoản 5 Điều 2 ",
            "gạch đầu dòng (-) thứ nhất và thứ hai khoản 5 Điều 2",
        ),
        ("từ Điều 5 đến Điều 9 ", "từ Điều 5 đến Điều 9"),
        ("Phụ lục II ", "Phụ lục II"),
        ("thực hiện ", None),
        ("nhiệm vụ năm 2025 của ", None),
    ],
)
def test_read_pinpoint(before: str, pinpoint: str | None) -> None:
    assert read_pinpoint(before + "Luật Đất đai", len(before)) == pinpoint


@pytest.mark.parametrize(
    ("after", "title"),
    [
        (" về việc giao chỉ tiêu năm 2025; Quyết định", "về việc giao chỉ tiêu năm 2025"),
        (" ban hành Quy chế làm việc, Quyết định số 2", "ban hành Quy chế làm việc"),
        (" phê duyệt Đề án phát triển. Giao Sở", "phê duyệt Đề án phát triển"),
        (" quy định giá đất được sửa đổi, bổ sung bởi Thông tư số 5/2024/TT-BTC", "quy định giá đất"),
        (" về giá đất có hiệu lực thi hành, các thông tư sau đây:", "về giá đất"),
        (" công bố văn bản tiếp tục có hiệu lực, Sở", "công bố văn bản tiếp tục có hiệu lực"),
        (" ban hành Danh mục thủ tục được sửa đổi, bổ sung", "ban hành Danh mục thủ tục được sửa đổi, bổ sung"),
        (" và các văn bản", None),
    ],
)
def test_read_title(after: str, title: str | None) -> None:
    assert read_title(after, 0) == title


@pytest.mark.parametrize(
    ("before", "yes"),
    [("Mẫu số ", False), ("Biểu mẫu ", False), ("tài khoản số ", False), ("Quyết định số ", True), ("theo ", True)],
)
def test_forms_and_accounts_are_no_documents(before: str, yes: bool) -> None:
    assert is_document(before + "01/BC-UBND", len(before)) is yes


@pytest.mark.parametrize("unit", ["1/", "12/QĐ-", "9" * 40, "số ", "/A-", "1.1.", "1 - A/", " ", "Điều 1, ", "QĐ-"])
def test_time_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        find_numbers(text)
        return time.process_time() - start

    small, large = seconds(20_000), seconds(160_000)
    assert large < 60 * small + 0.5  # eight times the text; a square would be sixty-four times the work
