"""One HTML file that needs nothing else: map, timeline, table and evidence; opens from disk, asks no server for anything.

The data are compressed inside the page and unpacked by the browser. Words of reports reach the page as text, never as HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.links import web_address
from geo.export.one_file import around, names, one_file
from geo.export.summary import AREAS, Summary
from geo.model import CLAIM_KINDS, Claim, Event, Place
from geo.places.regions import polygon

TOWNS = 400
"""So many towns' names travel along, the largest first."""
_EPOCH = date(1970, 1, 1).toordinal()
_PLACE_KINDS = ("unknown", "country", "region", "city", "site")


def html(events: Sequence[Event], out: BinaryIO, about: About) -> None:
    """Writes the page: some 0.5 MB for the ground and the program, some 100 bytes for an event with its words."""
    summary = Summary(tuple(events), about)
    parts = {
        "language": about.language,
        "title": escape(summary.title),
        "description": escape(summary.sentence, quote=True),
        "failed": escape(about.words("html.failed")),
    }
    out.write(one_file("page", ("totals.js", "shared.js", "page.js"), _data(summary), parts))


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
    points = [(e.place.lon, e.place.lat) for e in summary.events if e.place.lon is not None and e.place.lat is not None]
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
        "labels": names(around(points), summary.last, say, TOWNS),
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
