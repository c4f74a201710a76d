"""Every form of a document number that occurs in practice, one a line: how it is cited -> kind, number, date."""

from __future__ import annotations

import unicodedata

import pytest

from normalize.references import find_references

FORMS = [
    # administrative documents with a name
    ("Kế hoạch số 196/KH-UBND", "KH", "196/KH-UBND"),
    ("Quyết định số 39/QĐ-SKHCN", "QĐ", "39/QĐ-SKHCN"),
    ("Nghị quyết số 93/NQ-HĐND", "NQ", "93/NQ-HĐND"),
    ("Quyết định số 1002/QĐ-TTg", "QĐ", "1002/QĐ-TTg"),
    ("Nghị quyết số 71/NQ-CP", "NQ", "71/NQ-CP"),
    ("Báo cáo số 73/BC-SKHCN", "BC", "73/BC-SKHCN"),
    ("Nghị quyết số 1677/NQ-UBTVQH15", "NQ", "1677/NQ-UBTVQH15"),
    ("Tờ trình số 361/TTr-CP", "TTr", "361/TTr-CP"),
    ("Đề án số 362/ĐA-CP", "ĐA", "362/ĐA-CP"),
    ("Báo cáo số 436/BC-UBPLTP15", "BC", "436/BC-UBPLTP15"),
    ("Tờ trình số 1818/TTr-VP", "TTr", "1818/TTr-VP"),
    ("Báo cáo số 1270/BC-TCTTTg", "BC", "1270/BC-TCTTTg"),
    ("Công điện số 36/CĐ-TTg", "CĐ", "36/CĐ-TTg"),
    ("Chương trình số 12/CTr-UBND", "CTr", "12/CTr-UBND"),
    # several issuers, a body inside an issuer
    ("Kế hoạch số 01/KH-UBND-TDTU", "KH", "01/KH-UBND-TDTU"),
    ("Kế hoạch số 01/KH-ĐHQGHN-UBND", "KH", "01/KH-ĐHQGHN-UBND"),
    ("Tờ trình số 04/TTr-BKHCN-BTTTT", "TTr", "04/TTr-BKHCN-BTTTT"),
    ("Quyết định số 13/QĐ-MTTQ-BTT", "QĐ", "13/QĐ-MTTQ-BTT"),
    # official letters
    ("Công văn số 3204/UBND-KGVX", "CV", "3204/UBND-KGVX"),
    ("Văn bản số 2070/SKHCN-HCTH", "CV", "2070/SKHCN-HCTH"),
    ("Công văn 4836/SNV-TCBC", "CV", "4836/SNV-TCBC"),
    ("CV 2191/BNN-TCTL", "CV", "2191/BNN-TCTL"),
    ("công văn số 565/CT-CS", "CV", "565/CT-CS"),
    ("Công văn số 249/MTTQ-BTT", "CV", "249/MTTQ-BTT"),
    ("Công văn số 83/BKHCN-BTTTT-VP", "CV", "83/BKHCN-BTTTT-VP"),
    ("Công văn số 45/CV-UBND", "CV", "45/CV-UBND"),
    ("VB số 03/CV-BCĐ", "CV", "03/CV-BCĐ"),
    # normative documents
    ("Nghị định số 140/2017/NĐ-CP", "NĐ", "140/2017/NĐ-CP"),
    ("Nghị quyết số 25/2021/NQ-HĐND", "NQ", "25/2021/NQ-HĐND"),
    ("Quyết định số 25/2018/QĐ-UBND", "QĐ", "25/2018/QĐ-UBND"),
    ("Thông tư số 03/2025/TT-VPCP", "TT", "03/2025/TT-VPCP"),
    ("Nghị quyết số 01/2024/NQ-HĐTP", "NQ", "01/2024/NQ-HĐTP"),
    ("Thông tư liên tịch số 02/2011/TTLT-VPCP-BNV", "TTLT", "02/2011/TTLT-VPCP-BNV"),
    ("Thông tư liên tịch số 55/2005/TTLT-BNV-VPCP", "TTLT", "55/2005/TTLT-BNV-VPCP"),
    ("Thông tư liên tịch số 12/2008/TTLT/BTC-BNV", "TTLT", "12/2008/TTLT/BTC-BNV"),
    ("Luật số 59/2020/QH14", "L", "59/2020/QH14"),
    ("Nghị quyết số 193/2025/QH15", "NQ", "193/2025/QH15"),
    ("Nghị quyết số 76/2025/UBTVQH15", "NQ", "76/2025/UBTVQH15"),
    ("Pháp lệnh số 04/2012/UBTVQH13", "PL", "04/2012/UBTVQH13"),
    ("Nghị quyết số 66.7/2025/NQ-CP", "NQ", "66.7/2025/NQ-CP"),
    ("Nghị quyết số 30c/NQ-CP", "NQ", "30c/NQ-CP"),
    ("Thông tư số 08.a/2010/TT-BTP", "TT", "08.a/2010/TT-BTP"),
    ("Lệnh số 05/2025/L-CTN", "L", "05/2025/L-CTN"),
    ("Quyết định số 1234/QĐ-CTN", "QĐ", "1234/QĐ-CTN"),
    ("Văn bản hợp nhất số 81/VBHN-VPQH", "VBHN", "81/VBHN-VPQH"),
    ("Văn bản hợp nhất số 01/HNVB-VPCP", "VBHN", "01/HNVB-VPCP"),
    # the Party
    ("Nghị quyết số 57-NQ/TW", "NQ", "57-NQ/TW"),
    ("Kết luận số 69-KL/TW", "KL", "69-KL/TW"),
    ("Chỉ thị số 38-CT/TW", "CT", "38-CT/TW"),
    ("Chương trình số 42-CTr/TU", "CTr", "42-CTr/TU"),
    ("Kế hoạch số 359-KH/TU", "KH", "359-KH/TU"),
    ("Công văn số 1742-CV/BTCTU", "CV", "1742-CV/BTCTU"),
    ("QĐ 82-QĐ/ĐU", "QĐ", "82-QĐ/ĐU"),
    ("Kế hoạch số 71-KH/BCĐ", "KH", "71-KH/BCĐ"),
    ("Nghị quyết số 03-NQ/CB", "NQ", "03-NQ/CB"),
    ("Quyết định số 1147-QĐ/BTGDVTW", "QĐ", "1147-QĐ/BTGDVTW"),
    ("Quy định số 08-QĐi/TW", "QĐi", "08-QĐi/TW"),
    ("Kế hoạch số 94- KH/BTGDVTW", "KH", "94-KH/BTGDVTW"),
    ("Nghị quyết số 20–NQ/TW", "NQ", "20-NQ/TW"),
    # unions
    ("Quyết định số 174/QĐ-TLĐ", "QĐ", "174/QĐ-TLĐ"),
    ("Quyết định số 367 - QĐ/TWĐTN-VP", "QĐ", "367-QĐ/TWĐTN-VP"),
    ("Quyết định số 1836 QĐ/TWĐTN", "QĐ", "1836QĐ/TWĐTN"),
    ("Kế hoạch số 123-KH/HNDTW", "KH", "123-KH/HNDTW"),
    # old ones, and the symbol left out
    ("Nghị định số 41/CP", "NĐ", "41/CP"),
    ("Quyết định số 136/TTg", "QĐ", "136/TTg"),
    ("Công văn số 105 TC/ĐT", "CV", "105TC/ĐT"),
    ("Nghị quyết số 216-NQ-QHK4", "NQ", "216-NQ-QHK4"),
    ("Nghị định số 108-HĐBT", "NĐ", "108-HĐBT"),
    ("NĐ 30/2020", "NĐ", "30/2020"),
    ("Nghị quyết số 30a", "NQ", "30a"),
    # damaged
    ("QÐ số 5/QÐ-UBND", "QĐ", "5/QĐ-UBND"),
    ("Kế hoạch số l1/KH-UBND", "KH", "11/KH-UBND"),
    ("Kế hoạch số 12/KH-UBNĐ", "KH", "12/KH-UBND"),
    ("Kế hoạch số 11/KH-\nUBND", "KH", "11/KH-UBND"),
    ("Kế hoạch số 196 /KH-UBND", "KH", "196/KH-UBND"),
    ("Nghị định số30/1998/NĐ-CP", "NĐ", "30/1998/NĐ-CP"),
]
FALSE = [
    "QCVN 102:2016/BTTTT và TCVN 6909:2001",
    "ngày 24/5/2025, trực 24/7, tốc độ 60 km/h, đ/c Nam, 3/4 số phiếu",
    "điện thoại 0255.382/2866, số tài khoản 3713.0.1/KBNN, mã số thuế 0100/CT",
    "Mẫu số 02/KH-ĐT, Biểu số 03-DBTK, thửa đất số 12/TĐ-BĐ, hóa đơn số 15/HĐ-GTGT",
    "Kế hoạch này, Quyết định nêu trên, các văn bản liên quan",
    "Số:        /KH-SKHCN; Nghị định số …/2025/NĐ-CP ngày … tháng … năm 2025",
    "Luật này, pháp luật, kỷ luật, luật sư, kỹ thuật, Đoàn Luật sư, Trường Đại học Luật",
    "CÔNG BÁO/Số 55/Ngày 26-01-2026",
]


