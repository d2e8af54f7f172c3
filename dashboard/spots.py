"""What is drawn at which place: the places of a selection with their totals, merged where they are too many or too near."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import atan, cos, exp, log, pi, radians, tan
from typing import NamedTuple

import numpy as np

from dashboard.selection import Selection, by_place, total_of
from dashboard.symbols import Scale, Symbol, symbol
from dashboard.view import Span
from geo.events import place_key
from geo.model import COUNTED_KINDS, Event, Place, Total
from geo.query import NOT_KNOWN, Ints

AREAS = ("region", "country")
MOST = 150
"""Of more places than these in sight, those that lie near each other are drawn as one."""
CELL = 72
"""Side in pixels of what is near."""


class Viewport(NamedTuple):
    """What the reader's map shows: Leaflet's zoom, and its edges in degrees."""

    zoom: float
    west: float
    south: float
    east: float
    north: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a position is in sight, or just outside."""
        wide, high = 0.3 * (self.east - self.west), 0.3 * (self.north - self.south)
        return self.west - wide <= lon <= self.east + wide and self.south - high <= lat <= self.north + high


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, or several near each other, with the total there and its symbol."""

    id: str
    place: Place
    total: Total
    days: Span
    """The first day and the last that are told of."""
    size: int
    """How many events."""
    conflicts: int
    counted: bool
    """Whether anything is said of detentions."""
    disputed: bool = False
    """Whether the place's own reports conflict."""
    symbol: Symbol | None = None
    """``None`` until it is drawn; for a region or country, which is tinted; and for a place without a position."""
    others: int = 0
    """How many more places are drawn here."""
    within: bool = False
    """A site whose city is drawn too."""
    chosen: bool = False
    """Whether the open event is here."""

    @property
    def day(self) -> date:
        """The last day in view: places go by their name of that day."""
        return self.days.last

    @property
    def point(self) -> bool:
        return self.place.kind not in AREAS and self.place.lat is not None


def spots(selection: Selection, chosen: Event | str | None) -> list[Spot]:
    """Every place of the selection, the largest number first. What of it is drawn gets its symbol by :func:`drawn_as`."""

    def made() -> list[Spot]:
        found = _summed(selection) if selection.sums is not None else _exact(selection)
        return sorted(found, key=lambda s: -(s.total.min or 0))

    found = selection.kept("spots", made)
    place = _place_of(selection, chosen)
    return [s if s.id != place else replace(s, chosen=True) for s in found]


def drawn_as(found: Sequence[Spot]) -> list[Spot]:
    """The spots with symbols on one scale, in order of their numbers."""
    numbers = [s.total.max if s.total.max is not None else s.total.min or 0 for s in found if s.point]
    scale = Scale.for_numbers(numbers)
    out = [replace(s, symbol=_symbol(s, scale)) if s.point else s for s in found]
    return sorted(out, key=lambda s: -(s.total.min or 0))


