"""Words as a scan gives them, and what they are: syllables, symbols, dates; and what must stay as it is."""

from __future__ import annotations

import pytest

from extract.assemble import RawLine, RawParagraph, RawRepair, assemble
from extract.layout import line_of, repairs_of
from extract.model import Format
from extract.repair import repair_words
from extract.signature_block import repair_signature
from extract.syllable_model import is_syllable, load_model, plain_tone
from extract.textlayer import Word


def words_of(text: str, confidence: float = 0.95) -> list[Word]:
    words, x = [], 60.0
    for token in text.split():
        words.append(Word(token, x, 100.0, x + 6.0 * len(token), 112.0, 110.0, 12.0, False, False, confidence))
        x += 6.0 * len(token) + 3.0
    return words


def mend(text: str) -> str:
    return " ".join(word.text for word in repair_words(words_of(text)))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Thâm định câp giây phép hoạt động", "Thẩm định cấp giấy phép hoạt động"),
        ("quy dịnh của pháp luật", "quy định của pháp luật"),
        ("TÓ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
        ("theo thâm quyền được giao", "theo thẩm quyền được giao"),
        ("phối hợp VỚI các đơn vị", "phối hợp với các đơn vị"),
        ("khám bệnh. chữa bệnh trên địa bàn", "khám bệnh, chữa bệnh trên địa bàn"),
        ("Luật số 87/2025/OH15;", "Luật số 87/2025/QH15;"),
        ("số l1/KH-UBND ngày 2l tháng 02 năm 2012", "số 11/KH-UBND ngày 21 tháng 02 năm 2012"),
        ("Nghị quyết 03/2021/UBTVQHI5 ngày", "Nghị quyết 03/2021/UBTVQH15 ngày"),
        ("Quyết định số 12/QÐ-UBNĐ ngày", "Quyết định số 12/QĐ-UBND ngày"),
        ("Kế hoạch số 15/KH-SKHGN ngày", "Kế hoạch số 15/KH-SKHCN ngày"),
        ("Kết luận số 1§-KL/TW ngày", "Kết luận số 18-KL/TW ngày"),
        ("Nghị định số 128/2026NĐ-CP ngày", "Nghị định số 128/2026/NĐ-CP ngày"),
        ("từ 30/10/2017 đến 03/1 1/2017.", "từ 30/10/2017 đến 03/11/2017."),
        ("lúc 0§h00 ngày", "lúc 08h00 ngày"),
        ("xong trong Quý II1/2026.", "xong trong Quý III/2026."),
        ("từ quý HI đến quý 1V năm 2026", "từ quý III đến quý IV năm 2026"),
        ("Quý 11/2026 và Quý II⁄2027", "Quý II/2026 và Quý II/2027"),
        ("thành phố Đà Năng và Thành phố Hô Chí Minh", "thành phố Đà Nẵng và Thành phố Hồ Chí Minh"),
        ("Bộ Giáo dục và Dào tạo", "Bộ Giáo dục và Đào tạo"),
    ],
)
def test_what_was_misread_is_mended(read: str, meant: str) -> None:
    assert mend(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Sở Khoa học và Công nghệ chủ trì, phối hợp với các sở, ban, ngành",
        "ông Nguyễn Tấn Liêm, Giám đốc Sở",
        "xong trong quý 1/2026, quý II năm 2026",
        "bà Lê Thị Thâm, phường Vĩnh Thanh Vân",
        "hệ thống eOffice và website của UBND tỉnh",
        "Công văn số 130/SYT-HĐKHCN ngày 21 tháng 02 năm 2012",
        "Quyết định số 8119/QĐ-SYT ngày 29/12/2016",
        "ngày 42/02/2018 của UBND tỉnh",
        "trồng thâm canh cây lúa",
        "công nhận huyện Trà Cú, tỉnh Trà Vinh",
        "tin lành của Đức Chúa Trời",
        "XÃ THỤY VĂN",
        "TP. Rạch Giá, TT. Minh Lương",
        "ngày tháng năm 2025",
    ],
)
def test_what_is_right_or_cannot_be_known_stays(text: str) -> None:
    assert mend(text) == text


