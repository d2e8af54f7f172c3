"""Rows of a table, streamed: CSV by line, XLSX by row, each with the number a user sees beside it."""

from __future__ import annotations

import csv
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geo.errors import InputError
from geo.reports.source import LARGEST, Options, Source

Cell = str | date | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header, and its rows as often as they are asked for; an :class:`InputError` in place of a faulty one."""

    header: list[str]
    rows: Callable[[], Iterator[tuple[int, Sequence[Cell] | InputError]]]


def csv_sheet(source: Source, options: Options) -> Sheet:
    """Commas, semicolons or tabs between, whichever the header has most of. Raises :class:`InputError`."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    first = next(iter(source.lines(Options(encoding=options.encoding))))
    delimiter = max(",;\t", key=first.count)

    def reader(told: Options) -> Iterator[list[str]]:
        try:
            yield from csv.reader(source.lines(told), delimiter=delimiter, strict=True)
        except csv.Error as error:
            raise InputError(source.name, f"not a table that can be read to its end: {error}; is the file half-written?") from None

    header = next(reader(Options(encoding=options.encoding)), [])

    def rows() -> Iterator[tuple[int, Sequence[Cell] | InputError]]:
        for number, row in enumerate(reader(options), start=1):
            if number == 1 or not row:
                continue
            if len(row) > len(header):
                where = f"{source.name}, row {number}"
                yield number, InputError(where, f"{len(header)} columns in the header, more in the row; quote the text")
            else:
                yield number, row + [""] * (len(header) - len(row))

    return Sheet(header, rows)


def xlsx_sheet(source: Source) -> Sheet:
    """The first sheet of a workbook. Raises :class:`InputError` for what is none, or would unpack to more than memory should hold."""
    _bounded(source)
    header = next((list(row) for _, row in _xlsx(source)), [])
    names = [str(h or "") for h in header]
    while names and not names[-1]:
        names.pop()

    def rows() -> Iterator[tuple[int, Sequence[Cell] | InputError]]:
        for number, row in _xlsx(source):
            if number > 1 and any(v is not None and v != "" for v in row):
                cells = [_cell(v) for v in row[: len(names)]]
                yield number, cells + [None] * (len(names) - len(cells))

    return Sheet(names, rows)


def _xlsx(source: Source) -> Iterator[tuple[int, Sequence[Any]]]:
    from openpyxl import load_workbook  # refuses XML bombs, through defusedxml

    with source.open() as handle:
        try:
            book = load_workbook(handle, read_only=True, data_only=True)
            yield from enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)
        except (OSError, MemoryError):
            raise
        except Exception as error:  # openpyxl lets through whatever its XML and zip readers raise
            raise InputError(source.name, f"not a workbook that can be read: {str(error) or type(error).__name__}") from None


def _bounded(source: Source) -> None:
    """A zip file's directory tells how much it unpacks to, and its reader gives no more than that."""
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as packed:
            unpacked = sum(i.file_size for i in packed.infolist())
    except (zipfile.BadZipFile, EOFError, ValueError):
        raise InputError(source.name, "not a workbook (.xlsx); an older .xls has to be saved as .xlsx or .csv") from None
    if unpacked > LARGEST:
        raise InputError(
            source.name, f"unpacks to {unpacked // 1_000_000} MB, more than {LARGEST // 1_000_000}: a bomb, or too large; save it as .csv"
        )


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, (str, date, int, float)) else str(value)
