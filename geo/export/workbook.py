"""A workbook: the rows on one sheet, what they are on another. No cell is a formula."""

from __future__ import annotations

from datetime import date
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.tabular import Rows, cell
from geo.export.words import printable

_LONGEST = 32_767
"""A cell of a workbook holds no more characters."""
_WIDE = {"quote": 60, "claims": 30, "sources": 28, "title": 30, "place.name": 20, "count.text": 24}


def xlsx(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """Numbers are numbers and days are days; the first row stays in view and filters, and heads each printed page."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = rows.what
    flat = rows.flat
    header = rows.header(flat)
    sheet.append(header)
    for row in flat:
        sheet.append([_value(name, row.get(name)) for name in header])
    for i, name in enumerate(header, start=1):
        head = sheet.cell(1, i)
        head.font, head.fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor="E9E7E2")
        longest = max((len(str(row.get(name) or "")) for row in flat[:200]), default=0)
        sheet.column_dimensions[get_column_letter(i)].width = min(max(len(name), longest) + 2, _WIDE.get(name, 24))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    _on_paper(sheet)
    if about:
        told = book.create_sheet("about")
        told.column_dimensions["A"].width, told.column_dimensions["B"].width = 26, 110
        for label, text in about.rows():
            told.append([label, _text(text)])
        for label_cell, text_cell in told.iter_rows():
            label_cell.font = Font(name="Calibri", bold=True)
            label_cell.alignment = text_cell.alignment = Alignment(wrap_text=True, vertical="top")
        _on_paper(told)
        book.properties.title = about.words("pack.title")
        book.properties.description = about.line()
    book.properties.creator = "detention-map"
    book.save(out)


def _on_paper(sheet: Any) -> None:
    """A4 across, as wide as the page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _value(name: str, value: Any) -> Any:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, (int, float)):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, str) and name in _DAYS:
        return date.fromisoformat(value)
    return _text(cell(value))


def _text(text: str) -> str:
    return printable(text, "�")[:_LONGEST]


_DAYS = ("date_start", "date_end", "published", "first_published", "last_published")
