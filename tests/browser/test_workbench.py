"""What analysts do all day: layers, the time strip and its player, filters, plots, and reports of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from line import Line

from geo.pipeline import sample_store
from test_explore import map_of, settled

pytestmark = pytest.mark.browser
JUNE = "dates=2020-06-01..2020-06-30"
WIDTHS = [(1400, 900), (390, 844)]


@pytest.fixture(scope="module")
def sample(serve: Callable[[str], str]) -> str:
    return serve(sample_store())


def marked(page: Any) -> Any:
    """The map's frame with a mark that a frame made anew would lack."""
    body = page.frame_locator("iframe").locator("body")
    body.evaluate("body => { body.ownerDocument.defaultView.notRemounted = true }")
    return body


def still(body: Any) -> bool:
    return bool(body.evaluate("() => window.notRemounted === true"))


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_every_layer_is_drawn_in_the_same_frame(visit: Callable[..., Any], sample: str, width: int, height: int) -> None:
    seen = visit(f"{sample}/?{JUNE}", width=width, height=height)
    page = seen.page
    frame = map_of(page)
    body = marked(page)
    shapes = {"Regions": ".dm-class", "Clusters": ".dm-symbol", "Hexagons": ".dm-class", "Heat": ".dm-heat", "Circles": ".dm-symbol"}
    for name, shape in shapes.items():
        page.get_by_role("radio", name=name).click()
        settled(page)
        frame.locator(shape).first.wait_for(state="attached")
        assert still(body)
    assert seen.foreign == []
    assert seen.errors == []


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_player_moves_the_days_and_keeps_map_and_zoom(visit: Callable[..., Any], sample: str, width: int, height: int) -> None:
    page = visit(f"{sample}/?{JUNE}", width=width, height=height).page
    frame = map_of(page)
    body = marked(page)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(700)
    zoom = body.evaluate("() => window.map.getZoom()")
    page.get_by_role("button", name="Forward").click()
    page.wait_for_url("**dates=2020-06-01..2020-06-01**")
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**dates=2020-06-06..2020-06-06**", timeout=30000)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for()
    settled(page)
    at = page.url
    page.wait_for_timeout(2500)
    assert page.url == at
    assert still(body)
    assert body.evaluate("() => window.map.getZoom()") == zoom
    page.get_by_role("button", name="Whole: ").click()
    page.wait_for_url("**dates=2020-06-01..2020-06-30**")


def test_brushing_the_bars_chooses_their_days(visit: Callable[..., Any], sample: str) -> None:
    """And so does brushing over the same bars once more, after all days were shown again."""
    page = visit(f"{sample}/?{JUNE}").page
    map_of(page)
    settled(page)
    chosen = []
    for _ in range(2):
        chart = page.locator(".st-key-strip .stVegaLiteChart").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        y = box["y"] + 60
        page.mouse.move(box["x"] + box["width"] * 0.18, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=8)
        page.mouse.up()
        page.wait_for_url(lambda url: "dates=2020-06-01..2020-06-30" not in url)
        settled(page)
        chosen.append(page.url.partition("dates=")[2][:22])
        assert "detentions" in page.locator("h1.sentence").inner_text()
        page.get_by_role("button", name="Whole: ").click()
        page.wait_for_url("**dates=2020-06-01..2020-06-30**")
        settled(page)
    assert chosen[0] == chosen[1]


