"""Two hundred script payloads in every field of a report and of its claims: not one runs, on the map, in table, plots or evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.evidence import panel
from dashboard.words import words
from geo.events import reconcile
from geo.export import About, write
from geo.model import Claim, Count, Place, Report, Row
from geo.store import Store
from payloads import PAYLOADS
from test_explore import settled

pytestmark = pytest.mark.browser

FIRST = date(2020, 1, 1)
HACKED = "() => [window.hacked, window.top.hacked, window.parent.hacked].filter(Boolean).length"


def hostile(number: int, payload: str) -> tuple[Report, Claim]:
    """A report whose every text is the payload, with a claim at a place of its own."""
    day = FIRST + timedelta(number % 28)
    text = f"{payload} {payload}\n\nPolice detained seven {payload} here."
    report = Report(f"{number}{payload}", text, day, payload, f"{number}{payload}", payload, payload[:8], "ab" * 32, payload)
    start = text.index("Police")
    lat, lon = 42 + number % 14 * 0.9, 50 + number // 14 * 2.2
    place = Place(payload, payload, "city", f"{number}{payload}".replace("/", "_"), lat, lon, 9000, "KZ", payload, payload, payload, payload, payload,
                  ("country:KZ", f"{number}{payload}".replace("/", "_")))  # fmt: skip
    claim = Claim(
        report.id, report.source, payload, day, payload[:8], "detention", text[start:], start, len(text), day, day, payload, place,
        Count(payload, 7, 9, 7, payload), payload, (payload,), confidence=0.5, row=Row(payload, f"{number}{payload}", payload, payload),
        explain=(("kind", start, start + 6, f"{payload}; {payload} “{payload}” +1.0"), ("place", 0, 5, payload), ("count", 0, 5, payload), ("date", 0, 5, payload)),
    )  # fmt: skip
    return report, claim


@pytest.fixture(scope="module")
def hacked_store(serve: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'store.db'}"
    with Store.open(url) as store:
        for number, payload in enumerate(PAYLOADS):
            report, claim = hostile(number, payload)
            store.add(report, [claim])
    return serve(url)


def test_there_are_two_hundred() -> None:
    assert len(set(PAYLOADS)) == 200
    assert all("hacked" in p for p in PAYLOADS)


@pytest.mark.parametrize("layer", ["circles", "regions", "clusters", "hexagons", "heat"])
def test_nothing_runs_anywhere(visit: Callable[..., Any], hacked_store: str, layer: str) -> None:
    seen = visit(f"{hacked_store}/?dates=all&layer={layer}")
    page = seen.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    frame = page.frame_locator("iframe")
    frame.locator(".dm-symbol, .dm-class, .dm-heat").first.wait_for(state="attached", timeout=60000)
    settled(page)
    if layer == "circles":
        for number in range(0, min(30, frame.locator(".dm-symbol").count()), 6):
            frame.locator(".dm-symbol").nth(number).dispatch_event("mouseover")
        frame.locator(".dm-symbol").first.dispatch_event("click")
        page.locator(".evidence mark").first.wait_for()
        settled(page)
        page.get_by_text("Why it was read so").first.click()
        page.get_by_text("How this number was reckoned").click()
        page.wait_for_timeout(500)
        page.keyboard.press("Escape")
        page.get_by_text("More filters").click()
        page.get_by_role("combobox", name="Organiser").click()
        page.wait_for_timeout(500)
    for part in page.frames:
        assert part.evaluate(HACKED) == 0
    assert dialogs == []
    assert seen.foreign == []
    assert page.locator(".evidence script, .evidence img, .evidence iframe, .evidence svg, .evidence a[href^=javascript]").count() == 0


def test_nothing_runs_in_the_page_from_disk(chromium: Any, tmp_path: Path) -> None:
    """The offline export: every payload's evidence is opened, the table shown whole, the words searched for."""
    events = reconcile([hostile(number, payload)[1] for number, payload in enumerate(PAYLOADS)])
    path = tmp_path / "hostile.html"
    about = About(PAYLOADS[0], filters=tuple((f"{n}{p}", p) for n, p in enumerate(PAYLOADS)), note=PAYLOADS[1], sentence=None)
    with path.open("wb") as out:
        write(events, "html", out, PAYLOADS[0], about)
    context = chromium.new_context(offline=True)
    page = context.new_page()
    dialogs: list[str] = []
    requests: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("tbody tr")
    assert page.locator("tbody tr").count() == len(events) == 200
    page.evaluate("() => { for (const row of document.querySelectorAll('tbody tr')) row.click(); }")
    page.evaluate(
        "() => { for (const mark of document.querySelectorAll('#map path, #map .mark')) mark.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); }"
    )
    page.locator("#search").fill(PAYLOADS[0])
    page.wait_for_timeout(500)
    assert page.evaluate(HACKED) == 0
    assert page.locator("img[src=x], iframe, object, embed, svg script, a[href^='javascript' i]").count() == 0
    assert dialogs == []
    assert [url for url in requests if url != path.as_uri()] == []
    context.close()


def test_every_evidence_shows_its_payload_as_text() -> None:
    """All two hundred as evidence, without a browser: no tag or attribute of theirs is left to run."""
    for number, payload in enumerate(PAYLOADS):
        report, claim = hostile(number, payload)
        (event,) = reconcile([claim])
        html = panel(event, lambda _, report=report: report, words("en"))
        tags = set(re.findall(r"<\s*/?\s*([a-zA-Z][\w:-]*)", html))
        assert tags <= {
            "div",
            "p",
            "h3",
            "h2",
            "small",
            "b",
            "i",
            "ul",
            "li",
            "span",
            "mark",
            "blockquote",
            "article",
            "a",
            "details",
            "summary",
            "code",
        }
        assert not re.search(r"<[^>]*\son\w+\s*=", html)
        assert "javascript:" not in re.sub(r">[^<]*<", "><", html)
