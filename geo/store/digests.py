"""Hashes of what is kept: a report's digest, and a data set's version, which is of all its digests whatever their order."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from geo.model import Report, iso

_MODULUS = 2**256
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with what no database takes (NUL, halves of surrogate pairs) replaced one by one, so that offsets hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def digest(report: Report, bodies: Sequence[str]) -> str:
    """SHA-256 of a report and its claims. When it was retrieved is left out: the same page fetched twice is the same."""
    fields = [
        report.id,
        iso(report.published),
        report.title,
        report.source,
        report.url,
        report.language,
        report.text,
        report.sha256,
        *bodies,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


EMPTY = f"{0:064x}"


def version_of(added: Iterable[str], removed: Iterable[str] = (), before: str = EMPTY) -> tuple[str, str]:
    """The sum of digests after a change, and the version it gives: 16 hexadecimal digits.

    Sums find chance differences, not ones that somebody sets out to make: a version tells states apart, it seals nothing.
    """
    total = (int(before, 16) + sum(int(d, 16) for d in added) - sum(int(d, 16) for d in removed)) % _MODULUS
    written = f"{total:064x}"
    return written, hashlib.sha256(written.encode()).hexdigest()[:16]


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
