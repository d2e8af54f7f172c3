"""Explore: the sentence, the map, the time strip, the evidence, the plots and the table of one view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit_folium import st_folium

from dashboard import filters, own, state
from dashboard.charts import by_place, clicked
from dashboard.data import Dataset, load, report_of, selection_of
from dashboard.evidence import event_words, panel, rule_words
from dashboard.map import BaseMap, drawing, layer
from dashboard.names import place_name
from dashboard.reckoning import reckoning
from dashboard.safety import BRACE, safe
from dashboard.selection import Selection
from dashboard.sentence import legend, sentence
from dashboard.settings import store_url, tiles
from dashboard.spots import Spot, Viewport, spots
from dashboard.style import colours, css, script
from dashboard.table import table
from dashboard.timeline import strip
from dashboard.view import FILTERS, LANGUAGES, LAYERS, Position, Problem, Span, View, to_params
from dashboard.words import Words, words
from geo.errors import DetentionMapError
from geo.events import place_key
from geo.export.words import words as export_words
from geo.model import Event
from geo.public import tier_in_use

MAP_HEIGHT = 440
PANEL_HEIGHT = 760
LONGEST, MOST_PROBLEMS = 60, 8  # so much of a link's wrong part is told (Streamlit would show a string here as text)
MOST_HERE = 60
OWN_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def main() -> None:
    """Draws the page, or says what is in the way."""
    language = state.language()
    text = words(language)
    st.set_page_config(page_title=text("page.title"), page_icon="◉", layout="wide", initial_sidebar_state="auto")
    dark = st.context.theme.type == "dark"
    st.html(css(dark, text("page.filters")))
    with st.container(key="script"):
        st.html(script(), unsafe_allow_javascript=True)
    stored, told = _stored(text)
    dataset = own.with_own(stored)
    if dataset is None:
        _failed(*told, text)
        with st.sidebar:
            own.controls(text)
        return
    view = state.current(dataset)
    state.write_address(view)
    selection = selection_of(dataset, view)
    filters.sidebar(dataset, selection, view, text)
    with st.sidebar:
        own.controls(text)
    event = _open_event(dataset, selection, view)
    found = spots(selection, event)
    _top(selection, found, view, text)
    left, right = st.columns([0.66, 0.34], gap="medium")
    with left:
        _layers(view, text)
        _map(found, selection, dataset, view, text, dark=dark)
        strip(dataset, view, text, dark=dark)
    with right:
        if not len(selection):
            _nothing(dataset, selection, view, text)
            return
        _evidence(dataset, selection, event, view, text)
    with st.expander(text("page.legend"), expanded=True):
        st.html(legend(drawing(found, selection, view, view.span or dataset.span, _viewport(), text), view, text, colours(dark)))
    st.html(f"<h2 class='part'>{safe(text('page.table'))}</h2><p class='fine'>{safe(_listed(selection, text))}</p>")
    plot, rows = st.columns([0.3, 0.7], gap="medium")
    with plot:
        _by_place(selection, found, dataset, view, text, dark=dark)
    with rows:
        table(selection.events, view, text)
    credits = text("page.credits_tiles" if tiles() else "page.credits")
    if tier := tier_in_use():
        st.caption(tier.note(export_words(view.language)))
    st.caption(f"{credits} {text('page.data_version', version=_kept(dataset, view))}")


def _stored(text: Words) -> tuple[Dataset | None, tuple[str, str]]:
    """The store's data; or ``None``, and why there is none."""
    url = store_url()
    st.session_state["store"] = url
    if not url:
        return None, ("no_store", "")
    try:
        dataset = load(url, state.version())
    except (DetentionMapError, OSError, ValueError) as error:
        return None, ("unreadable", str(error))
    return (None, ("empty_store", "")) if dataset.empty else (dataset, ("", ""))


def _kept(dataset: Dataset, view: View) -> str:
    """The version, as a link that opens this view with these numbers even when the data have changed."""
    if not dataset.url or "+" in dataset.version:
        return dataset.version[:12]
    address = urlencode(to_params(replace(view, version=dataset.version)), doseq=True)
    return f"[{dataset.version[:12]}](?{address})"


