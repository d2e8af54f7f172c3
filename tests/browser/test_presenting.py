"""A talk of ten chapters: made in the page, given from its file by keyboard, clicker or touch with the network cut, at 1920x1080 and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from line import Line

from geo.export.talk import Chapter, Evidence, Figure, Mark, Recipe, Said, recipe_of, talk
from geo.pipeline import sample_store
from payloads import PAYLOADS
from talks import ten
from test_accessible import axe, violations  # noqa: F401
from test_explore import map_of, settled

pytestmark = pytest.mark.browser
LARGE, PHONE = (1920, 1080), (390, 844)
UNDER = """(moved) => {
  const box = (e) => { const b = e.getBoundingClientRect(); return b.width && b.height ? b : null; };
  const words = ["#head", "#body", "#legend", "#dots"].map((s) => [s, box(document.querySelector(s))]).filter(([, b]) => b);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const found = [];
  for (const label of document.querySelectorAll(".name")) for (const [s, b] of words) if (meet(box(label), b)) found.push(`${label.textContent} under ${s}`);
  if (!moved) for (const mark of document.querySelectorAll(".far .mark:not(.within)")) {
    const m = box(mark), x = (m.left + m.right) / 2, y = (m.top + m.bottom) / 2;
    for (const [s, b] of words) if (x > b.left && x < b.right && y > b.top && y < b.bottom) found.push(`a symbol under ${s}`);
  }
  const panel = document.querySelector("#panel");
  if (panel.scrollHeight > panel.clientHeight + 1) found.push("the words do not fit");
  const digits = document.querySelector("#digits"), range = document.createRange();
  range.selectNodeContents(digits);
  if (range.getBoundingClientRect().right > document.querySelector("#body").getBoundingClientRect().right + 1) found.push("the number does not fit");
  for (const [i, [, a]] of words.entries()) for (const [s, b] of words.slice(i + 1)) if (innerWidth > innerHeight && meet(a, b)) found.push(`${s} over another`);
  return found;
}"""


@pytest.fixture(scope="module")
def store() -> str:
    return sample_store()


@pytest.fixture(scope="module")
def files(store: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[list[Chapter], Path]]:
    made: dict[str, tuple[list[Chapter], Path]] = {}

    def file(language: str) -> tuple[list[Chapter], Path]:
        if language not in made:
            chapters, page = ten(store, language)
            path = tmp_path_factory.mktemp("talk") / f"{language}.html"
            path.write_bytes(page)
            made[language] = chapters, path
        return made[language]

    return file


@pytest.fixture
def stage(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a file with the network cut; at the end nothing was asked for and nothing failed."""
    contexts, asked, faults = [], [], []

    def open_file(path: Path, size: tuple[int, int] = LARGE, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(path.as_uri()) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path.as_uri())
        at_rest(page)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert asked == []
    assert faults == []


def at_rest(page: Any) -> None:
    page.locator("#live:not(:empty)").wait_for(state="attached")
    page.locator("body:not(.flying):not(.changing)").wait_for(timeout=20_000)
    page.wait_for_timeout(120)


def number(page: Any) -> tuple[str, str, str]:
    return tuple(page.locator(f"#{part}").inner_text() for part in ("before", "digits", "after"))  # type: ignore[return-value]


def at(page: Any) -> int:
    return int(page.evaluate("location.hash.slice(1)"))


def test_ten_chapters_by_keyboard_with_the_network_cut(files: Callable[..., Any], stage: Callable[..., Any]) -> None:
    chapters, path = files("en")
    assert len(chapters) == 10
    assert path.stat().st_size < 2_500_000
    page = stage(path)
    for i, chapter in enumerate(chapters, start=1):
        at_rest(page)
        assert at(page) == i
        assert number(page) == tuple(chapter.figure)
        assert page.locator("#sentence").inner_text() == chapter.sentence
        assert page.evaluate("document.getElementById('title').textContent.replaceAll('\\u00a0', ' ')") == chapter.recipe.title
        assert "ata version" in page.locator("#source").inner_text()
        assert chapter.recipe.title in page.locator("#live").inner_text()
        assert page.locator(".mark").count() == len(chapter.marks)
        assert page.locator(".heat").count() == len(chapter.glows)
        assert page.locator("#footnote").is_visible() == (chapter.footnote is not None)
        page.keyboard.press(("ArrowRight", "PageDown", "Space", "Enter", "n")[i % 5])
    assert at(page) == 10  # there is no eleventh


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("size", [LARGE, (1280, 720), PHONE])
def test_nothing_lies_over_anything(files: Callable[..., Any], stage: Callable[..., Any], language: str, size: tuple[int, int]) -> None:
    chapters, path = files(language)
    page = stage(path, size, reduced_motion="reduce")
    for i, chapter in enumerate(chapters, start=1):
        at_rest(page)
        assert page.evaluate(UNDER, chapter.position is not None) == [], i
        page.keyboard.press("PageDown")


