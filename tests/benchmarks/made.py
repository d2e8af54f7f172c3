"""A store of made events for the dashboard's benchmarks: real cities, skewed; bursts in time; seeded, so always the same.

python tests/benchmarks/made.py EVENTS STORE.db
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from geo.events import Key
from geo.model import Place
from geo.places.gazetteer import Gazetteer
from geo.store import Store

FIRST, DAYS = date(2012, 1, 1), 4900
SOURCES = ["RFE/RL", "Azattyq", "Kursiv", "Tengrinews", "Mediazona", "OVD-Info", "Vlast", "HRW", "AP", "Fergana", "BBC", "Orda"]
ORGANISERS = ["DVK", "Oyan, Qazaqstan", "Democratic Party"]
CLAIMS_A_REPORT = 20


def places() -> list[tuple[dict[str, Any], float]]:
    """The cities of Kazakhstan, the largest most often, each with three squares of its own."""
    gazetteer = Gazetteer.shipped()
    out = []
    cities = [e for e in gazetteer.entries.values() if e.kind == "city" and e.country == "KZ"]
    entries = sorted(cities, key=lambda e: (-e.population, e.id))
    for rank, entry in enumerate(entries):
        path = gazetteer.path(entry.id, FIRST)
        name = gazetteer.name(entry.id, FIRST, "en")
        city = Place(name, name, "city", entry.id, entry.lat, entry.lon, 8000, "KZ", None, name, None, name, "gazetteer", path)
        weight = 1 / (rank + 1) ** 0.8
        out.append((asdict(city), weight))
        for number in range(3):
            key = f"site:made:{rank}:{number}"
            site = Place(key, f"Square {number + 1}", "site", key, entry.lat + 0.004 * number, entry.lon + 0.006 * number, 200, "KZ", None, name,
                         f"Square {number + 1}", name, "gazetteer", (*path, key))  # fmt: skip
            out.append((asdict(site), weight / 12))
    return out


def events(number: int, seed: int = 6) -> Iterator[tuple[int, dict[str, Any], int, int, int, str]]:
    """Place and day are drawn until they are new together, as no two events share both."""
    rng = np.random.default_rng(seed)
    known = places()
    weights = np.array([w for _, w in known])
    bursts = np.ones(DAYS)
    for centre in rng.integers(0, DAYS, 60):
        bursts[max(0, centre - 5) : centre + 15] *= 4
    keys = np.zeros(0, dtype=np.int64)
    while len(keys) < number:
        place = rng.choice(len(known), 2 * number, p=weights / weights.sum())
        day = rng.choice(DAYS, 2 * number, p=bursts / bursts.sum())
        _, at = np.unique(np.concatenate([keys, place * DAYS + day]), return_index=True)
        keys = np.concatenate([keys, place * DAYS + day])[np.sort(at)]
        if len(keys) < number:
            weights = np.maximum(weights, weights.max() / 300)
    keys = keys[:number]
    lows = np.minimum(rng.geometric(0.08, number) * rng.choice([1, 1, 1, 10], number), 3000)
    lengths = np.where(rng.random(number) < 0.02, rng.integers(1, 8, number), 0)
    forms = rng.choice(["exact", "at_least", "about", "unspecified", "none"], number, p=[0.45, 0.25, 0.15, 0.1, 0.05])
    for i, key in enumerate(keys.tolist()):
        yield i, known[key // DAYS][0], key % DAYS, int(lengths[i]), int(lows[i]), str(forms[i])


def claim(i: int, place: dict[str, Any], day: int, length: int, low: int, form: str) -> dict[str, Any]:
    start = FIRST + timedelta(day)
    report, at = divmod(i, CLAIMS_A_REPORT)
    bounds = {"exact": (low, low, low), "at_least": (low, None, low), "about": (low, low + low // 3 + 1, low), "unspecified": (2, None, None),
              "none": (0, 0, 0)}  # fmt: skip
    lowest, highest, best = bounds[form]
    words = f"about {low} people"
    return {
        "report_id": f"made-{report:06}", "source": SOURCES[report % 7 * report % 12], "url": f"https://example.org/{report}",
        "published": (start + timedelta(length)).isoformat(), "language": ("en", "ru", "kk")[report % 3],
        "kind": "no_detention" if form == "none" else "detention", "quote": words, "start": at * 20, "end": at * 20 + 15,
        "date_start": start.isoformat(), "date_end": (start + timedelta(length)).isoformat(), "date_basis": "text", "place": place,
        "count": {"text": words, "min": lowest, "max": highest, "best": best, "form": form}, "attributed_to": None,
        "organisers": [ORGANISERS[i % 3]] if i % 5 == 0 else [], "subset": False, "instance": False, "running": False, "confidence": 0.9,
        "mentions": [], "explain": [],
    }  # fmt: skip


def make(number: int, path: Path) -> str:
    """The store's address; a file that is there already is taken as it is."""
    url = f"sqlite:///{path}"
    if path.exists():
        return url
    Store.open(url).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    reports = (number + CLAIMS_A_REPORT - 1) // CLAIMS_A_REPORT
    text = "about people were detained " * 16
    connection.executemany(
        "INSERT INTO reports (number, id, since, published, title, source, url, language, text, sha256, digest) VALUES (?, ?, 1, ?, '', ?, ?, 'en', ?, '', ?)",
        (
            (r + 1, f"made-{r:06}", "2020-01-01", SOURCES[r % 7 * r % 12], f"https://example.org/{r}", text, f"{number}-{r}")
            for r in range(reports)
        ),
    )
    for some in batched((claim(*event) for event in events(number)), 5000):
        rows = [_rows(c) for c in some]
        connection.executemany(
            "INSERT INTO claims (report, position, id, event, kind, date_start, date_end, place, path, running, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            [c for c, _ in rows],
        )
        connection.executemany(
            "INSERT INTO events (id, kind, date_start, date_end, place, path, type, title, lat, lon, min, max, best, unknown, conflicting, headline, claims) "
            "VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?, ?, 0, NULL, 1)",
            [e for _, e in rows],
        )
    connection.execute(
        "INSERT INTO versions (number, hash, sum, made, added, changed) VALUES (1, ?, '0', '2026-01-01', ?, 0)", (f"{number:016}", reports)
    )
    connection.commit()
    connection.close()
    return url


def batched(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(items, size)):
        yield some


def _rows(c: dict[str, Any]) -> tuple[tuple[object, ...], tuple[object, ...]]:
    place, count = c["place"], c["count"]
    key, path = place["path"][-1], f"/{'/'.join(place['path'])}/"
    event = Key(key, date.fromisoformat(c["date_start"]), date.fromisoformat(c["date_end"])).id
    days = (c["date_start"], c["date_end"])
    identifier = f"{c['report_id']}#{c['start']}-{c['end']}-{c['kind']}"
    body = json.dumps(c, ensure_ascii=False)
    position = c["start"] // 20
    number = int(c["report_id"][5:]) + 1
    unknown = int(count["best"] is None)
    return (
        (number, position, identifier, event, c["kind"], *days, key, path, body),
        (event, c["kind"], *days, place["name"], path, place["lat"], place["lon"], count["min"], count["max"], count["best"], unknown),
    )


if __name__ == "__main__":
    print(make(int(sys.argv[1]), Path(sys.argv[2])))