def near(found: Sequence[Spot], viewport: Viewport | None, cell: int = CELL, always: bool = False) -> list[Spot]:
    """The spots in sight; where they are too many (or ``always``), those in one square of the screen become one."""
    seen = [s for s in found if s.point and (viewport is None or viewport.holds(s.place.lat or 0, s.place.lon or 0))]
    rest = [s for s in found if not s.point]
    if len(seen) <= MOST and not always:
        return [*seen, *rest]
    zoom = round(viewport.zoom) if viewport else 5
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in (s for s in seen if not s.within):
        x, y = pixel(spot.place.lat or 0, spot.place.lon or 0, zoom)
        cells.setdefault((int(x // cell), int(y // cell)), []).append(spot)
    merged = sorted((together(group) for group in cells.values()), key=lambda s: -(s.total.min or 0))
    return [*merged[: 2 * MOST], *rest]


def together(group: Sequence[Spot]) -> Spot:
    """Several places as one: their numbers added, in the name of the largest."""
    if len(group) == 1:
        return group[0]
    largest = max(group, key=lambda s: (s.total.min or 0, s.size))
    lows = [s.total.min for s in group if s.total.min is not None]
    highs = [s.total.max for s in group]
    known = [h for h in highs if h is not None]
    sums = replace(
        largest.total, min=sum(lows) if lows else None, max=sum(known) if len(known) == len(highs) else None,
        unknown=sum(s.total.unknown for s in group),
    )  # fmt: skip
    days = Span(min(s.days.first for s in group), max(s.days.last for s in group))
    return replace(
        largest, total=sums, days=days, size=sum(s.size for s in group), conflicts=sum(s.conflicts for s in group),
        counted=any(s.counted for s in group), disputed=any(s.disputed for s in group), others=len(group) - 1,
        chosen=any(s.chosen for s in group),
    )  # fmt: skip


def pixel(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """Where Leaflet (Web Mercator) draws a position, in the pixels of a zoom."""
    size = 256 * 2**zoom
    lat = max(-85.0, min(85.0, lat))
    return (lon + 180) / 360 * size, (1 - log(tan(radians(lat)) + 1 / cos(radians(lat))) / pi) / 2 * size


def position(x: float, y: float, zoom: float) -> tuple[float, float]:
    """The inverse of :func:`pixel`: latitude and longitude."""
    size = 256 * 2**zoom
    return (2 * atan(exp(pi * (1 - 2 * y / size))) - pi / 2) * 180 / pi, x / size * 360 - 180


def _exact(selection: Selection) -> list[Spot]:
    groups = by_place(selection.events)
    places = {place_key(e.place): e.place for e in selection.events}
    out = []
    for key, events in groups.items():
        place = places[key]
        mine = [e for e in events if place_key(e.place) == key]
        days = Span(min(e.date_start for e in events), max(e.date_end for e in events))
        out.append(
            Spot(
                key,
                place,
                total_of(key, events),
                days,
                len(events),
                sum(e.conflicting for e in events),
                any(e.kind in COUNTED_KINDS for e in events),
                any(e.conflicting for e in mine),
                within=_within(place, places),
            )
        )
    return out


def _summed(selection: Selection) -> list[Spot]:
    """Of very many events: one spot for each node of the tree, largest first, and no more than a screen can hold."""
    sums, nodes, columns = selection.sums, selection.columns.nodes, selection.columns
    assert sums is not None
    first, last = _days(selection, len(nodes.paths))
    told = np.flatnonzero((sums.events > 0) & (last > 0) & np.array([p is not None for p in nodes.places]))
    told = told[np.argsort(-sums.low[told], kind="stable")][: 20 * MOST]
    own = np.bincount(columns.node[selection.rows][columns.conflicting[selection.rows]], minlength=len(nodes.paths))
    drawn = {nodes.ids[n] for n in told.tolist()}
    numbers = (sums.low, sums.high, sums.counted, sums.unknown, sums.events, sums.conflicts, own, first, last)
    out: dict[str, Spot] = {}
    for n, low, high, counted, unknown, events, conflicts, disputed, begin, end in zip(
        told.tolist(), *(column[told].tolist() for column in numbers), strict=True
    ):
        place = nodes.places[n]
        assert place is not None
        total = Total(
            place=place.name, date_start=None, date_end=None, min=low if counted else None, max=None if high == NOT_KNOWN else high,
            best=None, unknown=unknown, conflicting=conflicts > 0, events=counted, claims=0, headline_rule=selection.rule,
        )  # fmt: skip
        days = Span(date.fromordinal(begin), date.fromordinal(end))
        spot = Spot(nodes.ids[n], place, total, days, events, conflicts, counted > 0, disputed > 0, within=_within(place, drawn))
        held = out.get(spot.id)
        out[spot.id] = spot if held is None else replace(together([held, spot]), others=0)
    return list(out.values())


def _days(selection: Selection, size: int) -> tuple[Ints, Ints]:
    """The first day and the last of every node's events and its parts'; 0 where it has none."""
    columns, rows, nodes = selection.columns, selection.rows, selection.columns.nodes
    first, last = np.full(size, 2**31, dtype=np.int64), np.zeros(size, dtype=np.int64)
    node = columns.node[rows].astype(np.intp)  # of the very types it works on, numpy's "at" is many times as fast
    np.minimum.at(first, node, columns.first[rows].astype(np.int64))
    np.maximum.at(last, node, columns.last[rows].astype(np.int64))
    for level in range(int(nodes.depth.max(initial=1)), 1, -1):
        here = np.flatnonzero(nodes.depth == level)
        np.minimum.at(first, nodes.parent[here], first[here])
        np.maximum.at(last, nodes.parent[here], last[here])
    return np.where(last > 0, first, 0), last


def _within(place: Place, drawn: Container[str]) -> bool:
    return place.kind == "site" and any(p in drawn and not p.startswith(("country:", "region:")) for p in place.path[:-1])


def _symbol(spot: Spot, scale: Scale) -> Symbol:
    return symbol(
        spot.total.min, spot.total.max, scale, unknown=bool(spot.total.unknown), crisp=spot.place.kind == "site" and bool(spot.place.id),
        conflict=spot.disputed, selected=spot.chosen,
    )  # fmt: skip


def _place_of(selection: Selection, chosen: Event | str | None) -> str | None:
    """The place of the open event, given as such or by its identifier."""
    if isinstance(chosen, str):
        chosen = next((e for e in selection.events if e.id == chosen), None)
    return place_key(chosen.place) if chosen else None
