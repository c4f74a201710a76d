"""edXML headers and the metadata of Nghị định 30/2020, Phụ lục VI: the fields, escaped, nothing invented."""

from __future__ import annotations

import pytest
from lxml import etree
from made_records import make_record
from made_register import put

from corpus.rows import make_rows
from corpus.store import StoredFile, open_store
from extract.errors import VanbanError
from outputs.exchange import file_name, read_codes, write_exchange
from outputs.to_edxml import NAMESPACE, make_edxml, page_count, priority_of, split_number, type_name
from outputs.to_metadata import LENGTHS, make_metadata

ROWS = make_rows(make_record())
DOCUMENT = ROWS["documents"][0] | {"parent": "Ủy ban nhân dân tỉnh Sông Lam", "format": "pdf"}
RECIPIENTS = [
    {"name": "Sở Y tế", "kind": "kính gửi"},
    {"name": "UBND tỉnh", "kind": "nơi nhận"},
    {"name": "Lưu: VT", "kind": "lưu"},
]
CODES = {"Sở Nội vụ tỉnh Sông Lam": "000.00.05.H99", "Sở Y tế": "000.00.09.H99"}


def header(document=DOCUMENT, recipients=RECIPIENTS, codes=CODES):
    root = etree.fromstring(make_edxml(document, recipients, codes=codes))
    path = "e:edXMLEnvelope/e:edXMLHeader/e:MessageHeader"
    (found,) = root.xpath(path, namespaces={"e": NAMESPACE})
    return found


def texts(element, path):
    steps = "/".join(f"e:{name}" for name in path.split("/"))
    return [found.text or "" for found in element.xpath(steps, namespaces={"e": NAMESPACE})]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("From/OrganId", ["000.00.05.H99"]),
        ("From/OrganName", ["Sở Nội vụ tỉnh Sông Lam"]),
        ("From/OrganizationInCharge", ["Ủy ban nhân dân tỉnh Sông Lam"]),
        ("To/OrganName", ["Sở Y tế"]),
        ("To/OrganId", ["000.00.09.H99"]),
        ("Code/CodeNumber", ["12"]),
        ("Code/CodeNotation", ["KH-SNV"]),
        ("PromulgationInfo/Place", ["Sông Lam"]),
        ("PromulgationInfo/PromulgationDate", ["2024/10/02"]),
        ("DocumentType/TypeName", ["Kế hoạch"]),
        ("Subject", ["KẾ HOẠCH"]),
        ("SignerInfo/Competence", ["KT. GIÁM ĐỐC"]),
        ("SignerInfo/Position", ["Giám đốc"]),
        ("SignerInfo/FullName", ["Nguyễn Văn An"]),
        ("ToPlaces/Place", ["UBND tỉnh", "Lưu: VT"]),
        ("OtherInfo/Priority", ["0"]),
        ("OtherInfo/PageAmount", ["2"]),
        ("DocumentId", ["000.00.05.H99,2024/10/02,12/KH-SNV"]),
    ],
)
def test_field_of_the_header(path, expected):
    assert texts(header(), path) == expected


def test_namespace_and_order_of_the_header():
    root = etree.fromstring(make_edxml(DOCUMENT, RECIPIENTS, codes=CODES))
    assert root.tag == f"{{{NAMESPACE}}}edXML"
    assert [etree.QName(part).localname for part in root[0]] == ["edXMLHeader", "edXMLBody"]
    assert [etree.QName(part).localname for part in header()] == [
        "From",
        "To",
        "Code",
        "PromulgationInfo",
        "DocumentType",
        "Subject",
        "Content",
        "SignerInfo",
        "ToPlaces",
        "OtherInfo",
        "DocumentId",
    ]


def test_what_is_not_known_is_empty_or_left_out():
    draft = DOCUMENT | {"number": None, "date": "2024-10", "signer_name": None, "parent": None, "format": "docx"}
    found = header(draft, [], {})
    assert texts(found, "Code/CodeNumber") == texts(found, "PromulgationInfo/PromulgationDate") == [""]
    assert texts(found, "Code/CodeNotation") == ["KH-SNV"]
    assert texts(found, "From/OrganId") == texts(found, "To/OrganId") == texts(found, "SignerInfo/FullName") == [""]
    for path in ("DocumentId", "From/OrganizationInCharge", "OtherInfo/PageAmount"):
        assert texts(found, path) == []


HOSTILE = "<script>&amp;]]>\x00\x0b\ud800 “x” <!ENTITY y>"


def test_words_of_documents_are_escaped():
    document = DOCUMENT | {"title": HOSTILE, "issuer": HOSTILE}
    for xml in (make_edxml(document), make_metadata(document).xml):
        root = etree.fromstring(xml)
        assert not [part for part in root.iter() if not isinstance(part.tag, str) or "script" in part.tag]
        (subject,) = [part.text for part in root.iter() if etree.QName(part).localname == "Subject"]
        assert subject == "<script>&amp;]]> “x” <!ENTITY y>"


