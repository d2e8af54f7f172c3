"""The counting rules of the contract, word for word, and number words read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extraction import counts, numbers

TABLE = [
    ("seven people", 7, 7, 7, "exact"),
    ("7 people", 7, 7, 7, "exact"),
    ("at least 20", 20, None, 20, "at_least"),
    ("no fewer than 70", 70, None, 70, "at_least"),
    ("83 or more", 83, None, 83, "at_least"),
    ("83+", 83, None, 83, "at_least"),
    ("more than 100", 101, None, 101, "more_than"),
    ("over 20", 21, None, 21, "more_than"),
    ("just over 30", 31, None, 31, "more_than"),
    ("up to 40", 1, 40, 40, "up_to"),
    ("as many as 150", 1, 150, 150, "up_to"),
    ("fewer than 10", 1, 9, 9, "fewer_than"),
    ("under 10", 1, 9, 9, "fewer_than"),
    ("about 12", 10, 14, 12, "about"),
    ("some 30", 24, 36, 30, "about"),
    ("15 or so", 12, 18, 15, "about"),
    ("twenty-odd", 16, 24, 20, "about"),
    ("a dozen", 10, 14, 12, "about"),
    ("two dozen", 20, 28, 24, "about"),
    ("half a dozen", 5, 7, 6, "about"),
    ("a dozen and a half", 15, 21, 18, "about"),
    ("nearly 50", 40, 50, 50, "nearly"),
    ("almost two hundred", 160, 200, 200, "nearly"),
    ("12 to 15", 12, 15, 13, "range"),
    ("between 60 and 70", 60, 70, 65, "range"),
    ("6-7", 6, 7, 6, "range"),
    ("60–70", 60, 70, 65, "range"),
    ("a couple", 2, 2, 2, "exact"),
    ("a handful", 3, 6, 3, "vague"),
    ("a few", 3, 9, 3, "vague"),
    ("several", 3, 9, 3, "vague"),
    ("a dozen or more", 13, None, 13, "more_than"),
    ("more than a dozen", 13, None, 13, "more_than"),
    ("dozens", 24, 99, 24, "vague"),
    ("scores", 40, 199, 40, "vague"),
    ("hundreds", 200, 999, 200, "vague"),
    ("thousands", 2000, 9999, 2000, "vague"),
    ("more than two dozen", 25, None, 25, "more_than"),
    ("1,449", 1449, 1449, 1449, "exact"),
    ("six hundred and thirty-two", 632, 632, 632, "exact"),
]


@pytest.mark.parametrize(("words", "low", "high", "best", "form"), TABLE, ids=[t[0] for t in TABLE])
def test_the_contracts_table(words: str, low: int, high: int | None, best: int, form: str) -> None:
    (found,) = counts.find(words, "en")
    assert (found.count.min, found.count.max, found.count.best, found.count.form) == (low, high, best, form)


@pytest.mark.parametrize(
    "words",
    [
        "12 percent",
        "14:30",
        "the 9th",
        "20 buses",
        "5 years",
        "article 488",
        "School 15",
        "No. 14",
        "$300",
        "in 2020",
        "1.5 km",
        "a 20-year-old",
    ],
)
def test_what_is_no_amount_of_people(words: str) -> None:
    assert not counts.find(words, "en")


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{ONES[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    return f"{in_words(n // 1000)} thousand" + (f" {'and ' if n % 1000 < 100 else ''}{in_words(n % 1000)}" if n % 1000 else "")


@given(st.integers(0, 999_999))
def test_a_number_written_out_reads_back(n: int) -> None:
    assert numbers.value(in_words(n), "en") == n
    if n:
        (found,) = counts.find(f"{in_words(n)} people", "en")
        assert (found.count.min, found.count.max, found.count.best) == (n, n, n)


@given(st.integers(1, 9_999_999))
def test_thousands_in_every_notation(n: int) -> None:
    for written in (f"{n:,}", str(n), f"{n:,}".replace(",", " "), f"{n:,}".replace(",", "\u00a0")):
        (found,) = counts.find(f"exactly {written} people", "en")
        assert found.count.best == n, written


@given(st.sampled_from(["exact", "at_least", "more_than", "up_to", "fewer_than", "about", "nearly"]), st.integers(2, 10**7))
def test_every_rule_gives_an_interval_around_its_best(form: str, n: int) -> None:
    count = counts.by_rule(form, "words", n)
    assert count.min is not None
    assert count.best is not None
    assert count.min <= count.best
    assert count.max is None or count.best <= count.max


@given(st.text(max_size=200))
def test_any_text_is_survived_and_offsets_hold(text: str) -> None:
    for quantity in counts.find(text, "en"):
        assert text[quantity.start : quantity.end].strip()
