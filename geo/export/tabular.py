"""JSON lines and CSV. In CSV lists are joined by ``; `` and no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO


def jsonl(rows: Sequence[dict[str, Any]], out: BinaryIO) -> None:
    """One JSON object a line, UTF-8."""
    for row in rows:
        out.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def csv_table(rows: Sequence[dict[str, Any]], out: BinaryIO) -> None:
    """A header and one line a row, UTF-8; nested fields become columns such as ``place.city``."""
    flat = [dict(_flat(row)) for row in rows]
    header = list(dict.fromkeys(k for row in flat for k in row))
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", errors="replace", write_through=True)
    writer = csv.DictWriter(text, fieldnames=header, restval="")
    writer.writeheader()
    for row in flat:
        writer.writerow({k: cell(v) for k, v in row.items()})
    text.detach()


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
