"""Which place a frame is about: its sentence's, its list's or paragraph's, the dateline's, the headline's, the report's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain

from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.layout import Block, Sentence, near
from geo.lexicon import alternatives, classes, column, pattern
from geo.model import Place
from geo.places import site_names
from geo.places.gazetteer import unplaced
from geo.places.recognise import Mention

JOINT = "several places together"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a frame's place comes from: the mention's offsets and the rule that chose it."""

    place: Place
    start: int
    end: int
    rule: str


def place_of(document: Document, sentence: Sentence, frame: Frame, frames: list[Frame], on: date | None) -> list[Placed]:
    """One place, or several for "nobody was detained in A and B"."""
    on = on or document.published
    here = [m for m in document.places_in(sentence.start, sentence.end) if not m.origin and _usable(document, m)]
    here = [m for m in here if not _owner(document, m)]
    beside = next((m for m in here if frame.at is not None and m.start == frame.at and m.id), None)
    if beside is not None:
        return [_at(document, beside, None, on, "beside the count")]
    best = _nearest(document, here, frame, frames, sentence, cities=True)
    site = _nearest(document, [m for m in here if _is_site(document, m) and (m.locative or m.caps)], frame, frames, sentence, cities=False)
    nation = _nation(document, sentence, frame, best)
    if nation is not None:
        return [nation]
    if best is not None and not best.locative and _kind(document, best) == "country":
        earlier = document.places_in(sentence.block.start, sentence.start)
        best = _last_city(document, earlier) or best  # "when Kazakhstan held its election": no place of the event
    if best is not None and _kind(document, best) == "country" and document.gazetteer.entries[best.id or ""].country != document.country:
        if _distance(document.text, best, frame) > 6 and (spoken_of := _inherited(document, sentence)) is not None:
            return [_at(document, spoken_of[0], site, on, spoken_of[1])]
    if best is not None and _kind(document, best) == "country" and (unknown := _unknown(document, sentence, frame)):
        return [unknown]
    if best is not None:
        joined = _joined(document, here, best)
        if len(joined) > 1:
            if frame.kind == "no_detention" or frame.count.max is frame.count.best is None:
                return [_at(document, m, None, on, "sentence") for m in joined]
            return [_country_of(document, joined, on)]
        if _and_others(document, best, sentence) and _kind(document, best) == "city":
            return [_country_of(document, [best], on)]
        return [_at(document, best, site, on, "sentence")]
    if site is not None and site.id:
        return [_at(document, site, None, on, "sentence")]
    if site is None and (whole := _whole(document, sentence)) is not None:
        return [whole]
    if unknown := _unknown(document, sentence, frame):
        return [unknown]
    inherited = _inherited(document, sentence)
    if inherited is not None and inherited[1] not in ("paragraph", "heading or dateline") and site is None:
        several = len(document.cities) >= 3
        summed = several and sentence.search(pattern(document.language, "grand_total"))
        if document.country and (summed or sentence.search(pattern(document.language, "national_voice"))):
            inherited = None
    if inherited is not None:
        mention, rule = inherited
        return [_at(document, mention, site, on, rule)]
    if site is not None:
        return [Placed(unplaced(site.text, document.country), site.start, site.end, "site in no known city")]
    if document.country and f"country:{document.country}" in document.gazetteer.entries:
        place = document.gazetteer.place(f"country:{document.country}", document.gazetteer.name(f"country:{document.country}", on), on)
        return [Placed(place, sentence.start, sentence.start, "report's country")]
    return [Placed(unplaced(""), sentence.start, sentence.start, "no place named")]


def _unknown(document: Document, sentence: Sentence, frame: Frame) -> Placed | None:
    """ "in Zzyzxburg": a name after "in" that no table knows is kept as it is written, not replaced by a guess."""
    start, end = frame.span
    for m in pattern(document.language, "unknown_place_cased").finditer(document.text, sentence.start, sentence.end):
        known = column(document.language, "not_places", "word") | column(document.language, "persons", "singular")
        near = (0 <= m.start() - end < 30) or (0 <= start - m.end() < 30)
        first = m[0].split()[0].casefold().replace("’", "'").removesuffix("'s")
        if near and first not in known and not document.places_in(m.start(), m.end()):
            return Placed(unplaced(m[0], document.country), m.start(), m.end(), "named, but nothing knows it")
    return None


def _owner(document: Document, mention: Mention) -> bool:
    """ "China's growing influence": a country that owns something is no place, unless the thing is a place too."""
    if mention.locative or _kind(document, mention) != "country" or mention.text[-2:] not in ("'s", "’s"):
        return False
    return not any(0 <= m.start - mention.end <= 2 for m in document.places_in(mention.end, mention.end + 3))


def _usable(document: Document, mention: Mention) -> bool:
    return bool(mention.id) or mention.site


def _is_site(document: Document, mention: Mention) -> bool:
    return mention.site or bool(mention.id and document.gazetteer.entries[mention.id].kind == "site")


def _kind(document: Document, mention: Mention) -> str:
    return document.gazetteer.entries[mention.id].kind if mention.id else "site"


