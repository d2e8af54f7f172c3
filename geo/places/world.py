"""The world's cities, regions and counties, read from an index on disk: nothing is held that was not asked for.

``data/gazetteer/world.db`` is made by ``data/tools/build_world.py`` from GeoNames. Keys are those of
:func:`geo.places.gazetteer.key`. WGS 84 degrees.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

REGION, CITY, COUNTY, AREA, DISTRICT = range(5)
_POST_TOWNS = range(-999_999, 0)


class Row(NamedTuple):
    """A place of the index. ``kind``: first-level region, city, county (a second-level region that running text can mean),
    area (a sea, a continent, a well-known building), district (any other second-level region).

    ``region`` and ``county`` are the numbers of the regions of the first and second level that it lies in.
    """

    number: int
    kind: int
    name: str
    lat: float
    lon: float
    country: str
    region: int | None
    county: int | None
    population: int
    precision_m: int


def id_of(number: int) -> str:
    """The identifier of a place of the index: GeoNames' number, or the index's own for what GeoNames' lists lack."""
    if number > 0:
        return f"geonames:{number}"
    return f"zip:US-{-number:05d}" if number in _POST_TOWNS else f"area:{-number - 1_000_000}"


def number_of(identifier: str) -> int | None:
    """The inverse of :func:`id_of`; ``None`` for an identifier of another kind."""
    source, _, code = identifier.partition(":")
    if source == "geonames" and code.isdigit():
        return int(code)
    if source == "zip" and code[:3] == "US-" and code[3:].isdigit():
        return -int(code[3:])
    return -1_000_000 - int(code) if source == "area" and code.isdigit() else None


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

    def _numbers(self, key: str) -> tuple[tuple[int, bool], ...]:
        """Numbers of the places that running text means by that name, and whether it is their main one."""
        return tuple((n, not rank) for n, rank in self._db.execute("select id, rank from name where key = ? and rank < 2", (key,)))

    def asked(self, key: str) -> tuple[int, ...]:
        """Numbers of the further places that somebody may mean who asks for the name."""
        return tuple(n for (n,) in self._db.execute("select id from name where key = ? and rank = 2", (key,)))

    def _row(self, number: int) -> Row | None:
        found = self._db.execute("select * from place where id = ?", (number,)).fetchone()
        return Row(*found) if found else None

    def outline(self, number: int) -> dict[str, Any] | None:
        """The outline of a first-level region as a GeoJSON geometry, good to about 2 km; ``None`` where there is none."""
        found = self._db.execute("select geometry from outline where id = ?", (number,)).fetchone()
        return json.loads(zlib.decompress(found[0])) if found else None
