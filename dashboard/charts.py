"""Detentions over time: a bar for what one day, week or month holds; a line for a number of a longer time.

Charts are Vega-Lite specifications as plain values, with their data in them.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal
from zlib import crc32

import numpy as np

from dashboard.names import name_of, place_with_city
from dashboard.selection import Selection
from dashboard.spots import AREAS, Spot
from dashboard.view import Span, month_of
from dashboard.words import LARGEST, Words
from geo.model import COUNTED_KINDS, Event
from geo.totals import total

Step = Literal["day", "week", "month", "year"]
Spec = dict[str, Any]
Rows = list[dict[str, object]]
Mark = tuple[str, int]
"""A place by its identifier, and the chart it was clicked in."""
HEIGHT = 120
BRUSH, PLACE = "brush", "place"
MOST_PLACES, MOST_LINES = 10, 20
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


def histogram(
    selection: Selection, span: Span, words: Words, accent: str, grey: str, window: Span | None = None, step: Step | None = None
) -> Spec:
    """The chart. A bar is a total, so nested places are not counted twice; what spans several bars is a line over them.

    Without any detentions in view the bars are grey and count events. Bars outside of ``window`` are faint. The reader can
    brush over bars: see :func:`brushed`.
    """
    step = step or step_for(span)
    bars = list(bins(span, step))
    counted = len(selection.counted) > 0
    rows, across = _summed_bars(selection, bars, step, words) if selection.sums is not None else _exact_bars(selection, bars, step, words)
    for bar, row in zip(bars, rows, strict=True):
        shade = 1.0 if window is None or (bar.first <= window.last and window.first <= bar.last) else 0.35
        row |= {"shade": shade, "pale": 0.28 * shade}
    keys = [row["key"] for row in rows]
    labels = json.dumps({row["key"]: row["label"] for row in rows})
    ticks = {
        "values": keys[:: max(1, len(keys) // 9)],
        "labelAngle": 0,
        "labelOverlap": True,
        "ticks": False,
        "labelExpr": f"{labels}[datum.value]",
    }
    x = _ordinal("key", sort=keys, axis=ticks, scale={"domain": keys})
    hint = [_hint("when", words("chart.period")), _hint("value", words("chart.detentions" if counted else "chart.events"))]
    axis = _axis(words)
    colour = accent if counted else grey
    inside: Spec = {
        "data": {"values": rows},
        "encoding": {"x": x, "tooltip": hint},
        "layer": [
            {"mark": {"type": "bar", "color": colour}, "encoding": {"y": _number("high", axis=axis), "opacity": _opacity("pale")}},
            {
                "name": "bars",
                "mark": {"type": "bar", "color": colour},
                "encoding": {"y": _number("low", axis=axis), "opacity": _opacity("shade")},
            },
            {
                "transform": [{"filter": "datum.unknown"}],
                "mark": {"type": "tick", "color": colour, "thickness": 2},
                "encoding": {"y": {"datum": 0}},
            },
        ],
    }
    layers = [inside, *([_lines(across, colour, keys, hint, axis)] if counted and across else [])]
    brush = {"name": BRUSH, "select": {"type": "interval", "encodings": ["x"]}, "views": ["bars"]}
    return {"layer": layers, "params": [brush], "height": HEIGHT, "config": {"aria": False}}


def brushed(answer: object, span: Span, step: Step) -> Span | None:
    """The days of the bars that the reader brushed over; ``None`` for none."""
    chosen = (answer or {}).get("selection", {}).get(BRUSH, {}).get("key") if isinstance(answer, Mapping) else None
    inside = [bar for bar in bins(span, step) if chosen and bar.first.isoformat() in chosen]
    return Span(max(span.first, inside[0].first), min(span.last, inside[-1].last)) if inside else None


def by_place(drawn: Sequence[Spot], words: Words, accent: str) -> Spec:
    """The largest places as bars from lowest to highest number; a click chooses one (the parameter ``place``)."""
    largest = [s for s in drawn if s.counted and s.place.kind not in AREAS and not s.within][:MOST_PLACES]
    rows = [
        {
            "place": s.id, "name": f"{name_of(s.place.id or '', s.day, words.language, s.place.name)}", "low": _drawn(s.total.min),
            "high": _drawn(s.total.max if s.total.max is not None else s.total.min), "order": i,
            "value": words("format.unknown") if s.total.unknown and not s.total.min else words.interval(s.total.min, s.total.max),
        }
        for i, s in enumerate(largest)
    ]  # fmt: skip
    names = json.dumps({i: row["name"] for i, row in enumerate(rows)})
    of = crc32(json.dumps(rows).encode())  # what was clicked in another chart is no click in this one
    rows = [row | {"of": of} for row in rows]
    labels = {"ticks": False, "domain": False, "labelLimit": 150, "labelOverlap": False, "labelExpr": f"{names}[datum.value]"}
    scale = {"domain": [0, max([1, *(_drawn(s.total.max if s.total.max is not None else s.total.min) for s in largest)]) * 2.1]}
    high, low = (_number(name, axis=_axis(words), scale=scale) for name in ("high", "low"))
    bars: Spec = {
        "data": {"values": rows},
        "encoding": {
            "y": _ordinal("order", axis=labels),
            "tooltip": [_hint("name", words("table.place")), _hint("value", words("chart.detentions"))],
        },
        "layer": [
            {"mark": {"type": "bar", "color": accent, "opacity": 0.28, "height": 13}, "encoding": {"x": high}},
            {"name": "bars", "mark": {"type": "bar", "color": accent, "height": 13, "cursor": "pointer"}, "encoding": {"x": low}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": accent},
                "encoding": {"x": high, "text": {"field": "value", "type": "nominal"}},
            },
        ],
    }
    click = {"name": PLACE, "select": {"type": "point", "fields": ["place", "of"], "toggle": "true", "clear": False}, "views": ["bars"]}
    return {"layer": [bars], "params": [click], "height": {"step": 24}, "config": {"aria": False}}


def marked(answer: object) -> frozenset[Mark]:
    """The bars that clicks have marked: each click on a bar marks it or takes its mark away, so that none goes unheard."""
    points = (answer or {}).get("selection", {}).get(PLACE) if isinstance(answer, Mapping) else None
    return frozenset((str(point["place"]), int(point["of"])) for point in points or ())


def clicked(before: frozenset[Mark], after: frozenset[Mark]) -> str | None:
    """The place whose bar the reader clicked. In a chart that is drawn anew no bar is marked."""
    changed = (after - before) or (before - after)
    return next(iter(changed))[0] if len(changed) == 1 else None


def _axis(words: Words) -> Spec:
    return {"tickCount": 3, "tickMinStep": 1, "labelExpr": f"replace(format(datum.value, ',d'), /,/g, '{words('format.thousands')}')"}


def _number(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", "title": None, **more}


def _ordinal(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "ordinal", "title": None, **more}


def _opacity(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": None, "legend": None}


def _hint(field: str, title: str) -> Spec:
    return {"field": field, "type": "nominal", "title": title}


def _lines(rows: Rows, colour: str, keys: list[object], hint: list[Spec], axis: Spec) -> Spec:
    """A line from the first to the last bar of every event that spans several; a pale one at its highest number."""
    return {
        "data": {"values": rows},
        "encoding": {
            "x": _ordinal("key", sort=keys, bandPosition=0),
            "x2": {"field": "until_key", "bandPosition": 1},
            "tooltip": hint,
        },
        "layer": [
            {
                "transform": [{"filter": "datum.high > datum.low"}],
                "mark": {"type": "rule", "color": colour, "strokeWidth": 2, "opacity": 0.35},
                "encoding": {"y": _number("high", axis=axis)},
            },
            {"mark": {"type": "rule", "color": colour, "strokeWidth": 2.5}, "encoding": {"y": _number("low", axis=axis)}},
        ],
    }


def _line(event: Event, first: Span, last: Span, step: Step, words: Words) -> dict[str, object]:
    return {
        "key": first.first.isoformat(), "until_key": last.first.isoformat(), "label": _label(first, step, words),
        "until": _label(last, step, words), "low": _drawn(event.min), "high": _drawn(event.max if event.max is not None else event.min),
        "when": f"{place_with_city(event.place, event.date_start, words.language)}, {words.span(Span(event.date_start, event.date_end))}",
        "value": words("format.unknown") if event.unknown else words.interval(event.min, event.max),
    }  # fmt: skip


def _exact_bars(selection: Selection, bars: list[Span], step: Step, words: Words) -> tuple[Rows, Rows]:
    counted = [e for e in selection.events if e.kind in COUNTED_KINDS]
    inside, across = _sorted_in(counted or selection.events, bars)
    row = _row if counted else _event_row
    lines = [_line(e, bars[first], bars[last], step, words) for e, first, last in across]
    return [row(bar, inside[i], selection, step, words) for i, bar in enumerate(bars)], lines


def _summed_bars(selection: Selection, bars: list[Span], step: Step, words: Words) -> tuple[Rows, Rows]:
    """Of very many events: the sums by day, and lines for the largest events of several days."""
    sums, columns = selection.sums, selection.columns
    assert sums is not None
    edges = np.array([bar.first.toordinal() for bar in bars] + [bars[-1].last.toordinal() + 1])
    if len(selection.counted):
        before = np.concatenate(([0], np.cumsum(sums.days)))
        values = np.diff(before[np.clip(edges - sums.start, 0, len(sums.days))])
        nameless = columns.first[selection.counted[columns.unknown[selection.counted]]]
    else:
        values = np.histogram(columns.first[selection.rows], edges)[0]
        nameless = columns.first[:0]
    unknown = np.histogram(nameless, edges)[0]
    rows: Rows = []
    for bar, value, without in zip(bars, values.tolist(), unknown.tolist(), strict=True):
        told = words.interval(value, None if len(selection.counted) and value else value)
        rows.append(_labels(bar, step, words) | {"low": value, "high": value, "unknown": bool(without) and not value, "value": told})
    _, across = _sorted_in([e for e in selection.events if e.kind in COUNTED_KINDS], bars)
    return rows, [_line(e, bars[first], bars[last], step, words) for e, first, last in across[:MOST_LINES]]


def _sorted_in(events: Sequence[Event], bars: list[Span]) -> tuple[dict[int, list[Event]], list[tuple[Event, int, int]]]:
    """Events by the bar they lie in, and those that reach over several, with their first bar and last."""
    inside: dict[int, list[Event]] = defaultdict(list)
    across: list[tuple[Event, int, int]] = []
    ends = [bar.last for bar in bars[:-1]]
    for event in events:
        first, last = bisect_left(ends, event.date_start), bisect_left(ends, event.date_end)
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


def _label(bar: Span, step: Step, words: Words) -> str:
    return str(bar.first.year) if step == "year" else words.short_month(bar.first) if step == "month" else words.short_day(bar.first)


def _labels(bar: Span, step: Step, words: Words) -> dict[str, object]:
    when = words.month(bar.first) if step == "month" else words.span(bar)
    return {"key": bar.first.isoformat(), "label": _label(bar, step, words), "when": when}


def _drawn(number: int | None) -> int:
    """A number's height: nothing below 0, nothing that a browser cannot hold."""
    return max(0, min(number or 0, LARGEST))
