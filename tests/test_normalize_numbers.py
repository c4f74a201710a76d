"""Document numbers: their parts, what recognition damages, and that writing them again gives the same."""

from __future__ import annotations

import pytest

from normalize.numbers import Family, format_number, parse_number

PARTS = [
    # text, number, family, sequence, year, kind, issuers
    ("196/KH-UBND", "196/KH-UBND", Family.STATE, "196", None, "KH", ("UBND",)),
    ("01/KH-UBND-TDTU", "01/KH-UBND-TDTU", Family.STATE, "01", None, "KH", ("UBND", "TDTU")),
    ("140/2017/NĐ-CP", "140/2017/NĐ-CP", Family.STATE, "140", 2017, "NĐ", ("CP",)),
    ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP", Family.STATE, "66.7", 2025, "NQ", ("CP",)),
    ("30c/NQ-CP", "30c/NQ-CP", Family.STATE, "30c", None, "NQ", ("CP",)),
    ("55/2005/TTLT/BTC-BNV", "55/2005/TTLT/BTC-BNV", Family.STATE, "55", 2005, "TTLT", ("BTC", "BNV")),
    ("57-NQ/TW", "57-NQ/TW", Family.PARTY, "57", None, "NQ", ("TW",)),
    ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", Family.PARTY, "367", None, "QĐ", ("TWĐTN", "VP")),
    ("193/2025/QH15", "193/2025/QH15", Family.ASSEMBLY, "193", 2025, None, ("QH15",)),
    ("38/2001/PL-UBTVQH10", "38/2001/PL-UBTVQH10", Family.ASSEMBLY, "38", 2001, "PL", ("UBTVQH10",)),
    ("3204/UBND-KGVX", "3204/UBND-KGVX", Family.LETTER, "3204", None, None, ("UBND", "KGVX")),
    ("78/BTTTT-PTTH&TTĐT", "78/BTTTT-PTTH&TTĐT", Family.LETTER, "78", None, None, ("BTTTT", "PTTH&TTĐT")),
    ("41/CP", "41/CP", Family.OLD, "41", None, None, ("CP",)),
    ("105 TC/ĐT", "105TC/ĐT", Family.OLD, "105", None, "TC", ("ĐT",)),
    ("29", "29", Family.SHORT, "29", None, None, ()),
    ("30/2020", "30/2020", Family.SHORT, "30", 2020, None, ()),
]


@pytest.mark.parametrize(("text", "whole", "family", "sequence", "year", "kind", "issuers"), PARTS)
def test_parts(
    text: str, whole: str, family: Family, sequence: str, year: int | None, kind: str | None, issuers: tuple[str, ...]
) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.text, number.family, number.sequence) == (whole, family, sequence)
    assert (number.year, number.type, number.issuers) == (year, kind, issuers)


@pytest.mark.parametrize("text", [row[1] for row in PARTS])
def test_round_trip(text: str) -> None:
    number = parse_number(text)
    assert number is not None and parse_number(format_number(number)) == number


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("196 /KH-UBND", "196/KH-UBND"),
        ("11/KH- UBND", "11/KH-UBND"),
        ("51/KH-\nUBND", "51/KH-UBND"),
        ("94- KH/BTGDVTW", "94-KH/BTGDVTW"),
        ("15/QÐ-UBND", "15/QĐ-UBND"),  # eth for Đ
        ("15/QĐ–UBND", "15/QĐ-UBND"),
        ("15/QĐ-UBNĐ", "15/QĐ-UBND"),
        ("12/QĐUBND", "12/QĐ-UBND"),
        ("l1/KH-UBND", "11/KH-UBND"),
        ("O5/CT-UBND", "05/CT-UBND"),
        ("06/2022/TT-BТС", "06/2022/TT-BTC"),  # Cyrillic Т and С
        ("18/2008/NQ-QH 12", "18/2008/NQ-QH12"),
    ],
)
def test_damage_is_mended(damaged: str, mended: str) -> None:
    number = parse_number(damaged)
    assert number is not None and number.text == mended


@pytest.mark.parametrize(
    ("text", "symbol"),
    [("196/KH-UBND", "KH-UBND"), ("57-NQ/TW", "NQ/TW"), ("193/2025/QH15", "QH15"), ("29", ""), ("30/2020", "")],
)
def test_symbol(text: str, symbol: str) -> None:
    number = parse_number(text)
    assert number is not None and number.symbol == symbol


@pytest.mark.parametrize("text", ["", "KH-UBND", "/KH-UBND", "số 5", "12/", "a/b", "24/7/2025/"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("code", ["178/1998/TT-TCCP", "45/TTCP", "18/KHTC"])
def test_issuers_that_begin_like_a_kind_stay_whole(code: str) -> None:
    number = parse_number(code)
    assert number is not None and number.text == code
