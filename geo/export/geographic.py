"""GeoJSON, GeoPackage and GeoParquet: a Point for a city or site, the polygon for a region or country. WGS 84."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from geo.export.tabular import cell
from geo.model import Place
from geo.places.regions import polygon

Rows = Sequence[dict[str, Any]]


def geojson(rows: Rows, out: BinaryIO) -> None:
    """A FeatureCollection; places that nobody could find have a geometry of null."""
    features = [
        {"type": "Feature", "geometry": geometry(row["__place__"], row["date_start"]), "properties": _properties(row)} for row in rows
    ]
    out.write(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def geopackage(rows: Rows, out: BinaryIO) -> None:
    """A GeoPackage with one layer, ``events`` or ``claims``; opens in QGIS as it is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.gpkg"
        _frame(rows).to_file(path, driver="GPKG", layer="claims" if rows and "quote" in rows[0] else "events")
        out.write(path.read_bytes())


def geoparquet(rows: Rows, out: BinaryIO) -> None:
    """GeoParquet. Raises ``ModuleNotFoundError`` where pyarrow is not installed."""
    import pyarrow  # noqa: F401  # named, so that its absence is told as such

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.parquet"
        _frame(rows).to_parquet(path)
        out.write(path.read_bytes())


def geometry(place: Place, on: str | None) -> dict[str, Any] | None:
    """A GeoJSON geometry with the boundaries of the day."""
    if place.kind in ("region", "country") and place.id:
        shape = polygon(place.id, date.fromisoformat(on) if on else None)
        if shape is not None:
            return shape
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != "__place__"}


def _frame(rows: Rows):  # type: ignore[no-untyped-def]
    import geopandas
    from shapely.geometry import shape

    shapes = [geometry(row["__place__"], row["date_start"]) for row in rows]
    plain = [{k: cell(v) if isinstance(v, (list, dict)) else v for k, v in _properties(row).items()} for row in rows]
    return geopandas.GeoDataFrame(plain, geometry=[shape(s) if s else None for s in shapes], crs="EPSG:4326")
