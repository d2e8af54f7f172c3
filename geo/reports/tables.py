"""Reports in ``.json``, ``.jsonl``, ``.csv`` and ``.xlsx`` with the contract's fields; a faulty row is named and the rest are read.

A line of ``.jsonl`` with the field ``claims`` is a report as ``export --what everything`` writes it: its claims are kept as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from geo.errors import InputError
from geo.jsonlines import UNREADABLE, rows
from geo.model import Claim
from geo.reports.plain import from_fields
from geo.reports.sheets import Sheet, csv_sheet, xlsx_sheet
from geo.reports.source import Item, Kept, Options, Source, digest

FIELDS = ("id", "url", "title", "published", "source", "language", "text")


def json_file(source: Source, options: Options) -> Iterator[Item]:
    """One report, or a list of them, or an object whose ``reports`` is such a list."""
    try:
        data = json.loads(source.text(options.encoding))
    except json.JSONDecodeError as error:
        yield InputError(f"{source.name}, line {error.lineno}", f"not JSON: {error.msg}; is the file half-written?")
        return
    except InputError:
        raise
    except (RecursionError, ValueError):
        yield InputError(source.name, UNREADABLE)
        return
    reports = data.get("reports", data) if isinstance(data, dict) else data
    if isinstance(reports, dict):
        yield _row(reports, source.name, source.stem)
    elif isinstance(reports, list):
        for number, row in enumerate(reports, start=1):
            yield _row(row, f"{source.name}, report {number}", f"{source.stem}-{number}")
    else:
        yield InputError(source.name, f"not a report; wanted an object with the fields {', '.join(FIELDS)}")


def json_lines(source: Source, options: Options) -> Iterator[Item]:
    """One report a line."""
    for number, row in rows(source.lines(options), source.name):
        yield row if isinstance(row, InputError) else _row(row, f"{source.name}, line {number}", f"{source.stem}-{number}")


def csv_file(source: Source, options: Options) -> Iterator[Item]:
    """A header with the contract's fields, of which ``text`` is needed; commas, semicolons or tabs between."""
    yield from _sheet(csv_sheet(source, options), source)


def xlsx_file(source: Source, options: Options) -> Iterator[Item]:
    """The same in the first sheet of a workbook."""
    yield from _sheet(xlsx_sheet(source), source)


def _sheet(sheet: Sheet, source: Source) -> Iterator[Item]:
    header = [h.strip().lower() for h in sheet.header]
    if "text" not in header:
        yield InputError(
            source.name,
            f"no column named text; there are: {', '.join(header) or 'none'}. Wanted: {', '.join(FIELDS)}"
            " (or, for a table of events, --map date=COLUMN,place=COLUMN,count=COLUMN)",
        )
        return
    for number, values in sheet.rows():
        where = f"{source.name}, row {number}"
        yield values if isinstance(values, InputError) else _row(dict(zip(header, values, strict=True)), where, f"{source.stem}-{number}")


def _row(row: object, where: str, default_id: str) -> Item:
    if not isinstance(row, dict):
        return InputError(where, f"not a report; wanted an object with the fields {', '.join(FIELDS)}")
    if "text" not in row and {"headline_rule", "version", "claims"} <= row.keys():
        return InputError(where, "an event that was exported, not a report; `export --what everything --format jsonl` moves a whole store")
    item = from_fields(row, where, default_id)
    if isinstance(item, InputError):
        return item
    if "claims" not in row:
        return where, replace(item[1], sha256=item[1].sha256 or digest(json.dumps(row, sort_keys=True, default=str)))
    try:
        return where, Kept(item[1], [Claim.from_json({k: v for k, v in c.items() if k != "id"}) for c in row["claims"]])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return InputError(where, f"its claims are not as detention-map writes them ({error}); was it made by a newer version?")
