"""The dashboard as a reader meets it: a real Chromium, the shipped reports, no other host."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.pipeline import ingest, sample_store

pytestmark = pytest.mark.browser

HOSTILE = "<script>top.hacked=1</script><img src=x onerror='top.hacked=1'>${top.hacked=1}`${top.hacked=1}`"
MAP = "iframe[title*=folium], iframe[title*=etention], iframe"
SECOND = 1000


@pytest.fixture(scope="module")
def sample(serve: Callable[[str], str]) -> str:
    return serve(sample_store())


def map_of(page: Any) -> Any:
    """The map's frame, once it has drawn its symbols."""
    frame = page.frame_locator(MAP)
    frame.locator(".dm-symbol").first.wait_for(timeout=30 * SECOND)
    return frame


def settled(page: Any) -> None:
    """Waits until the page has no work under way."""
    page.wait_for_timeout(400)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=20 * SECOND)


def test_the_map_draws_from_this_machine_alone(visit: Callable[..., Any], sample: str) -> None:
    seen = visit(sample)
    frame = map_of(seen.page)
    frame.locator("path.dm-land").first.wait_for(state="attached")
    assert frame.locator(".dm-symbol svg circle").count() > 0
    assert frame.locator(".dm-label.dm-data").count() > 0
    assert "detention" in seen.page.locator("h1.sentence").inner_text()
    seen.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    settled(seen.page)
    assert seen.foreign == []
    assert seen.errors == []


def test_a_filter_keeps_the_map_and_its_zoom(visit: Callable[..., Any], sample: str) -> None:
    seen = visit(f"{sample}/?dates=2020-06-01..2020-06-30")
    page = seen.page
    frame = map_of(page)
    frame.locator("body").evaluate("body => { body.ownerDocument.defaultView.notRemounted = true }")
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(700)
    zoom = frame.locator("body").evaluate("() => [window.map.getZoom(), window.map.getCenter().toString()]")
    before = page.locator("h1.sentence").inner_text()

    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="2019", exact=True).click()
    page.wait_for_url("**dates=2019-01-01..2019-12-31**")
    settled(page)

    assert page.locator("h1.sentence").inner_text() != before
    assert frame.locator("body").evaluate("() => window.notRemounted") is True
    assert frame.locator("body").evaluate("() => [window.map.getZoom(), window.map.getCenter().toString()]") == zoom
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_url(lambda url: "2019-12-31" not in url)
    assert seen.foreign == []


