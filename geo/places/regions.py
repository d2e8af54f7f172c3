"""Polygons of countries and regions: Kazakhstan's with the boundaries of the day (``data/basemap``), the world's as they are now.

WGS 84 (EPSG:4326) degrees, longitude first.
"""

from __future__ import annotations

import json
import math
from datetime import date
from functools import cache, lru_cache
from typing import Any

from geo.model import parse_iso
from geo.places.gazetteer import Gazetteer
from geo.resources import data_path


def polygon(place_id: str, on: date | None) -> dict[str, Any] | None:
    """The GeoJSON geometry of a country or region on that day (today without one).

    A region whose outline nobody has is a circle as wide as its precision says, so that it is never taken for a point;
    ``None`` for what is no country or region.
    """
    shapes = _shapes().get(place_id, [])
    for since, until, shape in shapes:
        if on is None and until is None:
            return shape
        if on is not None and (since is None or since <= on) and (until is None or on <= until):
            return shape
    return shapes[-1][2] if shapes else _elsewhere(place_id)


@lru_cache(maxsize=256)
def _elsewhere(place_id: str) -> dict[str, Any] | None:
    gazetteer = Gazetteer.shipped()
    entry = gazetteer.entries.find(place_id)
    if entry is None or entry.kind not in ("country", "region"):
        return None
    return gazetteer.outline(place_id) or _circle(entry.lat, entry.lon, entry.precision_m)


def _circle(lat: float, lon: float, radius_m: int, corners: int = 48) -> dict[str, Any]:
    north = radius_m / 111_320
    east = north / max(0.05, math.cos(math.radians(lat)))
    turns = [2 * math.pi * n / corners for n in range(corners)]
    ring = [[round(lon + east * math.cos(t), 4), round(max(-90.0, min(90.0, lat + north * math.sin(t))), 4)] for t in turns]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@cache
def _shapes() -> dict[str, list[tuple[date | None, date | None, dict[str, Any]]]]:
    out: dict[str, list[tuple[date | None, date | None, dict[str, Any]]]] = {}
    for name in ("world", "regions"):
        for feature in json.loads(data_path(f"basemap/{name}.geojson").read_text(encoding="utf-8"))["features"]:
            about = feature["properties"]
            key = about.get("id") or f"country:{about.get('country')}"
            row = (parse_iso(about.get("valid_from")), parse_iso(about.get("valid_to")), feature["geometry"])
            out.setdefault(key, []).append(row)
    return out
