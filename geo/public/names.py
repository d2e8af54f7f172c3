"""Names of people in a text: found by given names, by what surnames look like, by two unknown capitals in a row; tables decide.

Errs towards masking: what no table knows as a place, an office or an ordinary word may be a person. ``data/public``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.lexicon import column
from geo.places.gazetteer import Gazetteer
from geo.places.recognise import recognise
from geo.places.site_names import romanized
from geo.resources import data_root, optional_table, table

_WORD = re.compile(r"[^\W\d_](?:[\w'’ʼ-]*\w)?")
_BETWEEN = re.compile(r"\s{1,3}|\.\s?|\s[-–]\s")
_INITIAL = re.compile(r"[^\W\d_]")
_ENDINGS = re.compile(
    r"(?:ами|ями|ого|ому|ның|нің|тың|тің|дың|дің|мен|бен|пен|нан|нен|тан|тен|дан|ден|ий|ый|ая|ую|их|ых|ой|ей|ом|ем|ым|ою|ға|ге|қа|ке|ны|ні|ты|ті|ды|ді|[аяуюеыиі]|'s|’s|s)$"
)
_POSSESSIVE = re.compile(r"['’]s$")
LEARNT = 4
"""A surname that stands alone is looked for again from so many letters on."""
GLUED = 5
"""In an address, a name is looked for within longer words from so many letters on."""
_WAYS = (("zh", "i"), ("kh", "h"), ("gh", "g"), ("x", "h"), ("q", "k"), ("j", "i"), ("y", "i"), ("w", "v"))
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text; ``what`` is ``name``, ``site`` or a kind of ``hidden.csv``."""

    start: int
    end: int
    what: str


def people(text: str, language: str, learnt: frozenset[str] = frozenset(), *, full: bool = False) -> Iterator[Found]:
    """Stretches that name a person, in order. ``learnt`` are stems of names found elsewhere in the same data.

    ``full``: only what is surely a person's full name, for the names of media.
    """
    places = _places(text, language)
    words = [m for m in _WORD.finditer(text) if m[0][0].isupper()]
    shouted = sum(m[0].isupper() and len(m[0]) > 1 for m in words) > 3 > sum(not m[0].isupper() for m in words)
    titled = _titled(text)
    run: list[re.Match[str]] = []
    for word in [*words, None]:
        if run and (word is None or not _BETWEEN.fullmatch(text[run[-1].end() : word.start()])):
            found = _in_run(run, text, places, learnt, strict=titled or shouted or full)
            yield from (f for f in found if not full or _BETWEEN.search(text[f.start : f.end]))
            run = []
        if word is not None:
            run.append(word)


def sites(text: str, language: str) -> Iterator[Found]:
    """Squares, parks, streets, buildings: what tells more than the city."""
    gazetteer = Gazetteer.shipped()
    for mention in recognise(text, gazetteer, language or "en"):
        if mention.site or any(gazetteer.entries[n.id].kind == "site" for n in mention.names if n.id in gazetteer.entries):
            yield Found(mention.start, mention.end, "site")


def contacts(text: str) -> Iterator[Found]:
    """Addresses of mail, telephones, handles, coordinates and homes."""
    for what, pattern in _hidden():
        yield from (Found(m.start(), m.end(), what) for m in pattern.finditer(text))


def stems(text: str) -> Iterator[str]:
    """What is learnt from a masked name: its longer words, their endings cut off."""
    for word in _WORD.findall(text):
        if len(stem := _stem(word)) >= LEARNT and not _ordinary(word) and (_given(word) or _surname(word) or not _places(word, "ru")):
            yield stem


def looks_like_a_name(word: str) -> bool:
    """Whether a word alone is a given name or has a surname's ending."""
    return (_given(word) or _surname(word)) and not _ordinary(word)


def spelt(word: str) -> str:
    """How a word sounds in Latin letters, so that one name written in several ways is one: Zhanbolat, Janbolat, Жанболат."""
    text = romanized(word.casefold()).casefold()
    for way, plain in _WAYS:
        text = text.replace(way, plain)
    return _TWICE.sub(r"\1", text)


def in_address(word: str, learnt: frozenset[str], *, glued: bool = False) -> bool:
    """Whether a word of a web address may name a person; ``learnt`` holds :func:`spelt` stems. ``glued``: a name may stand anywhere in it."""
    if glued and any(not name.indexed for name in Gazetteer.shipped().find(word)):
        return False
    if looks_like_a_name(word):
        return True
    sound = spelt(word)
    names = (sound[:end] for end in range(GLUED, len(sound) + 1))
    if not _ordinary(word) and any(name in _spelt_names() for name in names):
        return True
    if spelt(_stem(word)) in learnt:
        return True
    starts = range(len(sound) - GLUED + 1) if glued else (0,)
    return any(sound[a:b] in learnt for a in starts for b in range(a + GLUED, len(sound) + 1))


