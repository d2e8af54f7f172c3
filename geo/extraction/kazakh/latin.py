"""Kazakh in Latin letters, of 2017, 2018, 2021 or plain ASCII, spelt in Cyrillic, so that one set of tables serves both scripts.

A word's beginning is looked up among the words of the tables and the gazetteer by a skeleton in which letters that one or the
other spelling confuses are one; its endings are spelt by rule. Offsets into the text as stored are kept beside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from geo.extraction.layout import folded
from geo.extraction.respelt import Respelt
from geo.places.gazetteer import Gazetteer
from geo.resources import table

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]*)*")
_RUN = re.compile(r"[а-яёәғқңөұүһі]+", re.I)
_APOSTROPHES = re.compile("[aginoscuy]['’ʼ](?=\\w)")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[а-яё]", re.I)
_TABLES = {
    "triggers": ("stem", "complement"), "auxiliaries": ("stem",), "nominals": ("word",), "words": ("word",), "persons": ("singular",),
    "numbers": ("word",), "number_phrases": ("phrase",), "vague": ("phrase",), "hedges": ("phrase",), "dates": ("word",),
    "date_patterns": ("pattern",), "patterns": ("pattern",), "topics": ("word",), "scope": ("phrase",), "place_words": ("word",),
    "site_nouns": ("word",), "stems": ("word",),
}  # fmt: skip
_STYLES = ("y2018", "y2021", "ascii", "y2017")
_LEAST = 3
"""How many letters a stem must share with a word that goes on after it."""
_SURE = 5
"""How many tell a stem even where its double letters are written as one."""

_LONGEST = 60
"""Letters of the longest word that is spelt anew."""


def respell(text: str) -> Respelt | None:
    """The text in Cyrillic, with where each letter comes from; ``None`` for a text that is in Cyrillic already."""
    if len(_LATIN.findall(text)) <= len(_CYRILLIC.findall(text)):
        return None
    style = _style(text)
    out: list[str] = []
    starts: list[int] = []
    at = 0
    for m in _WORD.finditer(text):
        out.append(text[at : m.start()])
        starts.extend(range(at, m.start()))
        word = _cased(_spelt(folded(m[0]), style), m[0]) if _LATIN.match(m[0]) else m[0]
        out.append(word)
        first, length = m.start(), m.end() - m.start()
        starts.extend(first + k * length // len(word) for k in range(len(word)))
        at = m.end()
    out.append(text[at:])
    starts.extend(range(at, len(text) + 1))
    return Respelt(text, "".join(out), starts)


def _style(text: str) -> str:
    """The column of ``latin.csv``: what the letters of the text tell."""
    low = text.casefold()
    if len(_APOSTROPHES.findall(low)) * 20 > low.count(" "):
        return "y2017"
    return "y2018" if re.search("[áóúǵńý]", low) else "y2021" if re.search("[äöüūğñş]", low) else "ascii"


@lru_cache(maxsize=50_000)
def _spelt(word: str, style: str) -> str:
    """A word in small letters, in Cyrillic."""
    if len(word) > _LONGEST:
        return word
    bare, places = skeleton(word)
    plain = _letters(word, style, None)
    for length in range(len(bare), 0, -1):
        if length < _LEAST and length < len(bare):
            break
        stems = _stems().get(bare[:length], ())
        if length < len(bare) and length < _SURE:
            stems = tuple(s for s in stems if _bones(s) == length)
        if stems:
            stem = min(stems, key=lambda s: (sum(a != b for a, b in zip(s, plain, strict=False)), abs(len(s) - length), s))
            rest = word[places[length] :] if length < len(bare) else ""
            return stem + _letters(rest, style, _front(stem), stem)
    return plain or word


@cache
def _tables() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """(any letter, Latin or Cyrillic -> its skeleton; style -> Latin letters -> Cyrillic)."""
    bones: dict[str, str] = {}
    styles: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table("lexicon/kk/latin.csv", "letters", "skeleton", *_STYLES):
        bones[row["letters"]] = row["skeleton"]
        for style in _STYLES:
            styles[style][row["letters"]] = row[style]
    return bones, styles


def skeleton(word: str) -> tuple[str, list[int]]:
    """The letters of a word with what spellings confuse made one, and where in the word each begins."""
    bones = _tables()[0]
    out: list[str] = []
    places: list[int] = []
    i = 0
    while i < len(word):
        size = 2 if word[i : i + 2] in bones else 1
        for bone in bones.get(word[i : i + size], word[i] if word[i].isalpha() else ""):
            if out and bone == "s" and out[-1] == "t":
                out[-1] = bone
            elif not (out and bone == out[-1] == "i"):
                out.append(bone)
                places.append(i)
        i += size
    return "".join(out), places


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """Skeleton -> the words, whole or beginnings, that the tables and the gazetteer spell so."""
    known: set[str] = set()
    for name, columns in _TABLES.items():
        for row in table(f"lexicon/kk/{name}.csv", *columns):
            for column in columns:
                known.update(w.casefold() for w in _RUN.findall(row[column]) if len(w) >= _SURE or not name.endswith("patterns"))
    for names in Gazetteer.shipped().by_key.values():
        known.update(w.casefold() for n in names if n.language == "kk" for w in _RUN.findall(n.text))
    out: dict[str, set[str]] = defaultdict(set)
    for word in known:
        if len(word) > 1:
            out[skeleton(word)[0]].add(word)
    return {bare: tuple(sorted(words)) for bare, words in out.items()}


def _bones(word: str) -> int:
    return sum(len(_tables()[0].get(c, c)) for c in word)


def _front(word: str) -> bool | None:
    """Whether the last vowel that tells is a front one; endings follow it."""
    vowels = re.findall("[аоұыяәеіөүэ]", word)
    return vowels[-1] in "әеіөүэ" if vowels else None


def _letters(word: str, style: str, front: bool | None, before: str = "") -> str:
    """Letter by letter, by the table of the style; plain ASCII follows vowel harmony, after the stem or within the word."""
    spelling = _tables()[1][style]
    if front is None:
        front = bool(re.search("[eiäáöóüú]", word)) and not re.search("[aouy]", word)
    out = ""
    i = 0
    while i < len(word):
        size = 2 if word[i : i + 2] in spelling else 1
        letter = spelling.get(word[i : i + size], word[i] if word[i].isalpha() else "")
        if len(letter) == 3 and letter[1] == "|":
            after_vowel = bool(re.search("[аәеёоөұүыіэюя]$|(?<![аәеёоөұүыіэюя])у$", before + out))
            letter = "й" if letter[0] == "й" and after_vowel else letter[2]
        if style == "ascii" and letter:
            letter = _harmony().get((letter, front), letter)
        out += letter
        i += size
    return re.sub(r"(?:(?<=^)|(?<=[аеыір]))([ндт][ыі])н$", r"\1ң", out) if style == "ascii" and not re.search("[аей]т[ыі]н$", out) else out


@cache
def _harmony() -> dict[tuple[str, bool], str]:
    """What a plain letter is in a back word and in a front one."""
    pairs = (("к", "қ", "к"), ("қ", "қ", "к"), ("г", "ғ", "г"), ("ы", "ы", "і"), ("і", "ы", "і"))
    return {(plain, front): (soft if front else hard) for plain, hard, soft in pairs for front in (False, True)}


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
