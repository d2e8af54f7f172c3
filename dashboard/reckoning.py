"""How a total was reckoned, told in the reader's language: each sum, what it is the sum of, and the words behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.evidence import rule_words
from dashboard.names import name_of, place_with_city
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.view import Span
from dashboard.words import Words
from geo.model import COUNTED_KINDS, Event
from geo.totals import breakdown

DEEPEST = 6
LONGEST = 400
"""So many lines are told; a longer reckoning says that it goes on."""


def reckoning(selection: Selection, words: Words) -> str:
    """Nested lists as HTML."""
    if selection.sums is not None:
        return _by_node(selection, words)
    counted = [e for e in selection.events if e.kind in COUNTED_KINDS]
    sums = breakdown(selection.events, selection.whole)
    lines = [_Line(words, LONGEST).tell(sums)] if sums else [f"<p>{safe(words('reckoning.nothing'))}</p>"]
    if nameless := [e for e in counted if e.unknown]:
        told = "; ".join(_event(e, words) for e in nameless[:20]) + ("; …" if len(nameless) > 20 else "")
        lines.append(f"<p>{safe(words('reckoning.unknown', events=told))}</p>")
    return "".join(lines)


class _Line:
    """Tells a tree of sums, up to so many lines."""

    def __init__(self, words: Words, left: int) -> None:
        self._words, self._left = words, left

    def tell(self, sums: Any) -> str:
        return f"<ul class='reckoning'>{''.join(self._items(sums, 0))}</ul>"

    def _items(self, sums: Any, depth: int) -> Iterator[str]:
        self._left -= 1
        if self._left <= 0:
            if self._left == 0:
                yield f"<li>{safe(self._words('reckoning.more'))}</li>"
            return
        value = self._words.interval(sums.min, sums.max)
        if sums.event is not None:
            less = "" if sums.by == "event" else f" <i>{safe(self._words('reckoning.less'))}</i>"
            yield f"<li><b>{safe(_event(sums.event, self._words))}: {safe(value)}</b> {safe(_said(sums.event, self._words))}{less}</li>"
            return
        by = self._words(f"reckoning.{sums.by}") if sums.by in ("place", "time") else self._words("reckoning.rows")
        inner = "".join(item for part in sums.parts for item in self._items(part, depth + 1)) if depth < DEEPEST else ""
        yield f"<li><b>{safe(self._label(sums))}: {safe(value)}</b> – {safe(by)}<ul>{inner}</ul></li>"

    def _label(self, sums: Any) -> str:
        node, span = sums.of
        named = self._words("reckoning.everywhere") if node is None else name_of(node, span[1], self._words.language)
        return f"{named}, {self._words.span(Span(*span))}"


def _event(event: Event, words: Words) -> str:
    place = place_with_city(event.place, event.date_start, words.language)
    return f"{place}, {words.span(Span(event.date_start, event.date_end))}"


def _said(event: Event, words: Words) -> str:
    claim = next((c for c in event.claims if c.id == event.headline), None)
    if claim is None:
        return words("reckoning.seen")
    who = claim.attributed_to or claim.source or claim.report_id
    return words("reckoning.said", words=claim.count.text, who=who, rule=rule_words(event.headline_rule, words))


def _by_node(selection: Selection, words: Words) -> str:
    """Of very many events: the parts of the place in view, largest first."""
    sums, nodes = selection.sums, selection.columns.nodes
    assert sums is not None
    whole = selection.whole
    parents = [n for n, own in enumerate(nodes.ids) if own == whole]
    shown = [n for n, parent in enumerate(nodes.parent.tolist()) if sums.counted[n] and (parent in parents if parents else parent < 0)]
    shown.sort(key=lambda n: -int(sums.low[n]))
    lines = []
    for n in shown[:60]:
        place = nodes.places[n]
        name = name_of(nodes.ids[n], selection.days.last, words.language, place.name if place else "")
        high = int(sums.high[n])
        value = words.interval(int(sums.low[n]), None if high < 0 else high)
        lines.append(f"<li><b>{safe(name)}: {safe(value)}</b> – {safe(words.count('events', int(sums.counted[n])))}</li>")
    listed = "".join(lines)
    return f"<p>{safe(words('reckoning.many', n=words.number(len(selection))))}</p><ul class='reckoning'>{listed}</ul>"
