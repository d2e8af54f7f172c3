"""What a document says of where it is: countries it names, regions told right after a city, short forms such as "Conn."."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import zip_longest

from geo.lexicon import alternatives, pattern
from geo.places.gazetteer import Gazetteer, key
from geo.places.recognise import Mention
from geo.resources import optional_table, table

Options = dict[int, dict[str, float]]
_BETWEEN = re.compile(r"\s*,?\s*\(?(?:in\s+)?")
_ADJECTIVE, _SHORT, _CUE, _MOST_CUES = 1.0, 1.0, 0.5, 1.5


def told_next(mentions: list[Mention], options: Options, text: str, gazetteer: Gazetteer, language: str) -> dict[int, set[str]]:
    """Candidates that lie in a region or country named right after them: "Athens, Georgia", "MADISON, Wis."."""
    out: dict[int, set[str]] = {}
    short, regions = short_forms(language)
    for mention, following in zip_longest(mentions, mentions[1:]):
        wider: set[str] = set()
        if following is not None and following.start - mention.end <= 6 and _BETWEEN.fullmatch(text, mention.end, following.start):
            wider = {i for i in options[id(following)] if gazetteer.entries[i].kind in ("country", "region")}
        if m := short.match(text, mention.end):
            wider |= {n.id for n in gazetteer.named(key(regions[m[1].casefold()])) if gazetteer.entries[n.id].kind == "region"}
        if wider:
            inside = {i for i in options[id(mention)] if i not in wider and gazetteer.around(i) & wider}
            if inside:
                out[id(mention)] = inside
    return out


@cache
def short_forms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the short form of a region after a comma, and the region's name by each short form in small letters."""
    rows = {
        r["abbreviation"].casefold(): r["region"] for r in table(f"lexicon/{language}/region_abbreviations.csv", "abbreviation", "region")
    }
    written = [r["abbreviation"] for r in table(f"lexicon/{language}/region_abbreviations.csv", "abbreviation", "region")]
    return re.compile(rf",\s*({alternatives(written) or '(?!)'})(?!\w)"), rows


def named_countries(text: str, language: str) -> dict[str, float]:
    """Countries that the document names by an adjective, with their weights."""
    weights: dict[str, float] = defaultdict(float)
    adjectives, countries_of = _demonyms(language)
    for m in adjectives.finditer(text):
        weights[countries_of[m[0].casefold()]] += _ADJECTIVE
    return weights


def cued_countries(text: str, language: str) -> dict[str, float]:
    """Countries whose own papers use words that the text uses, each word counted once: weak, and never told to anybody."""
    written, countries = _cues(language)
    weights: dict[str, float] = defaultdict(float)
    for word in {m[0].casefold() for m in written.finditer(text)}:
        weights[countries[word]] += _CUE
    return {country: min(weight, _MOST_CUES) for country, weight in weights.items()}


@cache
def _cues(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {r["word"]: r["country"] for r in optional_table(f"lexicon/{language}/country_cues.csv", "word", "country")}
    words = alternatives([w for w in rows if w[0].isalpha()]) or "(?!)"
    signs = alternatives([w for w in rows if not w[0].isalpha()]) or "(?!)"
    forms = {w.casefold(): c for w, c in rows.items()}
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{signs}", re.I), forms


def named_regions(text: str, mentions: list[Mention], gazetteer: Gazetteer, language: str) -> dict[str, float]:
    """First-level regions that the text names, whole or short, outside the mentions themselves, with their weights."""
    written, regions = _region_names(language)
    starts = {m.start for m in mentions}
    weights: dict[str, float] = defaultdict(float)
    for m in written.finditer(text):
        if m.start() not in starts:
            for place in _regions_called(regions[m[0]], gazetteer):
                weights[place] += _SHORT
    return weights


@cache
def _region_names(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for regions' names and for their short forms that end in a full stop or follow a comma, and whose they are."""
    rows = list(table(f"lexicon/{language}/region_abbreviations.csv", "abbreviation", "region"))
    regions = {r["region"]: r["region"] for r in rows} | {r["abbreviation"]: r["region"] for r in rows}
    whole = alternatives([name for name in regions if len(name) > 3 or name.endswith(".")]) or "(?!)"
    short = alternatives([name for name in regions if len(name) <= 3 and not name.endswith(".")]) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)|(?<=, )(?:{short})(?!\w)"), regions


@cache
def _regions_called(name: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """First-level regions of that name: those that lie right in a country."""
    return tuple(n.id for n in gazetteer.named(key(name)) if (e := gazetteer.entries[n.id]).kind == "region" and _top(e.parent))


def _top(parent: str | None) -> bool:
    return bool(parent) and str(parent).startswith("country:")


def country_of_adjective(word: str, language: str) -> str | None:
    """The country that a word such as "Turkish" belongs to."""
    return _demonyms(language)[1].get(word.casefold())


@cache
def _demonyms(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = {r["word"]: r["country"] for r in table(f"lexicon/{language}/demonyms.csv", "word", "country")}
    written = re.compile(rf"(?<!\w)(?:{alternatives([*rows])})(?!\w)") if rows else re.compile(r"(?!)")
    return written, {w.casefold(): c for w, c in rows.items()}


def second_level(mention: Mention, text: str, language: str) -> bool:
    """Whether the words after a name say that a county is meant: "Clay, Becker and Otter Tail counties"."""
    return bool(pattern(language, "county_after_cased").match(text, mention.end))
