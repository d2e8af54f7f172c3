"""Columns ask and add as the events themselves would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo.events import RULES, reconcile
from geo.fold import fold
from geo.model import CLAIM_KINDS, Claim, Count, Place
from geo.query import Columns, Query, ask
from geo.totals import total

FIRST = date(2020, 6, 1)
PATHS = [("country:KZ",), ("country:KZ", "r:1"), ("country:KZ", "r:1", "c:1"), ("country:KZ", "r:1", "c:2"), ("country:KZ", "r:1", "c:1", "s:1"),
         ("country:KZ", "r:2", "c:3"), ("country:RU", "c:4"), ()]  # fmt: skip
KINDS = {1: "country", 2: "region", 3: "city", 4: "site", 0: "unknown"}


def place(path: tuple[str, ...]) -> Place:
    name = path[-1] if path else "lost"
    lat = 45.0 if path else None
    return Place(name, name, KINDS[len(path)], name if path else None, lat, lat, 1000, "KZ", None, name, None, name, "gazetteer", path)  # type: ignore[arg-type]


@some.composite
def claims(draw: some.DrawFn, longest: int = 0) -> Claim:
    day = FIRST + timedelta(draw(some.integers(0, 6)))
    low = draw(some.integers(0, 30))
    form = draw(some.sampled_from(["exact", "open", "unspecified"]))
    count = Count("words", low, low if form == "exact" else None, None if form == "unspecified" else low, form)
    return Claim(
        report_id=draw(some.sampled_from(["a", "b", "c"])), source=draw(some.sampled_from(["A", "B", "C"])), url=None,
        published=day, language="en", kind="detention" if low else "no_detention", quote="q", start=draw(some.integers(0, 9)), end=10,
        date_start=day, date_end=day + timedelta(draw(some.integers(0, longest))), date_basis="text",
        place=place(draw(some.sampled_from(PATHS))), count=count,
        organisers=tuple(draw(some.lists(some.sampled_from(["X", "Y"]), unique=True))),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(some.lists(claims(), max_size=14))
def test_events_of_one_day_add_up_as_in_the_totals(made: list[Claim]) -> None:
    events = reconcile(made)
    columns = Columns.of(events)
    sums = fold(columns, np.arange(len(events)))
    exact = total(events)
    assert sums.whole[0] == (-1 if exact.min is None else exact.min)
    assert int(sums.unknown[columns.nodes.parent < 0].sum()) == exact.unknown
    for i, path in enumerate(columns.nodes.paths):
        own = total(events, path[-1])  # which knows nothing of places that nobody found
        if own.events and all(e.place.path for e in events):
            assert sums.low[i] == (own.min or 0)
            assert sums.counted[i] == own.events


@settings(max_examples=150, deadline=None)
@given(some.lists(claims(longest=4), max_size=14))
def test_events_of_several_days_never_add_to_more_than_the_evidence_bears(made: list[Claim]) -> None:
    events = reconcile(made)
    columns = Columns.of(events)
    sums = fold(columns, np.arange(len(events)))
    exact = total(events)
    assert sums.whole[0] <= (-1 if exact.min is None else exact.min)
    assert sums.whole[0] >= max((e.min or 0 for e in events), default=-1) or exact.min is None


@given(some.lists(claims(longest=3), max_size=14), some.sampled_from(["A", "B"]), some.integers(0, 6))
def test_a_query_takes_what_fits_and_says_what_each_choice_leaves(made: list[Claim], source: str, day: int) -> None:
    events = reconcile(made)
    columns = Columns.of(events)
    first = FIRST + timedelta(day)
    query = Query(first=first, last=first + timedelta(3), sources=(source,), kinds=("detention",), least=5, places=("r:1",))
    answer = ask(columns, query)

    def fits(e: object, sources: tuple[str, ...]) -> bool:
        known = not e.unknown and e.min is not None  # type: ignore[attr-defined]
        return bool(
            first <= e.date_start and e.date_end <= first + timedelta(3) and e.kind == "detention"  # type: ignore[attr-defined]
            and "r:1" in e.place.path and set(sources) & set(e.sources)  # type: ignore[attr-defined]
            and (e.unknown or (known and (e.max is None or e.max >= 5)))  # type: ignore[attr-defined]
        )  # fmt: skip

    assert answer.rows.tolist() == [i for i, e in enumerate(events) if fits(e, (source,))]
    for name, number in answer.leaves("sources").items():
        assert number == sum(fits(e, (name,)) for e in events)
    assert sum(ask(columns, replace(query, sources=())).leaves("kinds").values()) >= len(answer.rows)
    always = ask(columns, replace(query, first=None, last=None)).rows.tolist()
    reaching = [i for i in always if events[i].date_start <= first + timedelta(3) and events[i].date_end >= first]
    assert answer.across == len(set(reaching) - set(answer.rows.tolist()))
    assert answer.loosened()["dates"] == len(always)


@pytest.mark.parametrize("name", ["places", "kinds", "precisions", "numbers", "conflicting", "organisers", "languages"])
def test_nothing_at_all_can_be_asked_too(name: str) -> None:
    answer = ask(Columns.of([]), Query(first=FIRST, kinds=CLAIM_KINDS[:1], conflicting=True, numbers="only"))
    assert answer.rows.tolist() == []
    assert not any(answer.leaves(name).values())
    assert fold(answer.columns, answer.rows).whole == (-1, -1)
    assert RULES
