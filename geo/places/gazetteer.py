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
from functools import cache
from typing import cast

from geo.errors import DataError
from geo.model import Place, PlaceKind
from geo.places.world import World
from geo.resources import data_path, table

_SEPARATORS = re.compile(r"[\s\-–—.,/()]+")
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

    def held(self, on: date | None) -> bool:
        """Whether the name was in use on that day; without a day, today."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class _Entries(dict[str, Entry]):
    """The tables' entries, and the world's when they are asked for."""

    world: World | None = None

    def __missing__(self, place_id: str) -> Entry:
        row = self.world.row(int(place_id[9:])) if self.world and place_id[:9] == "geonames:" and place_id[9:].isdigit() else None
        if row is None:
            raise KeyError(place_id)
        parent = f"geonames:{row.region}" if row.region else f"country:{row.country}"
        kind: PlaceKind = "city" if row.is_city else "region"
        entry = self[place_id] = Entry(place_id, kind, parent, row.country, row.lat, row.lon, row.precision_m, row.population)
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
        self._world = world
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
        self.entries.world = world

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
        """Every name that is spelt so, of whatever place and time."""
        return self.named(key(name))

    def named(self, k: str) -> list[Name]:
        """Every name with that :func:`key`; those of the world's index alone have the role ``world``."""
        own = self.by_key.get(k, [])
        if self._world is None:
            return own
        known = {n.id for n in own}
        ids = (f"geonames:{n}" for n in self._world.numbers(k))
        return [*own, *(Name(i, k, "", "world", None, None) for i in ids if i not in known)]

    def reach(self, word: str) -> int:
        """How many words the longest name has whose key begins with this word; 0 for none."""
        own = self.longest.get(word, 0)
        return max(own, self._world.longest(word)) if self._world else own

    def parent(self, place_id: str, on: date | None) -> str | None:
        """What the place lay in on that day."""
        for mover, since, until in self._moves.get(place_id, ()):
            if Name("", "", "", "", since, until).held(on):
                return mover
        parent = self.entries[place_id].parent
        if parent and parent.startswith("country:") and self._world and place_id.startswith("geonames:"):
            row = self._world.row(int(place_id[9:]))
            return f"geonames:{row.region}" if row and row.region else parent
        return parent

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
        row = self._world.row(int(place_id[9:])) if self._world and place_id.startswith("geonames:") else None
        return row.name if row else place_id

    def today(self, place_id: str, language: str = "en") -> str:
        return self.name(place_id, None, language)

    def names(self, place_id: str) -> list[Name]:
        return list(self._of.get(place_id, []))

    def place(self, place_id: str, mention: str, on: date | None, basis: str = "gazetteer") -> Place:
        """The place as it was named and lay on that day. Raises ``KeyError`` for an unknown identifier."""
        entry = self.entries[place_id]
        path = self.path(place_id, on)
        at = {self.entries[p].kind: p for p in path}
        named = {kind: self.name(p, on) for kind, p in at.items()}
        return Place(
            mention=mention, name=named[entry.kind], kind=entry.kind, id=place_id, lat=entry.lat, lon=entry.lon,
            precision_m=entry.precision_m, country=entry.country, region=named.get("region"), city=named.get("city"),
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
