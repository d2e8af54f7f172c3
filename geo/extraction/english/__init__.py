"""English: sentences to frames, and dates. What every language package gives: ``hinted``, ``frames``,
``mentions``, ``find_groups``, ``verb_classes``, ``find_dates``."""

from geo.extraction.english.candidates import find_groups
from geo.extraction.english.dates import find as find_dates
from geo.extraction.english.mentions import mentions
from geo.extraction.english.sentence import frames, hinted
from geo.extraction.english.verbs import verb_classes

__all__ = ["find_dates", "find_groups", "frames", "hinted", "mentions", "verb_classes"]
