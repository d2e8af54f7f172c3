"""A view as a chapter of a talk: the page's own numbers and words, and what the page's map would draw, for a stage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from math import log2
from urllib.parse import parse_qs

from dashboard.data import Dataset, load, selection_of
from dashboard.evidence import event_words, rule_words
from dashboard.layers import STRENGTHS
from dashboard.map import Drawing, drawing, value_words
from dashboard.names import name_of, place_name, place_with_city
from dashboard.opening import in_data
from dashboard.selection import Selection
from dashboard.sentence import places_of, sentence
from dashboard.settings import store_url
from dashboard.share import query
from dashboard.spots import AREAS, Spot, Viewport, pixel, position, spots
from dashboard.view import Problem, Span, View, from_params
from dashboard.words import LARGEST, Words, words
from geo.errors import DetentionMapError
from geo.export.talk import Chapter, Evidence, Figure, Glow, Mark, Recipe, Tint, evidence
from geo.export.words import few
from geo.export.words import words as export_words
from geo.model import Event
from geo.public import tier_in_use

STAGE = (1040, 820)
"""Pixels of a large screen that are clear for the map's symbols."""
FRAME = (880, 440)
"""Pixels of the page's map, whose centre and zoom a view keeps."""
MOST_NAMED, MOST_EVENTS = 60, 5
"""So many places carry their evidence, so many events each."""
HARMLESS = ("event", "layer", "map", "strip", "lang", "embed", "embed_options")
"""Parts of a view that change no number: without them a chapter is still the same."""


def recipe(title: str, line: str, view: View, dataset: Dataset) -> Recipe:
    """The view kept to the data's present version, so that later corrections leave its numbers as they are."""
    kept = replace(view, version=dataset.version)
    return Recipe(" ".join(title.split()), " ".join(line.split()), query(kept))


def view_of(made: Recipe, language: str) -> tuple[View, list[Problem]]:
    """The view that a recipe asks for, and what of it could not be read."""
    params = parse_qs(made.view, keep_blank_values=True)
    view, problems = from_params(params, View(language=language))
    return view, [p for p in problems if p.name not in HARMLESS]


def suggested_title(selection: Selection, view: View, text: Words) -> str:
    """Where and when: what a chapter is called until it is given a better name."""
    if not len(selection):
        return text("sentence.nothing")
    places = places_of(selection.places)
    names = [name_of(key, selection.days.last, view.language, p.city or p.name) for key, p in places.items()]
    whole = export_words(view.language).node(selection.whole, selection.days.last) if selection.whole else ""
    where = names[0] if len(names) == 1 else whole or few(sorted(names))
    return f"{where}, {text.span(selection.days)}"


def chapters_of(recipes: Sequence[Recipe], text: Words, datasets: Sequence[Dataset | None] = ()) -> tuple[list[Chapter], list[str]]:
    """The chapters that can be shown as they were saved, and a line for each thing that cannot.

    ``datasets`` are a session's own, in the recipes' order, where a chapter is of one that no store holds.
    """
    url = store_url() or ""
    if not any(datasets):
        if not url:
            raise DetentionMapError("no store of reports was named")
        load(url)  # a store that is away is no fault of the link
    made, told = [], []
    for number, (recipe, own) in enumerate(zip_longest(recipes, datasets), start=1):
        shown, problems = _chapter(recipe, url, own, text)
        told += [text("talk.chapter_problem", n=number, title=recipe.title, problem=line) for line in problems]
        made += [shown] if shown else []
    return made, told


def _chapter(recipe: Recipe, url: str, own: Dataset | None, text: Words) -> tuple[Chapter | None, list[str]]:
    view, problems = view_of(recipe, text.language)
    if problems:
        return None, [_line(p, text) for p in problems]
    try:
        dataset = own or load(url, view.version)
    except DetentionMapError:
        return None, [text("talk.no_version", version=(view.version or "")[:12])]
    if dataset.empty:
        return None, [text("talk.no_version", version=dataset.version[:12])]
    view, missing = in_data(view, dataset)
    lines = [_line(p, text) for p in missing]
    if any(p.name not in HARMLESS for p in missing):
        return None, lines
    return chapter(recipe, dataset, view), lines


