"""References of a text: kind, number or name, date, issuer and relation; lists, titles in titles, what is none."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.assemble import RawLine, RawParagraph, assemble
from extract.model import Format, Origin, Page, Span, Zones
from normalize.internal import find_internal
from normalize.laws import find_laws
from normalize.model import Reference
from normalize.pinpoints import parse_pinpoint
from normalize.references import find_references, read_references
from normalize.sources import parse_source


def rows(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Kind, number or name, date."""
    return [(r.type, r.number or r.name, str(r.date) if r.date else None) for r in find_references(text)]


def relations(text: str) -> list[tuple[str | None, str]]:
    return [(r.number or r.name, r.relation.value) for r in find_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kế hoạch số 11/KH-UBND ngày 31/7/2025", [("KH", "11/KH-UBND", "2025-07-31")]),
        ("Chỉ thị 25/CT-TTg ngày 05/10/2023", [("CT", "25/CT-TTg", "2023-10-05")]),
        ("Nghị quyết số 20-NQ/TW, ngày 01 tháng 11 năm 2012", [("NQ", "20-NQ/TW", "2012-11-01")]),
        ("Nghị quyết số 193/2025/QH15", [("NQ", "193/2025/QH15", None)]),
        ("Luật số 59/2020/QH14", [("L", "59/2020/QH14", None)]),
        ("Quy định số 66-QĐ/TW", [("QĐ", "66-QĐ/TW", None)]),
        ("Thông báo kết luận số 12/TB-VPCP", [("TB", "12/TB-VPCP", None)]),
        ("Công văn số 3204/UBND-KGVX ngày 29/5/2025", [("CV", "3204/UBND-KGVX", "2025-05-29")]),
        ("Văn bản số 12/SNV-TCBC", [("CV", "12/SNV-TCBC", None)]),
        ("công văn số 105 TC/ĐT", [("CV", "105TC/ĐT", None)]),
        ("Nghị định số 108-HĐBT", [("NĐ", "108-HĐBT", None)]),
        ("Nghị quyết số 29 của Trung ương", [("NQ", "29", None)]),
        ("Nghị định 30/2020, Nghị định 45/2025.", [("NĐ", "30/2020", None), ("NĐ", "45/2025", None)]),
        # the kind carries right, a date belongs to its own number
        (
            "các Nghị quyết: số 57-NQ/TW ngày 22/12/2024, số 193/2025/QH15 và số 71/NQ-CP",
            [("NQ", "57-NQ/TW", "2024-12-22"), ("NQ", "193/2025/QH15", None), ("NQ", "71/NQ-CP", None)],
        ),
        # a cell or a column cut the date and the number
        ("Kế hoạch số 51/KH-\nUBND ngày\n07/3/2025", [("KH", "51/KH-UBND", "2025-03-07")]),
        # a day that no month has
        ("Quyết định số 5/QĐ-UBND ngày 31/4/2025", [("QĐ", "5/QĐ-UBND", None)]),
    ],
)
def test_numbers(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mẫu số 01/BC-UBND kèm theo",
        "theo QCVN 102:2016/BTTTT và TCVN 6909:2001",
        "Quyết định 3 nội dung sau; Nghị quyết 5 năm qua",
        "số tài khoản 3713.0.1/KBNN",
        "diện tích 5/Ha, công suất 2 KW/H, ngày 24/5/2025",
        "Kế hoạch này, Luật này, luật sư, pháp luật, Quyết định nêu trên",
        "Số:        /KH-UBND",
        "3. Kết luận\n1. Thông tư 2. Định nghĩa",
    ],
)
def test_no_references(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo Luật Ngân sách nhà nước và các quy định hiện hành", [("L", "Luật Ngân sách nhà nước", None)]),
        ("Bộ luật Dân sự năm 2015 quy định", [("BL", "Bộ luật Dân sự", "2015")]),
        ("Luật Đất đai ngày 18 tháng 01 năm 2024;", [("L", "Luật Đất đai", "2024-01-18")]),
        (
            "Luật Đất đai, Luật Nhà ở và Luật Kinh doanh bất động sản",
            [("L", "Luật Đất đai", None), ("L", "Luật Nhà ở", None), ("L", "Luật Kinh doanh bất động sản", None)],
        ),
        ("Luật Phòng, chống thiên tai, đê điều", [("L", "Luật Phòng, chống thiên tai", None)]),
        ("Pháp lệnh phí và lệ phí số 38/2001/PL-UBTVQH10", [("PL", "38/2001/PL-UBTVQH10", None)]),
        ("Luật khám bệnh, chữa bệnh số 40/2009/QH12", [("L", "40/2009/QH12", None)]),
        ("Hiến pháp năm 2013", [("HP", "Hiến pháp", "2013")]),
        ("Luật Đâu tư công", [("L", "Luật Đầu tư công", None)]),  # recognition lost an accent
        ("Luật Thuế TNDN", [("L", "Luật Thuế TNDN", None)]),
        ("theo Luật Trái phiếu xanh được thông qua", [("L", "Luật Trái phiếu xanh", None)]),  # in no list
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục ngày 25/11/2009",
            [("L", "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục", "2009-11-25")],
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25/11/2019",
            [("L", "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức", "2019-11-25")],
        ),
    ],
)
def test_laws_by_name(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert rows(text) == expected


def test_an_unlisted_name_is_less_sure() -> None:
    (listed,), (unlisted,) = find_references("Luật Đất đai."), find_references("Luật Trái phiếu xanh.")
    assert listed.confidence == 1.0 and listed.reason is None
    assert unlisted.confidence < 1.0 and unlisted.reason


B, I, M = "based_on", "implements", "mentions"  # noqa: E741


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ Luật Đầu tư công; Luật Nhà ở;", [("Luật Đầu tư công", B), ("Luật Nhà ở", B)]),
        # an act that amended the basis is a basis, an act named in a title is not
        (
            "Căn cứ Luật Giá số 16/2023/QH15 được sửa đổi, bổ sung bởi Luật số 44/2024/QH15;",
            [("16/2023/QH15", B), ("44/2024/QH15", B)],
        ),
        (
            "Căn cứ Nghị quyết số 153/NQ-CP của Chính phủ ban hành Chương trình thực hiện Nghị quyết số 59-NQ/TW;",
            [("153/NQ-CP", B), ("59-NQ/TW", M)],
        ),
        ("Theo đề nghị của Sở Tài chính tại Tờ trình số 82/TTr-STC", [("82/TTr-STC", B)]),
        ("Theo đề nghị của Bộ Ngoại giao tại văn bản số 364/TTr-BNG", [("364/TTr-BNG", B)]),
        ("Qua xem xét các báo cáo số 277/BC-BCA, số 335/BC-BCA", [("277/BC-BCA", B), ("335/BC-BCA", B)]),
        # the title of a plan that carries out a decision: the decision is the plan's affair
        (
            "Thực hiện Kế hoạch số 11/KH-UBND của UBND tỉnh triển khai thực hiện Quyết định số 1002/QĐ-TTg",
            [("11/KH-UBND", I), ("1002/QĐ-TTg", M)],
        ),
        (
            "Thực hiện Kết luận số 69-KL/TW về thực hiện Nghị quyết số 20-NQ/TW về giáo dục; Quyết định số 709/QĐ-TTg",
            [("69-KL/TW", I), ("20-NQ/TW", M), ("709/QĐ-TTg", I)],
        ),
        (
            "Thực hiện Nghị quyết số 20-NQ/TW (sau đây viết tắt là Nghị quyết số 20-NQ/TW), Quyết định số 709/QĐ-TTg",
            [("20-NQ/TW", I), ("20-NQ/TW", M), ("709/QĐ-TTg", I)],
        ),
        ("các nhiệm vụ được giao tại Quyết định số 327/QĐ-UBND", [("327/QĐ-UBND", I)]),
        ("kinh phí đã được giao tại Quyết định số 79/QĐ-SKHCN", [("79/QĐ-SKHCN", M)]),
        ("Chỉ tiêu theo Quyết định 476/QĐ-UBND, Quyết định 981/QĐ-UBND", [("476/QĐ-UBND", I), ("981/QĐ-UBND", I)]),
        ("theo chỉ đạo của Thủ tướng Chính phủ tại Công điện số 36/CĐ-TTg", [("36/CĐ-TTg", I)]),
        ("Xây dựng Kế hoạch thực hiện Chỉ thị số 38-CT/TW", [("38-CT/TW", I)]),
        ("sau khi Chính phủ ban hành Kế hoạch thực hiện Chỉ thị số 38-CT/TW", [("38-CT/TW", M)]),
        ("Kế hoạch của UBND tỉnh về thực hiện Kết luận số 69-KL/TW", [("69-KL/TW", M)]),
        ("quán triệt nội dung Kết luận số 34-KL/TW", [("34-KL/TW", M)]),
        ("thực hiện theo quy định tại Nghị định số 30/2020/NĐ-CP", [("30/2020/NĐ-CP", M)]),
        ("báo cáo kết quả thực hiện Nghị quyết số 19-NQ/TW", [("19-NQ/TW", M)]),
        ("theo Luật Đầu tư", [("Luật Đầu tư", M)]),
        ("(Kèm theo Quyết định số 39/QĐ-SKHCN)", [("39/QĐ-SKHCN", "attached_to")]),
        (
            "Bãi bỏ Quy chế ban hành kèm theo Quyết định số 5/2019/QĐ-UBND",
            [("5/2019/QĐ-UBND", "repeals")],
        ),
        ("Sửa đổi, bổ sung một số điều của Thông tư số 13/2022/TT-BTC", [("13/2022/TT-BTC", "amends")]),
        ("thay thế Quyết định số 41/QĐ-UBND", [("41/QĐ-UBND", "replaces")]),
        (
            "Thay thế các Quyết định: số 25/2018/QĐ-UBND của UBND tỉnh A; số 23/2018/QĐ-UBND",
            [("25/2018/QĐ-UBND", "replaces"), ("23/2018/QĐ-UBND", "replaces")],
        ),
        (
            "Nghị định số 1/2004/NĐ-CP và Nghị định số 9/2010/NĐ-CP sửa đổi Nghị định số 1/2004/NĐ-CP hết hiệu lực",
            [("1/2004/NĐ-CP", "repeals"), ("9/2010/NĐ-CP", "repeals"), ("1/2004/NĐ-CP", M)],
        ),
        # a decree cannot amend a law: it amends the basis
        (
            "Căn cứ Nghị định số 78/2025/NĐ-CP hướng dẫn Luật Giá được sửa đổi bởi Nghị định số 187/2025/NĐ-CP;",
            [("78/2025/NĐ-CP", B), ("Luật Giá", M), ("187/2025/NĐ-CP", B)],
        ),
        ("Thay thế cụm từ “A” tại Thông tư số 5/2020/TT-BTC", [("5/2020/TT-BTC", "amends")]),
        ("Thông tư số 12/2010/TT-BTC hết hiệu lực kể từ ngày ký", [("12/2010/TT-BTC", "repeals")]),
        ("Quy định chi tiết một số điều của Luật Đất đai", [("Luật Đất đai", "guides")]),
        ("Hướng dẫn thi hành Nghị định số 6/2020/NĐ-CP", [("6/2020/NĐ-CP", "guides")]),
        # a list over paragraphs
        (
            "Bãi bỏ các văn bản sau:\n1. Quyết định số 1/2019/QĐ-UBND ngày 5/1/2019;\n2. Quyết định số 2/2019/QĐ-UBND.",
            [("1/2019/QĐ-UBND", "repeals"), ("2/2019/QĐ-UBND", "repeals")],
        ),
        # who directed it stands between
        (
            (
                "triển khai thực hiện hiệu quả Chỉ thị số 2/CT-BTC của Bộ trưởng Bộ Tài chính và chỉ đạo của UBND tỉnh "
                "tại Công văn số 58/UBND-KTTH"
            ),
            [("2/CT-BTC", I), ("58/UBND-KTTH", I)],
        ),
        (
            (
                "Thực hiện theo dõi công tác này theo đúng trình tự, thủ tục quy định của Luật Khiếu nại và Nghị định "
                "số 7/2020/NĐ-CP"
            ),
            [("Luật Khiếu nại", M), ("7/2020/NĐ-CP", M)],
        ),
        ("Thời gian qua, công tác triển khai thi hành Luật Khiếu nại đã đạt kết quả", [("Luật Khiếu nại", M)]),
        ("đẩy mạnh công tác triển khai thi hành Luật Khiếu nại", [("Luật Khiếu nại", I)]),
        # each of a group is of its kind, one in a title is not
        (
            (
                "thực hiện Nghị quyết số 29-NQ/TW; các chương trình của Thành ủy: Chương trình số 35-CTr/TU về "
                "triển khai Nghị quyết số 29-NQ/TW và Chương trình số 45-CTr/TU"
            ),
            [("29-NQ/TW", I), ("35-CTr/TU", I), ("29-NQ/TW", M), ("45-CTr/TU", I)],
        ),
        # a new sentence starts afresh
        (
            "Thực hiện Nghị quyết số 57-NQ/TW. Hội nghị đã nghe Báo cáo số 73/BC-SKHCN",
            [("57-NQ/TW", I), ("73/BC-SKHCN", M)],
        ),
    ],
)
def test_relations(text: str, expected: list[tuple[str, str]]) -> None:
    assert relations(text) == expected


