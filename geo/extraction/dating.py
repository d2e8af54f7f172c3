"""Which day a frame is about: the days that its sentence, paragraph, headings and report offer, and which of them is meant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from geo.extraction.days import APART, DateMention, valid
from geo.extraction.document import Document
from geo.extraction.frames import Frame
from geo.extraction.layout import Block, Sentence, near
from geo.extraction.rows import column_date
from geo.lexicon import pattern


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or span that a frame may be about, how it is known, and the offsets of its words."""

    first: date | None
    last: date | None
    basis: str
    told: tuple[int, int] | None


def day_of(
    document: Document, sentence: Sentence, frame: Frame, frames: list[Frame]
) -> tuple[date | None, date | None, str, tuple[int, int] | None]:
    """(first, last, basis, offsets of the words): of the sentence's own days the best, else the nearest that is inherited."""
    if (column := column_date(document, sentence.block, frame.group[0])) is not None:
        return column.first, column.last, "column", (column.start, column.end)
    own = [(_cost(document, sentence, frame, frames, d), d.start, d) for d in _in_sentence(document, sentence, frame, frames)]
    best = min(own)[2] if own else None
    if best is not None and _only_said(document, sentence, frame, best):
        best = None
    if best is None:
        chosen = next(_inherited(document, sentence, frame))
    else:
        chosen = _counted_till(document, sentence, frame, best) or _narrowed(document, sentence, best)
    return chosen.first, chosen.last, chosen.basis, chosen.told


def _in_sentence(document: Document, sentence: Sentence, frame: Frame, frames: list[Frame]) -> Iterator[DateMention]:
    """The days of the sentence that may be meant."""
    start, end = frame.span
    for d in near(document.dates_in(sentence.start, sentence.end), start):
        if document.published and d.first > document.published:
            continue
        if d.kind == "weekday" and pattern(document.language, "background_after").match(document.text, d.end):
            continue  # "a candidate in last Sunday's election"
        if _of_another(document, sentence, frame, frames, d):
            continue
        between = _between(document, frame, d)
        if d.precision == "range" and d.start >= end and pattern(document.language, "aside_opens").search(between):
            continue  # "110 of them were made in the city, where shops have been on strike since Monday"
        if d.kind == APART and any(end <= other.span[0] and other.span[1] <= d.start for other in frames if other is not frame):
            continue  # "1,082, compared with 412 the Saturday before"
        if d.start >= end and pattern(document.language, "still_by").search(between):
            lead = max(sentence.start, d.start - 24)
            if pattern(document.language, "day_of_counting").search(document.text, lead, d.start):
                continue  # "were bundled from their car and had not been seen by Tuesday"
        if d.precision in ("month", "year") and len(between.split()) > (1 if sentence.block.role == "item" else 10):
            continue
        if frame.final and d.start >= end and pattern(document.language, "clause_break").search(between):
            continue
        yield d


def _only_said(document: Document, sentence: Sentence, frame: Frame, d: DateMention) -> bool:
    """ "told us on Sunday that sixty-nine had been taken": the day of the words, not of what they tell of."""
    said = pattern(document.language, "day_of_saying").search(document.text, max(sentence.start, d.start - 24), d.start)
    that = pattern(document.language, "that").match(document.text[d.end : d.end + 12].lstrip())
    says = pattern(document.language, "says_after").match(document.text, d.end, max(d.end, frame.span[0]))
    return bool(said) and d.end <= frame.span[0] and bool(that or says)


def _aside(document: Document, d: DateMention) -> int | None:
    """Where the clause begins that a day stands in, if that is one put in by commas: "in Suez, where ... on Friday, ..."."""
    block = document.block_at(d.start)
    opened = list(pattern(document.language, "aside_opens").finditer(document.text, max(block.start, d.start - 120), d.start))
    if not opened or re.search(r"[.!?]\s", document.text[opened[-1].end() : d.start]):
        return None
    return opened[-1].start()


def _of_another(document: Document, sentence: Sentence, frame: Frame, frames: list[Frame], d: DateMention) -> bool:
    """ "In Suez, where eighty were rounded up on the 21st, no arrests were reported": the day of the arrests put in."""
    opened = _aside(document, d)
    if opened is None or frame.span[0] < d.end or "," not in document.text[d.end : frame.span[0]]:
        return False
    return any(opened < other.span[0] < d.start for other in frames if other is not frame)


