"""The languages that can be read, each a package of four functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from sys import maxsize
from typing import Protocol

from geo.extraction import english, kazakh, russian
from geo.extraction.days import DateMention
from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence
from geo.extraction.respelt import Respelt


class Reader(Protocol):
    """What a language package gives."""

    def hinted(self, low: str, start: int = 0, end: int = maxsize) -> bool:
        """Whether a stretch of a folded text has any word that a frame could start from."""

    def frames(self, sentence: Sentence, places: set[int]) -> list[Frame]:
        """Every statement of a sentence that is hinted at. ``places``: indexes of the tokens of toponyms and dates."""

    def mentions(self, sentence: Sentence) -> Iterable[tuple[int, int]]:
        """Offsets of the words for each detention that the sentence says happened, claim or not."""

    def find_dates(self, text: str, published: date | None) -> list[DateMention]:
        """Every date in a text, in order. Without ``published`` only dates with a year can be told."""


READERS: dict[str, Reader] = {"en": english, "kk": kazakh, "ru": russian}
"""Readers by language; a language without one gives no claims."""

RESPELLERS: dict[str, Callable[[str], Respelt | None]] = {"kk": kazakh.respell}
"""By language, what spells a text as the language's tables do, where it is written in another script."""
