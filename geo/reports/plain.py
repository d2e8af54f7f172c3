"""Text files: ``.txt`` as copied from a web page, ``.md`` with front matter. The text is kept as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geo.errors import InputError
from geo.model import Report

Item = tuple[str, Report] | InputError
"""A report with where it stands (file, or file and row), or what is wrong there."""

_META = re.compile(r"\A\s*date\s+(\S+)", re.I)
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?", re.S)


def text(path: Path, content: str) -> Iterator[Item]:
    """A page as copied: a first line such as ``date 2020-06-06 Accessibility links`` carries the date."""
    published = None
    if (m := _META.match(content)) and re.match(r"\d{4}\D", m[1]):
        try:
            published = day(m[1])
        except ValueError:
            yield InputError(f"{path}, line 1", f"{m[1]} is not a date like 2020-06-06")
            return
    yield str(path), Report(id=path.stem, text=content, published=published, title=_title(content))


def markdown(path: Path, content: str) -> Iterator[Item]:
    """Front matter in YAML with the contract's fields, then the text."""
    front = _FRONT.match(content)
    if not front:
        if content.startswith("---"):
            yield InputError(str(path), "the front matter does not end: a line of --- is missing")
            return
        yield str(path), Report(id=path.stem, text=content, title=_title(content))
        return
    import yaml

    try:
        fields = yaml.safe_load(front[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield InputError(f"{path}, line {mark.line + 2 if mark else 1}", "the front matter is not YAML; quote titles with colons")
        return
    if not isinstance(fields, dict):
        yield InputError(str(path), "the front matter is not a list of fields such as `published: 2020-06-06`")
        return
    body = content[front.end() :].strip("\n")
    yield from_fields({**fields, "text": body}, str(path), path.stem)


def from_fields(fields: dict[str, Any], where: str, default_id: str) -> Item:
    """A Report from the contract's fields ``id, url, title, published, source, language, text``."""
    body = fields.get("text")
    if not isinstance(body, str) or not body.strip():
        return InputError(where, "there is no text" if not body else "text is not text")
    try:
        published = day(fields.get("published"))
    except ValueError:
        return InputError(where, f"published is {fields['published']}, which is not a date like 2020-06-06")
    for name in ("id", "url", "title", "source", "language"):
        if isinstance(fields.get(name), (dict, list)):
            return InputError(where, f"{name} is not text")
    return where, Report(
        id=_string(fields.get("id")) or default_id,
        text=body,
        published=published,
        title=_string(fields.get("title")),
        source=_string(fields.get("source")),
        url=_string(fields.get("url")) or None,
        language=_string(fields.get("language")).lower(),
        retrieved=_string(fields.get("retrieved")) or None,
    )


def day(value: Any) -> date | None:
    """A date from what a file may hold: a date, an ISO date or time. Raises ``ValueError`` for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return _credible(value.date())
    if isinstance(value, date):
        return _credible(value)
    written = str(value).strip()
    return _credible(datetime.fromisoformat(written.replace("Z", "+00:00")).date() if len(written) > 10 else date.fromisoformat(written))


def _credible(day: date) -> date:
    """No report is older than the telegraph or younger than next century. Raises ``ValueError``."""
    if not 1850 <= day.year <= 2150:
        raise ValueError(day)
    return day


def _title(content: str) -> str:
    """The first line that is a headline: short, with no full stop."""
    for line in content.splitlines():
        line = line.strip().lstrip("#").strip()
        if not line or _META.match(line):
            continue
        return line if len(line.split()) <= 25 and line[-1] not in ".:;" else ""
    return ""


def _string(value: Any) -> str:
    return "" if value is None else str(value).strip()
