"""The filters beside the map. Every widget shows the view, says what each choice leaves, and changes nothing but the view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.data import Dataset
from dashboard.names import name_of
from dashboard.opening import first_look
from dashboard.selection import Selection
from dashboard.shown import apart, chosen, left, meant, show
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
    now = next((key for key, (_, span) in ready.items() if span == view.span), CUSTOM)
    names = {key: name for key, (name, _) in ready.items()} | {CUSTOM: words("filters.custom")}
    options = [key for key in names if key != CUSTOM or now == CUSTOM]
    show("period", now)

    def take_preset() -> None:
        if chosen("period") and (key := st.session_state["period"]) in ready:
            state.change(span=ready[key][1])

    st.selectbox(words("filters.period"), options, format_func=names.__getitem__, key="period", on_change=take_preset)
    span = view.span or dataset.span
    show("from", span.first)
    show("to", span.last)

    def take_dates(first_wins: bool) -> None:
        first, last = st.session_state["from"], st.session_state["to"]
        if chosen("from", "to") and first and last:
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
    show("places", [p for p in view.places if p in tree])

    def take() -> None:
        if chosen("places") and (places := meant(st.session_state["places"], tree)) is not None:
            state.change(places=tuple(places))

    st.multiselect(
        words("filters.place"), options, format_func=lambda p: names.get(p) or left(tree.get(p) or p, words.number(0)), key="places",
        placeholder=words("filters.everywhere"), select_all=False, on_change=take,
    )  # fmt: skip


def _place_names(tree: dict[str, str], selection: Selection, words: Words) -> dict[str, str]:
    """The places to choose from, in order of the tree, each with what it leaves."""
    leaves = selection.answer.leaves("places")
    largest = set(sorted(tree, key=lambda p: -leaves.get(p, 0))[:MOST_PLACES])
    return {place: left(name, words.number(leaves.get(place, 0))) for place, name in tree.items() if place in largest}


def _tree(nodes: Nodes, language: str) -> dict[str, str]:
    """Every place of the data by its name, indented under what it lies in, in order of the tree. No two are called the same."""
    branches = {
        path: name_of(path[-1], None, language, place.name if place else "") for path, place in zip(nodes.paths, nodes.places, strict=True)
    }
    order = sorted(branches, key=lambda path: [branches[path[:depth]].casefold() for depth in range(1, len(path) + 1)])
    called = Counter((len(path), name.casefold()) for path, name in branches.items())
    out: dict[str, str] = {}
    for path in order:
        name = branches[path]
        if len(path) > 1 and called[len(path), name.casefold()] > 1:
            name = f"{name}, {branches[path[:-1]]}"
        out.setdefault(path[-1], DEPTH * (len(path) - 1) + name)
    return apart(out)


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
    names = {value: told(value) for value in options}
    leaves = selection.answer.leaves(name)
    show(name, [value for value in getattr(view, name) if value in names])

    def take() -> None:
        if chosen(name) and (values := meant(st.session_state[name], names)) is not None:
            state.change(**{name: tuple(value for value in names if value in values)})

    st.multiselect(
        label, list(names), format_func=lambda value: left(names[value], words.number(leaves.get(value, 0))), key=name, on_change=take,
        select_all=False, placeholder=words("filters.any") if placeholder is None else placeholder,
    )  # fmt: skip


def _count(selection: Selection, view: View, words: Words) -> None:
    sides = st.columns(2, gap="small")
    for side, name in zip(sides, ("least", "most"), strict=True):
        show(name, getattr(view, name))

        def take(name: str = name) -> None:
            if not chosen(name):
                return
            value = st.session_state[name]
            other = view.most if name == "least" else view.least
            change: dict[str, Any] = {name: value}
            if value is not None and other is not None and (value > other) == (name == "least"):
                change["most" if name == "least" else "least"] = value
            state.change(**change)

        side.number_input(
            words(f"filters.{name}"),
            min_value=0,
            max_value=10**12,
            step=1,
            key=name,
            on_change=take,
            placeholder="–",
            help=words("filters.count_note"),
        )
    leaves = selection.answer.leaves("numbers")
    names: dict[str, str] = {value: words(f"filters.numbers_{value}") for value in NUMBERS}
    show("numbers", view.numbers)

    def take_numbers() -> None:
        if chosen("numbers") and (values := meant([st.session_state["numbers"]], names)):
            state.change(numbers=values[0])

    st.selectbox(
        words("filters.numbers"), NUMBERS, key="numbers", on_change=take_numbers,
        format_func=lambda value: left(names[value], words.number(leaves.get(value, 0))),
    )  # fmt: skip


def _conflicting(selection: Selection, view: View, words: Words) -> None:
    show("conflicting", view.conflicting)

    def take() -> None:
        if chosen("conflicting"):
            state.change(conflicting=st.session_state["conflicting"])

    number = words.number(selection.answer.leaves("conflicting")["yes"])
    st.toggle(left(words("filters.conflicting"), number), key="conflicting", on_change=take)


def _rule(dataset: Dataset, view: View, words: Words) -> None:
    show("rule", view.rule)

    def take_rule() -> None:
        if chosen("rule") and (rule := st.session_state["rule"]) in options:
            state.change(rule=rule, source=dataset.sources[0] if rule == ONE_SOURCE else None)

    names = {rule: words.known("rule", rule) for rule in RULES}
    options = RULES if dataset.sources else RULES[:-1]
    st.selectbox(words("filters.rule"), options, format_func=names.__getitem__, key="rule", on_change=take_rule)
    st.caption(words.known("rule_help", view.rule))
    if view.rule == ONE_SOURCE:
        show("source", view.source)

        def take_source() -> None:
            if chosen("source") and (source := st.session_state["source"]) in dataset.sources:
                state.change(source=source)

        st.selectbox(words("filters.source"), dataset.sources, key="source", on_change=take_source)


def _finer(view: View) -> bool:
    first = View()
    return any(getattr(view, name) != getattr(first, name) for name in FILTERS if name not in ("span", "places", "kinds"))


def _differs(view: View, first: View) -> bool:
    return any(getattr(view, name) != getattr(first, name) for name in (*FILTERS, "rule", "source"))
