"""Files opened by other programs: the same events and sums, and inside each what was asked for, its version and its caveats."""

from __future__ import annotations

import io
import random
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from geo.events import reconcile
from geo.export import FORMATS, About, write
from geo.export.summary import Summary
from geo.export.words import LANGUAGES
from geo.model import Event
from geo.resources import data_path
from made import claim, claims

TEXT = (
    "Police detained 12 protesters on Republic Square in Almaty. In Kazakhstan, dozens were detained. Nine were detained in Zzyzxburg. "
    "At least 20 people were detained in Shymkent. There were detentions in Taraz. Nobody was detained in Aktobe."
)
ABOUT = About("v-123", filters=(("place", "Kazakhstan"), ("from", "2020-06-01")))


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return reconcile(claims(TEXT))


def made(events: list[Event], format: str, about: About = ABOUT) -> io.BytesIO:
    out = io.BytesIO()
    write(events, format, out, about.version, about)
    out.seek(0)
    return out


def saved(events: list[Event], format: str, folder: Path) -> Path:
    path = folder / f"e.{format}"
    path.write_bytes(made(events, format).getvalue())
    return path


def random_events(size: int, seed: int = 1) -> list[Event]:
    """Events nested in place and time, with running numbers, unknowns and nobody."""
    draw = random.Random(seed)
    out = []
    for i in range(size):
        path = draw.choice(("KZ", "KZ/almaty", "KZ/almaty/square", "KZ/almaty/park", "KZ/astana", "KZ/semey", "RU/omsk"))
        first = date(2020, 1, 1) + timedelta(draw.randrange(40))
        low = draw.choice((0, 1, 3, 12, 30))
        high = draw.choice((None, low, low * 2))
        to = first + timedelta(draw.choice((0, 0, 0, 2, 9)))
        out.append(claim(path, low, high, draw.choice((low, None)), day=first.isoformat(), to=to.isoformat(), start=i))
    return reconcile(out)


