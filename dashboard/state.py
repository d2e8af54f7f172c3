"""The view as this session has it: read from the address once, changed by widgets, written back to the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import shown
from dashboard.data import Dataset
from dashboard.opening import opened_by
from dashboard.view import LANGUAGES, Position, Problem, Span, View, to_params

VIEW, PROBLEMS, PLAYING, LANGUAGE, TURN, ADDRESS, SENT = "view", "problems", "playing", "in-language", "turn", "address", "addresses-sent"


def language() -> str:
    """The language in use, before any data is read: of the view, of the address, of the browser, else English."""
    if VIEW in st.session_state:
        return str(st.session_state[VIEW].language)
    if LANGUAGE in st.session_state:
        return str(st.session_state[LANGUAGE])
    asked = next(filter(None, st.query_params.get_all("lang")), None) or (st.context.locale or "").partition("-")[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def version() -> str | None:
    """The version of the data that the view, or at its start the address, keeps to."""
    if VIEW in st.session_state:
        return view().version
    return next(filter(None, st.query_params.get_all("version")), None)


def current(dataset: Dataset) -> View:
    """The session's view; at its start what the address asks for, as far as the data can follow."""
    if VIEW not in st.session_state:
        view, st.session_state[PROBLEMS] = opened_by(_address(), dataset, language())
        st.session_state[VIEW] = view
    return st.session_state[VIEW]  # type: ignore[no-any-return]


def went_back() -> bool:
    """Whether the reader has gone back or on among the browser's addresses; then the session's view is forgotten for the one asked for.

    A browser that has drawn the newest run has its address too, and an address of before that run can only be the reader's wish.
    One sent during it or since may merely be late.
    """
    if VIEW not in st.session_state or not shown.up_to_date() or to_params(view()) != st.session_state.get(ADDRESS):
        return False
    told = _address()
    if told in [sent for run, sent in st.session_state[SENT] if run == shown.newest()]:
        return False
    del st.session_state[VIEW]
    st.session_state[PLAYING] = False
    st.session_state[TURN] = turn() + 1
    return True


def problems() -> list[Problem]:
    return list(st.session_state.get(PROBLEMS, []))


def change(**values: Any) -> None:
    """Another view; what was wrong with the link has been read by then. Other dates are what the time strip then shows."""
    if "span" in values:
        values = {"frame": None, **values}
        st.session_state[PLAYING] = False
    st.session_state[VIEW] = replace(st.session_state[VIEW], **values)
    st.session_state[PROBLEMS] = []


def go(view: View, problems: Sequence[Problem] = ()) -> None:
    """A whole other view, as from a link, with what of it could not be followed."""
    st.session_state[VIEW], st.session_state[PROBLEMS], st.session_state[PLAYING] = view, list(problems), False
    st.session_state[TURN] = turn() + 1


def view() -> View:
    return st.session_state[VIEW]  # type: ignore[no-any-return]


def frame(dataset: Dataset) -> Span:
    """The days that the time strip shows, of which the view may be a part."""
    first, last = view().frame or view().span or dataset.span
    first, last = max(first, dataset.span.first), min(last, dataset.span.last)
    return Span(first, last) if first <= last else dataset.span


def within(frame: Span, span: Span) -> None:
    """A part of what the time strip shows becomes the view's dates; the strip stays as it is."""
    st.session_state[VIEW] = replace(st.session_state[VIEW], span=span, frame=frame if frame != span else None)
    st.session_state[PROBLEMS] = []


def turn() -> int:
    """How many whole views were opened: with each the map goes where that view has it, and is then the reader's."""
    return int(st.session_state.get(TURN, 0))


def moved(position: Position | None) -> None:
    """The reader moved the map: that changes the address and nothing else on the page."""
    st.session_state[VIEW] = replace(st.session_state[VIEW], position=position)
    write_address(view())


def write_address(view: View) -> None:
    wanted, told = to_params(view), _address()
    if told != wanted or st.session_state.get(ADDRESS, told) != wanted:  # a late message has an old address in it
        st.query_params.from_dict(wanted)
    run = shown.newest()
    st.session_state[ADDRESS] = wanted
    st.session_state[SENT] = [*((r, sent) for r, sent in st.session_state.get(SENT, ()) if r == run), (run, wanted)]


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}