@pytest.mark.parametrize(
    ("number", "symbol", "expected"),
    [
        ("196/KH-UBND", "KH-UBND", ("196", "KH-UBND")),
        ("57-NQ/TW", "NQ/TW", ("57", "NQ/TW")),
        ("30c/NQ-CP", "NQ-CP", ("30c", "NQ-CP")),
        ("66.7/2025/NQ-CP", "NQ-CP", ("66.7", "2025/NQ-CP")),
        ("193/2025/QH15", None, ("193", "2025/QH15")),
        (None, "KH-SKHCN", ("", "KH-SKHCN")),
        (None, None, ("", "")),
    ],
)
def test_split_number(number, symbol, expected):
    assert split_number({"number": number, "symbol": symbol}) == expected


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [(None, 0), ("KHẨN", 1), ("Thượng khẩn", 2), ("HỎA TỐC", 3), ("HOẢ TỐC", 3), ("HỎA TỐC  HẸN GIỜ", 4), ("x", 0)],
)
def test_priority(urgency, expected):
    assert priority_of({"urgency": urgency}) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("KH", "Kế hoạch"), ("QĐ", "Quyết định"), ("CV", "Công văn"), ("XX", "XX"), (None, "")]
)
def test_type_name(code, expected):
    assert type_name({"type": code}) == expected


@pytest.mark.parametrize(("format", "expected"), [("pdf", 2), ("image", 2), ("docx", None), ("text", None)])
def test_pages_only_where_the_format_has_them(format, expected):
    assert page_count({"format": format, "pages": 2}) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("FileCode/OrganId", ["000.00.05.H99"]),
        ("TypeName", ["Kế hoạch"]),
        ("CodeNumber", ["12"]),
        ("CodeNotation", ["KH-SNV"]),
        ("IssuedDate", ["02/10/2024"]),
        ("OrganName", ["Sở Nội vụ tỉnh Sông Lam"]),
        ("Subject", ["KẾ HOẠCH"]),
        ("Language", ["Tiếng Việt"]),
        ("PageAmount", ["2"]),
        ("SignerInfo/Position", ["Giám đốc"]),
        ("SignerInfo/FullName", ["Nguyễn Văn An"]),
        ("To/OrganName", ["Sở Y tế", "UBND tỉnh"]),
        ("To/OrganId", ["000.00.09.H99", None]),
        ("Priority", ["0"]),
    ],
)
def test_field_of_the_metadata(path, expected):
    root = etree.fromstring(make_metadata(DOCUMENT, RECIPIENTS, codes=CODES).xml)
    assert [found.text for found in root.findall(path)] == expected


def test_who_is_only_pointed_back_to_is_no_body():
    named = [*RECIPIENTS, {"name": "Như trên", "kind": "nơi nhận"}, {"name": "Như Điều 3", "kind": "nơi nhận"}]
    root = etree.fromstring(make_metadata(DOCUMENT, named).xml)
    assert [name.text for name in root.findall("To/OrganName")] == ["Sở Y tế", "UBND tỉnh"]


def test_values_longer_than_the_annex_allows_are_cut_and_told():
    long = DOCUMENT | {"title": "x" * 501, "issuer": "y" * 200, "signer_name": "z" * 51}
    made = make_metadata(long)
    assert set(made.cut) == {"Subject", "FullName"}
    root = etree.fromstring(made.xml)
    assert len(root.findtext("Subject")) == LENGTHS["Subject"] and root.findtext("Subject").endswith("…")
    assert root.findtext("OrganName") == "y" * 200


def test_one_file_of_each_kind_for_each_document(tmp_path):
    with open_store(tmp_path / "store") as store:
        put(store)
        put(store, "b.txt")  # of the same number and day
        rows = make_rows(make_record("secret.txt", secrecy="MẬT"), include_secret=True)
        store.put(StoredFile("/secret.txt", "secret.txt", "9", "rules", False), rows)
        report = write_exchange(store, tmp_path / "out", codes=CODES)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "12_KH-SNV_02-10-2024.edxml",
            "12_KH-SNV_02-10-2024.xml",
            "12_KH-SNV_02-10-2024_2.edxml",
            "12_KH-SNV_02-10-2024_2.xml",
        ]
        assert report.count == 2 and report.notes == ("secret.txt: is marked secret, and left out.",)
        assert write_exchange(store, tmp_path / "all", include_secret=True).count == 3


@pytest.mark.parametrize(
    ("number", "day", "source", "expected"),
    [
        ("196/KH-UBND", "2024-10-02", "a.txt", "196_KH-UBND_02-10-2024"),
        ("196/KH-UBND", None, "a.txt", "196_KH-UBND"),
        ("57-NQ/TW", "2024-12", "a.txt", "57-NQ_TW_12-2024"),
        (None, "2024-10-02", "x/Kế hoạch số 1.docx", "Kế_hoạch_số_1"),
        ("../../etc/passwd", None, "a.txt", "etc_passwd"),
        (None, None, "...", "document"),
    ],
)
def test_file_name(number, day, source, expected):
    assert file_name({"number": number, "date": day, "source": source}) == expected


def test_codes_of_bodies(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("name,code\nSở Y tế, 000.00.09.H99\n,\n", encoding="utf-8-sig")
    assert read_codes(path) == {"Sở Y tế": "000.00.09.H99"}
    path.write_text("ten;ma\nx;y\n", encoding="utf-8")
    with pytest.raises(VanbanError, match="has no columns name and code"):
        read_codes(path)
    with pytest.raises(VanbanError, match="cannot be read as CSV"):
        read_codes(tmp_path / "none.csv")
