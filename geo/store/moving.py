"""Backup and restore: a whole store with its history, as JSON lines in gzip, from any kind of database to any other.

The first line says what the file is, the last how much it holds, so that half a file is never taken for a whole one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Table, insert, select

from geo.errors import InputError, UsageError
from geo.store import derive
from geo.store.connect import reading, writing
from geo.store.store import Store
from geo.store.tables import changes, claims, reports, versions

_KEPT = (versions, reports, claims, changes)
_FORMAT = 1
_WORKED_OUT = {"event", "place", "path", "running"}


def backup(store: Store, path: Path) -> int:
    """Writes everything to a file, which is there only when it is whole; how many rows. Raises :class:`InputError`."""
    half = path.with_name(path.name + ".half")
    rows = 0
    try:
        with reading(store.engine) as connection, gzip.open(half, "wt", encoding="utf-8") as out:
            out.write(json.dumps({"backup of": "detention-map", "format": _FORMAT}) + "\n")
            for table in _KEPT:
                query = select(*(c for c in table.columns if c.name not in _WORKED_OUT or table is changes)).order_by(*table.primary_key)
                for row in connection.execution_options(yield_per=500).execute(query).mappings():
                    out.write(json.dumps([table.name, {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}]) + "\n")
                    rows += 1
            out.write(json.dumps({"rows": rows}) + "\n")
        half.replace(path)
    except OSError as error:
        if isinstance(error, ConnectionError) or not error.strerror:
            raise
        raise InputError(str(path), f"cannot be written: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)
    return rows


def restore(path: Path, store: Store) -> int:
    """Fills an empty store from a backup, wholly or not at all; how many rows. Raises :class:`InputError` and :class:`UsageError`."""
    tables = {t.name: t for t in _KEPT}
    total = 0
    with writing(store.engine) as connection:
        if connection.scalar(select(versions.c.number).limit(1)) is not None:
            raise UsageError("restore needs an empty store: this one holds reports; name a new one with --store")
        lines = _lines(path)
        while some := list(islice(lines, 500)):
            total += len(some)
            by_table: dict[str, list[dict[str, Any]]] = {}
            for name, row in some:
                by_table.setdefault(name, []).append(row)
            for name, rows in by_table.items():
                connection.execute(insert(tables[name]), [_row(tables[name], row) for row in rows])
        derive.rebuild(connection)
    return total


def _lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            head = json.loads(next(lines, "null"))
            if not isinstance(head, dict) or head.get("backup of") != "detention-map":
                raise InputError(str(path), "not a backup of a store")
            if head["format"] > _FORMAT:
                raise InputError(str(path), "made by a newer detention-map; update this one to restore it")
            count, end = 0, None
            for line in lines:
                found = json.loads(line)
                if isinstance(found, dict):
                    end = found["rows"]
                    break
                count += 1
                yield found[0], found[1]
            if end != count:
                raise InputError(str(path), "only a part of a backup: it was cut off; nothing was restored")
    except EOFError:
        raise InputError(str(path), "only a part of a backup: it was cut off; nothing was restored") from None
    except (gzip.BadGzipFile, UnicodeDecodeError, json.JSONDecodeError):
        raise InputError(str(path), "not a backup of a store, or damaged; nothing was restored") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None


def _row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    days = {c.name for c in table.columns if isinstance(c.type, Date)}
    return {k: date.fromisoformat(v) if k in days and v else v for k, v in row.items()}
