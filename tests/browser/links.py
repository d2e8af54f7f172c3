"""Links to try: views at random, and links damaged in the ways that links are."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from dashboard.data import Dataset, selection_of
from dashboard.share import query
from dashboard.view import LANGUAGES, LAYERS, NUMBERS, ONE_SOURCE, Position, Span, View
from geo.events import RULES
from geo.model import CLAIM_KINDS
from geo.query import PRECISIONS


def random_view(rng: random.Random, dataset: Dataset) -> View:
    """Every part of a view takes any of its values, the usual one among them."""
    columns = dataset.columns()
    first = dataset.span.first + timedelta(rng.randrange((dataset.span.last - dataset.span.first).days))
    last = min(dataset.span.last, first + timedelta(rng.choice([0, 6, 30, 365, 3000])))
    span = rng.choice([None, Span(first, last), Span(first, last)])
    within = Span(max(dataset.span.first, first - timedelta(20)), min(dataset.span.last, last + timedelta(20)))
    rule = rng.choice(RULES)
    least = rng.choice([None, None, None, rng.randrange(30)])
    view = View(
        span=span,
        frame=within if span and within != span and rng.random() < 0.3 else None,
        places=tuple(sorted(rng.sample(columns.nodes.ids, rng.choice([0, 0, 1, 2])))),
        kinds=tuple(k for k in CLAIM_KINDS if rng.random() < 0.6),
        rule=rule,
        source=rng.choice(dataset.sources) if rule == ONE_SOURCE else None,
        language=rng.choice(LANGUAGES),
        sources=tuple(sorted(rng.sample(columns.sources.names, rng.choice([0, 0, 0, 2])))),
        organisers=tuple(rng.sample(columns.organisers.names, rng.choice([0, 0, 0, 1]))),
        languages=tuple(rng.sample(columns.languages.names, rng.choice([0, 0, 1]))),
        least=least,
        most=rng.choice([None, None, (least or 0) + rng.randrange(200)]),
        numbers=rng.choice(NUMBERS),
        precisions=tuple(p for p in PRECISIONS if rng.random() < 0.15),
        conflicting=rng.random() < 0.2,
        layer=rng.choice(LAYERS),
        position=rng.choice([None, Position(round(rng.uniform(40, 55), 4), round(rng.uniform(47, 87), 4), rng.randrange(14, 40) / 4)]),
        version=rng.choice([None, dataset.version]),
    )
    events = selection_of(dataset, view).events
    return replace(view, event=rng.choice(events).id if events and rng.random() < 0.4 else None)


def damaged(rng: random.Random, view: View) -> str:
    """The view's query with one thing wrong."""
    good = query(view)
    parts = dict(part.split("=", 1) for part in good.split("&"))
    day = date(2020, rng.randrange(1, 13), rng.randrange(1, 28))
    wrong = [
        (
            "dates",
            rng.choice(["2020-13-45", "yesterday", "2020", "2020-06-30..2020-06-01", "%00", "20200606..", f"{day}..soon", "9999999"]),
        ),
        ("kind", rng.choice(["riot", "detention~", "detentionno_detention", "%3Cscript%3E"]) + "x"),
        ("place", rng.choice(["nowhere", "city:0", "../../etc/passwd", "%F0%9F%98%80", "a" * 3000])),
        ("rule", rng.choice(["lowest", "highest", "one+sauce"])),
        ("layer", rng.choice(["3d", "circle", "'"])),
        ("map", rng.choice(["here", "91~0~5", "48~67", "48~67~99", "NaN~NaN~NaN", "48.0.1~67~4"])),
        ("lang", rng.choice(["de", "e", "EN"])),
        ("version", rng.choice(["zzzz", "0000000000000000", "1", "';drop table events", "deadbeef"])),
        ("event", rng.choice(["ev-000000000000", "ev-", "%7B%7B7*7%7D%7D"])),
        ("count", rng.choice(["many", "9..3", "..", "-5..5", "1e9.."])),
        ("unknown", "maybe"),
        ("precision", "exact"),
        ("conflicting", "1"),
        ("by", "No+such+paper"),
        ("zoom", "5"),
        ("utm_source", "newsletter"),
    ]
    name, value = rng.choice(wrong)
    if rng.random() < 0.1 and name in ("dates", "lang", "layer"):
        return f"{good}&{name}=all&{name}={value}"
    return "&".join(f"{n}={v}" for n, v in (parts | {name: value}).items())
