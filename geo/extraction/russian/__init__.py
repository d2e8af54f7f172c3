"""Russian: sentences to frames, and dates. What every language package gives: ``hinted``, ``frames``,
``mentions``, ``find_dates``."""

from geo.extraction.russian.dates import find as find_dates
from geo.extraction.russian.sentence import frames, hinted, mentions

__all__ = ["find_dates", "frames", "hinted", "mentions"]
