"""How many, there and then: nested places and days added up without ever counting one person twice.

The rule is the contract's ("From claims to an event, from events to a total"): the total of a place and span is the
largest minimum that the evidence supports - its own headline, the sum of its parts by place, or the sum of its parts by
time, whichever is highest. Parts by time never overlap: the best set of them is a weighted interval schedule. The rows of
one table of events never tell of the same thing, so all of them within the place and span add up, as one more such sum.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from geo.model import Event, Total

Span = tuple[date, date]

_TOLD = 8
"""So many parts are named that add up to no more than the number that holds them."""


def total(
    events: Sequence[Event],
    place_id: str | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
    name_of: Callable[[str], str] | None = None,
) -> Total:
    """The total over the events that lie within the place and the span; without a bound, over all that there are.

    ``min`` of ``None`` means that nothing in the selection speaks of detentions. Events that reach beyond the span are
    not counted and are named in the reckoning. ``name_of`` gives the name of a place by its identifier, where events alone
    cannot tell it.
    """
    here = [e for e in events if place_id is None or place_id in e.place.path]
    within = [e for e in here if (not date_from or e.date_start >= date_from) and (not date_to or e.date_end <= date_to)]
    taken = {id(e) for e in within}
    across = [
        e for e in here
        if id(e) not in taken and (not date_from or e.date_end >= date_from) and (not date_to or e.date_start <= date_to)
    ]  # fmt: skip
    counted = [e for e in within if e.min is not None]
    start = date_from or min((e.date_start for e in within), default=None)
    end = date_to or max((e.date_end for e in within), default=None)
    tree = _Tree(counted, name_of or (lambda node: node.partition(":")[2]))
    answer = tree.sum(place_id, (start, end)) if counted and start and end else None
    unknown = tree.unknown()
    reckoning = list(answer.words()) if answer else ["No report in the store speaks of detentions there and then."]
    if unknown:
        reckoning.append(f"Without a number: {'; '.join(_label(e) for e in unknown)}.")
    if across:
        reckoning.append(f"Left out, reaching beyond the span: {'; '.join(_label(e) for e in across)}.")
    return Total(
        place=tree.name(place_id, here),
        date_start=start,
        date_end=end,
        min=answer.min if answer else None,
        max=answer.max if answer and answer.of == (place_id, (start, end)) else None,  # a part's maximum says nothing of the whole
        best=answer.best if answer else None,
        unknown=len(unknown),
        conflicting=any(e.conflicting for e in counted),
        events=len(counted),
        claims=sum(c.counts for e in counted for c in e.claims),
        headline_rule=events[0].headline_rule if events else "",
        reckoning=tuple(reckoning),
        unknown_places=tuple(_label(e) for e in unknown),
    )


def breakdown(events: Sequence[Event], place_id: str | None = None) -> _Sum | None:
    """The same sums as :func:`total`'s over all the events' days, as a tree and not as words; ``None`` where there are none."""
    here = [e for e in events if place_id is None or place_id in e.place.path]
    counted = [e for e in here if e.min is not None]
    if not counted:
        return None
    span = min(e.date_start for e in here), max(e.date_end for e in here)
    return _Tree(counted, lambda node: node).sum(place_id, span)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A lower bound with what it rests on: one event, or parts by place or by time."""

    min: int
    max: int | None
    best: int | None
    label: str
    by: str = "event"
    event: Event | None = None
    parts: tuple[_Sum, ...] = ()
    of: tuple[str | None, Span] | None = None
    """The place and span that the sum is of."""
    less: tuple[_Sum, ...] = ()
    """Parts of an event that its own number holds already: they add up to no more."""

    def words(self, depth: int = 0) -> Iterable[str]:
        pad = "  " * depth
        if self.event is not None:
            yield f"{pad}{self.label}: {interval(self.min, self.max)}{_evidence(self.event)}"
            if self.less:
                told = sorted(self.less, key=lambda p: -p.min)[:_TOLD]
                some = " + ".join(f"{p.min} ({p.label})" for p in told)
                rest = f" + {sum(p.min for p in self.less) - sum(p.min for p in told)} (others)" if len(self.less) > _TOLD else ""
                yield f"{pad}  (its parts by {self.by} add up to no more: {some}{rest} = {sum(p.min for p in self.less)})"
        else:
            yield f"{pad}{self.label}: {interval(self.min, self.max)}, the sum of its parts by {self.by}"
            for part in self.parts:
                yield from part.words(depth + 1)


