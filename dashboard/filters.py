"""The filters beside the map. Every widget shows the view, says what each choice leaves, and changes nothing but the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.data import Dataset
from dashboard.names import name_of
from dashboard.opening import first_look
from dashboard.selection import Selection
from dashboard.view import FILTERS, NUMBERS, ONE_SOURCE, Span, View
from dashboard.words import Words
from geo.events import RULES
from geo.model import CLAIM_KINDS
from geo.query import PRECISIONS, Nodes

DEPTH = "\u2003"
CUSTOM = "custom"
MOST_PLACES = 800
"""A list of more places than this is cut to those with events in view, the largest first."""


def sidebar(dataset: Dataset, selection: Selection, view: View, words: Words) -> None:
    """Period, place, kind and rule, the finer filters, and one button that clears all."""
    with st.sidebar:
        if _differs(view, first_look(dataset, view.language)):
            st.button(
                words("filters.clear"), on_click=clear, args=(dataset,), width="stretch", key="clear", icon=":material/filter_alt_off:"
            )
        _dates(dataset, view, words)
        _places(dataset, selection, view, words)
        _kinds(selection, view, words)
        finer = st.expander(words("filters.more"), expanded=_finer(view), key="finer", on_change="rerun")
        if finer.open:  # closed it costs nothing
            with finer:
                for name in ("sources", "organisers", "languages"):
                    _several(name, selection, view, words)
                _count(selection, view, words)
                _precision(selection, view, words)
                _conflicting(selection, view, words)
        _rule(dataset, view, words)


def clear(dataset: Dataset) -> None:
    """Everything as at first look; the language and the layer stay."""
    first = first_look(dataset, state.language())
    state.change(**{name: getattr(first, name) for name in (*FILTERS, "rule", "source", "event")})


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


def _places(dataset: Dataset, selection: Selection, view: View, words: Words) -> None:
    tree = dataset.kept(("tree", view.language), lambda: _tree(dataset.columns().nodes, view.language))
    names = selection.kept(("places", view.language), lambda: _place_names(tree, selection, words))
    options = names if names.keys() >= set(view.places) else [p for p in tree if p in names or p in view.places]
    st.session_state["places"] = [p for p in view.places if p in tree]
    st.multiselect(
        words("filters.place"), options, format_func=lambda p: names.get(p) or _told(tree.get(p) or p, 0, words), key="places",
        placeholder=words("filters.everywhere"), select_all=False,
        on_change=lambda: state.change(places=tuple(st.session_state["places"])),
    )  # fmt: skip


def _place_names(tree: dict[str, str], selection: Selection, words: Words) -> dict[str, str]:
    """The places to choose from, in order of the tree, each with what it leaves."""
    leaves = selection.answer.leaves("places")
    largest = set(sorted(tree, key=lambda p: -leaves.get(p, 0))[:MOST_PLACES])
    return {place: _told(name, leaves.get(place, 0), words) for place, name in tree.items() if place in largest}


def _tree(nodes: Nodes, language: str) -> dict[str, str]:
    """Every place of the data by its name, indented under what it lies in, in order of the tree."""
    branches = {
        path: name_of(path[-1], None, language, place.name if place else "") for path, place in zip(nodes.paths, nodes.places, strict=True)
    }
    order = sorted(branches, key=lambda path: [branches[path[:depth]].casefold() for depth in range(1, len(path) + 1)])
    out: dict[str, str] = {}
    for path in order:
        out.setdefault(path[-1], DEPTH * (len(path) - 1) + branches[path])
    return out


def _kinds(selection: Selection, view: View, words: Words) -> None:
    _choose("kinds", CLAIM_KINDS, words("filters.kind"), lambda k: words.known("kind", k), selection, view, words, placeholder="")


def _several(name: str, selection: Selection, view: View, words: Words) -> None:
    every: tuple[str, ...] = getattr(selection.columns, name).names
    if every:
        told: Callable[[str], str] = (lambda code: words.known("language", code)) if name == "languages" else str
        _choose(name, sorted(every, key=str.casefold), words(f"filters.{name}"), told, selection, view, words)


def _precision(selection: Selection, view: View, words: Words) -> None:
    _choose("precisions", PRECISIONS, words("filters.precisions"), lambda p: words.known("place_kind", p), selection, view, words)


def _choose(
    name: str, options: Iterable[str], label: str, told: Callable[[str], str], selection: Selection, view: View, words: Words,
    placeholder: str | None = None,
) -> None:  # fmt: skip
    """A list to choose several of, each with the number of events that it would leave."""
    every = list(options)
    leaves = selection.answer.leaves(name)
    st.session_state[name] = [value for value in getattr(view, name) if value in every]

    def take() -> None:
        state.change(**{name: tuple(value for value in every if value in st.session_state[name])})

    st.multiselect(
        label, every, format_func=lambda value: _told(told(value), leaves.get(value, 0), words), key=name, on_change=take,
        select_all=False, placeholder=words("filters.any") if placeholder is None else placeholder,
    )  # fmt: skip


def _count(selection: Selection, view: View, words: Words) -> None:
    sides = st.columns(2, gap="small")
    for side, name in zip(sides, ("least", "most"), strict=True):
        st.session_state[name] = getattr(view, name)

        def take(name: str = name) -> None:
            value = st.session_state[name]
            other = view.most if name == "least" else view.least
            change: dict[str, Any] = {name: value}
            if value is not None and other is not None and (value > other) == (name == "least"):
                change["most" if name == "least" else "least"] = value
            state.change(**change)

        side.number_input(words(f"filters.{name}"), min_value=0, max_value=10**12, step=1, key=name, on_change=take, placeholder="–")
    leaves = selection.answer.leaves("numbers")
    st.session_state["numbers"] = view.numbers
    st.selectbox(
        words("filters.numbers"), NUMBERS, key="numbers",
        format_func=lambda value: _told(words(f"filters.numbers_{value}"), leaves.get(value, 0), words),
        on_change=lambda: state.change(numbers=st.session_state["numbers"]),
    )  # fmt: skip


def _conflicting(selection: Selection, view: View, words: Words) -> None:
    st.session_state["conflicting"] = view.conflicting
    st.toggle(
        _told(words("filters.conflicting"), selection.answer.leaves("conflicting")["yes"], words), key="conflicting",
        on_change=lambda: state.change(conflicting=st.session_state["conflicting"]),
    )  # fmt: skip


def _rule(dataset: Dataset, view: View, words: Words) -> None:
    st.session_state["rule"] = view.rule

    def take_rule() -> None:
        rule = st.session_state["rule"]
        state.change(rule=rule, source=dataset.sources[0] if rule == ONE_SOURCE else None)

    names = {rule: words.known("rule", rule) for rule in RULES}
    options = RULES if dataset.sources else RULES[:-1]
    st.selectbox(words("filters.rule"), options, format_func=names.__getitem__, key="rule", on_change=take_rule)
    st.caption(words.known("rule_help", view.rule))
    if view.rule == ONE_SOURCE:
        st.session_state["source"] = view.source
        st.selectbox(
            words("filters.source"), dataset.sources, key="source",
            on_change=lambda: state.change(source=st.session_state["source"]),
        )  # fmt: skip


def _told(name: str, number: int, words: Words) -> str:
    return f"{name} ({words.number(number)})"


def _finer(view: View) -> bool:
    first = View()
    return any(getattr(view, name) != getattr(first, name) for name in FILTERS if name not in ("span", "places", "kinds"))


def _differs(view: View, first: View) -> bool:
    return any(getattr(view, name) != getattr(first, name) for name in (*FILTERS, "rule", "source"))
