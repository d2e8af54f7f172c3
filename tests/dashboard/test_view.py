"""The view survives the address, and what an address gets wrong is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.view import LANGUAGES, LAYERS, NUMBERS, ONE_SOURCE, Position, Span, View, from_params, to_params
from geo.events import RULES
from geo.model import CLAIM_KINDS
from geo.query import PRECISIONS

words = some.text(min_size=1, max_size=30)
spans = some.none() | some.tuples(some.dates(), some.dates()).map(sorted).map(lambda days: Span(*days))
kinds = some.sets(some.sampled_from(CLAIM_KINDS)).map(lambda chosen: tuple(k for k in CLAIM_KINDS if k in chosen))
rules = some.sampled_from(RULES)


names = some.lists(words, unique=True, max_size=3).map(tuple)
bounds = some.tuples(some.integers(0, 10**9), some.integers(0, 10**9)).map(sorted)


positions = some.tuples(some.integers(-850_000, 850_000), some.integers(-1_800_000, 1_800_000), some.integers(0, 68)).map(
    lambda parts: Position(parts[0] / 10_000, parts[1] / 10_000, parts[2] / 4)
)


@some.composite
def views(draw: some.DrawFn) -> View:
    rule = draw(rules)
    least, most = draw(bounds)
    return View(
        sources=draw(names), organisers=draw(names), languages=draw(names), numbers=draw(some.sampled_from(NUMBERS)),
        least=draw(some.sampled_from([None, least])), most=draw(some.sampled_from([None, most])),
        precisions=draw(some.sets(some.sampled_from(PRECISIONS)).map(lambda chosen: tuple(p for p in PRECISIONS if p in chosen))),
        conflicting=draw(some.booleans()), layer=draw(some.sampled_from(LAYERS)),
        span=draw(spans), places=tuple(draw(some.lists(words, unique=True, max_size=4))), kinds=draw(kinds), rule=rule,
        source=draw(words) if rule == ONE_SOURCE else None, language=draw(some.sampled_from(LANGUAGES)),
        event=draw(some.none() | words), position=draw(some.none() | positions), version=draw(some.none() | words),
    )  # fmt: skip


def test_every_choice_is_written_even_the_usual_one() -> None:
    written = to_params(View())
    assert set(written) == {"dates", "kind", "unknown", "conflicting", "rule", "layer", "map", "lang"}


@given(views(), views())
def test_a_view_survives_its_address_whatever_the_first_look_is(view: View, first_look: View) -> None:
    assert from_params(to_params(view), replace(View(), span=first_look.span, language=first_look.language)) == (
        view,
        [],
    )


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("dates", ["2020-06-99..2020-06-30"], "not_dates"),
        ("dates", ["yesterday"], "not_dates"),
        ("dates", ["2020-06-30..2020-06-01"], "dates_backwards"),
        ("dates", ["all", "2020-06-01"], "more_than_one"),
        ("kind", ["riot"], "unknown_value"),
        ("rule", ["lowest"], "unknown_value"),
        ("rule", ["one source"], "needs_source"),
        ("lang", ["de"], "unknown_value"),
        ("zoom", ["5"], "unknown_name"),
        ("count", ["many"], "not_bounds"),
        ("count", [".."], "not_bounds"),
        ("count", ["9..3"], "not_bounds"),
        ("precision", ["exact"], "unknown_value"),
        ("unknown", ["maybe"], "unknown_value"),
        ("conflicting", ["1"], "unknown_value"),
        ("layer", ["3d"], "unknown_value"),
        ("lang", ["ru", "kk"], "more_than_one"),
        ("map", ["here"], "not_position"),
        ("map", ["99~10~4"], "not_position"),
        ("map", ["48.0~66.9"], "not_position"),
        ("strip", ["2019"], "not_dates"),
        ("strip", ["2019-01-01..2019-12-31"], "not_around_dates"),
    ],
)
def test_what_cannot_be_followed_is_told_and_the_rest_is_kept(name: str, values: list[str], reason: str) -> None:
    first_look = View(span=Span(date(2020, 6, 1), date(2020, 6, 30)))
    view, problems = from_params({"place": ["city:1"], name: values}, first_look)
    assert [(p.name, p.reason) for p in problems] == [(name, reason)]
    assert view.places == ("city:1",)


def test_a_source_alone_is_the_rule_of_one_source() -> None:
    view, problems = from_params({"source": ["RFE/RL"]}, View())
    assert (view.rule, view.source, problems) == (ONE_SOURCE, "RFE/RL", [])
    view, problems = from_params({"source": ["RFE/RL"], "rule": ["latest report"]}, View())
    assert (view.rule, view.source, [p.reason for p in problems]) == ("latest report", None, ["source_unused"])


def test_one_date_is_a_span_of_one_day() -> None:
    view, problems = from_params({"dates": ["2020-06-06"]}, View())
    assert (view.span, problems) == (Span(date(2020, 6, 6), date(2020, 6, 6)), [])


def test_an_empty_address_is_the_first_look() -> None:
    first_look = View(span=Span(date(2020, 6, 1), date(2020, 6, 30)), language="kk")
    assert from_params({}, first_look) == (first_look, [])
