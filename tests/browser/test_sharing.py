"""Links, versions, embedding and files, as those meet them who get a link: a new browser, the same state, the same numbers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.data import load, selection_of
from dashboard.sentence import sentence
from dashboard.share import query
from dashboard.spots import spots
from dashboard.view import Span, View, to_params
from dashboard.words import words
from geo.pipeline import ingest, sample_store
from geo.store import Store
from links import damaged, random_view
from test_explore import map_of, settled

pytestmark = pytest.mark.browser
JUNE = "dates=2020-06-01..2020-06-30"
MANY = pytest.mark.slow


@pytest.fixture(scope="module")
def sample(serve: Callable[[str], str]) -> str:
    return serve(sample_store())


def said(page: Any) -> str:
    """The sentence on the page, once it has settled, without its rule."""
    heading = page.locator("h1.sentence")
    heading.wait_for(timeout=30_000)
    settled(page)
    return str(heading.evaluate("h => [...h.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join('')")).strip()


def copied(page: Any) -> list[str]:
    """What the open box offers to copy."""
    page.locator("[data-testid=stPopoverBody] code").nth(2).wait_for()
    return [str(text) for text in page.locator("[data-testid=stPopoverBody] code").all_inner_texts()]


def asked(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("number", [10, pytest.param(300, marks=MANY)])
def test_a_link_opens_the_same_state_and_numbers_in_a_new_browser(visit: Callable[..., Any], sample: str, number: int) -> None:
    rng, dataset = random.Random(number), load(sample_store())
    for _ in range(number):
        view = random_view(rng, dataset)
        selection = selection_of(dataset, view)
        wanted = sentence(selection, spots(selection, None), view, words(view.language))
        page = visit(f"{sample}/?{query(view)}").page
        assert said(page) == wanted, query(view)
        assert asked(page.url) == to_params(view), query(view)
        assert page.locator(".problem").count() == 0
        if view.position and len(selection):
            body = page.frame_locator("iframe").locator("body")
            body.evaluate("() => new Promise(done => setInterval(() => window.map && document.querySelector('.dm-labels') && done(), 100))")
            lat, lon, zoom = body.evaluate("() => [window.map.getCenter().lat, window.map.getCenter().lng, window.map.getZoom()]")
            assert (lat, lon, zoom) == pytest.approx(view.position, abs=0.06)
        page.context.close()


@pytest.mark.parametrize("number", [6, pytest.param(100, marks=MANY)])
def test_a_damaged_link_is_explained(visit: Callable[..., Any], sample: str, number: int) -> None:
    rng, dataset = random.Random(number), load(sample_store())
    for _ in range(number):
        link = damaged(rng, random_view(rng, dataset))
        page = visit(f"{sample}/?{link}").page
        assert said(page), link
        assert page.locator(".problem li").first.inner_text(), link
        assert page.locator("[data-testid=stException]").count() == 0, link
        page.context.close()


def test_what_a_reader_does_to_the_map_is_in_the_link(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?{JUNE}&lang=en").page
    frame = map_of(page)
    settled(page)
    assert asked(page.url)["map"] == ["fit"]
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_url(lambda url: "map=fit" not in url)
    frame.locator(".dm-fit").click()
    page.wait_for_url("**map=fit**")


def test_a_version_keeps_its_numbers_after_fifty_corrections(
    visit: Callable[..., Any], serve: Callable[[str], str], tmp_path: Path
) -> None:
    store, file = f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "reports.jsonl"

    def write(more: int) -> None:
        rows = [
            {"id": f"r{n}", "published": f"2020-06-{1 + n % 28:02}", "source": "Wire", "language": "en",
             "text": f"Police detained {3 + n + more} people in {city} on June {1 + n % 28}, 2020."}
            for n in range(60) for city in [("Almaty", "Semey", "Oral")[n % 3]]
        ]  # fmt: skip
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        assert ingest([file], store).failures == 0

    write(0)
    with Store.open(store) as held:
        version = held.version
    dataset = load(store)
    before = said(visit(f"{serve(store)}/?{JUNE}&lang=en&version={version}").page)
    for correction in range(1, 51):
        write(correction)
    page = visit(f"{serve(store)}/?{JUNE}&lang=en&version={version}").page
    assert said(page) == before
    assert dataset.version == version
    told = page.locator(".st-key-since").inner_text()
    assert version[:12] in told
    assert "events have changed" in told
    page.get_by_role("button", name="Show the newest data").click()
    page.wait_for_url(lambda url: "version=" not in url)
    settled(page)
    assert said(page) != before


@pytest.mark.parametrize(("width", "language"), [(1400, "en"), (390, "kk")])
def test_the_link_and_the_citation_are_there_to_copy(visit: Callable[..., Any], sample: str, width: int, language: str) -> None:
    page = visit(f"{sample}/?{JUNE}&lang={language}", width=width).page
    map_of(page)
    settled(page)
    text = words(language)
    page.get_by_role("button", name=text("share.link")).click()
    links = copied(page)
    version = load(sample_store()).version
    assert f"version={version}" in links[0]
    assert "version=" not in links[1]
    assert links[2].startswith("<iframe")
    assert "embed=true" in links[2]
    page.keyboard.press("Escape")
    page.locator("[data-testid=stPopoverBody]").wait_for(state="hidden")
    page.get_by_role("button", name=text("share.cite")).click()
    cited = copied(page)
    assert version in cited[0]
    assert cited[1].startswith("@misc{")
    assert json.loads(cited[2])[0]["version"] == version


def test_the_view_leaves_as_a_file(visit: Callable[..., Any], sample: str, tmp_path: Path) -> None:
    page = visit(f"{sample}/?{JUNE}&lang=en").page
    map_of(page)
    settled(page)
    page.get_by_role("button", name="Export").click()
    page.get_by_role("combobox", name="Format").click()
    page.get_by_role("option", name="GeoJSON").click()
    settled(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download", exact=True).click()
    found = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    shown = selection_of(load(sample_store()), View(span=Span(date(2020, 6, 1), date(2020, 6, 30)))).events
    assert {f["properties"]["id"] for f in found["features"]} == {e.id for e in shown}
    assert coming.value.suggested_filename.endswith(".geojson")


@pytest.mark.parametrize("width", [800, 390])
def test_embedded_it_is_map_legend_and_sources_alone(visit: Callable[..., Any], sample: str, width: int) -> None:
    seen = visit(f"{sample}/?{JUNE}&lang=en&embed=true", width=width)
    map_of(seen.page)
    settled(seen.page)
    assert seen.page.locator(".legend .item").count() > 2
    assert "Sources: " in seen.page.locator("p.fine").inner_text()
    assert "embed" not in seen.page.locator("p.fine a").get_attribute("href")
    for gone in ("[data-testid=stSidebar]", ".st-key-table", ".st-key-strip", ".st-key-share"):
        assert seen.page.locator(gone).count() == 0
    assert seen.foreign == []


def test_back_goes_through_the_views_and_off_the_page(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?{JUNE}&lang=en").page
    first = said(page)
    page.get_by_role("radio", name="Regions").click()
    page.wait_for_url(lambda url: "layer=regions" in url)
    settled(page)
    page.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="2019", exact=True).click()
    page.wait_for_url(lambda url: "dates=2019" in url)
    year = said(page)
    assert year != first
    page.go_back()
    page.wait_for_function("words => document.querySelector('h1.sentence').textContent.includes(words)", arg=first)
    assert "layer=regions" in page.url
    settled(page)
    page.go_back()
    page.wait_for_url(lambda url: "layer=circles" in url)
    assert said(page) == first
    page.go_forward()
    page.wait_for_url(lambda url: "layer=regions" in url)
    settled(page)
    page.get_by_role("radio", name="Heat").click()
    page.wait_for_url(lambda url: "layer=heat" in url)
    assert said(page) == first, "what is chosen after going back goes on from there"
