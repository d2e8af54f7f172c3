"""Files, folders, glob patterns, addresses of pages and of stores of objects, as sources, one at a time."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from geo.errors import InputError
from geo.reports.source import Source

if TYPE_CHECKING:
    from geo.reports.feeds import Feeds


def sources(paths: Iterable[str | Path], endings: tuple[str, ...], feeds: Feeds | None = None) -> Iterator[Source | InputError]:
    """What the paths name, in order; within a folder only files with one of the endings. Watched ``feeds`` only where they changed."""
    for path in paths:
        if feeds is not None:
            yield from _watched(str(path), feeds)
        else:
            yield from _named(str(path), endings)


def _watched(path: str, feeds: Feeds) -> Iterator[Source | InputError]:
    from geo.reports.feeds import watched

    if not path.startswith(("http://", "https://")):
        yield InputError(path, "--watch is for addresses of feeds, such as https://example.org/feed.xml")
        return
    yield from watched(path, feeds)


def size(paths: Iterable[str | Path], endings: tuple[str, ...]) -> int | None:
    """Bytes of all that the paths name; ``None`` where only fetching would tell."""
    total = 0
    for path in paths:
        if "://" in str(path):
            return None
        total += sum(s.size or 0 for s in _named(str(path), endings) if isinstance(s, Source))
    return total


def _named(path: str, endings: tuple[str, ...]) -> Iterator[Source | InputError]:
    found = Path(path)
    if not path.strip():
        yield InputError("''", "an empty name")
    elif path.startswith(("http://", "https://")):
        yield from _fetched(path)
    elif "://" in path:
        yield from _objects(path, endings)
    elif found.is_dir():
        inside = _within(path, endings)
        first = next(inside, None)
        if first is None:
            yield InputError(path, f"no report in this folder; a report is a file ending in {', '.join(endings)}")
            return
        yield _file(first)
        yield from map(_file, inside)
    elif found.exists() and not found.is_file():
        yield InputError(path, "not a file")
    elif found.exists():
        yield _file(path)
    elif any(c in path for c in "*?[") and (matches := sorted(glob.glob(path, recursive=True))):
        for match in matches:
            yield from _named(match, endings)
    else:
        yield InputError(path, "no such file")


def _within(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """Files of a folder and its folders, by name: so that the same folder is always read in the same order."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            if not os.path.islink(path):
                yield from _within(path, endings)
        elif os.path.splitext(name)[1].lower() in endings:
            yield path


def _file(path: str) -> Source:
    return Source(path, os.path.splitext(path)[1].lower(), cast(Any, partial(open, path, "rb")), _size(path))


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except OSError:
        return None


def _fetched(url: str) -> Iterator[Source | InputError]:
    from geo.reports.fetch import source

    try:
        yield source(url)
    except InputError as error:
        yield error


def _objects(path: str, endings: tuple[str, ...]) -> Iterator[Source | InputError]:
    """A file, folder or pattern in a store of objects (``s3://``, ``gs://``, ``memory://`` ...), through fsspec."""
    try:
        import fsspec

        files, root = fsspec.core.url_to_fs(path)
        found = files.find(root) if files.isdir(root) else files.glob(root) if any(c in root for c in "*?[") else [root]
        wanted = [f for f in sorted(found) if f == root or os.path.splitext(f)[1].lower() in endings]
        if not wanted or not files.exists(wanted[0]):
            yield InputError(path, "nothing there to read")
            return
        for name in wanted:

            def opened(name: str = name) -> BinaryIO:
                return cast(BinaryIO, files.open(name, "rb"))

            yield Source(files.unstrip_protocol(name), os.path.splitext(name)[1].lower(), opened, files.size(name))
    except ImportError as error:
        yield InputError(path, f"this kind of store needs another package: {error}")
    except ValueError as error:
        yield InputError(path, f"no such kind of address ({error})")
    except Exception as error:  # each store of objects has errors of its own
        yield InputError(path, f"cannot be read: {error}")
