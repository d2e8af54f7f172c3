"""JSON lines: each line by itself, a faulty one named and the rest read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geo.errors import InputError

UNREADABLE = "not JSON that can be read: nested too deep, or a number of thousands of digits"


def rows(lines: Iterable[str], name: str) -> Iterator[tuple[int, Any | InputError]]:
    """The number of each line with something on it, and what it holds or why it cannot be used."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            yield number, InputError(where, f"not JSON: {error.msg}; is the line half-written?")
        except (RecursionError, ValueError):
            yield number, InputError(where, UNREADABLE)


def lines_of(path: Path) -> list[str]:
    """The lines of a file. Raises :class:`InputError` where it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(str(path), "not UTF-8") from None
