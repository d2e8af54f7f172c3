"""One English sentence being read: its tokens and groups, and which group belongs to a verb."""

from __future__ import annotations

from functools import cache, cached_property

from geo.extraction.english import groups
from geo.extraction.english.groups import Group
from geo.extraction.layout import Sentence
from geo.lexicon import classes, verbs, words

SKIP = frozenset(("also", "already", "then", "later", "reportedly", "all", "since", "again", "soon", "once", "first", "just", "each",
                   "both", "now", "therefore", "promptly", "thus", "even", "still", "so", "up", "however", "either", "being"))  # fmt: skip

_ENDS_CLAUSE = frozenset((";", ":", "who", "which", "but", "while", "because", "after", "when"))


@cache
def nominals() -> dict[str, frozenset[str]]:
    """The words of ``nominals.csv`` by their class."""
    return classes("en", "nominals", "word", "class")


class Reading:
    """What verbs and nouns share: the sentence's words, its groups of people, and how to find the one that is meant."""

    def __init__(self, sentence: Sentence, places: set[int]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = sentence.lows
        self.places = places
        self.question = sentence.words.rstrip("\"”»' ").endswith("?")

    @cached_property
    def groups(self) -> list[Group]:
        """Found when first asked for: in many a sentence no verb or noun asks."""
        return groups.find(self.sentence, self.places)

    def _hypothetical(self, i: int) -> bool:
        if words("en", "hypothetical").isdisjoint(self.lows):
            return False
        for j in range(i - 1, max(-1, i - 25), -1):
            low = self.lows[j]
            if low in (".", ";", ":"):
                return False
            if low in words("en", "hypothetical"):
                return True
        return False

    def _left(self, i: int, last: int, near: bool = False) -> Group | None:
        """The subject: the nearest group before the verb, no further than its clause."""
        best: Group | None = None
        for group in reversed(self.groups):
            if group.last > i:
                continue
            between = self.lows[group.last : i]
            if ";" in between:
                break
            if near and len(between) > 4 and not {",", "and", "but"}.isdisjoint(between):
                break
            if near and not words("en", "be", "have").isdisjoint(between):
                break
            if group.first > 0 and self.lows[group.first - 1] in ("by", "with", "against") and not near:
                continue
            if group.kind == "bare" and not self._may_stand_alone(group, True):
                continue
            if self._aside(group):
                continue
            if group.kind == "any" and not near:
                return group
            if best is None:
                best = group
                if group.kind in ("counted", "bare", "nobody"):
                    return group
                continue
            linked = self.lows[group.last : best.first]
            if group.kind in ("counted", "bare") and len(linked) <= 6 and "of" in linked[:2]:
                return group
            break
        return best

    def _antecedent(self, i: int) -> Group | None:
        """ "30 workers whom police had rounded up": the object stands before the relative clause."""
        for group in reversed(self.groups):
            between = self.lows[group.last : i]
            if group.last <= i and len(between) <= 8 and ("whom" in between or (between and set(between) & words("en", "police"))):
                return group if not set(between) & {",", ";", "and"} or "whom" in between else None
        return None

    def _aside(self, group: Group) -> bool:
        """An age ("a man, 34,", "two women of around 70") or a part of the group before ("eight journalists among them")."""
        before = self.lows[group.first - 1] if group.first else ""
        after = self.lows[group.last : group.last + 2]
        if group.kind == "bare" and (before in (",", "of") and any(g.last == group.first - 1 and g.person for g in self.groups)):
            return before == "of" or after[:1] == [","]
        if self.lows[group.last - 1] in ("them", "whom") and before == "," and any(g.last <= group.first - 1 for g in self.groups):
            return True
        return after in (["among", "them"], ["of", "them"]) or before in ("including", "them", "whom")

    def _right(self, i: int, last: int) -> Group | None:
        """The object: the first group after the verb, before another verb or the end of the clause."""
        if i + 1 < len(self.tokens) and self.lows[i + 1] in ("them", "him", "her", "me", "us", "it", "himself", "themselves"):
            return None
        for group in self.groups:
            if group.first <= i:
                continue
            between = self.lows[i + 1 : group.first]
            if len(between) > 12 or not _ENDS_CLAUSE.isdisjoint(between) or not words("en", "be").isdisjoint(between):
                return None
            if group.kind == "bare" and not self._may_stand_alone(group, True):
                continue
            if between and between[-1] in ("by", "from", "with", "against", "for") and i + 1 < group.first:
                return None
            return group
        return None

    def _may_stand_alone(self, group: Group, strong: bool) -> bool:
        """A bare number is people when no other noun follows it."""
        last = group.last
        while last < len(self.tokens) and self.lows[last] in words("en", "extra"):
            last += 1
        if last >= len(self.tokens):
            return True
        follows = self.tokens[last]
        if follows.low.partition("'")[0] in groups.stops():
            return True
        if not follows.low[0].isalpha():
            return follows.low not in ("%", "°")
        if (
            follows.low in words("en", "extra", "pronoun")
            or follows.low in verbs("en")
            or follows.low.endswith("ly")
            or follows.low in SKIP
        ):
            return follows.low not in words("en", "unit")
        if group.last in self.places or follows.low in ("yesterday", "today", "there", "here", "overnight", "that", "this", "last"):
            return True
        return strong and follows.low.endswith("s") and not follows.low.endswith("ss")

    def _span(self, group: Group) -> tuple[int, int]:
        return self.tokens[group.first].start, self.tokens[group.last - 1].end

    def _voice_unreal(self, i: int) -> bool:
        window = self.lows[max(0, i - 3) : i]
        return any(w in words("en", "modal") or w in ("not", "to") or w.endswith("n't") for w in window) or self._hypothetical(i)

    def _group_ending(self, i: int) -> Group | None:
        while i > 0 and (self.lows[i - 1] in SKIP or self.lows[i - 1].endswith("ly")):
            i -= 1
        return next((g for g in self.groups if g.last == i), None)

    def _group_starting(self, i: int) -> Group | None:
        while i < len(self.tokens) and (self.lows[i] in words("en", "determiner") or self.lows[i] in SKIP):
            i += 1
        return next((g for g in self.groups if g.first <= i < g.last), None)