def test_what_was_read_and_why_is_kept_and_the_words_are_less_sure() -> None:
    line = line_of(repair_words(words_of("Căn cứ quy dịnh số l1/KH-UBND")), 1)
    document = assemble(
        "scan.pdf",
        Format.PDF,
        "0",
        [RawParagraph((RawLine(line.text, 1, None, line.confidence, repairs_of(line)),))],
    )
    found = [(document.words(repair.span), repair.raw, repair.reason) for repair in document.repairs]
    assert found == [("định", "dịnh", "marks"), ("11/KH-UBND", "l1/KH-UBND", "symbol")]
    assert document.lines[0].confidence is not None
    assert document.lines[0].confidence < 0.95


@pytest.mark.parametrize("text", ["quy định này", "\u00a0 quy  định này"])
def test_spans_of_repairs_are_right_where_the_line_is_cleaned(text: str) -> None:
    start = text.index("định")
    line = RawLine(text, repairs=(RawRepair(start, start + 4, "dịnh", "marks"),))
    document = assemble("scan.pdf", Format.PDF, "0", [RawParagraph((line,))])
    (repair,) = document.repairs
    assert document.words(repair.span) == "định"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("nghiêng", True), ("uỷ", True), ("website", False), ("kh", False), ("quôc", False), ("quốc", True)],
)
def test_shape_of_a_syllable(word: str, expected: bool) -> None:
    assert is_syllable(word) is expected


@pytest.mark.parametrize(("old", "new"), [("hoà", "hòa"), ("uỷ", "ủy"), ("quý", "quý"), ("hoàn", "hoàn")])
def test_place_of_the_tone(old: str, new: str) -> None:
    assert plain_tone(old) == new


def test_model_knows_what_follows_what() -> None:
    import numpy as np

    model = load_model()
    before = np.array([model.number("ủy")])
    right, wrong = np.array([model.number("ban")]), np.array([model.number("bạn")])
    assert model.follow(before, right)[0, 0] > model.follow(before, wrong)[0, 0] + 4


@pytest.mark.parametrize("text", ["", "§", "///", "1/", "(((", "ﬁ\u0301", "ngày", "A/B/C-D/E", "0" * 500 + "/KH-UBND"])
def test_nothing_raises(text: str) -> None:
    assert isinstance(mend(text), str)


def block_of(*lines: str) -> list[Word]:
    """`Nơi nhận` on the left and lines of a signature block on the right, from top to bottom."""
    words = [Word("4ơi", 60, 98, 80, 112, 110, 12), Word("nhận:", 84, 98, 110, 112, 110, 12)]
    for row, line in enumerate(lines):
        x = 330.0
        for token in line.split():
            base = 110.0 + 18 * row
            words.append(Word(token, x, base - 12, x + 7.0 * len(token), base + 2, base, 12, False, False, 0.9))
            x += 7.0 * len(token) + 4
    return words


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("GI ÁM ĐÓC", "Hoàng Anh"), ["GIÁM ĐỐC", "Hoàng Anh"]),
        (("KTGIAM ĐỌC", "PHO GIAM ĐỌC", "Hà Văn Phúc"), ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Hà Văn Phúc"]),
        (("2 BỘ TRƯỞNG, CHỦ NHIỆM", "CHỦ NHIỆM"), ["KT. BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ NHIỆM"]),
        (("KT. THỦ TƯỚNG", "TƯỚNG"), ["KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"]),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"]),
        (("TỊCH", "rần Ngọc Căng"), ["CHỦ TỊCH", "Trần Ngọc Căng"]),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    ],
)
def test_signature_block(lines: tuple[str, ...], expected: list[str]) -> None:
    mended = repair_signature(block_of(*lines))
    rows: dict[float, list[str]] = {}
    for word in mended[2:]:
        rows.setdefault(word.base, []).append(word.text)
    assert mended[0].text == "Nơi"
    assert [" ".join(row) for row in rows.values()] == expected