def test_the_three_languages_hold_the_same_words() -> None:
    tables = [tomllib.loads(data_path(f"export/{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES]
    for section, texts in tables[0].items():
        for other in tables[1:]:
            assert set(other[section]) == set(texts), section


@pytest.mark.parametrize("format", ["gpkg", "geoparquet", "geojson"])
def test_a_geographic_file_has_the_events_and_sums(format: str, events: list[Event], tmp_path: Path) -> None:
    import geopandas

    path = saved(events, format, tmp_path)
    frame = geopandas.read_parquet(path) if format == "geoparquet" else geopandas.read_file(path)
    assert len(frame) == len(events)
    assert frame["min"].fillna(0).sum() == sum(e.min or 0 for e in events)
    assert frame.crs.to_epsg() == 4326
    assert "v-123" in path.read_bytes().decode("utf-8", "ignore")
    assert "Detentions are not people" in path.read_bytes().decode("utf-8", "ignore")


def test_gdal_tells_what_a_geopackage_is(events: list[Event], tmp_path: Path) -> None:
    import pyogrio

    told = pyogrio.read_info(saved(events, "gpkg", tmp_path))["dataset_metadata"]
    assert (told["VERSION"], told["FILTERS"]) == ("v-123", "Place: Kazakhstan; From: 2020-06-01")


def test_a_workbook_has_numbers_days_and_no_formula() -> None:
    from openpyxl import load_workbook

    book = load_workbook(made(reconcile([claim("KZ/=1+1", 3, 5, 3), claim("KZ/almaty", 10**18, None, None)]), "xlsx"))
    head, *rows = book["events"].iter_rows(values_only=True)
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["place"] for row in table} == {"'=1+1", "almaty"}
    assert table[0]["date_start"].date() == date(2020, 6, 6)
    assert {row["min"] for row in table} == {3, str(10**18)}
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    said = " ".join(str(v) for row in book["about"].iter_rows(values_only=True) for v in row if v)
    assert "v-123" in said
    assert "GeoNames" in said


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_a_row_that_travels_alone_says_where_it_is_from(format: str, events: list[Event]) -> None:
    *_, last = made(events, format).getvalue().decode().splitlines()
    for said in ("v-123", "Place: Kazakhstan", "Detentions are not people", "GeoNames"):
        assert said in last


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", ["html", "png", "pdf", "pptx"])
def test_what_is_looked_at_is_made_in_every_language_and_of_nothing(format: str, language: str, events: list[Event]) -> None:
    for some in (events, []):
        assert made(some, format, About("v-123", language=language)).getvalue()
    assert FORMATS[format].takes == "events"


def test_a_picture_is_for_print_and_says_what_it_is(events: list[Event]) -> None:
    from PIL import Image

    picture = Image.open(made(events, "png"))
    assert picture.width > 3000
    assert "v-123" in picture.info["Description"]


def test_slides_hold_every_event_their_sources_and_caveats(events: list[Event]) -> None:
    from pptx import Presentation

    show = Presentation(made(events, "pptx"))
    shapes = [shape for slide in show.slides for shape in slide.shapes]
    tables = [[cell.text for cell in row.cells] for shape in shapes if shape.has_table for row in shape.table.rows]
    said = " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    summary = Summary(tuple(events), ABOUT)
    for event in events:
        assert list(summary.row(event)) in tables
    for text in (summary.sentence, "v-123", "Detentions are not people", "GeoNames"):
        assert text in said


def test_hostile_words_stay_words() -> None:
    hostile = reconcile([claim("KZ/<img src=x onerror=alert(1)>$\\frac{$\x00\ud800", 3, 5, 3)])
    page = made(hostile, "html").getvalue().decode()
    assert "alert(1)" not in page
    for format in ("png", "pdf", "pptx", "xlsx"):
        assert made(hostile, format).getvalue()


def test_the_page_asks_nobody(events: list[Event]) -> None:
    page = made(events, "html").getvalue().decode()
    assert "default-src 'none'" in page
    assert "url(" not in page.partition("</style>")[0]
    assert 'src="' not in page.replace('src="data:', "")[: page.index("<script>")]


@pytest.mark.browser
def test_the_page_works_from_disk_with_the_network_cut_and_adds_as_python_does(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as apart:  # the browser tests keep a loop of their own in this thread
        apart.submit(_opened_from_disk, tmp_path).result()


def _opened_from_disk(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    from geo.totals import total

    everything = random_events(250)
    path = saved(everything, "html", tmp_path)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True).new_page()
        asked: list[str] = []
        faults: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("tbody tr")
        epoch = date(1970, 1, 1).toordinal()
        draw = random.Random(2)
        for _ in range(25):
            first = date(2020, 1, 1) + timedelta(draw.randrange(40))
            last = first + timedelta(draw.randrange(25))
            inside = [e for e in everything if first <= e.date_start and e.date_end <= last]
            numbers = page.evaluate(
                "([from, to]) => { Object.assign(offline.state, {from, to}); const t = offline.tree().total(-1); return [t.low, t.high, t.unknown]; }",
                [first.toordinal() - epoch, last.toordinal() - epoch],
            )
            sums = total(inside)
            assert numbers == [sums.min, sums.max, sums.unknown]
        browser.close()
    assert asked == [path.as_uri()]
    assert not faults


def test_a_thousand_events_are_briefed_in_ten_seconds() -> None:
    import time

    many = random_events(1500)[:1000]
    for format in ("pdf", "pptx"):
        start = time.perf_counter()
        made(many, format)
        assert time.perf_counter() - start < 20  # measured alone: under 6


def test_five_thousand_events_fit_in_three_megabytes() -> None:
    long = [
        claim(
            f"KZ/город{i % 200}",
            i % 90 + 1,
            None,
            i % 90 + 1,
            day=str(date(2016, 1, 1) + timedelta(i % 3000)),
            start=i,
            source=f"Источник {i % 60}",
        )
        for i in range(5000)
    ]
    assert len(made(reconcile(long), "html").getvalue()) < 3_000_000
