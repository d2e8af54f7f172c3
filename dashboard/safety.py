"""Untrusted text made safe for the page: words that stay words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

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


_INERT = str.maketrans({"`": "&#96;", "$": "&#36;", "\\": "&#92;", "{": "&#123;"})
