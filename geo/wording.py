"""How numbers, intervals and days are written in a language, from a table of its texts; the page and the exports have one each."""

from __future__ import annotations

from datetime import date
from typing import Any

from geo.model import Total


class Wording:
    """One language's texts: a table of sections, among them ``format``, ``months``, ``plural`` and ``sentence``."""

    def __init__(self, language: str, table: dict[str, Any]) -> None:
        self.language = language
        self.table = table

    def __call__(self, key: str, **values: Any) -> str:
        """A text by its dotted key, its gaps filled. Raises ``KeyError`` for a key that the language lacks."""
        section, _, name = key.partition(".")
        return str(self.table[section][name]).format(**values)

    def known(self, section: str, name: str) -> str:
        """A text by a name that comes from the data; a name without words stands for itself."""
        return str(self.table[section].get(name, name))

    def count(self, key: str, number: int, **values: Any) -> str:
        """A text in the plural form that the number asks for; ``{n}`` in it is the number."""
        forms = self.table["plural"][key]
        return str(forms[plural_form(self.language, number)]).format(n=self.number(number), **values)

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", self.table["format"]["thousands"])

    def interval(self, low: int | None, high: int | None) -> str:
        """``7``, ``10 to 14``, ``at least 7``; where nothing is known, so in words."""
        if low is None:
            return self("format.unknown")
        if high is None:
            return self("format.at_least", low=self.number(low))
        return self.number(low) if low == high else self("format.range", low=self.number(low), high=self.number(high))

    def detentions(self, sums: Total) -> str:
        """A total as the subject of a sentence."""
        if sums.min is None and not sums.unknown:
            return self("sentence.silent")
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

    def short_day(self, day: date) -> str:
        return self("format.short_day", d=day.day, month=self._short(day))

    def short_month(self, day: date) -> str:
        return self("format.short_month", month=self._short(day), y=day.year)

    def days(self, first: date, last: date) -> str:
        """A span of days without saying year or month twice."""
        if first == last:
            return self.day(first)
        if first.year != last.year:
            return self("format.span_years", first=self.day(first), last=self.day(last))
        values = {"d1": first.day, "d2": last.day, "m1": self._month(first), "m2": self._month(last), "y": last.year}
        return self("format.span_days" if first.month == last.month else "format.span_months", **values)

    def _month(self, day: date) -> str:
        return str(self.table["months"]["dated"][day.month - 1])

    def _short(self, day: date) -> str:
        return str(self.table["months"]["short"][day.month - 1])


def plural_form(language: str, number: int) -> str:
    """CLDR's cardinal category of a whole number. Kazakh nouns do not change after a numeral."""
    if language == "ru":
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"
    return "one" if number == 1 and language == "en" else "other"
