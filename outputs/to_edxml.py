"""Rows of documents -> edXML (QCVN 102:2016/BTTTT), a message each: the header, for the system that sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import regex
from lxml import etree

from corpus.columns import Json, Row
from normalize.vocabulary import doc_types
from outputs.atomic import replacing
from outputs.cells import clean_xml

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
# Prefixes as the systems of the trục liên thông write them: the root without, all below with.
_SHELL = f'<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}"/></edXML>'
# Thường 0, khẩn 1, thượng khẩn 2, hỏa tốc 3, hỏa tốc hẹn giờ 4; the most pressing first, since one holds another.
_PRIORITIES = (("hẹn giờ", 4), ("hỏa tốc", 3), ("hoả tốc", 3), ("thượng khẩn", 2), ("khẩn", 1))
# `196/KH-UBND`, `57-NQ/TW`, `30c/NQ-CP`, `66.7/2025/NQ-CP`: the number, and all that comes after its first mark.
_NUMBER = regex.compile(r"(?P<number>\d{1,6}(?:\.\d{1,2})?\p{Ll}?)(?P<mark>[/-])(?P<symbol>.+)")


def make_edxml(document: Row, recipients: Sequence[Row] = (), *, codes: Mapping[str, str] | None = None) -> bytes:
    """The message as XML in UTF-8. `codes` gives the codes of bodies (`000.00.xx.Hnn`) by their names.

    What the document does not say is left out, or empty where the standard asks for the element; nothing is invented.
    The file itself, its signature and the trace of sending are for the system that sends it.
    """
    codes = codes or {}
    root = etree.fromstring(_SHELL)
    envelope = root[0]
    header = _add(_add(envelope, "edXMLHeader"), "MessageHeader")
    issuer = _text(document["issuer"])
    sender = codes.get(issuer, "")
    _add_organ(header, "From", issuer, _text(document["parent"]), sender)
    bodies = [row for row in recipients if row["kind"] == "kính gửi"]
    for row in bodies or [{"name": ""}]:
        _add_organ(header, "To", _text(row["name"]), "", codes.get(_text(row["name"]), ""))
    number, symbol = split_number(document)
    code = _add(header, "Code")
    _add(code, "CodeNumber", number)
    _add(code, "CodeNotation", symbol)
    issued = _text(document["date"]).replace("-", "/")
    promulgation = _add(header, "PromulgationInfo")
    _add(promulgation, "Place", _text(document["place"]))
    _add(promulgation, "PromulgationDate", issued if len(issued) == 10 else "")  # yyyy/MM/dd, or not known to the day
    _add(_add(header, "DocumentType"), "TypeName", type_name(document))
    _add(header, "Subject", _text(document["title"]))
    _add(header, "Content", _text(document["title"]))
    signer = _add(header, "SignerInfo")
    _add(signer, "Competence", competence_of(document))
    _add(signer, "Position", _text(document["signer_title"]))
    _add(signer, "FullName", _text(document["signer_name"]))
    places = _add(header, "ToPlaces")
    for row in recipients:
        if row["kind"] != "kính gửi":
            _add(places, "Place", _text(row["name"]))
    other = _add(header, "OtherInfo")
    _add(other, "Priority", str(priority_of(document)))
    if (pages := page_count(document)) is not None:
        _add(other, "PageAmount", str(pages))
    if sender and number and symbol and len(issued) == 10:
        _add(header, "DocumentId", f"{sender},{issued},{number}/{symbol}")
    _add(_add(envelope, "edXMLBody"), "edXMLManifest").set("version", "1.0")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def write_edxml(
    document: Row, path: Path, recipients: Sequence[Row] = (), *, codes: Mapping[str, str] | None = None
) -> None:
    """Write the message; raises WriteError where that fails."""
    with replacing(path) as temporary:
        temporary.write_bytes(make_edxml(document, recipients, codes=codes))


def split_number(document: Row) -> tuple[str, str]:
    """Number and symbol: `196` and `KH-UBND`, of the Party `57` and `NQ/TW`; an open number leaves the symbol alone."""
    match = _NUMBER.fullmatch(_text(document["number"]))
    return (match["number"], match["symbol"]) if match else ("", _text(document["symbol"]))


def type_name(document: Row) -> str:
    """The kind of document in words (`Kế hoạch`); the code where it has none."""
    code = _text(document["type"])
    if code == "CV":
        return "Công văn"
    return next((kind.name.split(" (")[0] for kind in doc_types() if code and kind.code == code), code)


def competence_of(document: Row) -> str:
    """On whose behalf it was signed, in one line: `TL. CHỦ TỊCH; KT. CHÁNH VĂN PHÒNG`."""
    capacity = document["signer_capacity"]
    return "; ".join(map(str, capacity)) if isinstance(capacity, (list, tuple)) else ""


def priority_of(document: Row) -> int:
    """The urgency in the numbers of the standard: 0 for none, 4 for `HỎA TỐC HẸN GIỜ`."""
    urgency = " ".join(_text(document["urgency"]).casefold().split())
    return next((number for words, number in _PRIORITIES if words in urgency), 0)


def page_count(document: Row) -> int | None:
    """The number of pages; None where the format of the file has no pages of its own."""
    pages = document["pages"]
    return pages if document["format"] in ("pdf", "image") and isinstance(pages, int) else None


def _add_organ(header: etree._Element, name: str, organ: str, parent: str, code: str) -> None:
    made = _add(header, name)
    _add(made, "OrganId", code)
    if parent:
        _add(made, "OrganizationInCharge", parent)
    _add(made, "OrganName", organ)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = None if text is None else clean_xml(text)
    return made


def _text(value: Json) -> str:
    return "" if value is None else str(value)
