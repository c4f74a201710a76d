"""Keys of works: what makes two mentions one work, and what keeps two works of one number apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.places import Home, home_of, places_agree, read_place, slug_of
from corpus.works import (
    WorkKey,
    canonical_number,
    describe_name,
    describe_number,
    describe_title,
    format_key,
    parse_key,
    party_term,
)
from normalize.dates import parse_date
from normalize.model import PartialDate

QUANG_NGAI = Home("quang-ngai")
CENTRE = Home(central=True)


def key(number, *, type=None, date=None, issuer=None, home=QUANG_NGAI):
    said = describe_number(number, type, parse_date(date) if date else None, issuer, home)
    return None if said is None else format_key(said.key)


@pytest.mark.parametrize(
    ("number", "type", "date", "issuer", "expected"),
    [
        ("196/KH-UBND", "KH", "02/10/2024", "UBND tỉnh", "quang-ngai:UBND:KH:2024:196/KH-UBND"),
        ("196/KH-UBND", "KH", "02/10/2024", "UBND tỉnh Kon Tum", "kon-tum:UBND:KH:2024:196/KH-UBND"),
        ("196/KH-UBND", "KH", "02/10/2025", "UBND tỉnh", "quang-ngai:UBND:KH:2025:196/KH-UBND"),
        ("12/QĐ-UBND", "QĐ", "2024", "UBND huyện Sơn Tịnh", "huyen-son-tinh.quang-ngai:UBND:QĐ:2024:12/QĐ-UBND"),
        ("12/QĐ-UBND", "QĐ", "2024", "UBND quận 1, TP. Hồ Chí Minh", "quan-1.ho-chi-minh:UBND:QĐ:2024:12/QĐ-UBND"),
        ("06/CT-TTg", "CT", "2024", None, "vn:TTg:CT:2024:6/CT-TTg"),
        ("6/CT-TTG", "CT", "2024", None, "vn:TTg:CT:2024:6/CT-TTg"),
        ("25/2018/QĐ-UBND", "QĐ", "12/9/2025", "UBND tỉnh", "quang-ngai:UBND:QĐ:2018:25/2018/QĐ-UBND"),
        ("66.7/2025/NQ-CP", "NQ", None, None, "vn:CP:NQ:2025:66.7/2025/NQ-CP"),
        ("30c/NQ-CP", "NQ", "08/11/2011", None, "vn:CP:NQ:2011:30c/NQ-CP"),
        ("57-NQ/TW", "NQ", "22/12/2024", "Bộ Chính trị", "vn:TW:NQ:k13:57-NQ/TW"),
        ("29-NQ/TW", "NQ", "04/11/2013", None, "vn:TW:NQ:k11:29-NQ/TW"),
        ("29-NQ/TW", "NQ", "17/11/2022", None, "vn:TW:NQ:k13:29-NQ/TW"),
        ("66-QĐ/TW", "Quy định", "06/02/2017", None, "vn:TW:QĐ:k12:66-QĐ/TW"),
        ("08-QĐi/TW", "QĐi", "25/10/2018", None, "vn:TW:QĐ:k12:8-QĐ/TW"),
        ("359-KH/TU", "KH", "29/4/2025", "Ban Thường vụ Tỉnh ủy", "quang-ngai:TU:KH:2025:359-KH/TU"),
        ("359-KH/TU", "KH", "29/4/2025", "Tỉnh ủy Gia Lai", "gia-lai:TU:KH:2025:359-KH/TU"),
        ("91/2015/QH13", "BL", "24/11/2015", None, "vn:QH13:L:2015:91/2015/QH13"),
        ("91/2015/QH13", "L", None, None, "vn:QH13:L:2015:91/2015/QH13"),
        ("193/2025/QH15", "NQ", None, "Quốc hội", "vn:QH15:NQ:2025:193/2025/QH15"),
        ("28/2005/PL-UBTVQH11", "PL", None, None, "vn:UBTVQH11:PL:2005:28/2005/UBTVQH11"),
        ("1677/NQ-UBTVQH15", "NQ", "16/6/2025", None, "vn:UBTVQH15:NQ:k15:1677/UBTVQH15"),
        ("02/2011/TTLT/BTC-BNV", "TTLT", None, None, "vn:BTC:TTLT:2011:2/2011/TTLT-BTC-BNV"),
        ("3204/UBND-KGVX", "CV", "29/5/2025", "UBND tỉnh", "quang-ngai:UBND:CV:2025:3204/UBND-KGVX"),
        ("01/KH-UBND-TDTU", "KH", "17/7/2023", None, "quang-ngai:UBND:KH:2023:1/KH-UBND-TDTU"),
        ("41/CP", "NĐ", "09/7/1996", "Chính phủ", "vn:CP:NĐ:1996:41/CP"),
        ("41/CP", "NĐ", None, None, "vn:CP:NĐ:?:41/CP"),
        ("82-TC/TCT", "TT", "30/12/1991", None, "vn:TC:TT:1991:82/TC-TCT"),
        ("196/KH-UBND", "KH", None, "UBND tỉnh", "quang-ngai:UBND:KH:?:196/KH-UBND"),
        ("29", "NQ", None, None, "?:?:NQ:?:29"),
        ("30/2020", "NĐ", None, None, "vn:?:NĐ:2020:30/2020"),
    ],
)
def test_key_of_a_mention(number, type, date, issuer, expected):
    assert key(number, type=type, date=date, issuer=issuer) == expected


def test_what_is_no_number_has_no_key():
    assert describe_number("Điều 5", None, None, None, QUANG_NGAI) is None


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        (Home("quang-ngai"), "quang-ngai:UBND:QĐ:2021:476/QĐ-UBND"),
        (Home("quang-ngai", "xa-son-ha"), "?quang-ngai:UBND:QĐ:2021:476/QĐ-UBND"),  # the commune's or the province's
        (CENTRE, "?:UBND:QĐ:2021:476/QĐ-UBND"),
        (Home(), "?:UBND:QĐ:2021:476/QĐ-UBND"),
    ],
)
def test_without_an_issuer_the_place_is_that_of_the_citing_province(home, expected):
    assert key("476/QĐ-UBND", type="QĐ", date="31/3/2021", home=home) == expected


def test_what_was_inferred_is_said():
    said = describe_number("476/QĐ-UBND", "QĐ", PartialDate(2021), None, QUANG_NGAI)
    assert said.notes and "own province" in said.notes[0]
    assert not describe_number("476/QĐ-UBND", "QĐ", PartialDate(2021), "UBND tỉnh", QUANG_NGAI).notes


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Ủy ban nhân dân tỉnh Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("Chủ tịch UBND TP.HCM", "ho-chi-minh"),
        ("UBND tỉnh Đăk Lăk", "dak-lak"),
        ("HĐND tỉnh khóa XIII", "quang-ngai"),
        ("UBND tỉnh Hoà Bình", "hoa-binh"),
        ("UBND tỉnh Thừa Thiên - Huế", "thua-thien-hue"),
        ("Thành ủy Hà Nội", "ha-noi"),
        ("UBND thị xã Sơn Tây, thành phố Hà Nội", "thi-xa-son-tay.ha-noi"),
        ("UBND xã", "?quang-ngai"),
        ("Bộ trưởng Bộ Y tế", "vn"),
        ("Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XIII", "vn"),
        ("Sở Khoa học và Công nghệ", None),
    ],
)
def test_place_that_the_words_for_an_issuer_name(words, place):
    assert read_place(words, QUANG_NGAI) == place


def test_home_of_a_document():
    committee = home_of("Ủy ban nhân dân xã Sơn Hà", "Ủy ban nhân dân tỉnh Quảng Ngãi", None, None, national=False)
    assert committee == Home("quang-ngai", "xa-son-ha")
    assert home_of("Sở Y tế", None, None, "Kiên Giang", national=False) == Home("kien-giang")
    assert home_of("Bộ Y tế", None, None, "Hà Nội", national=True) == CENTRE


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("quang-ngai", "quang-ngai", True),
        ("quang-ngai", "kon-tum", False),
        ("?", "kon-tum", True),
        ("?quang-ngai", "xa-son-ha.quang-ngai", True),
        ("?quang-ngai", "kon-tum", False),
        ("xa-son-ha", "xa-son-ha.quang-ngai", True),
        ("quang-ngai", "xa-son-ha.quang-ngai", False),
    ],
)
def test_places_that_can_be_the_same(one, other, agree):
    assert places_agree(one, other) is agree and places_agree(other, one) is agree


@pytest.mark.parametrize(
    ("date", "term"),
    [
        (PartialDate(2021, 1, 31), "k12"),
        (PartialDate(2021, 2, 2), "k13"),
        (PartialDate(2021), "?"),  # the year of a congress does not decide
        (PartialDate(2024), "k13"),
        (PartialDate(2026, 3), "k14"),
        (PartialDate(1975, 5, 1), "1975"),  # before the terms that are listed
        (None, "?"),
    ],
)
def test_term_of_a_central_party_number(date, term):
    assert party_term(date) == term


def test_numbers_are_alike_however_they_are_printed():
    forms = ["06/CT-TTg", "6/CT-TTG", "06 /CT - TTg", "06/CT–TTg"]
    assert {canonical_number(form) for form in forms} == {"6/CT-TTg"}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=5, max_size=5))
def test_format_and_parse_are_inverse(parts):
    made = WorkKey(*parts)
    assert parse_key(format_key(made)) == made


@pytest.mark.parametrize("text", ["", "196/KH-UBND", "a:b:c:d", "a:b:c:d:e:f"])
def test_what_is_no_key(text):
    assert parse_key(text) is None


def test_works_without_a_number():
    draft = describe_title("Rà soát văn bản", "KH", PartialDate(2025, 8), "Sở Tư pháp tỉnh Quảng Ngãi", "quang-ngai")
    same = describe_title("RÀ SOÁT  văn bản.", "KH", PartialDate(2025, 8), "Sở Tư pháp tỉnh Quảng Ngãi", "quang-ngai")
    other = describe_title("Rà soát thủ tục", "KH", PartialDate(2025, 8), "Sở Tư pháp tỉnh Quảng Ngãi", "quang-ngai")
    assert draft.key.number.split("-")[-1] == same.key.number.split("-")[-1] != other.key.number.split("-")[-1]
    assert describe_name("Trái phiếu quốc gia", "L", 2030).key == WorkKey(
        "vn", "QH", "L", "2030", "~trai-phieu-quoc-gia"
    )


@given(st.text())
def test_nothing_raises_on_arbitrary_text(text):
    slug_of(text)
    read_place(text, QUANG_NGAI)
    describe_number(text, text, None, text, QUANG_NGAI)
    canonical_number(text)
    parse_key(text)
