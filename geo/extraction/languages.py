"""The languages that can be read, each a package of a few functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from sys import maxsize
from typing import Protocol

from geo.extraction import english, kazakh, russian
from geo.extraction.days import DateMention
from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence
from geo.extraction.respelt import Respelt
from geo.model import Count


class PeopleGroup(Protocol):
    """Tokens ``first`` up to (not with) ``last`` of a sentence, and how many people they are."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def count(self) -> Count: ...
    @property
    def more(self) -> bool: ...


class Reader(Protocol):
    """What a language package gives."""

    def hinted(self, low: str, start: int = 0, end: int = maxsize) -> bool:
        """Whether a stretch of a folded text has any word that a frame could start from."""

    def frames(self, sentence: Sentence, places: set[int]) -> list[Frame]:
        """Every statement of a sentence that is hinted at. ``places``: indexes of the tokens of toponyms and dates."""

    def find_groups(self, sentence: Sentence, places: set[int]) -> Sequence[PeopleGroup]:
        """Every group of people, and number, of a sentence, in order, none overlapping."""

    def verb_classes(self, word: str) -> frozenset[str]:
        """What kinds of verbs of the language's tables a word in small letters may be a form of."""

    def mentions(self, sentence: Sentence) -> Iterable[tuple[int, int]]:
        """Offsets of the words for each detention that the sentence says happened, claim or not."""

    def find_dates(self, text: str, published: date | None) -> list[DateMention]:
        """Every date in a text, in order. Without ``published`` only dates with a year can be told."""


READERS: dict[str, Reader] = {"en": english, "kk": kazakh, "ru": russian}
"""Readers by language; a language without one gives no claims."""

RESPELLERS: dict[str, Callable[[str], Respelt | None]] = {"kk": kazakh.respell}
"""By language, what spells a text as the language's tables do, where it is written in another script."""
