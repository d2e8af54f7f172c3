"""Pages and feeds fetched over http and https, politely and within bounds.

Refused unless ``DETENTION_MAP_PRIVATE_ADDRESSES=allow``: addresses that are not of the public internet - the machine itself,
private networks, a cloud's own services. It is the address that the connection was really made to that is looked at, before
anything is sent, so neither a name that resolves elsewhere the second time nor a redirect gets round it.
"""

from __future__ import annotations

import io
import ipaddress
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from socket import socket
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from geo import settings
from geo.errors import InputError
from geo.reports.source import Source

MOST = 20_000_000
"""Bytes that a page may have, unpacked."""
LONGEST = 60.0
"""Seconds that one page may take in all."""
REDIRECTS = 5
PAUSE = 1.0
"""Seconds between two questions to one host."""
_AGENT = "detention-map (reads news about protests)"
_KINDS = {"application/pdf": ".pdf", "application/json": ".json", "text/csv": ".csv", "text/plain": ".txt"}
_asked: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, from where in the end, and when; ``raw`` of ``None`` where nothing changed since the last time."""

    url: str
    raw: bytes | None
    kind: str
    retrieved: str
    etag: str | None = None
    modified: str | None = None


class _Private(urllib3.exceptions.HTTPError):
    """The connection leads to a network that is not public."""


class _Checked:
    """Looks at whom a connection was made to before anything is sent."""

    def _new_conn(self) -> socket:
        made: socket = super()._new_conn()  # type: ignore[misc]
        peer = ipaddress.ip_address(made.getpeername()[0].partition("%")[0])
        mapped = getattr(peer, "ipv4_mapped", None) or peer
        if not mapped.is_global and settings.get("DETENTION_MAP_PRIVATE_ADDRESSES") != "allow":
            made.close()
            raise _Private(str(peer))
        return made


class _Plain(_Checked, HTTPConnection):
    pass


class _Secure(_Checked, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


@cache
def _pools() -> urllib3.PoolManager:
    pools = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=10, read=20))
    pools.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return pools


def fetch(url: str, etag: str | None = None, modified: str | None = None) -> Page:
    """A page, or that it has not changed since it had that ``etag`` or date. Raises :class:`InputError` that says why not."""
    at, begun = url, time.monotonic()
    headers = {"User-Agent": settings.get("DETENTION_MAP_USER_AGENT") or _AGENT, "Accept-Encoding": "gzip, deflate"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    for _ in range(REDIRECTS + 1):
        try:
            parts = urlsplit(at)
        except ValueError:
            raise InputError(url, "not an address that can be reached") from None
        if parts.scheme not in ("http", "https"):
            raise InputError(url, f"leads to {at}, which is neither http nor https")
        _wait(parts.netloc)
        try:
            answer: Any = _pools().request("GET", at, headers=headers, redirect=False, preload_content=False)
        except _Private as error:
            reason = f"its address, {error}, is of a private network; DETENTION_MAP_PRIVATE_ADDRESSES=allow lets it be read"
            raise InputError(url, reason) from None
        except (urllib3.exceptions.HTTPError, ValueError, OSError) as error:
            raise InputError(url, f"cannot be reached: {_cause(error)}") from None
        try:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            if answer.status == 304:
                return Page(at, None, "", now, etag, modified)
            if answer.status in (301, 302, 303, 307, 308) and (to := answer.headers.get("Location")):
                at = urljoin(at, to)
                continue
            if answer.status != 200:
                raise InputError(url, f"the server answers {answer.status} {answer.reason or ''}".rstrip())
            kind = (answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
            return Page(at, _body(answer, url, begun), kind, now, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
        finally:
            answer.close()
    raise InputError(url, f"redirects more than {REDIRECTS} times, or in a circle")


def source(url: str) -> Source:
    """A page as something to read, its kind told by what it is rather than by its name. Raises :class:`InputError`."""
    return source_of(fetch(url), url)


def source_of(page: Page, url: str) -> Source:
    raw = page.raw or b""
    start = raw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    ending = "." + urlsplit(page.url).path.rpartition("/")[2].rpartition(".")[2].lower()
    if start.startswith(b"%pdf"):
        suffix = ".pdf"
    elif start.startswith(b"pk\x03\x04"):
        suffix = ".xlsx"
    elif is_feed(raw):
        suffix = ".rss"
    elif start.startswith((b"<!doctype html", b"<html")) or page.kind in ("text/html", "application/xhtml+xml"):
        suffix = ".html"
    elif ending in (".md", ".jsonl", ".ndjson", ".csv", ".tsv", ".json"):
        suffix = ending
    else:
        suffix = _KINDS.get(page.kind, ".html")
    return Source(url, suffix, lambda: io.BytesIO(raw), len(raw), page.url, page.retrieved)


def is_feed(raw: bytes) -> bool:
    start = raw[:3000].lower()
    return b"<html" not in start and any(tag in start for tag in (b"<rss", b"<feed", b"<rdf:rdf"))


def _body(answer: Any, url: str, begun: float) -> bytes:
    """The page, unpacked; never more than is allowed in memory, however little was sent."""
    parts: list[bytes] = []
    size = 0
    if int(answer.headers.get("Content-Length") or 0) > MOST:
        raise InputError(url, f"larger than {MOST // 1_000_000} MB")
    try:
        for part in answer.stream(65536, decode_content=True):
            size += len(part)
            if size > MOST:
                raise InputError(url, f"larger than {MOST // 1_000_000} MB")
            if time.monotonic() - begun > LONGEST:
                raise InputError(url, f"takes longer than {LONGEST:.0f} seconds")
            parts.append(part)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise InputError(url, f"broke off: {_cause(error)}") from None
    return b"".join(parts)


def _wait(host: str) -> None:
    """One question a second to a host."""
    rest = _asked.get(host, 0.0) + PAUSE - time.monotonic()
    if rest > 0:
        time.sleep(rest)
    if len(_asked) > 10_000:
        _asked.clear()
    _asked[host] = time.monotonic()


def _cause(error: BaseException) -> str:
    """What the network said, without the library's name of what asked."""
    return _ASKED.sub("", str(getattr(error, "reason", None) or error)) or type(error).__name__


_ASKED = re.compile(r"^\w+\(.*?\): |^<.*?>: ")