@pytest.mark.parametrize(
    ("text", "number", "date"),
    [
        ("KẾ HOẠCH THỰC HIỆN THÔNG BÁO SỐ 46-TB/TU NGÀY 17/8/2023 CỦA THÀNH ỦY", "46-TB/TU", "2023-08-17"),
        ("Nghị quyết số 7-NQ/TU NGÀY 17 THÁNG 8 NĂM 2023", "7-NQ/TU", "2023-08-17"),
        ("THỰC HIỆN THÔNG BÁO SỐ 46-TB/TU\nNGÀY 17/8/2023 CỦA THÀNH ỦY", "46-TB/TU", "2023-08-17"),
        ("Công văn số 89/VP-KTTH ngày, 28/02/2018 của UBND tỉnh", "89/VP-KTTH", "2018-02-28"),
        ("Công văn số 89/VP-KTTH ngày 1 I tháng 4 năm 2018", "89/VP-KTTH", "2018-04-11"),
        ("Kế hoạch 01/KH-BCĐ389QNg ngày 10/12/2021 của Ban Chỉ đạo", "01/KH-BCĐ389QNg", "2021-12-10"),
    ],
)
def test_numbers_and_dates_in_other_forms(text: str, number: str, date: str) -> None:
    (reference,) = find_references(text)
    assert (reference.number, str(reference.date), reference.confidence) == (number, date, 1.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Thông tư số 11/⁄2016/TT-BYT ngày 11/5/2016", "11/2016/TT-BYT"),
        ("Nghị định số 01⁄2017/NĐ-CP ngày 06/01/2017", "01/2017/NĐ-CP"),
        ("Quyết định số 68/QĐĐ-BYT ngày 18/11/2016", "68/QĐ-BYT"),
        ("Chỉ thị số 21-CT/IW ngày 04/5/2023", "21-CT/TW"),
        ("Kết luận số 51-KU/TW ngày 30/5/2019", "51-KL/TW"),
        ("Kế hoạch 01/KH-BCĐ389QN&g ngày 10/12/2021", "01/KH-BCĐ389QNg"),
        ("Kế hoạch số 119/KH-BCĐ3§9QNg ngày 02/12/2021", "119/KH-BCĐ389QNg"),
    ],
)
def test_look_alikes_are_mended_with_less_confidence(text: str, number: str) -> None:
    (reference,) = find_references(text)
    assert reference.number == number
    assert reference.confidence < 1.0 and reference.reason
    assert text[reference.span.start : reference.span.end] == text