def test_a_circle_and_a_row_open_the_evidence(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?dates=2020-06-01..2020-06-30").page
    symbol = map_of(page).locator(".dm-symbol[aria-label^=Kyzylorda]")
    symbol.locator("circle").first.click()
    page.wait_for_url("**event=ev-**")
    page.locator(".evidence h2", has_text="Kyzylorda").wait_for()
    settled(page)
    assert any("seven people" in quote for quote in page.locator(".evidence mark").all_inner_texts())
    assert "highest minimum" in page.locator(".evidence .number").inner_text()
    assert page.locator(".evidence a").first.get_attribute("href").startswith("http")

    page.wait_for_timeout(SECOND)  # the map draws the chosen place anew once the page is done
    map_of(page).locator(".dm-symbol[aria-label^=Almaty]").press("Enter")
    page.locator(".evidence h2", has_text="Almaty").wait_for()


@pytest.mark.parametrize(("language", "word"), [("ru", "задержани"), ("kk", "ұстау")])
def test_the_page_speaks_the_language_of_its_address(visit: Callable[..., Any], sample: str, language: str, word: str) -> None:
    page = visit(f"{sample}/?lang={language}").page
    map_of(page)
    assert word in page.locator("h1.sentence").inner_text().lower()


def test_a_wrong_link_is_told_and_the_rest_followed(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?dates=2020-13-01&rule=latest+report&place=nowhere").page
    page.locator(".problem li").first.wait_for()
    assert page.locator(".problem li").count() == 2
    assert "latest report" in page.locator("h1.sentence").inner_text()


def test_nothing_found_says_what_to_loosen(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?dates=1999-01-01..1999-01-02").page
    page.get_by_role("button", name="Without “Dates”").wait_for()
    frame = page.frame_locator(MAP)
    frame.locator(".dm-label").first.wait_for()
    frame.locator("body").evaluate("body => { body.ownerDocument.defaultView.notRemounted = true }")
    page.locator(".st-key-nothing").get_by_role("button", name="Show everything").click()
    assert map_of(page).locator("body").evaluate("() => window.notRemounted") is True


@pytest.mark.parametrize(
    "query",
    ["dates=0001-01-01..9999-12-31", "dates=9999-12-31", "source=nobody", "kind=gathering&dates=all", "lang=ru&lang=kk",
     f"place={'x' * 3000}&{'y' * 3000}=1&event=%00"],
)  # fmt: skip
def test_no_link_breaks_the_page(visit: Callable[..., Any], sample: str, query: str) -> None:
    seen = visit(f"{sample}/?{query}")
    seen.page.locator("h1.sentence").wait_for()
    settled(seen.page)
    assert seen.page.locator("[data-testid=stException]").count() == 0
    assert all(len(line) < 200 for line in seen.page.locator(".problem li").all_inner_texts())
    assert seen.errors == []


def test_a_phone_has_everything_in_one_column(visit: Callable[..., Any], sample: str) -> None:
    page = visit(sample, width=390, height=844).page
    map_of(page)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".st-key-evidence").bounding_box()["width"] > 330


def test_a_store_that_cannot_be_read_is_told_without_a_traceback(
    visit: Callable[..., Any], serve: Callable[[str], str], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 100)
    page = visit(serve(f"sqlite:///{broken}")).page
    page.locator(".failed h2").wait_for()
    assert "Traceback" not in page.content()


def test_hostile_report_text_never_runs(visit: Callable[..., Any], serve: Callable[[str], str], tmp_path: Path) -> None:
    report = tmp_path / "hostile.json"
    sentence = f"Police detained at least seven people {HOSTILE} in Kyzylorda on June 6."
    text = f"{HOSTILE} First.\n\n{sentence} {HOSTILE}\n\nLast {HOSTILE}."
    report.write_text(_json(id="h", title=HOSTILE, source=HOSTILE, url="javascript:top.hacked=1", text=text), "utf-8")
    store = f"sqlite:///{tmp_path / 'hostile.db'}"
    assert ingest([report], store).claims > 0
    seen = visit(serve(store))
    page = seen.page
    frame = map_of(page)
    frame.locator(".dm-symbol").first.hover()
    frame.locator(".dm-symbol circle").first.click()
    page.locator(".evidence mark").first.wait_for()
    settled(page)
    assert "<script>" in page.locator(".evidence").inner_text()
    assert page.evaluate("() => window.hacked") is None
    assert frame.locator("body").evaluate("() => [window.hacked, window.parent.hacked]") == [None, None]
    assert page.locator(".evidence a, .evidence img, .evidence script").count() == 0
    assert seen.foreign == []


def _json(**fields: str) -> str:
    return json.dumps({"published": "2020-06-06", "language": "en", **fields})


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_page_speaks_the_readers_language_alone(visit: Callable[..., Any], sample: str, language: str) -> None:
    """But for what reports say, no run of English words is on it."""
    page = visit(f"{sample}/?lang={language}").page
    map_of(page)
    settled(page)
    written = page.evaluate("""() => {
        const copy = document.querySelector("[data-testid=stApp]").cloneNode(true);
        for (const said of copy.querySelectorAll(".st-key-evidence, style, script")) said.remove();
        return copy.textContent;
    }""")
    assert len(written) > 500
    assert page.evaluate("() => document.documentElement.lang") == language
    assert re.findall(r"(?:[A-Za-z]{2,}[ ,.]+){3,}", written) == []