_NARROWER = {"country": ("region", "city", "site"), "region": ("city",)}


def _nearest(
    document: Document, mentions: list[Mention], frame: Frame, frames: list[Frame], sentence: Sentence, cities: bool
) -> Mention | None:
    """The mention that belongs to the frame: near it, in its clause, after a preposition of place, a city before a country."""
    best: tuple[float, Mention] | None = None
    start, end = frame.span
    for mention in near(mentions, start):
        kind = _kind(document, mention)
        if cities and kind == "site":
            continue
        cost = _distance(document.text, mention, frame)
        between = document.text[min(mention.end, end) : max(mention.start, start)] if mention.end <= start or mention.start >= end else ""
        if pattern(document.language, "part_link").search(between):
            continue
        if between.strip() in ("-", "–", "—"):
            between = ""
        cost += 30 * len(pattern(document.language, "clause_break").findall(between)) + 6 * len(
            pattern(document.language, "clause_soft").findall(between)
        )
        cost += {"city": 0, "site": 0, "region": 12, "country": 25}[kind]
        cost -= 12 if mention.locative else 0
        if any(0 <= other.start - mention.end <= 3 and _kind(document, other) in _NARROWER.get(kind, ()) for other in mentions):
            cost += 25  # "Kazakhstan's Almaty Region", "Almaty Region's Talgar"
        opening = len(document.text[sentence.start : mention.start].strip(' "“«—–-•*').split()) <= 1
        cost -= 15 if opening and mention.locative else 0
        for other in frames:
            if other is not frame and other.kind == frame.kind and (other.at == mention.start or _between(mention, other, start, end)):
                cost += 40
        if not cities and cost > 70:
            continue
        if best is None or cost < best[0]:
            best = (cost, mention)
    return best[1] if best else None


def _distance(text: str, mention: Mention, frame: Frame) -> float:
    start, end = frame.span
    if mention.end <= start:
        return len(text[mention.end : start].split()) * 1.5
    if mention.start >= end:
        return len(text[end : mention.start].split()) + 25.0 * frame.final
    return 0.0


def _between(mention: Mention, other: Frame, start: int, end: int) -> bool:
    a, b = other.span
    return (mention.end <= a and b <= start) or (end <= a and b <= mention.start)


def _joined(document: Document, here: list[Mention], best: Mention) -> list[Mention]:
    """The cities that stand in one list with the best mention: "Almaty and Astana", "A, B and C"."""
    cities = [m for m in here if _kind(document, m) == "city"]
    if best not in cities:
        return [best]
    i = cities.index(best)
    low = high = i
    while low > 0 and _listed(document.text[cities[low - 1].end : cities[low].start], document.language):
        low -= 1
    while high + 1 < len(cities) and _listed(document.text[cities[high].end : cities[high + 1].start], document.language):
        high += 1
    run = cities[low : high + 1]
    text = document.text[run[0].start : run[-1].end]
    return run if len(run) > 1 and pattern(document.language, "joined").search(text) else [best]


def _listed(between: str, language: str) -> bool:
    return bool(pattern(language, "list_link").fullmatch(between))


def _and_others(document: Document, mention: Mention, sentence: Sentence) -> bool:
    return bool(pattern(document.language, "and_others").match(document.text[mention.end : min(mention.end + 140, sentence.end)]))


def _nation(document: Document, sentence: Sentence, frame: Frame, best: Mention | None) -> Placed | None:
    """ "across the country" near the frame, with no city nearer."""
    found = sentence.search(_scope("nation", document.language)) or sentence.search(pattern(document.language, "in_many_cities"))
    if not found or not document.country:
        return None
    if best is not None and _kind(document, best) != "country":
        mine = _distance(document.text, best, frame)
        its = 0 if found.start() >= frame.span[1] else len(document.text[found.end() : frame.span[0]].split())
        its = its or len(document.text[frame.span[1] : found.start()].split())
        if mine - (8 if best.locative else 0) < its:
            return None
    country = f"country:{document.country}"
    if best is not None and best.id and _kind(document, best) == "country":
        country = best.id
    if country not in document.gazetteer.entries:
        return None
    place = document.gazetteer.place(country, found[0], document.published)
    return Placed(place, found.start(), found.end(), "whole country")


def _whole(document: Document, sentence: Sentence) -> Placed | None:
    """ "in all", in a report on several cities: the country's sum."""
    found = sentence.search(_scope("whole", document.language))
    country = f"country:{document.country}"
    if (
        not found
        or sentence.search(_scope("back", document.language))
        or country not in document.gazetteer.entries
        or len(document.cities) < 3
    ):
        return None
    return Placed(document.gazetteer.place(country, found[0], document.published), found.start(), found.end(), "whole country")


@cache
def _scope(kind: str, language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{alternatives(classes(language, 'scope', 'phrase', 'class').get(kind, frozenset())) or '(?!)'})(?!\w)", re.I
    )


