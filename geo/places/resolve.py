"""Which place each mention means, decided for the whole document at once.

What speaks for a candidate: how many live there, how official the name is, a region or country named right after it
("Athens, Georgia"), the countries, regions and counties the document speaks of, and how near it lies to the document's other
places. What the document speaks of is itself found out from the candidates: each begins with a share by what is known of it
alone, and the shares are then settled together, a few times round. One name means one place throughout a document, unless
the text says otherwise.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from geo.places.context import Options, country_of_adjective, cued_countries, named_countries, named_regions, second_level, told_next
from geo.places.entries import km
from geo.places.gazetteer import Entry, Gazetteer, key
from geo.places.recognise import Mention
from geo.places.sites import place_sites
from geo.places.weights import WEIGHTS as W

__all__ = ["country_of_adjective", "resolve"]

_ROUNDS = 3
_SUREST = 0.98
_FAINT = 0.02
"""A share below which a candidate says nothing."""
_ANCHORS = 3
"""Of each other name, how many candidates are measured from."""


@dataclass(slots=True)
class _Candidate:
    id: str
    entry: Entry
    around: frozenset[str]
    """What it lies in, and itself where it is a region."""
    score: float
    """By what is known of it alone."""
    total: float = 0.0
    share: float = 0.0
    local: float = 0.0
    """How much else in the document is in its region or county."""


@dataclass(slots=True)
class _Group:
    """The mentions that share a spelling, and what they may mean."""

    mentions: list[Mention]
    candidates: list[_Candidate] = field(default_factory=list)
    spelling: str = ""
    weight: float = 1.0
    """How much it says of where the document is: more where it is named again and again."""


def resolve(mentions: list[Mention], text: str, gazetteer: Gazetteer, language: str) -> dict[str, float]:
    """Sets ``id`` and ``confidence`` on each mention that the gazetteer can place; gives the countries' weights."""
    options = {id(m): _options(m, gazetteer) for m in mentions}
    told = told_next(mentions, options, text, gazetteer, language)
    named = named_countries(text, language)
    short = named_regions(text, mentions, gazetteer, language)
    groups = [g for g in (_group(s, options, told, text, gazetteer, language) for s in _by_spelling(mentions).values()) if g.candidates]
    for group in groups:
        _settle(group.candidates)
    undecided = [g for g in groups if len(g.candidates) > 1 or g.mentions[0].part]
    cues = cued_countries(text, language) if undecided else {}
    countries, regions = _context(groups, named, short)
    for _ in range(_ROUNDS if undecided else 0):
        hinted = {c: countries.get(c, 0.0) + cues.get(c, 0.0) for c in {*countries, *cues}} if cues else countries
        counties = _counties(groups)
        for group in undecided:
            _weigh(group, groups, hinted, regions, counties)
        for group in undecided:
            _settle(group.candidates)
        countries, regions = _context(groups, named, short)
    for group in groups:
        for mention in group.mentions:
            _choose(mention, group.candidates, options[id(mention)], told.get(id(mention)), countries)
    place_sites(mentions, gazetteer)
    return dict(countries)


def _options(mention: Mention, gazetteer: Gazetteer) -> dict[str, float]:
    """Candidates that are no sites, with what the name's role is worth."""
    out: dict[str, float] = {}
    sites = any(gazetteer.entries[n.id].kind == "site" for n in mention.names)
    for name in mention.names:
        if gazetteer.entries[name.id].kind != "site" and not (sites and name.indexed and mention.guarded):
            out[name.id] = max(out.get(name.id, -9.0), W[f"role_{name.role}"])
    return out


def _by_spelling(mentions: list[Mention]) -> dict[str, list[Mention]]:
    out: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        out[key(mention.text) + (" (region)" if mention.wider else "")].append(mention)
    return out


def _group(same: list[Mention], options: Options, told: dict[int, set[str]], text: str, gazetteer: Gazetteer, language: str) -> _Group:
    """Candidates with their own scores, best first; those that no context could lift to the best are left out."""
    roles: dict[str, float] = {}
    for mention in same:
        for i, role in options[id(mention)].items():
            roles[i] = max(roles.get(i, -9.0), role)
    if not roles:
        return _Group(same)
    region = any(m.wider for m in same)
    county = len(roles) > 1 and any(second_level(m, text, language) for m in same)
    next_to = {i for m in same for i in told.get(id(m), ())}
    out = []
    for i, role in roles.items():
        entry = gazetteer.entries[i]
        score = role + _known(entry, gazetteer)
        if entry.kind == "region":
            score += W["told"] * region + W["county_said"] * (county and _below_region(entry))
        out.append(_Candidate(i, entry, gazetteer.around(i) | {i}, score + W["told"] * (i in next_to)))
    best = max(c.score for c in out)
    kept = [c for c in out if c.score >= best - W["context"] or c.id in next_to]
    return _Group(same, sorted(kept, key=lambda c: (-c.score, c.id)), key(same[0].text), math.sqrt(len(same)))


def _known(entry: Entry, gazetteer: Gazetteer) -> float:
    """What speaks for a place wherever it is named."""
    if entry.kind == "country":
        return W["country"]
    people = W["people"] * math.log10(entry.population + 10)
    if entry.kind == "region":
        if entry.id.startswith("area:"):
            return W["area"]
        return W["county"] + people if _below_region(entry) else W["region"] + people
    return people + W["capital"] * (gazetteer.capital(entry.country) == entry.id)


