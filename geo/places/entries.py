"""Rows of the gazetteer's tables, and what two spellings of a name share."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from geo.model import PlaceKind
from geo.places.world import CITY, World, id_of, number_of

_SEPARATORS = re.compile(r"[\s\-–—.,/()]+")
_MOST_PASSING = 50_000
"""How many of the world's places are held at a time."""
_MARKS = str.maketrans({"’": "", "'": "", "ʼ": "", "‘": "", "`": "", "ʻ": "", "ё": "е"})


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """What two spellings share: case, apostrophes, hyphens, dots and diacritics of Latin letters do not matter."""
    folded = name.casefold().translate(_MARKS)
    if not folded.isascii():
        folded = _without_marks(folded)
    return _SEPARATORS.sub(" ", folded).strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ``places.csv``."""

    id: str
    kind: PlaceKind
    parent: str | None
    country: str
    lat: float
    lon: float
    precision_m: int
    population: int


@dataclass(frozen=True, slots=True)
class Name:
    """A row of ``names.csv``; bounds are inclusive, ``None`` is open."""

    id: str
    text: str
    language: str
    role: str
    valid_from: date | None
    valid_to: date | None

    @property
    def indexed(self) -> bool:
        """Whether only the world's index has it: as a place's main name (``world``), another, or one for who asks (``asked``)."""
        return self.role in ("world", "world_other", "asked")

    def held(self, on: date | None) -> bool:
        """Whether the name was in use on that day; without a day, today."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Entries(dict[str, Entry]):
    """The tables' entries, and the world's when they are asked for."""

    world: World | None = None

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        super().__init__(entries)
        self._passing: list[str] = []

    def __missing__(self, identifier: str) -> Entry:
        number = number_of(identifier)
        row = self.world.row(number) if self.world and number is not None else None
        if row is None:
            raise KeyError(identifier)
        kind: PlaceKind = "city" if row.kind == CITY else "region"
        parent = id_of(row.region) if row.region else f"country:{row.country}" if row.country else None
        entry = Entry(identifier, kind, parent, row.country, row.lat, row.lon, row.precision_m, row.population)
        if len(self._passing) >= _MOST_PASSING:
            for known in self._passing:
                del self[known]
            self._passing.clear()
        self[identifier] = entry
        self._passing.append(identifier)
        return entry

    def find(self, identifier: str) -> Entry | None:
        """The entry of an identifier; ``None`` for one that nothing knows."""
        try:
            return self[identifier]
        except KeyError:
            return None

    def __contains__(self, identifier: object) -> bool:
        return super().__contains__(identifier) or self.find(str(identifier)) is not None


def _without_marks(text: str) -> str:
    """Latin letters lose their diacritics; Cyrillic й, ё and Kazakh letters are letters of their own and stay."""
    return _MARKED.sub(lambda letter: _plain(letter[0]), text)


@cache
def _plain(letter: str) -> str:
    return _PLAIN.get(letter) or "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


_MARKED = re.compile("[\u0080-\u024f\u0300-\u036f\u1e00-\u1eff]")
_PLAIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}


def km(one: Entry, other: Entry) -> float:
    """Kilometres between two places, on an equirectangular map: good enough to tell near from far."""
    east = (one.lon - other.lon + 180) % 360 - 180
    return math.hypot(one.lat - other.lat, east * math.cos(math.radians((one.lat + other.lat) / 2))) * 111.2
