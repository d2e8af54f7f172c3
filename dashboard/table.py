"""The events as a table: the same as on the map, for sorting, for the keyboard, and for choosing what to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from dashboard import state
from dashboard.evidence import event_words
from dashboard.names import place_with_city, region_name
from dashboard.selection import Selection
from dashboard.shown import chose, note, noted
from dashboard.view import View
from dashboard.words import LARGEST, Words
from geo.model import COUNTED_KINDS, Event

HEIGHT = 320
WIDTHS = {"place": 190, "region": 150, "detentions": 116, "conflict": 70, "sources": 120, "kind": 95}


def table(selection: Selection, view: View, words: Words) -> None:
    """Draws it, the open event's row selected; selecting a row opens that event."""
    ordered = sorted(selection.events, key=lambda e: (-(e.min or 0), e.date_start, e.place.name))
    open_row = [i for i, e in enumerate(ordered) if e.id == view.event]
    key = "table"
    st.session_state[key] = {"selection": {"rows": open_row}}
    note("row", open_row)
    note("rows", selection.kept(("rows",), lambda: [e.id for e in ordered]))

    def take() -> None:
        rows = list(st.session_state[key]["selection"]["rows"])
        if chose("row", rows):  # a row of the table that the browser had, which may be another than the one drawn last
            events = noted("rows") or []
            state.change(event=next((events[row] for row in rows if row < len(events)), None))

    frame = selection.kept(("table", words.language), lambda: _frame(ordered, view, words))
    alike = _browser_writes_so(frame, words)
    st.dataframe(
        frame if alike else _styled(frame, words), key=key, on_select=take, selection_mode="single-row", hide_index=True,
        placeholder="",
        height=min(HEIGHT, 38 + 35 * max(1, len(ordered))), column_config=_columns(words, by_browser=alike),
    )  # fmt: skip


def _frame(events: Sequence[Event], view: View, words: Words) -> pd.DataFrame:
    rows = [
        {
            "date": e.date_start,  # day, number and place first: these a phone shows
            "detentions": _detentions(e, words),
            "place": place_with_city(e.place, e.date_start, view.language),
            "until": e.date_end if e.date_end != e.date_start else None,
            "min": None if e.min is None else min(e.min, LARGEST),
            "max": None if e.max is None else min(e.max, LARGEST),
            "conflict": words("table.yes") if e.conflicting else "",
            "sources": ", ".join(e.sources),
            "region": region_name(e.place, e.date_start, view.language),
            "kind": words.known("kind", e.kind),
        }
        for e in events
    ]
    frame = pd.DataFrame(rows)
    frame = frame.astype({"min": "Int64", "max": "Int64"})
    same = ["until"] * bool(frame["until"].isna().all()) + ["kind"] * (set(frame["kind"]) == {words.known("kind", "detention")})
    return frame.drop(columns=same)


def _browser_writes_so(frame: pd.DataFrame, words: Words) -> bool:
    """Whether the reader's browser by itself writes these numbers as the page does: it does in its own language, and saves a good part of the work."""
    return (st.context.locale or "").partition("-")[0] == words.language and not (frame[["min", "max"]] == LARGEST).any(axis=None)


def _styled(frame: pd.DataFrame, words: Words) -> Styler:
    """Numbers stay numbers for sorting, and are written as everywhere on the page."""

    def number(value: Any) -> str:
        return "" if pd.isna(value) else ("≥ " if value == LARGEST else "") + words.number(int(value))

    return frame.style.format(number, subset=["min", "max"])


def _detentions(event: Event, words: Words) -> str:
    return event_words(event, words) if event.kind in COUNTED_KINDS else ""


def _columns(words: Words, *, by_browser: bool) -> dict[str, Any]:
    """A number column's own format would win over what is written already."""
    columns = {name: st.column_config.DateColumn(words(f"table.{name}"), format="YYYY-MM-DD", width=96) for name in ("date", "until")}
    columns |= {
        name: st.column_config.NumberColumn(words(f"table.{name}"), width=72, format="localized" if by_browser else None)
        for name in ("min", "max")
    }
    columns |= {name: st.column_config.TextColumn(words(f"table.{name}"), width=width) for name, width in WIDTHS.items()}
    return columns
