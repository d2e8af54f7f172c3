"""Toponyms in running text: what the gazetteer knows, and proper names that end like a square, park or street.

A mention keeps every candidate; which one is meant is decided for the whole document in :mod:`geo.places.resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from geo.lexicon import any_of, column, pattern
from geo.places.forms import forms, phrases
from geo.places.gazetteer import Gazetteer, Name, key
from geo.places.spelling import SHORTEST
from geo.resources import table

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LINK = re.compile(r"[^\S\n]{1,2}|\n|[-–‑]|\.\s?|['’]|,\s|[\"”»]\s")
_WITHIN = r"[\s-]|['’]\s|\.\s|[\"”»]\s"


@dataclass(slots=True)
class Mention:
    """A stretch of text that may name a place. ``names`` are the gazetteer's rows; ``site`` a name no table holds.

    ``locative``: the words before it say that something happens there. ``origin``: somebody comes from there.
    """

    start: int
    end: int
    text: str
    names: list[Name] = field(default_factory=list)
    site: bool = False
    locative: bool = False
    origin: bool = False
    caps: bool = False
    id: str | None = None
    confidence: float = 0.0
    second: str | None = None
    """What it would have meant next."""
    wider: bool = False
    """The words around it say that a region is meant: "the region of Ziguinchor"."""
    guarded: bool = False
    """Found in running text, where a name may be a word like any other."""

    @property
    def basis(self) -> str:
        """What a :class:`Place` says it was placed by."""
        return "guess" if self.names and self.names[0].role == "guess" else "gazetteer"

    @property
    def part(self) -> bool:
        """Whether only a part of the name is known: "Vancouver Art Gallery"."""
        return bool(self.names) and self.names[0].role == "part"


def recognise(text: str, gazetteer: Gazetteer, language: str) -> list[Mention]:
    """Every mention, in order, none overlapping; the longest name wins."""
    out: list[Mention] = []
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    nouns = _site_nouns(language)
    doubtful: list[Mention] = []
    i = 0
    while i < len(words):
        start, end = words[i]
        upper = text[start].isupper()
        if not upper and text[start:end] not in nouns["before_any"] and text[end : end + 2] not in (" «", ' "'):
            i += 1
            continue
        length, names = _longest(text, words, i, gazetteer, language)
        if length == 1 and not upper:
            length, names = 0, []
        site_length = _site_length(text, words, i, nouns, language)
        if names and site_length == length + 1 and _of_a_city(text, words[i : i + length + 1], nouns, language):
            site_length = 0
        if names and site_length > length and _owns(text[start : words[i + length - 1][1]], names, gazetteer, language):
            site_length = 0
        if site_length > length:
            last = words[i + site_length - 1][1]
            out.append(Mention(start, last, text[start:last], [], site=True))
            i += site_length
        elif names and i + length < len(words) and _street_follows(text, words, i + length, nouns):
            last = words[i + length][1]
            out.append(Mention(start, last, text[start:last], [], site=True))
            i += length + 1
        elif names:
            last = words[i + length - 1][1]
            mention = Mention(start, last, text[start:last], names, guarded=True)
            if not _is_person(text, words, i, length, mention, gazetteer, language):
                known = any(not n.indexed for n in names) and not (length == 1 and _ordinary(mention.text, names, gazetteer, language))
                (out if known or _said_as_place(text, mention, gazetteer, language) else doubtful).append(mention)
            i += length
        else:
            if upper and (misspelt := _misspelt(text, start, end, gazetteer, language)):
                out.append(misspelt)
            i += 1
    if doubtful:
        sure, ends = {key(m.text) for m in out}, {m.end for m in out}
        told = [m for m in doubtful if key(m.text) in sure or (m.start - 2 in ends and text[m.start - 2 : m.start] == ", ")]
        out = sorted([*out, *told], key=lambda m: m.start)
    out = [m for m in out if m.site or not _of_water(text, m, language)]
    for mention in out:
        _look_around(text, mention, language)
    for one, other in pairwise(out):
        if one.origin and pattern(language, "same_origin").fullmatch(text, one.end, other.start):
            other.origin = True
    return out


def _ordinary(word: str, names: list[Name], gazetteer: Gazetteer, language: str) -> bool:
    """ "Ей", "Так", "Дали": an ordinary word that some far town is called by as well."""
    if key(word) not in column(language, "not_places", "word"):
        return False
    towns = [gazetteer.entries[n.id] for n in names]
    return all(t.kind == "city" and (t.population or 0) < _LARGE for t in towns)


def _of_water(text: str, mention: Mention, language: str) -> bool:
    """ "the embankment of the Esil", "the Ural River": a river by whose name some town goes too."""
    if pattern(language, "water_after_cased").match(text, mention.end):
        return True
    return bool(pattern(language, "water_before_cased").search(text, max(0, mention.start - 32), mention.start))


def _owns(words: str, names: list[Name], gazetteer: Gazetteer, language: str) -> bool:
    """ "Семейдің Абай алаңында", "Астанадағы ... елшілігі": the site is another word's, which is a town's name in a case that says so."""
    town = any(gazetteer.entries[n.id].kind in ("city", "region") for n in names)
    inflected = key(words) not in {key(n.text) for n in names}
    return town and inflected and bool(pattern(language, "owner_ending").search(words))


def _misspelt(text: str, start: int, end: int, gazetteer: Gazetteer, language: str) -> Mention | None:
    """An unknown word that stands where a place would and is one slip of the pen from a known name."""
    if end - start < SHORTEST or not pattern(language, "world_supported").search(text, max(0, start - 24), start):
        return None
    if _NAME_GOES_ON.match(text, end) or key(text[start:end]) in column(language, "not_places", "word"):
        return None
    for form in forms(text[start:end], language)[:_GUESSED_FORMS]:
        if names := gazetteer.guesses(form):
            return Mention(start, end, text[start:end], names, guarded=True)
    return None


def _said_as_place(text: str, mention: Mention, gazetteer: Gazetteer, language: str) -> bool:
    """Whether a name that only the world's index knows stands where a place would: after "in", in a list, in a dateline."""
    name = key(mention.text)
    if name.partition(" ")[0] in column(language, "not_places", "word") or name in column(language, "site_nouns", "word"):
        return False
    of_region = (pattern(language, name) for name in ("region_after_cased", "police_of"))
    if any(p.match(text, mention.end) for p in of_region) or pattern(language, "region_before").search(
        text, max(0, mention.start - 24), mention.start
    ):
        regions = [n for n in mention.names if gazetteer.entries[n.id].kind == "region"]
        mention.names = regions or mention.names
        if regions:
            return True
    if _NAME_GOES_ON.match(text, mention.end) and not mention.text.isupper():
        return False
    if pattern(language, "world_supported").search(text, max(0, mention.start - 24), mention.start):
        return True
    if len(mention.text) > _SHORT and _in_locative(mention, "", language):
        return True
    head = bool(_LIST_HEAD.search(text, max(0, mention.start - 3), mention.start))
    return head and (mention.text.isupper() or bool(pattern(language, "list_tail_cased", _LIST_TAIL).match(text, mention.end)))


