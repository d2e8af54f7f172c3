"""How far apart two words of a Russian sentence are in sense: commas, asides such as "по словам очевидцев", other verbs."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from geo.extraction.layout import Sentence, Token
from geo.extraction.russian import tables
from geo.lexicon import words

PARTICIPLE = re.compile(r"(?:[вдсргкбпт]ш|ющ|ущ|ащ|ящ)(?:ий|ая|ее|ие|его|ей|ую|их|ему|им|ими)(?:ся)?$")
_FINITE = re.compile(r"(?:[аяиеуы]л[аои]?|ол[аи]|шел|шл[аои]|[зс]л[аои])(?:с[ья])?$|(?:ают|яют|уют|ут|ят|ает|яет|ует|ит)(?:ся)?$")
_BREAKS = frozenset(",;:—–-()")


class Clauses:
    """The commas of a sentence, and which stretches between them are asides."""

    def __init__(self, sentence: Sentence) -> None:
        self.tokens = sentence.tokens
        self.aside = self._asides()

    def _asides(self) -> set[int]:
        """Indexes of tokens in asides, the commas around them too."""
        tokens = self.tokens
        marks = [-1, *(i for i, t in enumerate(tokens) if t.low in (",", "(", ")", "—", "–", ":", ";")), len(tokens)]
        out: set[int] = set()
        for before, after in pairwise(marks):
            inside = tokens[before + 1 : after]
            if inside and is_aside(inside):
                out.update(range(before + 1, after))
                out.update(i for i in (before, after) if 0 <= i < len(tokens) and tokens[i].low == ",")
            elif inside and (length := _source_length(inside)):
                out.update(range(before + 1, before + 1 + length))
        return out

    def cost(self, first: int, last: int) -> float:
        """What stands between two tokens, added up; more than twenty is another clause."""
        out = 0.0
        for i in range(first, last):
            token = self.tokens[i]
            low = token.low
            if i in self.aside:
                continue
            if low == ";":
                return 100.0
            if low in (":", "—", "–", "("):
                out += 7
            elif low == ",":
                out += 3
            elif low in words("ru", "relative"):
                out += 7
            elif low in words("ru", "conjunction"):
                out += 2 if low in ("и", "или") else 6
            elif low[0].isalnum():
                out += 5 if finite(low) else 1
        return out

    def inserted(self, i: int) -> bool:
        """Whether what begins at a token, after a comma, describes the noun before: a participle or "который" opens it."""
        opening = [t.low for t in self.tokens[i : i + 4]]
        return any(low in words("ru", "relative") or PARTICIPLE.search(low) for low in opening)

    def start(self, i: int) -> int:
        """Where the clause of a token begins: after the comma, semicolon, colon or dash before it."""
        while i > 0 and not (self.tokens[i - 1].low in _BREAKS and i - 1 not in self.aside):
            i -= 1
        return i

    def end(self, i: int) -> int:
        while i < len(self.tokens) and not (self.tokens[i].low in _BREAKS and i not in self.aside):
            i += 1
        return i


def is_aside(inside: list[Token]) -> bool:
    """Whether words between commas only say who says so: "по словам очевидцев", "уточнил представитель", "напомним"."""
    lows = [t.low for t in inside]
    if lows[0] in words("ru", "parenthesis") and len(lows) <= 2:
        return True
    if any(low in tables.verbs() or low[0].isdigit() for low in lows):
        return False
    if _source_at(lows):
        return True
    return len(lows) <= 8 and any(low in words("ru", "speech") for low in lows[:2]) and "что" not in lows


def _source_at(lows: list[str]) -> bool:
    return len(lows) > 1 and lows[0] in ("по", "со", "с") and any(low in words("ru", "source") for low in lows[1:4])


def _source_length(inside: list[Token]) -> int:
    """ "По данным МВД задержаны ...": an aside without its comma ends before the verb."""
    lows = [t.low for t in inside]
    if not _source_at(lows):
        return 0
    stop = next((k for k, low in enumerate(lows) if k > 1 and (low in tables.verbs() or low in words("ru", "preposition"))), 0)
    return stop if stop <= 8 else 0


@cache
def finite(low: str) -> bool:
    """Whether a word looks like a verb in the past or present; nouns for people and small words do not."""
    if low in tables.verbs():
        return any(kind != "infinitive" for _, kind in tables.verbs()[low])
    if (
        len(low) < 4
        or low in tables.persons()
        or low in tables.number_cases()
        or low in words("ru", "vehicle")
        or low in words("ru", "station")
    ):
        return low in ("был", "была", "были")
    return low in words("ru", "speech") or bool(_FINITE.search(low))
