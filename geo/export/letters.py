"""Which letters the font of pictures and briefings has: DejaVu, which comes with matplotlib and holds the three languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

from geo.export.words import printable

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
BOX = "\u25a1"
"""Stands for a letter that the font lacks."""


def drawable(text: str) -> str:
    """The text as the font can show it, on any system."""
    known = _letters()
    return "".join(c if ord(c) in known or c in "\t\n" else BOX for c in printable(text))


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(str(FONTS / "DejaVuSans.ttf")).get_charmap())
