"""Detentions over time: a bar for each day, week or month, lowest solid and highest pale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

import altair as alt
import pandas as pd

from dashboard.data import Selection
from dashboard.view import Span
from dashboard.words import Words
from geo.totals import total

Step = Literal["day", "week", "month"]
HEIGHT = 120


def step_for(span: Span) -> Step:
    """As fine as fits: days up to two months, weeks up to a year, months beyond."""
    days = (span.last - span.first).days + 1
    return "day" if days <= 62 else "week" if days <= 370 else "month"


def bins(span: Span, step: Step) -> Iterator[Span]:
    """The days, weeks (from Monday) or months that cover a span, in order and without gaps."""
    first = span.first
    if step == "week":
        first -= timedelta(days=first.weekday())
    elif step == "month":
        first = first.replace(day=1)
    while first <= span.last:
        following = first + timedelta(days=7 if step == "week" else 1)
        if step == "month":
            following = (first + timedelta(days=31)).replace(day=1)
        yield Span(first, following - timedelta(days=1))
        first = following


def histogram(selection: Selection, span: Span, words: Words, accent: str) -> alt.LayerChart | alt.FacetChart:
    """The chart. Each bar is a total, so nested places are not counted twice; long events stand at their first day."""
    step = step_for(span)
    rows = [_row(bar, selection, step, words) for bar in bins(span, step)]
    frame = pd.DataFrame(rows)
    order = frame["label"].tolist()
    ticks = alt.Axis(values=order[:: max(1, len(order) // 10)], labelAngle=0, labelOverlap=True, ticks=False)
    x = alt.X("label:O", sort=order, title=None, axis=ticks)
    hint = [
        alt.Tooltip("when:N", title=words("chart.period")),
        alt.Tooltip("value:N", title=words("chart.detentions")),
    ]
    thousands = words("format.thousands")
    base = alt.Chart(frame).encode(x=x, tooltip=hint)
    axis = alt.Axis(tickCount=3, tickMinStep=1, labelExpr=f"replace(format(datum.value, ',d'), /,/g, '{thousands}')")
    high = base.mark_bar(color=accent, opacity=0.28).encode(y=alt.Y("high:Q", title=None, axis=axis))
    low = base.mark_bar(color=accent).encode(y=alt.Y("low:Q", title=None, axis=axis))
    unknown = base.transform_filter("datum.unknown").mark_tick(color=accent, thickness=2).encode(y=alt.datum(0))
    return alt.layer(high, low, unknown).properties(height=HEIGHT)


def _row(bar: Span, selection: Selection, step: Step, words: Words) -> dict[str, object]:
    inside = [e for e in selection.events if bar.first <= e.date_start <= bar.last]
    sums = total(inside, selection.whole)
    value = words.detentions(sums) if inside else words.number(0)
    return {
        "label": words.short_month(bar.first) if step == "month" else words.short_day(bar.first),
        "when": words.span(bar) if step != "month" else words.month(bar.first),
        "low": sums.min or 0,
        "high": sums.max if sums.max is not None else sums.min or 0,
        "unknown": bool(sums.unknown) and not sums.min,
        "value": value,
    }
