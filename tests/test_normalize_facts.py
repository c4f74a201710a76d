"""What head, title and tail say about a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_zones import DECISION, LETTER, PARTY, PLAN, make_document

from extract.zones import find_zones
from normalize.facts import read_facts
from normalize.model import Facts
from normalize.naming import mend_locality, province_with_kind, restore_name, restore_sentence
from normalize.signatures import restore_office


def _facts(text: str, *, recognised: bool = False, source: str = "van-ban.txt") -> Facts:
    document = make_document(text, recognised=recognised, source=source)
    return read_facts(document, find_zones(document))


def _head(*lines: str) -> str:
    return "\n".join((*lines, "KẾ HOẠCH", "Công tác năm 2024", "Sở ban hành Kế hoạch như sau:", "1. Mục đích"))


def _values(facts: Facts) -> dict[str, str | None]:
    names = ("type", "number", "date", "place", "issuer", "title")
    return {name: str(found.value) if (found := getattr(facts, name)) is not None else None for name in names}


def test_a_plan() -> None:
    facts = _facts(PLAN)
    assert _values(facts) == {
        "type": "KH",
        "number": "45/KH-SYT",
        "date": "2024-03-05",
        "place": "Hà Giang",
        "issuer": "Sở Y tế tỉnh Hà Giang",
        "title": "Tăng cường công tác y tế cơ sở trên địa bàn tỉnh năm 2024",
    }
    assert facts.parent is not None and facts.parent.value == "Ủy ban nhân dân tỉnh Hà Giang"
    assert facts.locality is not None and facts.locality.value == "tỉnh Hà Giang"
    (signer,) = facts.signatories
    assert (signer.name, signer.title, signer.capacity) == ("Trần Thị Bích Ngọc", "Phó Giám đốc", ("KT. Giám đốc",))
    assert [(r.name, r.action, r.kind) for r in facts.recipients] == [
        ("UBND tỉnh", "báo cáo", "nơi nhận"),
        ("Các đơn vị trực thuộc", "t/h", "nơi nhận"),
        ("Lưu: VT, KHTC", None, "lưu"),
    ]
    assert [basis.value[:30] for basis in facts.bases] == ["Căn cứ Quyết định số 12/QĐ-UBN"]
    assert facts.issues == ()


def test_every_value_is_found_where_it_is_printed() -> None:
    document = make_document(PLAN)
    facts = read_facts(document, find_zones(document))
    printed = {
        name: document.words(getattr(facts, name).span) for name in ("number", "date", "place", "issuer", "title")
    }
    assert printed == {
        "number": "Số: 45/KH-SYT",
        "date": "Hà Giang, ngày 05 tháng 3 năm 2024",
        "place": "Hà Giang",
        "issuer": "SỞ Y TẾ",
        "title": "Tăng cường công tác y tế cơ sở trên địa bàn tỉnh năm 2024",
    }


def test_a_decision_of_a_ministry() -> None:
    facts = _facts(DECISION)
    assert _values(facts)["number"] == "108/2024/QĐ-BTC"
    assert _values(facts)["issuer"] == "Bộ Tài chính"
    assert (facts.signatories[0].name, facts.signatories[0].title) == ("Lê Văn Hải", "Thứ trưởng")
    assert len(facts.bases) == 2


def test_an_official_letter() -> None:
    facts = _facts(LETTER)
    assert _values(facts) == {
        "type": "CV",
        "number": "512/VPCP-KGVX",
        "date": "2024-01-20",
        "place": "Hà Nội",
        "issuer": "Văn phòng Chính phủ",
        "title": "V/v nghỉ lễ năm 2024",
    }
    assert (facts.signatories[0].name, facts.signatories[0].title) == ("Phạm Hồng Sơn", "Phó Chủ nhiệm")
    assert [(r.name, r.action) for r in facts.recipients if r.kind == "kính gửi"] == [
        ("Bộ Nội vụ", None),
        ("Bộ Công an", "để thực hiện"),
    ]


def test_a_party_resolution_with_blank_number_and_day() -> None:
    facts = _facts(PARTY)
    assert _values(facts) == {
        "type": "NQ",
        "number": None,
        "date": "2025-04",
        "place": "Bến Tre",
        "issuer": "Tỉnh ủy Bến Tre",
        "title": "về chuyển đổi số trong Đảng bộ tỉnh",
    }
    assert facts.symbol is not None and facts.symbol.value == "NQ/TU"
    assert (facts.signatories[0].title, facts.signatories[0].capacity) == ("Bí thư", ("T/M Ban Thường vụ",))
    assert [issue.code for issue in facts.issues] == ["number_blank", "date_blank"]


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số: 196 /KH-UBND", "196/KH-UBND", "KH-UBND"),
        ("Số: 39/QĐ-SKHCN", "39/QĐ-SKHCN", "QĐ-SKHCN"),
        ("Số 127-QĐ/TW", "127-QĐ/TW", "QĐ/TW"),
        ("Số: 66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "NQ-CP"),
        ("Luật số: 36/2024/QH15", "36/2024/QH15", "QH15"),
        ("Số: /KH-SKHCN", None, "KH-SKHCN"),
        ("Số: ....../KH-SKHCN", None, "KH-SKHCN"),
        ("Số: 4Jÿ® /BC-SYT", None, "BC-SYT"),
    ],
)
def test_numbers(line: str, number: str | None, symbol: str) -> None:
    facts = _facts(_head("SỞ Y TẾ", line, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert (facts.number.value if facts.number else None) == number
    assert facts.symbol is not None and facts.symbol.value == symbol


def test_a_number_over_two_lines() -> None:
    facts = _facts(
        _head("BỘ CÔNG AN - BỘ QUỐC PHÒNG", "Số: 01/2022/TTLT-BCA-", "Hà Nội, ngày 18 tháng 02 năm 2022", "BQP")
    )
    assert facts.number is not None and facts.number.value == "01/2022/TTLT-BCA-BQP"


def test_a_number_that_a_scan_lost_stands_in_the_file_name() -> None:
    head = _head("UBND TỈNH KIÊN GIANG", "SỞ Y TẾ", "Số:{24.2 /KH-SYT", "Kiên Giang, ngày 10 tháng 10 năm 2017")
    facts = _facts(head, recognised=True, source="kho/1942_kh_syt.pdf")
    assert facts.number is not None and facts.number.value == "1942/KH-SYT"
    assert facts.number.confidence < 1 and facts.number.reason is not None
    assert _facts(head, recognised=True, source="kho/scan01.pdf").number is None
    assert _facts(head, source="kho/1942_kh_syt.pdf").number is None


def test_the_page_is_right_before_the_file_name() -> None:
    head = _head("THỦ TƯỚNG CHÍNH PHỦ", "Số: 225/KH-TTg", "Hà Nội, ngày 05 tháng 4 năm 2024")
    facts = _facts(head, recognised=True, source="255-kh-ttg.pdf")
    assert facts.number is not None and facts.number.value == "225/KH-TTg"
    assert facts.number.confidence < 0.8 and facts.number.reason == "the name of the file has the number 255"
    lost = _facts(head.replace("225", "25"), recognised=True, source="225-kh-ttg.pdf")
    assert lost.number is not None and lost.number.value == "225/KH-TTg" and lost.number.confidence < 0.8
    for differing in (facts, lost):
        assert [issue.code for issue in differing.issues] == ["number_differs_from_file_name"]


@pytest.mark.parametrize("source", ["225-kh-ttg.pdf", "0225_kh_ttg.pdf", "255-kh-bct.pdf", "scan-255.pdf"])
def test_a_file_name_that_does_not_contradict_the_page(source: str) -> None:
    head = _head("THỦ TƯỚNG CHÍNH PHỦ", "Số: 225/KH-TTg", "Hà Nội, ngày 05 tháng 4 năm 2024")
    facts = _facts(head, recognised=True, source=source)
    assert facts.number is not None and (facts.number.value, facts.number.confidence) == ("225/KH-TTg", 1.0)
    assert facts.issues == ()


def test_the_file_name_of_a_document_that_is_no_scan_says_nothing() -> None:
    facts = _facts(_head("THỦ TƯỚNG CHÍNH PHỦ", "Số: 225/KH-TTg"), source="255-kh-ttg.pdf")
    assert facts.number is not None and facts.number.confidence == 1.0 and facts.issues == ()


def test_the_kind_in_a_symbol_follows_the_title_in_a_scan() -> None:
    head = _head("BỘ Y TẾ", "Số: 28/KHH-BYT", "Hà Nội, ngày 05 tháng 4 năm 2024")
    number = _facts(head, recognised=True).number
    assert number is not None and number.value == "28/KH-BYT"


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("Quảng Ngãi, ngày 02 tháng 10 năm 2024", "2024-10-02", "Quảng Ngãi"),
        ("Quảng Ngãi, ngày tháng 8 năm 2025", "2025-08", "Quảng Ngãi"),
        ("Hà Nội, ngày tháng năm 2026", "2026", "Hà Nội"),
        ("TP. Hồ Chí Minh, ngày 6 tháng 3 năm 2026", "2026-03-06", "TP. Hồ Chí Minh"),
        ("Hà Nội, ngày 12/9/2012", "2012-09-12", "Hà Nội"),
        ("Quảng Ngãi, ngày Ø3 tháng 4 năm 2018", "2018-04-03", "Quảng Ngãi"),  # a scan
        ("Kiên Giang, ngàyÁ*j tháng 10 năm 2017", "2017-10", "Kiên Giang"),  # a scan
        ("của Thông tư 95/2020/TT-BTC ngày 16 tháng 11 năm 2020", None, None),
    ],
)
def test_dates_and_places(line: str, date: str | None, place: str | None) -> None:
    facts = _facts(_head("SỞ Y TẾ", "Số: 1/KH-SYT", line))
    assert (_values(facts)["date"], _values(facts)["place"]) == (date, place)


def test_the_date_of_a_law_is_the_day_on_which_it_was_passed() -> None:
    facts = _facts(
        "QUỐC HỘI\nLuật số: 99/2024/QH15\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLUẬT\nTHƯ VIỆN\n"
        "Quốc hội ban hành Luật Thư viện.\n"
        "Điều 1. Phạm vi điều chỉnh\nLuật này quy định về thư viện.\n"
        "Luật này được Quốc hội khóa XV, kỳ họp thứ 7 thông qua ngày 27 tháng 6 năm 2024.\n"
        "CHỦ TỊCH QUỐC HỘI\nTrần Thanh Mẫn"
    )
    assert _values(facts) == {
        "type": "L", "number": "99/2024/QH15", "date": "2024-06-27", "place": None, "issuer": "Quốc hội",
        "title": "Thư viện",
    }  # fmt: skip
    assert facts.signatories[0].title == "Chủ tịch Quốc hội"


@pytest.mark.parametrize(
    ("lines", "issuer", "parent"),
    [
        (("ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"), "Ủy ban nhân dân tỉnh Quảng Ngãi", None),
        (("UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ"), "Sở Nội vụ thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
        (("UBND TỈNH SƠN LA", "VĂN PHÒNG"), "Văn phòng Ủy ban nhân dân tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La"),
        (
            ("HỘI ĐỒNG NHÂN DÂN", "TỈNH BÌNH DƯƠNG", "ĐOÀN GIÁM SÁT"),
            "Đoàn giám sát Hội đồng nhân dân tỉnh Bình Dương",
            "Hội đồng nhân dân tỉnh Bình Dương",
        ),
        (("BỘ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "Bộ Nông nghiệp và Môi trường", None),
        (("BỘ Y TẾ", "BỘ Y TẾ"), "Bộ Y tế", None),  # a gazette
        (("BỘ CÔNG AN - BỘ QUỐC PHÒNG",), "Bộ Công an - Bộ Quốc phòng", None),
        (
            ("BAN CHỈ HUY PCTT", "TỈNH HÀ TĨNH", "VĂN PHÒNG"),
            "Văn phòng Ban Chỉ huy phòng, chống thiên tai tỉnh Hà Tĩnh",
            "Ban Chỉ huy phòng, chống thiên tai tỉnh Hà Tĩnh",
        ),
    ],
)
def test_issuers(lines: tuple[str, ...], issuer: str, parent: str | None) -> None:
    facts = _facts(_head(*lines, "Số: 12/KH-ABC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert _values(facts)["issuer"] == issuer
    assert (facts.parent.value if facts.parent else None) == parent


@pytest.mark.parametrize(
    "lines",
    [
        ("ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI", "THANH PHO ĐÁ NÀNG"),
        ("ỦY BAN NHÂN DÂN CỘNG HO", "THÀNH PHỐ ĐÀ NẴNG"),
        ("ỦY BAN NHÂN DÂN CỘNG HÒA", "THANH PHO DA NANC"),
        ("ỦY BAN NHÂN DÂN",),
    ],
)
def test_a_letterhead_whose_columns_a_scan_merged(lines: tuple[str, ...]) -> None:
    head = _head(*lines, "Số: 7/KH-UBND", "Đà Nẵng, ngày 05 tháng 4 năm 2023")
    issuer = _facts(head, recognised=True).issuer
    assert issuer is not None and issuer.value == "Ủy ban nhân dân thành phố Đà Nẵng"
    assert issuer.confidence < 1.0 and issuer.reason


def test_a_committee_of_another_place_keeps_its_name() -> None:
    head = _head("ỦY BAN NHÂN DÂN", "HUYỆN HÒA VANG", "Số: 7/KH-UBND", "Đà Nẵng, ngày 05 tháng 4 năm 2023")
    assert _values(_facts(head, recognised=True))["issuer"] == "Ủy ban nhân dân huyện Hòa Vang"


def test_the_columns_of_a_letterhead_on_one_line() -> None:
    facts = _facts(
        _head(
            "UBND TỈNH KIÊN GIANG CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "SỞ Y TẾ Độc lập - Tự do - Hạnh phúc",
            "Số: 45/KH-SYT Kiên Giang, ngày 14 tháng 11 năm 2017",
        )
    )
    assert _values(facts)["issuer"] == "Sở Y tế tỉnh Kiên Giang"
    assert _values(facts)["number"] == "45/KH-SYT"
    assert (_values(facts)["date"], _values(facts)["place"]) == ("2017-11-14", "Kiên Giang")


def test_an_issuer_is_inferred_only_where_it_is_safe() -> None:
    text = (
        "Số: 196/KH-UBND\nQuảng Ngãi, ngày 02 tháng 10 năm 2024\nKẾ HOẠCH\nNăm 2024\n"
        "UBND tỉnh ban hành Kế hoạch như sau:\n1. Mục đích"
    )
    inferred = _facts(text).issuer
    assert inferred is not None and inferred.value == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert inferred.span is None and inferred.confidence < 1 and inferred.reason is not None
    commune = text.replace("Quảng Ngãi, ngày", "Tịnh Khê, ngày").replace("UBND tỉnh", "UBND xã")
    assert _facts(commune).issuer is None


@pytest.mark.parametrize(
    ("tail", "name", "title", "capacity"),
    [
        ("TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nPhùng Tô Hải", "Phùng Tô Hải", "Phó Chánh Văn phòng",
         ("TL. Chủ tịch", "KT. Chánh Văn phòng")),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Ngọc Anh", "Trần Ngọc Anh", "Chủ tịch", ("TM. Ủy ban nhân dân",)),
        ("TM. ĐOÀN GIÁM SÁT\nTRƯỞNG ĐOÀN\nCHỦ TỊCH HĐND TỈNH\nPhạm Văn Chính", "Phạm Văn Chính", "Trưởng đoàn",
         ("TM. Đoàn giám sát",)),
        ("Q. GIÁM ĐỐC\nLê Thị Mai", "Lê Thị Mai", "Quyền Giám đốc", ("Q. Giám đốc",)),
        ("KT. CHỦ TỊCH\nỦY BAN CHỨNG KHOÁN\nPHÓ CHỦ TỊCH\nLê Thị Việt", "Lê Thị Việt", "Phó Chủ tịch", None),
        ("KT. THỦ TƯỚNG\n3 THỦ TƯỚNG\nTrần Hồng Minh", "Trần Hồng Minh", "Phó Thủ tướng", ("KT. Thủ tướng",)),  # a scan
        ("TL. Hiệu trưởng\nPhó Hiệu trưởng\nVõ Thanh Hà", "Võ Thanh Hà", "Phó Hiệu trưởng", None),
        ("GIÁM ĐỐC\n“Trân Văn Nam", "Trần Văn Nam", "Giám đốc", ()),  # a scan
        ("HIỆU TRƯỞNG\nTh.s Bùi Văn Thiện", "Bùi Văn Thiện", "Hiệu trưởng", ()),
        ("GIÁM ĐỐC\nThS. Bùi Văn Thiện", "Bùi Văn Thiện", "Giám đốc", ()),
        ("GIÁM ĐỐC\nBS.CKII Trần Thị Hoa", "Trần Thị Hoa", "Giám đốc", ()),
        ("GIÁM ĐỐC\nTS.BS. Trần Thị Hoa", "Trần Thị Hoa", "Giám đốc", ()),
        ("GIÁM ĐỐC\nBSCKI. Trần Thị Hoa", "Trần Thị Hoa", "Giám đốc", ()),
    ],
)  # fmt: skip
def test_signatures(tail: str, name: str, title: str, capacity: tuple[str, ...] | None) -> None:
    text = (
        _head("SỞ Y TẾ", "Số: 1/KH-SYT")
        + "\nCác phòng thực hiện Kế hoạch này./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
        + tail
    )
    (signer,) = _facts(text, recognised=True).signatories
    assert (signer.name, signer.title) == (name, title)
    if capacity is not None:
        assert signer.capacity == capacity


@pytest.mark.parametrize(
    ("tail", "name", "title", "capacity"),
    [
        ("TỊCH\nTỊCH\nPhạm Trường Sơn", "Phạm Trường Sơn", "Phó Chủ tịch", ("KT. Chủ tịch",)),
        ("TỊCH\nCHỦ TỊCH\nPhạm Trường Sơn", "Phạm Trường Sơn", "Phó Chủ tịch", ("KT. Chủ tịch",)),
        ("`AN GIÁM ĐÓC\nBHÓ GIÁM ĐỚC ĐÓC,\nLê Văn Nam", "Lê Văn Nam", "Phó Giám đốc", ("KT. Giám đốc",)),
        ("&1. BỘ TRƯỞNG\nTRƯỞNG\nLê Văn Nam", "Lê Văn Nam", "Thứ trưởng", ("KT. Bộ trưởng",)),
        ("TỊCH\nLê Văn Nam", "Lê Văn Nam", "Chủ tịch", ()),
        ("GIÁM ĐỐC\nNguyễn Trúc Glang", "Nguyễn Trúc Giang", "Giám đốc", ()),
        ("GIÁM ĐỐC\nVăn Phúc", "Văn Phúc", "Giám đốc", ()),
        ("PHÓ GIÁM ĐỐC\nSỹ Hiệp", "Nguyễn Sỹ Hiệp", "Phó Giám đốc", ()),
    ],
)
def test_signatures_that_a_seal_covered_are_less_certain(
    tail: str, name: str, title: str, capacity: tuple[str, ...]
) -> None:
    text = _head("SỞ Y TẾ", "Số: 1/KH-SYT") + (
        "\nCác phòng thực hiện Kế hoạch này./.\nNơi nhận:\n- Như trên;\n- PGĐ Nguyễn Sỹ Hiệp;\n- Lưu: VT.\n" + tail
    )
    (signer,) = _facts(text, recognised=True).signatories
    assert (signer.name, signer.title, signer.capacity) == (name, title, capacity)
    assert signer.confidence < 0.8 and signer.reason


def test_an_office_printed_whole_is_not_outdone_by_another_below_it() -> None:
    text = _head("SỞ Y TẾ", "Số: 1/KH-SYT") + "\nThực hiện./.\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nGIÁM ĐỐC\nLê Văn Nam"
    (signer,) = _facts(text, recognised=True).signatories
    assert (signer.title, signer.confidence) == ("Chủ tịch", 1.0)


def test_a_cut_name_is_completed_only_by_one_with_the_same_office() -> None:
    head = _head("SỞ Y TẾ", "Số: 1/KH-SYT") + "\nCác phòng thực hiện./.\nNơi nhận:\n- PCT Lê Văn Phúc;\n- Lưu: VT.\n"
    (signer,) = _facts(head + "PHÓ GIÁM ĐỐC\nVăn Phúc", recognised=True).signatories
    assert (signer.name, signer.confidence) == ("Văn Phúc", 0.4)
    (signer,) = _facts(head + "PHÓ CHỦ TỊCH\nVăn Phúc", recognised=True).signatories
    assert signer.name == "Lê Văn Phúc" and signer.reason is not None


def test_the_words_of_a_seal_are_no_name() -> None:
    head = _head("UBND TỈNH HÀ GIANG", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 1/KH-SGDĐT")
    tail = "\nThực hiện./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nĐÀO TẠO\nLê Văn Nam"
    (signer,) = _facts(head + tail, recognised=True).signatories
    assert signer.name == "Lê Văn Nam"


@pytest.mark.parametrize("line", [".Vơi nhận:", ";Với nhẹn:", "Noi nhân:"])
def test_the_head_of_the_recipients_misread_in_a_scan(line: str) -> None:
    body = _head("SỞ Y TẾ", "Số: 1/KH-SYT") + "\nCác phòng thực hiện Kế hoạch này./.\n"
    facts = _facts(f"{body}{line}\n- Văn phòng Sở;\n- Thanh tra Sở;\n- Lưu: VT.", recognised=True)
    assert [r.name for r in facts.recipients] == ["Văn phòng Sở", "Thanh tra Sở", "Lưu: VT"]


def test_a_signature_beside_the_recipients() -> None:
    text = _head("SỞ Y TẾ", "Số: 1/KH-SYT") + (
        "\nCác phòng thực hiện./.\nNơi nhận: TL. CHỦ TỊCH\n- Như trên;\n- Các phòng; CHÁNH VĂN PHÒNG\n"
        "- Lưu: VT, KTTH. Nguyễn Văn Bình"
    )
    (signer,) = _facts(text).signatories
    assert (signer.name, signer.title, signer.capacity) == ("Nguyễn Văn Bình", "Chánh Văn phòng", ("TL. Chủ tịch",))


def test_a_signature_without_a_name_is_said() -> None:
    text = (
        _head("SỞ Y TẾ", "Số: 1/KH-SYT") + "\nCác phòng thực hiện./.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nKT. GIÁM ĐỐC"
    )
    facts = _facts(text)
    (signer,) = facts.signatories
    assert (signer.name, signer.title) == ("", "Phó Giám đốc")
    assert signer.confidence < 0.5
    assert "signer_missing" in [issue.code for issue in facts.issues]


@pytest.mark.parametrize(
    ("mark", "urgency", "secrecy"),
    [
        ("HỎA TỐC", "Hỏa tốc", None),
        ("KHẨN", "Khẩn", None),
        ("MẬT", None, "Mật"),
        ("TỐI MẬT", None, "Tối mật"),
        ("Bảo mật thông tin", None, None),
    ],
)
def test_marks(mark: str, urgency: str | None, secrecy: str | None) -> None:
    facts = _facts(_head("SỞ Y TẾ", "Số: 1/KH-SYT", mark, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert (facts.urgency.value if facts.urgency else None) == urgency
    assert (facts.secrecy.value if facts.secrecy else None) == secrecy


def test_secrecy_is_a_mark_and_no_word_of_the_text() -> None:
    facts = _facts(_head("SỞ Y TẾ", "Số: 1/KH-SYT") + "\n2. Bảo vệ bí mật nhà nước độ MẬT.\nMẬT\n3. Báo cáo.")
    assert facts.secrecy is None


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Sở Khoa học và Công nghệ"),
        ("SỞ THÔNG TIN VÀ TRUYỂN THÔNG", "Sở Thông tin và Truyền thông"),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
        ("ỦY BAN NHÂN DÂN XÃ TỊNH KHÊ", "Ủy ban nhân dân xã Tịnh Khê"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_names_in_capitals(text: str, restored: str) -> None:
    assert restore_name(text) == restored
    assert restore_name(restored) == restored


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("CHỦ TỊCH HĐND TỈNH", "Chủ tịch Hội đồng nhân dân tỉnh"),
        ("PHO GIÁAM ĐỌC", "Phó Giám đốc"),
        ("PHÓ THỦ TƯỚNGy]", "Phó Thủ tướng"),
    ],
)
def test_offices(text: str, restored: str) -> None:
    assert restore_office(text) == restored


def test_titles_and_places() -> None:
    assert (
        restore_sentence("TĂNG CƯỜNG CÔNG TÁC CỦA BỘ TÀI CHÍNH NĂM 2024")
        == "Tăng cường công tác của Bộ Tài chính năm 2024"
    )
    assert mend_locality("Ủy ban nhân dân tỉnh Quang Ngaài") == "Ủy ban nhân dân tỉnh Quảng Ngãi"
    assert province_with_kind("Huế", 2024) == "tỉnh Huế"
    assert province_with_kind("Huế", 2025) == "thành phố Huế"


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    document = make_document(text if text.strip() else "a")
    facts = read_facts(document, find_zones(document))
    for found in (facts.type, facts.number, facts.date, facts.issuer, facts.title):
        assert found is None or found.span is None or found.span.end <= len(document.text)
