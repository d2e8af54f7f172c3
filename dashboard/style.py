"""The page's look beyond the theme: colours for light and dark, the sentence, the evidence, the legend, the phone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

LIGHT = {"accent": "#d9480f", "accent-soft": "#fbe6dc", "ink": "#1b1d20", "paper": "#ffffff", "muted": "#63686e",
         "line": "#dcdad5", "warn": "#8a5a00"}  # fmt: skip
DARK = {"accent": "#ff7a3d", "accent-soft": "#4a2817", "ink": "#f2f2ef", "paper": "#14171a", "muted": "#a3a9af",
        "line": "#3a4148", "warn": "#e0b050"}  # fmt: skip
"""``accent`` means detentions and nothing else; ``static/map.css`` has the same colours for the map."""


def colours(dark: bool) -> dict[str, str]:
    return DARK if dark else LIGHT


@cache
@cache
def script(language: str, skip: str) -> str:
    """A script element that mends what the page's parts leave out; ``skip`` is what the link past the filters is called."""
    words = json.dumps({"language": language, "skip": skip}).replace("<", "\\u003c")
    mends = Path(__file__).with_name("static").joinpath("page.js").read_text(encoding="utf-8")
    return f"<script>window.detentionMapWords = {words};\n{mends}</script>"


@cache
def css(dark: bool, filters: str) -> str:
    """A style element for the theme in use; ``filters`` is what the button that opens the filters is called."""
    values = ";".join(f"--{name}:{value}" for name, value in colours(dark).items())
    rules = Path(__file__).with_name("static").joinpath("page.css").read_text(encoding="utf-8")
    return f"<style>:root{{{values};--filters:'{filters}'}}{rules}</style>"
