"""Reports in ``.json``, ``.jsonl`` and ``.csv`` with the contract's fields; a faulty row is named and the rest are read."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from geo.errors import InputError
from geo.reports.plain import Item, from_fields

_UNREADABLE = "not JSON that can be read: nested too deep, or a number of thousands of digits"
FIELDS = ("id", "url", "title", "published", "source", "language", "text")


def json_file(path: Path, content: str) -> Iterator[Item]:
    """One report, or a list of them, or an object whose ``reports`` is such a list."""
    try:
        data = json.loads(content)
    except json.JSONDecodeError as error:
        yield InputError(f"{path}, line {error.lineno}", f"not JSON: {error.msg}; is the file half-written?")
        return
    except (RecursionError, ValueError):
        yield InputError(str(path), _UNREADABLE)
        return
    rows = data.get("reports", data) if isinstance(data, dict) else data
    if isinstance(rows, dict):
        yield _row(rows, str(path), path.stem)
    elif isinstance(rows, list):
        for number, row in enumerate(rows, start=1):
            yield _row(row, f"{path}, report {number}", f"{path.stem}-{number}")
    else:
        yield InputError(str(path), f"not a report; wanted an object with the fields {', '.join(FIELDS)}")


def json_lines(path: Path, content: str) -> Iterator[Item]:
    """One report a line."""
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            yield InputError(where, f"not JSON: {error.msg}; is the line half-written?")
            continue
        except (RecursionError, ValueError):
            yield InputError(where, _UNREADABLE)
            continue
        yield _row(row, where, f"{path.stem}-{number}")


def csv_file(path: Path, content: str) -> Iterator[Item]:
    """A header with the contract's fields, of which ``text`` is needed; commas, semicolons or tabs between."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    first = content.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(StringIO(content, newline=""), delimiter=delimiter, strict=True)
        header = [(h or "").strip().lower() for h in reader.fieldnames or []]
        if "text" not in header:
            yield InputError(str(path), f"no column named text; there are: {', '.join(header) or 'none'}. Wanted: {', '.join(FIELDS)}")
            return
        reader.fieldnames = header
        for number, row in enumerate(reader, start=2):
            if None in row:
                yield InputError(f"{path}, row {number}", f"{len(header)} columns in the header, more in the row; quote the text")
                continue
            yield _row(row, f"{path}, row {number}", f"{path.stem}-{number}")
    except csv.Error as error:
        yield InputError(str(path), f"not a table that can be read to its end: {error}; is the file half-written?")


def _row(row: object, where: str, default_id: str) -> Item:
    if not isinstance(row, dict):
        return InputError(where, f"not a report; wanted an object with the fields {', '.join(FIELDS)}")
    return from_fields(row, where, default_id)
