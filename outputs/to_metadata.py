"""Rows of documents -> the data of an outgoing document for exchange (Nghị định 30/2020/NĐ-CP, Phụ lục VI), as XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
from lxml import etree

from corpus.columns import Row
from outputs.atomic import replacing
from outputs.cells import clean_xml
from outputs.to_edxml import page_count, priority_of, split_number, type_name

# The lengths that the annex sets, in characters.
LENGTHS: Mapping[str, int] = {
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "OrganName": 200,
    "Subject": 500,
    "Position": 100,
    "FullName": 50,
}
_CUT = "…"
_POINTS_BACK = regex.compile(r"(?i)như (?:trên|kính gửi|điều \d)")  # named already, above or in the body


@dataclass(frozen=True, slots=True)
class Metadata:
    """The XML, and the fields whose value was cut to the length that the annex sets."""

    xml: bytes
    cut: tuple[str, ...]


def make_metadata(document: Row, recipients: Sequence[Row] = (), *, codes: Mapping[str, str] | None = None) -> Metadata:
    """The fields of an outgoing document that it says itself; `codes` gives the codes of bodies by their names.

    The file it is kept in, its order there, the number of copies and a date of reply are for the office to add.
    """
    codes, cut = codes or {}, list[str]()
    root = etree.Element("Document")

    def add(parent: etree._Element, name: str, value: object) -> etree._Element:
        text = clean_xml("" if value is None else str(value))
        limit = LENGTHS.get(name, len(text))
        if len(text) > limit:
            cut.append(name)
            text = text[: limit - 1] + _CUT
        made = etree.SubElement(parent, name)
        made.text = text
        return made

    number, symbol = split_number(document)
    issuer, day = str(document["issuer"] or ""), str(document["date"] or "")
    if code := codes.get(issuer):
        add(etree.SubElement(root, "FileCode"), "OrganId", code)
    add(root, "TypeName", type_name(document))
    add(root, "CodeNumber", number)
    add(root, "CodeNotation", symbol)
    add(root, "IssuedDate", "/".join(reversed(day.split("-"))) if len(day) == 10 else "")  # dd/MM/yyyy
    add(root, "OrganName", issuer)
    add(root, "Subject", document["title"])
    add(root, "Language", "Tiếng Việt")
    add(root, "PageAmount", page_count(document))
    signer = etree.SubElement(root, "SignerInfo")
    add(signer, "Position", document["signer_title"])
    add(signer, "FullName", document["signer_name"])
    for row in recipients:
        if row["kind"] != "lưu" and not _POINTS_BACK.match(str(row["name"])):
            to = etree.SubElement(root, "To")
            add(to, "OrganId", codes.get(str(row["name"]), ""))
            add(to, "OrganName", row["name"])
    add(root, "Priority", priority_of(document))
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Metadata(xml, tuple(dict.fromkeys(cut)))


def write_metadata(
    document: Row, path: Path, recipients: Sequence[Row] = (), *, codes: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Write the data, and return the fields that were cut; raises WriteError where that fails."""
    made = make_metadata(document, recipients, codes=codes)
    with replacing(path) as temporary:
        temporary.write_bytes(made.xml)
    return made.cut
