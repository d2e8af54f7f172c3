"""Detentions over time: a bar for what one day, week or month holds; a line for a number of a longer time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

import altair as alt
import pandas as pd

from dashboard.data import Selection
from dashboard.names import place_with_city
from dashboard.view import Span, month_of
from dashboard.words import LARGEST, Words
from geo.model import COUNTED_KINDS, Event
from geo.totals import total

Step = Literal["day", "week", "month", "year"]
HEIGHT = 120
MOST_BARS = 250
"""Beyond as many years a bar holds several."""


def shown_span(asked: Span | None, data: Span) -> Span:
    """The days that the chart has room for: those asked for, as far as there are data."""
    first, last = asked or data
    first, last = max(first, data.first), min(last, data.last)
    return Span(first, last) if first <= last else data


def step_for(span: Span) -> Step:
    """As fine as fits: days up to two months, weeks up to a year, months up to twenty years, years beyond."""
    days = (span.last - span.first).days + 1
    return "day" if days <= 62 else "week" if days <= 370 else "month" if days <= 7320 else "year"


def bins(span: Span, step: Step) -> Iterator[Span]:
    """The days, weeks (from Monday), months or years that cover a span, in order and without gaps."""
    years = 1 + (span.last.year - span.first.year) // MOST_BARS
    first = span.first
    if step == "week":
        first = date.fromordinal(max(1, first.toordinal() - first.weekday()))
    while True:
        if step == "month":
            first, last = month_of(first)
        elif step == "year":
            first, last = first.replace(month=1, day=1), date(min(first.year + years - 1, date.max.year), 12, 31)
        else:
            last = date.fromordinal(min(first.toordinal() + (6 - first.weekday() if step == "week" else 0), date.max.toordinal()))
        yield Span(first, last)
        if last >= span.last:
            return
        first = last + timedelta(1)


def histogram(selection: Selection, span: Span, words: Words, accent: str, grey: str) -> alt.LayerChart | alt.FacetChart:
    """The chart. A bar is a total, so nested places are not counted twice; what spans several bars is a line over them.

    Without any detentions in view the bars are grey and count events.
    """
    step = step_for(span)
    bars = list(bins(span, step))
    counted = [e for e in selection.events if e.kind in COUNTED_KINDS]
    inside, across = _sorted_in(counted or selection.events, bars)
    row = _row if counted else _event_row
    frame = pd.DataFrame([row(bar, inside[i], selection, step, words) for i, bar in enumerate(bars)])
    order = frame["label"].tolist()
    ticks = alt.Axis(values=order[:: max(1, len(order) // 10)], labelAngle=0, labelOverlap=True, ticks=False)
    x = alt.X("label:O", sort=order, title=None, axis=ticks, scale=alt.Scale(domain=order))
    value = words("chart.detentions" if counted else "chart.events")
    hint = [alt.Tooltip("when:N", title=words("chart.period")), alt.Tooltip("value:N", title=value)]
    thousands = words("format.thousands")
    base = alt.Chart(frame).encode(x=x, tooltip=hint)
    axis = alt.Axis(tickCount=3, tickMinStep=1, labelExpr=f"replace(format(datum.value, ',d'), /,/g, '{thousands}')")
    colour = accent if counted else grey
    high = base.mark_bar(color=colour, opacity=0.28).encode(y=alt.Y("high:Q", title=None, axis=axis))
    low = base.mark_bar(color=colour).encode(y=alt.Y("low:Q", title=None, axis=axis))
    unknown = base.transform_filter("datum.unknown").mark_tick(color=colour, thickness=2).encode(y=alt.datum(0))
    layers = [high, low, unknown]
    if counted and across:
        layers += _lines(across, order, words, colour, hint, axis)
    return alt.layer(*layers).properties(height=HEIGHT)


def _lines(
    across: Sequence[tuple[Event, int, int]], order: list[str], words: Words, colour: str, hint: list[alt.Tooltip], axis: alt.Axis
) -> list[alt.Chart]:
    """A line from the first to the last bar of every event that spans several; a pale one at its highest number."""
    rows = [
        {
            "label": order[first],
            "until": order[last],
            "low": _drawn(e.min),
            "high": _drawn(e.max if e.max is not None else e.min),
            "when": f"{place_with_city(e.place, e.date_start, words.language)}, {words.span(Span(e.date_start, e.date_end))}",
            "value": words("format.unknown") if e.unknown else words.interval(e.min, e.max),
        }
        for e, first, last in across
    ]
    x = alt.X("label:O", sort=order, title=None, bandPosition=0)
    base = alt.Chart(pd.DataFrame(rows)).encode(x=x, x2=alt.X2("until", bandPosition=1), tooltip=hint)
    return [
        base.transform_filter("datum.high > datum.low").mark_rule(color=colour, strokeWidth=2, opacity=0.35)
        .encode(y=alt.Y("high:Q", title=None, axis=axis)),
        base.mark_rule(color=colour, strokeWidth=2.5).encode(y=alt.Y("low:Q", title=None, axis=axis)),
    ]  # fmt: skip


def _sorted_in(events: Sequence[Event], bars: list[Span]) -> tuple[dict[int, list[Event]], list[tuple[Event, int, int]]]:
    """Events by the bar they lie in, and those that reach over several, with their first bar and last."""
    inside: dict[int, list[Event]] = defaultdict(list)
    across: list[tuple[Event, int, int]] = []
    for event in events:
        first = next((i for i, bar in enumerate(bars) if event.date_start <= bar.last), len(bars) - 1)
        last = next((i for i, bar in enumerate(bars) if event.date_end <= bar.last), len(bars) - 1)
        if first == last:
            inside[first].append(event)
        else:
            across.append((event, first, last))
    return inside, across


def _row(bar: Span, inside: list[Event], selection: Selection, step: Step, words: Words) -> dict[str, object]:
    sums = total(inside, selection.whole)
    return _labels(bar, step, words) | {
        "low": _drawn(sums.min),
        "high": _drawn(sums.max if sums.max is not None else sums.min),
        "unknown": bool(sums.unknown) and not sums.min,
        "value": words.detentions(sums) if inside else words.number(0),
    }


def _event_row(bar: Span, inside: list[Event], selection: Selection, step: Step, words: Words) -> dict[str, object]:
    number = len(inside)
    return _labels(bar, step, words) | {"low": number, "high": number, "unknown": False, "value": words.number(number)}


def _labels(bar: Span, step: Step, words: Words) -> dict[str, object]:
    label = str(bar.first.year) if step == "year" else words.short_month(bar.first) if step == "month" else words.short_day(bar.first)
    return {"label": label, "when": words.month(bar.first) if step == "month" else words.span(bar)}


def _drawn(number: int | None) -> int:
    """A number's height: nothing below 0, nothing that a browser cannot hold."""
    return max(0, min(number or 0, LARGEST))
