"""What a view shows: the events that fit it, and what is said of them together.

Up to :data:`MANY` events are held as such and added up exactly, with a reckoning; of more there are columns, the largest
few hundred as events, and sums that the evidence supports (:mod:`geo.fold`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.kept import Kept
from dashboard.view import Span, View
from geo.events import place_key
from geo.fold import Sums, fold
from geo.model import CLAIM_KINDS, COUNTED_KINDS, Event, Place, Total
from geo.query import NOT_KNOWN, PRECISIONS, Answer, Columns, Ints, ask
from geo.totals import total

MANY = 1500
LISTED = 150
"""So many of more are listed, the largest first."""
_COUNTED = np.array([kind in COUNTED_KINDS for kind in CLAIM_KINDS])
PICTURES = 120
"""So many things drawn of one selection are kept: in several languages, light and dark, with one or another event open."""
Fetch = Callable[[Ints], tuple[Event, ...]]


@dataclass(frozen=True)
class Selection:
    """The events of a view and their total. ``sums`` is there where they are too many for exact ones."""

    answer: Answer
    span: Span | None
    rule: str
    listed: Callable[[], tuple[Event, ...]] = field(repr=False, compare=False)
    """Gives the events that are shown one by one: all, or of very many the largest."""
    whole: str | None
    total: Total
    sums: Sums | None
    fetch: Fetch
    kept: Kept = field(default_factory=lambda: Kept(PICTURES), repr=False, compare=False)
    """What is drawn of it, for every reader who has the same view."""

    def __len__(self) -> int:
        return len(self.answer.rows)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        return self.listed()

    @property
    def columns(self) -> Columns:
        return self.answer.columns

    @property
    def rows(self) -> Ints:
        return self.answer.rows

    @cached_property
    def counted(self) -> Ints:
        """The rows that speak of detentions, or of none."""
        return np.asarray(self.rows[_COUNTED[self.columns.kind[self.rows]]])

    @cached_property
    def people(self) -> Ints:
        """The rows with somebody detained."""
        return self.counted[(self.columns.low[self.counted] > 0) | self.columns.unknown[self.counted]]

    @property
    def told(self) -> Ints:
        return self.counted if len(self.counted) else self.rows

    @cached_property
    def nobody(self) -> bool:
        """All that is said is that nobody was detained."""
        return len(self.counted) > 0 and not len(self.people) and not self.columns.high[self.counted].any()

    @cached_property
    def days(self) -> Span:
        """From the first day to the last that is told of."""
        first, last = self.columns.first[self.told].min(), self.columns.last[self.told].max()
        return Span(date.fromordinal(int(first)), date.fromordinal(int(last)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(CLAIM_KINDS[code] for code in _different(self.columns.kind[self.rows]))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places spoken of: with somebody detained, where there are such."""
        spoken = self.people if len(self.people) else self.told
        nodes = _different(self.columns.node[spoken])
        return tuple(p for p in (self.columns.nodes.places[n] for n in nodes) if p is not None)

    @property
    def conflicts(self) -> int:
        return int(self.columns.conflicting[self.rows].sum())

    @property
    def unplaced(self) -> int:
        return int((self.columns.nodes.precision[self.columns.node[self.rows]] == PRECISIONS.index("unknown")).sum())

    @property
    def across(self) -> int:
        """Events that reach beyond the dates, and are not counted."""
        return self.answer.across

    def rows_at(self, place: str) -> Ints:
        """The rows of a place and its parts, its own before theirs, the highest number first."""
        nodes = self.columns.nodes
        here = self.rows[nodes.within((place,))[self.columns.node[self.rows]]]
        own = np.array([path[-1] == place for path in nodes.paths])[self.columns.node[here]]
        order = np.lexsort((-self.columns.first[here], -self.columns.low[here], ~own))
        return np.asarray(here[order])


def selected(columns: Columns, view: View, fetch: Fetch, name_of: Callable[[str, date | None], str]) -> Selection:
    """What of the columns a view shows. ``fetch`` gives the events of rows."""
    answer = ask(columns, view.query)
    rows = answer.rows
    whole = _whole(columns, rows, view)
    if len(rows) <= MANY:
        events = fetch(rows)
        on = max((e.date_end for e in events), default=None)
        sums = total(events, whole, name_of=lambda node: name_of(node, on))
        return Selection(answer, view.span, view.rule, lambda: events, whole, sums, None, fetch)
    folded = fold(columns, rows)

    def largest() -> tuple[Event, ...]:  # not before they are listed: the map does without
        return fetch(rows[np.argsort(-columns.low[rows], kind="stable")[:LISTED]])

    return Selection(answer, view.span, view.rule, largest, whole, _total(columns, rows, folded, view), folded, fetch)


def select(events: Sequence[Event], view: View) -> Selection:
    """What a view shows of events in memory."""
    ordered = sorted(events, key=lambda e: e.date_start)
    return selected(Columns.of(ordered), view, lambda rows: tuple(ordered[i] for i in rows), lambda node, on: node)


def by_place(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Every place that an event speaks of, with all events in it and in its parts."""
    kept = list(events)
    own = {place_key(e.place) for e in kept}
    out: dict[str, list[Event]] = {}
    for event in kept:
        for place in dict.fromkeys((*event.place.path, place_key(event.place))):
            if place in own:
                out.setdefault(place, []).append(event)
    return out


def total_of(place: str, events: Sequence[Event]) -> Total:
    """A place's own total, from its own events and its parts'."""
    return total(events, place if any(place in e.place.path for e in events) else None)


def _different(codes: NDArray[Any]) -> list[int]:
    """The different ones of many small numbers, in order; without sorting them all."""
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


def _whole(columns: Columns, rows: Ints, view: View) -> str | None:
    """The place that the view is of: the one chosen, or the one country that all its events lie in."""
    if view.places:
        return view.places[0] if len(view.places) == 1 else None
    nodes = _different(columns.node[rows])
    roots = {columns.nodes.paths[n][0] for n in nodes}
    found = all((p := columns.nodes.places[n]) is not None and bool(p.path) for n in nodes)
    return next(iter(roots)) if len(roots) == 1 and found else None


def _total(columns: Columns, rows: Ints, sums: Sums, view: View) -> Total:
    low, high = sums.whole
    roots = columns.nodes.parent < 0
    rule = view.rule if view.source is None else f"{view.rule}: {view.source}"
    return Total(
        place="", date_start=None, date_end=None, min=None if low == NOT_KNOWN else low, max=None if high == NOT_KNOWN else high,
        best=None, unknown=int(sums.unknown[roots].sum()), conflicting=bool(columns.conflicting[rows].any()),
        events=int(sums.counted[roots].sum()), claims=0, headline_rule=rule,
    )  # fmt: skip
