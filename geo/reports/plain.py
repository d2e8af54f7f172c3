"""Text files: ``.txt`` as copied from a web page, ``.md`` with front matter. The text is kept as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from geo.errors import InputError
from geo.model import Report
from geo.reports.source import Item, Options, Source

_META = re.compile(r"\A\s*date\s+(\S+)", re.I)
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?", re.S)


def text(source: Source, options: Options) -> Iterator[Item]:
    """A page as copied: a first line such as ``date 2020-06-06 Accessibility links`` carries the date."""
    content = source.text(options.encoding)
    published = None
    if (m := _META.match(content)) and re.match(r"\d{4}\D", m[1]):
        try:
            published = day(m[1])
        except ValueError:
            yield InputError(f"{source.name}, line 1", f"{m[1]} is not a date like 2020-06-06")
            return
    yield source.name, Report(id=source.stem, text=content, published=published, title=_title(content))


def markdown(source: Source, options: Options) -> Iterator[Item]:
    """Front matter in YAML with the contract's fields, then the text."""
    content = source.text(options.encoding)
    front = _FRONT.match(content)
    if not front:
        if content.startswith("---"):
            yield InputError(source.name, "the front matter does not end: a line of --- is missing")
            return
        yield source.name, Report(id=source.stem, text=content, title=_title(content))
        return
    import yaml

    try:
        fields = yaml.safe_load(front[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield InputError(f"{source.name}, line {mark.line + 2 if mark else 1}", "the front matter is not YAML; quote titles with colons")
        return
    if not isinstance(fields, dict):
        yield InputError(source.name, "the front matter is not a list of fields such as `published: 2020-06-06`")
        return
    body = content[front.end() :].strip("\n")
    yield from_fields({**fields, "text": body}, source.name, source.stem)


def from_fields(fields: dict[str, Any], where: str, default_id: str) -> tuple[str, Report] | InputError:
    """A Report from the contract's fields ``id, url, title, published, source, language, text``."""
    body = fields.get("text")
    if not isinstance(body, str) or not body.strip():
        return InputError(where, "there is no text" if not body else "text is not text")
    try:
        published = day(fields.get("published"))
    except ValueError:
        return InputError(where, f"published is {fields['published']}, which is not a date like 2020-06-06")
    for name in ("id", "url", "title", "source", "language", "sha256", "retrieved"):
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
        sha256=_string(fields.get("sha256")),
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
