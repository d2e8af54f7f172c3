"""Dates in English text against the day of publication."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extraction.english import dates

SUNDAY = date(2020, 6, 7)

CASES = [
    ("on June 6", "2020-06-06", "2020-06-06"),
    ("on 6 June 2019", "2019-06-06", "2019-06-06"),
    ("on December 16", "2019-12-16", "2019-12-16"),
    ("2020-05-01", "2020-05-01", "2020-05-01"),
    ("on Saturday night", "2020-06-06", "2020-06-06"),
    ("on Sunday", "2020-06-07", "2020-06-07"),
    ("on Monday", "2020-06-01", "2020-06-01"),
    ("yesterday", "2020-06-06", "2020-06-06"),
    ("over the weekend", "2020-06-06", "2020-06-07"),
    ("From January 2 to January 7", "2020-01-02", "2020-01-07"),
    ("June 6-7", "2020-06-06", "2020-06-07"),
    ("since 26 May", "2020-05-26", "2020-06-07"),
    ("since Friday", "2020-06-05", "2020-06-07"),
    ("in January 2022", "2022-01-01", "2022-01-31"),
    ("last month", "2020-05-01", "2020-05-31"),
    ("two weeks ago", "2020-05-24", "2020-05-24"),
    ("a year ago to the day", "2019-06-07", "2019-06-07"),
    ("on Friday and Saturday", "2020-06-05", "2020-06-06"),
    ("on 28 January last year", "2019-01-28", "2019-01-28"),
]


@pytest.mark.parametrize(("words", "first", "last"), CASES, ids=[c[0] for c in CASES])
def test_dates(words: str, first: str, last: str) -> None:
    (found,) = dates.find(words, SUNDAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("words", ["they may come", "a march on the square", "February 31", "the sun was out"])
def test_no_date(words: str) -> None:
    assert dates.find(words, SUNDAY) == []


def test_the_previous_day_follows_the_text() -> None:
    found = dates.find("On June 3 they met; the day before, five were held.", SUNDAY)
    assert found[1].first == date(2020, 6, 2)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 330))
def test_a_written_day_reads_back(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    month = day.strftime("%B")
    for text in (f"on {day.day} {month} {day.year}", f"on {month} {day.day}, {day.year}", day.isoformat(), f"on {month} {day.day}"):
        (found,) = dates.find(text, published)
        assert found.first == found.last == day, text


@given(st.text(max_size=200), st.dates())
def test_any_text_is_survived(text: str, published: date) -> None:
    for d in dates.find(text, published):
        assert d.first <= d.last
