"""What a reader reads from: a file, an object in a store of objects, or a page that was fetched; opened as often as needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from io import TextIOWrapper
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from geo.errors import InputError
from geo.model import Claim, Report

if TYPE_CHECKING:
    from geo.reports.feeds import Feeds

LARGEST = 200_000_000
"""Bytes that a file may have which has to be read as a whole (``.jsonl`` and ``.csv`` are read row by row, without a bound)."""


class Kept(NamedTuple):
    """A report whose claims came with it: a row of a table of events, or a line of another store."""

    report: Report
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table of events: which column holds which field (several joined by ``+``), and the place that all of it lies in."""

    of: dict[str, tuple[str, ...]]
    within: str | None = None
    order: str | None = None
    """``dmy`` or ``mdy``: how dates such as 04/12/2011 are written, where the column itself does not tell."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said of the files: a date for reports without one, an encoding, a source and language for all.

    ``columns`` make of every table a table of events. ``progress`` is told of each so many bytes that have been read;
    ``feeds`` remembers what the feeds that are watched gave before.
    """

    date: date | None = None
    encoding: str | None = None
    source: str | None = None
    language: str | None = None
    columns: Columns | None = None
    progress: Callable[[int], None] | None = field(default=None, compare=False)
    feeds: Feeds | None = field(default=None, compare=False)


DEFAULT = Options()

Item = tuple[str, Report | Kept] | InputError
"""A report with where it stands (file, or file and row), or what is wrong there."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input: ``name`` as a user knows it, its kind by ``suffix`` (``.csv``), and how its bytes are had."""

    name: str
    suffix: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    url: str | None = None
    retrieved: str | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name.replace("\\", "/")).stem

    def whole(self) -> bytes:
        """All bytes. Raises :class:`InputError` for more than :data:`LARGEST`, and ``OSError``."""
        with self.open() as handle:
            raw = handle.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise InputError(self.name, f"larger than {LARGEST // 1_000_000} MB; split it, or make it .jsonl or .csv, which have no bound")
        return raw

    def text(self, encoding: str | None) -> str:
        return decoded(self.whole(), self.name, encoding)

    def lines(self, options: Options) -> Iterator[str]:
        """Lines of text with their ends, one at a time. Raises :class:`InputError` as :func:`decoded` does."""
        with self.open() as handle:
            start = handle.read(4096)
            if not start.strip():
                raise InputError(self.name, "the file is empty")
            coding = _coding(start, self.name, options.encoding)
        with self.open() as handle:
            if coding == "utf-16":
                yield from TextIOWrapper(handle, encoding=coding, newline="")
                return
            for number, line in enumerate(handle, start=1):
                if options.progress:
                    options.progress(len(line))
                yield _line(line, number, coding, self.name, options)


def digest(raw: bytes | str) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw).hexdigest()


def decoded(raw: bytes, where: str, encoding: str | None = None) -> str:
    """The text of a file. Raises :class:`InputError` for what is empty, binary or not in the encoding."""
    if not raw.strip():
        raise InputError(where, "the file is empty")
    name = _coding(raw[:4096], where, encoding)
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        raise _not_in(name, raw[: error.start].count(b"\n") + 1, raw, where) from None


def _line(line: bytes, number: int, coding: str, where: str, options: Options) -> str:
    try:
        return line.decode(coding if number == 1 else coding.removesuffix("-sig"))
    except UnicodeDecodeError:
        raise _not_in(coding, number, line, where) from None


def _coding(start: bytes, where: str, encoding: str | None) -> str:
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in start and not wide:
        raise InputError(where, "this is a binary file, not text")
    name = encoding or ("utf-16" if wide else "utf-8-sig")
    try:
        b"".decode(name)
    except LookupError:
        raise InputError(where, f"no such encoding: {encoding}") from None
    return name


def _not_in(name: str, line: int, raw: bytes, where: str) -> InputError:
    guess = _guess(raw)
    hint = f"; it looks like {guess}: say --encoding {guess}" if guess else "; say which with --encoding"
    return InputError(where, f"line {line} is not {name.removesuffix('-sig')}{hint}")


def _guess(raw: bytes) -> str | None:
    """A Cyrillic or Western single-byte encoding, when the letters come out as letters."""
    for name in ("windows-1251", "koi8-r", "windows-1252"):
        try:
            text = raw[:20000].decode(name)
        except UnicodeDecodeError:
            continue
        letters = [c for c in text if c.isalpha() and c > "\x7f"]
        small = sum(c.islower() for c in letters)
        if letters and small > 0.6 * len(letters):
            return name
    return None
