"""A talk of ten chapters on the shipped reports: every layer, a chosen event, a place, a map that was moved, no number, nobody."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

from dashboard.chapters import chapters_of, recipe, suggested_title
from dashboard.data import load, selection_of
from dashboard.view import Position, Span, View
from dashboard.words import words
from geo.export.talk import Chapter, talk


def _days(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


YEAR = _days("2020-01-01", "2020-12-31")
ALMATY = "geonames:1526384"
LINES = {
    "en": "Every number is an interval, and the words it came from are one key away",
    "ru": "Каждое число — промежуток, а слова, из которых оно взято, открываются одной клавишей",
    "kk": "Әрбір сан – аралық, ал ол алынған сөздер бір пернемен ашылады",
}
VIEWS = (
    View(),
    View(span=_days("2020-06-01", "2020-06-30")),
    View(span=_days("2020-06-06", "2020-06-06")),  # with an event chosen
    View(span=YEAR, layer="regions"),
    View(span=YEAR, layer="hexagons"),
    View(span=YEAR, layer="heat"),
    View(places=(ALMATY,)),
    View(kinds=("release", "gathering")),
    View(span=YEAR, conflicting=True, layer="clusters"),
    View(span=_days("2022-01-01", "2022-12-31"), position=Position(43.25, 76.9, 8.5)),
)


def views(store: str, language: str) -> list[View]:
    """The ten, in a language; the third has the event with most claims open."""
    data = load(store)
    out = [replace(v, language=language) for v in VIEWS]
    chosen = max(selection_of(data, out[2]).events, key=lambda e: (e.place.kind != "country", len(e.claims)))
    out[2] = replace(out[2], event=chosen.id)
    return out


def ten(store: str, language: str) -> tuple[list[Chapter], bytes]:
    """The chapters as they were made, and the talk's file."""
    os.environ["DETENTION_MAP_STORE"] = store
    data, text = load(store), words(language)
    made = [(view, suggested_title(selection_of(data, view), view, text)) for view in views(store, language)]
    recipes = [recipe(title, "" if i % 3 else LINES[language], view, data) for i, (view, title) in enumerate(made)]
    chapters, problems = chapters_of(recipes, text)
    assert not problems
    return chapters, talk(chapters, language)
