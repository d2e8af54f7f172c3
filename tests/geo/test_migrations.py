"""An older store opens in a newer program, with everything in it; a newer one is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from geo.errors import StoreError
from geo.store import Store, tables
from geo.store.connect import HEAD, VERSION_TABLE
from geo.store.digests import digest
from made import claims, report

TEXTS = ["Police detained 12 protesters in Almaty.", "Nobody was detained in Semey.", "In Kazakhstan, 100 people were detained."]


def first_store(url: str) -> None:
    """A store as the first programs made it: no versions, no events, no note of its schema."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    engine = sa.create_engine(url)
    with engine.begin() as connection:
        from geo.store.migrations.versions import s0001_first

        with Operations.context(MigrationContext.configure(connection)):
            s0001_first.upgrade()
        for number, text in enumerate(TEXTS):
            one = report(text, id=f"r{number}")
            found = claims(text, id=one.id)
            bodies = [json.dumps(c.to_json(), ensure_ascii=False, sort_keys=True) for c in found]
            connection.execute(
                sa.text("insert into reports values (:id, :p, '', '', null, '', :t, '', null, :d)"),
                {"id": one.id, "p": one.published, "t": text, "d": digest(one, bodies)},
            )
            for at, (c, body) in enumerate(zip(found, bodies, strict=True)):
                connection.execute(
                    sa.text("insert into claims values (:id, :r, :at, :k, :s, :e, :p, :b)"),
                    {"id": c.id, "r": one.id, "at": at, "k": c.kind, "s": c.date_start, "e": c.date_end, "p": c.place.id, "b": body},
                )
    engine.dispose()


def test_an_older_store_opens_and_is_equal_to_a_new_one(store_url: str, sqlite_url: str) -> None:
    first_store(store_url)
    with Store.open(store_url, create=False) as old, Store.open(sqlite_url) as new:
        for number, text in enumerate(TEXTS):
            new.add(report(text, id=f"r{number}"), claims(text, id=f"r{number}"))
        assert old.events() == new.events()
        assert (old.version, old.claims(), list(old.reports())) == (new.version, new.claims(), list(new.reports()))
        assert old.add(report(TEXTS[0], id="r0"), claims(TEXTS[0], id="r0")) == "unchanged"


def test_the_migrations_lead_to_the_head_that_the_program_wants() -> None:
    from pathlib import Path

    from alembic.script import ScriptDirectory

    import geo.store.migrations as here

    assert ScriptDirectory(str(Path(here.__file__).parent)).get_current_head() == HEAD


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_the_migrated_tables_are_those_that_the_queries_see(store_url: str) -> None:
    with Store.open(store_url) as store:
        inspector = sa.inspect(store.engine)
        for table in tables.metadata.sorted_tables:
            assert {c.name for c in table.columns} <= {c["name"] for c in inspector.get_columns(table.name)}


def test_a_newer_store_is_refused_in_words(store_url: str) -> None:
    with Store.open(store_url) as store, store.engine.begin() as connection:
        connection.execute(sa.text(f"update {VERSION_TABLE} set version_num = '9999'"))
    with pytest.raises(StoreError, match="made by a newer detention-map; update this one"):
        Store.open(store_url)


def test_a_database_of_another_program_is_left_alone(store_url: str) -> None:
    engine = sa.create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(sa.text("create table reports (number integer)"))
    with pytest.raises(StoreError, match="was not made by detention-map"):
        Store.open(store_url)
    assert {c["name"] for c in sa.inspect(engine).get_columns("reports")} == {"number"}
    engine.dispose()


def test_events_are_worked_out_anew_when_the_rules_changed(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(store_url) as store:
        store.add(report(TEXTS[0]), claims(TEXTS[0]))
        wanted = store.summaries()
        with store.engine.execution_options(writes=True).begin() as connection:
            connection.execute(sa.update(tables.events).values(min=0))
    monkeypatch.setattr("geo.store.derive.RECKONED", "2")
    with Store.open(store_url) as store:
        assert [{**r, "number": 0} for r in store.summaries()] == [{**r, "number": 0} for r in wanted]


def test_no_store_is_made_by_looking(fresh_url: Callable[[str], str], store_url: str) -> None:
    with pytest.raises(StoreError, match="make one with"):
        Store.open(store_url, create=False)
