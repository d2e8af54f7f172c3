"""How far apart two words of a Russian sentence are in sense: commas, asides such as "по словам очевидцев", other verbs."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import pairwise

from geo.extraction.layout import Sentence
from geo.extraction.russian import tables
from geo.lexicon import words

PARTICIPLE = re.compile(r"(?:[вдсргкбпт]ш|ющ|ущ|ащ|ящ)(?:ий|ая|ее|ие|его|ей|ую|их|ему|им|ими)(?:ся)?$")
_FINITE = re.compile(r"(?:[аяиеуы]л[аои]?|ол[аи]|шел|шл[аои]|[зс]л[аои])(?:с[ья])?$|(?:ают|яют|уют|ут|ят|ает|яет|ует|ит)(?:ся)?$")
_BREAKS = frozenset(",;:—–-()")
_MARKS = frozenset(",;:—–()")


class Clauses:
    """The commas of a sentence, and which stretches between them are asides."""

    def __init__(self, sentence: Sentence) -> None:
        self.lows = sentence.lows

    @cached_property
    def aside(self) -> set[int]:
        """Indexes of tokens in asides, the commas around them too."""
        lows = self.lows
        marks = [-1, *(i for i, low in enumerate(lows) if low in _MARKS), len(lows)]
        out: set[int] = set()
        for before, after in pairwise(marks):
            inside = lows[before + 1 : after]
            if inside and is_aside(inside):
                out.update(range(before + 1, after))
                out.update(i for i in (before, after) if 0 <= i < len(lows) and lows[i] == ",")
            elif inside and (length := _source_length(inside)):
                out.update(range(before + 1, before + 1 + length))
        return out

    def cost(self, first: int, last: int) -> float:
        """What stands between two tokens, added up; more than twenty is another clause."""
        aside = self.aside
        return sum(_distance(low) for i, low in enumerate(self.lows[first:last], first) if i not in aside)

    def inserted(self, i: int) -> bool:
        """Whether what begins at a token, after a comma, describes the noun before: a participle or "который" opens it."""
        opening = self.lows[i : i + 4]
        return any(low in words("ru", "relative") or PARTICIPLE.search(low) for low in opening)

    def start(self, i: int) -> int:
        """Where the clause of a token begins: after the comma, semicolon, colon or dash before it."""
        while i > 0 and not (self.lows[i - 1] in _BREAKS and i - 1 not in self.aside):
            i -= 1
        return i

    def end(self, i: int) -> int:
        while i < len(self.lows) and not (self.lows[i] in _BREAKS and i not in self.aside):
            i += 1
        return i


@lru_cache(maxsize=50_000)
def _distance(low: str) -> float:
    """How far one word or mark between two others sets them apart."""
    if low == ";":
        return 100.0
    if low in (":", "—", "–", "(") or low in words("ru", "relative"):
        return 7.0
    if low == ",":
        return 3.0
    if low in words("ru", "conjunction"):
        return 2.0 if low in ("и", "или") else 6.0
    if low[0].isalnum():
        return 5.0 if finite(low) else 1.0
    return 0.0


def is_aside(lows: list[str]) -> bool:
    """Whether words between commas only say who says so: "по словам очевидцев", "уточнил представитель", "напомним"."""
    if lows[0] in words("ru", "parenthesis") and len(lows) <= 2:
        return True
    said = len(lows) <= 8 and not words("ru", "speech").isdisjoint(lows[:2]) and "что" not in lows
    return (said or _source_at(lows)) and not any(low in tables.verbs() or low[0].isdigit() for low in lows)


def _source_at(lows: list[str]) -> bool:
    return len(lows) > 1 and lows[0] in ("по", "со", "с") and any(low in words("ru", "source") for low in lows[1:4])


def _source_length(lows: list[str]) -> int:
    """ "По данным МВД задержаны ...": an aside without its comma ends before the verb."""
    if not _source_at(lows):
        return 0
    stop = next((k for k, low in enumerate(lows) if k > 1 and (low in tables.verbs() or low in words("ru", "preposition"))), 0)
    return stop if stop <= 8 else 0


@lru_cache(maxsize=50_000)
def finite(low: str) -> bool:
    """Whether a word looks like a verb in the past or present; nouns for people and small words do not."""
    if low in tables.verbs():
        return any(kind != "infinitive" for _, kind in tables.verbs()[low])
    if len(low) < 4 or low in tables.persons() or low in tables.number_cases() or low in words("ru", "vehicle", "station"):
        return low in ("был", "была", "были")
    return low in words("ru", "speech") or bool(_FINITE.search(low))