def _longest(text: str, words: list[tuple[int, int]], i: int, gazetteer: Gazetteer, language: str) -> tuple[int, list[Name]]:
    """The longest name that begins at a word, as written or in its dictionary forms: (how many words, its rows)."""
    start = words[i][0]
    limit = _reach(text[start : words[i][1]], gazetteer, language)
    if not limit:
        return 0, []
    end = i
    while end + 1 < len(words) and end - i + 1 < limit and _LINK.fullmatch(text, words[end][1], words[end + 1][0]):
        end += 1
    spelt = tuple(text[a:b] for a, b in words[i : end + 1])
    for last in range(end, i - 1, -1):
        indexed: list[Name] = []  # what only the world's index knows gives way to a known name that the word is a form of
        for candidate, names in _named(spelt[: last - i + 1], gazetteer, language):
            unsure = _unsure(names, language)
            town = any(gazetteer.entries[n.id].kind != "site" for n in names)
            inflected = town and candidate != key(text[start : words[last][1]])
            at_site = not town and pattern(language, "site_supported").search(text, max(0, start - 16), start)
            if unsure and not at_site and not _supported(text, start, words[last][1], language, inflected):
                names = [n for n in names if n.id not in unsure]
            if names and all(n.indexed for n in names):
                indexed = indexed or names
            elif names:
                return last - i + 1, names
        if indexed:
            return last - i + 1, indexed
    return 0, []


@lru_cache(maxsize=50_000)
def _reach(word: str, gazetteer: Gazetteer, language: str) -> int:
    """How many words the longest name has that begins with a word or a dictionary form of it; 0 for none."""
    return max(gazetteer.reach(f.partition(" ")[0]) for f in forms(word, language))


@lru_cache(maxsize=50_000)
def _named(words: tuple[str, ...], gazetteer: Gazetteer, language: str) -> tuple[tuple[str, list[Name]], ...]:
    """The keys, of what the words are written as or may be forms of, that the gazetteer has rows for, with those."""
    return tuple((candidate, names) for candidate in phrases(words, language) if (names := gazetteer.named(candidate)))