def test_filters_say_what_they_leave_and_one_click_clears_them(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?{JUNE}&conflicting=yes&by=RFE%2FRL").page
    map_of(page)
    settled(page)
    assert page.get_by_text("RFE/RL (", exact=False).first.is_visible()
    page.get_by_role("combobox", name="Language of the report").click()
    assert page.get_by_role("option", name="English (").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_url(lambda url: "conflicting=no" in url and "by=" not in url)


def test_an_empty_result_says_what_to_loosen(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?{JUNE}&conflicting=yes&unknown=only").page
    page.get_by_role("button", name="Without “Events without a number”").click()
    page.wait_for_url(lambda url: "unknown=with" in url)
    map_of(page)


@pytest.mark.parametrize("button", ["Clear all filters", "Without “Events without a number”"])
def test_what_the_map_tells_late_undoes_no_choice(visit: Callable[..., Any], sample: str, button: str) -> None:
    """The map's message is sent before the browser has drawn the choice, and has the old state of every filter in it."""
    page = visit("about:blank").page
    line = Line(page)
    page.goto(f"{sample}/?{JUNE}&conflicting=yes&unknown=only&by=RFE%2FRL")
    page.get_by_role("button", name="Clear all filters").wait_for()
    settled(page)
    page.get_by_text("No event fits these filters.").wait_for()
    zoom = page.frame_locator("iframe").locator(".leaflet-control-zoom-in")
    zoom.wait_for()
    page.wait_for_timeout(1000)
    line.hold()
    page.get_by_role("button", name=button).click()
    zoom.click()
    page.wait_for_timeout(1500)
    assert line.release()
    settled(page)
    page.wait_for_url(lambda url: "unknown=with" in url)
    page.wait_for_timeout(1000)
    asked = "conflicting=no" if button == "Clear all filters" else "conflicting=yes"
    assert asked in page.url
    assert "unknown=with" in page.url
    assert "kind=detention~no_detention" in page.url


def test_evidence_says_why_in_plain_words(visit: Callable[..., Any], sample: str) -> None:
    page = visit(f"{sample}/?{JUNE}&lang=ru").page
    map_of(page)
    page.get_by_text("Почему прочитано так").first.click()
    assert page.get_by_text("по формулировке прочитано как").first.is_visible()
    page.get_by_text("Как получено это число").click()
    assert "сумма частей" in page.locator(".reckoned").inner_text()


@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_a_pasted_report_is_seen_by_its_session_alone(visit: Callable[..., Any], sample: str, width: int, height: int) -> None:
    seen = visit(f"{sample}/?{JUNE}", width=width, height=height)
    page = seen.page
    map_of(page)
    if width < 600:
        page.locator("[data-testid=stExpandSidebarButton]").click()
    page.get_by_role("button", name="Read your own reports").click()
    page.get_by_label("Paste a report").fill("Police detained at least 4321 activists in Oral on June 6, 2020.")
    page.get_by_role("dialog").get_by_role("button", name="Read", exact=True).click()
    page.get_by_text("1 statement read (reports: 1)").wait_for()
    page.get_by_role("button", name="Show these alone").click()
    page.get_by_role("heading", name="At least 4,321 detentions in 1 place (Oral)").wait_for()
    other = visit(f"{sample}/?dates=all").page
    map_of(other)
    assert "4,321" not in other.content()
    assert seen.foreign == []


def test_map_and_bars_open_evidence_in_any_turn(visit: Callable[..., Any], sample: str) -> None:
    """Each click counts, that on what was clicked before another too."""
    page = visit(f"{sample}/?{JUNE}").page
    frame = map_of(page)
    settled(page)
    bars = page.locator(".st-key-by_place .stVegaLiteChart").first.locator("g.mark-rect path[d]")
    circle = frame.locator(".dm-symbol:not(.dm-within)").last

    def bar(at: int) -> None:
        bars.nth(at).scroll_into_view_if_needed()
        box = bars.nth(at).bounding_box()
        page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)

    opened = []
    for click in (lambda: bar(0), lambda: bar(1), circle.click, lambda: bar(1), circle.click, lambda: bar(0)):
        before = page.url
        click()
        page.wait_for_url(lambda url, before=before: url != before)
        settled(page)
        opened.append(page.url.partition("event=")[2][:19])
    assert opened[0] == opened[5]
    assert opened[1] == opened[3]
    assert opened[2] == opened[4]
    assert len(set(opened)) == 3
