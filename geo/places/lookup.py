"""Names looked up for a user: candidates for a name on a day, best first."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.places.gazetteer import Gazetteer, Name

_KIND = {"country": 9.0, "region": 5.0, "city": 3.0, "site": 2.0}
_ROLE = {"official": 1.5, "alias": 0.8, "ambiguous": 0.6, "former": 0.4}


def candidates(name: str, on: date | None = None, within: str | None = None) -> list[dict[str, Any]]:
    """Everything that the name may mean, best first, in the contract's fields. Raises :class:`InputError` for ``within``."""
    gazetteer = Gazetteer.shipped()
    scope: set[str] | None = None
    if within:
        scope = {n.id for n in gazetteer.find(within)}
        if not scope:
            raise InputError("--in", f"no place is called {within}")
    best: dict[str, Name] = {}
    for found in gazetteer.find(name):
        if scope is not None and not scope & set(gazetteer.path(found.id, on)[:-1]):
            continue
        held = best.get(found.id)
        if held is None or _named(found, on) > _named(held, on):
            best[found.id] = found
    scored = sorted(((_score(n, on, gazetteer), n) for n in best.values()), key=lambda s: (-s[0], s[1].id))
    weights = [math.exp(s) for s, _ in scored]
    return [row_of(name, n, on, w / sum(weights), gazetteer) for (_, n), w in zip(scored, weights, strict=True)]


def _named(name: Name, on: date | None) -> float:
    return _ROLE.get(name.role, 0.0) + (1.0 if name.held(on) else 0.0)


def _score(name: Name, on: date | None, gazetteer: Gazetteer) -> float:
    entry = gazetteer.entries[name.id]
    return _KIND[entry.kind] + _named(name, on) + 0.5 * math.log10(entry.population + 10)


def row_of(query: str, name: Name, on: date | None, confidence: float, gazetteer: Gazetteer) -> dict[str, Any]:
    place = gazetteer.place(name.id, query, on)
    official = next((n for n in gazetteer.names(name.id) if n.text == place.name and n.language == "en"), name)
    return {
        "query": query, "name": place.name, "kind": place.kind, "id": place.id, "lat": place.lat, "lon": place.lon,
        "precision_m": place.precision_m, "country": place.country, "region": place.region, "city": place.city,
        "site": place.site, "confidence": round(confidence, 3), "name_today": gazetteer.today(name.id),
        "valid_from": official.valid_from.isoformat() if official.valid_from else None,
        "valid_to": official.valid_to.isoformat() if official.valid_to else None, "basis": place.basis,
        "names": [
            {"name": n.text, "language": n.language, "role": n.role, "valid_from": n.valid_from and n.valid_from.isoformat(),
             "valid_to": n.valid_to and n.valid_to.isoformat()}
            for n in gazetteer.names(name.id)
        ],
    }  # fmt: skip
