"""The dictionary forms that a word in a text may be of, by a language's table of endings (``place_endings.csv``)."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice, product

from geo.places.gazetteer import key
from geo.resources import table

_MOST = 48


@lru_cache(maxsize=50_000)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Keys of the word as it is and, after it, of what it may be an inflected form of; longest endings first.

    A rule takes away an ending and puts its replacement, where at least ``stem`` letters stay.
    """
    low = word.casefold().replace("’", "'").replace("ʼ", "'")
    out = {key(word): None}
    for ending, replacement, stem in _endings(language):
        if low.endswith(ending) and len(low) - len(ending) >= stem:
            out.setdefault(key(low[: len(low) - len(ending)] + replacement), None)
    return tuple(out)


@lru_cache(maxsize=50_000)
def phrases(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Keys of a name of several words: as it is, then with its words in their dictionary forms."""
    as_is = " ".join(key(w) for w in words)
    combined = (" ".join(p) for p in product(*(forms(w, language) for w in words)))
    return tuple(dict.fromkeys([as_is, *islice(combined, _MOST)]))


@cache
def _endings(language: str) -> list[tuple[str, str, int]]:
    rows = table(f"lexicon/{language}/place_endings.csv", "ending", "replacement", "stem")
    return sorted(((r["ending"], r["replacement"], int(r["stem"] or 3)) for r in rows), key=lambda r: (-len(r[0]), r[0]))
