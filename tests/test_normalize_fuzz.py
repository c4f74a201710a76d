"""Any text at all through the whole reading: nothing is raised, every place lies in the text, the words are there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.read import read_document
from normalize.record import read_record

FEW = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PARTS = """
Giao|Sở Y tế|Sở Nội vụ|UBND tỉnh|chủ trì,|phối hợp với|các sở, ban, ngành|và|;|,|.|:|¶|¶-|¶1.|¶a)
¶Điều 2.|hoàn thành|trước ngày|ngày 31/02/2026|ngày 20 tháng 3 năm 2026|Quý IV/2026|hằng tháng
trong vòng 15 ngày làm việc kể từ ngày|báo cáo|ngày 99 tháng 99 năm 9999|Quyết định số|12/QĐ-UBND|/QĐ-UBND
Luật|Luật Đất đai|khoản 1 Điều 5|Điều này|nêu trên|¶Kính gửi:|sửa đổi, bổ sung|thay thế|đồng chí
Nguyễn Văn A|Phó Chủ tịch|KT.|Nơi nhận:|¶Số:|(|)|“|”|/|-|000000000000000001|№|ﬁ|I|l|O|%
"""
WORDS = st.sampled_from(
    [*PARTS.strip().replace("\n", "|").replace("¶", "\n").split("|"), "\u0300", "\u200b", "đ\u0323"]
)


@FEW
@given(words=st.lists(WORDS, max_size=120), glue=st.sampled_from([" ", "", "  ", "\n"]))
def test_words_of_documents_in_any_order(words: list[str], glue: str) -> None:
    check(glue.join(words))


@FEW
@given(text=st.text(st.characters(exclude_categories=["Cc"]), max_size=600))
def test_any_text(text: str) -> None:
    check(text)


def check(text: str) -> None:
    """Read the text as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.txt"
        path.write_bytes(("Số: 1/SNV\n" + text).encode("utf-8", "surrogatepass"))
        document = read_document(path)
    record = read_record(document)
    size = len(document.text)
    spans = [reference.span for reference in record.references] + [task.span for task in record.tasks]
    spans += [deadline.span for task in record.tasks for deadline in task.deadlines if deadline.span is not None]
    spans += [unit.span for unit in record.units if unit.span is not None]
    spans += [section.span for section in record.sections]
    assert all(0 <= span.start <= span.end <= size for span in spans)
    for task in record.tasks:
        assert task.content.strip() and task.span.covers(task.content_span)
        for deadline in task.deadlines:
            assert deadline.start is None or deadline.end is None or deadline.start <= deadline.end
