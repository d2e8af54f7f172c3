"""Every format of one view, made and opened by another program: features, sums and the headline against the page's own. Prints a table.

    python tests/benchmarks/exports.py [EVENTS ...]

Of the shipped reports, and of made stores of so many events (default: 1000 5000). Programs that are not installed are named as such.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import made
from dashboard.selection import select
from dashboard.sentence import places_of
from dashboard.view import Span, View
from dashboard.words import words
from geo.export import FORMATS, About, write
from geo.export.asked import asked
from geo.export.words import words as export_words
from geo.model import Event
from geo.pipeline import sample_store
from geo.store import Selection, Store
from geo.totals import total

BROWSER = shutil.which("chromium") or "/usr/bin/chromium"
JUNE = View(span=Span(date(2020, 6, 1), date(2020, 6, 30)))


@dataclass
class Seen:
    """What another program finds: features, the sums of lowest and highest numbers, whether the page's headline stands in the file."""

    program: str
    features: int | None = None
    low: int | None = None
    high: int | None = None
    headline: bool | None = None
    note: str = ""


def run(*command: object) -> str:
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def office(path: Path, form: str) -> Path:
    run(
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{path.parent}/office",
        "--convert-to",
        form,
        "--outdir",
        path.parent / "o",
        path,
    )
    return path.parent / "o" / f"{path.stem}.{form.partition(':')[0]}"


def ogr(path: Path, headline: str) -> Seen:
    sql = f'SELECT count(*) AS n, sum("min") AS low, sum("max") AS high FROM "{path.stem if path.suffix == ".geojson" else "events"}"'
    found = dict(re.findall(r"(\w+) \(\w+\) = (\S+)", run("ogrinfo", "-q", "-dialect", "sqlite", "-sql", sql, path)))
    told = headline in (run("ogrinfo", path) if path.suffix == ".gpkg" else path.read_text(encoding="utf-8"))
    return Seen("ogrinfo", int(found["n"]), whole(found["low"]), whole(found["high"]), told, crs_of(path))


def crs_of(path: Path) -> str:
    return "WGS 84" if 'GEOGCRS["WGS 84"' in run("ogrinfo", "-so", "-al", path) else "another CRS"


def whole(text: str) -> int:
    return 0 if text == "(null)" else round(float(text))


def sheet(path: Path, headline: str) -> Seen:
    rows = list(csv.DictReader(office(path, "csv:Text - txt - csv (StarCalc):44,34,76,1").open(encoding="utf-8")))
    low, high = (sum(int(row[name] or 0) for row in rows) for name in ("min", "max"))
    told = headline in rows[0].get("about", "") if rows and "about" in rows[0] else None
    if path.suffix == ".xlsx":
        told = headline in re.sub(r"\s+", " ", run("pdftotext", office(path, "pdf"), "-"))
    return Seen("LibreOffice", len(rows), low, high, told)


def lines(path: Path, headline: str) -> Seen:
    import pandas

    frame = pandas.read_json(path, lines=True)
    return Seen("pandas", len(frame), int(frame["min"].sum()), int(frame["max"].sum()), headline in str(frame["about"].iloc[0]))


def parquet(path: Path, headline: str) -> Seen:
    import geopandas
    import pyarrow.parquet

    frame = geopandas.read_parquet(path)
    told = headline in json.loads(pyarrow.parquet.read_schema(path).metadata[b"about"])["total"]
    return Seen("geopandas", len(frame), int(frame["min"].sum()), int(frame["max"].sum()), told, f"EPSG:{frame.crs.to_epsg()}")


def page(path: Path, headline: str) -> Seen:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_context(offline=True).new_page()
        requests: list[str] = []
        faults: list[str] = []
        opened.on("request", lambda request: requests.append(request.url))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        start = time.perf_counter()
        opened.goto(path.as_uri())
        opened.wait_for_selector("tbody tr")
        took = time.perf_counter() - start
        shown = int(re.sub(r"\D", "", opened.inner_text("#rows").partition(" of ")[0]))
        told = opened.inner_text("#sentence")
        browser.close()
    note = f"{len(requests) - 1} further requests, {len(faults)} faults, drawn in {took:.1f} s"
    return Seen("Chromium, offline", shown, headline=headline in told, note=note)