def _line(problem: Problem, text: Words) -> str:
    return text(f"link.{problem.reason}", name=problem.name, value=problem.value[:60])


def chapter(made: Recipe, dataset: Dataset, view: View) -> Chapter:
    """The chapter as the page shows the view: the same sentence, the same numbers, the same symbols."""
    text = words(view.language)
    selection = selection_of(dataset, view)
    chosen = _chosen(dataset, selection, view)
    found = spots(selection, chosen)
    span = view.span or dataset.span
    drawn = drawing(found, selection, view, span, _viewport(found, view), text)
    tier = tier_in_use()
    return Chapter(
        recipe=made, language=view.language, day=span.last,
        figure=figure(selection, text),
        rule=text("page.rule_in_use", rule=rule_words(selection.total.headline_rule, text)) if len(selection.counted) else "",
        sentence=sentence(selection, found, view, text),
        source=" · ".join(_source(selection, dataset, span, text)),
        position=view.position and (view.position.lat, view.position.lon, view.position.zoom),
        marks=tuple(_marks(drawn, selection, view, text)),
        tints=tuple(_tints(drawn, selection, view, text)),
        glows=tuple(_glows(drawn)),
        steps=tuple(_steps(drawn, text)),
        keys=(text("legend.heat"),) if view.layer == "heat" else (text("talk.merged"),) if view.layer == "clusters" or drawn.merged else (),
        footnote=_told(chosen, view, text) if chosen else None,
        notes=(tier.note(export_words(view.language)),) if tier else (),
    )  # fmt: skip


def figure(selection: Selection, text: Words) -> Figure:
    """The one large number: the interval of detentions; of other kinds, how many events."""
    if not len(selection):
        return Figure("", text("sentence.nothing"), "")
    if not len(selection.counted):
        kinds = ", ".join(text.known("kind", kind) for kind in selection.kinds)
        made = _parted(text.count("events", len(selection)), text)
        return made._replace(after=f"{made.after}: {kinds}")
    if selection.nobody:
        return _parted(text.count("detentions", 0), text)
    if selection.total.min is None and not selection.total.unknown:
        return Figure("", text("sentence.silent"), "")
    return _parted(text.detentions(selection.total), text)


def _parted(phrase: str, text: Words) -> Figure:
    """``at least 101 detentions`` as its three parts; ``10 to 14 detentions`` as ``10–14``."""
    gap = re.escape(text("format.thousands"))
    numbers = list(re.finditer(rf"\d{{1,3}}(?:{gap}\d{{3}})*(?!\d)", phrase))
    if not numbers:
        return Figure("", phrase[:1].upper() + phrase[1:], "")
    if len(numbers) == 1:
        return Figure(phrase[: numbers[0].start()].strip(), numbers[0][0], phrase[numbers[0].end() :].strip())
    return Figure("", f"{numbers[0][0]}–{numbers[-1][0]}", phrase[numbers[-1].end() :].strip())


def _chosen(dataset: Dataset, selection: Selection, view: View) -> Event | None:
    """The event that the view names, where it is among those shown."""
    row = dataset.row_of(view.event) if view.event else None
    return selection.fetch(selection.rows[selection.rows == row])[0] if row is not None and row in selection.rows else None


def _source(selection: Selection, dataset: Dataset, span: Span, text: Words) -> Iterator[str]:
    names = sorted({s for e in selection.events for s in e.sources})
    if names:
        yield text("talk.sources", names=few(names, 6))
    yield text.span(span)
    yield text("page.data_version", version=dataset.version[:12])
    yield text("talk.credits")
    if tier := tier_in_use():
        yield tier.note(export_words(text.language))


