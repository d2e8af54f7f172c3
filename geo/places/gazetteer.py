"""The gazetteer: places, their names with the dates between which each held, and what lies in what on a day.

Tables: ``data/gazetteer/places.csv``, ``names.csv``, ``containment.csv``; see the README beside them. Positions are
WGS 84 degrees, precision in metres. Nothing here touches the network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from geo import settings
from geo.errors import DataError
from geo.model import Place, PlaceKind
from geo.places.corrections import read_corrections
from geo.places.entries import Entries, Entry, Name, key, km
from geo.places.spelling import Speller
from geo.places.world import CITY, COUNTY, Row, World, id_of, number_of
from geo.resources import cells, data_path, table

__all__ = ["Entry", "Gazetteer", "Name", "key", "unplaced"]

_GUESSED = 300_000
"""People of a city outside Kazakhstan from which on its name is looked for behind a slip of the pen in running text."""


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
        corrections: Path | None = None,
    ) -> None:
        self.entries = Entries((e.id, e) for e in entries)
        self.entries.world = self._world = world
        self._of: dict[str, list[Name]] = defaultdict(list)
        self.by_key: dict[str, list[Name]] = defaultdict(list)
        self.longest: dict[str, int] = {}
        own_entries, own_names = read_corrections(corrections, self.entries) if corrections else ([], [])
        self.entries.update((e.id, e) for e in own_entries)
        self._own = {key(n.text) for n in own_names}
        for name in [*names, *own_names]:
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
        entries = [_entry(*row) for row in cells("gazetteer/places.csv", *_PLACE)]
        names = [
            Name(i, text, language, role, _day(since, i), _day(until, i))
            for i, text, language, role, since, until in cells("gazetteer/names.csv", *_NAME)
        ]
        moves = [
            (mover, parent, _day(since, mover), _day(until, mover))
            for mover, parent, since, until in cells("gazetteer/containment.csv", *_MOVE)
        ]
        corrections = settings.get("DETENTION_MAP_PLACES")
        return cls(entries, names, moves, World(data_path("gazetteer/world.db")), Path(corrections) if corrections else None)

    def capital(self, country: str) -> str | None:
        """The identifier of a country's seat of government."""
        return _capitals().get(country)

    def find(self, name: str) -> list[Name]:
        """Every name that is spelt so, of whatever place and time; the counties, seas and villages that text alone rarely
        means have the role ``asked``."""
        k = key(name)
        found = self.named(k)
        if k in self._own:
            return found
        known = {n.id for n in found}
        ids = map(id_of, self._world.asked(k) if self._world else ())
        return [*found, *(Name(i, k, "", "asked", None, None) for i in ids if i not in known)]

    def named(self, k: str) -> list[Name]:
        """Every name with that :func:`key`; those of the world's index alone are :attr:`Name.indexed`."""
        own = self.by_key.get(k, [])
        if k in self._own:
            return [n for n in own if n.role == "own"]
        if self._world is None:
            return own
        known = {n.id for n in own}
        indexed = ((id_of(n), main) for n, main in self._world.numbers(k))
        return [*own, *(Name(i, k, "", "world" if main else "world_other", None, None) for i, main in indexed if i not in known)]

    @cached_property
    def speller(self) -> Speller:
        """What running text may misspell: names of Kazakhstan, of countries, sites and large cities."""
        wanted = {
            e.id for e in list(self.entries.values()) if e.country == "KZ" or e.kind in ("country", "site") or e.population >= _GUESSED
        }
        return Speller(k for k, names in self.by_key.items() if any(n.id in wanted and n.role != "ambiguous" for n in names))

    @cached_property
    def _sites(self) -> dict[str | None, list[str]]:
        out: dict[str | None, list[str]] = defaultdict(list)
        for entry in list(self.entries.values()):
            if entry.kind == "site":
                out[entry.parent].append(entry.id)
        return out

    def sites_of(self, city_id: str) -> list[str]:
        """Identifiers of the sites of a city that the tables hold."""
        return self._sites.get(city_id, [])

    def km(self, one: str, other: str) -> float:
        """Kilometres between two places, on an equirectangular map: good enough to tell near from far."""
        return km(self.entries[one], self.entries[other])

    def guesses(self, k: str) -> list[Name]:
        """The places whose name is one slip away from this :func:`key`, where all such names mean one place; role ``guess``."""
        near = self.speller.near(k)
        ids = {n.id for known in near for n in self.by_key[known] if n.role != "ambiguous"}
        return [Name(next(iter(ids)), near[0], "", "guess", None, None)] if len(ids) == 1 else []

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

    def outline(self, identifier: str) -> dict[str, Any] | None:
        """The outline of a first-level region of the world's index, as a GeoJSON geometry; ``None`` where it has none."""
        number = number_of(identifier)
        return self._world.outline(number) if self._world and number is not None else None

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
        corrected = [n for n in names if n.role == "own" and (n.valid_from or n.valid_to) and n.held(on)]
        for lang in dict.fromkeys((language, "en")):
            for n in corrected:
                if n.language == lang:
                    return n.text
            own = [n for n in names if n.language == lang and n.role == "official"]
            for n in own:
                if n.held(on):
                    return n.text
            if own:
                return own[-1].text
        row = self._row(place_id)
        if row and not any(n.role == "official" or n.language == "en" for n in names):
            return row.name
        return names[0].text if names else place_id

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

    def unknown_site(self, city_id: str, mention: str, on: date | None, name: str = "") -> Place:
        """A site that no table holds: shown at its city, with the city's precision, and saying so. ``name``: its English name."""
        city = self.place(city_id, mention, on, "site_not_found")
        name = name or mention
        slug = key(name).replace(" ", "-")
        return Place(
            mention=mention, name=name, kind="site", id=None, lat=city.lat, lon=city.lon, precision_m=city.precision_m,
            country=city.country, region=city.region, city=city.city, site=name, name_today=city.name_today,
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


_PLACE = ("id", "kind", "parent", "country", "lat", "lon", "precision_m", "population")
_NAME = ("id", "name", "lang", "role", "valid_from", "valid_to")
_MOVE = ("id", "parent", "valid_from", "valid_to")


def _entry(identifier: str, kind: str, parent: str, country: str, lat: str, lon: str, precision_m: str, population: str) -> Entry:
    try:
        return Entry(
            identifier, cast(PlaceKind, kind), parent or None, country, float(lat), float(lon), int(precision_m), int(population or 0)
        )  # fmt: skip
    except ValueError as error:
        raise DataError(f"places.csv, {identifier}: {error}") from None


def _day(text: str, identifier: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DataError(f"gazetteer row of {identifier}: {text} is not a date like 2019-03-23") from None
