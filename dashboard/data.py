"""The store's claims and what is chosen of them: read once for each version of the data, never changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import streamlit as st

from dashboard.names import name_of
from dashboard.view import DEFAULT_KINDS, Span, View, month_of
from geo.events import place_key, reconcile
from geo.model import Claim, Event, Report, Total, distinct
from geo.store import Store
from geo.totals import total

RECKONING = "en"
"""The language of the reckoning's lines, and so of the places in them."""


@dataclass(frozen=True)
class Dataset:
    """One version of a store: its claims, and what the filters can choose from."""

    url: str
    version: str
    claims: tuple[Claim, ...]

    @cached_property
    def dated(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.date_start and c.date_end)

    @cached_property
    def span(self) -> Span:
        """From the first day to the last that any claim speaks of."""
        starts, ends = zip(*((c.date_start, c.date_end) for c in self.dated if c.date_start and c.date_end), strict=True)
        return Span(min(starts), max(ends))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted(distinct(c.source for c in self.dated)))

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({c.date_start.year for c in self.dated if c.date_start}))

    @cached_property
    def event_ids(self) -> frozenset[str]:
        return frozenset(e.id for e in reconcile(self.dated))

    @cached_property
    def densest_month(self) -> Span:
        """The calendar month with the most events that the default kinds show; of equals the latest: the first look."""
        shown = (e for e in reconcile(self.dated) if e.kind in DEFAULT_KINDS)
        months = Counter(e.date_start.replace(day=1) for e in shown)
        first = max(months or [self.span.last.replace(day=1)], key=lambda month: (months[month], month))
        return month_of(first)


@dataclass(frozen=True, slots=True)
class Selection:
    """The events of a view, and their total; ``elsewhen`` is what only the dates leave out, ``whole`` the place in view."""

    events: tuple[Event, ...]
    elsewhen: tuple[Event, ...]
    whole: str | None
    total: Total


def load(url: str) -> Dataset:
    """The store's present version. Raises what the store raises where it cannot be opened."""
    return _dataset(url, _store(url).version)


def report_of(dataset: Dataset, claim: Claim) -> Report | None:
    return _store(dataset.url).report(claim.report_id)


@st.cache_resource(show_spinner=False, max_entries=8)
def events_of(_dataset: Dataset, version: str, rule: str, source: str | None) -> tuple[Event, ...]:
    """All events under a headline rule. ``version`` is the key of the cache; the data set itself is not hashed."""
    return tuple(reconcile(_dataset.dated, rule, source))


def selection_of(dataset: Dataset, view: View) -> Selection:
    """What the view shows, worked out once for each choice of filters, whatever the language and the open event."""
    return _selection(dataset, dataset.version, replace(view, language=View().language, event=None))


def select(events: Iterable[Event], view: View) -> Selection:
    """What the view shows: events that lie wholly within its dates, and their total over the days that they span."""
    here = [e for e in events if e.kind in view.kinds and _within_places(e, view.places)]
    first, last = view.span or (date.min, date.max)
    chosen = tuple(e for e in here if first <= e.date_start and e.date_end <= last)
    whole = _whole(chosen, view)
    inside = {e.id for e in chosen}
    on = max((e.date_end for e in chosen), default=None)
    sums = total(chosen, whole, name_of=lambda node: name_of(node, on, RECKONING))
    return Selection(chosen, tuple(e for e in here if e.id not in inside), whole, sums)


def _whole(events: Sequence[Event], view: View) -> str | None:
    """The place that the view is of: the one chosen, or the one country that all its events lie in."""
    if view.places:
        return view.places[0] if len(view.places) == 1 else None
    countries = {e.place.path[:1] for e in events}
    return next(iter(countries), ("",))[0] if len(countries) == 1 and all(countries) else None


def by_place(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Every place that an event speaks of, with all events in it and in its parts."""
    own = {place_key(e.place) for e in events}
    out: dict[str, list[Event]] = {}
    for event in events:
        for place in dict.fromkeys((*event.place.path, place_key(event.place))):
            if place in own:
                out.setdefault(place, []).append(event)
    return out


def total_of(place: str, events: Sequence[Event]) -> Total:
    """A place's own total, from its own events and its parts'."""
    return total(events, place if any(place in e.place.path for e in events) else None)


def _within_places(event: Event, places: tuple[str, ...]) -> bool:
    return not places or any(p in event.place.path or p == place_key(event.place) for p in places)


@st.cache_resource(show_spinner=False, max_entries=32)
def _selection(_dataset: Dataset, version: str, view: View) -> Selection:
    return select(events_of(_dataset, version, view.rule, view.source), view)


@st.cache_resource(show_spinner=False, max_entries=4)
def _store(url: str) -> Store:
    return Store.open(url, create=False)


@st.cache_resource(show_spinner=False, max_entries=2)
def _dataset(url: str, version: str) -> Dataset:
    return Dataset(url, version, tuple(_store(url).claims()))
