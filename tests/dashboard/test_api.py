"""The API answers by the page's filters, page by page, tagged and limited, in the tier that is set; nothing ends in a traceback."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.server.api import DESCRIPTION, PREFIX, api_routes
from dashboard.server.limits import Limiter
from dashboard.view import View, to_params
from geo.extraction import extract
from geo.model import Report
from geo.store import Store

TEXT = (
    "Police detained 12 protesters on Republic Square in Almaty, among them Bolat Atabayev. At least 20 people were detained in Shymkent. "
    "There were detentions in Taraz. Nobody was detained in Aktobe. Nine people were detained in Semey."
)
SQUARE = ("43.2383", "76.9453")


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with Store.open(url) as store:
        for i, day in enumerate((6, 7)):
            report = Report(
                id=f"r{i}", text=TEXT, published=date(2020, 6, day), source="Wire", language="en", url="https://example.org/bolat-atabayev"
            )
            store.add(report, extract(report))
    return url


@pytest.fixture
def client(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DETENTION_MAP_STORE", store_url)
    with TestClient(Starlette(routes=api_routes())) as made:
        made.base_url = made.base_url.join("/api/v1")
        yield made


def test_the_three_formats_hold_the_same_events(client: TestClient) -> None:
    rows = client.get("/events").json()["items"]
    shapes = client.get("/events?format=geojson").json()["features"]
    table = list(csv.DictReader(io.StringIO(client.get("/events?format=csv").text)))
    assert [r["id"] for r in rows] == [s["properties"]["id"] for s in shapes] == [t["id"] for t in table]
    assert len(rows) == 10
    claims = client.get("/claims").json()["items"]
    assert {c["id"] for c in claims} == {i for row in rows for i in row["claims"]}


def test_the_filters_are_the_pages(client: TestClient) -> None:
    params = to_params(View(kinds=("no_detention",))) | {"dates": ["2020-06-06..2020-06-06"]}
    answer = client.get("/events", params=params).json()
    assert [(e["city"], e["date_start"]) for e in answer["items"]] == [("Aktobe", "2020-06-06")]
    assert {e["city"] for e in client.get("/events?bbox=76,43,77,44").json()["items"]} == {"Almaty"}
    assert client.get("/events?count=15..").json()["events"] == 4  # with those whose number is not known


def test_pages_part_the_events_without_repeats(client: TestClient) -> None:
    found, link = [], "events?per_page=3"
    while link:
        answer = client.get(f"/{link}")
        found += [e["id"] for e in answer.json()["items"]]
        link = answer.json()["next"]
    assert found == [e["id"] for e in client.get("/events").json()["items"]]


def test_what_the_asker_has_is_not_sent_again(client: TestClient, store_url: str) -> None:
    tag = client.get("/events").headers["etag"]
    assert client.get("/events", headers={"If-None-Match": tag}).status_code == 304
    with Store.open(store_url) as store:
        report = Report(id="new", text="Police detained 3 people in Oral.", published=date(2020, 6, 8), language="en")
        store.add(report, extract(report))
    assert client.get("/events", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("question", ["dates=x", "foo=1", "format=xml", "page=0", "page=x", "per_page=1001", "bbox=1,2,3", "bbox=nan,0,1,1",
                                      "kind=", "rule=one%20source", "place=" + "x" * 5000])  # fmt: skip
def test_what_cannot_be_followed_is_told(client: TestClient, question: str) -> None:
    answer = client.get(f"/events?{question}")
    assert answer.status_code == 400
    assert answer.json()["problems"]


def test_one_event_the_total_and_health(client: TestClient) -> None:
    first = client.get("/events").json()["items"][0]
    alone = client.get(f"/events/{first['id']}").json()
    assert [c["id"] for c in alone["claims"]] == first["claims"]
    assert client.get("/events/ev-000000000000").status_code == 404
    total = client.get("/total?dates=2020-06-06").json()
    assert (total["min"], total["unknown"]) == (42, 1)  # a detention without a number is one at least
    assert client.get("/health").json()["status"] == "ok"
    assert client.post("/events").status_code == 405


def test_a_store_that_is_away_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_STORE", "sqlite:////nowhere/store.db")
    assert client.get("/health").status_code == 503


def test_whoever_asks_too_often_waits(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "2")
    assert [client.get("/events").status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get("/events").headers["retry-after"]) > 0
    assert client.get("/health").status_code == 200


def test_after_a_minute_one_may_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "1")
    now = [0.0]
    limiter = Limiter(lambda: now[0])
    assert (limiter.wait("a"), limiter.wait("b"), limiter.wait("a")) == (0, 0, 60)
    now[0] = 61
    assert limiter.wait("a") == 0


def test_the_public_tier_holds_nothing_exact(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    private = [e["events"] for e in [client.get("/events").json()]]
    monkeypatch.setenv("DETENTION_MAP_TIER", "public")
    import streamlit as st

    st.cache_resource.clear()
    answers = [client.get(f"/{what}?format={form}") for what in ("events", "claims") for form in ("json", "geojson", "csv")]
    answers += [client.get("/total"), client.get(f"/events/{answers[0].json()['items'][0]['id']}")]
    for answer in answers:
        assert answer.status_code == 200
        for exact in (*SQUARE, "Bolat", "Atabayev", "atabayev", "Republic Square", "republic"):
            assert exact not in answer.text
        assert answer.headers["access-control-allow-origin"] == "*"
    assert [answers[0].json()["events"]] == private
    assert "Public edition" in answers[0].text
    st.cache_resource.clear()


def test_every_filter_is_described() -> None:
    told = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    names = {p["name"] for p in told["paths"]["/events"]["get"]["parameters"]}
    assert names >= {
        "dates",
        "place",
        "kind",
        "rule",
        "by",
        "organiser",
        "written",
        "count",
        "unknown",
        "precision",
        "conflicting",
        "bbox",
        "format",
    }


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_answers_hold_to_the_description(mode: GenerationMode, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up questions, good and bad, by schemathesis."""
    monkeypatch.setenv("DETENTION_MAP_STORE", store_url)
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "0")
    app = Starlette(routes=api_routes())
    schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")) | {"servers": [{"url": PREFIX}]})
    schema.app = app
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode == GenerationMode.NEGATIVE and not json.loads(DESCRIPTION.read_text())["paths"][operation.path]["get"].get("parameters"):
            continue

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate()

        ask()


def test_a_source_that_is_not_there_is_told_and_nothing_is_kept_of_it(client: TestClient) -> None:
    answer = client.get("/total?rule=one+source&source=nobody")
    assert answer.status_code == 400
    assert "nobody" in answer.json()["error"]
