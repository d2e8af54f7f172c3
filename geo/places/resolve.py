"""Which place each mention means, decided for the whole document at once.

What speaks for a candidate: how many live there, how official the name is, a region or country named right after it
("Athens, Georgia"), the countries and regions the document speaks of, and how near it lies to the document's other
places. One name means one place throughout a document, unless the text says otherwise.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache, lru_cache
from itertools import zip_longest

from geo.lexicon import alternatives
from geo.places.gazetteer import Entry, Gazetteer, key
from geo.places.recognise import Mention
from geo.resources import table

_ROLE = {"official": 1.2, "ambiguous": 0.6, "alias": 0.8, "former": 0.3, "world": 0.0}
_COUNTRY, _REGION, _NEAR, _NEXT = 3.5, 2.0, 1.5, 8.0
_KIND = {"country": 9.0, "region": 5.6}
_NEAR_KM = 250.0
_BETWEEN = re.compile(r"\s*,?\s*\(?(?:in\s+)?")


def resolve(mentions: list[Mention], text: str, gazetteer: Gazetteer, language: str) -> dict[str, float]:
    """Sets ``id`` and ``confidence`` on each mention that the gazetteer can place; gives the countries' weights."""
    options = {id(m): _options(m, gazetteer) for m in mentions}
    told = _told_next(mentions, options, text, gazetteer, language)
    countries = _named_countries(mentions, options, text, gazetteer, language)
    regions: dict[str, float] = defaultdict(float)
    anchors: list[Entry] = []
    for final in (False, True):
        chosen = {}
        for spelling, same in _by_spelling(mentions).items():
            ids = {i for m in same for i in options[id(m)]}
            if ids:
                chosen[spelling] = _ranked(ids, same, options, told, countries, regions, anchors, gazetteer)
        if not final:
            countries, regions, anchors = _context(chosen, mentions, countries, gazetteer)
    for spelling, same in _by_spelling(mentions).items():
        for mention in same:
            ranked = chosen.get(spelling, [])
            if id(mention) in told:
                ranked = sorted(ranked, key=lambda s: s[1] not in told[id(mention)])
            ranked = [r for r in ranked if r[1] in options[id(mention)]]
            if ranked:
                margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
                if id(mention) in told or not _wild(mention, ranked[0][1], countries, gazetteer):
                    mention.id, mention.confidence = ranked[0][1], round(1 / (1 + math.exp(-1.2 * margin)), 3)
    _sites(mentions, gazetteer)
    return dict(countries)


def _wild(mention: Mention, place_id: str, countries: dict[str, float], gazetteer: Gazetteer) -> bool:
    """A small place of a country that nothing else in the document speaks of, found by its name alone: no match is better."""
    if any(n.role != "world" for n in mention.names) or not mention.guarded:
        return False
    entry = gazetteer.entries[place_id]
    return countries.get(entry.country, 0.0) <= 1.01 < sum(countries.values())


def _options(mention: Mention, gazetteer: Gazetteer) -> dict[str, float]:
    """Candidates that are no sites, with what the name's role is worth."""
    out: dict[str, float] = {}
    sites = any(gazetteer.entries[n.id].kind == "site" for n in mention.names)
    for name in mention.names:
        if gazetteer.entries[name.id].kind != "site" and not (sites and name.role == "world" and mention.guarded):
            out[name.id] = max(out.get(name.id, 0.0), _ROLE.get(name.role, 0.0))
    return out


def _by_spelling(mentions: list[Mention]) -> dict[str, list[Mention]]:
    out: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        out[key(mention.text) + (" (region)" if mention.wider else "")].append(mention)
    return out


def _told_next(
    mentions: list[Mention], options: dict[int, dict[str, float]], text: str, gazetteer: Gazetteer, language: str
) -> dict[int, set[str]]:
    """Candidates that lie in a region or country named right after them: "Athens, Georgia", "MADISON, Wis."."""
    out: dict[int, set[str]] = {}
    short = _abbreviations(language)
    for mention, following in zip_longest(mentions, mentions[1:]):
        wider: set[str] = set()
        if following is not None and _BETWEEN.fullmatch(text, mention.end, following.start) and following.start - mention.end <= 6:
            wider = {i for i in options[id(following)] if gazetteer.entries[i].kind in ("country", "region")}
        if m := short[0].match(text, mention.end):
            wider |= {n.id for n in gazetteer.named(key(short[1][m[1].casefold()])) if gazetteer.entries[n.id].kind == "region"}
        if wider:
            inside = {i for i in options[id(mention)] if i not in wider and _around(i, gazetteer) & wider}
            if inside:
                out[id(mention)] = inside
    return out


@lru_cache(maxsize=20_000)
def _around(place_id: str, gazetteer: Gazetteer) -> frozenset[str]:
    """What a place lies in."""
    return frozenset(gazetteer.path(place_id, None)[:-1])


