"""A record made by hand, for the tests of what comes after the reading: every table has a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from extract.assemble import RawLine, RawParagraph, assemble
from extract.model import Document, Format, Issue, Node, NodeKind, Outline, Page, Repair, Section, SectionKind, Span
from normalize.model import (
    Bound,
    Deadline,
    DeadlineKind,
    Definition,
    Facts,
    Found,
    InternalKind,
    InternalReference,
    Official,
    PartialDate,
    Recipient,
    Record,
    Reference,
    Relation,
    Signatory,
    Task,
    Unit,
)

LINES = (
    ("Số: 12/KH-SNV", 1),
    ("Sông Lam, ngày 02 tháng 10 năm 2024", 1),
    ("KẾ HOẠCH", 1),
    ("Thực hiện Quyết định số 709/QĐ-TTg ngày 23/7/2024", 1),
    ("II. NHIỆM VỤ", 2),
    ("1. Sở Nội vụ (Sở NV) chủ trì rà soát, báo cáo trước ngày 30/11/2024.", 2),
    ("=HYPERLINK(1)", 2),
    ("Nơi nhận: - UBND tỉnh (để báo cáo)", 2),
    ("Nguyễn Văn An", 2),
)


def make_document(source: str = "a.txt", lines: tuple[tuple[str, int], ...] = LINES) -> Document:
    """A document of two pages, one line a paragraph."""
    document = assemble(
        source,
        Format.TEXT,
        f"fingerprint of {source}",
        [RawParagraph((RawLine(text, page),)) for text, page in lines],
        (Page(1), Page(2)),
    )
    start = document.text.find("KẾ HOẠCH")
    repairs = () if start < 0 else (Repair(Span(start, start + 2), "KÊ", "marks"),)
    return replace(document, repairs=repairs)


def make_record(source: str = "a.txt", *, secrecy: str | None = None, title: str = "KẾ HOẠCH") -> Record:
    """A record in which every table has a row, one value is in doubt and one is a formula for a spreadsheet."""
    document = make_document(source)

    def at(words: str) -> Span:
        start = document.text.index(words)
        return Span(start, start + len(words))

    heading, item = at("II. NHIỆM VỤ"), at(LINES[5][0])
    deadline = Deadline(
        "trước ngày 30/11/2024",
        DeadlineKind.BY,
        end=date(2024, 11, 30),
        bound=Bound.BEFORE,
        span=at("trước ngày 30/11/2024"),
    )
    lead = Unit("Sở Nội vụ", "Sở Nội vụ", at("Sở Nội vụ"), kind="Sở")
    guess = Unit("Các sở, ban, ngành", "", None, group=True, confidence=0.6, reason="taken from the heading")
    task = Task(
        "II.1",
        "rà soát, báo cáo",
        item,
        at("rà soát, báo cáo"),
        directors=(Official("Nguyễn Văn An", "Giám đốc Sở", role="directs", span=at("Nguyễn Văn An")),),
        leads=(lead,),
        coordinators=(guess,),
        deadlines=(deadline,),
        product=Found("=HYPERLINK(1)", at("=HYPERLINK(1)")),
        form="order",
    )
    number, issued = at("12/KH-SNV"), at("ngày 02 tháng 10 năm 2024")
    facts = Facts(
        type=Found("KH", at("KẾ HOẠCH")),
        number=Found("12/KH-SNV", number, 0.8, "read from a scan"),
        symbol=Found("KH-SNV", number),
        date=Found(PartialDate(2024, 10, 2), issued),
        place=Found("Sông Lam", at("Sông Lam")),
        issuer=Found("Sở Nội vụ tỉnh Sông Lam"),
        title=Found(title, at("KẾ HOẠCH")),
        signatories=(Signatory("Nguyễn Văn An", "Giám đốc", ("KT. GIÁM ĐỐC",), at("Nguyễn Văn An")),),
        recipients=(Recipient("UBND tỉnh", "để báo cáo", "nơi nhận", at("UBND tỉnh")),),
        secrecy=None if secrecy is None else Found(secrecy),
    )
    nodes = (
        Node(NodeKind.HEADING, "II", "II", 0, heading, at("NHIỆM VỤ"), item.end),
        Node(NodeKind.ITEM, "1", "II.1", 1, item, Span(item.start + 3, item.end), item.end, 0),
    )
    return Record(
        document,
        facts,
        Outline(nodes),
        (Section("II", "NHIỆM VỤ", SectionKind.TASKS, "II", 0, Span(heading.start, item.end), heading, 0),),
        (
            Reference(
                at("Quyết định số 709/QĐ-TTg ngày 23/7/2024"),
                "QĐ",
                "709/QĐ-TTg",
                None,
                PartialDate(2024, 7, 23),
                None,
                None,
                Relation.IMPLEMENTS,
            ),
        ),
        (task,),
        (lead,),
        (),
        (Definition("Sở NV", "Sở Nội vụ", "unit", at("Sở NV")),),
        (Issue("past_deadline", "The deadline is past.", at("30/11/2024")),),
        (InternalReference(at("709/QĐ-TTg"), InternalKind.ANAPHOR, "QĐ", None, (0,)),),
    )
