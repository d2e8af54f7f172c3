"""What a report might say of detentions: the frames that rules found, and each other group of people or number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.extraction import tallies
from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.languages import READERS
from geo.extraction.layout import Sentence
from geo.lexicon import pattern
from geo.model import COUNTED_KINDS

_RULED = ("any", "pronoun", "plural", "single", "name")
"""Kinds of groups that are claims by a rule or not at all: of 2,700 that no rule spoke of in labelled reports 27 were."""


@dataclass(slots=True)
class Candidate:
    """A frame that may be a claim. ``rule``: a rule of the language, a tally's, or none; ``aside``: its sentence seems to tell of
    something else; ``group``: what kind of group it is, where no rule spoke of it.
    """

    sentence: Sentence
    frame: Frame
    rule: str = ""
    aside: bool = False
    group: str = "frame"

    @property
    def to_judge(self) -> bool:
        """Releases, crowds and police are told by rule alone; so are parts of a count."""
        return self.frame.kind in COUNTED_KINDS and not self.frame.subset


def candidates(document: Document) -> Iterator[Candidate]:
    """Every candidate of a report, sentence by sentence, those of rules first."""
    reader = READERS[document.language]
    told = -9
    for sentence in document.sentences():
        places = document.place_tokens(sentence)
        found = reader.frames(sentence, places) if reader.hinted(sentence.low, sentence.start, sentence.end) else []
        stated = [f for f in found if not f.refused]
        relevant = [f for f in stated if document.relevant(sentence, f)]
        for frame in stated:
            yield Candidate(sentence, frame, frame.rule, frame not in relevant)
        near = 0 <= sentence.block.number - told <= 2
        listed = tallies.elliptic(document, sentence, relevant, spoken=near)
        if any(f.kind == "detention" for f in (*relevant, *listed)):
            told = sentence.block.number
        for frame in listed:
            yield Candidate(sentence, frame, f"tally: {frame.rule}")
        yield from _unspoken(document, sentence, places, [*found, *listed])


def _unspoken(document: Document, sentence: Sentence, places: set[int], found: list[Frame]) -> Iterator[Candidate]:
    """Groups of people, and bare numbers, that no frame has and that are no part of a date; nor a figure that another has replaced."""
    old = sentence.search(pattern(document.language, "superseded"))
    taken = [f.group for f in found if f.kind != "police_presence"]
    taken += [(d.start, d.end) for d in document.dates_in(sentence.start, sentence.end)]
    for group in READERS[document.language].find_groups(sentence, places):
        start, end = sentence.tokens[group.first].start, sentence.tokens[group.last - 1].end
        if group.kind in _RULED or (old and old.start() < start) or any(a < end and start < b for a, b in taken):
            continue
        kind = "no_detention" if group.kind == "nobody" else "detention"
        frame = Frame(kind, start, end, (start, end), group.count, "judged by what is around it", more=group.more)  # type: ignore[arg-type]
        yield Candidate(sentence, frame, group=group.kind)
