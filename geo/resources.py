"""Where the project's own tables are: beside the code when installed, in the checkout's ``data/`` otherwise."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from pathlib import Path

from geo.errors import DataError


@cache
def data_root() -> Path:
    """The folder that holds ``gazetteer/``, ``lexicon/``, ``basemap/`` and ``reports/``."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "data", here.parent / "data"):
        if (candidate / "gazetteer").is_dir():
            return candidate
    raise DataError("the project's data folder is missing: install the project again")


def data_path(name: str) -> Path:
    """The path of a shipped file, by its name under ``data/``. Raises :class:`DataError` where it is not there."""
    path = data_root() / name
    if not path.exists():
        raise DataError(f"{name} is missing from the project's data folder")
    return path


def table(name: str, *columns: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped CSV table as dictionaries; lines that start with ``#`` are remarks.

    Raises :class:`DataError` naming file and row where a column is missing or a row has too many cells.
    """
    lines = _lines(name, columns)
    header = next(lines)
    return (dict(zip(header, row, strict=True)) for row in lines)


def cells(name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """As :func:`table`, but the cells of those two or more columns alone, in that order: for long tables."""
    lines = _lines(name, columns)
    header = next(lines)
    return map(itemgetter(*map(header.index, columns)), lines)


def _lines(name: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """The header, then the rows filled up to its width."""
    with data_path(name).open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(line for line in handle if not line.startswith("#"))
        header = next(reader, [])
        if missing := [c for c in columns if c not in header]:
            raise DataError(f"{name}: column {missing[0]} is missing")
        yield header
        width = len(header)
        for number, row in enumerate(reader, start=2):
            if len(row) != width:
                if not row:
                    continue
                if len(row) > width:
                    raise DataError(f"{name}, row {number}: {len(row)} cells, where the header has {width}; quote commas")
                row += [""] * (width - len(row))
            yield row


def optional_table(name: str, *columns: str) -> Iterator[dict[str, str]]:
    """As :func:`table`; no rows where the file is not there, for tables that not every language needs."""
    return table(name, *columns) if (data_root() / name).exists() else iter(())