class _Tree:
    """Events by place path and span. A node is a place identifier; ``None`` is the world."""

    def __init__(self, events: Sequence[Event], name_of: Callable[[str], str]) -> None:
        self._name_of = name_of
        self._own: dict[tuple[str | None, Span], list[Event]] = defaultdict(list)
        self._children: dict[str | None, dict[str, None]] = defaultdict(dict)
        self._below: dict[str | None, list[Event]] = defaultdict(list)
        self._starts: dict[str | None, list[date]] = {}
        self._memo: dict[tuple[str | None, Span], _Sum | None] = {}
        self._events = events
        for event in sorted(events, key=lambda e: e.date_start):
            path: tuple[str | None, ...] = (None, *_path(event))
            for parent, child in pairwise(path):
                self._children[parent].setdefault(str(child))
                self._below[parent].append(event)
            self._below[path[-1]].append(event)
            if _table(event) is None:
                self._own[path[-1], (event.date_start, event.date_end)].append(event)

    def _inside(self, node: str | None, span: Span) -> list[Event]:
        """Events of a place and its parts that lie within a span."""
        below = self._below[node]
        if node not in self._starts:
            self._starts[node] = [e.date_start for e in below]
        starts = self._starts[node]
        return [e for e in below[bisect_left(starts, span[0]) : bisect_right(starts, span[1])] if e.date_end <= span[1]]

    def sum(self, node: str | None, span: Span) -> _Sum | None:
        """The best lower bound for a place over a span, from events that lie within both."""
        key = (node, span)
        if key not in self._memo:
            self._memo[key] = None  # a span is never its own part
            found = self._work_out(node, span)
            self._memo[key] = found if found is None or found.of else replace(found, of=key)
        return self._memo[key]

    def _work_out(self, node: str | None, span: Span) -> _Sum | None:
        inside = self._inside(node, span)
        if not inside:
            return None
        label = f"{self.name(node, inside)}, {_span_label(span)}"
        own = self._own.get((node, span), [])
        headline = max(own, key=lambda e: e.min or 0) if own else None
        options = [_added([_row(e) for e in rows], label, f"row of the table {name}") for name, rows in _tables(inside).items()]
        children = [s for c in self._children[node] if (s := self.sum(c, span))]
        if children:
            options.append(_added(children, label, "place"))
        spans = sorted({(e.date_start, e.date_end) for e in inside} - {span}, key=lambda s: (s[1], s[0]))
        if spans:
            chosen = _schedule(spans, [self.sum(node, s) for s in spans])
            if chosen:
                options.append(_added(chosen, label, "time"))
        parts = max(options, key=lambda s: s.min, default=None)
        if headline is None or (parts is not None and parts.min > (headline.min or 0)):
            if parts is None:
                return None
            high = headline.max if headline else None
            high = high if high is not None and high >= parts.min else None
            if headline is None and len(parts.parts) == 1:
                return parts.parts[0]  # one part alone is shown as itself
            return _Sum(parts.min, high, parts.best, label, parts.by, None, parts.parts)
        best = headline.best
        if best is None and parts is not None and parts.best is not None:
            best = max(parts.best, headline.min or 0)
        by = parts.by if parts is not None else "event"
        return _Sum(headline.min or 0, headline.max, best, label, by, headline, less=parts.parts if parts is not None else ())

    def name(self, node: str | None, events: Sequence[Event]) -> str:
        """The name of a place as its own events have it, or as the gazetteer does."""
        if node is None:
            return "All places"
        own = next((e for e in events if _path(e)[-1:] == (node,)), None)
        if own is not None:
            return _event_place(own)
        city = next(
            (e.place.city for e in events if node in e.place.path and e.place.city and e.place.kind == "site" and node == e.place.path[-2]),
            None,
        )
        return city or self._name_of(node)

    def unknown(self) -> list[Event]:
        """Events with detentions and no number, each named once: not where a part of it has a number or is itself unknown."""
        out = []
        for event in self._events:
            if not event.unknown:
                continue
            node = _path(event)[-1] if _path(event) and _table(event) is None else event.id  # of a row nothing is a part
            span = (event.date_start, event.date_end)
            if not any(e.min for e in self._inside(node, span) if e is not event):
                out.append(event)
        return out