def _failed(why: str, detail: str, text: Words) -> None:
    told = f"<p class='fine'>{safe(detail)}</p>" if detail else ""
    st.html(f"<div class='failed'><h2>{safe(text(f'failed.{why}'))}</h2><p>{safe(text(f'failed.{why}_do'))}</p>{told}</div>")


def _top(selection: Selection, found: list[Spot], view: View, text: Words) -> None:
    said, switch = st.columns([0.72, 0.28], vertical_alignment="top")
    with said:
        rule = text("page.rule_in_use", rule=rule_words(selection.total.headline_rule, text)) if len(selection.counted) else ""
        whole = safe(sentence(selection, found, view, text))
        st.html(f'<h1 class="sentence" aria-live="polite">{whole} <small>{safe(rule)}</small></h1>')
    with switch:
        st.session_state["language"] = view.language
        st.segmented_control(
            text("page.language"), LANGUAGES, format_func=OWN_NAMES.__getitem__, key="language", required=True,
            label_visibility="collapsed", on_change=lambda: state.change(language=st.session_state["language"]),
        )  # fmt: skip
        if len(selection.counted):
            with st.popover(text("page.reckoning"), type="tertiary"):
                st.caption(text("page.reckoning_note"))
                st.html(f"<div class='reckoned' tabindex='0'>{reckoning(selection, text)}</div>")
    with st.container(key="problems"):
        _problems(state.problems(), text)


def _problems(problems: list[Problem], text: Words) -> None:
    """What of the link was not followed. Its container is always there, so that the map below never moves in the page."""
    if not problems:
        return
    told = [text(f"link.{p.reason}", name=_short(p.name), value=_short(p.value)) for p in problems[:MOST_PROBLEMS]]
    told += ["…"] * (len(problems) > MOST_PROBLEMS)
    lines = "".join(f"<li>{safe(line)}</li>" for line in told)
    st.html(f"<div class='problem' role='alert'><b>{safe(text('link.title'))}</b><ul>{lines}</ul>{safe(text('link.instead'))}</div>")


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def _layers(view: View, text: Words) -> None:
    st.session_state["layer"] = view.layer
    st.segmented_control(
        text("layer.title"), LAYERS, format_func=lambda name: text(f"layer.{name}"), key="layer", required=True,
        label_visibility="collapsed", on_change=lambda: state.change(layer=st.session_state["layer"]),
    )  # fmt: skip


def _viewport() -> Viewport | None:
    """What the reader's map shows, as far as it has told."""
    told = st.session_state.get("map") or {}
    zoom, bounds = told.get("zoom"), told.get("bounds") or {}
    low, high = bounds.get("_southWest") or {}, bounds.get("_northEast") or {}
    numbers = [zoom, low.get("lng"), low.get("lat"), high.get("lng"), high.get("lat")]
    return Viewport(*map(float, numbers)) if all(isinstance(n, (int, float)) for n in numbers) else None  # type: ignore[arg-type]


def _position() -> Position | None:
    """Where the reader has moved the map; ``None`` while it fits what it shows, or has not told."""
    told = st.session_state.get("map") or {}
    centre, zoom = told.get("center") or {}, told.get("zoom")
    lat, lon = centre.get("lat"), centre.get("lng")
    if (told.get("bounds") or {}).get("fitted", True) or lat is None or lon is None or zoom is None:
        return None
    return Position(round(lat, 4), round((lon + 180) % 360 - 180, 4), round(zoom, 2))


@st.fragment
def _map(found: list[Spot], selection: Selection, dataset: Dataset, view: View, text: Words, *, dark: bool) -> None:
    """The map, which by itself is drawn again where the reader moves it and it matters."""

    def take() -> None:
        clicked_on = (st.session_state.get("map") or {}).get("last_active_drawing") or {}
        place = (clicked_on.get("properties") or {}).get("place")
        if place and place != st.session_state.get("clicked"):
            st.session_state["clicked"] = place
            _open_place(str(place), selection, view)
        state.moved(_position())

    span = view.span or dataset.span
    with st.container(key="map-frame"):
        st_folium(
            BaseMap(), key="map", height=MAP_HEIGHT, use_container_width=True, on_change=take,
            returned_objects=["last_active_drawing", "zoom", "center", "bounds"],
            feature_group_to_add=layer(drawing(found, selection, view, span, _viewport(), text), view, span, text, dark=dark, opened=state.opened()),
        )  # fmt: skip
    if replace(state.view(), position=view.position) != view:
        st.rerun()


