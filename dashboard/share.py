"""What leaves the page: the view's link, how to cite it, how to embed it, and its events as files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import state
from dashboard.about import about
from dashboard.data import Dataset
from dashboard.reckoning import reckoning
from dashboard.selection import Selection
from dashboard.settings import may_be_framed
from dashboard.view import View, to_params
from dashboard.words import Words
from geo.export import About, write
from geo.export.cite import as_bibtex, as_csl, as_text
from geo.model import Claim, Event

MOST = 50_000
"""So many events at most are made into a file here; the command line takes any number."""
NEEDS = {"geoparquet": ("pyarrow",), "png": ("matplotlib",), "pdf": ("matplotlib", "reportlab"), "pptx": ("matplotlib", "pptx")}
OF_EVENTS = ("html", "png", "pdf", "pptx")
FORMATS = ("html", "pdf", "pptx", "png", "xlsx", "csv", "jsonl", "geojson", "gpkg", "geoparquet")
ENDINGS = {"geoparquet": "parquet"}
FRAME = '<iframe src="{url}" title="{title}" width="100%" height="720" style="border:0" loading="lazy"></iframe>'


@st.fragment
def controls(dataset: Dataset, selection: Selection, view: View, sentence: str, words: Words) -> None:
    """The row beside the sentence: how it was reckoned, link, citation, export. What is closed costs nothing."""
    view = replace(view, position=state.view().position)  # the map may have been moved since the page was drawn
    asked = replace(view, version=dataset.version if dataset.url and not dataset.reports else None)
    with st.container(horizontal=True, key="share-row"):
        if len(selection.counted) and (box := _box("reckoning", words("page.reckoning"), "calculate")).open:
            with box:
                st.caption(words("page.reckoning_note"))
                told = selection.kept(("reckoning", words.language), lambda: reckoning(selection, words))
                st.html(f"<div class='reckoned' tabindex='0'>{told}</div>")
        if (box := _box("link", words("share.link"), "link")).open:
            with box:
                _link(dataset, asked, sentence, words)
        if (box := _box("cite", words("share.cite"), "format_quote")).open:
            with box:
                _cite(about(dataset, view), address(asked), sentence.rstrip("."), words)
        if (box := _box("export", words("share.export"), "download", disabled=not len(selection))).open:
            with box:
                _export(dataset, selection, view, sentence, words)


def _box(name: str, label: str, icon: str, *, disabled: bool = False) -> Any:
    return st.popover(label, icon=f":material/{icon}:", key=f"share-{name}", disabled=disabled, on_change="rerun")


def _cite(told: About, url: str, title: str, words: Words) -> None:
    for name, cited in (("text", as_text), ("bibtex", as_bibtex), ("csl", as_csl)):
        st.caption(words(f"share.cite_{name}"))
        st.code(cited(told, title, url), language=None, wrap_lines=True)


def address(view: View, **more: str) -> str:
    """The whole address of a view."""
    base = (st.context.url or "").partition("?")[0].partition("#")[0]
    return f"{base.rstrip('/')}/?{query(view, **more)}"


def query(view: View, **more: str) -> str:
    """The view as an address's query; tildes, commas and colons stay readable."""
    return urlencode(to_params(view) | {name: [value] for name, value in more.items()}, doseq=True, safe="~,:")


def _link(dataset: Dataset, view: View, sentence: str, words: Words) -> None:
    if dataset.reports:
        st.caption(f":material/lock: {words('share.own')}")
    if view.version:
        st.caption(f"**{words('share.frozen')}** {words('share.frozen_note')}")
        st.code(address(view), language=None, wrap_lines=True)
    st.caption(f"**{words('share.following')}** {words('share.following_note')}")
    following = replace(view, version=None)
    st.code(address(following), language=None, wrap_lines=True)
    st.caption(f"**{words('share.embed')}** {words('share.embed_note' if may_be_framed() else 'share.embed_off')}")
    frame = FRAME.format(url=escape(address(view, embed="true")), title=escape(sentence))
    st.code(frame, language="html", wrap_lines=True)


def _export(dataset: Dataset, selection: Selection, view: View, sentence: str, words: Words) -> None:
    offered = [name for name in FORMATS if all(find_spec(module) for module in NEEDS.get(name, ()))]
    format_ = st.session_state.get("export-format")
    st.session_state["export-format"] = format_ if format_ in offered else offered[0]
    chosen = st.selectbox(words("share.format"), offered, format_func=lambda name: words(f"format_name.{name}"), key="export-format")
    what = "events"
    if chosen not in OF_EVENTS:
        what = st.segmented_control(
            words("share.what"), ("events", "claims"), format_func=lambda name: words(f"share.{name}"), key="export-what", required=True,
            default="events", label_visibility="collapsed",
        )  # fmt: skip
    if len(selection) > MOST:
        st.caption(words("share.too_many", n=words.number(len(selection)), most=words.number(MOST)))
        return
    st.caption(words("share.export_note", events=words.count("events", len(selection))))
    told = about(dataset, view)
    if selection.sums is None:  # of very many events the page adds up by day, the file event by event
        told = replace(told, sentence=sentence)
    st.download_button(
        words("share.download"), _file(selection, told, chosen, what == "claims"), key="export-file", type="primary",
        file_name=f"detention-map-{dataset.version[:8]}{'-claims' if what == 'claims' else ''}.{ENDINGS.get(chosen, chosen)}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _file(selection: Selection, told: About, form: str, claims: bool) -> Callable[[], bytes]:
    """What makes the file when it is asked for."""

    def made() -> bytes:
        events = events_of(selection)
        items: Sequence[Event | Claim] = [claim for event in events for claim in event.claims] if claims else events
        out = io.BytesIO()
        write(items, form, out, told.version, told)
        return out.getvalue()

    return made


def events_of(selection: Selection) -> tuple[Event, ...]:
    """Every event of a selection, also where only the largest of very many are held."""
    return selection.events if selection.sums is None else selection.fetch(selection.rows)