def _counted_till(document: Document, sentence: Sentence, frame: Frame, d: DateMention) -> Dated | None:
    """A day on which a count stood, of detentions that an earlier sentence has told the days of: "by Saturday it had 2,285 names"."""
    if d.precision != "day":
        return None
    language, text = document.language, document.text
    lead = max(sentence.start, d.start - 40)
    counted = pattern(language, "day_of_counting").search(text, lead, d.start)
    as_of = pattern(language, "as_of").search(text, lead, d.start)
    listed = sentence.search(pattern(language, "running_count"))
    if not as_of and not listed:
        return None
    before = document.block_before(sentence.block)
    since = before.start if before is not None else sentence.block.start
    for told in reversed(document.dates_in(since, sentence.start)):
        if told.kind == "since" and told.first < d.first <= told.last:
            return Dated(told.first, d.first, "running count", (told.start, told.end))
    if as_of or (counted and text[d.end : d.end + 8] == " morning"):
        inherited = next(_inherited(document, sentence, frame))
        if inherited.first and inherited.last and inherited.basis != "published" and inherited.last < d.first:
            return inherited
    return None


def _between(document: Document, frame: Frame, d: DateMention) -> str:
    start, end = frame.span
    between = document.text[d.end : start] if d.end <= start else document.text[end : d.start] if d.start >= end else ""
    return "" if between.strip() in ("-", "–", "—", ":") else between


def _cost(document: Document, sentence: Sentence, frame: Frame, frames: list[Frame], d: DateMention) -> float:
    """How far a day of the sentence stands from the frame, in words and clauses."""
    language, text = document.language, document.text
    start, end = frame.span
    between = _between(document, frame, d)
    lead = max(sentence.start, d.start - 24)
    said = pattern(language, "day_of_saying").search(text, lead, d.start)
    cost = (
        10.0 * bool(said or pattern(language, "that").search(between))
        + 15 * bool(pattern(language, "day_of_counting").search(text, lead, d.start))
        + len(between.split())
        + 15 * len(pattern(language, "clause_break").findall(between))
        + 3 * between.count(",")
        + 20 * (frame.final and d.start >= end)
        - 40 * (d.start - sentence.start <= 2 and text[d.end : d.end + 1] == ":")
        - 8 * (d.kind == "since")
        + {"day": 0, "range": 0, "month": 6, "year": 12}[d.precision]
    )
    for other in frames:
        a, b = other.span
        if other is not frame and d.start >= end and 0 <= a - d.end <= 4:
            cost += 12  # "... eighty on the 17th, on the 19th - 123"
        if other is not frame and ((d.end <= a and b <= start) or (end <= a and b <= d.start)):
            cost += 12
    return cost


def _narrowed(document: Document, sentence: Sentence, d: DateMention) -> Dated:
    """A month or year that holds a day told before in the paragraph is that day; "since the 2nd" ends where the sentence counts."""
    if d.precision in ("month", "year"):
        for told in reversed(document.dates_in(sentence.block.start, sentence.start)):
            if told.precision == "day" and d.first <= told.first <= d.last:
                return Dated(told.first, told.last, "paragraph", (told.start, told.end))
    if d.precision == "range" and d.last == document.published:
        if pattern(document.language, "held_since").search(document.text, max(sentence.start, d.start - 60), d.start):
            return Dated(d.first, d.first, "text", (d.start, d.end))
    if d.kind == "since":
        for other in document.dates_in(sentence.start, sentence.end):
            lead = max(sentence.start, other.start - 24)
            counted = pattern(document.language, "day_of_counting").search(document.text, lead, other.start)
            if counted and other.precision == "day" and d.first <= other.first <= d.last:
                return Dated(d.first, other.first, "text", (d.start, d.end))
    return Dated(d.first, d.last, "text", (d.start, d.end))


