"""Which place each mention means, decided for the whole document: countries spoken of, cities around, population."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache

from geo.lexicon import alternatives
from geo.places.gazetteer import Gazetteer
from geo.places.recognise import Mention
from geo.resources import table

_COUNTRY_WEIGHT = 4.0
_ROLE = {"official": 0.6, "ambiguous": 0.2, "alias": 0.3, "former": 0.0}


def resolve(mentions: list[Mention], text: str, gazetteer: Gazetteer, language: str) -> dict[str, float]:
    """Sets ``id`` and ``confidence`` on each mention that the gazetteer can place; gives the countries' weights."""
    votes = _votes(mentions, text, gazetteer, language)
    whole = sum(votes.values()) or 1.0
    for mention in mentions:
        cities = {n.id for n in mention.names if gazetteer.entries[n.id].kind != "site"}
        if not cities:
            continue
        scored = sorted(((_score(mention, i, votes, whole, gazetteer), i) for i in cities), reverse=True)
        mention.id = scored[0][1]
        margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 3.0
        mention.confidence = round(1 / (1 + math.exp(-1.2 * margin)), 3)
    _sites(mentions, text, gazetteer)
    return votes


def _votes(mentions: list[Mention], text: str, gazetteer: Gazetteer, language: str) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    for mention in mentions:
        countries = {gazetteer.entries[n.id].country for n in mention.names}
        if len(countries) == 1:
            kind = gazetteer.entries[mention.names[0].id].kind
            votes[next(iter(countries))] += 2.0 if kind == "country" else 1.0
        else:
            for country in countries:
                votes[country] += 0.5 / len(countries)
    pattern, countries_of = _demonyms(language)
    for m in pattern.finditer(text):
        votes[countries_of[m[0].casefold()]] += 1.0
    return votes


@cache
def _demonyms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {r["word"]: r["country"] for r in table(f"lexicon/{language}/demonyms.csv", "word", "country")}
    pattern = re.compile(rf"(?<!\w)(?:{alternatives([*rows])})(?!\w)") if rows else re.compile(r"(?!)")
    return pattern, {w.casefold(): c for w, c in rows.items()}


def _score(mention: Mention, place_id: str, votes: dict[str, float], whole: float, gazetteer: Gazetteer) -> float:
    entry = gazetteer.entries[place_id]
    role = max(_ROLE.get(n.role, 0.0) for n in mention.names if n.id == place_id)
    size = math.log10(entry.population + 10) if entry.kind == "city" else {"country": 8.0, "region": 4.0}.get(entry.kind, 0.0)
    return size + role + _COUNTRY_WEIGHT * votes.get(entry.country, 0.0) / whole


def _sites(mentions: list[Mention], text: str, gazetteer: Gazetteer) -> None:
    """A site's name belongs to the city that the text speaks of there; a name that only one city has needs no help."""
    cities = [(m.start, m.id) for m in mentions if m.id and gazetteer.entries[m.id].kind == "city"]
    starts = [s for s, _ in cities]
    for mention in mentions:
        options = {n.id for n in mention.names if gazetteer.entries[n.id].kind == "site"}
        if not options or mention.id:
            continue
        at = bisect_right(starts, mention.start)
        order = [c for _, c in reversed(cities[:at])] + [c for _, c in cities[at:]]
        near = next((i for c in order for i in sorted(options) if gazetteer.entries[i].parent == c), None)
        if near:
            mention.id, mention.confidence = near, 0.95
        elif len(options) == 1 and not order:
            mention.id, mention.confidence = next(iter(options)), 0.7
        elif len(options) == 1 and gazetteer.entries[next(iter(options))].country in {gazetteer.entries[c].country for c in order[:3] if c}:
            mention.id, mention.confidence = next(iter(options)), 0.6
        else:
            mention.site = True
