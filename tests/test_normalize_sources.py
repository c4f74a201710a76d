"""Source lines of the codification: the act that they name, also where a clerk wrote the number in his own way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.sources import parse_source

FORCE = ", có hiệu lực thi hành kể từ ngày 01/01/2021)"


@pytest.mark.parametrize(
    ("text", "kind", "number", "name", "date", "issuer", "part"),
    [
        (
            "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày 16/06/2020 của Quốc hội",
            *("L", "57/2020/QH14", "Luật Thanh niên", "2020-06-16", "Quốc hội", "Điều 1"),
        ),
        ("(Điều 2 Luật số 57/2020/QH14", "L", "57/2020/QH14", None, None, None, "Điều 2"),
        (
            (
                "(Điều 1 Thông tư số 11/2011/TT-BNV Hướng dẫn Nghị định số 12/2011/NĐ-CP ngày 30/01/2011 của Chính phủ "
                "về chính sách ngày 26/09/2011 của Bộ Nội vụ"
            ),
            *(
                "TT",
                "11/2011/TT-BNV",
                "Hướng dẫn Nghị định số 12/2011/NĐ-CP ngày 30/01/2011 của Chính phủ về chính sách",
            ),
            *("2011-09-26", "Bộ Nội vụ", "Điều 1"),
        ),
        (
            (
                "(Điều 1 Thông tư liên tịch số 119/2013/TTLT-BTC-BNV Quy định A ngày 26/08/2013 của Bộ Tài chính và Bộ "
                "Nội vụ"
            ),
            *("TTLT", "119/2013/TTLT-BTC-BNV", "Quy định A", "2013-08-26", "Bộ Tài chính và Bộ Nội vụ", "Điều 1"),
        ),
        ("(Điều 4 Thông tư số liên tịch 75/2000/TTLT/BTC-GDĐT", "TTLT", "75/2000/TTLT/BTC-GDĐT", *[None] * 3, "Điều 4"),
        ("((Thông tư số 03/TC-TCT", "TT", "03/TC-TCT", None, None, None, None),
        ("(Điều 1 Thông tư số 60 TC/TCT", "TT", "60TC/TCT", None, None, None, "Điều 1"),
        ("(Điều 1 Quyết định số 01/2012/QĐ- TTg", "QĐ", "01/2012/QĐ-TTg", None, None, None, "Điều 1"),
        ("(Điều 1 Thông tư số 16/2011/tt-bgdđt", "TT", "16/2011/TT-BGDĐT", None, None, None, "Điều 1"),
        ("(Điều 2 Luật số 21-LCT/HDNN8", "L", "21-LCT/HĐNN8", None, None, None, "Điều 2"),
        ("(Điều 2 Pháp lệnh Về Hàm, cấp ngoại giao", "PL", None, "Về Hàm, cấp ngoại giao", None, None, "Điều 2"),
    ],
)
def test_parse_source(
    text: str,
    kind: str,
    number: str | None,
    name: str | None,
    date: str | None,
    issuer: str | None,
    part: str | None,
) -> None:
    source = parse_source(text + FORCE)
    assert source is not None
    read = source.kind, source.number, source.name, source.date and str(source.date), source.issuer, source.part
    assert read == (kind, number, name, date, issuer, part)
    assert str(source.effective) == "2021-01-01"


@pytest.mark.parametrize("text", ["", "(", "không có gì", "(((", "ngày 01/01/2021 của"])
def test_no_source(text: str) -> None:
    assert parse_source(text) is None


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    parse_source(text)
    parse_source("Điều 1 Luật số 1/" + text)
