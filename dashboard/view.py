"""What is being looked at: one typed value, to and from the page's address, so that a link opens the same view."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from geo.events import RULES
from geo.model import CLAIM_KINDS, COUNTED_KINDS
from geo.query import PRECISIONS, Numbers, Query

LANGUAGES = ("en", "ru", "kk")
ONE_SOURCE = "one source"
DEFAULT_KINDS: tuple[str, ...] = COUNTED_KINDS
LAYERS = ("circles", "regions", "clusters", "hexagons", "heat")
NUMBERS: tuple[Numbers, ...] = ("with", "without", "only")


class Span(NamedTuple):
    """Days from first to last, both in it."""

    first: date
    last: date


def month_of(day: date) -> Span:
    """The whole calendar month of a day."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of an address that could not be followed; ``reason`` is a key of the texts."""

    name: str
    value: str
    reason: str


class Position(NamedTuple):
    """Where the reader has moved the map: its centre in degrees (WGS 84), and Leaflet's zoom."""

    lat: float
    lon: float
    zoom: float

    def told(self) -> str:
        """As in an address: to some ten metres."""
        return f"{self.lat:.4f}~{self.lon:.4f}~{self.zoom:.5g}"


@dataclass(frozen=True, slots=True)
class View:
    """``span`` of ``None`` is all dates; no ``places`` is everywhere; ``event`` is the one whose evidence is open.

    ``source`` belongs to the rule of one source; ``sources`` are a filter. ``least`` and ``most`` bound the count. ``frame`` is
    what the time strip shows, where the dates are a part of it; ``position`` the map's, ``None`` while it fits what it shows.
    """

    span: Span | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = DEFAULT_KINDS
    rule: str = RULES[0]
    source: str | None = None
    language: str = "en"
    event: str | None = None
    sources: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    numbers: Numbers = "with"
    precisions: tuple[str, ...] = ()
    conflicting: bool = False
    layer: str = LAYERS[0]
    frame: Span | None = None
    position: Position | None = None
    version: str | None = None
    """The data set version that the link keeps to; ``None`` is always the newest."""

    @property
    def query(self) -> Query:
        """What the view asks of the events."""
        first, last = self.span or (None, None)
        return Query(
            first, last, self.places, self.kinds, self.sources, self.organisers, self.languages, self.least, self.most,
            self.numbers, self.precisions, self.conflicting,
        )  # fmt: skip


def numbers_of(view: View) -> View:
    """The view as far as its numbers go: two that differ only in how they are looked at are one."""
    first = View()
    return replace(view, language=first.language, event=None, layer=first.layer, frame=None, position=None)


FILTERS = ("span", "places", "kinds", "sources", "organisers", "languages", "least", "most", "numbers", "precisions", "conflicting")
"""The fields that hold events back; "clear all" sets them, and the rule, as at first look."""


def to_params(view: View) -> dict[str, list[str]]:
    """The address's parameters. Each choice is written even where it is the usual one: what is usual may change, a link may not.

    Lists of names that nothing was chosen from are left out.
    """
    params: dict[str, list[str]] = {
        "dates": [_days(view.span)],
        "strip": [_days(view.frame)] if view.frame and view.frame != view.span else [],
        "place": list(view.places),
        "kind": ["~".join(view.kinds) or "none"],
        "by": list(view.sources),
        "organiser": list(view.organisers),
        "written": list(view.languages),
        "count": [] if view.least is None and view.most is None else [f"{_or_empty(view.least)}..{_or_empty(view.most)}"],
        "unknown": [view.numbers],
        "precision": ["~".join(view.precisions)],
        "conflicting": ["yes" if view.conflicting else "no"],
        "rule": [view.rule],
        "source": [view.source] if view.source is not None else [],
        "layer": [view.layer],
        "map": [view.position.told() if view.position else "fit"],
        "event": [view.event or ""],
        "lang": [view.language],
        "version": [view.version or ""],
    }
    return {name: values for name, values in params.items() if any(values)}


