"""Numbers without a verb of their own: tallies ("Almaty - 25") and ellipsis ("in Astana, 19; in Oral, five")."""

from __future__ import annotations

import re

from geo.extraction import counts
from geo.extraction.document import Document
from geo.extraction.frames import Frame, nobody
from geo.extraction.layout import Block, Sentence
from geo.extraction.lexicon import phrase_pattern, words
from geo.model import Count

_NONE = re.compile(r"\s*(?:none|zero|nobody|no one|0|nil|no arrests|no detentions|no one detained)(?![\w.,]\d|\w)", re.I)
_DETAINED = re.compile(r"\b(?:detain\w*|arrest\w*|detention\w*|taken away|rounded up|apprehend\w*)\b", re.I)
_LIST_SEPARATOR = re.compile(r"\s*(?:\([^)]{0,40}\)\s*)?(?:[:–—]|-{1,2}|,)\s*")


def elliptic(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """Further claims of a sentence, where the text around it says what is being counted."""
    if sentence.block.role == "item" or _looks_like_tally(document, sentence):
        return [] if found else _tally(document, sentence)
    if any(f.kind == "detention" and not f.subset for f in found):
        return _pairs(document, sentence, found)
    return []


def _looks_like_tally(document: Document, sentence: Sentence) -> bool:
    places = document.places_in(sentence.start, sentence.end)
    return bool(places) and not document.text[sentence.start : places[0].start].strip(" -–—•*·") and bool(
        re.match(r"\s*(?:\([^)]{0,40}\)\s*)?[:–—-]\s", document.text[places[0].end : places[0].end + 50])
    )


def counting_detentions(document: Document, block: Block) -> bool:
    """Whether the heading above a list (or the report's title) says that it counts detentions."""
    for earlier in reversed(document.blocks[: block.number]):
        if earlier.role == "item":
            continue
        if _DETAINED.search(document.text, earlier.start, earlier.end):
            return True
        if earlier.role in ("paragraph", "heading"):
            break
    return bool(_DETAINED.search(document.report.title))


def _tally(document: Document, sentence: Sentence) -> list[Frame]:
    """"Almaty – 83+": each place of the line with the amount right after it."""
    if not counting_detentions(document, sentence.block) and not _DETAINED.search(sentence.words):
        return []
    out = []
    text = document.text
    for place in document.places_in(sentence.start, sentence.end):
        separator = _LIST_SEPARATOR.match(text, place.end)
        if separator is None:
            continue
        at = separator.end()
        if m := _NONE.match(text, at):
            out.append(Frame("no_detention", m.start(), m.end(), (at, m.end()), nobody(m[0].strip()), "tally", elliptic=True))
            continue
        quantity = next(iter(counts.find(text[at : min(at + 80, sentence.end)], document.language)), None)
        if quantity is None or quantity.start > 12:
            continue
        group = (at + quantity.start, at + quantity.end)
        if quantity.count.min == 0:
            out.append(Frame("no_detention", *group, group, nobody(quantity.count.text), "tally", elliptic=True))
        else:
            out.append(Frame("detention", *group, group, quantity.count, "tally", elliptic=True))
    return out


def _pairs(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """"... 70 were detained in Almaty, 19 in Astana and five in Oral": bare amounts that stand beside a place."""
    out = []
    text = document.text
    used = [f.group for f in found]
    dates = [(d.start, d.end) for d in document.dates_in(sentence.start, sentence.end)]
    for quantity in counts.find(sentence.words, document.language):
        start, end = sentence.start + quantity.start, sentence.start + quantity.end
        if any(a < end and start < b for a, b in [*used, *dates]):
            continue
        after = re.match(
            r"\s*(?:more\s+|others?\s+|people\s+|persons\s+|activists\s+|protesters\s+)?(?:in|at|near|from|on)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}",
            text[end : min(end + 60, sentence.end)],
        )
        place = None
        if after:
            place = next((m for m in document.places_in(end, end + after.end() + 1) if m.start == end + after.end()), None)
        if place is None:
            place = next(
                (m for m in document.places_in(sentence.start, start)
                 if re.fullmatch(r"\s*,?\s*(?:[:–—-]\s*)?(?:another\s+|about\s+)?", text[m.end : start]) and m.locative), None
            )  # fmt: skip
            nxt = re.match(r"\s*([^\W\d_]+)", text[end : end + 20])
            if place is not None and nxt and nxt[1].casefold() not in words("en", "conjunction") | {"people", "persons", "more", "others"}:
                place = None
        if place is None or not place.id:
            continue
        between = text[min(f.start for f in found) : start]
        if phrase_pattern(document.language, "other").search(between):
            continue
        c = quantity.count
        out.append(Frame("detention", start, end, (start, end), Count(c.text, c.min, c.max, c.best, c.form), "ellipsis", elliptic=True))
    return out
