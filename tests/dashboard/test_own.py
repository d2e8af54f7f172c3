"""A session's own reports are that session's alone, whatever another session brings, and are in the server's tier."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
import streamlit as st

from dashboard import own
from dashboard.words import words

TEXT = "Police detained {n} protesters, among them Bolat Atabayev, on Republic Square in Almaty on June 6, 2020."


@dataclass
class File:
    """An upload."""

    name: str
    text: str

    def getvalue(self) -> bytes:
        return self.text.encode()


def row(number: int) -> str:
    return json.dumps({"id": "same", "sha256": "0" * 64, "published": "2020-06-06", "source": "Wire", "text": TEXT.format(n=number)})


def session(monkeypatch: pytest.MonkeyPatch, number: int) -> Any:
    """What a new session sees that brings a report of that number."""
    monkeypatch.setattr(st, "session_state", {})
    st.session_state[own.OWN] = own.read_own("", None, "", [File("reports.jsonl", row(number))], words("en"))
    st.session_state[own.SHOWN] = "alone"
    return own.with_own(None)


def test_reports_of_one_name_and_hash_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = session(monkeypatch, 12), session(monkeypatch, 70)
    assert {c.count.min for c in one.claims} == {12}
    assert {c.count.min for c in other.claims} == {70}
    assert "70 protesters" in other.report(other.claims[0]).text
    assert one.version != other.version


def test_a_session_keeps_its_data_from_run_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    first = session(monkeypatch, 12)
    assert own.with_own(None) is first


def test_in_the_public_tier_they_are_coarse_and_masked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_TIER", "public")
    seen = session(monkeypatch, 12)
    told = " ".join(f"{c.quote} {c.place.name} {c.place.site}" for c in seen.claims)
    assert "Atabayev" not in told
    assert "Republic Square" not in told
    assert seen.report(seen.claims[0]) is None


def test_what_cannot_be_used_is_named_by_its_file() -> None:
    read = own.read_own("", None, "", [File("bad.pdf", "no pdf"), File("reports.jsonl", row(12))], words("en"))
    assert [line.split(":")[0] for line in read.failures] == ["bad.pdf"]
    assert len(read.claims) == 1


def test_no_file_is_passed_over_in_silence() -> None:
    files = [File(f"{n}.jsonl", "") for n in range(own.MOST_FILES)]
    read = own.read_own("", None, "", [*files, File("one-more.jsonl", row(12))], words("en"))
    assert any(line.startswith("one-more.jsonl: not read") for line in read.failures)


def test_a_text_without_a_date_is_read_and_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    read = own.read_own("Police detained 12 protesters in Almaty.", None, "", [], words("en"))
    assert (len(read.claims), read.undated, read.failures) == (1, 1, ())
    assert "No date of publication" in read.remarks[0]
    monkeypatch.setattr(st, "session_state", {own.OWN: read, own.SHOWN: "alone"})
    assert own.with_own(None) is None
