"""Which place a frame is about: its sentence's, its list's or paragraph's, the dateline's, the headline's, the report's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.inherited import TURNS, city_spoken_of, kind_of, last_city, site_told_before, there
from geo.extraction.layout import Sentence, near
from geo.extraction.scope import scope
from geo.extraction.wide import cities_told_before, region_spoken_of
from geo.lexicon import column, pattern
from geo.model import Place
from geo.places import site_names
from geo.places.context import country_of_adjective
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
    here = [m for m in here if not _owner(document, m) and not _in_slogan(document, sentence, m, frame)]
    if any(m.locative and kind_of(document, m) != "site" for m in here):
        here = [m for m in here if not _dateline(document, sentence, m)]
    beside = next((m for m in here if frame.at is not None and m.start == frame.at and m.id), None)
    if beside is not None:
        return [_at(document, beside, None, on, "beside the count")]
    best = _nearest(document, here, frame, frames, sentence, cities=True)
    site = _nearest(
        document,
        [m for m in here if _is_site(document, m) and (m.locative or (m.caps and " " in m.text))],
        frame,
        frames,
        sentence,
        cities=False,
    )
    if several := cities_told_before(document, sentence):
        if frame.kind == "no_detention" or frame.count.max is frame.count.best is None:
            return [_at(document, m, None, on, "all of them") for m in several]
        return [_country_of(document, several, on)]
    nation = _nation(document, sentence, frame, best)
    if nation is not None:
        return [nation]
    if best is not None and pattern(document.language, "wholly_before").search(document.text, max(0, best.start - 12), best.start):
        return [_at(document, best, None, on, "whole of it")]
    if (best is None or not best.locative) and (region := region_spoken_of(document, sentence)) is not None:
        words = document.text[region[1] : region[2]]
        return [Placed(document.gazetteer.place(region[0], words, on), region[1], region[2], "whole region")]
    if best is not None and not best.locative and kind_of(document, best) == "country":
        earlier = document.places_in(sentence.block.start, sentence.start)
        best = last_city(document, earlier) or best  # "when Kazakhstan held its election": no place of the event
    if best is not None and kind_of(document, best) == "country" and document.gazetteer.entries[best.id or ""].country != document.country:
        back = not best.locative and sentence.search(scope("back", document.language))
        if (back or _distance(document.text, best, frame) > 6) and (spoken_of := city_spoken_of(document, sentence)) is not None:
            return [_at(document, spoken_of[0], site, on, spoken_of[1])]
    if best is not None and kind_of(document, best) == "country" and (unknown := _unknown(document, sentence, frame)):
        return [unknown]
    if best is not None and _of_the_country(document, sentence, frame) and _by_the_way(document, sentence, frame, best):
        return [_country_of(document, [best], on)]
    if best is not None and _speaks(document, best) and (spoken_of := city_spoken_of(document, sentence)) is not None:
        if spoken_of[1] in ("there", "paragraph"):
            return [_at(document, spoken_of[0], site, on, spoken_of[1])]
    if best is not None and (other := _there_instead(document, sentence, frame, best)) is not None:
        return [_at(document, other, site, on, "there")]
    if best is not None:
        joined = _joined(document, here, best)
        if len(joined) > 1:
            if frame.kind == "no_detention" or frame.count.max is frame.count.best is None or _in_each(document, frame):
                return [_at(document, m, None, on, "sentence") for m in joined]
            return [_country_of(document, joined, on)]
        if _and_others(document, best, sentence) and kind_of(document, best) == "city":
            return [_country_of(document, [best], on)]
        return [_at(document, best, site, on, "sentence")]
    if site is not None and site.id:
        return [_at(document, site, None, on, "sentence")]
    if site is None and not _of_one_city(document, sentence) and (whole := _whole(document, sentence)) is not None:
        return [whole]
    if unknown := _unknown(document, sentence, frame):
        return [unknown]
    inherited = city_spoken_of(document, sentence)
    if inherited is not None and inherited[1] not in ("paragraph", "heading or dateline") and site is None:
        summed = len(document.cities) >= 3 and sentence.search(pattern(document.language, "grand_total"))
        voice = sentence.search(pattern(document.language, "national_voice")) and not sentence.search(scope("back", document.language))
        if document.country and (summed or voice):
            inherited = None
    if inherited is not None and inherited[1] == "heading or dateline" and site is None and _of_the_country(document, sentence, frame):
        inherited = None
    if inherited is not None and inherited[1] == "paragraph" and _after_a_list(document, sentence):
        inherited = None
    if inherited is not None:
        mention, rule = inherited
        return [_at(document, mention, site or site_told_before(document, sentence, mention), on, rule)]
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
    if mention.locative or kind_of(document, mention) != "country" or mention.text[-2:] not in ("'s", "’s"):
        return False
    if pattern(document.language, "police_of").match(document.text, mention.end):
        return False
    owned = document.places_in(mention.end, mention.end + 3)
    return not any(0 <= m.start - mention.end <= 2 and kind_of(document, m) != "site" for m in owned)


_DATELINE = re.compile(r"[^.!?\n]{0,60}?\s[-–—]{1,2}\s")


def _dateline(document: Document, sentence: Sentence, mention: Mention) -> bool:
    """ "ANKARA (LN) -- ... in Turkey": where a report was written, in a sentence that says itself where things happened."""
    opens = sentence.index == 0 and mention.caps and mention.start - sentence.start <= 3
    return opens and bool(_DATELINE.match(document.text, mention.end, min(sentence.end, mention.end + 80)))


def _in_slogan(document: Document, sentence: Sentence, mention: Mention, frame: Frame) -> bool:
    """A name within quotation marks that do not hold the frame, and in no case of place: «Астана – Астана болып қалсын»."""
    if mention.locative:
        return False
    opened = document.text.rfind("«", sentence.start, mention.start)
    closed = document.text.find("»", mention.end, sentence.end)
    if opened < 0 or closed < 0 or "»" in document.text[opened : mention.start] or closed - opened < len(mention.text) + 4:
        return False
    return not opened < frame.group[0] < closed


def _usable(document: Document, mention: Mention) -> bool:
    return bool(mention.id) or mention.site


def _is_site(document: Document, mention: Mention) -> bool:
    return mention.site or bool(mention.id and document.gazetteer.entries[mention.id].kind == "site")


_NARROWER = {"country": ("region", "city", "site"), "region": ("city",)}


def _nearest(
    document: Document, mentions: list[Mention], frame: Frame, frames: list[Frame], sentence: Sentence, cities: bool
) -> Mention | None:
    """The mention that belongs to the frame: near it, in its clause, after a preposition of place, a city before a country."""
    best: tuple[float, Mention] | None = None
    start, end = frame.span
    for mention in near(mentions, start):
        kind = kind_of(document, mention)
        if cities and kind == "site":
            continue
        cost = _distance(document.text, mention, frame)
        if kind == "city" and _included(document, sentence, mention):
            continue
        between = document.text[min(mention.end, end) : max(mention.start, start)] if mention.end <= start or mention.start >= end else ""
        part = pattern(document.language, "part_link").search(between)
        if part and not (mention.start >= end and part.start() <= 1):  # "a thousand of them in the capital" is itself the part
            continue
        if between.strip() in ("-", "–", "—"):
            between = ""
        cost += 30 * len(pattern(document.language, "clause_break").findall(between)) + 6 * len(
            pattern(document.language, "clause_soft").findall(between)
        )
        cost += {"city": 0, "site": 0, "region": 12, "country": 25}[kind]
        cost -= 12 if mention.locative else 0
        if kind == "country" and pattern(document.language, "police_of").match(document.text, mention.end):
            cost -= 15  # "Zimbabwe's police have arrested ..."
        if pattern(document.language, "custody_after").match(document.text, mention.end):
            cost += 20  # "taken from Baymak to a cell in Sibay"
        if any(0 <= other.start - mention.end <= 3 and kind_of(document, other) in _NARROWER.get(kind, ()) for other in mentions):
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


def _included(document: Document, sentence: Sentence, mention: Mention) -> bool:
    """ "In Almaty Region, including the towns of Taldykorgan and Konaev, 812": a town that the region named before it holds."""
    for region in document.places_in(sentence.start, mention.start):
        if region.id and kind_of(document, region) in ("region", "country"):
            found = pattern(document.language, "including").match(document.text, region.end, mention.start)
            if found and not re.search(r"\d|[.;]", document.text[found.end() : mention.start]):
                return True
    return False


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
    cities = [m for m in here if kind_of(document, m) == "city"]
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


_MANY = 200
"""So many people that a country's police took are the country's, under a dateline too."""


def _of_the_country(document: Document, sentence: Sentence, frame: Frame) -> bool:
    """ "NAIROBI - Kenyan police arrested 1,056 people": the police of the whole country, and many."""
    if (frame.count.best or 0) < _MANY:
        return False
    found = pattern(document.language, "police_of").finditer(document.text, sentence.start, frame.span[0] + 40)
    words = (document.text[sentence.start : m.start()].split()[-1:] for m in found)
    return any(w and country_of_adjective(w[0], document.language) == document.country for w in words)


def _after_a_list(document: Document, sentence: Sentence) -> bool:
    """ "Aktobe 1, Atyrau 2, Oral 0. The Interior Ministry said that ...": a ministry speaks of them all, not of the last."""
    before = document.places_in(sentence.block.start, sentence.start)
    several = len({m.id for m in before if m.id and not m.origin and kind_of(document, m) == "city"}) >= 3
    return several and bool(sentence.search(pattern(document.language, "national_voice")))


def _by_the_way(document: Document, sentence: Sentence, frame: Frame, mention: Mention) -> bool:
    """Whether a place is only the dateline's, or that of a clause put in after the count: ", when a rally was stopped in the capital"."""
    put_in = pattern(document.language, "aside_opens").search(document.text, frame.span[1], max(frame.span[1], mention.start))
    return bool(put_in) or _dateline(document, sentence, mention)


