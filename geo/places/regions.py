"""Polygons of countries and of Kazakhstan's regions, with the boundaries of the day (``data/basemap``). WGS 84."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from geo.model import parse_iso
from geo.resources import data_path


def polygon(place_id: str, on: date | None) -> dict[str, Any] | None:
    """The GeoJSON geometry of a country or region on that day (today without one); ``None`` where there is none."""
    shapes = _shapes().get(place_id, [])
    for since, until, shape in shapes:
        if on is None and until is None:
            return shape
        if on is not None and (since is None or since <= on) and (until is None or on <= until):
            return shape
    return shapes[-1][2] if shapes else None


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
