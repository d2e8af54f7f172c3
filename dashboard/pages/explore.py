"""Explore: the sentence, the map, the time strip, the evidence, the plots and the table of one view."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import streamlit as st

from dashboard import embed, filters, own, problems, share, state, talk
from dashboard.charts import by_place, clicked, marked
from dashboard.data import Dataset, load_as_asked, report_of, selection_of
from dashboard.evidence import event_words, panel, rule_words
from dashboard.map import drawing
from dashboard.names import place_name
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.sentence import legend, sentence
from dashboard.settings import store_url, tiles
from dashboard.shown import apart, begin, chosen, end, show
from dashboard.since import since
from dashboard.spots import Spot, spots
from dashboard.stage import open_place, stage, viewport
from dashboard.style import colours, css, script
from dashboard.table import table
from dashboard.timeline import strip
from dashboard.view import FILTERS, LANGUAGES, LAYERS, Span, View
from dashboard.words import Words, words
from geo.errors import DetentionMapError
from geo.events import place_key
from geo.export.words import words as export_words
from geo.model import Event
from geo.public import tier_in_use

PANEL_HEIGHT = 760
MOST_HERE = 60
MARKED = "bars-marked"
MAP_AHEAD = 0.03  # seconds by which the map's data go out before the rest: a browser draws at once all that comes at once, the map last
HERE = 6  # what the events of one place weigh among what is kept of a selection
OWN_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def main() -> None:
    """Draws the page, or says what is in the way."""
    if state.went_back():
        st.rerun()
    language = state.language()
    text = words(language)
    st.set_page_config(page_title=text("page.title"), page_icon="◉", layout="wide", initial_sidebar_state="auto")
    dark = st.context.theme.type == "dark"
    st.html(css(dark, text("page.filters")))
    with st.container(key="script"):
        st.html(script(language, text("page.skip")), unsafe_allow_javascript=True)
    stored, told = _stored(text)
    dataset = own.with_own(stored)
    if dataset is None:
        _failed(*told, text)
        with st.sidebar:
            own.controls(text)
        return
    view = state.current(dataset)
    if not embed.embedded():
        begin()
    state.write_address(view)
    selection = selection_of(dataset, view)
    event = _open_event(dataset, selection, view)
    found = spots(selection, event)
    said = selection.kept(("sentence", language), lambda: sentence(selection, found, view, text))
    if embed.embedded():
        embed.page(dataset, selection, found, said, view, text, dark=dark)
        return
    _body(dataset, selection, event, found, said, view, text, dark=dark)
    end()


def _body(
    dataset: Dataset, selection: Selection, event: Event | None, found: list[Spot], said: str, view: View, text: Words, *, dark: bool
) -> None:
    """All that is on the page, in the order in which the reader waits for it."""
    _top(dataset, selection, said, view, text)
    since(dataset, selection, view, text)
    left, right = st.columns([0.66, 0.34], gap="medium")
    with left:
        _layers(view, text)
        stage(found, selection, dataset, view, text, dark=dark)
        time.sleep(MAP_AHEAD)
    filters.sidebar(dataset, selection, view, text)  # after the map, which is what the reader waits for
    with st.sidebar:
        own.controls(text)
    with left:
        strip(dataset, view, text, dark=dark)
    with right:
        if not len(selection):
            _nothing(dataset, selection, view, text)
            return
        _evidence(dataset, selection, event, view, text)
    with st.expander(text("page.legend"), expanded=True):
        st.html(legend(drawing(found, selection, view, view.span or dataset.span, viewport(), text), view, text, colours(dark)))
    st.html(f"<h2 class='part'>{safe(text('page.table'))}</h2><p class='fine'>{safe(_listed(selection, text))}</p>")
    plot, rows = st.columns([0.3, 0.7], gap="medium")
    with plot:
        _by_place(selection, found, dataset, view, text, dark=dark)
    with rows:
        table(selection, view, text)
    credits = text("page.credits_tiles" if tiles() else "page.credits")
    if tier := tier_in_use():
        st.caption(tier.note(export_words(view.language)))
    st.caption(f"{credits} {text('page.data_version', version=dataset.version[:12])}")


def _stored(text: Words) -> tuple[Dataset | None, tuple[str, str]]:
    """The store's data; or ``None``, and why there is none."""
    url = store_url()
    st.session_state["store"] = url
    if not url:
        return None, ("no_store", "")
    try:
        dataset = load_as_asked(url, state.version())
    except (DetentionMapError, OSError, ValueError) as error:
        return None, ("unreadable", str(error))
    return (None, ("empty_store", "")) if dataset.empty else (dataset, ("", ""))


