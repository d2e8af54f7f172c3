"""What the reader changed, told from what a browser repeats of an earlier run."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from dashboard import shown


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", held)
    return held


def run(held: dict[str, Any], **values: Any) -> str:
    """A run of the page that shows these values; the number that the browser gets with it."""
    shown.begin()
    for key, value in values.items():
        shown.show(key, value)
    held[shown.MARK] = mark = str(max(held[shown.RUNS]))
    return mark


def test_a_choice_is_taken_once(session: dict[str, Any]) -> None:
    run(session, kinds=["a", "b"])
    assert not shown.chosen("kinds")
    session["kinds"] = ["a"]
    assert shown.chosen("kinds")
    assert not shown.chosen("kinds")


def test_what_an_older_page_repeats_is_no_choice(session: dict[str, Any]) -> None:
    old = run(session, kinds=["a"], numbers="only")
    run(session, kinds=[], numbers="with")
    session |= {"kinds": ["a"], "numbers": "only", shown.MARK: old}
    assert not shown.chosen("kinds", "numbers")


def test_what_the_reader_changes_on_an_older_page_is(session: dict[str, Any]) -> None:
    old = run(session, kinds=["a"])
    run(session, kinds=[])
    session |= {"kinds": ["a", "b"], shown.MARK: old}
    assert shown.chosen("kinds")


@pytest.mark.parametrize("mark", ["", "999", "x", None])
def test_an_answer_to_no_known_run_is_held_against_the_last(session: dict[str, Any], mark: str | None) -> None:
    run(session, rule="one")
    session |= {"rule": "two", shown.MARK: mark}
    assert shown.chosen("rule")


def test_an_answer_to_a_run_long_ago_is_held_against_the_oldest_kept(session: dict[str, Any]) -> None:
    old = run(session, kinds=["a"], conflicting=True)
    for _ in range(2 * shown.RUNS_KEPT):
        run(session, kinds=["a"], conflicting=False)
    session |= {"kinds": ["a"], shown.MARK: old}
    assert not shown.chosen("kinds")


def test_runs_are_forgotten(session: dict[str, Any]) -> None:
    for number in range(100):
        run(session, place=number)
    assert len(session[shown.RUNS]) == shown.RUNS_KEPT


@given(some.dictionaries(some.text(min_size=1), some.text(min_size=1)), some.text("0123456789\u202f\xa0 ,.", min_size=1))
def test_choices_are_known_by_name_whatever_number_stands_behind(choices: dict[str, str], number: str) -> None:
    names = shown.apart(choices)
    assert len(set(names.values())) == len(names)
    labels = [shown.left(name, number) for name in names.values()]
    if not set(labels) & names.keys():
        assert shown.meant(labels, names) == list(names)


def test_a_label_of_no_choice_makes_the_list_unreadable() -> None:
    names = {"detention": "detentions", "none": "nobody detained"}
    assert shown.meant(["detentions (3)", "аресты (3)"], names) is None
    assert shown.meant(["detention", "nobody detained (1,204)"], names) == ["detention", "none"]


def test_names_that_repeat_are_told_apart() -> None:
    assert shown.apart({"1": "Abay", "2": "Aral", "3": "Abay"}) == {"1": "Abay", "2": "Aral", "3": "Abay · 2"}
