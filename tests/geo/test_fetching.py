"""Pages, feeds, PDF files and workbooks, from a real server: what is good is read, what is bad is named and bounded."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from geo.errors import InputError
from geo.model import Report
from geo.pipeline import ingest, watch
from geo.reports import Kept, Options, fetch, read
from geo.store import Store

TEXT = "Police detained 12 protesters in Almaty on June 6, witnesses said. They were taken to a police station in the centre."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Rally broken up</title>
<meta property="og:site_name" content="The Wire"><meta property="article:published_time" content="2020-06-06T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav><article><h1>Rally broken up</h1><p>{TEXT}</p>
<p>{"The rally had been announced a week before by several groups, and the city had refused to allow it. " * 3}</p></article>
<footer>Copyright</footer></body></html>"""


def rss(*items: str) -> str:
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Wire</title><language>en</language>{''.join(items)}</channel></rss>"
    )


def entry(link: str, summary: str = "Short.") -> str:
    return f"<item><title>Rally</title><link>{link}</link><description>{summary}</description><pubDate>Sat, 06 Jun 2020 10:00:00 GMT</pubDate></item>"


class Site:
    """A web server on a free port: ``answers`` of path to ``(status, headers, body)``, and what it was ``asked``."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                status, headers, body = site.answers.get(self.path, (404, {}, b"no"))
                if status == 200 and headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> str:
        raw = body.encode() if isinstance(body, str) else body
        self.answers[path] = (200, {"Content-Type": kind, **headers}, raw)
        return self.url + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("DETENTION_MAP_PRIVATE_ADDRESSES", "allow")
    monkeypatch.setattr(fetch, "PAUSE", 0.0)
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def items(*paths: str, options: Options | None = None) -> tuple[list[Report], list[str]]:
    found = list(read(paths, options or Options()))
    return [i for i in found if isinstance(i, Report)], [str(i) for i in found if isinstance(i, (InputError, Kept))]


def test_a_page_is_its_article_with_when_it_was_fetched_and_its_hash(site: Site) -> None:
    url = site.put("/a", PAGE)
    (report,), errors = items(url)
    assert not errors
    assert TEXT in report.text
    assert "Copyright" not in report.text
    assert (report.title, report.published, report.source, report.url) == ("Rally broken up", date(2020, 6, 6), "The Wire", url)
    assert report.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert report.retrieved is not None
    assert report.retrieved.endswith("+00:00")


def test_the_same_page_again_changes_nothing(site: Site, sqlite_url: str) -> None:
    url = site.put("/a", PAGE)
    assert ingest([url], sqlite_url).added == 1
    assert ingest([url], sqlite_url).unchanged == 1


def test_a_page_in_a_file_is_read_as_well(write: Callable[[str, str | bytes], Path]) -> None:
    (report,), errors = items(str(write("saved.html", PAGE)))
    assert (report.id, report.published, errors) == ("saved", date(2020, 6, 6), [])


def test_what_an_address_gives_is_known_by_what_it_is(site: Site) -> None:
    site.put("/data.jsonl", '{"id": "x", "published": "2020-06-06", "text": "T"}\n', "application/octet-stream")
    site.put("/plain", f"date 2020-06-06 x\n\n{TEXT}\n", "text/plain")
    reports, errors = items(site.url + "/data.jsonl", site.url + "/plain")
    assert ([r.published for r in reports], errors) == ([date(2020, 6, 6)] * 2, [])


def test_addresses_that_cannot_be_read_are_named_and_the_rest_is_done(site: Site) -> None:
    site.answers["/loop"] = (302, {"Location": "/loop"}, b"")
    site.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    site.put("/none", "<html><body></body></html>")
    good = site.put("/a", PAGE)
    reports, errors = items(*(site.url + p for p in ("/missing", "/loop", "/file", "/none")), "http://127.0.0.1:1/", "http://[", good)
    assert len(reports) == 1
    for message, error in zip(
        ["/missing: the server answers 404", "redirects more than 5 times, or in a circle", "leads to file:///etc/passwd, which is neither",
         "no article was found on this page", "cannot be reached", "not an address"], errors, strict=True,
    ):  # fmt: skip
        assert message in error


def test_a_page_without_end_is_left_at_the_bound(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST", 1_000_000)
    site.put("/large", b"x" * 1_500_000)
    site.put("/bomb", gzip.compress(b"x" * 50_000_000), **{"Content-Encoding": "gzip"})
    site.put("/liar", b"x", **{"Content-Length": str(2_000_000_000)})
    for path in ("/large", "/bomb", "/liar"):
        reports, (error,) = items(site.url + path)
        assert (reports, "larger than 1 MB" in error) == ([], True)


def test_a_slow_page_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LONGEST", 0.0)
    _, (error,) = items(site.put("/a", PAGE))
    assert "takes longer than" in error


@pytest.mark.parametrize("path", ["/a", "/away"])
def test_private_addresses_are_refused_unless_allowed_and_nothing_is_sent_to_them(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    site.put("/a", PAGE)
    monkeypatch.delenv("DETENTION_MAP_PRIVATE_ADDRESSES")
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):
        reports, (error,) = items(f"http://{host}:{site.server.server_port}{path}")
        assert reports == []
        assert "DETENTION_MAP_PRIVATE_ADDRESSES" in error or "cannot be reached" in error
    assert site.asked == []


def test_a_feed_is_its_entries_with_the_pages_they_link_to(site: Site) -> None:
    page = site.put("/a", PAGE)
    long = TEXT * 6
    reports, errors = items(
        site.put("/feed", rss(entry(page), entry(site.url + "/gone", "Kept."), entry(site.url + "/b", long)), "text/xml")
    )
    assert [(TEXT in r.text, r.published, r.source) for r in reports] == [
        (True, date(2020, 6, 6), "The Wire"), (False, date(2020, 6, 6), "The Wire"), (True, date(2020, 6, 6), "The Wire"),
    ]  # fmt: skip
    assert reports[1].text == "Kept."
    assert len(errors) == 1
    assert "entry 2" in errors[0]
    assert "404" in errors[0]
    assert "its summary is kept" in errors[0]


def test_a_feed_in_a_file_is_read_as_it_stands(write: Callable[[str, str | bytes], Path]) -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title><entry><title>R</title><id>urn:1</id>"
        f"<updated>2020-06-06T10:00:00Z</updated><content type='html'>&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</content></entry></feed>"
    )
    (report,), errors = items(str(write("feed.atom", atom)))
    assert (report.text, report.published, errors) == (f"{TEXT}\nMore.", date(2020, 6, 6), [])


BOMB = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel><item>&b;</item></channel></rss>"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.rss", PAGE, "not a feed (RSS or Atom)"),
        ("bomb.rss", BOMB, "as XML bombs do; refused"),
        ("empty.rss", rss(), "a feed without entries"),
        ("half.pdf", b"%PDF-1.4\nhalf", "not a PDF file that can be read"),
        ("not.xlsx", b"PK\x03\x04 not really", "not a workbook"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0" * 100, "an older .xls has to be saved"),
        ("none.html", "<html></html>", "no article was found"),
    ],
)
def test_files_that_are_not_what_they_seem_are_named(
    write: Callable[[str, str | bytes], Path], name: str, content: str | bytes, message: str
) -> None:
    reports, (error,) = items(str(write(name, content)))
    assert reports == []
    assert name in error
    assert message in error, error


def test_a_pdf_is_read_and_one_of_pictures_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_bytes(pdf(TEXT))
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    reports, errors = items(str(tmp_path), options=Options(date=date(2020, 6, 6)))
    assert [r.text for r in reports] == [TEXT]
    assert errors == [f"{tmp_path}/scan.pdf: no text in this PDF: its pages are pictures; read them with OCR first (ocrmypdf)"]


def pdf(text: str) -> bytes:
    """The smallest PDF file of one page with that line on it."""
    stream = f"BT /F1 8 Tf 20 700 Td ({text}) Tj ET" if text else ""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{o:010} 00000 n \n" for o in offsets)
    return out + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_a_workbook_of_reports_is_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["id", "published", "text"], ["a", date(2020, 6, 6), TEXT], [None, None, None], ["b", "06/2020", TEXT]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "r.xlsx")
    (report,), errors = items(str(tmp_path / "r.xlsx"))
    assert (report.id, report.published, report.text) == ("a", date(2020, 6, 6), TEXT)
    assert errors == [f"{tmp_path}/r.xlsx, row 4: published is 06/2020, which is not a date like 2020-06-06"]


def test_a_bomb_in_a_workbook_is_not_unpacked(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out, out.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(300):
            sheet.write(b" " * 1_000_000)
    (tmp_path / "bomb.xlsx").write_bytes(packed.getvalue())
    _, (error,) = items(str(tmp_path / "bomb.xlsx"))
    assert "unpacks to 300 MB, more than 200: a bomb, or too large" in error


def test_a_watched_feed_is_asked_politely_and_only_what_is_new_is_fetched(
    site: Site, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = site.put("/a", PAGE)
    feed = site.put("/feed", rss(entry(page)), "application/rss+xml", ETag='"one"', **{"Last-Modified": "Sat, 06 Jun 2020 10:00:00 GMT"})
    failing = site.url + "/none"
    rounds: list[float] = []

    def pause(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            other = site.put("/b", PAGE.replace("12", "15"))
            site.put("/feed", rss(entry(page), entry(other)), "application/rss+xml", ETag='"two"')

    monkeypatch.setattr("geo.pipeline.sleep", pause)
    summary = watch([feed, failing], sqlite_url, every=5, rounds=4)
    paths = [path for path, _ in site.asked]
    assert (paths.count("/feed"), paths.count("/a"), paths.count("/b"), paths.count("/none")) == (4, 1, 1, 1)
    assert site.asked[-1][1]["If-None-Match"] == '"two"'
    assert (summary.added, summary.failures, rounds) == (2, 1, [60, 60, 60])
    with Store.open(sqlite_url) as store:
        assert store.count() == 2


def test_what_is_watched_is_a_feed(site: Site, sqlite_url: str, tmp_path: Path) -> None:
    told: list[str] = []
    watch([site.put("/a", PAGE), str(tmp_path)], sqlite_url, rounds=1, failed=lambda e: told.append(str(e)))
    assert "not a feed (RSS or Atom) but a web page; --watch is for feeds" in told[0]
    assert "--watch is for addresses of feeds" in told[1]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], write: Callable[[str, str | bytes], Path], store_url: str
) -> None:
    from geo.cli import main

    file = write("r.csv", f'id,published,text\na,2020-06-06,"{TEXT}"\nb,2020-06-06,"{TEXT}"\n')
    for _ in range(2):
        assert main(["ingest", str(file), "--store", store_url, "--dry-run"]) == 0
        assert (
            capsys.readouterr().err
            == "would be added: a\nwould be added: b\n2 reports would be added, 0 changed, 0 unchanged; 2 claims read\n"
        )
    assert main(["total", "--store", store_url]) == 1
    assert main(["ingest", str(file), "--store", store_url]) == 0
    write("r.csv", f'id,published,text\na,2020-06-06,"{TEXT}"\nb,2020-06-07,"{TEXT}"\n')
    capsys.readouterr()
    assert main(["ingest", str(file), "--store", store_url, "--dry-run"]) == 0
    assert "would be changed: b\n0 reports would be added, 1 changed, 1 unchanged" in capsys.readouterr().err


def test_a_bar_tells_rate_and_time_left_on_a_terminal(write: Callable[[str, str | bytes], Path], sqlite_url: str) -> None:
    import fcntl
    import os
    import pty
    import struct
    import subprocess
    import sys
    import termios

    row = f'{{"id": "%d", "published": "2020-06-06", "text": "{TEXT}"}}\n'
    file = write("r.jsonl", "".join(row % n for n in range(200)))
    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    run = subprocess.Popen([sys.executable, "-m", "geo.cli", "ingest", str(file), "--store", sqlite_url], stderr=terminal)
    os.close(terminal)
    told = b""
    try:
        while piece := os.read(main_end, 4096):
            told += piece
    except OSError:  # the terminal's other end was closed
        pass
    assert run.wait() == 0
    assert b"reports, " in told
    assert b" a second, " in told
    assert b" left" in told
