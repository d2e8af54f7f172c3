"""Frames become claims: each gets its place and its day, from the sentence, its list or paragraph, or the whole report."""

from __future__ import annotations

from datetime import date

from geo.extraction import organisers
from geo.extraction.dating import day_of
from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence, near
from geo.extraction.placing import Placed, place_of
from geo.lexicon import pattern
from geo.model import Claim


def claims(document: Document, sentence: Sentence, frames: list[Frame]) -> list[Claim]:
    """The sentence's frames as claims, each with its own place, day, organisers and source of information."""
    out = []
    for frame in frames:
        others = near(frames, frame.start)
        first, last, basis, told = day_of(document, sentence, frame, others)
        for placed in place_of(document, sentence, frame, others, first):
            out.append(_claim(document, sentence, frame, placed, first, last, basis, told, len(frames) > 1))
    return out


def _claim(
    document: Document, sentence: Sentence, frame: Frame, placed: Placed, first: date | None, last: date | None, basis: str,
    told: tuple[int, int] | None, shared: bool,
) -> Claim:  # fmt: skip
    report = document.report
    start, end = _quote(document, sentence, frame, placed) if shared else (sentence.start, sentence.end)
    explain: list[tuple[str, int, int, str]] = [("kind", frame.start, frame.end, frame.rule), ("count", *frame.group, frame.count.form)]
    explain.append(("place", placed.start, placed.end, placed.rule))
    if told:
        explain.append(("date", told[0], told[1], basis))
    caption = sentence.block.role in ("caption", "item") or (sentence.end - sentence.start < 140 and len(sentence.block.sentences) <= 2)
    return Claim(
        report_id=report.id, source=report.source, url=report.url, published=document.published, language=document.language,
        kind=frame.kind, quote=report.text[start:end], start=start, end=end, date_start=first, date_end=last,
        date_basis=basis, place=placed.place, count=frame.count,
        attributed_to=organisers.attribution(document.text, sentence, frame, document.language),
        organisers=organisers.named(document.text, sentence, document.language),
        running=frame.kind == "detention" and _running(document, sentence, basis),
        confidence=frame.likely, subset=frame.subset, instance=frame.single and caption and frame.kind == "detention", explain=tuple(explain),
    )  # fmt: skip


def _running(document: Document, sentence: Sentence, basis: str) -> bool:
    """ "has reached 7,939", or "have been detained" without a day: the count holds what was counted on the days before."""
    if sentence.search(pattern(document.language, "running_total")):
        return True
    return basis != "text" and bool(sentence.search(pattern(document.language, "running_perfect")))


def _quote(document: Document, sentence: Sentence, frame: Frame, placed: Placed) -> tuple[int, int]:
    """The part of a sentence that states this claim, where the sentence states several."""
    start, end = frame.span
    if sentence.start <= placed.start < sentence.end and min(abs(placed.start - end), abs(start - placed.end)) < 40:
        start, end = min(start, placed.start), max(end, placed.end)
    return start, end
