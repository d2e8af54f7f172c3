"""A query by days and box over 1,000,000 events, on both databases: the median, and whether the index was used.

    python tests/benchmarks/million.py [EVENTS]

The events are put straight into their table, scattered over Kazakhstan and ten years as reports are, round cities. Each of the
200 queries asks for a box and a span of days in which about 1,000 events lie.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parents[1]))

from geo.store import Selection, Store, tables
from geo.store.connect import writing
from postgres import server

FIRST, DAYS = date(2016, 1, 1), 3650
CITIES = [(76.9, 43.2), (71.4, 51.2), (69.6, 42.3), (80.2, 50.4), (51.2, 51.2), (51.1, 43.6), (73.1, 49.8), (65.5, 44.8), (76.9, 52.3)]


def fill(store: Store, count: int) -> None:
    chance = random.Random(1)
    for start in range(0, count, 20_000):
        rows = []
        for n in range(start, min(start + 20_000, count)):
            lon, lat = chance.choice(CITIES)
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            low = chance.randrange(60)
            rows.append(
                {"id": f"ev-{n:016x}", "kind": "detention", "date_start": day, "date_end": day, "place": "X", "path": "/country:KZ/", "type": "",
                 "title": "", "lat": lat + chance.gauss(0, 0.5), "lon": lon + chance.gauss(0, 0.5), "min": low, "max": None, "best": low,
                 "unknown": 0, "conflicting": False, "headline": None, "claims": 1}
            )  # fmt: skip
        with writing(store.engine) as connection:
            connection.execute(sa.insert(tables.events), rows)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("analyze"))


def measure(store: Store, name: str, count: int) -> None:
    chance = random.Random(2)
    share = 1000 / count
    times, found = [], []
    for _ in range(200):
        lon, lat = chance.choice(CITIES)
        span = max(1, int(DAYS * share * len(CITIES) / 0.68**2))  # within one deviation each way lie 68% of a city's events
        first = FIRST + timedelta(days=chance.randrange(DAYS - span))
        chosen = Selection(box=(lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5), first=first, last=first + timedelta(days=span - 1))
        began = time.perf_counter()
        found.append(len(store.summaries(chosen)))
        times.append((time.perf_counter() - began) * 1000)
    plan = explained(store, chosen)
    times.sort()
    print(f"{name:11} {count:>10,} events  {statistics.median(found):6.0f} found  median {statistics.median(times):6.1f} ms  "
          f"95th of 100 {times[int(0.95 * len(times))]:6.1f} ms  index {'used' if plan else 'NOT USED'}", flush=True)  # fmt: skip


def explained(store: Store, chosen: Selection) -> bool:
    name = store.engine.dialect.name
    with store.engine.connect() as connection:

        @sa.event.listens_for(connection, "before_cursor_execute", retval=True)
        def explain(_: object, __: object, statement: str, parameters: object, *___: object) -> tuple[str, object]:
            return ("explain query plan " if name == "sqlite" else "explain ") + statement, parameters

        plan = str(connection.execute(chosen.of(sa.select(tables.events), name)).cursor.fetchall())
    return ("events_box" if name == "postgresql" else "VIRTUAL TABLE INDEX") in plan


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, Store.open(f"sqlite:///{folder}/million.db") as store:
        fill(store, count)
        measure(store, "sqlite", count)
    with server() as running, Store.open(running.fresh()) as store:
        fill(store, count)
        measure(store, "postgresql", count)


if __name__ == "__main__":
    main()
