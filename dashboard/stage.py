"""The map on the page: it tells where the reader moves it and what is clicked, and is drawn again by itself where that matters."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from dashboard import state
from dashboard.data import Dataset
from dashboard.map import BaseMap, drawing, layer
from dashboard.safety import BRACE
from dashboard.selection import Selection
from dashboard.spots import Spot, Viewport
from dashboard.view import Position, View
from dashboard.words import Words

HEIGHT = 440


def viewport() -> Viewport | None:
    """What the reader's map shows, as far as it has told."""
    told = st.session_state.get("map") or {}
    zoom, bounds = told.get("zoom"), told.get("bounds") or {}
    low, high = bounds.get("_southWest") or {}, bounds.get("_northEast") or {}
    numbers = [zoom, low.get("lng"), low.get("lat"), high.get("lng"), high.get("lat")]
    return Viewport(*map(float, numbers)) if all(isinstance(n, (int, float)) for n in numbers) else None  # type: ignore[arg-type]


def _take_position() -> None:
    """Where the reader has moved the map goes into the view; ``None`` while it fits what it shows."""
    told = st.session_state.get("map") or {}
    centre, zoom, fitted = told.get("center") or {}, told.get("zoom"), (told.get("bounds") or {}).get("fitted")
    lat, lon = centre.get("lat"), centre.get("lng")
    if fitted is None or lat is None or lon is None or zoom is None:
        return  # nothing is drawn yet, or it is where the link put it
    state.moved(None if fitted else Position(round(lat, 4), round((lon + 180) % 360 - 180, 4), round(zoom, 2)))


@st.fragment
def stage(found: list[Spot], selection: Selection, dataset: Dataset, view: View, text: Words, *, dark: bool, height: int = HEIGHT) -> None:
    """The map, which by itself is drawn again where the reader moves it and it matters."""

    def take() -> None:
        clicked_on = (st.session_state.get("map") or {}).get("last_active_drawing") or {}
        properties = clicked_on.get("properties") or {}
        click = properties.get("place"), properties.get("clicked")
        if click[0] and click != st.session_state.get("clicked"):  # the map tells its last click with every move
            st.session_state["clicked"] = click
            open_place(str(click[0]), selection, view)
        _take_position()

    span = view.span or dataset.span
    with st.container(key="map-frame"):
        st_folium(
            BaseMap(), key="map", height=height, use_container_width=True, on_change=take, render=False,
            returned_objects=["last_active_drawing", "zoom", "center", "bounds"],
            feature_group_to_add=layer(drawing(found, selection, view, span, viewport(), text), view, span, text, dark=dark, turn=state.turn()),
        )  # fmt: skip
    if replace(state.view(), position=view.position) != view:
        st.rerun()


def open_place(place: str, selection: Selection, view: View) -> None:
    """What a click on a place opens: its own event with the highest number, before its parts'."""
    rows = selection.rows_at(place.replace(BRACE, "{"))
    if len(rows):
        here = selection.fetch(rows[:1])[0]
        if view.event != here.id:
            state.change(event=here.id)
