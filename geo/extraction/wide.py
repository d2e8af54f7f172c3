"""Statements about more than one city: "across the region", "in both cities"."""

from __future__ import annotations

from geo.extraction import numbers
from geo.extraction.document import Document
from geo.extraction.inherited import city_spoken_of, kind_of
from geo.extraction.layout import Sentence
from geo.extraction.scope import scope
from geo.lexicon import pattern
from geo.places.recognise import Mention

_FEW = 12
"""How many places before a sentence are asked which cities "both" are."""


def region_spoken_of(document: Document, sentence: Sentence) -> tuple[str, int, int] | None:
    """ "облыс бойынша", "бүкіл облыста": (the region that is being spoken of, where the words stand)."""
    found = sentence.search(scope("region", document.language))
    if found is None:
        return None
    named = [*document.places_before(sentence.start, _FEW), *document.places_in(sentence.start, found.start())]
    before = [m for m in named if m.id and not m.origin]
    city = city_spoken_of(document, sentence)
    near = next((m for m in reversed(before) if kind_of(document, m) in ("region", "city")), city[0] if city else document.home)
    if near is None or near.id is None:
        return None
    region = next((i for i in document.gazetteer.path(near.id, document.published)[::-1] if _kind(document, i) == "region"), None)
    return (region, found.start(), found.end()) if region else None


def _kind(document: Document, place: str) -> str:
    entry = document.gazetteer.entries.get(place)
    return entry.kind if entry else ""


def cities_told_before(document: Document, sentence: Sentence) -> list[Mention]:
    """ "екі қалада да", "in both cities": the last so many cities that were named; none where there were fewer."""
    found = sentence.search(pattern(document.language, "all_of_them"))
    number = numbers.value(found["number"], document.language) if found else None
    if found is None or not number or number > _FEW:
        return []
    cities: dict[str, Mention] = {}
    for m in reversed(document.places_before(found.start(), _FEW)):
        if m.id and not m.origin and kind_of(document, m) == "city":
            cities.setdefault(m.id, m)
    told = list(cities.values())[:number]
    return told[::-1] if len(told) == number else []