def _marks(drawn: Drawing, selection: Selection, view: View, text: Words) -> Iterator[Mark]:
    for i, spot in enumerate(s for s in drawn.spots if s.symbol):
        symbol = spot.symbol
        assert symbol is not None
        name = place_name(spot.place, spot.day, view.language) if spot.within else place_with_city(spot.place, spot.day, view.language)
        disc = symbol.shape == "disc"
        yield Mark(
            name + (f" {text('map.others', n=text.number(spot.others))}" if spot.others else ""),
            spot.place.lat or 0.0, spot.place.lon or 0.0, symbol.shape,
            min(spot.total.min or 0, LARGEST) if disc else None,
            min(spot.total.max, LARGEST) if disc and spot.total.max is not None else None,
            value_words(spot, text), symbol.also_unknown, symbol.conflict, spot.within, symbol.selected,
            _evidence(spot.id, selection, view, text) if i < MOST_NAMED else (),
        )  # fmt: skip


def _tints(drawn: Drawing, selection: Selection, view: View, text: Words) -> Iterator[Tint]:
    for i, feature in enumerate(f for f in drawn.features if f["geometry"]["type"] != "Point"):
        about = feature["properties"]
        style = about["style"]
        yield Tint(
            feature["geometry"], style["fillOpacity"], about["name"], about["value"], bool(style["dashArray"]), "quiet" in style["className"],
            bool(about.get("label")), _evidence(about["place"], selection, view, text) if i < MOST_NAMED else (),
        )  # fmt: skip


def _glows(drawn: Drawing) -> Iterator[Glow]:
    for feature in drawn.features:
        if share := feature["properties"].get("heat"):
            lon, lat = feature["geometry"]["coordinates"]
            yield Glow(lat, lon, share)


def _steps(drawn: Drawing, text: Words) -> Iterator[tuple[float, str]]:
    """The classes of tints in words, the strongest first."""
    for i in reversed(range(len(drawn.steps))):
        step = drawn.steps[i]
        last = i + 1 == len(drawn.steps)
        yield STRENGTHS[i], text("legend.from", low=text.number(step)) if last else text.interval(step, drawn.steps[i + 1] - 1)


def _evidence(place: str, selection: Selection, view: View, text: Words) -> tuple[Evidence, ...]:
    rows = selection.rows_at(place)[:MOST_EVENTS]
    return tuple(_told(event, view, text) for event in selection.fetch(rows)) if len(rows) else ()


def _told(event: Event, view: View, text: Words) -> Evidence:
    where = place_with_city(event.place, event.date_start, view.language)
    return evidence(event, f"{where}, {text.span(Span(event.date_start, event.date_end))}: {event_words(event, text)}", view.language)


def _viewport(found: list[Spot], view: View) -> Viewport | None:
    """What the stage will show, for the layers that gather what lies near each other."""
    points = [(s.place.lat or 0.0, s.place.lon or 0.0) for s in found if s.point and s.place.kind not in AREAS]
    if view.position:
        lat, lon, zoom = view.position
        x, y = pixel(lat, lon, zoom)
        (north, west), (south, east) = (position(x + i * FRAME[0] / 2, y + i * FRAME[1] / 2, zoom) for i in (-1, 1))
    elif points:
        lats, lons = zip(*points, strict=True)
        south, north, west, east = min(lats), max(lats), min(lons), max(lons)
    else:
        return None
    (x0, y0), (x1, y1) = pixel(north, west, 0), pixel(south, east, 0)
    zoom = min(log2(STAGE[0] / max(1e-6, x1 - x0)), log2(STAGE[1] / max(1e-6, y1 - y0)), 12.0 if view.position else 7.0)
    if view.layer in ("hexagons", "clusters"):
        zoom -= 1  # seen from the back of a room: what is gathered is larger than on a desk
    return Viewport(zoom, west, south, east, north)
