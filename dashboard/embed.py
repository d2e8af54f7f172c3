"""The page inside another: sentence, map, legend and a line of sources, with the way to the whole."""

from __future__ import annotations

import streamlit as st

from dashboard import problems, state
from dashboard.data import Dataset
from dashboard.evidence import rule_words
from dashboard.map import drawing
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.sentence import legend
from dashboard.share import address
from dashboard.spots import Spot
from dashboard.stage import stage, viewport
from dashboard.style import colours
from dashboard.view import View
from dashboard.words import Words

HEIGHT = 380
MOST_SOURCES = 4


def embedded() -> bool:
    """Whether the address says so: ``embed=true``."""
    return bool(st.context.is_embedded)


def page(dataset: Dataset, selection: Selection, found: list[Spot], sentence: str, view: View, words: Words, *, dark: bool) -> None:
    """Draws it; nothing in it is for changing the view but the map itself."""
    st.html(f'<h1 class="sentence embedded">{safe(sentence)}</h1>')
    with st.container(key="problems"):
        problems.tell(state.problems(), dataset, view, words)
    stage(found, selection, dataset, view, words, dark=dark, height=HEIGHT)
    st.html(
        "<div class='compact'>"
        + legend(drawing(found, selection, view, view.span or dataset.span, viewport(), words), view, words, colours(dark))
        + "</div>"
    )
    st.html(f'<p class="fine">{_credits(dataset, selection, view, words)}</p>')


def _credits(dataset: Dataset, selection: Selection, view: View, words: Words) -> str:
    sources = sorted(name for name, number in selection.answer.leaves("sources").items() if number)
    named = ", ".join(sources[:MOST_SOURCES])
    if len(sources) > MOST_SOURCES:
        named = words("embed.and_more", names=named, n=words.number(len(sources) - MOST_SOURCES))
    parts = [
        words("embed.sources", names=named) if sources else "",
        words("page.rule_in_use", rule=rule_words(selection.total.headline_rule, words)),
        words("page.data_version", version=dataset.version[:12]),
    ]
    link = f'<a href="{safe(address(view))}" target="_blank" rel="noopener">{safe(words("embed.whole"))}</a>'
    return " · ".join([*(safe(part) for part in parts if part), link])
