"""A dashboard on a free port and a browser that may reach nothing but it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
UP_WITHIN = 10
"""Seconds from the start to a page; the project promises as much."""


@dataclass
class Visit:
    """An open page, and what it asked other hosts for."""

    page: object
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[str], str]]:
    """Starts a dashboard for a store's address, once for each, and gives its own address."""
    running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}

    def start(store: str) -> str:
        if store not in running:
            with socket.socket() as probe:
                probe.bind(("localhost", 0))
                port = probe.getsockname()[1]
            command = [sys.executable, "-m", "dashboard", "--store", store, "--port", str(port), "--no-browser"]
            process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
            running[store] = (process, f"http://localhost:{port}")
            _wait_until_up(process, running[store][1])
        return running[store][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The system's Chromium. Without one the tests are skipped on a desk, and fail where CI is set."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        if os.environ.get("CI"):
            pytest.fail("no chromium on the path: install it, or name it in CHROMIUM")
        pytest.skip("no chromium on the path (install it, or name it in CHROMIUM); the dashboard was not tested")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install detention-map[test]")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: object) -> Iterator[Callable[..., Visit]]:
    """Opens an address. Requests to any other host are refused and noted."""
    contexts = []

    def open_page(url: str, width: int = 1440, height: int = 900, theme: str = "light") -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US", color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page)
        page.on("pageerror", lambda error: seen.errors.append(str(error)))

        def gate(route: object) -> None:
            if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
                route.continue_()
            else:
                seen.foreign.append(route.request.url)
                route.abort()

        context.route("**/*", gate)
        page.goto(url)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def _wait_until_up(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + UP_WITHIN
    while time.monotonic() < end:
        assert process.poll() is None, "the dashboard ended instead of starting"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no page at {url} within {UP_WITHIN} seconds")
