"""JSON lines, CSV and workbooks. Lists are joined by ``; `` in cells, and no cell can be taken for a formula.

A row may travel alone, so each carries in ``about`` what its file was asked for, its caveats and its credits.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from geo.export.about import About


def jsonl(rows: Sequence[dict[str, Any]], out: BinaryIO, about: About | None = None) -> None:
    """One JSON object a line, UTF-8."""
    told = {"about": about.full_line()} if about else {}
    for row in rows:
        row = {**row, **told}
        out.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def csv_table(rows: Sequence[dict[str, Any]], out: BinaryIO, about: About | None = None) -> None:
    """A header and one line a row, UTF-8; nested fields become columns such as ``place.city``."""
    told = {"about": about.full_line()} if about else {}
    flat = [{**row, **told} for row in map(flattened, rows)]
    header = list(dict.fromkeys(k for row in flat for k in row))
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", errors="replace", write_through=True)
    writer = csv.DictWriter(text, fieldnames=header, restval="")
    writer.writeheader()
    for row in flat:
        writer.writerow({k: cell(v) for k, v in row.items()})
    text.detach()


def flattened(row: dict[str, Any]) -> dict[str, Any]:
    """A row whose nested fields are columns of their own, such as ``place.city``."""
    return dict(_flat(row))


def cell(value: Any) -> str:
    """A value as a spreadsheet may safely hold it: text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        value = "; ".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in value)
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _flat(row: dict[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
