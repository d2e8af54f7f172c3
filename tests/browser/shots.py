"""Screenshots of every page, for a reviewer to look at: three languages, two widths, light and dark.

python tests/browser/shots.py OUT_FOLDER [--url http://localhost:8501]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from conftest import FLAGS, ROOT

PORT = 8597
WIDTHS = {"wide": (1400, 1000), "phone": (390, 844)}
JUNE, YEAR = "dates=2020-06-01..2020-06-30", "dates=2020-01-01..2020-12-31"
VIEWS = {
    "first-look": "", "june": JUNE, "regions": f"{YEAR}&layer=regions", "clusters": f"{YEAR}&layer=clusters", "hexagons": f"{YEAR}&layer=hexagons",
    "heat": f"{YEAR}&layer=heat", "conflicting": f"{YEAR}&conflicting=yes", "latest-report": f"{JUNE}&rule=latest+report",
    "empty": f"{JUNE}&count=5000..&unknown=without", "wrong-link": "dates=2020-13-01&place=nowhere", "other-kinds": "dates=all&kind=release&kind=gathering",
}  # fmt: skip


def drawn(page: Page) -> None:
    page.frame_locator("iframe").locator(".dm-label").first.wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(1200)


def save(page: Page, path: Path) -> None:
    """The whole page: Streamlit scrolls inside, so the window is made as tall as what it holds."""
    size = page.viewport_size or {"width": 1400, "height": 1000}
    height = page.evaluate("() => document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight + 40")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(height, 4000))})
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def dialogs(page: Page, url: str, name: str, folder: Path) -> None:
    """What opens over the page or inside it."""
    page.goto(f"{url}/?lang=en&{JUNE}")
    drawn(page)
    page.locator(".evidence summary").first.click()
    page.get_by_text("How this number was reckoned").click()
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{name}-reckoning.png")
    page.keyboard.press("Escape")
    page.get_by_text("More filters").click()
    page.wait_for_timeout(600)
    save(page, folder / f"{name}-filters.png")
    page.get_by_role("button", name="Read your own reports").click()
    page.get_by_label("Paste a report").fill("Police detained at least nine activists in Oral on June 6, 2020.")
    page.get_by_role("dialog").get_by_role("button", name="Read", exact=True).click()
    page.get_by_text("statement read").wait_for()
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{name}-own-reports.png")


def take(browser: Any, url: str, folder: Path) -> None:
    for language in ("en", "ru", "kk"):
        for width, (w, h) in WIDTHS.items():
            for theme in ("light", "dark"):
                page = browser.new_context(viewport={"width": w, "height": h}, color_scheme=theme).new_page()
                for name, query in VIEWS.items():
                    page.goto(f"{url}/?lang={language}&{query}")
                    drawn(page)
                    save(page, folder / f"{language}-{width}-{theme}-{name}.png")
                if language == "en" and width == "wide":
                    dialogs(page, url, f"{language}-{width}-{theme}", folder)
                page.context.close()


def talks(browser: Any, folder: Path) -> None:
    """A talk of ten chapters in three languages: every chapter on a large screen in one, some in the others and on a phone; the overlays; the looks."""
    from geo.pipeline import sample_store
    from talks import ten

    for language in ("en", "ru", "kk"):
        path = folder / f"talk-{language}.html"
        path.write_bytes(ten(sample_store(), language)[1])
        for width, (w, h) in {"wide": (1920, 1080), "phone": (390, 844)}.items():
            page = browser.new_context(viewport={"width": w, "height": h}, offline=True, reduced_motion="reduce").new_page()
            page.goto(path.resolve().as_uri())
            for number in range(1, 11) if (language, width) == ("en", "wide") else (1, 3, 4, 7):
                page.evaluate(f"location.hash = '#{number}'")
                page.wait_for_timeout(700)
                page.screenshot(path=folder / f"talk-{language}-{width}-{number:02}.png")
            page.keyboard.press("3")
            for name, keys in (
                {"list": "o", "evidence": "e", "help": "?", "contrast": "c", "light": "cl"}.items() if width == "wide" else ()
            ):
                for key in keys:
                    page.keyboard.press(key)
                page.wait_for_timeout(500)
                page.screenshot(path=folder / f"talk-{language}-{width}-{name}.png")
                page.keyboard.press("Escape")
            page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--talk", action="store_true", help="only a talk's chapters, which need no dashboard")
    parser.add_argument("--url", help="a dashboard that runs already; else one is started on the shipped reports")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    url, process = args.url or f"http://localhost:{PORT}", None
    if not args.url and not args.talk:
        from geo.pipeline import sample_store

        command = [sys.executable, "-m", "dashboard", "--store", sample_store(), "--port", str(PORT), "--no-browser"]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
            if not args.talk:
                take(browser, url, args.folder)
            talks(browser, args.folder)
            print(f"{len(list(args.folder.glob('*.png')))} screenshots in {args.folder}")
    finally:
        if process:
            process.terminate()


if __name__ == "__main__":
    main()