@pytest.mark.parametrize("number", ["68/QĐ-BYT", "21-CT/TW", "12/BTTTT-CBC", "5/CTT-ĐHQG"])
def test_what_is_no_look_alike_stays(number: str) -> None:
    (reference,) = find_references(f"Văn bản số {number} ngày 04/5/2023")
    assert (reference.number, reference.confidence) == (number, 1.0)


def test_a_symbol_that_a_scan_misread_once_is_outvoted() -> None:
    lines = [f"Căn cứ Công văn số 89/VP-{symbol} ngày 28/02/2018;" for symbol in ("KTTH", "KTITH", "KTTH")]
    paragraphs = [RawParagraph((RawLine(line),)) for line in lines]
    empty = Zones(Span(0, 0), Span(0, 0), Span(0, 0), Span(0, 0))
    scan = assemble("a.pdf", Format.PDF, "", paragraphs, (Page(1, origin=Origin.OCR),))
    found = read_references(scan, empty)
    assert [r.number for r in found] == ["89/VP-KTTH"] * 3
    assert found[1].raw_number == "89/VP-KTITH" and found[1].confidence < 1.0 and found[1].reason
    born_digital = assemble("a.pdf", Format.PDF, "", paragraphs, (Page(1),))
    assert read_references(born_digital, empty)[1].number == "89/VP-KTITH"


