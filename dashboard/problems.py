"""What of a link could not be followed, and what is shown instead."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.data import Dataset
from dashboard.evidence import rule_words
from dashboard.safety import safe
from dashboard.view import Problem, View
from dashboard.words import Words

LONGEST, MOST = 60, 8
"""So much of a wrong part is told, of so many (Streamlit would show a string here as text)."""


def tell(problems: Sequence[Problem], dataset: Dataset, view: View, words: Words) -> None:
    """Draws the message; nothing where the whole link was followed."""
    if not problems:
        return
    told = [line(problem, dataset, view, words) for problem in problems[:MOST]] + ["…"] * (len(problems) > MOST)
    lines = "".join(f"<li>{safe(one)}</li>" for one in told)
    st.html(f"<div class='problem' role='alert'><b>{safe(words('link.title'))}</b><ul>{lines}</ul>{safe(words('link.instead'))}</div>")


def line(problem: Problem, dataset: Dataset, view: View, words: Words) -> str:
    """One problem with what took its place."""
    wrong = words(f"link.{problem.reason}", name=_short(problem.name), value=_short(problem.value))
    shown = _instead(problem.name, dataset, view, words)
    return words("link.shown", problem=wrong, value=shown) if shown else words("link.left_out", problem=wrong)


def _instead(name: str, dataset: Dataset, view: View, words: Words) -> str:
    """What the view has for a part of the address; empty for a part that it has nothing for."""
    if name == "dates":
        return words.span(view.span) if view.span else words("filters.all_dates")
    if name == "kind":
        return ", ".join(words.known("kind", kind) for kind in view.kinds)
    if name in ("rule", "source"):
        return rule_words(view.rule, words)
    if name == "unknown":
        return words(f"filters.numbers_{view.numbers}")
    if name == "layer":
        return words(f"layer.{view.layer}")
    if name == "map":
        return words("link.fitted")
    if name == "lang":
        return words.known("language", view.language)
    return words("page.data_version", version=dataset.version[:12]) if name == "version" else ""


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