def _inherited(document: Document, sentence: Sentence, frame: Frame) -> Iterator[Dated]:
    """Days that a sentence without its own may take, the nearest first; the last is the report's."""
    block = sentence.block
    told = document.dates_in(block.start, sentence.start)
    if frame.elliptic and told and told[0].precision == "month":
        yield _dated(told[0], "paragraph")
    for d in reversed(told):
        if _elsewhere(document, sentence, d) or pattern(document.language, "as_of").search(
            document.text, max(block.start, d.start - 40), d.start
        ):
            continue
        said = pattern(document.language, "day_of_saying").search(document.text, max(block.start, d.start - 24), d.start)
        if not said and d.precision in ("day", "range") and _past(document, d):
            yield _dated(d, "paragraph")
    if block.clock is not None and (entry := _clock_day(document, block)) is not None:
        yield _dated(entry, "log")
    if months := [d for d in told if d.precision == "month"]:
        if document.published and document.published - months[-1].last > _LONG_AGO:
            yield _dated(months[-1], "paragraph")
    if alone := bisect_right(document.days_alone, block.start, key=lambda d: d.end):
        yield _dated(document.days_alone[alone - 1], "heading")
    before = document.block_before(block)
    if block.role == "item" or (before is not None and before.role == "heading"):
        above = bisect_left(document.headings, block.number, key=lambda b: b.number)
        heading = document.headings[above - 1] if above else None
        for d in reversed(document.dates_in(heading.start, heading.end) if heading else []):
            if d.precision in ("day", "range") and _past(document, d):
                yield _dated(d, "heading")
    if block.role == "item" and (head := _list_head(document, block)) is not None:
        past = [d for d in document.dates_in(head.start, head.end) if _past(document, d)]
        if past:
            yield _dated(next((d for d in reversed(past) if d.precision in ("day", "range")), past[-1]), "heading")
    first, last, basis = document.main_date
    if (section := _section(document, block, last)) is not None:
        yield _dated(section, "section")
    years = [d for d in told if d.precision == "year"]
    if years and basis == "title" and first is not None and (same := valid(years[-1].first.year, first.month, first.day)):
        yield Dated(same, same, "paragraph", (years[-1].start, years[-1].end))  # "Three Eighths of March": each in its year
    if (talk := _spoken_of(document, sentence, basis)) is not None:
        yield _dated(talk, "spoken of")
    if basis == "published" and first is not None and block.clock is not None and block.number < document.midnight:
        first = last = first - timedelta(days=1)  # entries of the evening, in a log that goes on past midnight
    yield Dated(first, last, basis, None)


def _elsewhere(document: Document, sentence: Sentence, d: DateMention) -> bool:
    """Whether a day was only put in by commas, of another place than the one that the sentence opens with."""
    if _aside(document, d) is None:
        return False
    return any(m.id and m.locative for m in document.places_in(sentence.start, min(sentence.end, sentence.start + 12)))


def _clock_day(document: Document, block: Block) -> DateMention | None:
    """ "00:25, Sunday. ...": the day that the clock of this entry, or of one before it, was told with."""
    for earlier in document.blocks[block.number :: -1]:
        if earlier.clock is not None:
            day = next(iter(document.dates_in(earlier.start, min(earlier.end, earlier.start + 26))), None)
            head = document.text[earlier.start : day.start] if day else ""
            if day and day.precision == "day" and _past(document, day) and not re.search(r"[^\W\d]", head):
                return day
    return None


def _section(document: Document, block: Block, main: date | None) -> DateMention | None:
    """ "On 22 February the congress met in the street. ...": the later day that an earlier paragraph opened with, if none came between."""
    if block.role != "paragraph" or main is None or document.text[block.start] in "—–-":
        return None
    for earlier in document.blocks[max(0, block.number - _SECTION) : block.number][::-1]:
        days = [d for d in document.dates_in(earlier.start, earlier.end) if d.precision == "day" and _past(document, d)]
        if days:
            opens = days[0].kind == "explicit" and not document.text[earlier.start : days[0].start].strip()
            after = main < days[0].first and len({d.first for d in days}) == 1
            prose = document.text[days[0].end : days[0].end + 1] == " "
            return days[0] if opens and after and prose and earlier.role == "paragraph" else None
    return None


def _dated(d: DateMention, basis: str) -> Dated:
    return Dated(d.first, d.last, basis, (d.start, d.end))


def _past(document: Document, d: DateMention) -> bool:
    return not document.published or d.first <= document.published


_LONG_AGO = timedelta(days=60)
"""A month that ended this long before publication is what is being told of, not when it was written."""

_SECTION = 3
"""How many paragraphs a day that opens one speaks for."""

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
