"""What the widgets show, and which of it the reader has changed.

A browser sends the state of every widget with whatever happens on the page, the map's first word of where it is included.
Where the page has set a widget since, as "Clear all filters" does, such a message still carries the old state, and Streamlit
takes that for a choice of the reader's. So each run of the page is numbered, its number goes out in a hidden widget after
all others, and comes back with each message: what a widget showed in that run and has now is nobody's choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import streamlit as st

RUNS, MARK = "shown-in-runs", "mark"
RUNS_KEPT = 40
_LEFT = re.compile(r" \([^()]*\)$")


def begin() -> None:
    """A run of the whole page begins."""
    runs = _runs()
    for old in sorted(runs)[: 1 - RUNS_KEPT]:
        del runs[old]
    runs[max(runs, default=0) + 1] = {}


def show(key: str, value: Any) -> None:
    """The widget of this key has this value; to be said before the widget is drawn."""
    st.session_state[key] = value
    note(key, value)


def note(key: str, value: Any) -> None:
    """To be known of this run when an answer to it comes."""
    runs = _runs()
    runs.setdefault(max(runs, default=1), {})[key] = value


def end() -> None:
    """The run is drawn: its number follows the widgets to the browser, which answers with it."""
    st.session_state[MARK] = str(newest())
    with st.container(key="mark-of-run"):
        st.text_input(MARK, key=MARK, label_visibility="collapsed")


def newest() -> int:
    """The number of the newest run; 0 before any."""
    return max(_runs(), default=0)


def up_to_date() -> bool:
    """Whether the browser had drawn the newest run when it sent this message."""
    return bool(_runs()) and st.session_state.get(MARK) == str(newest())


def noted(key: str) -> Any:
    """What was shown or noted in the run that the browser had drawn."""
    return _answered().get(key)


def chosen(*keys: str) -> bool:
    """Whether the reader changed one of these widgets since the run that the browser had drawn. A choice is told once."""
    return any(chose(key, st.session_state[key]) for key in keys)


def chose(key: str, value: Any) -> bool:
    """Whether this value is other than what was shown in the run that the browser had drawn. A choice is told once."""
    had = _answered()
    if key in had and had[key] == value:
        return False
    had[key] = value
    return True


def left(name: str, number: str) -> str:
    """A choice with the number of events that it would leave."""
    return f"{name} ({number})"


def meant(labels: Iterable[str], names: Mapping[str, str]) -> list[str] | None:
    """The values behind what a list has chosen, by name; ``None`` where one is none of the list's.

    A browser tells choices by their labels. Those of an earlier run have other numbers in them, and come as they are.
    """
    by_name = {name: value for value, name in names.items()}
    found = [label if label in names else by_name.get(_LEFT.sub("", label)) for label in labels]
    return None if None in found else [value for value in found if value is not None]


def apart(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels with a number behind those that repeat another: a browser tells choices by nothing else."""
    taken = set(labels.values())
    seen: set[str] = set()
    out = {}
    for value, label in labels.items():
        told = label
        if label in seen:
            told = next(other for n in count(2) if (other := f"{label} · {n}") not in taken)
        taken.add(told)
        seen.add(label)
        out[value] = told
    return out


def _answered() -> dict[str, Any]:
    """What was shown in the run whose number came back: of one too old to be kept, the oldest that is."""
    runs, mark = _runs(), str(st.session_state.get(MARK) or "")
    if not runs:
        return {}
    return runs[min(max(int(mark), min(runs)), max(runs)) if mark.isdecimal() else max(runs)]


def _runs() -> dict[int, dict[str, Any]]:
    return st.session_state.setdefault(RUNS, {})  # type: ignore[no-any-return]