def test_the_subject_of_a_letter_names_another_document_even_where_its_own_number_is_lost() -> None:
    found = _references("SỞ Y TẾ", "Số: /SYT-NV", "V/v thực hiện Thông báo số 46-TB/TU ngày 17/8/2023", head=3)
    assert [(r.number, r.relation.value) for r in found] == [("46-TB/TU", I)]


def test_issuer_carries_left_and_parts_are_read() -> None:
    text = (
        "theo điểm a khoản 2 Điều 5 Quyết định số 23/2018/QĐ-UBND ngày 31/7/2018 và số 22/2024/QĐ-UBND "
        "của UBND tỉnh Kon Tum về quản lý đất đai;"
    )
    first, second = find_references(text)
    assert first.issuer == second.issuer == "UBND tỉnh Kon Tum"
    assert first.pinpoint == "điểm a khoản 2 Điều 5"
    assert second.title == "về quản lý đất đai"
    assert text[first.span.start : first.span.end] == "Quyết định số 23/2018/QĐ-UBND ngày 31/7/2018"
    assert text[second.span.start : second.span.end].endswith("số 22/2024/QĐ-UBND")


def test_damage_is_mended_and_said() -> None:
    (reference,) = find_references("Thực hiện Kế hoạch số l1/KH-UBNĐ")
    assert reference.number == "11/KH-UBND" and reference.raw_number == "l1/KH-UBNĐ"
    assert reference.confidence < 1.0 and reference.reason