def _country_of(document: Document, mentions: list[Mention], on: date | None) -> Placed:
    country = document.gazetteer.entries[mentions[0].id or ""].country
    text = document.text[mentions[0].start : mentions[-1].end]
    place = document.gazetteer.place(f"country:{country}", text, on)
    return Placed(place, mentions[0].start, mentions[-1].end, JOINT)


def _at(document: Document, mention: Mention, site: Mention | None, on: date | None, rule: str) -> Placed:
    """The mention's place, narrowed to a site where one is named and lies in it."""
    gazetteer = document.gazetteer
    assert mention.id is not None
    if site is not None and site is not mention:
        if site.id and mention.id in gazetteer.path(site.id, on):
            return Placed(gazetteer.place(site.id, site.text, on, site.basis), site.start, site.end, f"{rule}, site")
        if gazetteer.entries[mention.id].kind == "city" and site.text.casefold() != mention.text.casefold():
            own = next((n.id for n in site.names if gazetteer.entries[n.id].parent == mention.id), None)
            if own:
                return Placed(gazetteer.place(own, site.text, on), site.start, site.end, f"{rule}, site")
            return Placed(gazetteer.unknown_site(mention.id, site.text, on, site_names.english(site.text, document.language)), site.start, site.end, f"{rule}, site not found")
        if site.id and gazetteer.entries[mention.id].kind in ("country", "region"):
            return Placed(gazetteer.place(site.id, site.text, on), site.start, site.end, f"{rule}, site")
    return Placed(gazetteer.place(mention.id, mention.text, on, mention.basis), mention.start, mention.end, rule)


def _inherited(document: Document, sentence: Sentence) -> tuple[Mention, str] | None:
    """The city that is being spoken of: earlier in the paragraph, its heading or dateline, the headline, the report."""
    block = sentence.block
    before = document.places_in(block.start, sentence.start)
    if (head := _head_of(document, block)) is not None:
        return head, "heading or dateline"
    if (city := _last_city(document, before)) is not None:
        return city, "paragraph"
    if (city := _heading_city(document, block)) is not None:
        return city, "heading or dateline"
    titles = [m for m in document.title_places if m.id and not m.origin and _kind(document, m) == "city"]
    if len({m.id for m in titles}) == 1:
        return titles[0], "title"
    lead = next((m for b in document.blocks[:4] if (m := _last_city(document, document.places_in(b.start, b.end)[:4]))), None)
    back = sentence.search(_scope("back", document.language))
    pronoun = pattern(document.language, "goes_on").match(sentence.words)
    previous = document.block_before(block)
    while back and block.clock is not None and previous is not None and not document.places_in(previous.start, previous.end):
        previous = document.block_before(previous)
    if previous is not None and (back or pronoun or block.role == "paragraph"):
        if (city := _last_city(document, document.places_in(previous.start, previous.end))) is not None:
            return city, "paragraph before" if not back else back[0]
    every = document.cities
    if len(every) == 1:
        only = next(iter(every))
        return next(m for m in chain(document.title_places, document.places) if m.id == only), "only city of the report"
    if lead is not None and len(every) <= 3:
        return lead, "first city of the report"
    return None


def _head_of(document: Document, block: Block) -> Mention | None:
    """A city that heads its paragraph: "Douala. The largest gathering ...", "PORTLAND: ..."."""
    first = next(iter(document.places_in(block.start, min(block.end, block.start + 40))), None)
    if first is None or not first.id or _kind(document, first) != "city":
        return None
    lead = document.text[block.start : first.start].strip(' "“*#—–-•·0123456789:.,)')
    return first if not lead and re.match(r"\s*(?:\([^)]{0,40}\)\s*)?[.:]\s", document.text[first.end : first.end + 50]) else None


def _last_city(document: Document, mentions: list[Mention]) -> Mention | None:
    cities = [m for m in mentions if m.id and not m.origin and _kind(document, m) in ("city", "region")]
    located = [m for m in cities if m.locative or m.caps or m.start == mentions[0].start]
    sites = [m for m in mentions if m.id and _kind(document, m) == "site"]
    if not cities and sites:
        parent = document.gazetteer.entries[sites[-1].id or ""].parent
        return next((m for m in document.places if m.id == parent), None)
    return located[-1] if located else None


_FAR = 200
"""How many paragraphs a dateline or heading speaks for at most."""


def _heading_city(document: Document, block: Block) -> Mention | None:
    """A heading that names a city speaks for what follows; so does a dateline, for the whole report or till the next."""
    for earlier in document.blocks[block.number :: -1][:_FAR]:
        inside = document.places_in(earlier.start, min(earlier.end, earlier.start + 60))
        cities = [m for m in inside if m.id and _kind(document, m) == "city"]
        if not cities:
            continue
        head = document.text[earlier.start : cities[0].start].strip(' "“*#—–-0123456789:.,')
        dateline = cities[0].caps and not head
        heading = earlier.role == "heading" and len(cities) == 1
        short = earlier is not block and not head and document.text[cities[0].end : earlier.end].strip(" .:*—–-") == ""
        if dateline or heading or short:
            return cities[0]
    return None
