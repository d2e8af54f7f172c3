"""Frames become claims: each gets its place and its day, from the sentence, its list or paragraph, or the whole report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date

from geo.extraction import organisers
from geo.extraction.days import DateMention
from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.layout import Block, Sentence, near
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


def day_of(
    document: Document, sentence: Sentence, frame: Frame, frames: list[Frame]
) -> tuple[date | None, date | None, str, tuple[int, int] | None]:
    """(first, last, basis, offsets of the words): the sentence's own date, the paragraph's, the report's, publication."""
    start, end = frame.span
    found = []
    for d in near(document.dates_in(sentence.start, sentence.end), start):
        if document.published and d.first > document.published:
            continue
        between = document.text[d.end : start] if d.end <= start else document.text[end : d.start] if d.start >= end else ""
        if between.strip() in ("-", "–", "—", ":"):
            between = ""
        coarse = d.precision in ("month", "year")
        if coarse and len(between.split()) > (1 if sentence.block.role == "item" else 10):
            continue
        if frame.final and d.start >= end and pattern(document.language, "clause_break").search(between):
            continue
        said = pattern(document.language, "day_of_saying").search(document.text, max(sentence.start, d.start - 20), d.start)
        cost = (
            10 * bool(said or pattern(document.language, "that").search(between))
            + len(between.split())
            + 15 * len(pattern(document.language, "clause_break").findall(between))
            + 3 * between.count(",")
            + 20 * (frame.final and d.start >= end)
            - 40 * (d.start - sentence.start <= 2 and document.text[d.end : d.end + 1] == ":")
            + {"day": 0, "range": 0, "month": 6, "year": 12}[d.precision]
        )
        for other in frames:
            a, b = other.span
            if other is not frame and ((d.end <= a and b <= start) or (end <= a and b <= d.start)):
                cost += 12
        found.append((cost, d.start, d))
    told = document.dates_in(sentence.block.start, sentence.start)
    if found:
        d = min(found)[2]
        narrower = (t for t in reversed(told) if t.precision == "day" and d.first <= t.first <= d.last)
        if d.precision in ("month", "year") and (day := next(narrower, None)):
            return day.first, day.last, "paragraph", (day.start, day.end)
        return d.first, d.last, "text", (d.start, d.end)
    if frame.elliptic and told and told[0].precision == "month":
        return told[0].first, told[0].last, "paragraph", (told[0].start, told[0].end)
    for d in reversed(told):
        said = pattern(document.language, "day_of_saying").search(document.text, max(sentence.block.start, d.start - 20), d.start)
        if not said and d.precision in ("day", "range") and (not document.published or d.first <= document.published):
            return d.first, d.last, "paragraph", (d.start, d.end)
    if alone := bisect_right(document.days_alone, sentence.block.start, key=lambda d: d.end):
        day = document.days_alone[alone - 1]
        return day.first, day.last, "heading", (day.start, day.end)
    before = document.block_before(sentence.block)
    if sentence.block.role == "item" or (before is not None and before.role == "heading"):
        above = bisect_left(document.headings, sentence.block.number, key=lambda b: b.number)
        heading = document.headings[above - 1] if above else None
        for d in reversed(document.dates_in(heading.start, heading.end) if heading else []):
            if d.precision in ("day", "range") and (not document.published or d.first <= document.published):
                return d.first, d.last, "heading", (d.start, d.end)
    if sentence.block.role == "item" and (head := _list_head(document, sentence.block)) is not None:
        past = [d for d in document.dates_in(head.start, head.end) if not document.published or d.first <= document.published]
        if past:
            day = next((d for d in reversed(past) if d.precision in ("day", "range")), past[-1])
            return day.first, day.last, "heading", (day.start, day.end)
    first, last, basis = document.main_date
    if (talk := _spoken_of(document, sentence, basis)) is not None:
        return talk.first, talk.last, "spoken of", (talk.start, talk.end)
    return first, last, basis, None


_LONGEST_LIST = 60
"""How many rows of a list its head speaks for."""


def _list_head(document: Document, block: Block) -> Block | None:
    """What a row stands under: the nearest paragraph, row or heading before it that ends in a colon."""
    for earlier in document.blocks[max(0, block.number - _LONGEST_LIST) : block.number][::-1]:
        if document.text[earlier.end - 1] == ":":
            return earlier
        if earlier.role not in ("item", "caption"):
            return None
    return None


_TURNS = 6
"""How many turns of an interview back a day may have been named that the talk is still about."""


def _spoken_of(document: Document, sentence: Sentence, basis: str) -> DateMention | None:
    """The day that the talk is about: named some turns before in an interview, or last in a tale of long ago."""
    block = sentence.block
    turns = document.text[block.start] in "—–-" and block.number > 0
    if not turns and basis != "published":
        return None
    told = [d for d in document.dates_before(sentence.start) if not document.published or d.first <= document.published]
    if told and told[-1].precision == "month" and told[-1].start >= block.start:
        return told[-1]
    if turns:
        since = document.blocks[max(0, block.number - _TURNS)].start
        for d in reversed(told):
            if d.start >= since and d.precision == "day" and document.text[document.block_at(d.start).start] in "—–-":
                return d
    if basis != "published":
        return None
    return next((d for d in reversed(told) if d.precision in ("day", "range")), None)