def interval(low: int, high: int | None) -> str:
    """A closed interval as a reader sees it: ``7``, ``10 to 14``, ``at least 7``."""
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _schedule(spans: list[Span], sums: list[_Sum | None]) -> list[_Sum]:
    """The set of spans that do not overlap with the largest sum of minima (spans come sorted by their end)."""
    ends = [s[1] for s in spans]
    best = [0]
    taken: list[int | None] = [None]  # for each prefix: the span taken last, or None where it adds nothing
    for i, span in enumerate(spans):
        weight = s.min if (s := sums[i]) else 0
        before = best[bisect_left(ends, span[0], 0, i)]
        better = weight > 0 and before + weight > best[-1]
        taken.append(i if better else None)
        best.append(before + weight if better else best[-1])
    picked: list[_Sum] = []
    position = len(spans)
    while position > 0:
        last = taken[position]
        if last is None:
            position -= 1
            continue
        if found := sums[last]:
            picked.append(found)
        position = bisect_left(ends, spans[last][0], 0, last)
    return picked[::-1] or [s for s in sums if s][:1]


def _added(parts: list[_Sum], label: str, by: str) -> _Sum:
    low = sum(p.min for p in parts)
    known = [p.best for p in parts if p.best is not None]
    return _Sum(low, None, max(sum(known), low) if known else None, label, by, None, tuple(parts))


def _table(event: Event) -> str | None:
    """The table that an event is a row of."""
    row = event.claims[0].row if event.claims else None
    return row.table if row else None


def _tables(events: Sequence[Event]) -> dict[str, list[Event]]:
    out: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if (table := _table(event)) is not None:
            out[table].append(event)
    return out


def _row(event: Event) -> _Sum:
    path = _path(event)
    whole = (path[-1] if path else None, (event.date_start, event.date_end))
    return _Sum(event.min or 0, event.max, event.best, _label(event), "event", event, (), whole)


def _path(event: Event) -> tuple[str, ...]:
    """Places nobody could find hang from their country, where it is known, each by its own name."""
    if event.place.path:
        return event.place.path
    mention = f"unplaced:{event.place.mention.casefold()}"
    return (f"country:{event.place.country}", mention) if event.place.country else (mention,)


def _evidence(event: Event) -> str:
    claim = next((c for c in event.claims if c.id == event.headline), None)
    if claim is None:
        return " (seen arrests alone give a lower bound of 1)"
    who = claim.attributed_to or claim.source or claim.report_id
    return f" (“{claim.count.text}”, {who}; {event.headline_rule}; claim {claim.id})"


def _label(event: Event) -> str:
    return f"{_event_place(event)}, {_span_label((event.date_start, event.date_end))}"


def _event_place(event: Event) -> str:
    place = event.place
    return f"{place.site}, {place.city}" if place.site and place.city else place.name


def _span_label(span: Span) -> str:
    return span[0].isoformat() if span[0] == span[1] else f"{span[0].isoformat()} to {span[1].isoformat()}"
