"""Explore: the sentence, the map, the histogram, the evidence and the table of one view."""

from __future__ import annotations

import streamlit as st
from streamlit_folium import st_folium

from dashboard import filters, state
from dashboard.charts import histogram, shown_span, step_for
from dashboard.data import Dataset, Selection, load, report_of, selection_of
from dashboard.evidence import event_words, panel, rule_words, safe
from dashboard.map import BaseMap, Spot, layer, spots
from dashboard.names import place_name
from dashboard.sentence import legend, reckoning, sentence
from dashboard.settings import store_url, tiles
from dashboard.style import colours, css
from dashboard.table import table
from dashboard.view import LANGUAGES, Problem, Span, View
from dashboard.words import Words, words
from geo.errors import DetentionMapError
from geo.events import place_key
from geo.model import COUNTED_KINDS, Event

MAP_HEIGHT = 440
PANEL_HEIGHT = 660
LONGEST, MOST_PROBLEMS = 60, 8  # so much of a link's wrong part is told (Streamlit would show a string here as text)
OWN_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def main() -> None:
    """Draws the page, or says what is in the way."""
    language = state.language()
    text = words(language)
    st.set_page_config(page_title=text("page.title"), page_icon="◉", layout="wide", initial_sidebar_state="auto")
    dark = st.context.theme.type == "dark"
    st.html(css(dark, text("page.filters")))
    dataset = _dataset(text)
    if dataset is None:
        return
    view = state.current(dataset)
    state.write_address(view)
    filters.sidebar(dataset, view, text)
    selection = selection_of(dataset, view)
    drawn = spots(selection, view.event)
    _top(selection, drawn, view, text)
    left, right = st.columns([0.66, 0.34], gap="medium")
    with left:
        _map(drawn, dataset, view, text, dark=dark)
        if selection.events:
            _histogram(selection, dataset, view, text, dark=dark)
    with right:
        if not selection.events:
            _nothing(dataset, selection, view, text)
            return
        _evidence(dataset, selection, drawn, view, text)
    with st.expander(text("page.legend"), expanded=True):
        st.html(legend(drawn, view, text, colours(dark)))
    st.subheader(text("page.table"), help=text("page.table_hint"), anchor=False)
    table(selection.events, view, text)
    credits = text("page.credits_tiles" if tiles() else "page.credits")
    st.caption(f"{credits} {text('page.data_version', version=dataset.version[:12])}")


def _dataset(text: Words) -> Dataset | None:
    """The store's data, or ``None`` once the reader has been told why there is none."""
    url = store_url()
    why, detail = "no_store", ""
    if url:
        try:
            dataset = load(url)
            if dataset.dated:
                return dataset
            why = "empty_store"
        except (DetentionMapError, OSError, ValueError) as error:
            why, detail = "unreadable", str(error)
    _failed(why, text, detail)
    return None


def _failed(why: str, text: Words, detail: str) -> None:
    told = f"<p class='fine'>{safe(detail)}</p>" if detail else ""
    st.html(f"<div class='failed'><h2>{safe(text(f'failed.{why}'))}</h2><p>{safe(text(f'failed.{why}_do'))}</p>{told}</div>")


def _top(selection: Selection, drawn: list[Spot], view: View, text: Words) -> None:
    said, switch = st.columns([0.72, 0.28], vertical_alignment="top")
    with said:
        counted = next((e for e in selection.events if e.kind in COUNTED_KINDS), None)
        rule = text("page.rule_in_use", rule=rule_words(counted.headline_rule, text)) if counted else ""
        whole = safe(sentence(selection, drawn, view, text))
        st.html(f'<h1 class="sentence" aria-live="polite">{whole} <small>{safe(rule)}</small></h1>')
    with switch:
        st.session_state["language"] = view.language
        st.segmented_control(
            text("page.language"), LANGUAGES, format_func=OWN_NAMES.__getitem__, key="language", required=True,
            label_visibility="collapsed", on_change=lambda: state.change(language=st.session_state["language"]),
        )  # fmt: skip
        if counted:
            with st.popover(text("page.reckoning"), type="tertiary"):
                st.caption(text("page.reckoning_note"))
                st.html(f"<pre class='reckoning' lang='en'>{safe(reckoning(selection.total, text))}</pre>")
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


