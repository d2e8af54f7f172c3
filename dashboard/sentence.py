"""What is on screen, in one sentence; and the legend, in the data's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from dashboard.layers import STRENGTHS
from dashboard.map import Drawing, value_words
from dashboard.names import city_of, name_of, place_name
from dashboard.safety import safe
from dashboard.selection import Selection
from dashboard.spots import AREAS, Spot
from dashboard.symbols import Symbol, svg
from dashboard.view import Span, View
from dashboard.words import Words
from geo.events import place_key
from geo.model import Place


def sentence(selection: Selection, drawn: Sequence[Spot], view: View, words: Words) -> str:
    """``1,243 to 1,610 detentions in 14 places, 6 June to 9 July 2020; 3 places without a number; ...``"""
    if not len(selection):
        return words("sentence.nothing")
    if not len(selection.counted):
        subject = ", ".join(words.known("kind", kind) for kind in selection.kinds)
    elif selection.nobody:
        subject = words("sentence.none")
    else:
        subject = words.detentions(selection.total)
    places = places_of(selection.places)
    where = words.count("in_places", len(places))
    if len(places) == 1:
        where = words("sentence.named", places=where, name=_place_of(places, selection.days, view))
    more = "".join(f"; {part}" for part in _remarks(selection, drawn, view, words, sites=len(places) == 1))
    whole = words("sentence.whole", count=subject, span=words.span(selection.days), more=more, places=where)
    return whole[:1].upper() + whole[1:]


def places_of(spoken: Sequence[Place]) -> dict[str, Place]:
    """The places to count: a site goes to its city; a region or country counts where nothing inside it is named."""
    holders = {node for p in spoken for node in p.path[:-1]}
    found: dict[str, Place] = {}
    for place in spoken:
        key = place_key(place)
        if place.kind == "site":
            key = city_of(place) or (place.path[-2] if len(place.path) > 2 else key)
        if place.kind not in AREAS or key not in holders:
            found.setdefault(key, place)
    return found


def _place_of(places: Mapping[str, Place], days: Span, view: View) -> str:
    key, place = next(iter(places.items()))
    return name_of(key, days.last, view.language, place.name if place.kind != "site" else place.city or place.name)


def legend(drawn: Drawing, view: View, words: Words, colours: Mapping[str, str]) -> str:
    """Each kind of symbol that is on the map, once, with a place or number of its own from this view."""
    items = "".join(
        f'<div class="item"><span class="sign">{picture}</span><span>{safe(text)}</span></div>'
        for picture, text in (*_legend_items(drawn.spots, view, words, colours), *_tints(drawn, view, words, colours))
    )
    return f'<div class="legend">{items}</div>'


def _tints(drawn: Drawing, view: View, words: Words, colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The classes of a tinted layer; what heat is, and is not."""
    for i, step in enumerate(drawn.steps):
        low, high = words.number(step), words.number(drawn.steps[i + 1] - 1) if i + 1 < len(drawn.steps) else None
        value = words("legend.from", low=low) if high is None else words.interval(step, drawn.steps[i + 1] - 1)
        sign = f'<i class="class" style="opacity:{STRENGTHS[i]};background:{colours["accent"]}"></i>'
        yield sign, words("legend.class", value=value)
    if drawn.steps:
        yield '<i class="class none"></i>', words("legend.no_class")
    if view.layer in ("heat", "clusters") or drawn.merged:
        yield (
            '<i class="class glow"></i>' if view.layer == "heat" else "+",
            words("legend.heat" if view.layer == "heat" else "legend.merged"),
        )


def _remarks(selection: Selection, drawn: Sequence[Spot], view: View, words: Words, *, sites: bool) -> Iterator[str]:
    if sites and (named := dict.fromkeys(_name(s, view) for s in drawn if s.place.kind == "site")):
        yield words("sentence.sites", names=_few(list(named)))
    numbers = {
        "unknown_places": selection.total.unknown, "conflicts": selection.conflicts, "unplaced": selection.unplaced,
        "across": selection.across,
    }  # fmt: skip
    for name, number in numbers.items():
        if number:
            yield words.count(name, number)
    areas = [s for s in drawn if s.place.kind in AREAS and s.counted and s.id != selection.whole]
    others = [f"{_name(s, view)} {value_words(s, words)}" for s in areas if s.total.min != selection.total.min]
    if others:
        yield words("sentence.areas", names=_few(others))


def _legend_items(drawn: Sequence[Spot], view: View, words: Words, colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    signs = [(s, s.symbol) for s in drawn if s.symbol]
    for name, shows in _SIGNS.items():
        if fitting := [(s, drawing) for s, drawing in signs if shows(drawing)]:
            spot, drawing = min(fitting, key=lambda pair: abs(pair[1].reach - 12))
            text = words(f"legend.{name}", value=value_words(spot, words), place=_name(spot, view))
            yield _picture(replace(drawing, selected=False), colours), text
    if areas := list(dict.fromkeys(_name(s, view) for s in drawn if s.place.kind in AREAS)):
        yield '<i class="tint"></i>', words("legend.area", place=_few(areas))


_SIGNS: dict[str, Callable[[Symbol], bool]] = {
    "disc": lambda s: s.shape == "disc" and s.high is not None and s.high > s.low,
    "exact": lambda s: s.shape == "disc" and s.high == s.low,
    "open": lambda s: s.shape == "disc" and s.high is None,
    "unknown": lambda s: s.shape == "diamond",
    "zero": lambda s: s.shape == "square",
    "context": lambda s: s.shape == "dot",
    "city": lambda s: s.shape == "disc" and not s.crisp,
    "site": lambda s: s.shape == "disc" and s.crisp,
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


def _few(names: Sequence[str]) -> str:
    """The first three, and a sign that there are more."""
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
