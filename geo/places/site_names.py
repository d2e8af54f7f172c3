"""English names for sites that no gazetteer holds: "площади Свободы" is Freedom Square, "улице Чичинадзе" is Chichinadze Street.

The tables are ``site_english.csv`` of the language and ``romanization.csv``.
"""

from __future__ import annotations

import re
from functools import cache

from geo.resources import data_root, table

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:-[^\W\d_]+)?")


def english(name: str, language: str) -> str:
    """The name in English, its noun last; as it is in a language without such a table."""
    tables = _tables(language)
    if tables is None:
        return name
    nouns, words, endings = tables
    told: list[str] = []
    noun = ""
    for word in _WORD.findall(name):
        low = word.casefold()
        kind, known = _longest(low, nouns), _longest(low, words)
        if kind is not None and not noun and len(kind) > len(known or ""):
            noun = nouns[kind]
            continue
        if known is not None:
            told.append(words[known])
            continue
        cut = next((e for e in endings if low.endswith(e) and len(low) - len(e) >= 2), None)
        shorn = low[: -len(cut)] if cut else low
        told.append(_cased(romanized(shorn) + (endings[cut] if cut else ""), word))
    return " ".join(w for w in (*told, noun) if w) or name


def romanized(word: str) -> str:
    """The word in Latin letters, in small ones."""
    letters = _letters()
    return "".join(letters.get(c, c) for c in word.casefold())


def _cased(latin: str, written: str) -> str:
    return latin[:1].upper() + latin[1:] if written[0].isupper() else latin


def _longest(word: str, beginnings: dict[str, str]) -> str | None:
    return next((word[:n] for n in range(len(word), 1, -1) if word[:n] in beginnings), None)


@cache
def _tables(language: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]] | None:
    name = f"lexicon/{language}/site_english.csv"
    if not (data_root() / name).exists():
        return None
    out: dict[str, dict[str, str]] = {"noun": {}, "word": {}, "ending": {}}
    for row in table(name, "beginning", "english", "class"):
        out[row["class"]][row["beginning"]] = row["english"]
    return out["noun"], out["word"], out["ending"]


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in table("lexicon/romanization.csv", "letter", "latin")}
