"""Claims become Events: one place and one span of days, every claim kept, one of them the headline."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from statistics import median_low
from typing import NamedTuple, Protocol

from geo.model import Claim, Event, Place

RULES = ("highest minimum", "latest report", "median of sources", "one source")
"""How a headline is chosen among an event's claims; the first is the default (contract, "From claims to an event")."""

_KIND_ORDER = ("detention", "no_detention", "release", "gathering", "police_presence")


class Key(NamedTuple):
    """What makes two claims speak of one event."""

    place: str
    start: date
    end: date
    row: str = ""
    """The row of a table of events, which is an event by itself."""

    @property
    def id(self) -> str:
        """The event's identifier: the same wherever and whenever it is worked out."""
        return "ev-" + hashlib.sha256("|".join(map(str, self)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def reconcile(claims: Iterable[Claim], rule: str = RULES[0], source: str | None = None) -> list[Event]:
    """Events in order of date and place. Claims without any date are left out.

    ``source`` is needed by the rule ``one source`` alone. Raises ``ValueError`` for an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"no such headline rule: {rule}; one of {', '.join(RULES)}")
    dated = [c for c in claims if c.date_start and c.date_end]
    days = _DaysOf(dated)
    groups: dict[Key, list[Claim]] = defaultdict(list)
    for claim in dated:
        start, end = span(claim, days)
        groups[key_of(claim, start, end)].append(claim)
    events = [assemble(key, group, rule, source) for key, group in groups.items()]
    return sorted(events, key=lambda e: (e.date_start, e.date_end, e.place.path, e.id))


def key_of(claim: Claim, start: date, end: date) -> Key:
    """The event that a claim about those days belongs to."""
    return Key(place_key(claim.place), start, end, f"{claim.row.table}/{claim.row.id}" if claim.row else "")


EPISODE_GAP = timedelta(days=6)
"""How long a place may be quiet within one episode, which a running total counts from its first day."""


class Days(Protocol):
    """On which days detentions began at a place, or within it."""

    def before(self, node: str, day: date) -> Iterable[date]:
        """Days before a day, latest first."""


class _DaysOf:
    """The days that the claims at hand tell of."""

    def __init__(self, claims: list[Claim]) -> None:
        found: dict[str, set[date]] = defaultdict(set)
        for claim in claims:
            if claim.kind == "detention" and claim.date_start:
                for node in claim.place.path:
                    found[node].add(claim.date_start)
        self._days = {node: sorted(days) for node, days in found.items()}

    def before(self, node: str, day: date) -> Iterable[date]:
        known = self._days.get(node, [])
        return reversed(known[: bisect_left(known, day)])


def span(claim: Claim, days: Days) -> tuple[date, date]:
    """The days a claim counts: its own, or for a running total all from the first day of the place's episode."""
    assert claim.date_start is not None
    assert claim.date_end is not None
    start = claim.date_start
    if claim.running and claim.place.path:
        for day in days.before(claim.place.path[-1], start):
            if start - day > EPISODE_GAP:
                break
            start = day
    return start, claim.date_end


def place_key(place: Place) -> str:
    """What two claims must share to be about one place: the identifier, or the name as written where nothing knows it."""
    return place.path[-1] if place.path else (place.id or f"unplaced:{place.mention.casefold()}")


def intervals_meet(one: Claim, other: Claim) -> bool:
    """Whether both counts can be true of one thing; an unknown maximum is unbounded."""
    low = max(one.count.min or 0, other.count.min or 0)
    highs = [c.count.max for c in (one, other) if c.count.max is not None]
    return not highs or low <= min(highs)


def assemble(key: Key, group: list[Claim], rule: str = RULES[0], source: str | None = None) -> Event:
    """One event of its claims, under a headline rule."""
    group = sorted(group, key=lambda c: (c.published or date.max, c.report_id, c.start))
    counting = [c for c in group if c.counts and not c.instance]
    seen = [c for c in group if c.instance and c.counts]
    headline = _HEADLINES[rule](counting, source) if counting else None
    low, high, best = (headline.count.min, headline.count.max, headline.count.best) if headline else (None, None, None)
    if seen and (low or 0) < 1:
        low, high, best = 1, None, None
        headline = None
    kinds = {c.kind for c in group}
    kind = "detention" if low else next(k for k in _KIND_ORDER if k in kinds)
    return Event(
        id=key.id,
        date_start=key.start,
        date_end=key.end,
        place=_best_described(group),
        kind=kind,
        min=low,
        max=high,
        best=best,
        unknown=int(bool(low) and best is None),
        conflicting=_conflict(counting) or (bool(seen) and any(c.count.max == 0 for c in counting)),
        headline_rule=rule if source is None else f"{rule}: {source}",
        headline=headline.id if headline else None,
        claims=tuple(group),
        type=group[0].row.type if group[0].row else "",
        title=group[0].row.title if group[0].row else "",
    )


def _conflict(claims: list[Claim]) -> bool:
    """Two intervals on a line miss each other exactly when the highest low passes the lowest high."""
    highs = [c.count.max for c in claims if c.count.max is not None]
    return bool(highs) and max((c.count.min or 0 for c in claims), default=0) > min(highs)


def _best_described(group: list[Claim]) -> Place:
    """The place as the surest of its claims has it: a gazetteer name before a guess."""
    return min((c.place for c in group), key=lambda p: (p.basis != "gazetteer", p.lat is None, p.precision_m or 0))


def _width(claim: Claim) -> float:
    return float("inf") if claim.count.max is None else claim.count.max - (claim.count.min or 0)


def _later(claim: Claim) -> tuple[date, str, int]:
    return (claim.published or date.min, claim.report_id, claim.start)


def _highest_minimum(claims: list[Claim], source: str | None) -> Claim | None:
    return max(claims, key=lambda c: (c.count.min or 0, -_width(c), _later(c)))


def _latest_report(claims: list[Claim], source: str | None) -> Claim | None:
    return max(claims, key=lambda c: ((c.published or date.min), c.count.min or 0, -_width(c), _later(c)))


def _median_of_sources(claims: list[Claim], source: str | None) -> Claim | None:
    """Each source speaks once, by its highest minimum; of those the middle one (the lower of two)."""
    voices = [_highest_minimum([c for c in claims if c.source == s], None) for s in dict.fromkeys(c.source for c in claims)]
    spoken = [c for c in voices if c]
    middle = median_low([c.count.min or 0 for c in spoken])
    return _highest_minimum([c for c in spoken if (c.count.min or 0) == middle], None)


def _one_source(claims: list[Claim], source: str | None) -> Claim | None:
    own = [c for c in claims if c.source == source]
    return _highest_minimum(own, None) if own else None


_HEADLINES: dict[str, Callable[[list[Claim], str | None], Claim | None]] = {
    "highest minimum": _highest_minimum,
    "latest report": _latest_report,
    "median of sources": _median_of_sources,
    "one source": _one_source,
}
