"""What is kept: all or nothing, once, in the same version wherever it is."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from geo.errors import StoreError
from geo.store import Store, tables
from geo.store.connect import writing
from made import claims, report

TEXT = "Police detained 12 protesters in Almaty."


def test_a_report_comes_back_as_it_went_in(store_url: str) -> None:
    one = report(TEXT, title="T", source="S", url="https://example.org/?a=1", language="en", sha256="f" * 64)
    with Store.open(store_url) as store:
        assert store.add(one, claims(TEXT)) == "added"
        assert store.add(one, claims(TEXT)) == "unchanged"
        assert store.report("r") == one
        assert store.claims() == claims(TEXT)
        assert list(store.reports()) == [one]
        before = store.version
        assert store.add(replace(one, text=TEXT + " "), claims(TEXT)) == "changed"
        assert store.version != before
        assert store.add(one, claims(TEXT)) == "changed"
        assert store.version == before
        assert store.count() == 1


def test_the_version_is_of_the_content_not_of_the_order(tmp_path: Path) -> None:
    reports = [report(TEXT, id=name) for name in "abc"]
    versions = []
    for n, order in enumerate((reports, reversed(reports))):
        with Store.open(f"sqlite:///{tmp_path}/{n}.db") as store:
            for r in order:
                store.add(r, [])
            versions.append(store.version)
    assert versions[0] == versions[1]


def test_readers_do_not_wait_for_a_writer(store_url: str) -> None:
    with Store.open(store_url) as store:
        store.add(report(TEXT), claims(TEXT))
        before = store.version
        with writing(store.engine) as connection:
            connection.execute(update(tables.reports).values(title="x"))
            assert store.report("r").title == ""  # type: ignore[union-attr]
            assert store.version == before
            assert len(store.events()) == 1


def test_an_embedded_store_is_in_wal_mode(sqlite_url: str) -> None:
    Store.open(sqlite_url).close()
    assert sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).execute("pragma journal_mode").fetchone() == ("wal",)


def test_a_missing_store_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        Store.open(f"sqlite:///{tmp_path}/none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_surrogates_and_control_characters_are_kept(store_url: str) -> None:
    text = TEXT + " \u202e\u0007 end"
    with Store.open(store_url) as store:
        store.add(report(text), claims(text))
        assert store.report("r").text == text  # type: ignore[union-attr]


def test_what_no_database_takes_is_replaced_letter_by_letter(store_url: str) -> None:
    text = "\0\ud800 " + TEXT
    with Store.open(store_url) as store:
        store.add(report(text, title="\0"), claims(text))
        (claim,) = store.claims()
        assert store.report("r").text == "\ufffd\ufffd " + TEXT  # type: ignore[union-attr]
        assert len(claim.quote) == claim.end - claim.start
        assert store.add(report(text, title="\0"), claims(text)) == "unchanged"
