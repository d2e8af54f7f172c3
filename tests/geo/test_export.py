"""Files others open: no formula runs in a spreadsheet, no place of a region is a point."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Literal

import geopandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import reconcile
from geo.export import FORMATS, About, write
from geo.export.geographic import _cut, geometry
from geo.export.tabular import CLAIM_FIELDS, EVENT_FIELDS, cell
from geo.export.write import claim_row
from geo.model import Place
from made import claim, claims


@given(st.text(max_size=40))
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert cell(text).removeprefix("'") == text or cell(text) == text


@pytest.mark.parametrize("format", ["jsonl", "csv", "geojson", "gpkg"])
def test_every_format_writes_events_claims_and_nothing(format: str) -> None:
    found = claims("Police detained 12 protesters in Almaty. In Kazakhstan, dozens were detained. Nine were detained in Zzyzxburg.")
    for items in (reconcile(found), found, []):
        out = io.BytesIO()
        write(items, format, out, "v")
        assert out.getvalue() or not items
    assert format in FORMATS


def test_a_geopackage_opens_with_its_crs(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import geopandas

    path = tmp_path / "e.gpkg"
    with path.open("wb") as out:
        write(reconcile(claims("Police detained 12 protesters in Almaty.")), "gpkg", out)
    frame = geopandas.read_file(path)
    assert (frame.crs.to_epsg(), list(frame["best"]), list(frame["place"])) == (4326, [12], ["Almaty"])


def test_a_region_is_drawn_with_the_boundaries_of_its_day() -> None:
    def area(published: str) -> float:
        from shapely.geometry import shape

        out = io.BytesIO()
        write(reconcile(claims("Police detained 12 protesters in East Kazakhstan Region.", published)), "geojson", out)
        (feature,) = json.loads(out.getvalue())["features"]
        return float(shape(feature["geometry"]).area)

    assert area("2021-06-06") > 1.5 * area("2023-06-06")


def test_hostile_text_is_data() -> None:
    out = io.BytesIO()
    write([claim("KZ/<script>alert(1)", 1, 1, 1)], "geojson", out)
    assert json.loads(out.getvalue())["features"][0]["properties"]["place"]["city"] == "<script>alert(1)"


@pytest.mark.parametrize("place", ["country:RU", "country:FJ", "country:KZ"])
def test_areas_are_wound_as_the_standard_wants(place: str) -> None:
    from shapely.geometry import Polygon, shape

    made = geometry(Place("x", "x", "country", place, 0.0, 0.0, 1, None, None, None, None, "x", "gazetteer", (place,)), "2020-06-06")
    assert made is not None
    assert shape(made).is_valid
    parts = made["coordinates"] if made["type"] == "MultiPolygon" else [made["coordinates"]]
    for outer, *holes in parts:
        assert Polygon(outer).exterior.is_ccw
        assert not any(Polygon(hole).exterior.is_ccw for hole in holes)
        assert all(abs(lon) <= 180 for lon, _ in outer)


def test_what_reaches_over_the_antimeridian_is_cut() -> None:
    parts = list(_cut([[[179.0, 0.0], [181.0, 0.0], [181.0, 1.0], [179.0, 1.0], [179.0, 0.0]]]))
    assert sorted({lon for part in parts for lon, _ in part[0]}) == [-180.0, -179.0, 179.0, 180.0]


@pytest.mark.parametrize("what", ["events", "claims"])
@pytest.mark.parametrize("format", ["csv", "xlsx", "gpkg", "geoparquet", "geojson"])
def test_a_table_of_nothing_has_its_columns_and_says_so(format: str, what: Literal["events", "claims"], tmp_path: Path) -> None:
    path = tmp_path / f"e.{format}"
    with path.open("wb") as out:
        write([], format, out, "v", About("v"), what=what)
    data = path.read_bytes()
    if format == "csv":
        assert data.decode().splitlines()[0].split(",")[:2] == ["id", "version" if what == "events" else "report_id"]
    elif format == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(path)
        assert book[what].max_row == 1
        assert "No event fits" in str(list(book["about"].iter_rows(values_only=True)))
    else:
        assert "No event fits" in data.decode("utf-8", "ignore")
        assert (
            format == "geojson"
            or len(geopandas.read_parquet(path) if format == "geoparquet" else geopandas.read_file(path, layer=what)) == 0
        )


def test_the_columns_of_nothing_are_those_of_something() -> None:
    (made,) = claims("Police detained 12 protesters in Almaty.")
    assert tuple(reconcile([made])[0].to_row("v")) == EVENT_FIELDS
    assert set(CLAIM_FIELDS) <= set(claim_row(made))


def test_numbers_of_any_size_and_names_of_any_length_are_written() -> None:
    odd = reconcile([claim("KZ/" + "x" * 5000, 2**63 - 1), claim("KZ/y", None), claim("KZ/😀\n\u202e عربي", 10**30, 10**30)])
    for format in FORMATS:
        out = io.BytesIO()
        write(odd, format, out, "v", About("v"))
        assert out.getvalue()
