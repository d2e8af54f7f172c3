"""JSON lines, CSV and workbooks. Lists are joined by ``; `` in cells, and no cell can be taken for a formula.

A row may travel alone, so each carries in ``about`` what its file was asked for, its caveats and its credits.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal

from geo.export.about import About

EVENT_FIELDS = (
    "id", "version", "date_start", "date_end", "kind", "place", "city", "site", "region", "country", "name_today", "lat", "lon", "precision_m",
    "min", "max", "best", "unknown", "conflicting", "headline_rule", "claims", "sources", "organisers", "languages", "first_published",
    "last_published", "type", "title",
)  # fmt: skip
CLAIM_FIELDS = (
    "id", "report_id", "source", "url", "published", "language", "kind", "quote", "start", "end", "date_start", "date_end", "date_basis", "place",
    "count", "attributed_to", "organisers", "subset", "instance",
)  # fmt: skip
"""The columns of a table that has no row to take them from."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Events or claims as JSON-ready fields."""

    what: Literal["events", "claims"]
    rows: Sequence[dict[str, Any]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    @property
    def flat(self) -> list[dict[str, Any]]:
        return [flattened(row) for row in self.rows]

    def header(self, flat: Iterable[dict[str, Any]]) -> list[str]:
        """The columns of all rows together; those of the kind where there is no row."""
        return list(dict.fromkeys(name for row in flat for name in row)) or list(EVENT_FIELDS if self.what == "events" else CLAIM_FIELDS)


def jsonl(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """One JSON object a line, UTF-8."""
    told = {"about": about.full_line()} if about else {}
    for row in rows:
        row = {**row, **told}
        out.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def csv_table(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """A header and one line a row, UTF-8; nested fields become columns such as ``place.city``."""
    told = {"about": about.full_line()} if about else {}
    flat = [{**row, **told} for row in rows.flat]
    header = list(dict.fromkeys((*rows.header(flat), *told)))
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
