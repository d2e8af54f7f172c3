"""Untrusted text made safe for the page: words that stay words, addresses that are of the web."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

BRACE = "\u2774"
"""What stands for an opening brace on the map."""


def safe(text: object) -> str:
    """Text for HTML, and inert as well where Markdown, a template or a script would read it."""
    return escape(str(text)).translate(_INERT)


def no_template(value: Any) -> Any:
    """The same value, no text in it holding an opening brace: folium reads what it has written as a template once more,
    on this server, so that a place called ``{{...}}`` would be a program."""
    if isinstance(value, str):
        return value.replace("{", BRACE)
    if isinstance(value, Mapping):
        return {key: no_template(item) for key, item in value.items()}
    return [no_template(item) for item in value] if isinstance(value, (list, tuple)) else value


def link(url: str | None) -> str | None:
    """The address, where it is one of the web; scripts, files, data and what is no address never become links."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
    return parts.geturl() if web and not _NOT_IN_ADDRESS.search(address) else None


_HOST = re.compile(r"\w(?:[\w.-]*\w)?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"]")
_INERT = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;"})
