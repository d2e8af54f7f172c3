"""What is being looked at: one typed value, to and from the page's address, so that a link opens the same view."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class View:
    """``span`` of ``None`` is all dates; no ``places`` is everywhere; ``event`` is the one whose evidence is open.

    ``source`` belongs to the rule of one source; ``sources`` are a filter. ``least`` and ``most`` bound the count.
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


FILTERS = ("span", "places", "kinds", "sources", "organisers", "languages", "least", "most", "numbers", "precisions", "conflicting")
"""The fields that hold events back; "clear all" sets them, and the rule, as at first look."""


def to_params(view: View) -> dict[str, list[str]]:
    """The address's parameters. Dates and language are always written: their first value moves with data and reader."""
    params: dict[str, list[str]] = {
        "dates": [f"{view.span.first}..{view.span.last}" if view.span else "all"],
        "place": list(view.places),
        "kind": [] if view.kinds == DEFAULT_KINDS else list(view.kinds) or ["none"],
        "rule": [] if view.rule == RULES[0] else [view.rule],
        "source": [view.source] if view.source is not None else [],
        "lang": [view.language],
        "event": [view.event] if view.event else [],
        "by": list(view.sources),
        "organiser": list(view.organisers),
        "written": list(view.languages),
        "count": [] if view.least is None and view.most is None else [f"{_or_empty(view.least)}..{_or_empty(view.most)}"],
        "unknown": [] if view.numbers == "with" else [view.numbers],
        "precision": list(view.precisions),
        "conflicting": ["yes"] if view.conflicting else [],
        "layer": [] if view.layer == LAYERS[0] else [view.layer],
        "version": [view.version] if view.version else [],
    }
    return {name: values for name, values in params.items() if values}


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
        precisions=tuple(p for p in read.several("precision", PRECISIONS)),
        conflicting=read.choice("conflicting", ("yes", "no"), "no") == "yes",
        layer=read.choice("layer", LAYERS, first_look.layer),
        version=read.text("version"),
    )
    return view, list(dict.fromkeys(problems))


def _or_empty(number: int | None) -> str:
    return "" if number is None else str(number)


_MORE = ("by", "organiser", "written", "count", "unknown", "precision", "conflicting", "layer", "version")
_BOUNDS = re.compile(r"([0-9]{0,15})\.\.([0-9]{0,15})")


class _Reader:
    """Takes parameters one by one; what is unknown, repeated where one is meant, or unreadable becomes a problem."""

    def __init__(self, params: Mapping[str, Sequence[str]], problems: list[Problem]) -> None:
        self._params = {name: list(dict.fromkeys(v for v in values if v)) for name, values in params.items()}
        self._problems = problems
        known = ("dates", "place", "kind", "rule", "source", "lang", "event", "embed", "embed_options", *_MORE)
        problems.extend(Problem(n, ", ".join(v), "unknown_name") for n, v in self._params.items() if n not in known)

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
        asked = self.all(name)
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
        asked = self.all(name)
        for value in asked:
            if value not in (*CLAIM_KINDS, "none"):
                self._problems.append(Problem(name, value, "unknown_value"))
        if asked == ["none"]:
            return ()
        return tuple(k for k in CLAIM_KINDS if k in asked) or otherwise

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
