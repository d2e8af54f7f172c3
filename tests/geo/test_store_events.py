"""The events that a store keeps are those that its claims add up to, in whatever order reports came, went and changed."""

from __future__ import annotations

import itertools
import json
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import InputError, UsageError
from geo.events import RULES, reconcile
from geo.model import Claim, Report
from geo.store import Selection, Store, tables
from geo.store.history import between, log
from geo.totals import total
from made import claim, claims, report

DAYS = [f"2022-01-{d:02}" for d in (1, 4, 6, 9, 13, 14, 21, 28)]
PLACES = ["KZ", "KZ/a", "KZ/b", "KZ/a/square"]


@st.composite
def reports(draw: st.DrawFn) -> tuple[Report, list[Claim]]:
    """A report of one of a few identifiers, with a few claims, some of them running totals."""
    name = draw(st.sampled_from("pqrs"))
    made = []
    for at in range(draw(st.integers(0, 3))):
        low = draw(st.integers(0, 50))
        day = draw(st.sampled_from(DAYS))
        kind = draw(st.sampled_from(["detention", "detention", "gathering", "no_detention"]))
        high = 0 if kind == "no_detention" else draw(st.one_of(st.none(), st.integers(low, 60)))
        one = claim(
            draw(st.sampled_from(PLACES)),
            0 if high == 0 else low,
            high,
            low if high != 0 else 0,
            day=day,
            kind=kind,
            source=name,
            start=at * 10,
        )
        made.append(with_changes(one, report_id=name, running=kind == "detention" and draw(st.booleans())))
    return Report(name, draw(st.sampled_from(["one", "two"])), date(2022, 1, 21), source=name), made


def with_changes(one: Claim, **changed: object) -> Claim:
    from dataclasses import replace

    return replace(one, **changed)  # type: ignore[arg-type]


