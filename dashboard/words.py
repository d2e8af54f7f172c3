"""Every word on screen, from ``text/<language>.toml``: texts, plural forms, numbers, intervals and dates."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.view import Span
from geo.model import Total

LARGEST = 2**53 - 1
"""The largest whole number that every browser holds exactly; words show any number, drawings go no higher."""
FOLDER = Path(__file__).with_name("text")


class Words:
    """One language's words. Build it with :func:`words`."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: Any) -> str:
        """A text by its dotted key, its gaps filled. Raises ``KeyError`` for a key that the language lacks."""
        section, _, name = key.partition(".")
        return str(self._table[section][name]).format(**values)

    def known(self, section: str, name: str) -> str:
        """A text by a name that comes from the data; a name without words stands for itself."""
        return str(self._table[section].get(name, name))

    def count(self, key: str, number: int, **values: Any) -> str:
        """A text in the plural form that the number asks for; ``{n}`` in it is the number."""
        forms = self._table["plural"][key]
        return str(forms[plural_form(self.language, number)]).format(n=self.number(number), **values)

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", self._table["format"]["thousands"])

    def interval(self, low: int | None, high: int | None) -> str:
        """``7``, ``10 to 14``, ``at least 7``; where nothing is known, so in words."""
        if low is None:
            return self("format.unknown")
        if high is None:
            return self("format.at_least", low=self.number(low))
        if low == high:
            return self.number(low)
        return self("format.range", low=self.number(low), high=self.number(high))

    def detentions(self, sums: Total) -> str:
        """An interval of detentions as the subject of a sentence."""
        if sums.min is None or (sums.min == 0 and sums.unknown):
            return self("sentence.no_number")
        if sums.min == sums.max == 0:
            return self("sentence.none")
        if sums.max is None:
            return self.count("detentions_at_least", sums.min)
        if sums.min == sums.max:
            return self.count("detentions", sums.min)
        return self.count("detentions_range", sums.max, low=self.number(sums.min))

    def day(self, day: date) -> str:
        return self("format.day", d=day.day, month=self._month(day), y=day.year)

    def month(self, day: date) -> str:
        return self("format.month", month=self._table["months"]["alone"][day.month - 1], y=day.year)

    def short_day(self, day: date) -> str:
        return self("format.short_day", d=day.day, month=self._table["months"]["short"][day.month - 1])

    def short_month(self, day: date) -> str:
        return self("format.short_month", month=self._table["months"]["short"][day.month - 1], y=day.year)

    def span(self, span: Span) -> str:
        """A span of days without saying year or month twice."""
        first, last = span
        if first == last:
            return self.day(first)
        if first.year != last.year:
            return self("format.span_years", first=self.day(first), last=self.day(last))
        values = {"d1": first.day, "d2": last.day, "m1": self._month(first), "m2": self._month(last), "y": last.year}
        return self("format.span_days" if first.month == last.month else "format.span_months", **values)

    def _month(self, day: date) -> str:
        return str(self._table["months"]["dated"][day.month - 1])


@cache
def words(language: str) -> Words:
    """The words of ``en``, ``ru`` or ``kk``."""
    return Words(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


def plural_form(language: str, number: int) -> str:
    """CLDR's cardinal category of a whole number. Kazakh nouns do not change after a numeral."""
    if language == "ru":
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"
    return "one" if number == 1 and language == "en" else "other"
