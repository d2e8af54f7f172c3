"""For everyone: axe-core (MPL-2.0, from the package axe-playwright-python) finds nothing, and the keyboard alone does it all."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from geo.pipeline import sample_store
from test_explore import map_of, settled

pytestmark = pytest.mark.browser

VIEWS = {
    "first look": "",
    "an event": "dates=2020-06-01..2020-06-30&layer=regions&rule=latest+report",
    "filters set": "dates=2020-01-01..2020-12-31&conflicting=yes&layer=hexagons",
    "nothing": "dates=1999-01-01..1999-01-02",
    "heat": "dates=all&layer=heat",
}


@pytest.fixture(scope="module")
def sample(serve: Callable[[str], str]) -> str:
    return serve(sample_store())


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="pip install detention-map[test]")
    return files(package).joinpath("axe.min.js").read_text("utf-8")


def violations(page: Any, axe: str) -> list[str]:
    """What axe finds in the page and the map's frame in it, each with the element concerned."""
    for frame in page.frames:
        frame.evaluate(axe)
    result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    nodes = [(v["id"], node) for v in result["violations"] for node in v["nodes"]]
    return [f"{name}: {n['html'][:160]} {n.get('failureSummary', '')[:200]}" for name, n in nodes]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_axe_finds_nothing(visit: Callable[..., Any], sample: str, axe: str, language: str, theme: str) -> None:
    page = visit(f"{sample}/?lang={language}", theme=theme).page
    for query in VIEWS.values():
        page.goto(f"{sample}/?lang={language}&{query}")
        page.frame_locator("iframe").locator(".dm-label").first.wait_for(timeout=30000)
        settled(page)
        assert violations(page, axe) == [], query


def test_axe_finds_nothing_in_the_dialog_and_on_a_phone(visit: Callable[..., Any], sample: str, axe: str) -> None:
    page = visit(sample, width=390, height=844).page
    map_of(page)
    settled(page)
    assert violations(page, axe) == []
    page.locator("[data-testid=stExpandSidebarButton]").click()
    page.get_by_role("button", name="Read your own reports").click()
    page.get_by_role("dialog").wait_for()
    settled(page)
    assert violations(page, axe) == []


def test_the_keyboard_alone_reaches_map_filters_player_and_evidence(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?dates=2020-06-01..2020-06-30").page
    frame = map_of(page)
    settled(page)
    reached: set[str] = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => (document.activeElement.closest('[class*=st-key-]')?.className.match(/st-key-([\\w-]+)/) || [])[1] || document.activeElement.tagName"
            )
        )
    assert {"period", "from", "places", "kinds", "rule", "layer", "play", "back", "forward", "language"} <= reached
    symbol = frame.locator(".dm-symbol[aria-label^=Almaty]")
    symbol.focus()
    page.keyboard.press("Enter")
    page.locator(".evidence h2", has_text="Almaty").wait_for()
    page.get_by_role("button", name="Forward").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**dates=2020-06-01..2020-06-01**")
