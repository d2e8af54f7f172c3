"""Names looked up for a user: candidates for a name on a day, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.model import Place
from geo.places.context import short_forms
from geo.places.forms import phrases
from geo.places.gazetteer import Gazetteer, Name, key
from geo.places.sites import site_within
from geo.places.spelling import nearest

_KIND = {"country": 9.0, "region": 5.0, "city": 3.0, "site": 2.0}
_ROLE = {"own": 9.0, "official": 1.5, "world": 1.0, "alias": 0.8, "ambiguous": 0.6, "former": 0.4, "guess": -1.0, "asked": -1.0}
_GUESS_TRUST = 0.7
_HOME = 1.5
"""How much a misspelt name is sooner one of Kazakhstan's, the country that the tables know best."""
_LANGUAGES = ("ru", "kk", "en")
_AROUND_KM = 60.0
"""How far from a city's centre what is asked for in it may lie, where nothing inside is called so: the towns around it."""
_ASIDE = re.compile(r"\s*\([^)]*\)\s*$")
_SHORT_NOUN = re.compile(r"^\s*(?:[^\W\d_]{1,3}\.\s*)+")
"""A noun cut short before a name: "г. Троицк", "ст. м. Пушкинская"."""
_PIECES = re.compile(r"[,;/—–]|\s-\s")


def candidates(name: str, on: date | None = None, within: str | None = None) -> list[dict[str, Any]]:
    """Everything that the name may mean, best first, in the contract's fields; empty where nothing fits.

    A name that nothing has as written is looked for without what stands in brackets, in its dictionary form, and with a slip or two
    of the pen (``basis`` "guess"). Within a city it is also looked for among the city's sites, and the towns around; what is not
    found there is shown at the city (``basis`` "site_not_found"). Raises :class:`InputError` for a ``within`` that is no place.
    """
    gazetteer = Gazetteer.shipped()
    if within is None:
        return _rows(name, _found_or_told(name, gazetteer), on, gazetteer)
    scope = _scope(within, on, gazetteer)
    ranked = _ranked_ids(within, on, gazetteer)
    city = next((i for i in ranked if gazetteer.entries[i].kind == "city" and ranked[0] in gazetteer.path(i, on)), None)
    inside = [n for n in _found(name, gazetteer) if scope & set(gazetteer.path(n.id, on)[:-1])]
    in_city = [n for n in inside if city in gazetteer.path(n.id, on)]
    if inside:
        return _rows(name, in_city or inside, on, gazetteer)
    return _in_city(name, city, on, gazetteer) if city else []