@cache
def _abbreviations(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {
        r["abbreviation"].casefold(): r["region"] for r in table(f"lexicon/{language}/region_abbreviations.csv", "abbreviation", "region")
    }
    return re.compile(rf",\s*({alternatives([*rows]) or '(?!)'})(?!\w)"), rows


def _named_countries(
    mentions: list[Mention], options: dict[int, dict[str, float]], text: str, gazetteer: Gazetteer, language: str
) -> dict[str, float]:
    """Countries that the document names, by name or by an adjective."""
    weights: dict[str, float] = defaultdict(float)
    for mention in mentions:
        kinds = {gazetteer.entries[i].kind: gazetteer.entries[i].country for i in options[id(mention)]}
        if "country" in kinds:
            weights[kinds["country"]] += 1.5
    adjectives, countries_of = _demonyms(language)
    for m in adjectives.finditer(text):
        weights[countries_of[m[0].casefold()]] += 1.0
    return weights


@cache
def _demonyms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {r["word"]: r["country"] for r in table(f"lexicon/{language}/demonyms.csv", "word", "country")}
    pattern = re.compile(rf"(?<!\w)(?:{alternatives([*rows])})(?!\w)") if rows else re.compile(r"(?!)")
    return pattern, {w.casefold(): c for w, c in rows.items()}


def country_of_adjective(word: str, language: str) -> str | None:
    """The country that a word such as "Turkish" belongs to."""
    return _demonyms(language)[1].get(word.casefold())


def _ranked(
    ids: set[str], same: list[Mention], options: dict[int, dict[str, float]], told: dict[int, set[str]],
    countries: dict[str, float], regions: dict[str, float], anchors: list[Entry], gazetteer: Gazetteer,
) -> list[tuple[float, str]]:  # fmt: skip
    """(score, id) of every candidate of one spelling, best first."""
    in_countries, in_regions = sum(countries.values()) or 1.0, sum(regions.values()) or 1.0
    out = []
    for i in ids:
        entry = gazetteer.entries[i]
        score = _KIND.get(entry.kind) or math.log10(entry.population + 10)
        score += max(options[id(m)].get(i, 0.0) for m in same)
        score += _COUNTRY * countries.get(entry.country, 0.0) / in_countries
        if regions and entry.kind == "city":
            score += _REGION * max((regions.get(r, 0.0) for r in _around(i, gazetteer)), default=0.0) / in_regions
        if anchors and entry.kind == "city":
            others = [a for a in anchors if a.id not in ids]
            nearest = min((_km(entry, a) for a in others), default=None)
            score += _NEAR * math.exp(-nearest / _NEAR_KM) if nearest is not None else 0.0
        score += _NEXT * any(i in told.get(id(m), ()) for m in same)
        score += _NEXT * (entry.kind == "region" and any(m.wider for m in same))
        out.append((score, i))
    return sorted(out, key=lambda s: (-s[0], s[1]))


def _context(
    chosen: dict[str, list[tuple[float, str]]], mentions: list[Mention], named: dict[str, float], gazetteer: Gazetteer
) -> tuple[dict[str, float], dict[str, float], list[Entry]]:
    """What the first choice says of the document: its countries, its regions, the places sure enough to measure from."""
    countries: dict[str, float] = defaultdict(float, named)
    regions: dict[str, float] = defaultdict(float)
    anchors = []
    for ranked in chosen.values():
        sure = len(ranked) == 1 or ranked[0][0] - ranked[1][0] > 1.0
        entry = gazetteer.entries[ranked[0][1]]
        weight = 1.0 if sure else 0.3
        countries[entry.country] += weight
        if entry.kind == "region":
            regions[entry.id] += 1.5 * weight
        for around in _around(entry.id, gazetteer):
            if gazetteer.entries[around].kind == "region":
                regions[around] += weight
        if sure and entry.kind == "city":
            anchors.append(entry)
    return countries, regions, anchors


def _km(one: Entry, other: Entry) -> float:
    """Distance on an equirectangular map: good enough to tell near from far."""
    east = (one.lon - other.lon + 180) % 360 - 180
    return math.hypot(one.lat - other.lat, east * math.cos(math.radians((one.lat + other.lat) / 2))) * 111.2


_JUST = 40
"""How few letters lie between a city's name and that of a site in it that is told right after."""


_WINDOW = 60
"""How many cities before and after a site are asked whether it is theirs."""


def _sites(mentions: list[Mention], gazetteer: Gazetteer) -> None:
    """A site's name belongs to the city that the text speaks of there; a name that only one city has needs no help."""
    cities = [(m.start, m.id) for m in mentions if m.id and gazetteer.entries[m.id].kind == "city"]
    starts = [s for s, _ in cities]
    for mention in mentions:
        options = {n.id for n in mention.names if gazetteer.entries[n.id].kind == "site"}
        if not options or mention.id:
            continue
        at = bisect_right(starts, mention.start)
        order = [c for _, c in cities[max(0, at - _WINDOW) : at][::-1]] + [c for _, c in cities[at : at + _WINDOW]]
        near = next((i for c in order for i in sorted(options) if gazetteer.entries[i].parent == c), None)
        just_named = at > 0 and mention.start - cities[at - 1][0] < _JUST
        if just_named and near and gazetteer.entries[near].parent != order[0]:
            mention.site = not mention.text.isupper()  # "in Oral, on Abay Square" is not the Abay Square of a city named before
        elif near:
            mention.id, mention.confidence = near, 0.95
        elif len(options) == 1 and not order:
            mention.id, mention.confidence = next(iter(options)), 0.7
        elif len(options) == 1 and gazetteer.entries[next(iter(options))].country in {gazetteer.entries[c].country for c in order[:3]}:
            mention.id, mention.confidence = next(iter(options)), 0.6
        else:
            mention.site = not mention.text.isupper()
