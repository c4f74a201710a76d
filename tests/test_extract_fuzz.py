"""Damaged and invented files for every reader: a Document whose places hold, or a ReadError; nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import ReadError
from extract.model import Document
from extract.outline import make_outline
from extract.read import read_document
from extract.sections import split_sections
from extract.zones import find_zones
from tests.made_hostile import LETTER, make_docx, mutate, one_page, paragraph, stream

PLAN = (
    "KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Mục đích\na) Bảo đảm tiến độ.\nII. NHIỆM VỤ\n- Nội dung: Rà soát.\n- Chủ trì: Sở Y tế.\n"
    "TT | Nhiệm vụ | Chủ trì | Thời hạn\n1 | Báo cáo | Sở Nội vụ | Quý II/2026\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT."
)
TABLE = "<w:tbl>" + ("<w:tr>" + "<w:tc>" + paragraph("1") + "</w:tc>" * 1 + "</w:tr>") * 3 + "</w:tbl>"
SEEDS = {
    "plan.txt": (LETTER + PLAN).encode(),
    "plan16.txt": (LETTER + PLAN).encode("utf-16"),
    "plan.html": f"<html><body><p>{LETTER}</p><table><tr><td>1<td>{PLAN}</table></body></html>".encode(),
    "plan.docx": make_docx("".join(paragraph(line) for line in (LETTER + PLAN).splitlines()) + TABLE),
    "plan.pdf": one_page(
        stream(
            b"".join(
                b"BT /F 12 Tf 72 %d Td (%d. Quyet dinh so 12/QD-UBND) Tj ET\n" % (n, n) for n in range(700, 200, -20)
            )
        )
    ),
    "plain.pdf": one_page(stream(b"BT /F 12 Tf 72 700 Td (Dieu 1. Pham vi) Tj ET", flate=False)),
}
FEW = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def check(name: str, data: bytes) -> None:
    """Read the bytes as a file; what comes must be whole, and an error must be one that a person can act on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            document = read_document(path)
        except ReadError as error:
            assert error.code and name in str(error) and str(error).endswith(".")
        else:
            check_places(document)
        assert [file.name for file in Path(folder).iterdir()] == [name]


def check_places(document: Document) -> None:
    """Every place that the stages of this room give lies in the text."""
    size = len(document.text)
    zones = find_zones(document)
    outline = make_outline(document, zones)
    spans = [line.span for line in document.lines]
    spans += [node.span for node in outline.nodes] + [node.body for node in outline.nodes]
    spans += [section.span for section in split_sections(document, outline)]
    spans += [cell.span for table in document.tables for cell in table.cells]
    assert all(0 <= span.start <= span.end <= size for span in spans)
    assert all(node.span.end <= node.end <= size for node in outline.nodes)


@pytest.mark.parametrize("name", [name for name in SEEDS if not name.endswith(".pdf")])
@FEW
@given(seed=st.integers(0, 1 << 30))
def test_damaged_file(name: str, seed: int) -> None:
    check(name, mutate(SEEDS[name], seed))


@pytest.mark.parametrize("name", [name for name in SEEDS if name.endswith(".pdf")])
@settings(FEW, max_examples=20)  # a page that lost its text is recognised, which takes a second
@given(seed=st.integers(0, 1 << 30))
def test_damaged_pdf(name: str, seed: int) -> None:
    check(name, mutate(SEEDS[name], seed))


@FEW
@given(
    head=st.sampled_from(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rt", b"\x89PNG\r\n\x1a\n", b"II*\0", b"\xff\xfe", b"<html>", b""]
    ),
    rest=st.binary(max_size=400),
)
def test_invented_file(head: bytes, rest: bytes) -> None:
    check("invented.bin", head + rest)


@FEW
@given(
    body=st.recursive(
        st.sampled_from(
            [paragraph("Điều 1."), "<w:p/>", "<w:tbl/>", "<w:p><w:r><w:tab/><w:br/><w:t/></w:r></w:p>", "<w:sectPr/>"]
        ),
        lambda inner: st.tuples(
            st.sampled_from(
                ["tbl", "tr", "tc", "p", "r", "sdt", "sdtContent", "txbxContent", "ins", "del", "hyperlink"]
            ),
            st.lists(inner, max_size=4),
        ).map(lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"),
        max_leaves=25,
    )
)
def test_word_elements_in_any_order(body: str) -> None:
    check("any.docx", make_docx(body))


HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n(Đã ký)"
MARKS = [
    "I.",
    "1.",
    "1.1.",
    "a)",
    "-",
    "+",
    "Điều 1.",
    "Chương I",
    "Phụ lục",
    "|",
    "TT | |",
    "---",
    "12/2026",
    "¹ Ghi chú",
    "\t",
    "",
]
LINES = st.sampled_from([*LETTER.splitlines(), *PLAN.splitlines(), *HEAD.splitlines(), *MARKS])


@FEW
@given(lines=st.lists(LINES, max_size=40))
def test_lines_in_any_order(lines: list[str]) -> None:
    check("any.txt", "\n".join(lines).encode())
