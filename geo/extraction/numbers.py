"""Numbers written in digits or words, by a language's table of number words (``numbers.csv``)."""

from __future__ import annotations

import re
from functools import cache

from geo import lexicon
from geo.lexicon import alternatives
from geo.resources import table

DIGITS = r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3}){1,5}(?![\d%])|\d{1,3}(?:\.\d{3}){1,5}(?![\d%.])|\d+"
"""Digits, with or without marks between thousands. No more than five groups of them: a long row of numbers is read in linear time."""

_LONGEST = 30
"""Characters of the longest number that is read."""

LINK = r"[-‐‑\s]\s*"
"""What stands between the words of one number, where a language's ``number_link`` says nothing else."""


@cache
def _tables(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """Values of number words: those that add up (a half counts when its multiplier comes), and the multipliers."""
    small: dict[str, int] = {}
    large: dict[str, int] = {}
    for row in table(f"lexicon/{language}/numbers.csv", "word", "value", "role"):
        (large if row["role"] == "multiplier" else small)[row["word"].casefold()] = int(row["value"])
    return small, large


@cache
def _halves(language: str) -> frozenset[str]:
    return lexicon.classes(language, "numbers", "word", "role").get("half", frozenset())


@cache
def _tens(language: str) -> frozenset[int]:
    small = _tables(language)[0]
    return frozenset(small[w] for w in lexicon.classes(language, "numbers", "word", "role").get("tens", ()))


@cache
def pattern(language: str) -> str:
    """A regular expression (no groups) for one number in digits, words or both."""
    small, large = _tables(language)
    word = alternatives([*small, *large])
    big = alternatives([*large]) or "(?!)"
    tail = lexicon.pattern(language, "number_tail").pattern
    link = f"(?:{lexicon.pattern(language, 'number_link', LINK).pattern})"
    return rf"(?:\d+[.,]\d\d?\s+(?:{big})|(?:{DIGITS})(?:(?:\s+(?:{big}))+(?:\s+\d{{3}}(?![\d.,:%]))?)*|(?:{word})(?:(?:(?<={behind_multiplier(language)}){link}and\s+|{link})(?:{word})(?:\b|(?={tail})))*)"


@cache
def behind_multiplier(language: str) -> str:
    """What a multiplier ends in: one look-behind of fixed width for each is not possible, the last three letters tell them apart."""
    tails = sorted({w[-3:] for w in _tables(language)[1]}) or ["\0\0\0"]
    return "|".join(re.escape(t) for t in tails)


def value(text: str, language: str) -> int | None:
    """The number that the text writes, or ``None`` where it is not one ("two one", "five hundred hundred")."""
    small, large = _tables(language)
    if len(text) <= _LONGEST and (m := re.fullmatch(r"(\d+[.,]\d\d?)\s+(\w+)", text)) and m[2].casefold() in large:
        return round(float(m[1].replace(",", ".")) * large[m[2].casefold()])
    total = current = 0
    last = 0
    half = False
    for part in re.findall(rf"{DIGITS}|[^\W\d_]+", text.casefold()):
        if part == "and":
            continue
        if part in _halves(language):
            half = True
            continue
        if half:
            if part not in large:
                return None
            number, half = large[part], False
            current, last = current * number + number // 2, number
            if number > 100:
                total, current, last = total + current, 0, 0
            continue
        if part[0].isdigit():
            if last or len(part) > _LONGEST:
                return None
            number = int(re.sub(r"\D", "", part))
            current, last = number, 10**9
        elif part in small:
            number = small[part]
            if current and not _fits(last, number, last in _tens(language)):
                return None
            current, last = current + number, number or 1
        elif part in large:
            number = large[part]
            if number == 100:
                if not 0 < current < 100:
                    current = current * 100 if current == 0 else -1
                    current = 100 if current == 0 else current
                    if current < 0:
                        return None
                else:
                    current *= 100
                last = 100
            else:
                total, current, last = total + (current or 1) * number, 0, 0
        else:
            return None
    return None if half else total + current


def _fits(last: int, number: int, tens: bool) -> bool:
    """Whether a smaller number may follow: tens take units, hundreds take both."""
    if last >= 10**9:
        return False
    if last % 100 == 0:
        return number < 100
    return tens and 0 < number < 10


def shared_multiplier(text: str, lower: int, upper: int, language: str) -> int:
    """What the lower number of a range has to be multiplied by: "two to three thousand" begins at two thousand."""
    factor = _tables(language)[1].get(text.casefold().split()[-1], 1)
    return factor if lower < upper // factor else 1
