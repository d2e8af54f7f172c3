"""The filters beside the map. Every widget shows the view and changes nothing but the view."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import streamlit as st

from dashboard import state
from dashboard.data import Dataset
from dashboard.names import name_of
from dashboard.view import ONE_SOURCE, Span, View
from dashboard.words import Words
from geo.events import RULES, place_key
from geo.model import CLAIM_KINDS

DEPTH = "\u2003"
CUSTOM = "custom"


def sidebar(dataset: Dataset, view: View, words: Words) -> None:
    """Period, place, kind and rule, and one button that clears all."""
    with st.sidebar:
        _dates(dataset, view, words)
        _places(dataset, view, words)
        _kinds(view, words)
        _rule(dataset, view, words)
        if _differs(view, state.first_look(dataset)):
            st.button(words("filters.clear"), on_click=_clear, args=(dataset,), width="stretch", key="clear")


def presets(dataset: Dataset, words: Words) -> dict[str, tuple[str, Span | None]]:
    """Ready-made periods by their key: name and span."""
    last = dataset.span.last
    out: dict[str, tuple[str, Span | None]] = {
        "first": (words("filters.first_look", month=words.month(dataset.densest_month.first)), dataset.densest_month),
        "all": (words("filters.all_dates"), None),
    }
    for days in (7, 30):
        out[f"last{days}"] = (words.count("last_days", days), Span(date.fromordinal(max(1, last.toordinal() - days + 1)), last))
    for year in reversed(dataset.years):
        out[str(year)] = (str(year), Span(date(year, 1, 1), date(year, 12, 31)))
    return out


def _dates(dataset: Dataset, view: View, words: Words) -> None:
    ready = presets(dataset, words)
    chosen = next((key for key, (_, span) in ready.items() if span == view.span), CUSTOM)
    names = {key: name for key, (name, _) in ready.items()} | {CUSTOM: words("filters.custom")}
    options = [key for key in names if key != CUSTOM or chosen == CUSTOM]
    st.session_state["period"] = chosen

    def take_preset() -> None:
        if (key := st.session_state["period"]) in ready:
            state.change(span=ready[key][1])

    st.selectbox(words("filters.period"), options, format_func=names.__getitem__, key="period", on_change=take_preset)
    span = view.span or dataset.span
    st.session_state["from"], st.session_state["to"] = span

    def take_dates(first_wins: bool) -> None:
        first, last = st.session_state["from"], st.session_state["to"]
        if first and last:
            last = max(first, last) if first_wins else last
            state.change(span=Span(min(first, last), last))

    low, high = min(span.first, dataset.span.first), max(span.last, dataset.span.last)
    for name, first_wins in (("from", True), ("to", False)):
        st.date_input(
            words(f"filters.{name}"), min_value=low, max_value=high, key=name, on_change=take_dates, args=(first_wins,),
            format="YYYY-MM-DD",
        )  # fmt: skip


def _places(dataset: Dataset, view: View, words: Words) -> None:
    tree = _tree(dataset, view.language)
    st.session_state["places"] = [p for p in view.places if p in tree]
    st.multiselect(
        words("filters.place"), list(tree), format_func=lambda p: tree.get(p, p), key="places",
        placeholder=words("filters.everywhere"), select_all=False,
        on_change=lambda: state.change(places=tuple(st.session_state["places"])),
    )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=8)
def _tree_of(_dataset: Dataset, version: str, language: str) -> dict[str, str]:
    """Every place of the data by its name, indented under what it lies in, in order of the tree."""
    branches: dict[tuple[str, ...], str] = {}
    for claim in _dataset.dated:
        path = claim.place.path or (place_key(claim.place),)
        for depth in range(1, len(path) + 1):
            known = claim.place.name if depth == len(path) else ""
            branches.setdefault(path[:depth], name_of(path[depth - 1], claim.date_start, language, known))
    order = sorted(branches, key=lambda path: [branches[path[:depth]].casefold() for depth in range(1, len(path) + 1)])
    out: dict[str, str] = {}
    for path in order:
        out.setdefault(path[-1], DEPTH * (len(path) - 1) + branches[path])
    return out


def _tree(dataset: Dataset, language: str) -> dict[str, str]:
    return _tree_of(dataset, dataset.version, language)


def _kinds(view: View, words: Words) -> None:
    st.session_state["kinds"] = list(view.kinds)

    def take() -> None:
        state.change(kinds=tuple(k for k in CLAIM_KINDS if k in st.session_state["kinds"]))

    names = {kind: words.known("kind", kind) for kind in CLAIM_KINDS}
    st.multiselect(words("filters.kind"), CLAIM_KINDS, format_func=names.__getitem__, key="kinds", on_change=take, select_all=False)


def _rule(dataset: Dataset, view: View, words: Words) -> None:
    st.session_state["rule"] = view.rule

    def take_rule() -> None:
        rule = st.session_state["rule"]
        state.change(rule=rule, source=dataset.sources[0] if rule == ONE_SOURCE else None)

    names = {rule: words.known("rule", rule) for rule in RULES}
    st.selectbox(words("filters.rule"), RULES, format_func=names.__getitem__, key="rule", on_change=take_rule)
    st.caption(words.known("rule_help", view.rule))
    if view.rule == ONE_SOURCE:
        st.session_state["source"] = view.source
        st.selectbox(
            words("filters.source"), dataset.sources, key="source",
            on_change=lambda: state.change(source=st.session_state["source"]),
        )  # fmt: skip


def _differs(view: View, first: View) -> bool:
    return any(getattr(view, f.name) != getattr(first, f.name) for f in fields(View) if f.name not in ("language", "event"))


def _clear(dataset: Dataset) -> None:
    state.change(**{f.name: getattr(state.first_look(dataset), f.name) for f in fields(View)})
