"""The public tier as a stranger meets it: the page's HTML and web socket, every route, every answer of the API, searched for what was planted."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboard.talk_link import MOST_CHAPTERS, token_of
from geo.export.talk import Recipe
from geo.store import Store
from planted import POSITION, ROWS, SITE_WORDS, fill, left

ROOT = Path(__file__).parents[2]
LAYERS = ("circles", "regions", "clusters", "hexagons", "heat")
UP_WITHIN = 20


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return fill(f"sqlite:///{tmp_path_factory.mktemp('planted') / 'store.db'}")


@pytest.fixture(scope="module")
def server(store: str) -> Iterator[Callable[[str], str]]:
    """Starts a dashboard in a tier, once for each, and gives its address."""
    running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}

    def start(tier: str) -> str:
        if tier not in running:
            with socket.socket() as probe:
                probe.bind(("localhost", 0))
                port = probe.getsockname()[1]
            command = [sys.executable, "-m", "dashboard", "--store", store, "--port", str(port), "--no-browser"]
            env = os.environ | {"PYTHONPATH": str(ROOT), "DETENTION_MAP_TIER": tier, "DETENTION_MAP_API_RATE": "0"}
            running[tier] = (subprocess.Popen(command, cwd=ROOT, env=env), f"http://localhost:{port}")
            _wait(running[tier][1])
        return running[tier][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    end = time.monotonic() + UP_WITHIN
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("no dashboard")


def fetched(url: str) -> bytes:
    """The answer's headers and body, whatever its status."""
    try:
        answer = urllib.request.urlopen(url, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return bytes(str(answer.headers), "utf-8") + answer.read()


def sent(url: str, query: str) -> bytes:
    """Everything that comes over the page's web socket for an address, until its script has ended; and the files that it names."""
    whole = b""
    with connect(f"{url.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as page:  # type: ignore[list-item]
        ask = BackMsg()
        ask.rerun_script.query_string = query
        page.send(ask.SerializeToString())
        while True:
            data = page.recv(60, decode=False)
            whole += data
            message = ForwardMsg()
            message.ParseFromString(data)
            assert not message.delta.new_element.HasField("exception")
            if message.HasField("script_finished") and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                break
    for name in set(re.findall(rb"/media/[\w.-]+", whole)):
        whole += fetched(url + name.decode())
    return whole


def queries(store: str, url: str) -> Iterator[str]:
    with Store.open(store, create=False) as opened:
        version = opened.version
    everything = {"dates": "all"}
    yield ""
    for language in ("en", "ru", "kk"):
        yield urlencode({**everything, "lang": language})
        yield urlencode({**everything, "lang": language, "version": version})
    for layer in LAYERS[1:]:
        yield urlencode({**everything, "layer": layer})
    for rule in ("latest report", "median of sources"):
        yield urlencode({**everything, "rule": rule})
    yield urlencode({**everything, "rule": "one source", "source": "Wire 1"})
    yield urlencode({**everything, "embed": "true"})
    yield urlencode({**everything, "conflicting": "yes"})
    yield urlencode({**everything, "unknown": "only"})
    for event in re.findall(rb'"id":"(ev-\w+)"', fetched(f"{url}/api/v1/events?per_page=1000"))[:12]:
        yield urlencode({**everything, "event": event.decode()})
        yield urlencode({**everything, "event": event.decode(), "version": version})


def test_what_is_planted_is_found_in_the_private_tier(store: str, server: Callable[[str], str]) -> None:
    url = server("private")
    assert len(left(sent(url, "dates=all"))) > 10
    assert len(left(fetched(f"{url}/api/v1/claims?per_page=1000"))) > 50


def test_nothing_planted_is_in_page_or_socket(store: str, server: Callable[[str], str]) -> None:
    url = server("public")
    assert left(fetched(url)) == set()
    for query in queries(store, url):
        found = sent(url, query)
        assert len(found) > 10_000
        assert left(found) == set(), query


def test_nothing_planted_is_in_a_preview_or_a_talk(store: str, server: Callable[[str], str]) -> None:
    url = server("public")
    views = list(queries(store, url))
    for query in views:
        head = fetched(f"{url}/?{query}")
        assert b"og:description" in head
        assert left(head) == set(), query
    for first in range(0, len(views), MOST_CHAPTERS):
        talk = fetched(talk_of(url, views[first : first + MOST_CHAPTERS]))
        assert len(talk) > 100_000
        assert left(talk) == set()
    assert left(fetched(talk_of(server("private"), ["dates=all"])))


def talk_of(url: str, views: Sequence[str]) -> str:
    return f"{url}/talk?{urlencode({'c': token_of([Recipe('A view', '', query) for query in views])})}"


def test_nothing_planted_is_in_any_route(store: str, server: Callable[[str], str]) -> None:
    url = server("public")
    routes = ["health", "openapi.json", "total", "events/none"]
    routes += [f"{what}?per_page=1000&format={form}" for what in ("events", "claims") for form in ("json", "geojson", "csv")]
    routes += ["events?per_page=3&page=2", "claims?bbox=76,43,77,44", "total?version=latest"]
    with Store.open(store, create=False) as opened:
        routes += [f"{what}?version={opened.version}" for what in ("events", "claims", "total")]
    ids = re.findall(rb'"id":"(ev-\w+)"', fetched(f"{url}/api/v1/events?per_page=1000"))
    assert len(ids) > 20
    routes += [f"events/{event.decode()}" for event in ids]
    for route in routes:
        assert left(fetched(f"{url}/api/v1/{route}")) == set(), route
    for language in ("en", "ru", "kk"):  # towns may be called like people: the labels are the same whatever the store holds
        labels = fetched(f"{url}/assets/labels?on=2020-06-06&lang={language}")
        assert not {*map(str, POSITION), *map(str.casefold, SITE_WORDS)} & left(labels)
        assert labels.partition(b"[")[2] == fetched(f"{server('private')}/assets/labels?on=2020-06-06&lang={language}").partition(b"[")[2]


def test_a_name_that_is_asked_for_finds_nothing(server: Callable[[str], str]) -> None:
    """A filter by a masked name answers as for one that nobody has."""
    url = server("public")
    for row in ROWS[:3]:
        for field in ("by", "organiser"):
            answer = fetched(f"{url}/api/v1/events?{field}={quote(row['name'])}")
            assert b'"events":0' in answer
