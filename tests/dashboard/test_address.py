"""When an address that the browser tells is the reader's wish to go back, and when it is merely late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import streamlit as st

from dashboard import shown, state
from dashboard.view import View, to_params


class Address(dict[str, list[str]]):
    """What Streamlit holds of the address."""

    def get_all(self, name: str) -> list[str]:
        return self.get(name, [])

    def from_dict(self, params: dict[str, list[str]]) -> None:
        self.clear()
        self.update(params)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    held: dict[str, Any] = {state.VIEW: View()}
    monkeypatch.setattr(st, "session_state", held)
    monkeypatch.setattr(st, "query_params", Address())
    return held


def drawn(view: View) -> dict[str, list[str]]:
    """A run that shows a view and that the browser has drawn; its address."""
    st.session_state[state.VIEW] = view
    shown.begin()
    state.write_address(view)
    st.session_state[shown.MARK] = str(shown.newest())
    return to_params(view)


def told(address: dict[str, list[str]]) -> bool:
    st.query_params.from_dict(address)
    return state.went_back()


HEAT, REGIONS = View(layer="heat"), View(layer="regions")


def test_the_view_before_is_asked_for_by_its_address(session: dict[str, Any]) -> None:
    first = drawn(View())
    drawn(HEAT)
    assert told(first)
    assert state.VIEW not in session, "it is read from the address anew"


def test_the_same_address_is_no_wish(session: dict[str, Any]) -> None:
    drawn(View())
    assert not told(drawn(HEAT))
    assert session[state.VIEW] == HEAT


def test_of_a_page_not_yet_drawn_the_address_is_late(session: dict[str, Any]) -> None:
    first = drawn(View())
    mark = session[shown.MARK]
    drawn(HEAT)
    session[shown.MARK] = mark
    assert not told(first)


def test_with_a_choice_the_address_is_late(session: dict[str, Any]) -> None:
    first = drawn(View())
    drawn(HEAT)
    session[state.VIEW] = replace(HEAT, conflicting=True)
    assert not told(first)


def test_the_address_before_the_map_moved_may_be_late(session: dict[str, Any]) -> None:
    drawn(REGIONS)
    before = drawn(View())
    state.write_address(replace(View(), event="x"))  # what a part of the page writes, between two runs of the whole
    session[state.VIEW] = replace(View(), event="x")
    assert not told(before)
    assert told(to_params(REGIONS))


def test_what_the_map_wrote_while_the_last_page_stood_is_gone_back_to_as_well(session: dict[str, Any]) -> None:
    drawn(View())
    moved = View(event="x")
    session[state.VIEW] = moved
    state.write_address(moved)
    drawn(HEAT)
    assert told(to_params(moved))


def test_before_the_first_run_nothing_was_left(session: dict[str, Any]) -> None:
    assert not told({"lang": ["ru"]})
