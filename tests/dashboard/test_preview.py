"""What a messenger reads of a link: title, sentence, picture - of the view that the link is of, in its language and tier."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.server.preview import SIZE, LinkPreview, preview_routes
from geo.extraction import extract
from geo.model import Report
from geo.store import Store

TEXT = "Police detained 12 protesters in Almaty. Nine people were detained in Semey."
NAMED = "Полиция задержала в Алматы 12 человек <b>\"'&."


def page(request: Request) -> HTMLResponse:
    """Streamlit's index, as far as it matters."""
    return HTMLResponse("<html><head><title>Streamlit</title></head><body></body></html>", headers={"ETag": '"same"'})


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with Store.open(url) as store:
        for i, text in enumerate((TEXT, NAMED)):
            report = Report(id=f"r{i}", text=text, published=date(2020, 6, 6 + i), source="Wire <script>", language=("en", "ru")[i])
            store.add(report, extract(report))
    monkeypatch.setenv("DETENTION_MAP_STORE", url)
    with TestClient(Starlette(routes=[Route("/", page), *preview_routes()], middleware=[Middleware(LinkPreview)])) as made:
        yield made


def told(html: str, name: str) -> str:
    found = re.search(rf'property="{name}" content="([^"]*)"', html)
    assert found, name
    return unescape(found[1])


@pytest.mark.parametrize(
    ("language", "words"), [("en", "21 detentions in 2 places"), ("ru", "21 задержания в 2 местах"), ("kk", "2 жерде: кемінде 21 ұстау")]
)
def test_the_head_tells_what_the_view_shows(client: TestClient, language: str, words: str) -> None:
    answer = client.get(f"/?dates=2020-06-06&lang={language}")
    assert words in told(answer.text, "og:description")
    assert told(answer.text, "og:locale") == language
    assert "<title>Streamlit" not in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "etag" not in answer.headers  # one page for one link: it is not the same for another


def test_without_a_language_in_the_link_it_is_the_readers(client: TestClient) -> None:
    assert told(client.get("/", headers={"Accept-Language": "ru-RU,ru;q=0.9"}).text, "og:locale") == "ru"


def test_the_picture_is_of_the_view(client: TestClient) -> None:
    answer = client.get("/?dates=2020-06-06&lang=kk&place=nowhere")
    address = told(answer.text, "og:image")
    assert address.startswith("http://testserver/preview.png?dates=2020-06-06..2020-06-06&")
    assert "lang=kk" in address
    assert "version=" in address  # of these numbers, whatever is corrected later
    picture = client.get(address)
    assert picture.headers["content-type"] == "image/png"
    assert struct.unpack(">II", picture.content[16:24]) == SIZE


def test_a_base_path_is_told_to_the_server(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_ADDRESS", "https://example.org/map/")
    assert told(client.get("/?lang=en").text, "og:image").startswith("https://example.org/map/preview.png?dates=")


@pytest.mark.parametrize("query", ["version=zzzz", "dates=soon", "%00=%ff", "event=ev-0", "lang=de", "a&b=&&=c"])
def test_a_damaged_link_still_has_a_page(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 200
    assert "detentions" in told(answer.text, "og:description")
    assert client.get(f"/preview.png?{query}").status_code == 200


def test_what_is_too_long_or_asked_too_often_has_its_name_alone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "og:title" not in client.get("/?place=" + "x" * 9000).text
    assert client.get("/preview.png?place=" + "x" * 9000).status_code == 503
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "1")
    assert ["og:title" in client.get("/").text for _ in range(3)][-1] is False
    monkeypatch.setenv("DETENTION_MAP_API_RATE", "lots")
    assert client.get("/").status_code == 200
    assert client.get("/preview.png").status_code == 503


def test_nothing_in_the_head_runs(client: TestClient) -> None:
    answer = client.get("/?lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&dates=all&by=%3Cscript%3E")
    assert "<script" not in answer.text


def test_without_a_store_the_page_has_its_name(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_STORE", "sqlite:////nowhere/store.db")
    answer = client.get("/")
    assert "<title>Detentions, where and when</title>" in answer.text
    assert "og:image" not in answer.text
    assert client.get("/preview.png").status_code == 503
