"""Kazakh: sentences to frames, and dates. Also spells Latin script in Cyrillic."""

from geo.extraction.kazakh.dates import find as find_dates
from geo.extraction.kazakh.forms import verb_classes
from geo.extraction.kazakh.groups import find as find_groups
from geo.extraction.kazakh.latin import respell
from geo.extraction.kazakh.sentence import frames, hinted, mentions

__all__ = ["find_dates", "find_groups", "frames", "hinted", "mentions", "respell", "verb_classes"]
