"""The gazetteer: places, their names with the dates between which each held, and what lies in what on a day.

Tables: ``data/gazetteer/places.csv``, ``names.csv``, ``containment.csv``; see the README beside them. Positions are
WGS 84 degrees, precision in metres. Nothing here touches the network.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import cast

from geo.errors import DataError
from geo.model import Place, PlaceKind
from geo.places.world import CITY, COUNTY, Row, World, id_of, number_of
from geo.resources import data_path, table

_SEPARATORS = re.compile(r"[\s\-–—.,/()]+")
_MOST_PASSING = 50_000
"""How many of the world's places are held at a time."""
_MARKS = str.maketrans({"’": "", "'": "", "ʼ": "", "‘": "", "`": "", "ʻ": "", "ё": "е"})


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


class _Entries(dict[str, Entry]):
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

    def __contains__(self, place_id: object) -> bool:
        try:
            return self[str(place_id)] is not None
        except KeyError:
            return False


class Gazetteer:
    """Places by identifier and by name. Build it from the shipped tables with :meth:`shipped`.

    The tables are held in memory and win; the rest of the world is looked up in its index.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        names: Iterable[Name],
        moves: Iterable[tuple[str, str, date | None, date | None]],
        world: World | None = None,
    ) -> None:
        self.entries = _Entries((e.id, e) for e in entries)
        self.entries.world = self._world = world
        self._of: dict[str, list[Name]] = defaultdict(list)
        self.by_key: dict[str, list[Name]] = defaultdict(list)
        self.longest: dict[str, int] = {}
        for name in names:
            self._of[name.id].append(name)
            k = key(name.text)
            self.by_key[k].append(name)
            first, words = k.partition(" ")[0], k.count(" ") + 1
            if words > self.longest.get(first, 0):
                self.longest[first] = words
        self._moves: dict[str, list[tuple[str, date | None, date | None]]] = defaultdict(list)
        for place_id, parent, since, until in moves:
            self._moves[place_id].append((parent, since, until))
        for place_id in [*self._of, *self._moves]:
            if place_id not in self.entries:
                raise DataError(f"names.csv or containment.csv: {place_id} is not in places.csv")

    @classmethod
    @cache
    def shipped(cls) -> Gazetteer:
        """The project's own tables, read once. Raises :class:`DataError` naming the row that has a fault."""
        entries = [_entry(row) for row in table("gazetteer/places.csv", "id", "kind", "lat", "lon", "precision_m")]
        names = [
            Name(r["id"], r["name"], r["lang"], r["role"], _day(r["valid_from"], r), _day(r["valid_to"], r))
            for r in table("gazetteer/names.csv", "id", "name", "lang", "role", "valid_from", "valid_to")
        ]
        moves = [
            (r["id"], r["parent"], _day(r["valid_from"], r), _day(r["valid_to"], r))
            for r in table("gazetteer/containment.csv", "id", "parent", "valid_from", "valid_to")
        ]
        return cls(entries, names, moves, World(data_path("gazetteer/world.db")))

    def capital(self, country: str) -> str | None:
        """The identifier of a country's seat of government."""
        return _capitals().get(country)

    def find(self, name: str) -> list[Name]:
        """Every name that is spelt so, of whatever place and time; the counties, seas and villages that text alone rarely
        means have the role ``asked``."""
        k = key(name)
        found = self.named(k)
        known = {n.id for n in found}
        ids = map(id_of, self._world.asked(k) if self._world else ())
        return [*found, *(Name(i, k, "", "asked", None, None) for i in ids if i not in known)]

    def named(self, k: str) -> list[Name]:
        """Every name with that :func:`key`; those of the world's index alone are :attr:`Name.indexed`."""
        own = self.by_key.get(k, [])
        if self._world is None:
            return own
        known = {n.id for n in own}
        indexed = ((id_of(n), main) for n, main in self._world.numbers(k))
        return [*own, *(Name(i, k, "", "world" if main else "world_other", None, None) for i, main in indexed if i not in known)]

    def reach(self, word: str) -> int:
        """How many words the longest name has whose key begins with this word; 0 for none."""
        own = self.longest.get(word, 0)
        return max(own, self._world.longest(word)) if self._world else own

    def parent(self, identifier: str, on: date | None) -> str | None:
        """What the place lay in on that day."""
        for mover, since, until in self._moves.get(identifier, ()):
            if Name("", "", "", "", since, until).held(on):
                return mover
        return self._above(identifier) or self.entries[identifier].parent

    def _above(self, identifier: str) -> str | None:
        """What the world's index has a city in: its county where text can mean it, else its region."""
        row = self._row(identifier)
        if row is None or row.kind != CITY:
            return None
        county = self._row(id_of(row.county)) if row.county else None
        return id_of(county.number) if county and county.kind == COUNTY else id_of(row.region) if row.region else None

    def _row(self, identifier: str) -> Row | None:
        number = number_of(identifier) if self._world else None
        return self._world.row(number) if self._world and number is not None else None

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one gazetteer
    def around(self, identifier: str) -> frozenset[str]:
        """What a place lies in today, districts too that no path names."""
        row = self._row(identifier)
        return frozenset(self.path(identifier, None)[:-1]) | ({id_of(row.county)} if row and row.county else frozenset())

    def path(self, place_id: str, on: date | None) -> tuple[str, ...]:
        """Identifiers from the country down to the place itself, on that day."""
        out: list[str] = []
        node: str | None = place_id
        while node and node in self.entries and node not in out:
            out.append(node)
            node = self.parent(node, on)
        return tuple(reversed(out))

    def name(self, place_id: str, on: date | None, language: str = "en") -> str:
        """The name in use on that day in that language; English, then any, where the language has none."""
        names = self._of.get(place_id, [])
        for lang in dict.fromkeys((language, "en")):
            own = [n for n in names if n.language == lang and n.role == "official"]
            for n in own:
                if n.held(on):
                    return n.text
            if own:
                return own[-1].text
        if names:
            return names[0].text
        row = self._row(place_id)
        return row.name if row else place_id

    def today(self, place_id: str, language: str = "en") -> str:
        return self.name(place_id, None, language)

    def names(self, place_id: str) -> list[Name]:
        return list(self._of.get(place_id, []))

    def place(self, place_id: str, mention: str, on: date | None, basis: str = "gazetteer") -> Place:
        """The place as it was named and lay on that day. Raises ``KeyError`` for an unknown identifier."""
        entry = self.entries[place_id]
        path = self.path(place_id, on)
        at: dict[str, str] = {}
        for p in path:
            at.setdefault(self.entries[p].kind, p)  # of a county's regions, the first level
        at[entry.kind] = place_id
        named = {kind: self.name(p, on) for kind, p in at.items()}
        return Place(
            mention=mention, name=named[entry.kind], kind=entry.kind, id=place_id, lat=entry.lat, lon=entry.lon,
            precision_m=entry.precision_m, country=entry.country or None, region=named.get("region"), city=named.get("city"),
            site=named.get("site"), name_today=self.today(at.get("city", place_id) if entry.kind == "site" else place_id),
            basis=basis, path=path,
        )  # fmt: skip

    def unknown_site(self, city_id: str, mention: str, on: date | None) -> Place:
        """A site that no table holds: shown at its city, with the city's precision, and saying so."""
        city = self.place(city_id, mention, on, "site_not_found")
        slug = key(mention).replace(" ", "-")
        return Place(
            mention=mention, name=mention, kind="site", id=None, lat=city.lat, lon=city.lon, precision_m=city.precision_m,
            country=city.country, region=city.region, city=city.city, site=mention, name_today=city.name_today,
            basis="site_not_found", path=(*city.path, f"unplaced:{city_id}/{slug}"),
        )  # fmt: skip


