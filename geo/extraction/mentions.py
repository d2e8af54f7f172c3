"""Sentences that say a detention happened, whether or not they make a claim: what an analyst reads to see what was left out.

A sentence is none of these where the detention is denied, feared, ordered or only planned. It is one and yet no claim where
it tells again what another told, speaks of ordinary crime, or names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo import lexicon
from geo.extraction.language import detect_language
from geo.extraction.languages import READERS
from geo.extraction.layout import blocks, folded
from geo.extraction.read import extract
from geo.model import Report


@dataclass(frozen=True, slots=True)
class DetentionMention:
    """``start``..``end`` are the sentence's offsets in the report's text, ``words`` those of the words for the detention."""

    report_id: str
    start: int
    end: int
    quote: str
    words: tuple[tuple[int, int], ...]
    claim: bool


def mentions(report: Report) -> Iterator[DetentionMention]:
    """Each sentence that tells of a detention, in order. Without a reader for its language a report has none."""
    language = report.language or detect_language(report.text)
    reader = READERS.get(language)
    if reader is None or not reader.hinted(folded(report.text)):
        return
    claims = [c for c in extract(report) if c.kind == "detention"]
    for block in blocks(report.text, report.title, lexicon.column(language, "abbreviations", "word")):
        for sentence in block.sentences:
            told = tuple(reader.mentions(sentence))
            claim = any(c.start < sentence.end and sentence.start < c.end for c in claims)
            if told or claim:
                yield DetentionMention(report.id, sentence.start, sentence.end, sentence.words, told, claim)
