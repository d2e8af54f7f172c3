"""Web pages: the article without what stands around it, its title, day, outlet and language, through trafilatura."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from geo.errors import InputError
from geo.model import Report
from geo.reports.source import Item, Options, Source, digest


def page(source: Source, options: Options) -> Iterator[Item]:
    """The article of a page. Raises :class:`InputError` for a page without one."""
    raw = source.whole()
    if not raw.strip():
        raise InputError(source.name, "the page is empty")
    yield source.name, article(raw, source.name, source.url or "", source.stem, options.encoding, source.retrieved)


def article(raw: bytes, where: str, url: str, stem: str, encoding: str | None = None, retrieved: str | None = None) -> Report:
    """A page's article as a Report. Raises :class:`InputError` where there is none."""
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(raw.decode(encoding, "replace") if encoding else raw, url=url or None, with_metadata=True)
    except LookupError:
        raise InputError(where, f"no such encoding: {encoding}") from None
    except Exception as error:  # a page is whatever anybody wrote, and so are the parsers' errors
        raise InputError(where, f"this page cannot be read ({type(error).__name__})") from None
    if found is None or not (found.text or "").strip():
        raise InputError(where, "no article was found on this page; save its text as a .txt file and name that")
    return Report(
        id=page_id(url) if url else stem,
        text=found.text,
        published=_day(found.date),
        title=found.title or "",
        source=found.sitename or found.hostname or urlsplit(url).hostname or "",
        url=url or found.url or None,
        language=found.language if found.language in ("en", "ru", "kk") else "",
        sha256=digest(raw),
        retrieved=retrieved,
    )


def page_id(url: str) -> str:
    """An identifier that stays the same for an address, and can be read."""
    return f"{urlsplit(url).hostname}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"


def _day(written: str | None) -> date | None:
    try:
        found = date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None
    return found if found and 1850 <= found.year <= 2150 else None