def rows(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(r.type, r.number, str(r.date) if r.date else None) for r in find_references(text)]


@pytest.mark.parametrize(("text", "kind", "number"), FORMS)
@pytest.mark.parametrize("date", ["", " ngày 01/11/2012", ", ngày 01 tháng 11 năm 2012", " (ngày 1/11/2012)"])
@pytest.mark.parametrize("frame", ["{}", "Thực hiện {} của cơ quan có thẩm quyền", "({});"])
def test_forms(text: str, kind: str, number: str, date: str, frame: str) -> None:
    expected = [(kind, number, "2012-11-01" if date else None)]
    assert rows(frame.format(text + date)) == expected
    assert rows(unicodedata.normalize("NFD", frame.format(text + date))) == expected


@pytest.mark.parametrize("text", FALSE)
def test_what_is_no_reference(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "các Quyết định: Số 25/2018/QĐ-UBND ngày 12/9/2018; số 23/2018/QĐ-UBND ngày 31/7/2018, "
                "số 22/2024/QĐ-UBND và số 31/2024/QĐ-UBND"
            ),
            ["QĐ 25/2018/QĐ-UBND", "QĐ 23/2018/QĐ-UBND", "QĐ 22/2024/QĐ-UBND", "QĐ 31/2024/QĐ-UBND"],
        ),
        (
            "các Nghị quyết: số 57-NQ/TW, số 59-NQ/TW, số 66-NQ/TW và số 68-NQ/TW của Bộ Chính trị",
            ["NQ 57-NQ/TW", "NQ 59-NQ/TW", "NQ 66-NQ/TW", "NQ 68-NQ/TW"],
        ),
        (
            "Nghị quyết số 193/2025/QH15 và 198/2025/QH15 của Quốc hội",
            ["NQ 193/2025/QH15", "NQ 198/2025/QH15"],
        ),
    ],
)
def test_lists_share_their_kind_and_issuer(text: str, expected: list[str]) -> None:
    found = find_references(text)
    assert [f"{r.type} {r.number}" for r in found] == expected
    if " của " in text:
        assert len({r.issuer for r in found}) == 1 and found[0].issuer