def _in_run(run: list[re.Match[str]], text: str, places: list[tuple[int, int]], learnt: frozenset[str], *, strict: bool) -> Iterator[Found]:
    """The names in a row of capitals. Ordinary words and places part it; a place that is a given name too may belong to one."""
    group: list[re.Match[str]] = []
    for word in [*run, None]:
        if word is not None and not _apart(word, run, places, learnt):
            group.append(word)
            continue
        if group and _is_person(group, learnt, strict):
            yield Found(group[0].start(), _end(group[-1], text), "name")
        group = []


def _apart(word: re.Match[str], run: list[re.Match[str]], places: list[tuple[int, int]], learnt: frozenset[str]) -> bool:
    if _stem(word[0]) in learnt:
        return False
    if any(a <= word.start() and word.end() <= b for a, b in places):
        return not (_given(word[0]) and any(_surname(o[0]) and not _ordinary(o[0]) for o in run if o is not word))
    if _INITIAL.fullmatch(word[0]):
        return False
    if _ordinary(word[0]):
        return not (_given(word[0]) and len(run) > 1)
    short = word[0].isupper() and 1 < len(word[0]) <= 5
    return short and not _given(word[0]) and not _surname(word[0])


def _is_person(group: list[re.Match[str]], learnt: frozenset[str], strict: bool) -> bool:
    told = [w[0] for w in group if not _INITIAL.fullmatch(w[0])]
    if any(_given(w) or _surname(w) or _stem(w) in learnt for w in told):
        return True
    return bool(told) and len(group) > 1 and not strict


def _end(word: re.Match[str], text: str) -> int:
    """Without an English genitive."""
    possessive = _POSSESSIVE.search(word[0])
    return word.start() + possessive.start() if possessive else word.end()


def _places(text: str, language: str) -> list[tuple[int, int]]:
    """What the project's own tables know; a name that only the world's index has may be a person's."""
    found = recognise(text, Gazetteer.shipped(), language or "en")
    return [(m.start, m.end) for m in found if m.site or not all(name.indexed for name in m.names)]


def _titled(text: str) -> bool:
    """Whether it is a headline in which nearly every word has a capital."""
    words = [w for w in _WORD.findall(text) if len(w) > 3]
    return len(words) > 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    folded = _POSSESSIVE.sub("", word.casefold()).replace("ё", "е")
    cut = _ENDINGS.sub("", folded)
    return cut if len(cut) >= LEARNT else folded


@lru_cache(maxsize=50_000)
def _given(word: str) -> bool:
    folded = _POSSESSIVE.sub("", word.casefold()).replace("ё", "е")
    return (
        folded in _first_names()
        or (len(_stem(word)) > 3 and _stem(word) in _first_stems())
        or any(part in _first_names() for part in folded.split("-") if len(part) > 2)
    )


@lru_cache(maxsize=50_000)
def _surname(word: str) -> bool:
    folded = _POSSESSIVE.sub("", word.casefold())
    return len(folded) > 4 and bool(_surnames().fullmatch(folded))


@lru_cache(maxsize=50_000)
def _ordinary(word: str) -> bool:
    folded = _POSSESSIVE.sub("", word.casefold()).replace("ё", "е")
    return folded in _vocabulary() or (len(folded) > 8 and _stem(folded) in _vocabulary_stems())


@cache
def _first_names() -> frozenset[str]:
    own = {row["name"].casefold().replace("ё", "е") for row in table("public/first_names.csv", "name")}
    russian = set(column("ru", "first_names", "word"))
    return frozenset(own | russian | {romanized(w) for w in russian | own})


@cache
def _spelt_names() -> frozenset[str]:
    return frozenset(spelt(name) for name in _first_names() if len(name) >= GLUED)


@cache
def _first_stems() -> frozenset[str]:
    return frozenset(_stem(row["name"]) for row in table("public/first_names.csv", "name"))


@cache
def _surnames() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("public/name_patterns.csv", "script", "pattern")))


@cache
def _hidden() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["what"], re.compile(row["pattern"], re.IGNORECASE)) for row in table("public/hidden.csv", "what", "pattern"))


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the readers' tables that is not a name, and those kept by hand."""
    out = {row["word"] for row in table("public/kept.csv", "word")}
    for path in sorted((data_root() / "lexicon").glob("*/*.csv")):
        if path.stem not in _OF_NAMES:
            words = {
                w
                for row in optional_table(f"lexicon/{path.parent.name}/{path.name}")
                for cell in row.values()
                for w in cell.casefold().split()
            }
            if path.stem == "not_places":  # names of people among them are still names
                words = {w for w in words if w.replace("ё", "е") not in _first_names() and not _surnames().fullmatch(w)}
            out.update(words)
    out.update(w.casefold() for row in table("organisers.csv", "name") for w in row["name"].split())
    return frozenset(w.replace("ё", "е") for w in out)


@cache
def _vocabulary_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in _vocabulary() if len(word) > 7)


_OF_NAMES = ("given_names", "first_names", "judgement", "name_parts", "romanization")
