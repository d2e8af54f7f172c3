"""Adjectives of cities before police, a station or a square: "тбилисские изоляторы" are in Tbilisi."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from geo.lexicon import alternatives, pattern
from geo.places.gazetteer import Gazetteer
from geo.places.recognise import Mention
from geo.resources import optional_table


def find(text: str, language: str, countries: Collection[str], gazetteer: Gazetteer, of: str = "city_adjective_of") -> Iterator[Mention]:
    """Mentions of cities of the report's countries (of any, where it has none) that an adjective names. ``of``: the pattern of what must follow its stem."""
    cities = _cities(language)
    if not cities:
        return
    for m in _pattern(language, of).finditer(text):
        entry = gazetteer.entries.get(cities[m[1].casefold()])
        if entry is not None and (not countries or entry.country in countries):
            yield Mention(m.start(), m.end(1), m[0], id=entry.id, locative=True, confidence=0.8)


@cache
def _cities(language: str) -> dict[str, str]:
    return {row["stem"]: row["id"] for row in optional_table(f"lexicon/{language}/city_adjectives.csv", "stem", "id")}


@cache
def _pattern(language: str, of: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({alternatives([*_cities(language)])}){pattern(language, of).pattern}", re.I)
