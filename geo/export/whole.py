"""Everything in a store as JSON lines: a report a line, with its claims. Reading it elsewhere gives an equal store."""

from __future__ import annotations

import json
from typing import BinaryIO

from geo.model import iso
from geo.store import Store

_FIELDS = ("id", "url", "title", "published", "source", "language", "text", "sha256", "retrieved")


def whole(store: Store, out: BinaryIO, at: str | None = None) -> None:
    """Writes every report, by identifier; ``at`` a version, as it was then. Streams: memory does not grow with the store."""
    for report, claims in store.everything(at):
        row = {k: getattr(report, k) for k in _FIELDS}
        line = {**row, "published": iso(report.published), "claims": [c.to_json() for c in claims]}
        out.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
