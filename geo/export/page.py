"""One HTML file that needs nothing else: map, timeline, table and evidence; opens from disk, asks no server for anything.

The data are compressed inside the page and unpacked by the browser. Words of reports reach the page as text, never as HTML.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.ground import Box, features, labels
from geo.export.links import web_address
from geo.export.summary import AREAS, Summary
from geo.model import CLAIM_KINDS, Claim, Event, Place
from geo.places.regions import polygon

STATIC = Path(__file__).with_name("static")
TOWNS = 400
"""So many towns' names travel along, the largest first."""
_EPOCH = date(1970, 1, 1).toordinal()
_PLACE_KINDS = ("unknown", "country", "region", "city", "site")


def html(events: Sequence[Event], out: BinaryIO, about: About) -> None:
    """Writes the page: some 0.5 MB for the ground and the program, some 100 bytes for an event with its words."""
    from xstatic.pkg import leaflet

    summary = Summary(tuple(events), about)
    packed = base64.b64encode(
        gzip.compress(json.dumps(_data(summary), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 9, mtime=0)
    )
    folder = Path(leaflet.BASE_DIR)
    parts = {
        "language": about.language,
        "title": escape(summary.title),
        "description": escape(summary.sentence, quote=True),
        "failed": escape(about.words("html.failed")),
        "style": _style(folder / "leaflet.css") + _style(STATIC / "page.css"),
        "leaflet": (folder / "leaflet.js").read_text(encoding="utf-8").replace("//# sourceMappingURL=leaflet.js.map", ""),
        "script": "\n".join((STATIC / name).read_text(encoding="utf-8") for name in ("totals.js", "page.js")),
        "data": packed.decode(),
    }
    template = (STATIC / "page.html").read_text(encoding="utf-8")
    out.write(re.sub(r"\{\{(\w+)\}\}", lambda gap: parts[gap[1]], template).encode("utf-8", "replace"))


def _data(summary: Summary) -> dict[str, Any]:
    say, about = summary.words, summary.about
    nodes = _Nodes(summary)
    sources: dict[str, int] = {}
    rows = [
        [
            e.date_start.toordinal() - _EPOCH, e.date_end.toordinal() - _EPOCH, nodes.add(e.place, e.date_start), CLAIM_KINDS.index(e.kind),
            e.min, e.max, e.best, e.unknown, int(e.conflicting), [_claim(c, e, sources) for c in e.claims], e.title,
        ]
        for e in summary.events
    ]  # fmt: skip
    frame = _frame(summary)
    return {
        "language": about.language,
        "words": {name: say.table[name] for name in ("format", "months", "plural", "sentence", "html", "kind", "column", "legend", "pack")},
        "title": summary.title,
        "about": [*about.rows(), (say("pack.sources"), "; ".join(summary.sources))],
        "note": about.note,
        "whole": nodes.at.get(summary.whole) if summary.whole else None,
        "kinds": CLAIM_KINDS,
        "nodes": nodes.rows,
        "areas": {str(i): shape for i, shape in nodes.areas.items()},
        "sources": list(sources),
        "events": rows,
        "world": _plain("world"),
        "water": _plain("water"),
        "regions": _plain("regions", "valid_from", "valid_to"),
        "labels": [[x.name, round(x.lat, 2), round(x.lon, 2), x.rank] for x in labels(frame, summary.last, say, 3)][:TOWNS],
        "total": [summary.total.min, summary.total.max, summary.total.unknown],
    }


class _Nodes:
    """Places as rows: name, kind, latitude, longitude, the parent's row; an area's shape beside."""

    def __init__(self, summary: Summary) -> None:
        self._say = summary.words
        self.at: dict[str, int] = {}
        self.rows: list[list[Any]] = []
        self.areas: dict[int, dict[str, Any]] = {}

    def add(self, place: Place, on: date) -> int:
        """The row of a place; of what it lies in too, without a position of its own until an event is there."""
        path = place.path or tuple(p for p in (place.country and f"country:{place.country}", f"unplaced:{place.mention.casefold()}") if p)
        parent = -1
        for depth, node in enumerate(path):
            if node not in self.at:
                self.at[node] = len(self.rows)
                self.rows.append([self._say.node(node, on), 0, None, None, parent])
            parent = self.at[node]
            if depth == len(path) - 1 and not self.rows[parent][1]:
                position = (round(place.lat, 4), round(place.lon, 4)) if place.lat is not None and place.lon is not None else (None, None)
                self.rows[parent][:4] = [self._say.place(place, on), _PLACE_KINDS.index(place.kind), *position]
                if place.kind in AREAS and (shape := polygon(node, on)):
                    self.areas[parent] = shape
        return parent


def _claim(claim: Claim, event: Event, sources: dict[str, int]) -> list[Any]:
    said = sources.setdefault(claim.source, len(sources))
    published = claim.published.toordinal() - _EPOCH if claim.published else None
    row = [said, web_address(claim.url), " ".join(claim.quote.split()), published, int(claim.id == event.headline)]
    return [*row, claim.attributed_to] if claim.attributed_to else row


def _frame(summary: Summary) -> Box:
    """Where names of towns may be wanted: around what is shown."""
    points = [(e.place.lon, e.place.lat) for e in summary.events if e.place.lon is not None and e.place.lat is not None]
    if not points:
        return Box(46, 40, 88, 56)
    lons, lats = zip(*points, strict=True)
    return Box(min(lons) - 6, min(lats) - 4, max(lons) + 6, max(lats) + 4)


def _plain(name: str, *kept: str) -> list[list[Any]]:
    return [[f["geometry"], *(f["properties"].get(k) or None for k in kept)] for f in features(name)]


def _style(path: Path) -> str:
    """A style sheet without its pictures, which would be asked for from elsewhere."""
    return re.sub(r"[\w-]+:\s*url\([^)]*\)[^;}]*;?", "", path.read_text(encoding="utf-8"))
