"""Sheets -> one Excel workbook that an office can print and filter: Times New Roman, A4 landscape, dd/mm/yyyy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from outputs.atomic import replacing
from outputs.cells import clean_cell, is_formula_like
from outputs.sheets import Cell, Sheet

MAX_ROWS = 1_048_575  # of a sheet of Excel, its head left out
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top", "text_wrap": True, "border": 1}
_HEAD = _FONT | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DDE7F3"}
_DOUBT = "#FFF2CC"
_A4 = 9


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of a workbook, by whether a value is in doubt."""

    head: Format
    text: dict[bool, Format]
    number: dict[bool, Format]
    day: dict[bool, Format]
    quoted: dict[bool, Format]  # text that begins like a formula: kept as text even when the cell is edited


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """Write the sheets in their order; raises WriteError where that fails.

    A value in doubt has a coloured cell with the reason as its comment. A table longer than a sheet goes on in another.
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
    def pair(**extra: str | int | bool) -> dict[bool, Format]:
        plain = _FONT | extra
        return {False: workbook.add_format(plain), True: workbook.add_format(plain | {"bg_color": _DOUBT})}

    return _Styles(
        workbook.add_format(_HEAD),
        pair(),
        pair(align="right"),
        pair(num_format="dd/mm/yyyy", align="center"),
        pair(quote_prefix=True),
    )


def _write_sheet(page: Worksheet, sheet: Sheet, lines: Iterator[tuple[Cell, ...]], styles: _Styles) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    page.set_header(f'&C&"Times New Roman,Bold"&14{sheet.name.upper()}')
    page.set_footer('&C&"Times New Roman"&P/&N')
    for index, head in enumerate(sheet.heads):
        page.set_column(index, index, head.width)
        page.write_string(0, index, head.text, styles.head)
    last = 0
    for last, cells in enumerate(lines, start=1):
        for index, cell in enumerate(cells):
            _write_cell(page, last, index, cell, styles)
    page.autofilter(0, 0, last, len(sheet.heads) - 1)
    for index, head in enumerate(sheet.heads):
        if head.choices and last:
            page.data_validation(1, index, last, index, {"validate": "list", "source": list(head.choices)})


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    value, doubtful = cell.value, cell.doubt is not None
    if value is None or value == "":
        page.write_blank(row, column, None, styles.text[doubtful])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, styles.day[doubtful])
    elif isinstance(value, str):
        text = clean_cell(value)
        page.write_string(row, column, text, (styles.quoted if is_formula_like(text) else styles.text)[doubtful])
    else:
        page.write_number(row, column, value, styles.number[doubtful])
    if cell.doubt is not None:
        page.write_comment(row, column, clean_cell(cell.doubt)[:500], {"font_name": "Times New Roman"})
