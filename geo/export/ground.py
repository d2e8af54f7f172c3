"""The ground that drawn maps stand on: land, water, borders of the day and names, from ``data/basemap``. WGS 84 degrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from geo.export.words import Words
from geo.places.gazetteer import Gazetteer
from geo.resources import data_path, table

KAZAKHSTAN = (46.5, 40.5, 87.4, 55.5)
"""What is shown where there is nothing to show."""


class Box(NamedTuple):
    """Degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north

    def meets(self, other: Box) -> bool:
        return self.west <= other.east and other.west <= self.east and self.south <= other.north and other.south <= self.north


class Label(NamedTuple):
    """A name for the ground; ``rank`` 0 is a country, 1 the largest towns."""

    id: str
    name: str
    lon: float
    lat: float
    rank: int


@cache
def features(name: str) -> tuple[dict[str, Any], ...]:
    """The features of ``world``, ``water`` or ``regions``."""
    return tuple(json.loads(data_path(f"basemap/{name}.geojson").read_text(encoding="utf-8"))["features"])


def held(feature: dict[str, Any], on: date) -> bool:
    """Whether a border held on that day."""
    since, until, day = feature["properties"].get("valid_from"), feature["properties"].get("valid_to"), on.isoformat()
    return (not since or since <= day) and (not until or day <= until)


def rings(geometry: dict[str, Any]) -> Iterator[list[list[list[float]]]]:
    """Each polygon of a geometry as its rings, the outer one first."""
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]


def box_of(ring: list[list[float]]) -> Box:
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return Box(min(lons), min(lats), max(lons), max(lats))


def labels(frame: Box, on: date, words: Words, lowest_rank: int) -> Iterator[Label]:
    """Names within the frame, the most important first."""
    entries = Gazetteer.shipped().entries
    ranked = sorted(((int(r["rank"]), r["id"]) for r in table("basemap/labels.csv", "id", "rank")), key=lambda pair: pair[0])
    for rank, place_id in ranked:
        if rank > lowest_rank:
            break
        entry = entries.get(place_id)
        if entry and frame.holds(entry.lon, entry.lat):
            yield Label(place_id, words.node(place_id, on), entry.lon, entry.lat, rank)
    for place_id, name, lon, lat in _countries(words.language):
        if frame.holds(lon, lat):
            yield Label(place_id, name, lon, lat, 0)


@cache
def _countries(language: str) -> tuple[tuple[str, str, float, float], ...]:
    from shapely.geometry import shape

    out = []
    for feature in features("world"):
        about = feature["properties"]
        if name := about.get(f"name_{language}") or about.get("name_en"):
            largest = max(getattr(shape(feature["geometry"]), "geoms", [shape(feature["geometry"])]), key=lambda part: part.area)
            point = largest.representative_point()
            out.append((f"country:{about.get('country')}", name, round(point.x, 3), round(point.y, 3)))
    return tuple(out)