def _in_city(name: str, city: str, on: date | None, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """A free description of a place in or near a city: "м. Пушкинская, Арбат"."""
    for piece in (name, *_PIECES.split(name)):
        if site := site_within(piece, city, gazetteer):
            return _rows(name, [Name(site, piece.strip(), "", "alias", None, None)], on, gazetteer)
        near = [n for n in _spelt(piece, gazetteer) if gazetteer.entries[n.id].kind == "city" and gazetteer.km(n.id, city) <= _AROUND_KM]
        if near:
            return _rows(name, near, on, gazetteer)
    if not any(c.isalpha() for c in name):
        return []
    place = gazetteer.unknown_site(city, name.strip(), on)
    return [{**_fields(place, name, 0.3, gazetteer.today(city)), "valid_from": None, "valid_to": None, "basis": place.basis, "names": []}]


def _scope(within: str, on: date | None, gazetteer: Gazetteer) -> set[str]:
    scope = {n.id for n in _found(within, gazetteer)}
    if not scope:
        raise InputError("--in", f"no place is called {within}")
    return scope


def _ranked_ids(name: str, on: date | None, gazetteer: Gazetteer) -> list[str]:
    found = {n.id: n for n in _found(name, gazetteer)}
    return sorted(found, key=lambda i: (-_score(found[i], on, gazetteer), i))


def _found_or_told(name: str, gazetteer: Gazetteer) -> list[Name]:
    """The name; or what lies in the region or country told after a comma: "Long Beach, CA"."""
    head, comma, wider = name.rpartition(",")
    if comma and not _spelt(name, gazetteer):
        region = short_forms("en")[1].get(wider.strip().casefold(), wider.strip())
        around = {n.id for n in _spelt(region, gazetteer) if gazetteer.entries[n.id].kind in ("country", "region")}
        if inside := [n for n in _spelt(head, gazetteer) if gazetteer.around(n.id) & around]:
            return inside
    return _found(name, gazetteer)


def _found(name: str, gazetteer: Gazetteer) -> list[Name]:
    """The name as written, else in its dictionary form, else misspelt."""
    if found := _spelt(name, gazetteer):
        return found
    near = nearest(key(name), gazetteer.by_key)
    return [Name(n.id, n.text, n.language, "guess", n.valid_from, n.valid_to) for k in near for n in gazetteer.by_key[k]]


def _spelt(name: str, gazetteer: Gazetteer) -> list[Name]:
    for written in _writings(name):
        if found := gazetteer.find(written):
            return found
    return []


def _writings(name: str) -> Iterator[str]:
    yield name
    bare = _SHORT_NOUN.sub("", _ASIDE.sub("", name))
    if bare != name and bare:
        yield bare
    for language in _LANGUAGES:
        yield from phrases(tuple(bare.split()), language)


def _rows(query: str, names: list[Name], on: date | None, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    best: dict[str, Name] = {}
    for found in names:
        held = best.get(found.id)
        if held is None or _named(found, on) > _named(held, on):
            best[found.id] = found
    scored = sorted(((_score(n, on, gazetteer), n) for n in best.values()), key=lambda s: (-s[0], s[1].id))
    weights = [math.exp(s) for s, _ in scored]
    return [
        row_of(query, n, on, w / sum(weights) * (_GUESS_TRUST if n.role == "guess" else 1.0), gazetteer)
        for (_, n), w in zip(scored, weights, strict=True)
    ]


def _named(name: Name, on: date | None) -> float:
    return _ROLE.get(name.role, 0.0) + (1.0 if name.held(on) else 0.0)


def _score(name: Name, on: date | None, gazetteer: Gazetteer) -> float:
    entry = gazetteer.entries[name.id]
    at_home = _HOME if name.role == "guess" and entry.country == "KZ" else 0.0
    return _KIND[entry.kind] + _named(name, on) + 0.5 * math.log10(entry.population + 10) + at_home


def row_of(query: str, name: Name, on: date | None, confidence: float, gazetteer: Gazetteer) -> dict[str, Any]:
    """One answer in the contract's fields, with the place's names over time."""
    place = gazetteer.place(name.id, query, on, "guess" if name.role == "guess" else "gazetteer")
    official = next((n for n in gazetteer.names(name.id) if n.text == place.name and n.language == "en"), name)
    return {
        **_fields(place, query, confidence, gazetteer.today(name.id)),
        "valid_from": official.valid_from and official.valid_from.isoformat(),
        "valid_to": official.valid_to and official.valid_to.isoformat(), "basis": place.basis,
        "names": [
            {"name": n.text, "language": n.language, "role": n.role, "valid_from": n.valid_from and n.valid_from.isoformat(),
             "valid_to": n.valid_to and n.valid_to.isoformat()}
            for n in gazetteer.names(name.id)
        ],
    }  # fmt: skip


def _fields(place: Place, query: str, confidence: float, today: str) -> dict[str, Any]:
    return {
        "query": query, "name": place.name, "kind": place.kind, "id": place.id, "lat": place.lat, "lon": place.lon,
        "precision_m": place.precision_m, "country": place.country, "region": place.region, "city": place.city,
        "site": place.site, "confidence": round(confidence, 3), "name_today": today,
    }  # fmt: skip
