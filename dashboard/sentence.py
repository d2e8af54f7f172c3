"""What is on screen, in one sentence; and the legend, in the data's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from dashboard.data import Selection
from dashboard.evidence import safe
from dashboard.map import AREAS, Spot, value_words
from dashboard.names import place_name
from dashboard.symbols import Symbol, svg
from dashboard.view import Span, View
from dashboard.words import Words


def sentence(selection: Selection, drawn: Sequence[Spot], view: View, words: Words) -> str:
    """``1,243 to 1,610 detentions in 14 places, 6 June to 9 July 2020; 3 places without a number; ...``"""
    if not selection.events:
        return words("sentence.nothing")
    days = Span(min(e.date_start for e in selection.events), max(e.date_end for e in selection.events))
    with_people = [s for s in drawn if s.counted and (s.total.min or s.total.unknown)]
    places = [s for s in with_people if s.place.kind not in AREAS]
    more = "".join(f"; {part}" for part in _remarks(selection, drawn, view, words))
    whole = words(
        "sentence.whole", count=words.detentions(selection.total), span=words.span(days), more=more,
        places=words.count("in_places", len(places or with_people)),
    )  # fmt: skip
    return whole[:1].upper() + whole[1:]


def legend(drawn: Sequence[Spot], view: View, words: Words, colours: Mapping[str, str]) -> str:
    """Each kind of symbol that is on the map, once, with a place or number of its own from this view."""
    items = "".join(
        f'<div class="item"><span class="sign">{picture}</span><span>{safe(text)}</span></div>'
        for picture, text in _legend_items(drawn, view, words, colours)
    )
    return f'<div class="legend">{items}</div>'


def _remarks(selection: Selection, drawn: Sequence[Spot], view: View, words: Words) -> Iterator[str]:
    conflicts = sum(e.conflicting for e in selection.events)
    lost = sum(e.place.lat is None for e in selection.events)
    across = 0
    if view.span:
        first, last = view.span
        across = sum(e.date_start <= last and first <= e.date_end for e in selection.elsewhen)
    numbers = {
        "unknown_places": selection.total.unknown, "conflicts": conflicts, "unplaced": lost, "across": across,
    }  # fmt: skip
    for name, number in numbers.items():
        if number:
            yield words.count(name, number)
    areas = [f"{_name(s, view)} {value_words(s, words)}" for s in drawn if s.place.kind in AREAS and s.counted and s.id != selection.whole]
    if areas:
        yield words("sentence.areas", names=", ".join(areas[:3]) + (", …" if len(areas) > 3 else ""))


def _legend_items(drawn: Sequence[Spot], view: View, words: Words, colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    signs = [(s, s.symbol) for s in drawn if s.symbol]
    for name, shows in _SIGNS.items():
        if fitting := [(s, drawing) for s, drawing in signs if shows(drawing)]:
            spot, drawing = min(fitting, key=lambda pair: abs(pair[1].reach - 12))
            text = words(f"legend.{name}", value=value_words(spot, words), place=_name(spot, view))
            yield _picture(replace(drawing, selected=False), colours), text
    for spot in drawn:
        if spot.place.kind in AREAS:
            yield '<i class="tint"></i>', words("legend.area", place=_name(spot, view))
            break


_SIGNS: dict[str, Callable[[Symbol], bool]] = {
    "disc": lambda s: s.shape == "disc" and s.high is not None and s.high > s.low,
    "exact": lambda s: s.shape == "disc" and s.high == s.low,
    "open": lambda s: s.shape == "disc" and s.high is None,
    "unknown": lambda s: s.shape == "diamond",
    "zero": lambda s: s.shape == "square",
    "context": lambda s: s.shape == "dot",
    "city": lambda s: s.shape == "disc" and not s.crisp,
    "site": lambda s: s.crisp,
    "conflict": lambda s: s.conflict,
    "more_unknown": lambda s: s.also_unknown,
}
"""What the legend explains, in its order."""


def _picture(symbol: Symbol, colours: Mapping[str, str]) -> str:
    """The drawing as an image: the page cleans SVG out of its HTML."""
    drawing = svg(symbol)
    for name, colour in colours.items():
        drawing = drawing.replace(f"var(--{name})", colour)
    return f'<img alt="" src="data:image/svg+xml,{quote(drawing)}">'


def _name(spot: Spot, view: View) -> str:
    return place_name(spot.place, spot.day, view.language)