def from_params(params: Mapping[str, Sequence[str]], first_look: View) -> tuple[View, list[Problem]]:
    """The view that an address asks for, and what of it could not be read. What it leaves out is as at first look."""
    problems: list[Problem] = []
    read = _Reader(params, problems)
    source = read.text("source")
    rule = read.choice("rule", RULES, ONE_SOURCE if source is not None else first_look.rule)
    if rule == ONE_SOURCE and source is None:
        problems.append(Problem("rule", rule, "needs_source"))
        rule = first_look.rule
    if source is not None and rule != ONE_SOURCE:
        problems.append(Problem("source", source, "source_unused"))
    view = View(
        span=read.span("dates", first_look.span),
        places=tuple(read.all("place")),
        kinds=read.kinds("kind", first_look.kinds),
        rule=rule,
        source=source if rule == ONE_SOURCE else None,
        language=read.choice("lang", LANGUAGES, first_look.language),
        event=read.text("event"),
        sources=tuple(read.all("by")),
        organisers=tuple(read.all("organiser")),
        languages=tuple(read.all("written")),
        least=read.bounds("count")[0],
        most=read.bounds("count")[1],
        numbers=read.choice("unknown", NUMBERS, first_look.numbers),  # type: ignore[arg-type]
        precisions=tuple(read.several("precision", PRECISIONS)),
        conflicting=read.choice("conflicting", ("yes", "no"), "no") == "yes",
        layer=read.choice("layer", LAYERS, first_look.layer),
        frame=read.span("strip", None),
        position=read.position("map"),
        version=read.text("version"),
    )
    if view.frame and not (view.span and view.frame.first <= view.span.first and view.span.last <= view.frame.last):
        problems.append(Problem("strip", _days(view.frame), "not_around_dates"))
        view = replace(view, frame=None)
    return view, list(dict.fromkeys(problems))


def _days(span: Span | None) -> str:
    return f"{span.first}..{span.last}" if span else "all"


def _or_empty(number: int | None) -> str:
    return "" if number is None else str(number)


NAMES = ("dates", "strip", "place", "kind", "by", "organiser", "written", "count", "unknown", "precision", "conflicting", "rule", "source",
         "layer", "map", "event", "lang", "version", "embed", "embed_options")  # fmt: skip
"""What an address can set."""
WIDEST = Position(85, 180, 17)
"""The map's bounds: as far north and east, as near."""
_POSITION = re.compile("[~,]".join([r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)"] * 3))
_BOUNDS = re.compile(r"([0-9]{0,15})\.\.([0-9]{0,15})")


class _Reader:
    """Takes parameters one by one; what is unknown, repeated where one is meant, or unreadable becomes a problem."""

    def __init__(self, params: Mapping[str, Sequence[str]], problems: list[Problem]) -> None:
        self._params = {name: list(dict.fromkeys(v for v in values if v)) for name, values in params.items()}
        self._problems = problems
        problems.extend(Problem(n, ", ".join(v), "unknown_name") for n, v in self._params.items() if n not in NAMES)

    def all(self, name: str) -> list[str]:
        return self._params.get(name, [])

    def text(self, name: str) -> str | None:
        values = self.all(name)
        if len(values) > 1:
            self._problems.append(Problem(name, ", ".join(values), "more_than_one"))
        return values[0] if values else None

    def choice(self, name: str, allowed: Sequence[str], otherwise: str) -> str:
        value = self.text(name)
        if value is None or value in allowed:
            return value or otherwise
        self._problems.append(Problem(name, value, "unknown_value"))
        return otherwise

    def several(self, name: str, allowed: Sequence[str]) -> list[str]:
        """Of a list with tildes (which addresses leave as they are) or commas, or of a parameter given more than once."""
        asked = [value for values in self.all(name) for value in re.split("[~,]", values) if value]
        self._problems.extend(Problem(name, value, "unknown_value") for value in asked if value not in allowed)
        return [value for value in allowed if value in asked]

    def bounds(self, name: str) -> tuple[int | None, int | None]:
        """``5..50``, ``5..`` or ``..50``; nothing where it is no such thing."""
        value = self.text(name)
        if value is None:
            return None, None
        found = _BOUNDS.fullmatch(value)
        if not found or found[1] == found[2] == "":
            self._problems.append(Problem(name, value, "not_bounds"))
            return None, None
        least, most = (int(part) if part else None for part in found.groups())
        if least is not None and most is not None and least > most:
            self._problems.append(Problem(name, value, "not_bounds"))
            return None, None
        return least, most

    def kinds(self, name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        asked = self.several(name, (*CLAIM_KINDS, "none"))
        return () if asked == ["none"] else tuple(k for k in asked if k != "none") or otherwise

    def position(self, name: str) -> Position | None:
        """``48.02~66.92~5.25``: latitude, longitude, zoom; nothing for ``fit``."""
        value = self.text(name)
        if value is None or value == "fit":
            return None
        if found := _POSITION.fullmatch(value):
            position = Position(*map(float, found.groups()))
            if all(abs(part) <= most for part, most in zip(position, WIDEST, strict=True)) and position.zoom >= 0:
                return position
        self._problems.append(Problem(name, value, "not_position"))
        return None

    def span(self, name: str, otherwise: Span | None) -> Span | None:
        value = self.text(name)
        if value is None:
            return otherwise
        if value == "all":
            return None
        first, _, last = value.partition("..")
        try:
            span = Span(date.fromisoformat(first), date.fromisoformat(last or first))
        except ValueError:
            self._problems.append(Problem(name, value, "not_dates"))
            return otherwise
        if span.first > span.last:
            self._problems.append(Problem(name, value, "dates_backwards"))
            return otherwise
        return span
