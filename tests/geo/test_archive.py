"""Columns of claims give the events that reconciling the claims gives, under every rule."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo.archive import archive
from geo.archived import load, save
from geo.events import RULES, reconcile
from geo.model import Claim
from geo.pipeline import sample_store
from geo.query import NOT_KNOWN, Columns
from geo.store import Store
from test_query import claims as made_claims


def same(claims: list[Claim], rule: str, source: str | None) -> None:
    held = archive(json.dumps(c.to_json()) for c in claims)
    columns = held.columns(rule, source)
    events = {e.id: e for e in reconcile(claims, rule, source)}
    assert len(columns) == len(events)
    for row in range(len(columns)):
        event = events[held.id_of(row)]
        assert held.row_of(event.id, event.date_start, event.date_end) == row
        expected = tuple(NOT_KNOWN if n is None else n for n in (event.min, event.max))
        assert (int(columns.low[row]), int(columns.high[row])) == expected
        assert bool(columns.unknown[row]) == bool(event.unknown)
        assert bool(columns.conflicting[row]) == event.conflicting
    kept = Columns.of(sorted(events.values(), key=lambda e: e.date_start))
    assert sorted(kept.kind.tolist()) == sorted(columns.kind.tolist())
    for name in ("sources", "organisers", "languages"):
        every = np.ones(len(columns), dtype=bool)
        tallies = [{k: v for k, v in getattr(c, name).tally(every, slice(0, len(columns))).items() if k} for c in (kept, columns)]
        assert tallies[0] == tallies[1]


@pytest.mark.parametrize("rule", RULES)
def test_the_shipped_reports(rule: str) -> None:
    with Store.open(sample_store()) as store:
        claims = store.claims()
    source = claims[0].source if rule == "one source" else None
    same(claims, rule, source)


@settings(max_examples=80, deadline=None)
@given(some.lists(made_claims(longest=2), max_size=10), some.sampled_from(RULES), some.booleans())
def test_any_claims(found: list[Claim], rule: str, instance: bool) -> None:
    numbered = [replace(c, start=i, end=i + 1, report_id=f"{i:02}", instance=instance and i % 3 == 0) for i, c in enumerate(found)]
    same(numbered, rule, "A" if rule == "one source" else None)


def test_an_archive_on_disk_is_the_same(tmp_path: Path) -> None:
    with Store.open(sample_store()) as store:
        held = archive(store.bodies())
    save(held, tmp_path / "a.npz")
    read = load(tmp_path / "a.npz")
    assert [read.id_of(row) for row in range(len(read.first))] == [held.id_of(row) for row in range(len(held.first))]
    assert read.nodes == held.nodes
    assert read.columns().low.tolist() == held.columns().low.tolist()
