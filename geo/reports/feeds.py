"""RSS and Atom feeds, through feedparser: each entry a report, with the page that it links to where the feed has but a summary.

A feed in a file is read as it stands, and nothing is fetched for it. Watched feeds are asked with what they last said of
themselves (ETag, Last-Modified), wait longer after each failure, and entries seen before are not fetched again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from geo.errors import InputError
from geo.model import Report
from geo.reports.fetch import Page, fetch, is_feed, source_of
from geo.reports.pages import article, page_id
from geo.reports.source import Item, Options, Source, digest

_WHOLE = 600
"""Letters from which a feed's own text of an entry is taken for the whole of it."""


@dataclass(slots=True)
class _Seen:
    etag: str | None = None
    modified: str | None = None
    entries: dict[str, str] = field(default_factory=dict)
    failures: int = 0
    not_before: float = 0.0


class Feeds:
    """What watched feeds said last."""

    def __init__(self, addresses: list[str]) -> None:
        self._seen = {a: _Seen() for a in addresses}

    def due(self) -> list[str]:
        """Those to be asked now; one that failed waits twice as long each time, up to a day."""
        return [a for a, seen in self._seen.items() if seen.not_before <= time.monotonic()]

    def ask(self, address: str) -> Page:
        """The feed, or that it has not changed. Raises :class:`InputError`, and remembers it."""
        seen = self._seen[address]
        try:
            page = fetch(address, seen.etag, seen.modified)
            if page.raw is not None and not is_feed(page.raw):
                raise InputError(address, "not a feed (RSS or Atom) but a web page; --watch is for feeds")
        except InputError:
            seen.failures += 1
            seen.not_before = time.monotonic() + min(86_400, 60 * 2**seen.failures)
            raise
        seen.failures = 0
        seen.etag, seen.modified = page.etag, page.modified
        return page

    def is_new(self, address: str, entry: str, mark: str) -> bool:
        """Whether an entry was not there before, or was otherwise; from now on it was."""
        held = self._seen[address].entries
        new = held.get(entry) != mark
        held[entry] = mark
        return new

    def forget(self, address: str, entry: str) -> None:
        """An entry whose page could not be had is asked for again the next time."""
        self._seen[address].entries.pop(entry, None)


def watched(address: str, feeds: Feeds) -> Iterator[Source | InputError]:
    """A watched feed as a source, nothing where it has not changed."""
    try:
        page = feeds.ask(address)
    except InputError as error:
        yield error
        return
    if page.raw is not None:
        yield source_of(page, address)


def feed(source: Source, options: Options) -> Iterator[Item]:
    """The entries of a feed. Raises :class:`InputError` for what is none."""
    import feedparser

    raw = source.whole()
    if b"<!ENTITY" in raw:
        raise InputError(source.name, "defines entities of its own, as XML bombs do; refused")
    if not is_feed(raw):
        raise InputError(source.name, "not a feed (RSS or Atom); a saved web page is named .html")
    parsed: Any = feedparser.parse(raw)
    if not parsed.entries:
        yield InputError(source.name, "a feed without entries")
    outlet = str(parsed.feed.get("title") or "")
    language = str(parsed.feed.get("language") or "")[:2].lower()
    for number, entry in enumerate(parsed.entries, start=1):
        where = f"{source.name}, entry {number}"
        report = _entry(entry, outlet, language if language in ("en", "ru", "kk") else "", source)
        if report is None:
            yield InputError(where, "neither text nor a link")
            continue
        feeds = options.feeds if source.url else None
        if feeds and not feeds.is_new(source.name, report.id, digest(report.text)):
            continue
        if source.url and report.url and len(report.text) < _WHOLE:
            try:
                report = _fetched(report)
            except InputError as error:
                if feeds:
                    feeds.forget(source.name, report.id)
                yield InputError(f"{where}, {report.url}", f"{error.reason}; its summary is kept")
        if report.text.strip():
            yield where, report


def _entry(entry: Any, outlet: str, language: str, source: Source) -> Report | None:
    link = str(entry.get("link") or "")
    link = link if link.startswith(("http://", "https://")) else ""
    contents = [str(c.get("value") or "") for c in entry.get("content") or ()] + [str(entry.get("summary") or "")]
    text = _text(max(contents, key=len))
    name = str(entry.get("id") or link)
    if not (text or link):
        return None
    return Report(
        id=page_id(link) if link else f"{source.stem}-{hashlib.sha256((name or text).encode()).hexdigest()[:12]}",
        text=text or _text(str(entry.get("title") or "")), published=_day(entry.get("published_parsed") or entry.get("updated_parsed")),
        title=_text(str(entry.get("title") or "")), source=outlet, url=link or None, language=language,
        sha256=digest(text), retrieved=source.retrieved,
    )  # fmt: skip


def _fetched(report: Report) -> Report:
    """The page behind an entry, with what the feed says of it where the page does not."""
    assert report.url
    page = fetch(report.url)
    found = article(page.raw or b"", report.url, page.url, report.id, None, page.retrieved)
    return replace(
        found, id=report.id, url=report.url, published=report.published or found.published, title=report.title or found.title,
        source=report.source or found.source, language=report.language or found.language,
    )  # fmt: skip


def _text(html: str) -> str:
    """The words of a piece of HTML, a line for each paragraph."""
    if "<" not in html and "&" not in html:
        return html.strip()
    from lxml import etree
    from lxml.html import fromstring

    try:
        root = fromstring(f"<div>{html}</div>")
    except (etree.ParserError, ValueError):
        return ""
    for block in root.iter("p", "br", "div", "li"):
        block.tail = "\n" + (block.tail or "")
    return "\n".join(line.strip() for line in str(root.text_content()).splitlines() if line.strip())


def _day(parsed: Any) -> date | None:
    try:
        found = date(*parsed[:3]) if parsed else None
    except (TypeError, ValueError):
        return None
    return found if found and 1850 <= found.year <= 2150 else None