def _speaks(document: Document, mention: Mention) -> bool:
    """ "Ten were caught there, South Sulawesi police said": a region that is only its police's."""
    told = not mention.locative and kind_of(document, mention) == "region"
    return told and bool(pattern(document.language, "police_of").match(document.text, mention.end))


def _there_instead(document: Document, sentence: Sentence, frame: Frame, best: Mention) -> Mention | None:
    """ "Seventy-one were detained there by nightfall, and 89 in Almaty": what "there" stands for, right by the frame."""
    found = pattern(document.language, "there").search(document.text, frame.span[1], min(sentence.end, frame.span[1] + 12))
    return there(document, sentence) if found and found.end() < best.start else None


def _in_each(document: Document, frame: Frame) -> bool:
    """ "two people each": the count is every place's own."""
    start, end = frame.group
    return bool(pattern(document.language, "each").search(document.text, max(0, start - 4), min(len(document.text), end + 24)))


def _listed(between: str, language: str) -> bool:
    return bool(pattern(language, "list_link").fullmatch(between))


def _and_others(document: Document, mention: Mention, sentence: Sentence) -> bool:
    return bool(pattern(document.language, "and_others").match(document.text[mention.end : min(mention.end + 140, sentence.end)]))


def _nation(document: Document, sentence: Sentence, frame: Frame, best: Mention | None) -> Placed | None:
    """ "across the country" near the frame, with no city nearer."""
    found = sentence.search(scope("nation", document.language)) or sentence.search(pattern(document.language, "in_many_cities"))
    if not found or not document.country:
        return None
    if best is not None and kind_of(document, best) != "country":
        mine = _distance(document.text, best, frame)
        its = 0 if found.start() >= frame.span[1] else len(document.text[found.end() : frame.span[0]].split())
        its = its or len(document.text[frame.span[1] : found.start()].split())
        if mine - (8 if best.locative else 0) < its:
            return None
    country = f"country:{document.country}"
    if best is not None and best.id and kind_of(document, best) == "country":
        country = best.id
    if country not in document.gazetteer.entries:
        return None
    place = document.gazetteer.place(country, found[0], document.published)
    return Placed(place, found.start(), found.end(), "whole country")


