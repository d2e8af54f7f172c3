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


@pytest.mark.parametrize(
    ("words", "last_day"),
    [
        ("On Friday, 15 May, they met.", "2020-05-15"),
        ("On 9 August 2001, a Thursday, they met.", "2001-08-09"),
        ("In August 1991 we met. It began on the 19th.", "1991-08-19"),
        ("In May 2015 we met on the 6th. The following night it rained.", "2015-05-07"),
        ("They met on 4 June. Three days before that it rained.", "2020-06-01"),
        ("Thursday 28/5", "2020-05-28"),
        ("Friday the 29th", "2020-05-29"),
        ("THURSDAY, 28 MAY\n20:10 They met yesterday", "2020-05-27"),
        ("Week 20 (11-17 May 2020)\nTHURSDAY. They met.", "2020-05-14"),
        ("They met on 2 and 3 May 2020. On the second day it rained.", "2020-05-03"),
        ("They met on 5 March 2009. By 5 March it rained.", "2009-03-05"),
    ],
)
def test_a_day_by_what_was_told_before(words: str, last_day: str) -> None:
    assert dates.find(words, SUNDAY)[-1].last.isoformat() == last_day


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("between the 2nd and the 5th", "2020-06-02", "2020-06-05"),
        ("from Tuesday to this morning", "2020-06-02", "2020-06-07"),
        ("between Wednesday, when it rained, and Friday", "2020-06-03", "2020-06-05"),
        ("the 2nd and 3rd", "2020-06-02", "2020-06-03"),
        ("since the 2nd", "2020-06-02", "2020-06-07"),
        ("on Monday night and Tuesday", "2020-06-01", "2020-06-02"),
    ],
)
def test_two_days_are_the_ends_of_a_span(words: str, first: str, last: str) -> None:
    (found,) = dates.find(words, SUNDAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("words", ["on the 4th floor", "the day after the president signed", "the 5th anniversary"])
def test_ordinals_and_days_of_other_things(words: str) -> None:
    assert not dates.find(words, SUNDAY)


def test_next_sunday_is_no_past_day() -> None:
    (found,) = dates.find("next Sunday", date(2020, 6, 10))
    assert found.first > date(2020, 6, 10)
