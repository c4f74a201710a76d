"""Sheets -> one Excel workbook that an office can print and filter: Times New Roman, A4 landscape, dd/mm/yyyy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from math import ceil
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from outputs.atomic import replacing
from outputs.cells import clean_cell, is_formula_like
from outputs.sheets import Cell, Head, Sheet

MAX_ROWS = 1_048_575  # of a sheet of Excel, its head left out
_SIZE, _SMALL_SIZE = 12, 8  # points
_FONT = {"font_name": "Times New Roman", "font_size": _SIZE, "valign": "top", "text_wrap": True, "border": 1}
_HEAD = _FONT | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDE7F3"}
_COLOURS = {"plain": {}, "doubt": {"bg_color": "#FFF2CC"}, "corrected": {"bg_color": "#E2F0D9"}}
_A4 = 9
_LINE = 1.3  # height of a line, in sizes of its letters
_LETTERS = 1.25  # letters of 12 points to a unit of width, which is a digit of 11 points
_HIGHEST = 409.0  # points, of a row


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of a workbook, by what is to be said of a value."""

    head: Format
    text: dict[str, Format]
    small: dict[str, Format]  # text too long for the highest row in letters of the usual size
    number: dict[str, Format]
    day: dict[str, Format]
    quoted: dict[str, Format]  # text that begins like a formula: kept as text even when the cell is edited
    link: Format


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """Write the sheets in their order; raises WriteError where that fails.

    A value in doubt has a yellow cell with the reason as its comment, one that a person put right a green one. A table
    longer than a sheet goes on in another.
    """
    with replacing(path) as temporary:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(str(temporary), options) as workbook:
            styles = _make_styles(workbook)
            for sheet in sheets:
                lines = iter(sheet.lines)
                part = 1
                while True:
                    chunk = islice(lines, MAX_ROWS)
                    first = next(chunk, None)
                    if first is None and part > 1:
                        break
                    name = sheet.name if part == 1 else f"{sheet.name} ({part})"
                    rest = chunk if first is None else chain((first,), chunk)
                    _write_sheet(workbook.add_worksheet(name), sheet, rest, styles)
                    part += 1


def _make_styles(workbook: xlsxwriter.Workbook) -> _Styles:
    def formats(**extra: str | int | bool) -> dict[str, Format]:
        return {name: workbook.add_format(_FONT | extra | colour) for name, colour in _COLOURS.items()}

    return _Styles(
        workbook.add_format(_HEAD),
        formats(),
        formats(font_size=_SMALL_SIZE),
        formats(align="center"),
        formats(num_format="dd/mm/yyyy", align="center"),
        formats(quote_prefix=True),
        workbook.add_format(_FONT | {"font_color": "#0563C1", "underline": 1}),
    )


def _write_sheet(page: Worksheet, sheet: Sheet, lines: Iterator[tuple[Cell, ...]], styles: _Styles) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.5)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    title = (sheet.title or sheet.name).upper().replace("&", "&&")
    page.set_header(f'&C&"Times New Roman,Bold"&14{title[:200]}')
    page.set_footer('&C&"Times New Roman"&P/&N')
    page.set_row(0, max(_height(head.text, head.width * 0.85) for head in sheet.heads if not head.hidden))
    for index, head in enumerate(sheet.heads):
        page.set_column(index, index, head.width, None, {"hidden": head.hidden})
        page.write_string(0, index, head.text, styles.head)
    last = 0
    for last, cells in enumerate(lines, start=1):
        page.set_row(last, min(_HIGHEST, _row_height(cells, sheet.heads)))
        for index, (cell, head) in enumerate(zip(cells, sheet.heads, strict=True)):
            _write_cell(page, last, index, cell, head, styles)
    page.autofilter(0, 0, last, len(sheet.heads) - 1)  # hidden columns too: they are sorted with the others
    page.print_area(
        0, 0, last, max(index for index, head in enumerate(sheet.heads) if head.printed and not head.hidden)
    )
    for index, head in enumerate(sheet.heads):
        if head.choices and last:
            page.data_validation(1, index, last, index, {"validate": "list", "source": list(head.choices)})


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, head: Head, styles: _Styles) -> None:
    value = cell.value
    style = "corrected" if cell.corrected else "doubt" if cell.doubt is not None else "plain"
    if value is None or value == "":
        page.write_blank(row, column, None, styles.text[style])
    elif cell.link is not None and isinstance(value, str):
        page.write_url(row, column, f"internal:'{cell.link}'!A1", styles.link, clean_cell(value))
    elif isinstance(value, date):
        page.write_datetime(row, column, value, styles.day[style])
    elif isinstance(value, str):
        text = clean_cell(value)
        formats = styles.text if _height(text, head.width) <= _HIGHEST or head.hidden else styles.small
        page.write_string(row, column, text, (styles.quoted if is_formula_like(text) else formats)[style])
    else:
        page.write_number(row, column, value, styles.number[style])
    if cell.doubt is not None:
        page.write_comment(row, column, clean_cell(cell.doubt)[:500], {"font_name": "Times New Roman"})


def _row_height(cells: Sequence[Cell], heads: Sequence[Head]) -> float:
    """The height that shows every cell whole; spreadsheet programs do not all work it out when they open a file."""
    shown = zip(cells, heads, strict=True)
    return max((_height(cell.value, head.width) for cell, head in shown if not head.hidden), default=_SIZE * _LINE)


def _height(value: str | int | float | date | None, width: float) -> float:
    line = _SIZE * _LINE
    if not isinstance(value, str):
        return line
    letters = max(1.0, width * _LETTERS - 1)
    height = line * sum(_count_lines(part, letters) for part in value.split("\n"))
    if height <= _HIGHEST:
        return height
    ratio = _SIZE / _SMALL_SIZE
    return max(_HIGHEST + 1, line / ratio * sum(_count_lines(part, letters * ratio) for part in value.split("\n")))


def _count_lines(text: str, letters: float) -> int:
    """Lines of `letters` letters that a paragraph takes, broken between words."""
    lines, left = 1, letters
    for word in text.split(" "):
        if len(word) > left and left < letters:
            lines, left = lines + 1, letters
        if len(word) > letters:
            lines += ceil(len(word) / letters) - 1
            left = letters - len(word) % letters
        left -= len(word) + 1
    return lines
