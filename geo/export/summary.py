"""Events as pictures and pages show them: one spot a place with its total, bars over time, the whole in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from geo.events import place_key
from geo.export.about import About
from geo.export.words import Words, few
from geo.model import CLAIM_KINDS, COUNTED_KINDS, Event, Place, Total, distinct
from geo.totals import total

AREAS = ("region", "country")
Step = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that events speak of, with their total (its parts' in it)."""

    id: str
    place: Place
    events: tuple[Event, ...]
    total: Total
    conflicting: bool

    @property
    def counted(self) -> bool:
        return any(e.kind in COUNTED_KINDS for e in self.events)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a day, week, month or year holds."""

    first: date
    last: date
    low: int
    high: int
    unknown: bool


@dataclass(frozen=True)
class Summary:
    """Everything that a page says of some events."""

    events: tuple[Event, ...]
    about: About

    @property
    def words(self) -> Words:
        return self.about.words

    @cached_property
    def whole(self) -> str | None:
        """The place asked for, or the one country that all lie in."""
        countries = {e.place.path[:1] for e in self.events}
        if self.about.place or len(countries) != 1:
            return self.about.place
        return next(iter(next(iter(countries))), None)

    @cached_property
    def total(self) -> Total:
        return total(self.events, self.whole, name_of=lambda node: self.words.node(node, self.last))

    @cached_property
    def first(self) -> date:
        return min((e.date_start for e in self.events), default=date.today())

    @cached_property
    def last(self) -> date:
        return max((e.date_end for e in self.events), default=date.today())

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted(distinct(s for e in self.events for s in e.sources)))

    @property
    def reports(self) -> int:
        return len({c.report_id for e in self.events for c in e.claims})

    @property
    def conflicts(self) -> int:
        return sum(e.conflicting for e in self.events)

    @property
    def unplaced(self) -> int:
        """Events of places that nobody could find, which no map can show."""
        return sum(e.place.lat is None for e in self.events)

    @property
    def title(self) -> str:
        say = self.words
        return say("pack.title_in", place=say.node(self.whole, self.last)) if self.whole else say("pack.title")

    @cached_property
    def span(self) -> str:
        """The days of what is told."""
        told = self.counted or self.events
        return self.words.days(min(e.date_start for e in told), max(e.date_end for e in told)) if told else ""

    @cached_property
    def counted(self) -> tuple[Event, ...]:
        """Events that speak of detentions, or of none."""
        return tuple(e for e in self.events if e.kind in COUNTED_KINDS)

    @cached_property
    def sentence(self) -> str:
        """``At least 1,243 detentions in 14 places, 6 June to 9 July 2020; 3 events without a number; ...``"""
        say = self.words
        if self.about.sentence:
            return self.about.sentence
        if not self.events:
            return say("sentence.nothing")
        people = [e for e in self.counted if e.min or e.unknown]
        kinds = [say.known("kind", kind) for kind in CLAIM_KINDS if any(e.kind == kind for e in self.events)]
        numbers = {"unknown_places": self.total.unknown, "conflicts": self.conflicts, "unplaced": self.unplaced}
        more = "".join(f"; {say.count(name, n)}" for name, n in numbers.items() if n)
        places = say.count("in_places", len(self.places(people or self.counted or self.events)))
        text = say(
            "sentence.whole",
            count=say.detentions(self.total) if self.counted else ", ".join(kinds),
            places=places,
            span=self.span,
            more=more,
        )
        return text[:1].upper() + text[1:]

    def places(self, events: Sequence[Event]) -> set[str]:
        """The places to count: a site goes to its city; an area counts where nothing inside it is named."""
        holders = {node for e in events for node in e.place.path[:-1]}
        keys = {e.place.path[-2] if e.place.kind == "site" and len(e.place.path) > 2 else place_key(e.place) for e in events}
        areas = {place_key(e.place) for e in events if e.place.kind in AREAS}
        return {k for k in keys if k not in areas or k not in holders}

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Every place, the largest number first."""
        own: dict[str, Place] = {}
        for event in self.events:
            own.setdefault(place_key(event.place), event.place)
        groups: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            for node in dict.fromkeys((*event.place.path, place_key(event.place))):
                if node in own:
                    groups[node].append(event)
        made = (self._spot(key, own[key], events) for key, events in groups.items())
        return tuple(sorted(made, key=lambda s: (-(s.total.min or 0), s.id)))

    def _spot(self, key: str, place: Place, events: list[Event]) -> Spot:
        node = key if any(key in e.place.path for e in events) else None
        conflicting = any(e.conflicting for e in events if place_key(e.place) == key)
        return Spot(key, place, tuple(events), total(events, node), conflicting)

    @cached_property
    def step(self) -> Step:
        """As fine as fits: days up to two months, weeks up to a year, months up to twenty years, years beyond."""
        days = (self.last - self.first).days + 1
        return "day" if days <= 62 else "week" if days <= 370 else "month" if days <= 7320 else "year"

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """What each step of time holds; what reaches over several is in :attr:`across`."""
        inside: dict[date, list[Event]] = defaultdict(list)
        for event in self.events:
            if (start := step_start(event.date_start, self.step)) == step_start(event.date_end, self.step):
                inside[start].append(event)
        out = []
        for first, last in self._steps():
            sums = total(inside[first], self.whole)
            low = sums.min or 0
            out.append(Bar(first, last, low, max(low, sums.max or 0), bool(sums.unknown) and not low))
        return tuple(out)

    @cached_property
    def across(self) -> tuple[Event, ...]:
        """Events with a number of detentions over more than one bar's time."""
        return tuple(e for e in self.events if e.min and step_start(e.date_start, self.step) != step_start(e.date_end, self.step))

    def _steps(self) -> Iterator[tuple[date, date]]:
        if not self.events:
            return
        first = step_start(self.first, self.step)
        while True:
            days = {"day": 1, "week": 7, "month": 31, "year": 366}[self.step]
            after = step_start(date.fromordinal(min(first.toordinal() + days, date.max.toordinal())), self.step)
            yield first, max(first, after - timedelta(1))
            if after > self.last or after <= first:
                return
            first = after

    @property
    def strongest(self) -> tuple[Event, ...]:
        """Events by their number, the highest first."""
        return tuple(sorted(self.events, key=lambda e: (-(e.min or 0), e.date_start, e.id)))

    def row(self, event: Event) -> tuple[str, str, str, str]:
        """Days, place, number and sources of an event, as words."""
        say = self.words
        number = say.event(event) + (f" ({say('column.conflict')})" if event.conflicting else "")
        return say.days(event.date_start, event.date_end), say.place(event.place, event.date_start), number, few(event.sources, 4)


def step_start(day: date, step: Step) -> date:
    """The first day of the day, week (from Monday), month or year that a day is in."""
    if step == "week":
        return date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day if step == "day" else day.replace(day=1) if step == "month" else day.replace(month=1, day=1)