_NAME_GOES_ON = re.compile(r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[^\W\d_a-zа-яё][^\W\d_]")
_GUESSED_FORMS = 4
"""How many of the dictionary forms that an unknown word may be of are compared with known names."""
_LARGE = 500_000
"""A city of so many people is meant by its name, be that a word too."""
_QUOTES = ((" «", "»"), (' "', '"'), (" “", "”"))
_SHORT = 5
"""Up to so many letters, a case of place alone does not make a word that opens a sentence a town."""
_LIST_HEAD = re.compile(r"(?:^|[\n:;,•*–-])\s*$")
_LIST_TAIL = r"\s*[:–—-]\s|\s*,\s*[A-Z]"


def _unsure(names: list[Name], language: str) -> set[str]:
    """Places whose name is an ordinary word too, in the text's language where the table has it in that language."""
    own = {n.id for n in names if n.language == language}
    return {n.id for n in names if n.role == "ambiguous" and (n.language == language or n.id not in own)}


def _supported(text: str, start: int, end: int, language: str, inflected: bool) -> bool:
    """A name that is an ordinary word too needs a preposition before it or a case of place, or to head the line of a list."""
    if pattern(language, "place_supported").search(text, max(0, start - 20), start):
        return True
    if inflected and pattern(language, "locative_ending").search(text[start:end]):
        return True
    if pattern(language, "place_joined_cased").match(text, end):
        return True
    tail = pattern(language, "list_tail_cased", _LIST_TAIL)
    return bool(_LIST_HEAD.search(text, max(0, start - 3), start) and tail.match(text, end))


def _site_length(text: str, words: list[tuple[int, int]], i: int, nouns: dict[str, frozenset[str]], language: str) -> int:
    """How many words make a proper name ending (or beginning) like a site: "Republic Square", "Avenue Bourguiba"."""
    own = text[words[i][0] : words[i][1]].casefold()
    if own in nouns["before_quoted"]:
        closed = next((text.find(e, words[i][1], words[i][1] + 60) for b, e in _QUOTES if text.startswith(b, words[i][1])), -1)
        inside = [w for w in words[i + 1 : i + 6] if w[1] <= closed]
        return len(inside) + 1 if inside and text[inside[0][0]].isupper() else 0
    if own in nouns["before"] or own in nouns["before_any"]:
        j = i + 1
        while j < min(i + 4, len(words)) and text[words[j - 1][1] : words[j][0]] in (" ", "-", " «") and text[words[j][0]].isupper():
            j += 1
        if j > i + 1:
            return j - i
    if own[-2:] in ("'s", "’s"):
        return 0
    if not text[words[i][0]].isupper() or own in nouns["never_first"] or pattern(language, "never_first").search(own):
        return 0
    link = pattern(language, "site_link", _WITHIN)
    for j in range(i + 1, min(i + 5, len(words))):
        between = text[words[j - 1][1] : words[j][0]]
        if between != " " and not link.fullmatch(between):
            return 0
        part = _part_of_site(text[words[j][0] : words[j][1]], language)
        if part == "last":
            return j - i + 1
        if part == "none":
            return 0
    return 0


@lru_cache(maxsize=50_000)
def _part_of_site(word: str, language: str) -> Literal["last", "inner", "none"]:
    """What a word after the first of a site's name is to it: the noun that ends it, a word within, or no part of it."""
    nouns = _site_nouns(language)
    upper = word[0].isupper()
    if upper and word.casefold() in nouns["never_first"]:
        return "none"
    if any(f in nouns["after_any"] or (upper and f in nouns["after"]) for f in (word.casefold(), *forms(word, language))):
        return "last"
    return "inner" if upper or word in nouns["inner"] else "none"


def _of_a_city(text: str, words: list[tuple[int, int]], nouns: dict[str, frozenset[str]], language: str) -> bool:
    """Whether a noun such as "station" after a city's name leaves it the city's; "square" does where the name is nobody's and in no quotes."""
    noun = forms(text[slice(*words[-1])], language)
    name = text[words[0][0] : words[-2][1]]
    plain = text[words[-2][1] : words[-1][0]] == " " and key(name) not in column(language, "given_names", "word")
    return any(f in nouns["of_city"] or (plain and f in nouns["of_city_plain"]) for f in noun)


def _street_follows(text: str, words: list[tuple[int, int]], i: int, nouns: dict[str, frozenset[str]]) -> bool:
    """ "the Masaya road", "the Bandjoun road": a street by the name of a place elsewhere."""
    return text[words[i - 1][1] : words[i][0]] == " " and text[words[i][0] : words[i][1]] in nouns["after_street"]


@cache
def _site_nouns(language: str) -> dict[str, frozenset[str]]:
    """Words of ``site_nouns.csv`` by their position: before, before_any (small letter too), after, after_any, of_city, inner..."""
    out: dict[str, set[str]] = {
        k: set()
        for k in (
            "before",
            "before_any",
            "before_quoted",
            "after",
            "after_any",
            "after_street",
            "of_city",
            "of_city_plain",
            "inner",
            "never_first",
        )
    }
    for row in table(f"lexicon/{language}/site_nouns.csv", "word", "position"):
        out[row["position"]].add(row["word"])
    return {k: frozenset(v) for k, v in out.items()}


def _is_person(text: str, words: list[tuple[int, int]], i: int, length: int, mention: Mention, gazetteer: Gazetteer, language: str) -> bool:
    """A place's name within a person's: "Nursultan Nazarbayev", "Tito Cabinda"."""
    if mention.text.isupper() or mention.text[-2:] in ("'s", "’s"):
        return False
    last = i + length
    if last < len(words) and text[words[last - 1][1] : words[last][0]] == " " and text[words[last][0]].isupper():
        if length == 1 and key(mention.text) in column(language, "given_names", "word"):
            return True
    if i > 0 and text[words[i - 1][1] : words[i][0]] == " " and length == 1 and not _in_locative(mention, "", language):
        before = text[words[i - 1][0] : words[i - 1][1]]
        starts_sentence = bool(re.search(r"(?:^|[.!?:;\n\"“(—–])\s*$", text[max(0, words[i - 1][0] - 3) : words[i - 1][0]]))
        if before[0].isupper() and not before.isupper() and not starts_sentence:
            known = key(before) in gazetteer.by_key or before.casefold() in column(language, "name_parts", "word")
            return not known
    return False


def _look_around(text: str, mention: Mention, language: str) -> None:
    before, after = text[max(0, mention.start - 24) : mention.start], text[mention.end : mention.end + 20]
    around = _around(language)
    mention.caps = mention.text.isupper() and len(mention.text) > 2
    person_from = _person_from(text, max(0, mention.start - 48), mention.start, language)
    mention.origin = person_from or bool(around["origin", "after"].match(after) or around["origin", "before"].search(before))
    mention.origin &= not pattern(language, "origin_unless").match(after)
    mention.locative = bool(around["locative", "before"].search(before)) or _in_locative(mention, after, language)
    if pattern(language, "near_from").search(before):
        mention.origin, mention.locative = False, True
    mention.wider = bool(pattern(language, "wider_before").search(before) or pattern(language, "wider_after").match(after))


def _in_locative(mention: Mention, after: str, language: str) -> bool:
    """Whether a case ending, the name's own or that of the noun it belongs to, says that something happens there."""
    if pattern(language, "locative_after").match(after):
        return True
    if (mention.site or all(n.id.startswith("site:") for n in mention.names)) and pattern(language, "site_ending").search(mention.text):
        return True
    inflected = key(mention.text) not in {key(n.text) for n in mention.names}
    return inflected and bool(pattern(language, "locative_ending").search(mention.text))


def _person_from(text: str, start: int, end: int, language: str) -> bool:
    """ "a pensioner from", "students from": where somebody comes from."""
    link = pattern(language, "person_from")
    if not link.search(text, start, end):
        return False
    one, many = column(language, "persons", "singular"), column(language, "persons", "plural")
    return any((w := m[0].casefold()) in one or w in many for m in _WORD.finditer(text, start, end) if link.match(text, m.end(), end))


@cache
def _around(language: str) -> dict[tuple[str, str], re.Pattern[str]]:
    rows = list(table(f"lexicon/{language}/place_words.csv", "word", "class", "position"))

    def of(kind: str, position: str) -> str:
        return any_of({r["word"] for r in rows if (r["class"], r["position"]) == (kind, position)}).pattern

    return {
        ("origin", "after"): re.compile(rf"(?:{pattern(language, 'origin_after_link').pattern}){of('origin', 'after')}", re.I),
        ("origin", "before"): re.compile(rf"{of('origin', 'before')}(?:{pattern(language, 'origin_before_link').pattern})", re.I),
        ("locative", "before"): re.compile(rf"{of('locative', 'before')}(?:{pattern(language, 'locative_before_link').pattern})", re.I),
    }