@given(st.lists(st.lists(reports(), min_size=1, max_size=3), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_events_kept_are_events_worked_out(batches: list[list[tuple[Report, list[Claim]]]]) -> None:
    with Store.open("sqlite://") as store:
        for batch in batches:
            store.add_all(batch)
        for rule in RULES[:3]:
            assert store.events(rule=rule) == reconcile(store.claims(), rule)
        kept = {r["id"]: (r["min"], r["max"], r["best"], r["unknown"], r["conflicting"]) for r in store.summaries()}
        assert kept == {e.id: (e.min, e.max, e.best, e.unknown, e.conflicting) for e in store.events()}


@given(st.lists(reports(), min_size=2, max_size=4, unique_by=lambda r: r[0].id), st.randoms())
@settings(deadline=None, max_examples=40)
def test_the_order_of_ingestion_does_not_matter(items: list[tuple[Report, list[Claim]]], chance: object) -> None:
    seen = []
    for order in itertools.islice(itertools.permutations(items), 4):
        with Store.open("sqlite://") as store:
            for item in order:
                store.add(*item)
            seen.append((store.version, store.events(), total(store.events(), "KZ")))
    assert all(s == seen[0] for s in seen)


@given(st.lists(reports(), min_size=1, max_size=5, unique_by=lambda r: r[0].id))
@settings(deadline=None, max_examples=60)
def test_totals_are_never_below_a_part_and_never_cross(items: list[tuple[Report, list[Claim]]]) -> None:
    events = reconcile(c for _, found in items for c in found)
    whole = total(events, "KZ")
    for event in events:
        assert event.max is None or (event.min or 0) <= event.max
        if event.min is not None:
            assert whole.min is not None
            assert whole.min >= event.min
    for place in ("KZ", "KZ/a", "KZ/b"):
        t = total(events, place)
        assert t.min is None or t.max is None or t.min <= t.max
        assert t.best is None or (t.min or 0) <= t.best
        if t.unknown:
            assert t.min


def test_a_late_report_changes_an_event_and_the_log_says_why(store_url: str) -> None:
    with Store.open(store_url) as store:
        for name, number in (("early", "12"), ("late", "30")):
            text = f"Police detained {number} protesters in Almaty."
            store.add(report(text, id=name), with_id(claims(text), name))
        first, second = log(store)
        assert [(v.added, v.changed, v.events) for v in (first, second)] == [(1, 0, 1), (1, 0, 1)]
        (change,) = between(store, first.hash, second.hash)
        assert (change.label, change.reports) == ("Almaty, 2020-06-06", ("late",))
        assert change.before is not None
        assert change.after is not None
        assert (change.before["min"], change.after["min"], change.after["conflicting"]) == (12, 30, True)
        with pytest.raises(UsageError, match="earlier version first"):
            list(between(store, second.hash, first.hash))
        with pytest.raises(InputError, match="never had this version"):
            store.claims("abcdef0123")


def with_id(found: list[Claim], name: str) -> list[Claim]:
    return [with_changes(c, report_id=name) for c in found]


def test_an_old_version_gives_its_own_numbers_for_ever(store_url: str) -> None:
    with Store.open(store_url) as store:
        seen = {}
        for number in (5, 8, 3):
            text = f"Police detained {number} protesters in Almaty."
            store.add(report(text), claims(text))
            seen[store.version] = [e.to_row() for e in store.events()]
        for version, rows in seen.items():
            assert [e.to_row() for e in store.events(at=version)] == rows
            assert [e.to_row() for e in store.events(at=version[:8])] == rows
        assert len({json.dumps(rows) for rows in seen.values()}) == 3


def test_a_selection_by_place_days_and_box_is_the_same_by_index_and_by_hand(store_url: str) -> None:
    texts = [
        f"Police detained {n} protesters in {city} on {day} June."
        for n, (city, day) in enumerate(itertools.product(["Almaty", "Semey", "Oral", "Aktau"], [5, 6, 7]), start=3)
    ]
    with Store.open(store_url) as store:
        store.add_all([(report(t, "2020-06-08", id=f"r{i}"), with_id(claims(t, "2020-06-08"), f"r{i}")) for i, t in enumerate(texts)])
        every = store.events()
        place = next(e.place.path[-1] for e in every if e.place.city == "Semey")
        for chosen in (
            Selection(first=date(2020, 6, 6)), Selection(last=date(2020, 6, 5)), Selection(place=place), Selection(place="country:KZ"),
            Selection(box=(70, 40, 80, 50)), Selection(box=(50, 40, 55, 55), first=date(2020, 6, 6), last=date(2020, 6, 6)),
            Selection(box=(-10, -10, 10, 10)), Selection(type="Picket"),
        ):  # fmt: skip
            wanted = [e.id for e in every if chosen.holds(e)]
            assert [e.id for e in store.events(chosen)] == wanted
            assert {r["id"] for r in store.summaries(chosen)} == set(wanted)
        assert len(store.summaries(limit=2)) == 2


@pytest.mark.service
def test_postgis_has_a_geometry_that_a_map_program_opens(fresh_url: object) -> None:
    url = fresh_url("postgresql")  # type: ignore[operator]
    with Store.open(url) as store:
        store.add(report(text := "Police detained 12 protesters in Almaty."), claims(text))
        with store.engine.connect() as connection:
            from sqlalchemy import text as sql

            found = connection.execute(sql("select st_x(geom), st_srid(geom) from events")).one()
            listed = connection.execute(sql("select f_table_name, type, srid from geometry_columns")).all()
    assert (round(found[0]), found[1]) == (77, 4326)
    assert [tuple(r) for r in listed] == [("events", "POINT", 4326)]


def test_the_index_of_places_and_days_is_used(store_url: str) -> None:
    chosen = Selection(box=(70, 40, 80, 50), first=date(2020, 6, 1), last=date(2020, 6, 30))
    with Store.open(store_url) as store, store.engine.connect() as connection:
        name = store.engine.dialect.name
        explained: list[str] = []

        @sa.event.listens_for(connection, "before_cursor_execute", retval=True)
        def explain(_: object, __: object, statement: str, parameters: object, *___: object) -> tuple[str, object]:
            explained.append(statement)
            return ("explain query plan " if name == "sqlite" else "explain ") + statement, parameters

        if name == "postgresql":
            connection.connection.execute("set enable_seqscan = off")  # so small a table would be read whole
        plan = str(connection.execute(chosen.of(sa.select(tables.events.c.id), name)).cursor.fetchall())
    assert ("events_box" if name == "postgresql" else "VIRTUAL TABLE INDEX") in plan, plan


def test_the_store_moves_by_backup_and_by_export(store_url: str, fresh_url: object, tmp_path: Path) -> None:
    from geo.pipeline import ingest
    from geo.store.moving import backup, restore

    with Store.open(store_url) as store:
        for name in "abc":
            store.add(report(text := f"Police detained {ord(name)} protesters in Almaty.", id=name), with_id(claims(text), name))
        store.add(report(text := "Police detained 7 protesters in Semey.", id="b"), with_id(claims(text), "b"))
        backup(store, tmp_path / "b.jsonl.gz")
        from geo.export.whole import whole

        with (tmp_path / "all.jsonl").open("wb") as out:
            whole(store, out)
        for kind in ("sqlite", "postgresql"):
            with Store.open(fresh_url(kind)) as other:  # type: ignore[operator]
                restore(tmp_path / "b.jsonl.gz", other)
                assert (other.version, other.events(), list(log(other))) == (store.version, store.events(), list(log(store)))
                oldest = next(log(store)).hash
                assert other.events(at=oldest) == store.events(at=oldest)
                with pytest.raises(UsageError, match="needs an empty store"):
                    restore(tmp_path / "b.jsonl.gz", other)
            again = fresh_url(kind)  # type: ignore[operator]
            ingest([tmp_path / "all.jsonl"], again)
            with Store.open(again) as other:
                assert (other.version, other.events()) == (store.version, store.events())
                assert list(other.everything()) == list(store.everything())


@pytest.mark.parametrize("cut", [1, 60, 400, -30])
def test_half_a_backup_restores_nothing(sqlite_url: str, fresh_url: object, tmp_path: Path, cut: int) -> None:
    from geo.store.moving import backup, restore

    with Store.open(sqlite_url) as store:
        store.add(report(text := "Police detained 12 protesters in Almaty."), claims(text))
        backup(store, tmp_path / "b")
    (tmp_path / "b").write_bytes((tmp_path / "b").read_bytes()[:cut])
    with Store.open(fresh_url("sqlite")) as other:  # type: ignore[operator]
        with pytest.raises(InputError, match="backup"):
            restore(tmp_path / "b", other)
        assert (other.count(), other.events()) == (0, [])
