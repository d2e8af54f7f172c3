"""English sentences to frames: what verbs and nouns state, each group of people once.

Words come from ``data/lexicon/en``; how they hang together stands in :mod:`verbs` and :mod:`nouns` beside this.
"""

from __future__ import annotations

import re
from functools import cache

from geo.extraction.english.nouns import NounReading
from geo.extraction.english.reading import nominals
from geo.extraction.english.verbs import VerbReading
from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence
from geo.lexicon import alternatives, verbs


def frames(sentence: Sentence, places: set[int]) -> list[Frame]:
    """Every statement of the sentence. ``places``: token indexes of toponyms."""
    if not _hint().search(sentence.text, sentence.start, sentence.end):
        return []
    reading = VerbReading(sentence, places)
    nouns = NounReading(sentence, places, reading.groups)
    found = _without_twins(reading.by_verbs() + nouns.by_nouns())
    return found + nouns.parts(found)


def hinted(text: str) -> bool:
    """Whether a text has any word that a frame could start from."""
    return bool(_hint().search(text))


@cache
def _hint() -> re.Pattern[str]:
    forms = set(verbs("en")) | set().union(*(v for k, v in nominals().items() if k in ("event", "held", "state", "presence")))
    return re.compile(rf"(?<!\w)(?:{alternatives(forms)})(?!\w)", re.I)


def _without_twins(found: list[Frame]) -> list[Frame]:
    """One group is one statement of a kind, however many verbs say so; a strong verb's reading stays."""
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.weak, f.start)):
        twin = next((f for f in out if f.kind == frame.kind and f.group[0] < frame.group[1] and frame.group[0] < f.group[1]), None)
        if twin is None and not (frame.kind == "detention" and any(f.kind == "no_detention" and f.start == frame.start for f in out)):
            out.append(frame)
    return sorted(out, key=lambda f: f.start)
