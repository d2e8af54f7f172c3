"""The dashboard at 1,000 and 1,000,000 events, beside a bare Streamlit page and the plain way, in one run. Prints tables.

python tests/benchmarks/dashboard_scale.py [--folder DIR] [--runs 5] [--viewers 30] [--seconds 60]
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from made import make
from viewers import crowd

ROOT = Path(__file__).parents[2]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
DRAWN = ".dm-symbol, path.leaflet-interactive"


@contextmanager
def served(command: list[str], store: str, **environment: str) -> Iterator[tuple[str, int]]:
    """An address and a process, once a page is answered."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    put = [str(port) if part == "PORT" else part for part in command]
    env = os.environ | {"PYTHONPATH": str(ROOT), "DETENTION_MAP_STORE": store} | environment
    process = subprocess.Popen(put, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://localhost:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def dashboard(store: str) -> Any:
    return served([sys.executable, "-m", "dashboard", "--store", store, "--port", "PORT", "--no-browser"], store)


def plain(store: str, events: int) -> Any:
    return served([sys.executable, "tests/benchmarks/plain_app.py", "PORT"], store, PLAIN_EVENTS=str(events))


def opened(browser: Browser, url: str, map_: bool = True) -> tuple[Page, float, int]:
    """A new reader's page, seconds until its map is drawn, and bytes that came over the socket by then."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    heard: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda data: heard.append(len(data))))
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    if map_:
        page.frame_locator("iframe").locator(DRAWN).first.wait_for(state="attached", timeout=300_000)
    else:
        page.get_by_text("A page without a map.").wait_for()
    return page, time.perf_counter() - began, sum(heard)


QUIET = 900
"""Milliseconds without a message or a drawing after which a page has done what it was asked."""
WATCH = """() => {
  if (window.top !== window) return;
  const Plain = window.WebSocket;
  window.heard = 0;
  window.WebSocket = class extends Plain {
    constructor(...given) { super(...given); this.addEventListener("message", () => { window.heard = Date.now(); }); }
  };
}"""
"""Notes when the page last had news: a message, or that it has drawn all of a run. Put into each page before its own scripts."""
BEGIN = """() => {
  window.began = 0;
  window.addEventListener("click", () => { window.began ||= Date.now(); }, { capture: true, once: true });
  const app = document.querySelector("[data-testid=stApp]");
  new MutationObserver(() => { if (app.dataset.testScriptState === "notRunning") window.heard = Date.now(); }).observe(app, { attributes: true });
}"""
LAST_DRAWN = """() => {
  window.drawn = 0;
  new MutationObserver(() => { window.drawn = Date.now(); }).observe(document.querySelector(".leaflet-pane"), { childList: true, subtree: true });
}"""


def idle(page: Page) -> None:
    """Waits until the page has heard nothing for a while."""
    page.wait_for_function("quiet => window.heard && Date.now() - window.heard > quiet", arg=QUIET, timeout=120_000)


def refiltered(page: Page, label: str, choices: list[str], map_: bool) -> list[tuple[float, float]]:
    """Seconds from choosing another period until the map has drawn for the last time, and until the page has drawn all of the run.

    Both are looked at once nothing has come for a while, so that a run too short to be seen under way is no endless wait. Without a
    map both are the same.
    """
    out: list[tuple[float, float]] = []
    idle(page)
    body = page.frame_locator("iframe").locator("body") if map_ else None
    if body:
        body.evaluate(LAST_DRAWN)
    for choice in choices:
        idle(page)
        page.get_by_role("combobox", name=label).click()
        option = page.get_by_role("option", name=choice, exact=True)
        option.wait_for()
        page.evaluate(BEGIN)
        option.click()
        page.wait_for_function("() => window.began && window.heard > window.began", timeout=120_000)
        idle(page)
        began, ended = page.evaluate("() => [window.began, window.heard]")
        drawn = body.evaluate("() => window.drawn") if body else ended
        assert drawn > began, f"{choice}: the map was not drawn anew"
        out.append(((drawn - began) / 1000, (max(ended, drawn) - began) / 1000))
    return out


def memory(pid: int) -> float:
    """Resident megabytes."""
    return int(next(line.split()[1] for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path(".measured"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--viewers", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    few, many = (make(n, args.folder / f"made-{n}.db") for n in (1000, 1_000_000))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        with dashboard(few) as (small, _), dashboard(many) as (large, pid), plain(few, 0) as (bare, _):
            measure(browser, small, large, bare, pid, args)
        print("\n| the plain way, a marker an event | open to drawn | socket |\n| --- | --- | --- |")
        for number in (1000, 10_000):
            with plain(many, number) as (url, _):
                opened(browser, url)[0].context.close()
                page, seconds, heard = opened(browser, url)
                print(f"| {number:,} events | {seconds:.2f} s | {heard / 1024:,.0f} KB |", flush=True)
                page.context.close()
        browser.close()


def measure(browser: Browser, small: str, large: str, bare: str, pid: int, args: argparse.Namespace) -> None:
    for url in (small, large):
        page, first, _ = opened(browser, url)
        print(f"first page of all at {'1,000' if url == small else '1,000,000'} events: {first:.1f} s", flush=True)
        page.context.close()
    runs: dict[str, list[tuple[float, int]]] = {small: [], large: []}
    for _ in range(args.runs):
        for url in (small, large):
            page, seconds, heard = opened(browser, url)
            idle(page)
            runs[url].append((seconds, heard))
            page.context.close()
    print("\n| open to map drawn | median | over the socket by then |\n| --- | --- | --- |")
    medians = {url: statistics.median(s for s, _ in found) for url, found in runs.items()}
    for name, url in (("1,000 events", small), ("1,000,000 events", large)):
        print(f"| {name} | {medians[url]:.2f} s | {max(h for _, h in runs[url]) / 1024:,.0f} KB |")
    print(f"| ratio | {medians[large] / medians[small]:.2f} | |", flush=True)
    years = ["2019", "2020", "2018", "2021", "2017", "2016"][: args.runs + 1]
    page, _, _ = opened(browser, large)
    filtered = refiltered(page, "Period", years, True)[1:]
    page.context.close()
    page, _, _ = opened(browser, bare, map_=False)
    reruns = refiltered(page, "Year", ["2019", "2020", "all", "2019", "2020", "all"][: args.runs + 1], False)[1:]
    page.context.close()
    (map_drawn, all_drawn), (bare_drawn, _) = (map(statistics.median, zip(*seen, strict=True)) for seen in (filtered, reruns))
    print("\n| date filter, a year chosen anew | to the map redrawn | to the whole page redrawn |\n| --- | --- | --- |")
    print(f"| 1,000,000 events | {map_drawn:.2f} s | {all_drawn:.2f} s |")
    print(f"| bare Streamlit rerun, no map | | {bare_drawn:.2f} s |")
    print(f"| ratio | {map_drawn / bare_drawn:.1f} | {all_drawn / bare_drawn:.1f} |", flush=True)
    before = memory(pid)
    told = crowd(large, args.viewers, args.seconds)
    after = memory(pid)
    print(f"\n| {args.viewers} viewers, a filter every 2 s each, {args.seconds} s | |\n| --- | --- |")
    print(f"| filters answered, errors | {len(told.seconds)}, {len(told.errors)} |")
    if told.seconds:
        print(f"| p50, p95 | {told.at(0.5):.2f} s, {told.at(0.95):.2f} s |")
    print(f"| server memory at 1,000,000 events | {before:.0f} MB |")
    print(f"| each further viewer | {(after - before) / args.viewers:.1f} MB |", flush=True)
    for error in sorted(set(told.errors)):
        print(f"{told.errors.count(error)} x {error}")


if __name__ == "__main__":
    main()
