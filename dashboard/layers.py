"""Other ways to draw the same totals: regions tinted by number, hexagons, heat. Each is plain features of one layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import cos, pi, sin, sqrt
from typing import Any

from dashboard.names import name_of
from dashboard.selection import Selection, total_of
from dashboard.shapes import outline, region_ids
from dashboard.spots import Spot, Viewport, pixel, position, together
from dashboard.words import Words
from geo.model import Total
from geo.query import NOT_KNOWN

HEXAGON = 26
"""A hexagon's radius in pixels."""
STRENGTHS = (0.1, 0.26, 0.44, 0.64, 0.86)
"""How strong the one hue is, from the lowest class to the highest."""
Told = Callable[[Total, int, int], list[str]]


def breaks(numbers: Sequence[int]) -> list[int]:
    """The least number of each class: round, so that small changes of the view leave the colours as they are."""
    largest = max(numbers, default=0)
    out = [1]
    while len(out) < len(STRENGTHS) and out[-1] * 2 <= largest:
        step = max(2.0, (largest / out[-1]) ** (1 / (len(STRENGTHS) - len(out))))
        wanted = out[-1] * step
        power = 10 ** (len(str(int(wanted))) - 1)
        rounded = next((int(f * power) for f in (1, 2, 5, 10) if f * power >= wanted / 1.4), int(wanted))
        out.append(max(rounded, out[-1] + 1))
    return out


def class_of(number: int, steps: Sequence[int]) -> int:
    """Which class a number is in; -1 for none."""
    return sum(number >= step for step in steps) - 1


def choropleth(selection: Selection, day: date, words: Words) -> tuple[list[dict[str, Any]], list[int]]:
    """The regions of that day (and countries without regions here), tinted by what is reported of them and of their places."""
    regions = {key: sums for key in region_ids(day) if (sums := region_total(selection, key))}
    paths = [path for path in selection.columns.nodes.paths if len(path) > 1]
    divided = {path[0] for path in paths if not regions.keys().isdisjoint(path)}
    roots = {path[0] for path in selection.columns.nodes.paths} - divided
    countries = {key: sums for key in sorted(roots) if (sums := region_total(selection, key))}
    totals = countries | regions
    steps = breaks([t.min or 0 for t in totals.values()])
    shapes = ((key, sums, outline(key, day)) for key, sums in totals.items())
    return [_area(shape, key, name_of(key, day, words.language), sums, steps, words) for key, sums, shape in shapes if shape], steps


def region_total(selection: Selection, key: str) -> Total | None:
    """What a region or country adds up to; ``None`` where nothing is told of it."""
    if selection.sums is None:
        inside = [e for e in selection.events if key in e.place.path]
        return total_of(key, inside) if inside else None
    nodes, sums = selection.columns.nodes, selection.sums
    here = [n for n, own in enumerate(nodes.ids) if own == key and sums.events[n]]
    if not here:
        return None
    low, high = sum(int(sums.low[n]) for n in here), int(sums.high[here[0]]) if len(here) == 1 else NOT_KNOWN
    return Total(
        place=key, date_start=None, date_end=None, min=low, max=None if high == NOT_KNOWN else high, best=None,
        unknown=sum(int(sums.unknown[n]) for n in here), conflicting=False, events=sum(int(sums.events[n]) for n in here), claims=0,
        headline_rule=selection.rule,
    )  # fmt: skip


def hexagons(points: Sequence[Spot], viewport: Viewport | None, words: Words) -> tuple[list[dict[str, Any]], list[int]]:
    """Places gathered into hexagons of one size on the screen."""
    zoom = round(viewport.zoom) if viewport else 5
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in points:
        if spot.counted and not spot.within:
            cells.setdefault(_hexagon(*pixel(spot.place.lat or 0, spot.place.lon or 0, zoom)), []).append(spot)
    merged = {cell: together(group) for cell, group in cells.items()}
    steps = breaks([s.total.min or 0 for s in merged.values()])
    out = []
    for (q, r), spot in merged.items():
        x, y = HEXAGON * sqrt(3) * (q + r / 2), HEXAGON * 1.5 * r
        ring = [(x + HEXAGON * sin(k * pi / 3), y + HEXAGON * cos(k * pi / 3)) for k in range(7)]
        shape = {"type": "Polygon", "coordinates": [[list(reversed(position(a, b, zoom))) for a, b in ring]]}
        name = name_of(spot.place.id or "", spot.day, words.language, spot.place.name)
        out.append(_area(shape, spot.id, with_others(name, spot.others, words), spot.total, steps, words))
    return out, steps


def heat(points: Sequence[Spot], viewport: Viewport | None, words: Words) -> list[dict[str, Any]]:
    """A glow at each place, its strength by the square root of its number; for the eye, not for reading numbers."""
    largest = max((s.total.min or 0 for s in points), default=0) or 1
    out = []
    for spot in points:
        if not spot.counted or spot.within or not spot.total.min:
            continue
        share = sqrt(spot.total.min / largest)
        out.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [spot.place.lon, spot.place.lat]},
                "properties": {"place": spot.id, "heat": round(0.25 + 0.75 * share, 2), "size": round(46 + 90 * share), "weight": 0,
                               "tip": tip(spot_name(spot, words), spot.total, words)},
            }
        )  # fmt: skip
    return out


def spot_name(spot: Spot, words: Words) -> str:
    return with_others(name_of(spot.place.id or "", spot.day, words.language, spot.place.name), spot.others, words)


def tip(name: str, sums: Total, words: Words) -> list[str]:
    """The words over a shape: where, how many, what more."""
    lines = [name, interval(sums, words)]
    if sums.unknown:
        lines.append(words.count("unknown_places", sums.unknown))
    return [*lines, words("map.more")]


def interval(sums: Total, words: Words) -> str:
    if sums.unknown and not sums.min:
        return words("format.unknown")
    return words.interval(sums.min, sums.max)


def _area(shape: Any, key: str, name: str, sums: Total, steps: Sequence[int], words: Words) -> dict[str, Any]:
    rank = class_of(sums.min or 0, steps)
    style = {"className": "dm-area dm-class", "weight": 1.2, "opacity": 0.9, "fillOpacity": STRENGTHS[rank] if rank >= 0 else 0.02,
             "dashArray": None if rank >= 0 else "3 4"}  # fmt: skip
    return {
        "type": "Feature",
        "geometry": shape,
        "properties": {"place": key, "name": name, "value": interval(sums, words), "weight": min(sums.min or 0, 2**53 - 1),
                       "style": style, "tip": tip(name, sums, words), "label": shape["type"] != "Polygon" or not key.startswith("hex")},
    }  # fmt: skip


def with_others(name: str, others: int, words: Words) -> str:
    return f"{name} {words('map.others', n=words.number(others))}" if others else name


def _hexagon(x: float, y: float) -> tuple[int, int]:
    """The hexagon (axial coordinates, point up) that a pixel lies in."""
    q, r = (sqrt(3) / 3 * x - y / 3) / HEXAGON, 2 / 3 * y / HEXAGON
    s = -q - r
    a, b, c = round(q), round(r), round(s)
    if abs(a - q) > abs(b - r) and abs(a - q) > abs(c - s):
        a = -b - c
    elif abs(b - r) > abs(c - s):
        b = -a - c
    return a, b