def _references(*lines: str, head: int = 0, own: str | None = None) -> tuple[Reference, ...]:
    document = assemble("a.txt", Format.TEXT, "", [RawParagraph((RawLine(line),)) for line in lines])
    empty = Span(0, 0)
    zones = Zones(Span(0, len("\n".join(lines[:head]))), empty, empty, empty) if head else None
    return read_references(document, zones, own)


@pytest.mark.parametrize("head", [0, 2])
def test_own_number_in_the_head_is_no_reference(head: int) -> None:
    found = _references(
        "ỦY BAN NHÂN DÂN",
        "Số: 196 /KH-UBND",
        "Thực hiện Quyết định số 709/QĐ-TTg",
        "(Kèm theo Kế hoạch số 196/KH-UBND ngày 02/10/2024)",
        head=head,
        own="196/KH-UBND",
    )
    assert [(r.number, r.relation.value) for r in found] == [("709/QĐ-TTg", I), ("196/KH-UBND", "attached_to")]


@pytest.mark.parametrize("line", ["Số: #88/QĐ-TTg", "Sô: 43§2 /BC-SYT"])
def test_own_number_that_recognition_damaged_is_no_reference(line: str) -> None:
    assert _references("SỞ Y TẾ", line, "Thực hiện nhiệm vụ được giao") == ()


def test_digits_that_recognition_lost_come_from_the_same_document() -> None:
    found = _references(
        "Căn cứ Quyết định số §I 19/QĐ-SYT ngày 29/12/2016", "theo Quyết định số 8119/QĐ-SYT ngày 29/12/2016"
    )
    assert [r.number for r in found] == ["8119/QĐ-SYT", "8119/QĐ-SYT"]
    assert found[0].raw_number == "19/QĐ-SYT" and found[0].confidence < 1.0 and found[0].reason
    (alone,) = _references("Căn cứ Quyết định số §I 19/QĐ-SYT ngày 29/12/2016")
    assert alone.number == "19/QĐ-SYT"


SAMPLE = "Căn cứ Luật Đất đai năm 2024; Thực hiện Kế hoạch số 11/KH-UBND ngày 31/7/2025 của Ủy ban nhân dân tỉnh."


def test_normal_form_does_not_matter() -> None:
    decomposed = unicodedata.normalize("NFD", SAMPLE)
    composed_rows, decomposed_rows = find_references(SAMPLE), find_references(decomposed)
    for a, b in zip(composed_rows, decomposed_rows, strict=True):
        assert (a.type, a.number, a.name, a.date, a.relation) == (b.type, b.number, b.name, b.date, b.relation)
        words = decomposed[b.span.start : b.span.end]
        assert unicodedata.normalize("NFC", words) == SAMPLE[a.span.start : a.span.end]


