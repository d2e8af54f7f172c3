"""Writing events or claims in a format by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, BinaryIO, Literal

from geo.errors import UsageError
from geo.export.about import About
from geo.export.summary import Summary
from geo.export.tabular import Rows
from geo.model import Claim, Event


@dataclass(frozen=True, slots=True)
class Format:
    """Where a writer is, what it takes (``rows``, rows with their ``places``, or ``events``), and whether it is text."""

    module: str
    writer: str
    takes: Literal["rows", "places", "events"] = "rows"
    text: bool = False


FORMATS: dict[str, Format] = {
    "jsonl": Format("tabular", "jsonl", text=True),
    "csv": Format("tabular", "csv_table", text=True),
    "xlsx": Format("workbook", "xlsx"),
    "geojson": Format("geographic", "geojson", "places", text=True),
    "gpkg": Format("geographic", "geopackage", "places"),
    "geoparquet": Format("geographic", "geoparquet", "places"),
    "html": Format("page", "html", "events", text=True),
    "png": Format("pictures", "png", "events"),
    "pdf": Format("briefing_pdf", "pdf", "events"),
    "pptx": Format("briefing_slides", "pptx", "events"),
}
"""Format -> its writer; a writer's module is imported when it is asked for, for some need much."""


def write(
    items: Sequence[Event | Claim],
    format: str,
    out: BinaryIO,
    version: str = "",
    about: About | None = None,
    *,
    what: Literal["events", "claims"] = "events",
) -> None:
    """Writes events or claims; with ``about``, what the file is stands in it. ``what`` is told of a file that holds none.

    Raises ``KeyError`` for an unknown format, :class:`UsageError` for claims in a format that shows events, and
    ``ModuleNotFoundError`` where an extra is missing.
    """
    made = FORMATS[format]
    writer = getattr(import_module(f"geo.export.{made.module}"), made.writer)
    events = [item for item in items if isinstance(item, Event)]
    if made.takes == "events":
        if len(events) != len(items) or what == "claims":
            raise UsageError(f"{format} shows events with their claims: leave out --what claims")
        writer(events, out, about or About(version))
        return
    if about and about.sentence is None and len(events) == len(items):
        about = replace(about, sentence=Summary(tuple(events), about).sentence)
    rows = [item.to_row(version) if isinstance(item, Event) else claim_row(item) for item in items]
    if made.takes == "places":
        for row, item in zip(rows, items, strict=True):
            row["__place__"] = item.place
    writer(Rows("claims" if len(events) < len(items) else what, rows), out, about)


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim in the contract's fields with its identifier first."""
    return {"id": claim.id, **claim.to_json()}
