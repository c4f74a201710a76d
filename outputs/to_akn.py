"""A document and its citations -> Akoma Ntoso 3.0: the text with every mention marked up as a `<ref>` to its work."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from corpus.graph import CitationGraph, Evidence, Work
from corpus.places import slug_of
from corpus.works import WorkKey
from extract.model import Document, Region, Span
from outputs.atomic import replacing
from outputs.network import clean_xml

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_NSMAP = {None: NAMESPACE}
_UNKNOWN_DATE = "0001-01-01"  # the schema asks for a day


def akn_uri(key: WorkKey) -> str:
    """The work by the Akoma Ntoso Naming Convention: `/akn/vn/doc/kh/quang-ngai-ubnd/2024/196-kh-ubnd`."""
    actor = slug_of(f"{key.place} {key.issuer}") or "unknown"
    return (
        f"/akn/vn/doc/{slug_of(key.type) or 'unknown'}/{actor}/{slug_of(key.when) or 'unknown'}/{slug_of(key.number)}"
    )


def write_akn(document: Document, graph: CitationGraph, path: Path) -> None:
    """Write the document as one `doc`; raises WriteError where that fails."""
    root = make_akn(document, graph)
    with replacing(path) as temporary:
        etree.ElementTree(root).write(temporary, encoding="utf-8", xml_declaration=True, pretty_print=False)


def make_akn(document: Document, graph: CitationGraph) -> etree._Element:
    """The document as an `akomaNtoso` element: one `p` a paragraph, footnotes and table cells by their class.

    A mention whose words are not at its place (the text was read by other rules) is left unmarked.
    """
    key = graph.work_of[document.source]
    root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap=_NSMAP)  # type: ignore[arg-type]  # None is the default namespace
    doc = _child(root, "doc", name=slug_of(key.type) or "document", contains="originalVersion")
    _add_meta(doc, graph.works[key])
    body = _child(doc, "mainBody")
    mentions = _mentions(document, graph)
    for number, paragraph in enumerate(document.paragraphs, start=1):
        element = _child(body, "p", eId=f"p_{number}")
        if paragraph.region is not Region.BODY:
            element.set("class", paragraph.region.value)
        inside = [(span, to, row) for span, to, row in mentions if paragraph.span.covers(span)]
        _add_text(element, document, paragraph.span, inside)
    if not document.paragraphs:
        _child(body, "p", eId="p_1")
    return root


def _mentions(document: Document, graph: CitationGraph) -> list[tuple[Span, WorkKey, int]]:
    """Where a work is cited, in order, without those that overlap an earlier one."""
    found: dict[int, tuple[Evidence, WorkKey]] = {}
    for _, cited, data in graph.network.out_edges(graph.work_of[document.source], data=True):
        for evidence in data["edge"].evidence:
            if evidence.source == document.source and not evidence.nested:
                found[evidence.row] = (evidence, cited)
    ordered: list[tuple[Span, WorkKey, int]] = []
    end = 0
    for evidence, cited in sorted(found.values(), key=lambda item: (item[0].start, item[0].row)):
        span = Span(evidence.start, evidence.end)
        if span.start >= end and len(span) and document.words(span) == evidence.words:
            ordered.append((span, cited, evidence.row))
            end = span.end
    return ordered


def _add_text(
    element: etree._Element, document: Document, span: Span, mentions: Iterable[tuple[Span, WorkKey, int]]
) -> None:
    at, last = span.start, None
    for mention, key, row in mentions:
        _append(element, last, document.text[at : mention.start])
        last = _child(element, "ref", eId=f"ref_{row}", href=akn_uri(key))
        last.text = clean_xml(document.words(mention))
        at = mention.end
    _append(element, last, document.text[at : span.end])


def _append(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = (element.text or "") + clean_xml(text)
    else:
        last.tail = (last.tail or "") + clean_xml(text)


def _add_meta(doc: etree._Element, work: Work) -> None:
    meta = _child(doc, "meta")
    identification = _child(meta, "identification", source="#vanban")
    uri, date = akn_uri(work.key), _UNKNOWN_DATE
    if work.date is not None:
        date = f"{work.date.year:04d}-{work.date.month or 1:02d}-{work.date.day or 1:02d}"
    known = work.date is not None and work.date.day is not None
    for level, this, own in (
        ("FRBRWork", f"{uri}/!main", uri),
        ("FRBRExpression", f"{uri}/vie@/!main", f"{uri}/vie@"),
        ("FRBRManifestation", f"{uri}/vie@/!main.xml", f"{uri}/vie@.akn"),
    ):
        part = _child(identification, level)
        _child(part, "FRBRthis", value=this)
        _child(part, "FRBRuri", value=own)
        _child(part, "FRBRdate", date=date, name="issue" if known else "incomplete")
        _child(part, "FRBRauthor", href="#issuer" if level != "FRBRManifestation" else "#vanban")
        if level == "FRBRWork":
            _child(part, "FRBRcountry", value="vn")
            if work.number:
                _child(part, "FRBRnumber", value=clean_xml(work.number))
            _child(part, "FRBRname", value=clean_xml(work.title or work.label))
        elif level == "FRBRExpression":
            _child(part, "FRBRlanguage", language="vie")
    references = _child(meta, "references", source="#vanban")
    _child(references, "TLCOrganization", eId="vanban", href="/akn/ontology/organization/vanban", showAs="Vanban")
    actor = slug_of(work.issuer or "") or "unknown"
    _child(
        references,
        "TLCOrganization",
        eId="issuer",
        href=f"/akn/ontology/organization/{actor}",
        showAs=clean_xml(work.issuer or "not known"),
    )


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
