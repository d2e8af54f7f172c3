"""From claims to events, from events to totals: the contract's sums, and that nothing is ever counted twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import RULES, reconcile
from geo.model import Claim, Total
from geo.totals import total
from made import claim


def added(claims: list[Claim], place: str | None = "KZ", start: str | None = None, end: str | None = None, **options: str) -> Total:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return total(reconcile(claims, **options), place, day(start), day(end))


def numbers(t: Total) -> tuple[int | None, int | None, int | None, int]:
    return t.min, t.max, t.best, t.unknown


def test_the_same_count_twice_is_one() -> None:
    t = added([claim("KZ/a", 12, 12, 12), claim("KZ/a", 12, 12, 12, source="Monitor")], "KZ/a")
    assert (numbers(t), t.conflicting, t.events, t.claims) == ((12, 12, 12, 0), False, 1, 2)


def test_counts_that_cannot_both_be_true_conflict() -> None:
    t = added([claim("KZ/a", 20, 20, 20), claim("KZ/a", 53, None, 53, source="Rights")], "KZ/a")
    assert (numbers(t), t.conflicting) == ((53, None, 53, 0), True)


def test_a_country_holds_its_cities() -> None:
    assert numbers(added([claim("KZ", 101, None, 101), claim("KZ/a", 70, 70, 70), claim("KZ/b", 19, 19, 19)])) == (101, None, 101, 0)


def test_cities_that_pass_the_countrys_number() -> None:
    assert numbers(added([claim("KZ", 80, 120, 100), claim("KZ/a", 400, None, 400), claim("KZ/b", 50, 50, 50)])) == (450, None, 450, 0)


def test_unknown_is_never_nought() -> None:
    t = added([claim("KZ/a", 7, 7, 7), claim("KZ/b", 2, None, None)])
    assert numbers(t) == (9, None, 9, 1)
    assert t.unknown_places == ("b, 2020-06-06",)
    assert numbers(added([claim("KZ/b", 2, None, None)], "KZ/b")) == (2, None, None, 1)


def test_nothing_known_is_null_and_nobody_is_nought() -> None:
    assert numbers(added([])) == (None, None, None, 0)
    assert numbers(added([claim("KZ/a", 0, 0, 0, kind="no_detention")], "KZ/a")) == (0, 0, 0, 0)


def test_running_totals_do_not_add_up() -> None:
    first = claim("KZ", 3800, 3800, 3800, day="2022-01-02", to="2022-01-07")
    second = claim("KZ", 7939, 7939, 7939, day="2022-01-02", to="2022-01-10")
    assert numbers(added([first, second], "KZ", "2022-01-01", "2022-01-31")) == (7939, None, 7939, 0)


def test_days_add_up_where_they_do_not_overlap() -> None:
    days = [claim("KZ/a", 10, 10, 10, day="2020-06-01"), claim("KZ/a", 5, 5, 5, day="2020-06-02")]
    assert added(days, "KZ/a").min == 15
    assert added([*days, claim("KZ/a", 12, 12, 12, day="2020-06-01", to="2020-06-02")], "KZ/a").min == 15
    assert added([*days, claim("KZ/a", 30, 30, 30, day="2020-06-01", to="2020-06-02")], "KZ/a").min == 30


def test_sites_are_parts_of_their_city() -> None:
    parts = [claim("KZ/a/x", 10, 14, 12), claim("KZ/a/y", 8, 8, 8)]
    assert numbers(added(parts, "KZ/a")) == (18, None, 20, 0)
    assert added([*parts, claim("KZ/a", 100, 100, 100)]).min == 100


def test_seen_arrests_are_a_lower_bound_of_one() -> None:
    seen = [claim("KZ/a", 1, 1, 1, instance=True, start=s) for s in range(5)]
    assert numbers(added(seen, "KZ/a")) == (1, None, None, 1)
    assert numbers(added([*seen, claim("KZ/a", 7, 7, 7)], "KZ/a")) == (7, 7, 7, 0)
    assert added([*seen, claim("KZ/a", 0, 0, 0, kind="no_detention")], "KZ/a").conflicting


def test_subsets_and_other_kinds_never_count() -> None:
    t = added([claim("KZ/a", 30, 30, 30), claim("KZ/a", 500, 500, 500, kind="gathering"), claim("KZ/a", 90, 90, 90, subset=True)], "KZ/a")
    assert numbers(t) == (30, 30, 30, 0)
    (event,) = reconcile([claim("KZ/a", 500, 500, 500, kind="gathering")])
    assert (event.kind, event.min, event.best) == ("gathering", None, None)


def test_what_reaches_beyond_the_span_is_left_out_and_said() -> None:
    t = added([claim("KZ/a", 30, 30, 30, day="2020-06-01", to="2020-06-10")], "KZ", "2020-06-05", "2020-06-06")
    assert t.min is None
    assert "Left out" in t.reckoning[-1]


def test_rules_of_the_headline() -> None:
    several = [
        claim("KZ/a", 50, None, 50, source="Rights", published="2020-06-06"),
        claim("KZ/a", 20, 20, 20, source="Police", published="2020-06-08"),
        claim("KZ/a", 30, 30, 30, source="Wire", published="2020-06-07"),
    ]
    best = {rule: added(several, "KZ/a", rule=rule, source="Wire").best for rule in RULES}
    assert best == {"highest minimum": 50, "latest report": 20, "median of sources": 30, "one source": 30}
    with pytest.raises(ValueError, match="no such headline rule"):
        reconcile(several, "loudest")


def test_the_reckoning_names_the_claims() -> None:
    t = added([claim("KZ/a", 70, 70, 70), claim("KZ/b", 19, 19, 19)])
    text = "\n".join(t.reckoning)
    assert "89" in text
    assert all(c.id in text for c in (claim("KZ/a", 70, 70, 70), claim("KZ/b", 19, 19, 19)))


DAYS = [date(2020, 6, 1) + timedelta(days=n) for n in range(5)]


@st.composite
def any_claims(draw: st.DrawFn) -> list[Claim]:
    out = []
    for n in range(draw(st.integers(1, 12))):
        path = draw(st.sampled_from(["KZ", "KZ/a", "KZ/b", "KZ/a/x", "KZ/a/y"]))
        i = draw(st.integers(0, 4))
        j = draw(st.integers(i, 4))
        low = draw(st.integers(0, 50))
        high = draw(st.one_of(st.none(), st.integers(low, 60)))
        best = draw(st.one_of(st.none(), st.just(low)))
        out.append(claim(path, low, high, best, day=DAYS[i].isoformat(), to=DAYS[j].isoformat(), source=f"s{n}", start=n))
    return out


@given(any_claims())
def test_a_total_is_supported_and_never_exceeds_the_plain_sum(claims: list[Claim]) -> None:
    events = reconcile(claims)
    t = total(events, "KZ")
    assert t.min is not None
    assert max(e.min or 0 for e in events) <= t.min <= sum(e.min or 0 for e in events)
    assert t.best is None or t.best >= t.min
    assert t.max is None or t.max >= t.min


@given(any_claims(), any_claims())
def test_more_evidence_never_lowers_a_total(some: list[Claim], more: list[Claim]) -> None:
    few, many = total(reconcile(some), "KZ"), total(reconcile([*some, *more]), "KZ")
    assert (few.min or 0) <= (many.min or 0)


@given(any_claims())
def test_order_and_repeats_change_nothing(claims: list[Claim]) -> None:
    once = total(reconcile(claims), "KZ")
    again = total(reconcile([*reversed(claims), *claims]), "KZ")
    assert numbers(once) == numbers(again)


def test_a_running_total_holds_what_was_counted_on_the_way() -> None:
    from dataclasses import replace

    first = claim("KZ/a", 30, 30, 30, day="2022-01-05")
    second = claim("KZ/b", 40, 40, 40, day="2022-01-07")
    reached = replace(claim("KZ", 60, 60, 60, day="2022-01-10"), running=True)
    assert added([first, second, reached], "KZ", "2022-01-01", "2022-01-31").min == 70
    reached = replace(claim("KZ", 90, 90, 90, day="2022-01-10"), running=True)
    assert added([first, second, reached], "KZ", "2022-01-01", "2022-01-31").min == 90
    alone = replace(claim("KZ", 90, 90, 90, day="2022-01-20"), running=True)
    assert added([first, second, alone], "KZ", "2022-01-01", "2022-01-31").min == 160


def test_one_part_alone_is_told_as_it_stands() -> None:
    t = added([claim("KZ/a", 8, 8, 8)], "KZ", "2020-06-01", "2020-06-30")
    assert numbers(t) == (8, None, 8, 0)
    assert t.reckoning[0].startswith("a, 2020-06-06: 8 (")
