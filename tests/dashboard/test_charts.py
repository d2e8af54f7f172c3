"""The histogram: a bar is what one day holds, a line what several do; and no number or date is too much for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.charts import MOST_BARS, bins, histogram, shown_span, step_for
from dashboard.selection import select
from dashboard.view import LANGUAGES, Span, View
from dashboard.words import LARGEST, words
from geo.events import reconcile
from geo.model import Claim, Count
from handmade import DAY, claim

DATA = Span(date(2020, 6, 1), date(2020, 6, 30))
EVER = Span(date.min, date.max)


def drawn(*claims: Claim, view: View | None = None, span: Span = DATA) -> list[dict[str, object]]:
    """The rows that the chart holds."""
    selection = select(reconcile(claims), view or View())
    chart = histogram(selection, span, words("en"), "#d9480f", "#666666")
    return [row for part in chart["layer"] for row in part["data"]["values"]]


def test_an_event_of_several_days_is_a_line_and_no_bar() -> None:
    rows = drawn(claim(count=Count("7,939", 7939, 7939, 7939, "exact"), date_end=DAY + timedelta(6)), claim())
    (line,) = [row for row in rows if "until" in row]
    assert (line["label"], line["until"], line["low"]) == ("6 Jun", "12 Jun", 7939)
    assert "6 to 12 June 2020" in str(line["when"])
    assert {row["low"] for row in rows if "until" not in row} == {0, 7}


def test_an_event_of_several_days_within_one_bar_is_a_bar() -> None:
    rows = drawn(claim(date_end=DAY + timedelta(1)), span=Span(date(2020, 1, 1), date(2022, 12, 31)))
    assert not any("until" in row for row in rows)
    assert sum(int(str(row["low"])) for row in rows) == 7


def test_without_detentions_the_bars_count_events() -> None:
    rows = drawn(claim(kind="gathering"), view=View(kinds=("gathering",)))
    assert sum(int(str(row["low"])) for row in rows) == 1


@pytest.mark.parametrize("number", [10**29, 10**400, 2**63, -5, 0])
@pytest.mark.parametrize("days", [0, 3])
def test_any_stored_number_is_drawn(number: int, days: int) -> None:
    rows = drawn(claim(count=Count("many", number, None, number, "exact"), date_end=DAY + timedelta(days)))
    assert all(0 <= int(str(row["low"])) <= LARGEST for row in rows)


@given(some.dates(), some.dates())
def test_any_span_has_bars_and_not_too_many(one: date, other: date) -> None:
    span = Span(min(one, other), max(one, other))
    covered = list(bins(span, step_for(span)))
    assert covered[0].first <= span.first <= span.last <= covered[-1].last
    assert len(covered) <= MOST_BARS + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ends_of_the_calendar_are_drawn(language: str) -> None:
    for span in (EVER, Span(date.min, date.min), Span(date.max, date.max), Span(date.min, date(1, 9, 1)), Span(date(9999, 3, 1), date.max)):
        histogram(select(reconcile([claim()]), View()), span, words(language), "#000000", "#666666")


def test_the_span_asked_for_is_shown_as_far_as_there_are_data() -> None:
    assert shown_span(EVER, DATA) == shown_span(None, DATA) == shown_span(Span(date.min, date.min), DATA) == DATA
    assert shown_span(Span(DAY, date.max), DATA) == Span(DAY, DATA.last)