def test_the_numbers_are_the_pages(visit: Callable[..., Any], serve: Callable[[str], str], store: str, files: Callable[..., Any]) -> None:
    chapters, _ = files("en")
    url = serve(store)
    page = visit(url).page
    for chapter in chapters:
        page.goto(f"{url}/?{chapter.recipe.view}")
        page.locator("h1.sentence").wait_for(timeout=30_000)
        settled(page)
        assert page.locator("h1.sentence").inner_text().startswith(chapter.sentence)


def test_clickers_keys_and_overlays(files: Callable[..., Any], stage: Callable[..., Any]) -> None:
    chapters, path = files("ru")
    page = stage(path)
    press = page.keyboard.press
    for key, expected in (
        ("PageDown", 2),
        ("PageDown", 3),
        ("PageUp", 2),
        ("End", 10),
        ("ArrowLeft", 9),
        ("Backspace", 8),
        ("Home", 1),
        ("4", 4),
        ("p", 3),
    ):
        press(key)
        assert at(page) == expected, key
    page.reload()
    at_rest(page)
    assert at(page) == 3
    press(".")
    assert page.locator("#black").is_visible()
    press("PageDown")  # the first key only lights the stage again
    assert not page.locator("#black").is_visible()
    assert at(page) == 3
    press("F5")  # a clicker's start: no reload
    page.wait_for_function("() => document.fullscreenElement !== null")
    press("f")
    press("o")
    rows = page.locator("#list li button")
    assert rows.count() == 10
    assert page.evaluate("() => document.activeElement.getAttribute('aria-current')") == "step"
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    at_rest(page)
    assert at(page) == 5
    press("3")
    press("e")
    evidence = page.locator("#evidence")
    quotes = evidence.locator("q").all_inner_texts()
    assert chapters[2].footnote.said[0].quote == quotes[0]
    assert all(link.startswith("http") for link in evidence.locator("a").evaluate_all("list => list.map((a) => a.getAttribute('href'))"))
    press("Escape")
    assert not evidence.is_visible()
    press("?")
    assert page.locator("#help dt").count() > 10
    press("Escape")
    size = page.evaluate("() => parseFloat(getComputedStyle(document.getElementById('sentence')).fontSize)")
    press("Home")
    press("+")
    press("+")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--k'))") == pytest.approx(1.2)
    assert size > 20
    press("c")
    assert "contrast" in page.locator("html").get_attribute("class")
    press("l")
    assert "light" in page.locator("html").get_attribute("class")


def test_a_circle_opens_its_words_and_a_click_beside_it_goes_on(files: Callable[..., Any], stage: Callable[..., Any]) -> None:
    chapters, path = files("en")
    page = stage(path)
    page.keyboard.press("2")
    at_rest(page)
    page.locator(".mark").first.click()
    assert page.locator("#evidence q").count() >= 1
    page.keyboard.press("Escape")
    page.mouse.click(1500, 60)
    assert at(page) == 3
    page.mouse.click(60, 500)
    assert at(page) == 2
    assert len(chapters) == 10


