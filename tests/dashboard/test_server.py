"""The server's own files, headers and settings."""

from __future__ import annotations

import asyncio
import json
import socket
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Message

from dashboard.__main__ import CONFIG, flat, free_port
from dashboard.server.assets import routes
from dashboard.server.headers import SecurityHeaders
from dashboard.settings import tiles

ROOT = Path(__file__).parents[2]


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def get(path: str, query: str = "") -> Answer:
    """One request to the routes behind the middleware, without a network."""
    app = Starlette(routes=routes(), middleware=[Middleware(SecurityHeaders)])
    answer = Answer()
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        answer.body += message.get("body", b"")

    with ThreadPoolExecutor(1) as own:  # the browser tests keep a running loop in the main thread
        own.submit(asyncio.run, app(scope, receive, send)).result()
    return answer


@pytest.mark.parametrize(
    "path",
    [
        "leaflet/leaflet.js",
        "leaflet/leaflet.css",
        "map/map.js",
        "map/map.css",
        "basemap/world.geojson",
        "basemap/regions.geojson",
    ],
)
def test_the_map_s_files_are_served(path: str) -> None:
    assert get(f"/assets/{path}").status == 200


def test_names_are_those_of_the_day_in_the_language_asked_for() -> None:
    def names(on: str, language: str) -> set[str]:
        return {label["name"] for label in json.loads(get("/assets/labels", f"on={on}&lang={language}").body)}

    assert "Nur-Sultan" in names("2020-06-06", "en")
    assert "Astana" not in names("2020-06-06", "en")
    assert "Астана" in names("2024-01-01", "ru")


@pytest.mark.parametrize("query", ["", "on=2020-06-06", "on=yesterday&lang=en", "on=2020-06-06&lang=de"])
def test_a_wrong_question_for_names_is_answered_with_what_was_wanted(query: str) -> None:
    answer = get("/assets/labels", query)
    assert answer.status == 400
    assert "wanted" in answer.body.decode()


def test_the_policy_lets_the_page_reach_this_server_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTION_MAP_TILES", raising=False)
    headers = get("/assets/map/map.js").headers
    assert "http" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_tile_server_may_send_pictures_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_TILES", "https://{s}.tile.example.org/{z}/{x}/{y}.png|© Example")
    headers = get("/assets/map/map.js").headers
    assert headers["content-security-policy"].count("https://*.tile.example.org") == 1
    assert "img-src 'self' data: blob: https://*.tile.example.org;" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize("setting", ["javascript:alert(1)", "https://host/no-axes.png", "https://host;script-src */{z}/{x}/{y}"])
def test_a_setting_that_is_no_tile_template_is_refused(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv("DETENTION_MAP_TILES", setting)
    with pytest.raises(ValueError, match="DETENTION_MAP_TILES"):
        tiles()


def test_the_two_copies_of_the_configuration_are_equal() -> None:
    assert (ROOT / ".streamlit" / "config.toml").read_bytes() == CONFIG.read_bytes()


def test_no_statistics_are_sent_and_no_traceback_is_shown() -> None:
    config = dict(flat(tomllib.loads(CONFIG.read_text(encoding="utf-8"))))
    assert config["browser.gatherUsageStats"] is False
    assert config["client.showErrorDetails"] == "none"
    assert config["server.address"] == "localhost"


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port, "localhost") > port
