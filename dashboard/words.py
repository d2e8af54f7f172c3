"""Every word on screen, from ``text/<language>.toml``: texts, plural forms, numbers, intervals and dates."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from dashboard.view import Span
from geo.wording import Wording

LARGEST = 2**53 - 1
"""The largest whole number that every browser holds exactly; words show any number, drawings go no higher."""
FOLDER = Path(__file__).with_name("text")


class Words(Wording):
    """One language's words. Build it with :func:`words`."""

    def month(self, day: date) -> str:
        return self("format.month", month=self.table["months"]["alone"][day.month - 1], y=day.year)

    def span(self, span: Span) -> str:
        """A span of days without saying year or month twice."""
        return self.days(*span)


@cache
def words(language: str) -> Words:
    """The words of ``en``, ``ru`` or ``kk``."""
    return Words(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