def picture(path: Path, headline: str) -> Seen:
    return Seen("file", note=run("file", "-b", path).strip()[:46])


def pdf(path: Path, headline: str) -> Seen:
    text = run("pdftotext", "-layout", path, "-")
    rows = [line for line in text.splitlines() if re.match(r"\d{1,2} (\w+ \d{4} |to \d|\w+ (\d{4} )?to )", line.strip())]
    pages = re.findall(r"Pages:\s+(\d+)", run("pdfinfo", path))[0]
    return Seen("pdftotext", len(rows), headline=headline in re.sub(r"\s+", " ", text), note=f"{pages} pages")


def slides(path: Path, headline: str) -> Seen:
    made = office(path, "pdf")
    pages = re.findall(r"Pages:\s+(\d+)", run("pdfinfo", made))[0]
    return Seen("LibreOffice", headline=headline in re.sub(r"\s+", " ", run("pdftotext", made, "-")), note=f"{pages} slides")


OPENED: dict[str, Callable[[Path, str], Seen]] = {
    "csv": sheet, "xlsx": sheet, "jsonl": lines, "geojson": ogr, "gpkg": ogr, "geoparquet": parquet, "html": page, "png": picture, "pdf": pdf,
    "pptx": slides,
}  # fmt: skip


def store_events(url: str) -> tuple[list[Event], str]:
    with Store.open(url, create=False) as store:
        return store.events(Selection()), store.version


def table(name: str, events: Sequence[Event], version: str, view: View, folder: Path) -> int:
    """Prints a row for each format; gives how many differ from the page."""
    selection = select(events, view)
    chosen = selection.events if selection.sums is None else selection.fetch(selection.rows)
    say = words("en")
    sums = selection.total if selection.sums is None else total(chosen, selection.whole)
    headline = f"{say.detentions(sums)} {say.count('in_places', len(places_of(selection.places)))}"
    headline = headline[:1].upper() + headline[1:]
    low, high = sum(e.min or 0 for e in chosen), sum(e.max or 0 for e in chosen)
    about = About(version, filters=asked(view.query, export_words("en")))
    print(f"\n{name}: {len(chosen)} events, lowest numbers add up to {low}, highest to {high}; wanted: “{headline} ...”")
    if selection.sums is not None:
        print(f"(So many are added up day by day on the page, which says: {say.detentions(selection.total)}.)")
    print(f"{'format':11}{'made in':>9}{'size':>10}  {'opened by':18}{'features':>9}{'lowest':>9}{'highest':>9}  {'headline':9} ")
    wrong = 0
    for form in FORMATS:
        path = folder / f"e.{form}"
        start = time.perf_counter()
        with path.open("wb") as out:
            write(chosen, form, out, version, about)
        took = time.perf_counter() - start
        try:
            seen = OPENED[form](path, headline)
        except (FileNotFoundError, ModuleNotFoundError) as error:
            print(f"{form:11}{took:8.2f}s{path.stat().st_size / 1e6:8.2f}MB  not opened: {error}")
            continue
        pairs = ((seen.features, len(chosen)), (seen.low, low), (seen.high, high), (seen.headline, True))
        differs = any(found is not None and found != wanted for found, wanted in pairs)
        wrong += differs
        cells = "".join(f"{'' if n is None else n:>9}" for n in (seen.features, seen.low, seen.high))
        said = {None: "", True: "same", False: "MISSING"}[seen.headline]
        print(
            f"{form:11}{took:8.2f}s{path.stat().st_size / 1e6:8.2f}MB  {seen.program:18}{cells}  {said:9}{'DIFFERS ' if differs else ''}{seen.note}"
        )
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("events", nargs="*", type=int, default=[1000, 5000])
    sizes = parser.parse_args().events
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        events, version = store_events(sample_store())
        wrong += table("Shipped reports, June 2020", events, version, JUNE, Path(folder))
        wrong += table("Shipped reports, all dates", events, version, View(), Path(folder))
        for size in sizes:
            events, version = store_events(made.make(size, Path(folder) / f"made-{size}.db"))
            wrong += table(f"Made store of {size}", events, version, View(), Path(folder))
    print(f"\n{wrong} files differ from the page")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
