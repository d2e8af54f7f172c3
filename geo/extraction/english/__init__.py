"""English: sentences to frames, and dates. What every language package gives: ``hinted``, ``frames``,
``mentions``, ``find_dates``."""

from geo.extraction.english.dates import find as find_dates
from geo.extraction.english.mentions import mentions
from geo.extraction.english.sentence import frames, hinted

__all__ = ["find_dates", "frames", "hinted", "mentions"]
