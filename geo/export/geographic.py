"""GeoJSON, GeoPackage and GeoParquet: a Point for a city or site, the polygon for a region or country. WGS 84."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from geo.export.about import About
from geo.export.tabular import cell
from geo.model import Place
from geo.places.regions import polygon

Rows = Sequence[dict[str, Any]]


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
    told = {"dataset_metadata": dict(_labelled(about))} if about else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.gpkg"
        _frame(rows).to_file(path, driver="GPKG", layer="claims" if rows and "quote" in rows[0] else "events", engine="pyogrio", **told)
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
    if place.kind in ("region", "country") and place.id:
        shape = polygon(place.id, date.fromisoformat(on) if on else None)
        if shape is not None:
            return shape
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _labelled(about: About) -> Iterator[tuple[str, str]]:
    """GDAL's metadata wants each name once."""
    told = about.to_json()
    yield "FILTERS", about.filter_words
    for name in ("rule", "version", "made", "attribution"):
        yield name.upper(), str(told[name])
    for name in ("method", "caveats"):
        yield name.upper(), " ".join(told[name])


def _properties(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k != "__place__"}


def _frame(rows: Rows):  # type: ignore[no-untyped-def]
    import geopandas
    from shapely.geometry import shape

    shapes = [geometry(row["__place__"], row["date_start"]) for row in rows]
    plain = [{k: cell(v) if isinstance(v, (list, dict)) else v for k, v in _properties(row).items()} for row in rows]
    return geopandas.GeoDataFrame(plain, geometry=[shape(s) if s else None for s in shapes], crs="EPSG:4326")
