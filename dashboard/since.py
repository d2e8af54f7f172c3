"""What has changed since the version that a link keeps to: told above the map, with the way to the newest data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from dashboard import state
from dashboard.data import Dataset, load, made, selection_of
from dashboard.evidence import event_words
from dashboard.names import place_with_city
from dashboard.opening import in_data
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.view import Span, View
from dashboard.words import Words
from geo.model import Event

MOST = 40
"""So many changed events are listed."""


@dataclass(frozen=True, slots=True)
class Change:
    """An event before and after; ``None`` where it was not there."""

    before: Event | None
    after: Event | None


def changes(before: Selection, after: Selection) -> list[Change]:
    """The events that two selections tell differently, by day. Of very many events those that both hold as such."""
    then, now = ({e.id: e for e in selection.events} for selection in (before, after))
    found = [Change(then.get(key), now.get(key)) for key in then.keys() | now.keys()]
    differing = [c for c in found if c.before is None or c.after is None or _told(c.before) != _told(c.after)]
    return sorted(differing, key=lambda c: ((c.after or c.before).date_start, (c.after or c.before).id))  # type: ignore[union-attr]


def since(dataset: Dataset, selection: Selection, view: View, words: Words) -> None:
    """Says nothing for a view of the newest data."""
    newest = load(dataset.url) if view.version and dataset.url else None
    if newest is None or newest.version == dataset.version:
        return
    now = selection_of(newest, replace(view, version=None))
    found = changes(selection, now)
    day = made(dataset.url, dataset.version)
    kept = words("since.kept", version=dataset.version[:12], day=words.day(day) if day else "–")
    exact = selection.sums is None and now.sums is None
    told = words.count("changes", len(found)) if exact else words("since.many")
    detentions = words.detentions(now.total) if len(now) else words("sentence.nothing")
    line = words("since.changed", changes=told, now=detentions) if found or not exact else words("since.same")
    with st.container(key="since"):
        st.html(f"<p role='status'><b>{safe(kept)}</b> {safe(line)}</p>")
        with st.container(horizontal=True):
            st.button(words("since.show"), key="show-newest", on_click=_newest, args=(newest,))
            if found and exact:
                with st.popover(words("since.list"), type="tertiary"):
                    lines = "".join(f"<li>{safe(_line(change, view, words))}</li>" for change in found[:MOST])
                    st.html(f"<ul class='changes' tabindex='0'>{lines}{'<li>…</li>' * (len(found) > MOST)}</ul>")


def _newest(newest: Dataset) -> None:
    """The same view of the newest data, without what they no longer hold."""
    view = state.view()
    state.go(*in_data(replace(view, version=None), newest))


def _told(event: Event) -> tuple[object, ...]:
    said = tuple((c.id, c.source, c.quote, c.url) for c in event.claims)
    return event.min, event.max, event.unknown, event.kind, event.conflicting, event.headline, said


def _line(change: Change, view: View, words: Words) -> str:
    one = change.after or change.before
    assert one is not None
    where = f"{place_with_city(one.place, one.date_start, view.language)}, {words.span(Span(one.date_start, one.date_end))}"
    if change.before is None:
        return words("since.new", where=where, after=event_words(one, words))
    if change.after is None:
        return words("since.gone", where=where, before=event_words(one, words))
    before, after = event_words(change.before, words), event_words(change.after, words)
    if before != after:
        return words("since.other", where=where, before=before, after=after)
    return words("since.sources", where=where, before=before, more=words.count("claims", len(change.after.claims)))