def _failed(why: str, detail: str, text: Words) -> None:
    told = f"<p class='fine'>{safe(detail)}</p>" if detail else ""
    st.html(f"<div class='failed'><h2>{safe(text(f'failed.{why}'))}</h2><p>{safe(text(f'failed.{why}_do'))}</p>{told}</div>")


def _top(dataset: Dataset, selection: Selection, whole: str, view: View, text: Words) -> None:
    said, switch = st.columns([0.72, 0.28], vertical_alignment="top")
    with said:
        rule = text("page.rule_in_use", rule=rule_words(selection.total.headline_rule, text)) if len(selection.counted) else ""
        st.html(f'<h1 class="sentence" aria-live="polite">{safe(whole)} <small>{safe(rule)}</small></h1>')
        with st.container(horizontal=True, key="share"):
            share.controls(dataset, selection, view, whole, text)
            talk.controls(dataset, selection, view, text)
    with switch:
        show("language", view.language)
        st.segmented_control(
            text("page.language"), LANGUAGES, format_func=OWN_NAMES.__getitem__, key="language", required=True,
            label_visibility="collapsed", on_change=_take, args=("language", LANGUAGES),
        )  # fmt: skip
    with st.container(key="problems"):
        problems.tell(state.problems(), dataset, view, text)


def _layers(view: View, text: Words) -> None:
    show("layer", view.layer)
    st.segmented_control(
        text("layer.title"), LAYERS, format_func=lambda name: text(f"layer.{name}"), key="layer", required=True,
        label_visibility="collapsed", on_change=_take, args=("layer", LAYERS),
    )  # fmt: skip


def _take(key: str, choices: Collection[str]) -> None:
    """What the reader has chosen becomes the view's."""
    if chosen(key) and (choice := st.session_state[key]) in choices:
        state.change(**{key: choice})


def _open_event(dataset: Dataset, selection: Selection, view: View) -> Event | None:
    """The event that the view names, where it is among those shown."""

    def found() -> Event | None:
        row = dataset.row_of(view.event or "")
        return selection.fetch(selection.rows[selection.rows == row])[0] if row is not None and row in selection.rows else None

    return selection.kept(("event", view.event), found) if view.event else None


def _by_place(selection: Selection, found: list[Spot], dataset: Dataset, view: View, text: Words, *, dark: bool) -> None:
    if not any(s.counted for s in found):
        return
    st.caption(f"**{text('chart.by_place')}** · {text('chart.by_place_note')}")

    def take() -> None:
        before, after = st.session_state.get(MARKED, frozenset()), marked(st.session_state.get("by_place"))
        st.session_state[MARKED] = after
        if place := clicked(before, after):
            open_place(place, selection, view)

    chart = selection.kept(("by place", text.language, dark), lambda: by_place(found, text, colours(dark)["accent"]))
    st.vega_lite_chart(chart, width="stretch", key="by_place", on_select=take, selection_mode=["place"], alt=text("chart.by_place"))


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
        st.html(selection.kept(("panel", event.id, text.language), lambda: panel(event, lambda claim: report_of(dataset, claim), text)))


def _events_here(event: Event, selection: Selection, view: View, text: Words) -> None:
    """Where a place has several events in view, the reader can step through them."""
    place = place_key(event.place)
    found = selection.kept(("here", place), lambda: selection.fetch(selection.rows_at(place)[:MOST_HERE]), lambda _: HERE)
    if len(found) < 2:
        return
    events = {e.id: e for e in (*found, event)}
    here = {e.id: e for e in sorted(events.values(), key=lambda e: (e.date_start, e.id))}
    show("event", event.id)

    def name(key: str) -> str:
        e = here[key]
        where = "" if place_key(e.place) == place else f"{place_name(e.place, e.date_start, view.language)}, "
        return f"{where}{text.span(Span(e.date_start, e.date_end))}: {event_words(e, text)}"

    names = apart({key: name(key) for key in here})
    st.selectbox(
        text("evidence.events_here"), list(here), format_func=names.__getitem__, key="event", on_change=_take, args=("event", here)
    )


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
