"""Online geocoders: nothing asked unless turned on; asked once, politely, within the city; a silent one is survived."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from geo.errors import GeocodingError, InputError
from geo.pipeline import processed
from geo.places.online import OnlineGeocoder

ANSWERS = {"Quux Square, Almaty": [43.25, 76.93], "Busy Square, Almaty": [43.26, 76.94], "Far Square, Almaty": [51.1, 71.4]}


@pytest.fixture
def nominatim(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[tuple[str, str]]]:
    """A server that speaks like Nominatim; gives what it was asked as (question, user agent)."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            question = parse_qs(urlparse(self.path).query)["q"][0]
            asked.append((question, self.headers["User-Agent"]))
            if question.startswith("Broken"):
                self.send_error(500)
                return
            if question.startswith("Busy") and sum(q == question for q, _ in asked) == 1:
                self.send_response(429)
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            if question.startswith("Hanging"):
                self.close_connection = True
                return
            found = ANSWERS.get(question)
            rows = [] if found is None else [_row(question, *found)]
            body = json.dumps(rows).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("DETENTION_MAP_GEOCODER", "nominatim")
    monkeypatch.setenv("DETENTION_MAP_GEOCODER_DOMAIN", f"127.0.0.1:{server.server_port}")
    monkeypatch.setenv("DETENTION_MAP_GEOCODER_SCHEME", "http")
    monkeypatch.setenv("DETENTION_MAP_USER_AGENT", "detention-map-tests")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("geo.places.online.PAUSE", 0.01)
    yield asked
    server.shutdown()


def _row(name: str, lat: float, lon: float) -> dict[str, object]:
    box = [str(lat - 0.001), str(lat + 0.001), str(lon - 0.001), str(lon + 0.001)]
    return {"lat": str(lat), "lon": str(lon), "display_name": name, "boundingbox": box}


def places(tmp_path: Path, *sites: str) -> list[tuple[str | None, float | None, str]]:
    file = tmp_path / "r.jsonl"
    texts = [f"Police detained 12 protesters near {site} in Almaty." for site in sites]
    file.write_text("".join(json.dumps({"id": f"r{n}", "published": "2020-06-06", "text": t}) + "\n" for n, t in enumerate(texts)))
    done = list(processed([file]))
    return [(c.place.site, c.place.lat, c.place.basis) for item in done if not isinstance(item, InputError) for c in item[1]]


def test_a_site_is_found_once_and_only_within_its_city(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    first = places(tmp_path, "Quux Square", "Far Square", "Lost Square")
    assert first[0] == ("Quux Square", 43.25, "nominatim")
    assert [basis for _, _, basis in first[1:]] == ["site_not_found", "site_not_found"]
    assert {agent for _, agent in nominatim} == {"detention-map-tests"}
    assert [q for q, _ in nominatim] == ["Quux Square, Almaty", "Far Square, Almaty", "Lost Square, Almaty"]
    assert places(tmp_path, "Quux Square", "Far Square", "Lost Square") == first
    assert len(nominatim) == 3


def test_a_server_that_fails_loses_nothing(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    assert places(tmp_path, "Broken Square") == [("Broken Square", pytest.approx(43.25, abs=0.1), "site_not_found")]


def test_nothing_is_asked_unless_turned_on(nominatim: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTION_MAP_GEOCODER")
    assert places(tmp_path, "Quux Square")[0][2] == "site_not_found"
    assert nominatim == []


def test_a_known_site_needs_no_network(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    assert places(tmp_path, "Republic Square")[0][2] == "gazetteer"
    assert nominatim == []


def test_a_server_that_says_wait_is_asked_again(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    assert places(tmp_path, "Busy Square") == [("Busy Square", 43.26, "nominatim")]
    assert len(nominatim) == 2


def test_a_silent_server_is_left_alone(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    sites = [f"Hanging {name} Square" for name in ("North", "South", "East", "West", "Central")]
    assert [basis for _, _, basis in places(tmp_path, *sites)] == ["site_not_found"] * 5
    asked = {q for q, _ in nominatim}
    assert asked == {f"{site}, Almaty" for site in sites[:3]}
    before = len(nominatim)
    places(tmp_path, sites[0])
    assert len(nominatim) == before  # no failing question is repeated within the hour


def test_answers_expire(nominatim: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places(tmp_path, "Quux Square")
    monkeypatch.setattr("geo.places.online._KEEP_ANSWER", 0)
    places(tmp_path, "Quux Square")
    assert len(nominatim) == 2


def test_questions_are_a_pause_apart(nominatim: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.places.online.PAUSE", 0.2)
    began = time.monotonic()
    places(tmp_path, "Quux Square", "Far Square", "Lost Square")
    assert time.monotonic() - began >= 0.4


def test_only_the_site_and_its_city_are_sent(nominatim: list[tuple[str, str]], tmp_path: Path) -> None:
    places(tmp_path, "Lost Square")
    assert nominatim == [("Lost Square, Almaty", "detention-map-tests")]


def test_an_unknown_geocoder_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_GEOCODER", "nosuch")
    with pytest.raises(GeocodingError, match="nosuch"):
        OnlineGeocoder.from_settings()


@pytest.mark.parametrize("name", ["photon", "nominatim"])
def test_geocoders_that_need_no_key_open(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("DETENTION_MAP_GEOCODER", name)
    geocoder = OnlineGeocoder.from_settings()
    assert geocoder is not None
    assert geocoder.name == name
