"""Russian: sentences to frames, and dates. What every language package gives: ``hinted``, ``frames``, ``find_dates``."""

from geo.extraction.russian.dates import find as find_dates
from geo.extraction.russian.sentence import frames, hinted

__all__ = ["find_dates", "frames", "hinted"]
