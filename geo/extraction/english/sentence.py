"""English sentences to frames: what verbs and nouns state, each group of people once.

Words come from ``data/lexicon/en``; how they hang together stands in :mod:`verbs` and :mod:`nouns` beside this.
"""

from __future__ import annotations

import re
from functools import cache
from sys import maxsize

from geo.extraction.english.nouns import NounReading
from geo.extraction.english.reading import nominals
from geo.extraction.english.verbs import VerbReading
from geo.extraction.frames import Frame, with_refused
from geo.extraction.layout import Sentence
from geo.lexicon import any_of, verbs


def frames(sentence: Sentence, places: set[int]) -> list[Frame]:
    """Every statement of the sentence. ``places``: token indexes of toponyms."""
    reading = _Reading(sentence, places)
    found = reading.by_verbs() + reading.by_nouns()
    stated = _without_twins([f for f in found if not f.refused])
    return with_refused(stated + reading.parts(stated), found)


class _Reading(VerbReading, NounReading):
    """A sentence read for both."""


def hinted(low: str, start: int = 0, end: int = maxsize) -> bool:
    """Whether a stretch of a folded text has any word that a frame could start from."""
    return bool(_hint().search(low, start, end))


@cache
def _hint() -> re.Pattern[str]:
    kinds = nominals()
    return any_of(kinds["event"] | kinds["held"] | kinds["state"] | kinds["presence"] | verbs("en").keys(), flags=0)


def _without_twins(found: list[Frame]) -> list[Frame]:
    """One group is one statement of a kind, however many verbs say so; a strong verb's reading stays."""
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.weak, f.start)):
        twin = next((f for f in out if f.kind == frame.kind and f.group[0] < frame.group[1] and frame.group[0] < f.group[1]), None)
        if twin is None and not (frame.kind == "detention" and any(f.kind == "no_detention" and f.start == frame.start for f in out)):
            out.append(frame)
    return sorted(out, key=lambda f: f.start)
