"""Writing rows of events or claims in a format by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from geo.export import geographic, tabular
from geo.model import Claim, Event

Rows = Sequence[dict[str, Any]]

FORMATS: dict[str, Callable[[Rows, BinaryIO], None]] = {
    "jsonl": tabular.jsonl,
    "csv": tabular.csv_table,
    "geojson": geographic.geojson,
    "gpkg": geographic.geopackage,
    "geoparquet": geographic.geoparquet,
}
"""Format -> writer of rows to a binary stream."""


def write(items: Sequence[Event | Claim], format: str, out: BinaryIO, version: str = "") -> None:
    """Writes events or claims. Raises ``KeyError`` for an unknown format and ``ModuleNotFoundError`` for a missing extra."""
    rows = [item.to_row(version) if isinstance(item, Event) else claim_row(item) for item in items]
    if format in ("geojson", "gpkg", "geoparquet"):
        for row, place in zip(rows, [item.place for item in items], strict=True):
            row["__place__"] = place
    FORMATS[format](rows, out)


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim in the contract's fields with its identifier first."""
    return {"id": claim.id, **claim.to_json()}
