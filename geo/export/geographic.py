"""GeoJSON, GeoPackage and GeoParquet: a Point for a city or site, the polygon for a region or country. WGS 84."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.tabular import Rows, cell, flattened
from geo.export.words import printable
from geo.model import Place
from geo.places.regions import polygon

_COUNTS = ("min", "max", "best", "unknown", "precision_m")


def geojson(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """A FeatureCollection (RFC 7946) with ``about`` as a member of its own; places that nobody could find have a geometry of null."""
    features = [
        {"type": "Feature", "geometry": geometry(row["__place__"], row["date_start"]), "properties": _properties(row)} for row in rows
    ]
    told = {"about": about.to_json()} if about else {}
    whole = {"type": "FeatureCollection", **told, "features": features}
    out.write(json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def geopackage(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """A GeoPackage with one layer, ``events`` or ``claims``, and its metadata; opens in QGIS as it is."""
    frame = _frame(rows)
    told: dict[str, Any] = {"dataset_metadata": dict(_labelled(about))} if about else {}
    told |= {} if frame.geometry.notna().any() else {"geometry_type": "Unknown"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.gpkg"
        try:
            frame.to_file(path, driver="GPKG", layer=rows.what, engine="pyogrio", VERSION="1.3", **told)
        except RuntimeError as error:  # how GDAL tells of a full disk
            raise OSError(str(error)) from None
        out.write(path.read_bytes())


def geoparquet(rows: Rows, out: BinaryIO, about: About | None = None) -> None:
    """GeoParquet, ``about`` in its schema's metadata. Raises ``ModuleNotFoundError`` where pyarrow is not installed."""
    import pyarrow.parquet as parquet

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.parquet"
        _frame(rows).to_parquet(path)
        table = parquet.read_table(path)
        told = {b"about": json.dumps(about.to_json(), ensure_ascii=False).encode()} if about else {}
        parquet.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **told}), path)
        out.write(path.read_bytes())


def geometry(place: Place, on: str | None) -> dict[str, Any] | None:
    """A GeoJSON geometry with the boundaries of the day."""
    if place.kind in ("region", "country") and place.id and (shape := _area(place.id, on)):
        return shape
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


@lru_cache(maxsize=256)
def _area(place_id: str, on: str | None) -> dict[str, Any] | None:
    """A polygon as RFC 7946 wants it: outer rings against the clock, holes with it, nothing across the antimeridian."""
    shape = polygon(place_id, date.fromisoformat(on) if on else None)
    if shape is None:
        return None
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    if any(abs(lon) > 180 for part in parts for lon, _ in part[0]):
        parts = [cut for part in parts for cut in _cut(part)]
    turned = [[ring if (_turn(ring) > 0) == (not hole) else ring[::-1] for hole, ring in enumerate(part)] for part in parts]
    return {"type": "MultiPolygon", "coordinates": turned} if len(turned) > 1 else {"type": "Polygon", "coordinates": turned[0]}


def _turn(ring: list[list[float]]) -> float:
    """Above 0 where a ring runs against the clock."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _cut(part: list[list[list[float]]]) -> Iterator[list[list[list[float]]]]:
    """A polygon that reaches over the antimeridian, as its parts on either side."""
    from shapely.affinity import translate
    from shapely.geometry import box, mapping, shape

    whole = shape({"type": "Polygon", "coordinates": part})
    for turns in (-360, 0, 360):
        side = translate(whole.intersection(box(-180 + turns, -90, 180 + turns, 90)), -turns)
        for piece in getattr(side, "geoms", [side]):
            if piece.geom_type == "Polygon" and not piece.is_empty:
                yield [[list(point) for point in ring] for ring in mapping(piece)["coordinates"]]


def _labelled(about: About) -> Iterator[tuple[str, str]]:
    """GDAL's metadata wants each name once."""
    told = about.to_json()
    yield "FILTERS", about.filter_words
    for name in ("total", "rule", "version", "made", "attribution"):
        yield name.upper(), str(told[name])
    for name in ("method", "caveats"):
        yield name.upper(), " ".join(told[name])


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != "__place__"}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, str)):
        return printable(cell(value) if isinstance(value, list) else value)
    return value


def _frame(rows: Rows):  # type: ignore[no-untyped-def]
    import geopandas
    import pandas
    from shapely.geometry import shape

    shapes = [geometry(row["__place__"], row["date_start"]) for row in rows]
    plain = [{name: _plain(value) for name, value in flattened(_properties(row)).items()} for row in rows]
    columns = None if plain else rows.header(plain)
    frame = geopandas.GeoDataFrame(plain, columns=columns, geometry=[shape(s) if s else None for s in shapes], crs="EPSG:4326")
    for name in frame.columns:
        if name.removeprefix("count.").removeprefix("place.") in _COUNTS:
            numbers = [row.get(name) for row in plain]
            if all(abs(n or 0) < 2**63 for n in numbers):
                frame[name] = pandas.array(numbers, dtype="Int64")  # whole numbers though some are not known
            else:
                frame[name] = [None if n is None else str(n) for n in numbers]
    return frame