@cache
def _capitals() -> dict[str, str]:
    return {row["country"]: row["id"] for row in table("gazetteer/capitals.csv", "country", "id")}


def unplaced(mention: str, country: str | None = None) -> Place:
    """A place that nothing knows: kept by its name, at no position; it counts in its country where that is known."""
    name = mention or "place not stated"
    path = (f"country:{country}", f"unplaced:{key(name)}") if country else ()
    return Place(
        mention=mention, name=name, kind="unknown", id=None, lat=None, lon=None, precision_m=None, country=country,
        region=None, city=None, site=None, name_today=name, basis="unplaced", path=path,
    )  # fmt: skip


def _without_marks(text: str) -> str:
    """Latin letters lose their diacritics; Cyrillic й, ё and Kazakh letters are letters of their own and stay."""
    out = []
    for char in text:
        if char > "\u024f" and not ("\u1e00" <= char <= "\u1eff"):
            out.append(char)
        else:
            out.append(_PLAIN.get(char) or "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)))
    return "".join(out)


_PLAIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}


def _entry(row: dict[str, str]) -> Entry:
    try:
        return Entry(
            row["id"], cast(PlaceKind, row["kind"]), row["parent"] or None, row["country"], float(row["lat"]), float(row["lon"]),
            int(row["precision_m"]), int(row.get("population") or 0),
        )  # fmt: skip
    except ValueError as error:
        raise DataError(f"places.csv, {row.get('id')}: {error}") from None


def _day(text: str, row: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DataError(f"gazetteer row of {row['id']}: {text} is not a date like 2019-03-23") from None