def _map(drawn: list[Spot], dataset: Dataset, view: View, text: Words, *, dark: bool) -> None:
    def take() -> None:
        clicked = (st.session_state.get("map") or {}).get("last_active_drawing") or {}
        place = (clicked.get("properties") or {}).get("place")
        here = [e for s in drawn if s.id == place for e in s.events]
        if here and view.event not in {e.id for e in here}:
            state.change(event=_main_event(here, str(place)).id)

    with st.container(key="map-frame"):
        st_folium(
            BaseMap(), key="map", height=MAP_HEIGHT, use_container_width=True, returned_objects=["last_active_drawing"],
            feature_group_to_add=layer(drawn, view, view.span or dataset.span, text, dark=dark), on_change=take,
        )  # fmt: skip


def _main_event(events: list[Event], place: str) -> Event:
    """What a click on a place opens first: its own event with the highest number, before its parts'."""
    return max(events, key=lambda e: (e.place.path[-1:] == (place,), e.min or 0, e.date_start))


def _histogram(selection: Selection, dataset: Dataset, view: View, text: Words, *, dark: bool) -> None:
    span = shown_span(view.span, dataset.span)
    counted = any(e.kind in COUNTED_KINDS for e in selection.events)
    title, note = ("title", "note") if counted else ("other", "other_note")
    st.caption(f"**{text(f'chart.{title}_{step_for(span)}')}** · {text(f'chart.{note}')}")
    palette = colours(dark)
    chart = histogram(selection, span, text, palette["accent"], palette["muted"])
    st.altair_chart(chart, width="stretch", alt=text("chart.detentions" if counted else "chart.events"))


def _evidence(dataset: Dataset, selection: Selection, drawn: list[Spot], view: View, text: Words) -> None:
    event = next((e for e in selection.events if e.id == view.event), None)
    with st.container(key="evidence", height=PANEL_HEIGHT):
        if event is None:
            st.caption(text("evidence.choose"))
            event = max(selection.events, key=lambda e: (e.min or 0, e.date_start, e.id))
        _events_here(event, drawn, view, text)
        st.html(panel(event, lambda claim: report_of(dataset, claim), text))


def _events_here(event: Event, drawn: list[Spot], view: View, text: Words) -> None:
    """Where a place has several events in view, the reader can step through them."""
    spot = next((s for s in drawn if s.id == place_key(event.place)), None)
    if spot is None or len(spot.events) < 2:
        return
    here = {e.id: e for e in sorted(spot.events, key=lambda e: (e.date_start, e.id))}
    st.session_state["event"] = event.id

    def name(key: str) -> str:
        e = here[key]
        where = "" if place_key(e.place) == spot.id else f"{place_name(e.place, e.date_start, view.language)}, "
        return f"{where}{text.span(Span(e.date_start, e.date_end))}: {event_words(e, text)}"

    st.selectbox(
        text("evidence.events_here"), list(here), format_func=name, key="event",
        on_change=lambda: state.change(event=st.session_state["event"]),
    )  # fmt: skip


def _nothing(dataset: Dataset, selection: Selection, view: View, text: Words) -> None:
    """Why nothing fits, and what to loosen."""
    hints = []
    if selection.elsewhen:
        hints.append(text.count("elsewhen", len(selection.elsewhen)))
    if view.span:
        hints.append(text("empty.dates", span=text.span(dataset.span)))
    hints += [text(f"empty.{name}") for name in ("places", "kinds", "source") if name == "kinds" or getattr(view, name)]
    listed = "".join(f"<li>{safe(h)}</li>" for h in hints)
    everything = View(language=view.language)
    with st.container(key="nothing"):
        st.html(f"<h2>{safe(text('empty.title'))}</h2><ul>{listed}</ul>")
        st.button(
            text("empty.show_all"), type="primary",
            on_click=lambda: state.change(span=None, places=(), kinds=everything.kinds, rule=everything.rule, source=None),
        )  # fmt: skip


main()
