"""Texts as they are copied: without letters that only look like those of the word's script, and without marks that nobody sees.

Soft hyphens, zero-width spaces, marks of writing direction and stress marks go; a letter with its accent apart becomes one.
"""

from __future__ import annotations

import re
import unicodedata

from geo.extraction.respelt import Respelt

_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_BESIDE = re.compile("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_ODD = re.compile(f"[{_UNSEEN}\u0300-\u036f]")
_PIECE = re.compile(f"[{_UNSEEN}]+|\\w[\u0300-\u036f]+|[A-Za-z\u0400-\u04ff]+(?![\u0300-\u036f])")
_MOST_ACCENTS = 8

_TO_CYRILLIC = dict(zip("ABCEHKMOPTXYIaceopxyihkSsJj", "АВСЕНКМОРТХУІасеорхуіһкЅѕЈј", strict=True))
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}


def cleaned(text: str) -> Respelt | None:
    """The text cleaned, with where each letter comes from; ``None`` for one that is clean, as most are."""
    if not _ODD.search(text) and not (_CYRILLIC.search(text) and _LATIN.search(text) and _BESIDE.search(text)):
        return None
    out: list[str] = []
    starts: list[int] = []
    at = 0
    for m in _PIECE.finditer(text):
        first, end = m.span()
        out.append(text[at:first])
        starts.extend(range(at, first))
        piece = _clean(m[0])
        out.append(piece)
        starts.extend(range(first, end) if len(piece) == end - first else [first] * len(piece))
        at = end
    out.append(text[at:])
    starts.extend(range(at, len(text) + 1))
    clean = "".join(out)
    return Respelt(text, clean, starts) if clean != text else None


def _clean(piece: str) -> str:
    if piece[0].isalnum() and len(piece) > 1 and unicodedata.combining(piece[1]):
        composed = unicodedata.normalize("NFC", piece[: _MOST_ACCENTS + 1])
        return composed[0]
    if not piece[0].isalpha():
        return ""
    return _one_script(piece) if _BESIDE.search(piece) else piece


def _one_script(word: str) -> str:
    """A word of two scripts in the one whose twins all letters of the other have; where both are, in that of the most letters."""
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    ways = [(len(latin), latin, _TO_CYRILLIC), (len(cyrillic), cyrillic, _TO_LATIN)]
    for _, foreign, twins in sorted(ways, key=lambda way: way[0]):
        if all(letter in twins for letter in foreign):
            return "".join(twins.get(c, c) for c in word)
    return word
