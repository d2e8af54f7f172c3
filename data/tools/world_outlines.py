"""Outlines and label points of the world's first-level regions, out of Natural Earth's, for build_world.py.

Natural Earth draws the units of some countries at another level than GeoNames lists them: such a unit goes to the region that
nearly all GeoNames cities inside it belong to, and a region's outline is what its units make together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from pathlib import Path

import geopandas
import shapely
from world_sources import Point, Spot

SIMPLER = 0.02
"""Degrees by which an outline may be off."""
NEARLY_ALL = 0.8


class Outlines:
    """Outlines by GeoNames' number of the region."""

    def __init__(self, natural_earth: Path, cities: Iterable[Spot], numbers: set[int]) -> None:
        units = geopandas.read_file(natural_earth)[["gn_id", "latitude", "longitude", "geometry"]]
        units["geometry"] = units.geometry.make_valid()
        units["own"] = [int(n) if n == n and n in numbers else None for n in units["gn_id"]]
        units["number"] = units["own"].astype("Int64").fillna(_by_cities(units, list(cities)))
        named = units[units["own"].notna()]
        self._labels = {int(r.own): (r.latitude, r.longitude) for r in named.itertuples() if r.latitude == r.latitude}
        self._shapes = {int(n): g for n, g in units.dissolve("number").geometry.items()}

    def label(self, number: int) -> Point | None:
        """Natural Earth's own point for its label, else a point well inside."""
        if number in self._labels:
            return self._labels[number]
        if number not in self._shapes:
            return None
        centre = self._shapes[number].centroid
        inside = centre if self._shapes[number].contains(centre) else self._shapes[number].representative_point()
        return inside.y, inside.x

    def packed(self) -> Iterable[tuple[int, bytes]]:
        """The outlines simplified, rounded, as compressed GeoJSON geometries."""
        for number, shape in sorted(self._shapes.items()):
            simple = shapely.set_precision(shape.simplify(SIMPLER), 0.001)
            if not simple.is_empty:
                yield number, zlib.compress(json.dumps(json.loads(shapely.to_geojson(simple)), separators=(",", ":")).encode(), 9)


def _by_cities(units: geopandas.GeoDataFrame, cities: list[Spot]) -> geopandas.GeoSeries:
    points = geopandas.GeoDataFrame(
        {"region": [c.region for c in cities]},
        geometry=geopandas.points_from_xy([c.lon for c in cities], [c.lat for c in cities]),
        crs=units.crs,
    )
    inside = points.dropna(subset="region").sjoin(units[units["own"].isna()], predicate="within")
    counts = inside.groupby(["index_right", "region"]).size().rename("cities").reset_index()
    counts["all"] = counts.groupby("index_right")["cities"].transform("sum")
    sure = counts[counts["cities"] >= NEARLY_ALL * counts["all"]]
    return sure.set_index("index_right")["region"].astype("Int64").reindex(units.index)
