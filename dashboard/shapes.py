"""The outlines of regions and countries, and the names that the offline map writes on its ground."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any

from shapely.geometry import shape

from dashboard.names import name_of
from geo.errors import DataError
from geo.places.gazetteer import Gazetteer
from geo.places.regions import polygon
from geo.resources import data_path, table

Feature = dict[str, Any]

FIRST_ZOOM = {1: 4, 2: 5.75, 3: 7, 4: 9}
"""From which zoom a town of that rank is named."""


def outline(place_id: str, on: date) -> Feature | None:
    """The GeoJSON geometry of a region as it was on that day, or of a country; ``None`` for what is neither."""
    return polygon(place_id, on)


def region_ids(on: date) -> tuple[str, ...]:
    """The regions, and cities of their own, that there were on that day."""
    return tuple(f["properties"]["id"] for f in _regions(on))


@lru_cache(maxsize=32)
def labels(on: date, language: str) -> tuple[dict[str, Any], ...]:
    """Names for the ground in the order in which they get room, each with the zooms at which it is wanted."""
    return (*_towns(on, language), *_countries(language), *_region_names(on, language))


def _towns(on: date, language: str) -> Iterator[dict[str, Any]]:
    entries = Gazetteer.shipped().entries
    ranked = sorted(_ranks().items(), key=lambda item: item[1])
    for place_id, rank in ranked:
        if entry := entries.get(place_id):
            yield {
                "id": place_id, "kind": "city", "name": name_of(place_id, on, language),
                "lat": entry.lat, "lon": entry.lon, "from": FIRST_ZOOM.get(rank, 9), "to": 20,
            }  # fmt: skip


def _countries(language: str) -> Iterator[dict[str, Any]]:
    for feature in _features("world"):
        inside, properties = _inside("world", feature), feature["properties"]
        name = properties.get(f"name_{language}") or properties.get("name_en")
        if name:
            yield {"id": properties.get("country"), "kind": "country", "name": name, **inside, "from": 3, "to": 6}


def _region_names(on: date, language: str) -> Iterator[dict[str, Any]]:
    for feature in _regions(on):
        place_id = feature["properties"]["id"]
        if place_id.startswith("region:"):
            name = name_of(place_id, on, language)
            yield {
                "id": place_id,
                "kind": "region-name",
                "name": name,
                **_inside("regions", feature),
                "from": 5,
                "to": 9,
            }


def _regions(on: date) -> Iterator[Feature]:
    day = on.isoformat()
    for feature in _features("regions"):
        since, until = feature["properties"].get("valid_from"), feature["properties"].get("valid_to")
        if (not since or since <= day) and (not until or day <= until):
            yield feature


@cache
def _features(name: str) -> tuple[Feature, ...]:
    """A basemap file's features; none where the file is missing, for the map draws without it too."""
    try:
        return tuple(json.loads(data_path(f"basemap/{name}.geojson").read_text(encoding="utf-8"))["features"])
    except DataError:
        return ()


@cache
def _ranks() -> dict[str, int]:
    try:
        return {row["id"]: int(row["rank"]) for row in table("basemap/labels.csv", "id", "rank")}
    except DataError:
        return {}


def _inside(name: str, feature: Feature) -> dict[str, float]:
    return _points(name)[id(feature)]


@cache
def _points(name: str) -> dict[int, dict[str, float]]:
    """A point well inside the largest part of every feature."""
    out = {}
    for feature in _features(name):
        geometry = shape(feature["geometry"])
        largest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
        point = largest.representative_point()
        out[id(feature)] = {"lat": round(point.y, 3), "lon": round(point.x, 3)}
    return out