def _open_place(place: str, selection: Selection, view: View) -> None:
    """What a click on a place opens: its own event with the highest number, before its parts'."""
    rows = selection.rows_at(place.replace(BRACE, "{"))
    if len(rows):
        here = selection.fetch(rows[:1])[0]
        if view.event != here.id:
            state.change(event=here.id)


def _open_event(dataset: Dataset, selection: Selection, view: View) -> Event | None:
    """The event that the view names, where it is among those shown."""
    row = dataset.row_of(view.event) if view.event else None
    return selection.fetch(selection.rows[selection.rows == row])[0] if row is not None and row in selection.rows else None


def _by_place(selection: Selection, found: list[Spot], dataset: Dataset, view: View, text: Words, *, dark: bool) -> None:
    if not any(s.counted for s in found):
        return
    st.caption(f"**{text('chart.by_place')}** · {text('chart.by_place_note')}")

    def take() -> None:
        if place := clicked(st.session_state.get("by_place")):
            _open_place(place, selection, view)

    chart = by_place(found, text, colours(dark)["accent"])
    st.altair_chart(chart, width="stretch", key="by_place", on_select=take, selection_mode=["place"], alt=text("chart.by_place"))


def _listed(selection: Selection, text: Words) -> str:
    """What the table holds, and how to use it."""
    if selection.sums is None:
        return text("page.table_hint")
    return f"{text('page.table_part', n=text.number(len(selection.events)), all=text.number(len(selection)))} {text('page.table_hint')}"


def _evidence(dataset: Dataset, selection: Selection, event: Event | None, view: View, text: Words) -> None:
    with st.container(key="evidence", height=PANEL_HEIGHT):
        if event is None:
            st.caption(text("evidence.choose"))
            event = max(selection.events, key=lambda e: (e.min or 0, e.date_start, e.id))
        _events_here(event, selection, view, text)
        st.html(panel(event, lambda claim: report_of(dataset, claim), text))


def _events_here(event: Event, selection: Selection, view: View, text: Words) -> None:
    """Where a place has several events in view, the reader can step through them."""
    place = place_key(event.place)
    rows = selection.rows_at(place)
    if len(rows) < 2:
        return
    events = {e.id: e for e in (*selection.fetch(rows[:MOST_HERE]), event)}
    here = {e.id: e for e in sorted(events.values(), key=lambda e: (e.date_start, e.id))}
    st.session_state["event"] = event.id

    def name(key: str) -> str:
        e = here[key]
        where = "" if place_key(e.place) == place else f"{place_name(e.place, e.date_start, view.language)}, "
        return f"{where}{text.span(Span(e.date_start, e.date_end))}: {event_words(e, text)}"

    st.selectbox(
        text("evidence.events_here"), list(here), format_func=name, key="event",
        on_change=lambda: state.change(event=st.session_state["event"]),
    )  # fmt: skip


def _nothing(dataset: Dataset, selection: Selection, view: View, text: Words) -> None:
    """Why nothing fits, and what to loosen: each filter with what there would be without it."""
    if st.session_state.get(state.PLAYING):
        st.html(f"<h2 class='part'>{safe(text('sentence.nothing'))}</h2>")  # the next step comes by itself
        return
    first = View()
    fields: dict[str, dict[str, Any]] = {name: {name: getattr(first, name)} for name in FILTERS}
    fields |= {"dates": {"span": None}, "count": {"least": None, "most": None}}
    loosened = {name: number for name, number in selection.answer.loosened().items() if number}
    with st.container(key="nothing"):
        st.html(f"<h2>{safe(text('empty.title'))}</h2><p>{safe(text('empty.why' if loosened else 'empty.several'))}</p>")
        if view.span:
            st.caption(text("empty.dates", span=text.span(dataset.span)))
        for name, number in sorted(loosened.items(), key=lambda pair: -pair[1]):
            label = text("empty.without", name=text(f"filters.{name}"), events=text.count("events", number))
            st.button(label, key=f"loosen-{name}", on_click=state.change, kwargs=fields[name])
        st.button(
            text("empty.show_all"), type="primary", key="show-all",
            on_click=lambda: state.change(**{name: getattr(first, name) for name in (*FILTERS, "rule", "source")}),
        )  # fmt: skip


main()
