"""What is being looked at: one typed value, to and from the page's address, so that a link opens the same view."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from geo.events import RULES
from geo.model import CLAIM_KINDS, COUNTED_KINDS

LANGUAGES = ("en", "ru", "kk")
ONE_SOURCE = "one source"
DEFAULT_KINDS: tuple[str, ...] = COUNTED_KINDS


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
    """``span`` of ``None`` is all dates; no ``places`` is everywhere; ``event`` is the one whose evidence is open."""

    span: Span | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = DEFAULT_KINDS
    rule: str = RULES[0]
    source: str | None = None
    language: str = "en"
    event: str | None = None


def to_params(view: View) -> dict[str, list[str]]:
    """The address's parameters. Dates and language are always written: their first value moves with data and reader."""
    params = {
        "dates": [f"{view.span.first}..{view.span.last}" if view.span else "all"],
        "place": list(view.places),
        "kind": [] if view.kinds == DEFAULT_KINDS else list(view.kinds) or ["none"],
        "rule": [] if view.rule == RULES[0] else [view.rule],
        "source": [view.source] if view.source is not None else [],
        "lang": [view.language],
        "event": [view.event] if view.event else [],
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
    )
    return view, problems


class _Reader:
    """Takes parameters one by one; what is unknown, repeated where one is meant, or unreadable becomes a problem."""

    def __init__(self, params: Mapping[str, Sequence[str]], problems: list[Problem]) -> None:
        self._params = {name: list(dict.fromkeys(v for v in values if v)) for name, values in params.items()}
        self._problems = problems
        known = ("dates", "place", "kind", "rule", "source", "lang", "event", "embed", "embed_options")
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