PIECES = st.lists(
    st.sampled_from(
        # pieces of citations, in any order
        ["Luật ", "Bộ luật ", "số ", "12", "/", "-", "QĐ-UBND", "KL/TW", " ngày ", "1/1/2020", "2024", "\n", ";",
         ".", ",", "và ", "Căn cứ ", "sửa đổi, bổ sung một số điều của ", "của ", "Đất đai", "(", ")",
         " ", "QH15", "e\u0323", "İ"]
    ),
    max_size=40,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=200), PIECES.map("".join)))
def test_any_text_is_read_and_spans_lie_in_it_in_order(text: str) -> None:
    found = find_references(text)
    for reference in found:
        assert 0 <= reference.span.start < reference.span.end <= len(text)
        assert (reference.number is None) != (reference.name is None)
    assert list(found) == sorted(found, key=lambda r: r.span.start)


def values(text: str) -> list[tuple[object, ...]]:
    return [
        (r.type, r.number, r.name, r.date, r.issuer, r.pinpoint, r.relation, r.parent, r.resolved_date)
        for r in find_references(text)
    ]


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=120), PIECES.map("".join)))
def test_composed_and_decomposed_text_give_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert values(unicodedata.normalize("NFD", composed)) == values(composed)


def find_internal_too(text: str) -> object:
    return find_internal(text, find_references(text))


def pinpoints_too(text: str) -> object:
    return parse_pinpoint(text), parse_source(text)


@settings(deadline=None, max_examples=25)
@given(PIECES.map("".join).filter(bool))
def test_time_grows_with_length_only_whatever_is_repeated(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        find_internal_too(text)
        return time.process_time() - start

    small, large = seconds(4_000), seconds(32_000)
    assert large < 30 * small + 0.3  # eight times the text; a square would be sixty-four times the work


@pytest.mark.parametrize("find", [find_references, find_laws, find_internal_too, pinpoints_too])
@pytest.mark.parametrize(
    "unit",
    [
        "Luật A ",
        "Luật sửa đổi, bổ sung một số điều của ",
        "Luật Đất đai và ",
        "Quyết định số 1/QĐ-UBND, ",
        "Quyết định 29 ",
        "điểm a khoản 1, ",
        "1/QĐ-UBND của Aa ",
        "số 1/QĐ-UBND" + " và" * 50,
        "thực hiện 1/QĐ-UBND về ",
        ", 1/QĐ-A",
        "12-A/",
        "Căn cứ ",
        "Luật a b c, d e ",
        "(sau đây gọi là Đề án) Đề án ",
        "Quyết định số 1/QĐ-UBND (sau đây gọi là Kế hoạch), các văn bản nêu trên ",
        "Điều này, khoản 1 Luật này ",
        "từ khoản 1 đến khoản 9 và ",
        "ngày 1/1/2020 của A có hiệu lực ",
        "Nghị định 30/2020 được sửa đổi bởi ",
    ],
)
def test_time_grows_with_length_only(find: Callable[[str], object], unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        find(text)
        return time.process_time() - start

    seconds(1000)
    small, large = seconds(10_000), seconds(80_000)
    assert large < 30 * small + 0.3  # eight times the text; a square would be sixty-four times the work


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("Xét Tờ trình số 26/TTr-UBND ngày 01/3/2025; Báo cáo thẩm tra số 10/BC-BPC;", ["based_on", "based_on"]),
        ("Theo đề nghị tại Tờ trình số 278/TTr-CP và Báo cáo thẩm tra số 1006/BC-UBXH15,", ["based_on", "based_on"]),
        ("Ban hành Chương trình hành động của Chính phủ thực hiện Kết luận số 210-KL/TW", ["implements"]),
        (
            "Căn cứ Kế hoạch số 12/KH-UBND về số hóa, Sở Y tế ban hành Kế hoạch thực hiện Kế hoạch số 12/KH-UBND:",
            ["based_on", "implements"],
        ),
    ],
)
def test_relations_of_openings(text: str, relations: list[str]) -> None:
    assert [reference.relation.value for reference in find_references(text)] == relations