def test_a_swipe_on_a_phone(files: Callable[..., Any], stage: Callable[..., Any]) -> None:
    page = stage(files("kk")[1], PHONE, has_touch=True, is_mobile=True)
    swipe = """([from, to]) => { const touch = (x) => new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
      document.body.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(from)], changedTouches: [touch(from)], bubbles: true }));
      document.body.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(to)], bubbles: true })); }"""
    page.evaluate(swipe, [300, 100])
    assert at(page) == 2
    page.evaluate(swipe, [100, 300])
    assert at(page) == 1
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_two_hundred_payloads_are_words(stage: Callable[..., Any], tmp_path: Path) -> None:
    told = tuple(Evidence(p, (Said(p, p, p),)) for p in PAYLOADS)
    marks = tuple(Mark(p, 42 + i % 14 * 0.9, 50 + i // 14 * 2.2, "disc", 3, 7, p, events=(told[i],)) for i, p in enumerate(PAYLOADS))
    chapters = [
        Chapter(Recipe(p, p, p), "en", date(2020, 6, 6), Figure(p, p, p), p, p, p, marks=marks[i * 20 : i * 20 + 20], steps=((0.5, p),), keys=(p,),
                footnote=told[i], notes=(p,))
        for i, p in enumerate(PAYLOADS[::20])
    ]  # fmt: skip
    path = tmp_path / "hostile.html"
    path.write_bytes(talk(chapters, "en", PAYLOADS))
    page = stage(path, reduced_motion="reduce")
    page.keyboard.press("Escape")
    for _ in chapters:
        for overlay in ("o", "e"):
            page.keyboard.press(overlay)
            page.keyboard.press("Escape")
        page.keyboard.press("PageDown")
        at_rest(page)
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    assert page.locator("#paper section").count() == len(chapters)
    assert page.evaluate("() => window.hacked") is None
    assert page.locator("a[href^='javascript'], img, iframe, object, embed").count() == 0


def test_on_paper_it_is_one_chapter_a_page(files: Callable[..., Any], stage: Callable[..., Any], tmp_path: Path) -> None:
    from pypdf import PdfReader

    chapters, path = files("en")
    page = stage(path)
    page.pdf(path=tmp_path / "talk.pdf", prefer_css_page_size=True, print_background=True)
    pages = PdfReader(tmp_path / "talk.pdf").pages
    assert len(pages) == 10
    for chapter, paper in zip(chapters, pages, strict=True):
        assert chapter.figure.digits in paper.extract_text()


@pytest.mark.parametrize("look", ["", "l", "c", "lc"])
def test_axe_finds_nothing_on_the_stage(files: Callable[..., Any], stage: Callable[..., Any], axe: str, look: str) -> None:  # noqa: F811
    page = stage(files("kk")[1], reduced_motion="reduce")
    for key in look:
        page.keyboard.press(key)
    for overlay in ("", "o", "e", "?"):
        if overlay:
            page.keyboard.press(overlay)
        page.wait_for_timeout(500)
        assert violations(page, axe) == [], overlay
        page.keyboard.press("Escape")


def test_a_talk_is_made_ordered_presented_and_opened_again(
    visit: Callable[..., Any],
    serve: Callable[[str], str],
    store: str,
    axe: str,  # noqa: F811
) -> None:
    url = serve(store)
    seen = visit(f"{url}/?lang=en&dates=2020-06-01..2020-06-30")
    page = seen.page
    map_of(page)
    settled(page)
    page.get_by_role("button", name="Talk").click()
    dialog = page.get_by_role("dialog")
    for title in ("First", "Second", "Third"):
        field = dialog.get_by_label("Title", exact=True)
        field.wait_for()
        field.fill(title)
        dialog.get_by_label("A line of text").fill(f"line of {title}")
        dialog.get_by_role("button", name="Add this view").click()
        dialog.locator(f"input[value='{title}']").first.wait_for()
        settled(page)
    assert violations(page, axe) == []
    dialog.locator(".st-key-talk-up-2 button:visible").focus()
    page.keyboard.press("Enter")  # the third goes before the second
    settled(page)
    edited = dialog.get_by_label("Chapter 1", exact=True)
    edited.fill("Beginning")
    edited.press("Enter")
    settled(page)
    dialog.locator(".st-key-talk-remove-2 button:visible").click()
    settled(page)
    with page.expect_download() as downloading:
        dialog.get_by_role("button", name="Save as one file").click()
    saved = recipe_of(Path(downloading.value.path()).read_text(encoding="utf-8"))
    assert [(r.title, r.line) for r in saved] == [("Beginning", "line of First"), ("Third", "line of Third")]
    assert all("version=" in r.view for r in saved)
    with page.context.expect_page() as opening:
        dialog.get_by_role("link", name="Present").click()
    shown = opening.value
    at_rest(shown)
    assert shown.locator("#title").inner_text() == "Beginning"
    shown.keyboard.press("PageDown")
    assert shown.locator("#title").inner_text() == "Third"
    assert shown.locator("#sentence").inner_text() in page.locator("h1.sentence").inner_text()
    link = shown.url
    again = visit(f"{url}/?lang=en").page
    map_of(again)
    again.get_by_role("button", name="Talk").click()
    again.get_by_label("Or a talk's link").fill(link)
    again.get_by_label("Or a talk's link").press("Enter")
    again.get_by_label("Chapter 2", exact=True).wait_for()
    assert again.get_by_label("Chapter 2", exact=True).input_value() == "Third"
    again.locator(".st-key-talk-show-0 button:visible").click()
    again.wait_for_url("**dates=2020-06-01..2020-06-30**")
    assert seen.foreign == []
    assert seen.errors == []


def test_a_click_in_haste_moves_no_other_chapter_and_leaves_each_its_words(
    visit: Callable[..., Any], serve: Callable[[str], str], store: str
) -> None:
    """It is made before the browser has drawn the new order: meant for another chapter, and with the words of the old order."""
    page = visit("about:blank").page
    line = Line(page)
    page.goto(f"{serve(store)}/?lang=en&dates=2020-06-01..2020-06-30")
    map_of(page)
    settled(page)
    page.get_by_role("button", name="Talk").click()
    dialog = page.get_by_role("dialog")
    for title in ("First", "Second", "Third"):
        dialog.get_by_label("Title", exact=True).fill(title)
        dialog.get_by_role("button", name="Add this view").click()
        dialog.locator(f"input[value='{title}']").first.wait_for()
        settled(page)
    line.hold()
    dialog.locator(".st-key-talk-up-2 button:visible").click()
    page.wait_for_timeout(500)
    dialog.locator(".st-key-talk-up-1 button:visible").click()
    page.wait_for_timeout(1500)
    assert line.release()
    settled(page)
    dialog.locator("input[value='Third']").first.wait_for()
    page.wait_for_timeout(500)
    assert [dialog.get_by_label(f"Chapter {n}", exact=True).input_value() for n in (1, 2, 3)] == ["First", "Third", "Second"]