def _below_region(entry: Entry) -> bool:
    return entry.kind == "region" and bool(entry.parent) and not str(entry.parent).startswith("country:")


def _settle(candidates: list[_Candidate]) -> None:
    """Shares that add up to 1."""
    if len(candidates) == 1:
        candidates[0].share = 1.0
        return
    totals = [c.total or c.score for c in candidates]
    best = max(totals)
    powers = [math.exp(W["sharpness"] * (t - best)) for t in totals]
    for candidate, power in zip(candidates, powers, strict=True):
        candidate.share = power / sum(powers)


def _context(groups: list[_Group], named: dict[str, float], short: dict[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """How much the document speaks of each country, and of each region and county."""
    countries: dict[str, float] = defaultdict(float, named)
    regions: dict[str, float] = defaultdict(float, short)
    for group in groups:
        weight = group.weight
        for c in group.candidates:
            if c.share < _FAINT:
                continue
            countries[c.entry.country] += weight * c.share
            for around in c.around:
                regions[around] += weight * c.share
    return countries, regions


def _counties(groups: list[_Group]) -> dict[str, float]:
    """How much each county is named by one name of the document and holds what another means: "Huntsville", "Walker County".

    A town of the county's own name says nothing: there are such pairs everywhere.
    """
    named: dict[str, tuple[float, str]] = {}
    for group in groups:
        for c in group.candidates:
            if c.share >= _FAINT and _below_region(c.entry):
                named[c.id] = max(named.get(c.id, (0.0, "")), (c.share, group.spelling))
    out: dict[str, float] = {}
    for group in groups if named else ():
        for c in group.candidates:
            for county in c.around & named.keys():
                share, spelling = named[county]
                if c.entry.kind == "city" and not spelling.startswith(group.spelling):
                    out[county] = max(out.get(county, 0.0), math.sqrt(share * c.share))
    return out


def _weigh(group: _Group, groups: list[_Group], countries: dict[str, float], regions: dict[str, float], counties: dict[str, float]) -> None:
    """Adds to each candidate's own score what the rest of the document says of it."""
    own: dict[str, float] = defaultdict(float)  # what the group itself brought into the context
    for c in group.candidates:
        if c.share >= _FAINT:
            own[c.entry.country] += group.weight * c.share
            for around in c.around:
                own[around] += group.weight * c.share
    for c in group.candidates:
        if c.entry.kind != "country":
            c.local = sum(max(0.0, regions.get(r, 0.0) - own[r]) for r in c.around if not r.startswith("country:"))
    if len(group.candidates) == 1:
        group.candidates[0].total = group.candidates[0].score
        return
    spoken = sum(countries.values()) - group.weight
    anchors = [
        (c.entry, c.share)
        for other in groups
        if other is not group
        for c in other.candidates[:_ANCHORS]
        if c.share > 0.1 and (c.entry.kind == "city" or _below_region(c.entry))
    ]
    for c in group.candidates:
        country = max(0.0, countries.get(c.entry.country, 0.0) - own[c.entry.country])
        c.total = c.score + W["in_country"] * country / (spoken + W["doubt"])
        if c.entry.kind != "country":
            c.total += W["in_region"] * c.local / (c.local + W["half"])
            c.total += W["in_county"] * max((counties.get(r, 0.0) for r in c.around), default=0.0) if counties else 0.0
            c.total += W["near"] * max((share * _closeness(c.entry, a) for a, share in anchors), default=0.0)
    group.candidates.sort(key=lambda c: (-c.total, c.id))


def _choose(
    mention: Mention, candidates: list[_Candidate], options: dict[str, float], told: set[str] | None, countries: dict[str, float]
) -> None:
    ranked = [c for c in candidates if c.id in options]
    if told:
        ranked.sort(key=lambda c: c.id not in told)
    if not ranked or (not told and _wild(mention, ranked[0], countries)):
        return
    lead = ranked[0].total - ranked[1].total if len(ranked) > 1 else W["alone"]
    confidence = min(_SUREST, 1 / (1 + math.exp(-W["trust"] * (lead + W["told"] * bool(told)))))
    doubt = W["part_trust"] if mention.part else W["guess_trust"] if mention.basis == "guess" else 1.0
    mention.id, mention.confidence = ranked[0].id, round(confidence * doubt, 3)
    mention.second = ranked[1].id if len(ranked) > 1 else None


def _wild(mention: Mention, best: _Candidate, countries: dict[str, float]) -> bool:
    """A small place of a country that nothing else in the document speaks of, found by its name alone: no match is better."""
    if mention.part:
        return best.local < W["part_local"]
    if not mention.guarded or any(not n.indexed for n in mention.names):
        return False
    return countries.get(best.entry.country, 0.0) <= 1.01 < sum(countries.values())


def _closeness(one: Entry, other: Entry) -> float:
    """1 at the same spot, falling off with distance."""
    north = abs(one.lat - other.lat)
    if north > 6:
        return 0.0
    return math.exp(-km(one, other) / W["near_km"])
