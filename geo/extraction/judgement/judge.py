"""The weights of what stands around a candidate, added up: how likely it is that it states a detention, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache

from geo.errors import DataError
from geo.extraction.judgement.features import Feature
from geo.resources import table


class Judge:
    """One language's table of weights (natural logarithms of odds). ``threshold``: the probability from which a candidate is a claim."""

    def __init__(self, language: str) -> None:
        self.weights: dict[str, dict[str, float]] = defaultdict(dict)
        name = f"lexicon/{language}/judgement.csv"
        for row in table(name, "slot", "value", "weight"):
            try:
                self.weights[row["slot"]][row["value"]] = float(row["weight"])
            except ValueError:
                raise DataError(f"{name}: {row['slot']} {row['value']}: {row['weight']} is not a number") from None
        self.threshold = self.weights.pop("threshold", {}).get("", 0.5)
        self._bias = self.weights.pop("bias", {}).get("", 0.0)

    @classmethod
    @cache
    def of(cls, language: str) -> Judge:
        return cls(language)

    def probability(self, features: list[Feature]) -> float:
        """How likely a candidate with these features is a claim, 0 to 1."""
        weights = self.weights
        told = (weights[slot].get(value, 0.0) for slot, value in features if slot in weights)
        odds = self._bias + math.fsum(told)  # exact: the same in whatever order a set gave them
        return 1 / (1 + math.exp(-odds))

    def reasons(self, features: list[Feature], most: int = 4) -> list[str]:
        """What speaks most for it or against it, in words, each with its weight."""
        told = [(self.weights.get(slot, {}).get(value, 0.0), slot, value) for slot, value in features if _slots().get(slot)]
        told.sort(key=lambda t: (-abs(t[0]), t[1:]))
        words = [(weight, _slots()[slot].format(value.partition(":")[2] or value)) for weight, slot, value in told[:most] if weight]
        return [f"{text} ({weight:+.1f})" for weight, text in words]


@cache
def _slots() -> dict[str, str]:
    return {row["slot"]: row["words"] for row in table("lexicon/judgement_slots.csv", "slot", "words")}
