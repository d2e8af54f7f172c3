"""The words of exported files, from ``data/export/<language>.toml``: texts, plural forms, intervals, days, names of places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from geo.model import COUNTED_KINDS, Event, Place, Total
from geo.places.gazetteer import Gazetteer
from geo.resources import data_path

LANGUAGES = ("en", "ru", "kk")


class Words:
    """One language's words. Build it with :func:`words`."""

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

    def lines(self, key: str, **values: Any) -> list[str]:
        """A list of sentences from the section ``text``."""
        return [line.format(**values) for line in self.table["text"][key]]

    def count(self, key: str, number: int, **values: Any) -> str:
        """A text in the plural form that the number asks for."""
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

    def event(self, event: Event) -> str:
        """An event's number; what was reported instead, where it is not of detentions."""
        if event.kind not in COUNTED_KINDS:
            return self.known("kind", event.kind)
        return self("format.unknown") if event.unknown else self.interval(event.min, event.max)

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

    def bar(self, day: date, step: str) -> str:
        """The label under a bar."""
        if step == "year":
            return str(day.year)
        month = self.table["months"]["short"][day.month - 1]
        return self("format.short_month", month=month, y=day.year) if step == "month" else self("format.short_day", d=day.day, month=month)

    def span(self, first: date, last: date) -> str:
        """A span of days without saying year or month twice."""
        if first == last:
            return self.day(first)
        if first.year != last.year:
            return self("format.span_years", first=self.day(first), last=self.day(last))
        values = {"d1": first.day, "d2": last.day, "m1": self._month(first), "m2": self._month(last), "y": last.year}
        return self("format.span_days" if first.month == last.month else "format.span_months", **values)

    def place(self, place: Place, on: date | None) -> str:
        """What a place was called on that day, in this language; a site with its city."""
        if place.kind == "site" and place.site is None and len(place.path) > 1:
            return self._name(place.path[-2], on, place.name)  # the public tier's: somewhere in the city
        own = self._name(place.id or (place.path[-1] if place.path else ""), on, place.site or place.name)
        city = next((n for n in reversed(place.path) if n != place.id and _kind(n) == "city"), None)
        return f"{own}, {self._name(city, on, place.city or '')}" if place.kind == "site" and city else own

    def node(self, node: str, on: date | None) -> str:
        """The name of a place by its identifier alone."""
        return self._name(node, on, node.partition(":")[2] or node)

    def _name(self, node: str, on: date | None, otherwise: str) -> str:
        gazetteer = Gazetteer.shipped()
        return gazetteer.name(node, on, self.language) if node in gazetteer.entries else otherwise

    def _month(self, day: date) -> str:
        return str(self.table["months"]["dated"][day.month - 1])


@cache
def words(language: str) -> Words:
    """The words of ``en``, ``ru`` or ``kk``."""
    return Words(language, tomllib.loads(data_path(f"export/{language}.toml").read_text(encoding="utf-8")))


def plural_form(language: str, number: int) -> str:
    """CLDR's cardinal category of a whole number. Kazakh nouns do not change after a numeral."""
    if language == "ru":
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"
    return "one" if number == 1 and language == "en" else "other"


def printable(text: str, instead: str = " ") -> str:
    """Without what neither XML nor a font can hold: control characters and halves of pairs."""
    return _NOT_PRINTABLE.sub(instead, text)


def few(names: Sequence[str], most: int = 3) -> str:
    """The first few, and a sign that there are more."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _kind(node: str) -> str:
    entry = Gazetteer.shipped().entries.get(node)
    return entry.kind if entry else ""