def _whole(document: Document, sentence: Sentence) -> Placed | None:
    """ "in all", in a report on several cities: the country's sum."""
    found = sentence.search(scope("whole", document.language))
    country = f"country:{document.country}"
    if (
        not found
        or sentence.search(scope("back", document.language))
        or country not in document.gazetteer.entries
        or len(document.cities) < 3
    ):
        return None
    return Placed(document.gazetteer.place(country, found[0], document.published), found.start(), found.end(), "whole country")


def _of_one_city(document: Document, sentence: Sentence) -> bool:
    """Whether "in all" sums up one city: its paragraph, the lines right under its heading, or all before it speak of no other."""
    block = sentence.block
    start = block.start
    while block.number and document.text.count("\n", document.blocks[block.number - 1].end, block.start) == 1:
        block = document.blocks[block.number - 1]
        start = block.start
        if sentence.block.number - block.number > TURNS:
            return False
    named = (document.places_in(start, sentence.start), document.places_in(0, sentence.start))
    towns = ({m.id for m in told if m.id and not m.origin and kind_of(document, m) == "city"} for told in named)
    return any(len(told) == 1 for told in towns) and not sentence.search(pattern(document.language, "grand_total"))


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
            return Placed(
                gazetteer.unknown_site(mention.id, site.text, on, site_names.english(site.text, document.language)),
                site.start,
                site.end,
                f"{rule}, site not found",
            )
        if site.id and gazetteer.entries[mention.id].kind in ("country", "region"):
            return Placed(gazetteer.place(site.id, site.text, on), site.start, site.end, f"{rule}, site")
    return Placed(gazetteer.place(mention.id, mention.text, on, mention.basis), mention.start, mention.end, rule)
