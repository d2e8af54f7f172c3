"""Parts of a number told just before: "714 were taken in. 77 of them are held": the second adds nothing to the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from geo.extraction.document import Document
from geo.extraction.layout import Sentence
from geo.lexicon import phrase_pattern
from geo.model import Claim

_BETWEEN = re.compile(r"(?:[\s,()–—-]+[^\s,.;:!?]+){0,2}[\s,()–—-]+")
"""What may stand between "of them" and the number: "of them, all told, 77", "of them women - 11"."""
_SENTENCES = 2
_BEFORE = 60
_AFTER = 40


def with_parts(told: Sequence[tuple[Sentence, Claim]], document: Document) -> list[Claim]:
    """The claims in their order; one that says it is some of those told of just before is a ``subset``."""
    out: list[Claim] = []
    for i, (sentence, claim) in enumerate(told):
        part = _says_so(document, sentence, claim) and any(_holds(earlier, claim) for earlier in _just_before(told[:i], sentence))
        out.append(replace(claim, subset=True) if part else claim)
    return out


def _just_before(told: Sequence[tuple[Sentence, Claim]], sentence: Sentence) -> Iterator[Claim]:
    """What the sentence has told so far, and the last one before it that told anything."""
    last = None
    for where, claim in reversed(told):
        if where is not sentence:
            last = last or where
            if where is not last or where.block is not sentence.block or sentence.index - where.index > _SENTENCES:
                return
        yield claim


def _holds(whole: Claim, part: Claim) -> bool:
    """Whether these people can be some of those: told after them, of one place and the same days, no more of them, no surer."""
    return (
        whole.kind == "detention"
        and not whole.instance
        and _number(whole) < _number(part)
        and whole.place.path == part.place.path
        and (whole.date_start, whole.date_end) == (part.date_start, part.date_end)
        and (whole.count.min or 0) >= (part.count.min or 0)
        and _sure(whole) >= _sure(part)
    )


def _number(claim: Claim) -> tuple[int, int]:
    """Where the number stands."""
    return next((start, end) for what, start, end, _ in claim.explain if what == "count")


def _sure(claim: Claim) -> float:
    """How likely the words are a claim; what was not weighed is taken as they say it."""
    return 1 if claim.confidence is None else claim.confidence


def _says_so(document: Document, sentence: Sentence, claim: Claim) -> bool:
    if claim.kind != "detention" or claim.instance or claim.subset:
        return False
    start, end = _number(claim)
    text, phrase = document.text, phrase_pattern(document.language, "part_of")
    if phrase.search(text, start, end) or _right_after(document.language).match(text, end, min(end + _AFTER, sentence.end)):
        return True
    before = phrase.finditer(text, max(sentence.start, start - _BEFORE), start)
    return any(_BETWEEN.fullmatch(text, m.end(), start) for m in before)


@cache
def _right_after(language: str) -> re.Pattern[str]:
    phrase = phrase_pattern(language, "part_of")
    return re.compile(rf"\s+(?:{phrase.pattern})", phrase.flags)
