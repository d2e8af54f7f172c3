"""Which city's square a site's name means: that of the city the text speaks of there; and a city's sites by free description."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from geo.lexicon import column
from geo.places.gazetteer import Gazetteer, Name, key
from geo.places.recognise import Mention
from geo.places.spelling import distance

_JUST = 40
"""How few letters lie between a city's name and that of a site in it that is told right after."""

_WINDOW = 60
"""How many cities before and after a site are asked whether it is theirs."""


def place_sites(mentions: list[Mention], gazetteer: Gazetteer) -> None:
    """A site's name belongs to the city that the text speaks of there; a name that only one city has needs no help."""
    cities = [(m.start, m.id) for m in mentions if m.id and gazetteer.entries[m.id].kind == "city"]
    starts = [s for s, _ in cities]
    for mention in mentions:
        options = {n.id for n in mention.names if gazetteer.entries[n.id].kind == "site"}
        if mention.id or not (options or mention.site):
            continue
        at = bisect_right(starts, mention.start)
        order = [c for _, c in cities[max(0, at - _WINDOW) : at][::-1]] + [c for _, c in cities[at : at + _WINDOW]]
        if mention.site:
            _misspelt_site(mention, order, gazetteer)
            continue
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


def _misspelt_site(mention: Mention, cities: list[str], gazetteer: Gazetteer) -> None:
    """A site that no table holds as written, one slip of the pen from one of the city spoken of: "Repablic Square"."""
    if len(mention.text) < _GUESSED:
        return
    near = [n for k in gazetteer.speller.near(key(mention.text)) for n in gazetteer.by_key[k]]
    sites = {gazetteer.entries[n.id].parent: n for n in near if gazetteer.entries[n.id].kind == "site"}
    if found := next((sites[c] for c in cities if c in sites), None):
        mention.names = [Name(found.id, found.text, "", "guess", None, None)]
        mention.id, mention.confidence, mention.site = found.id, 0.6, False


_GUESSED = 9
"""Letters of the shortest site's name that is guessed at."""
_LANGUAGES = ("en", "ru", "kk")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|\d+")


def site_within(description: str, city: str, gazetteer: Gazetteer) -> str | None:
    """The site of a city that a free description names by its own words: "м. Пушкинская" for Pushkin Square; ``None`` for none."""
    asked = _own_words(description)
    best: tuple[float, str] | None = None
    for site in gazetteer.sites_of(city):
        for name in gazetteer.names(site):
            words = _own_words(name.text)
            if asked and words and all(any(_same(a, w) for w in words) for a in asked):
                score = (len(asked) / len(words), site)
                best = score if best is None or score[0] > best[0] else best
    return best[1] if best else None


def _own_words(text: str) -> tuple[str, ...]:
    """Words that are no generic noun, short form or preposition."""
    return tuple(w for m in _WORD.findall(text) if len(w := key(m)) > 2 and w not in _generic())


@cache
def _generic() -> frozenset[str]:
    return frozenset(key(w) for language in _LANGUAGES for w in column(language, "site_nouns", "word"))


def _same(one: str, other: str) -> bool:
    """Whether two words are forms of one: they differ in their last letters, or by a slip of the pen."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if (
        shorter >= _STEM
        and abs(len(one) - len(other)) <= _ENDING
        and one[: max(_STEM, shorter - _ENDING + 1)] == other[: max(_STEM, shorter - _ENDING + 1)]
    ):
        return True
    return shorter > _STEM + 2 and distance(one, other, 1) <= 1


_STEM, _ENDING = 4, 3
