"""What was asked for, in words: every filter that holds events back, so that a file read later says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from geo.export.words import Words
from geo.model import CLAIM_KINDS
from geo.query import Query

Told = tuple[tuple[str, str], ...]
"""Pairs of a filter's key, which has its label in the section ``filter``, and what it asks for in words."""


def asked(
    query: Query,
    say: Words,
    *,
    box: Sequence[float] | None = None,
    type: str | None = None,
    layer: str | None = None,
    name_of: Callable[[str], str] | None = None,
) -> Told:
    """The filters of a query that hold anything back; ``name_of`` names places that the gazetteer does not know.

    ``box`` is west, south, east, north; ``layer`` the one that a map was drawn in.
    """
    on = query.last or query.first
    told = {
        **_dates(query.first, query.last, say),
        "place": ", ".join(_place(node, on, say, name_of) for node in query.places),
        "kind": ", ".join(say.known("kind", kind) for kind in query.kinds) if set(query.kinds) != set(CLAIM_KINDS) else "",
        "source": ", ".join(query.sources),
        "organiser": ", ".join(query.organisers),
        "language": ", ".join(say.known("language", code) for code in query.languages),
        "count": _bounds(query.least, query.most, say),
        "unknown": "" if query.numbers == "with" and query.least is None and query.most is None else say(f"asked.{query.numbers}"),
        "precision": ", ".join(say.known("precision", name) for name in query.precisions),
        "conflicting": say("asked.only") if query.conflicting else "",
        "type": type or "",
        "bbox": ", ".join(f"{number:g}" for number in box or ()),
        "layer": say.known("layer", layer) if layer else "",
    }
    if not query.kinds:
        told["kind"] = say("asked.none")
    return tuple((name, text) for name, text in told.items() if text)


def _dates(first: date | None, last: date | None, say: Words) -> dict[str, str]:
    if first and last:
        return {"dates": say.days(first, last)}
    return {"from": say.day(first) if first else "", "to": say.day(last) if last else ""}


def _bounds(least: int | None, most: int | None, say: Words) -> str:
    if least is None:
        return "" if most is None else say("asked.at_most", high=say.number(most))
    return say.interval(least, most)


def _place(node: str, on: date | None, say: Words, name_of: Callable[[str], str] | None) -> str:
    known = say.known_place(node, on)
    return known or (name_of(node) if name_of else "") or say.node(node, on)
