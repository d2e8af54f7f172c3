"""Russian: sentences to frames, and dates. What every language package gives: ``hinted``, ``frames``,
``mentions``, ``find_groups``, ``verb_classes``, ``find_dates``."""

from geo.extraction.russian.candidates import find_groups
from geo.extraction.russian.dates import find as find_dates
from geo.extraction.russian.sentence import frames, hinted, mentions
from geo.extraction.russian.tables import verb_classes

__all__ = ["find_dates", "find_groups", "frames", "hinted", "mentions", "verb_classes"]
