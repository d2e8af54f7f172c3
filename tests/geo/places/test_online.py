"""Online geocoders: nothing asked unless turned on; asked once, politely, within the city; a silent one is survived."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from geo.errors import InputError
from geo.pipeline import processed

ANSWERS = {"Quux Square, Almaty": [43.25, 76.93], "Far Square, Almaty": [51.1, 71.4]}


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
