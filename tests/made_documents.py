"""Documents made in memory for tests: one paragraph a line, tables as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence

from extract.assemble import RawCell, RawLine, RawParagraph, RawTable, assemble
from extract.model import Document, Format

HEAD = """ỦY BAN NHÂN DÂN
TỈNH SÔNG XANH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/{symbol}
Sông Xanh, ngày 05 tháng 3 năm 2025
{kind}
{title}"""
TAIL = """Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Nguyễn Văn An"""


def make_document(text: str, tables: Sequence[Sequence[Sequence[str]]] = ()) -> Document:
    """A document of `text`, one paragraph a line; each `{table}` line is replaced by the next of `tables`."""
    left = list(tables)
    blocks: list[RawParagraph | RawTable] = []
    for line in text.splitlines():
        if line.strip() == "{table}":
            blocks.append(_table(left.pop(0)))
        elif line.strip():
            blocks.append(RawParagraph((RawLine(line),)))
    return assemble("made.txt", Format.TEXT, "0" * 64, blocks)


def make_plan(body: str, *, kind: str = "KẾ HOẠCH", symbol: str = "KH-UBND", title: str = "Chuyển đổi số") -> str:
    """The text of a document of the form of Nghị định 30/2020 with `body` in it."""
    return "\n".join((HEAD.format(kind=kind, symbol=symbol, title=title), body, TAIL))


def _table(rows: Sequence[Sequence[str]]) -> RawTable:
    return RawTable(
        tuple(
            RawCell(r, c, (RawParagraph((RawLine(text),)),) if text else ())
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        )
    )
