"""Finding the files that were asked for and handing each to the reader of its format."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from geo.errors import InputError
from geo.model import Report
from geo.reports import plain, tables


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said of the files: a date for reports without one, an encoding, a source and language for all."""

    date: date | None = None
    encoding: str | None = None
    source: str | None = None
    language: str | None = None


DEFAULT = Options()

Reader = Callable[[Path, str], Iterator[plain.Item]]

READERS: dict[str, Reader] = {
    ".txt": plain.text,
    ".md": plain.markdown,
    ".markdown": plain.markdown,
    ".json": tables.json_file,
    ".jsonl": tables.json_lines,
    ".ndjson": tables.json_lines,
    ".csv": tables.csv_file,
}


def read(paths: Iterable[str | Path], options: Options = DEFAULT) -> Iterator[Report | InputError]:
    """Reports of files, folders and glob patterns, in order; an :class:`InputError` in place of each that cannot be used.

    A report without a date is given with ``published`` of ``None``, followed by an error that says so.
    """
    seen: dict[str, tuple[str, str]] = {}
    for path in paths:
        for file in _files(str(path)):
            if isinstance(file, InputError):
                yield file
                continue
            for where, item in _file(file, options):
                yield from [item] if isinstance(item, InputError) else _own_id(where, item, seen)


def _own_id(where: str, report: Report, seen: dict[str, tuple[str, str]]) -> Iterator[Report | InputError]:
    """Two different reports of one run never share an identifier: the second gets one of its own, and it is said."""
    mark = hashlib.sha256(f"{report.published}|{report.text}".encode("utf-8", "surrogatepass")).hexdigest()
    first, held = seen.setdefault(report.id, (where, mark))
    if held == mark:
        yield report
        return
    own = f"{report.id}~{mark[:8]}"
    yield replace(report, id=own)
    yield InputError(where, f"another report, {first}, has the id {report.id} too; this one is kept as {own}: give each its own id")


def _files(path: str) -> Iterator[Path | InputError]:
    found = Path(path)
    if not path.strip():
        yield InputError("''", "an empty name")
    elif path.startswith(("http://", "https://")):
        yield InputError(path, "pages are not fetched yet: save the page as a .txt file and name that")
    elif found.is_dir():
        inside = sorted(p for p in found.rglob("*") if p.suffix.lower() in READERS and p.is_file())
        if inside:
            yield from inside
        else:
            yield InputError(path, f"no report in this folder; a report is a file ending in {', '.join(READERS)}")
    elif found.exists() and not found.is_file():
        yield InputError(path, "not a file")
    elif found.exists():
        yield found
    elif any(c in path for c in "*?[") and (matches := sorted(glob.glob(path, recursive=True))):
        for match in matches:
            yield from _files(match)
    else:
        yield InputError(path, "no such file")


def _file(path: Path, options: Options) -> Iterator[tuple[str, Report | InputError]]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        yield (
            str(path),
            InputError(str(path), f"don't know how to read {path.suffix or 'a file without an ending'}; one of {', '.join(READERS)}"),
        )
        return
    try:
        raw = path.read_bytes()
        content = decoded(raw, str(path), options.encoding)
    except InputError as error:
        yield str(path), error
        return
    except OSError as error:
        yield str(path), InputError(str(path), f"cannot be read: {error.strerror}")
        return
    digest = hashlib.sha256(raw).hexdigest()
    for item in reader(path, content):
        if isinstance(item, InputError):
            yield str(path), item
            continue
        where, found = item
        report = replace(
            found,
            sha256=found.sha256 or digest,
            published=found.published or options.date,
            source=found.source or options.source or "",
            language=found.language or options.language or "",
        )
        yield where, report
        if report.published is None:
            yield (
                where,
                InputError(
                    where, "no date of publication; say it with --date YYYY-MM-DD (kept, but without dates that only it could tell)"
                ),
            )


def decoded(raw: bytes, where: str, encoding: str | None = None) -> str:
    """The text of a file. Raises :class:`InputError` for what is empty, binary or not in the encoding."""
    if not raw.strip():
        raise InputError(where, "the file is empty")
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(where, "this is a binary file, not text")
    name = encoding or ("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    try:
        return raw.decode(name)
    except LookupError:
        raise InputError(where, f"no such encoding: {encoding}") from None
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        guess = _guess(raw)
        hint = f"; it looks like {guess}: say --encoding {guess}" if guess else "; say which with --encoding"
        raise InputError(where, f"line {line} is not {name.removesuffix('-sig')}{hint}") from None


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
