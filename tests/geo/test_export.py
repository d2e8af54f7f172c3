"""Files others open: no formula runs in a spreadsheet, no place of a region is a point."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import reconcile
from geo.export import FORMATS, write
from geo.export.tabular import cell
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
