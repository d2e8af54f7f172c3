"""The weights of what stands around a candidate, added up: how likely it is that it states a detention, and why."""

from __future__ import annotations

import math
from functools import cache
from itertools import repeat

from geo.errors import DataError
from geo.extraction.judgement.features import Feature
from geo.resources import table


class Judge:
    """One language's table of weights (natural logarithms of odds)."""

    def __init__(self, language: str) -> None:
        self.weights: dict[Feature, float] = {}
        name = f"lexicon/{language}/judgement.csv"
        for row in table(name, "slot", "value", "weight"):
            try:
                self.weights[row["slot"], row["value"]] = float(row["weight"])
            except ValueError:
                raise DataError(f"{name}: {row['slot']} {row['value']}: {row['weight']} is not a number") from None
        self._least = self.weights.pop(("threshold", ""), 0.5)
        self._least_by_rule = self.weights.pop(("threshold", "strong"), self._least)
        self._bias = self.weights.pop(("bias", ""), 0.0)

    @classmethod
    @cache
    def of(cls, language: str) -> Judge:
        return cls(language)

    def probability(self, features: list[Feature]) -> float:
        """How likely a candidate with these features is a claim, 0 to 1."""
        told = map(self.weights.get, features, repeat(0.0))
        odds = self._bias + math.fsum(told)  # exact: the same in whatever order a set gave them
        return 1 / (1 + math.exp(-odds))

    def threshold(self, features: list[Feature]) -> float:
        """The probability from which such a candidate is a claim: a lower one where a strong rule says so."""
        return self._least_by_rule if ("rule", "strong") in features else self._least

    def reasons(self, features: list[Feature], most: int = 4) -> list[str]:
        """What speaks most for it or against it, in words, each with its weight."""
        in_words = _slots()
        told = [(weight, *f) for f in features if (weight := self.weights.get(f)) and in_words.get(f[0])]
        told.sort(key=lambda t: (-abs(t[0]), t[1:]))
        return [f"{in_words[slot].format(value.partition(':')[2] or value)} ({weight:+.1f})" for weight, slot, value in told[:most]]


@cache
def _slots() -> dict[str, str]:
    return {row["slot"]: row["words"] for row in table("lexicon/judgement_slots.csv", "slot", "words")}
