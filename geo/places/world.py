"""The world's cities and first-level regions, read from an index on disk: nothing is held that was not asked for.

``data/gazetteer/world.db`` is made by ``data/tools/build_world.py`` from GeoNames. Keys are those of
:func:`geo.places.gazetteer.key`. WGS 84 degrees.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """A place of the index. ``region`` is the GeoNames number of the first-level region, for a city."""

    number: int
    is_city: bool
    name: str
    lat: float
    lon: float
    country: str
    region: int | None
    population: int
    precision_m: int


class World:
    """An open index, for any thread, never written to."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.longest = lru_cache(maxsize=50_000)(self._longest)
        self.numbers = lru_cache(maxsize=50_000)(self._numbers)
        self.row = lru_cache(maxsize=50_000)(self._row)

    def _longest(self, word: str) -> int:
        """How many words the longest name has that begins with this one; 0 for none."""
        found = self._db.execute("select longest from first where word = ?", (word,)).fetchone()
        return found[0] if found else 0

    def _numbers(self, key: str) -> tuple[int, ...]:
        """GeoNames numbers of the places of that name."""
        return tuple(n for (n,) in self._db.execute("select id from name where key = ?", (key,)))

    def _row(self, number: int) -> Row | None:
        found = self._db.execute("select * from place where id = ?", (number,)).fetchone()
        return Row(found[0], bool(found[1]), *found[2:]) if found else None
