"""Names a slip of the pen away: a bounded edit distance (Damerau and Levenshtein's, one transposition counts once).

Only asked where no name is spelt as written, so a guess never beats an exact name; what is found so says that it is a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

SHORTEST = 6
"""Letters of the shortest name that is guessed at."""
_SUBSTITUTED = 8
"""Letters from which on a wrong letter is a slip; in a shorter name it makes another name."""


class Speller:
    """Keys of names, found from a key that has one slip: found by what is left when any one letter is taken away."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            if len(key) >= SHORTEST:
                for rest in _rests(key):
                    self._by_rest[rest].append(key)

    def near(self, key: str) -> list[str]:
        """Known keys one letter too many, too few, changed or exchanged away from this one, that begin with its letter."""
        if len(key) < SHORTEST:
            return []
        found = {known for rest in _rests(key) for known in self._by_rest.get(rest, ()) if known[0] == key[0]}
        return sorted(k for k in found if distance(key, k, 1) <= 1 and (len(k) != len(key) or len(k) >= _SUBSTITUTED or _swapped(key, k)))


def nearest(key: str, keys: Collection[str]) -> list[str]:
    """The keys nearest to this one within two slips (one in a name of up to eight letters); empty where none is near."""
    most = 0 if len(key) < SHORTEST - 1 else 1 if len(key) <= 8 else 2
    best: list[str] = []
    letters = set(key)
    for known in keys if most else ():
        if abs(len(known) - len(key)) <= most and len(known) >= SHORTEST - 1 and len(letters.symmetric_difference(known)) <= 2 * most:
            away = distance(key, known, most)
            if away < most or (away == most and not best):
                best, most = ([known], away) if away < most or not best else ([*best, known], most)
            elif away == most:
                best.append(known)
    return sorted(best)


def distance(one: str, other: str, most: int) -> int:
    """How many slips lie between two words; anything above ``most`` is ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def _rests(key: str) -> set[str]:
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}


def _swapped(one: str, other: str) -> bool:
    """Whether two words of one length differ by two letters that changed places."""
    return sum(a != b for a, b in zip(one, other, strict=True)) == 2
