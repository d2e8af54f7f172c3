"""Tables in a text: rows of cells set apart by bars, semicolons or tabs, under a header that says what each column counts."""

from __future__ import annotations

import re

from geo.extraction import counts
from geo.extraction.days import DateMention
from geo.extraction.document import Document
from geo.extraction.frames import Frame, nobody
from geo.extraction.layout import Block, Sentence
from geo.lexicon import pattern

_MARKS = ("|", ";", "\t")
_RULE = re.compile(r"[\s|:=-]*")
_LONGEST_TABLE = 200

Cell = tuple[int, int]


def frames(document: Document, sentence: Sentence) -> list[Frame]:
    """The amounts of a row in the columns that count detentions, each beside the place that its row begins with."""
    found = _columns(document, sentence.block) if sentence.index == 0 else None
    if found is None:
        return []
    cells, head = found
    place = next((m for a, b in cells for m in document.places_in(a, b) if m.id and m.start - a <= 4), None)
    out: list[Frame] = []
    for (start, end), (first, last) in zip(cells, head, strict=True):
        if place is None or not _counts_detentions(document, first, last):
            continue
        if m := pattern(document.language, "tally_none").match(document.text, start, end):
            span = (start, m.end())
            out.append(Frame("no_detention", *span, span, nobody(m[0].strip()), "table", elliptic=True, at=place.start))
        elif (quantity := next(iter(counts.find(document.text[start:end], document.language)), None)) and quantity.start <= 2:
            span = (start + quantity.start, start + quantity.end)
            nil = quantity.count.max == 0
            count = nobody(quantity.count.text) if nil else quantity.count
            out.append(Frame("no_detention" if nil else "detention", *span, span, count, "table", elliptic=True, at=place.start))
    return out


def column_date(document: Document, block: Block, at: int) -> DateMention | None:
    """The day at the head of the column that an offset stands in."""
    if not any(mark in document.text[block.start : block.end] for mark in _MARKS) or (found := _columns(document, block)) is None:
        return None
    for (start, end), (first, last) in zip(*found, strict=True):
        if start <= at < end:
            return next((d for d in document.dates_in(first, last) if d.precision in ("day", "range")), None)
    return None


def _counts_detentions(document: Document, first: int, last: int) -> bool:
    if pattern(document.language, "about_detentions").search(document.text, first, last):
        return True
    about = pattern(document.language, "about_detentions").search(document.text, 0, first) or pattern(
        document.language, "about_detentions"
    ).search(document.report.title)
    return bool(document.dates_in(first, last)) and bool(about)


def _columns(document: Document, block: Block) -> tuple[list[Cell], list[Cell]] | None:
    """The cells of a row and those of its table's header; ``None`` for what is no row under a header."""
    mark = next((m for m in _MARKS if document.text.count(m, block.start, block.end) >= 2), None)
    if mark is None:
        return None
    cells = _cells(document.text, block, mark)
    head: list[Cell] | None = None
    for earlier in document.blocks[: block.number][: -_LONGEST_TABLE - 1 : -1]:
        if _RULE.fullmatch(document.text, earlier.start, earlier.end):
            continue
        above = _cells(document.text, earlier, mark)
        if len(above) != len(cells):
            break
        head = above
    return (cells, head) if head is not None else None


def _cells(text: str, block: Block, mark: str) -> list[Cell]:
    """The cells of a line, without the space and the bars around them."""
    start, end = block.start, block.end
    if mark == "|":
        start += text.startswith("|", start)
        end -= text.endswith("|", start, end)
    out = []
    at = start
    for piece in text[start:end].split(mark):
        lead = len(piece) - len(piece.lstrip())
        out.append((at + lead, at + max(lead, len(piece.rstrip()))))
        at += len(piece) + len(mark)
    return out
