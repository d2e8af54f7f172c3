"""The words of exported files, from ``data/export/<language>.toml``: texts, plural forms, intervals, days, names of places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from geo.model import COUNTED_KINDS, Event, Place
from geo.places.gazetteer import Gazetteer
from geo.resources import data_path
from geo.wording import Wording

LANGUAGES = ("en", "ru", "kk")


class Words(Wording):
    """One language's words. Build it with :func:`words`."""

    def lines(self, key: str, **values: Any) -> list[str]:
        """A list of sentences from the section ``text``."""
        return [line.format(**values) for line in self.table["text"][key]]

    def event(self, event: Event) -> str:
        """An event's number; what was reported instead, where it is not of detentions."""
        if event.kind not in COUNTED_KINDS:
            return self.known("kind", event.kind)
        return self("format.unknown") if event.unknown else self.interval(event.min, event.max)

    def bar(self, day: date, step: str) -> str:
        """The label under a bar."""
        if step == "year":
            return str(day.year)
        return self.short_month(day) if step == "month" else self.short_day(day)

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

    def known_place(self, node: str, on: date | None) -> str:
        """The name of a place of the gazetteer; nothing for any other."""
        return self._name(node, on, "")

    def _name(self, node: str, on: date | None, otherwise: str) -> str:
        gazetteer = Gazetteer.shipped()
        return gazetteer.name(node, on, self.language) if node in gazetteer.entries else otherwise


@cache
def words(language: str) -> Words:
    """The words of ``en``, ``ru`` or ``kk``."""
    return Words(language, tomllib.loads(data_path(f"export/{language}.toml").read_text(encoding="utf-8")))


def printable(text: str, instead: str = " ") -> str:
    """Without what neither XML nor a font can hold: control characters and halves of pairs."""
    return _NOT_PRINTABLE.sub(instead, text)


def cut(text: str, most: int) -> str:
    """No more characters than that, ending with a whole word where there is one near."""
    if len(text) <= most:
        return text
    end = text.rfind(" ", most * 2 // 3, most - 1)
    return text[: end if end > 0 else most - 2] + " …"


def few(names: Sequence[str], most: int = 3) -> str:
    """The first few, and a sign that there are more."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _kind(node: str) -> str:
    entry = Gazetteer.shipped().entries.get(node)
    return entry.kind if entry else ""
