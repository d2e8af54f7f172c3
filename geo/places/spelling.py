"""Names a slip of the pen away: a bounded edit distance (Damerau and Levenshtein's, one transposition counts once).

Only asked where no name is spelt as written, so a guess never beats an exact name; what is found so says that it is a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

SHORTEST = 6
"""Letters of the shortest name that is guessed at."""
_SUBSTITUTED = 8
"""Letters from which on a wrong letter is a slip; in a shorter name it makes another name."""


class Speller:
    """Keys of names, found from a key that has one slip."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in keys:
            if len(key) >= SHORTEST:
                self._alike[key[0], len(key)].append(key)
        self.near = lru_cache(maxsize=20_000)(self._near)

    def _near(self, key: str) -> tuple[str, ...]:
        """Known keys one letter too many, too few, changed or exchanged away from this one, that begin with its letter."""
        if len(key) < SHORTEST:
            return ()
        lengths = (len(key) - 1, len(key), len(key) + 1)
        return tuple(k for n in lengths for k in self._alike.get((key[0], n), ()) if _one_slip(key, k))


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


def _one_slip(one: str, other: str) -> bool:
    """Whether two keys are the same but for one slip; a wrong letter is one only in a long name."""
    at = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        at += 1
    if len(one) != len(other):
        return one[at + 1 :] == other[at:] if len(one) > len(other) else one[at:] == other[at + 1 :]
    if one[at + 2 :] == other[at + 2 :] and one[at : at + 2] == other[at : at + 2][::-1]:
        return True
    return len(one) >= _SUBSTITUTED and one[at + 1 :] == other[at + 1 :]
