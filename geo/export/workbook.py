"""A workbook: the rows on one sheet, what they are on another. No cell is a formula."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.tabular import cell, flattened
from geo.export.words import printable

_LONGEST = 32_767
"""A cell of a workbook holds no more characters."""
_WIDE = {"quote": 60, "claims": 30, "sources": 28, "title": 30, "place.name": 20, "count.text": 24}


def xlsx(rows: Sequence[dict[str, Any]], out: BinaryIO, about: About | None = None) -> None:
    """Numbers are numbers and days are days; the first row stays in view and filters."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "claims" if rows and "quote" in rows[0] else "events"
    flat = [flattened(row) for row in rows]
    header = list(dict.fromkeys(name for row in flat for name in row))
    sheet.append(header)
    for row in flat:
        sheet.append([_value(name, row.get(name)) for name in header])
    for i, name in enumerate(header, start=1):
        head = sheet.cell(1, i)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E9E7E2")
        longest = max((len(str(row.get(name) or "")) for row in flat[:200]), default=0)
        sheet.column_dimensions[get_column_letter(i)].width = min(max(len(name), longest) + 2, _WIDE.get(name, 24))
    sheet.freeze_panes = "A2"
    if header:
        sheet.auto_filter.ref = sheet.dimensions
    if about:
        told = book.create_sheet("about")
        told.column_dimensions["A"].width, told.column_dimensions["B"].width = 26, 110
        for label, text in about.rows():
            told.append([label, _text(text)])
        for label_cell, text_cell in told.iter_rows():
            label_cell.font = Font(bold=True)
            label_cell.alignment = text_cell.alignment = Alignment(wrap_text=True, vertical="top")
        book.properties.title = about.words("pack.title")
        book.properties.description = about.line()
    book.properties.creator = "detention-map"
    book.save(out)


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
