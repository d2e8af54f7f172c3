"""Numbers without a verb of their own: tallies ("Almaty - 25") and ellipsis ("in Astana, 19; in Oral, five")."""

from __future__ import annotations

import re

from geo.extraction import counts, rows
from geo.extraction.document import Document
from geo.extraction.frames import Frame, nobody
from geo.extraction.layout import Block, Sentence
from geo.lexicon import pattern, phrase_pattern, words
from geo.model import Count

_LIST_LINK = re.compile(r"\s*(?:[-–—:]\s*)?")
_LIST_SEPARATOR = re.compile(
    r"(?:,(?:[^\n:;–—]|(?<=\d):(?=\d\d)){0,40}?(?=\s-|\s?(?:[–—]|(?<!\d):|:(?!\d\d))))?\s*(?:\([^)]{0,80}\)\s*)?(?:[:–—|]|-{1,2}|,)\s*"
)
"""What stands between a place of a list and its number: ":", "–", ", square, 12:00:"."""
_NUMBER_FIRST = re.compile(r"\W*(\d[\d ]*\+?)\s*[—–-]\s+")


def elliptic(document: Document, sentence: Sentence, found: list[Frame], spoken: bool) -> list[Frame]:
    """Further claims of a sentence, where the text around it says what is being counted.

    ``spoken``: the paragraph has stated detentions before.
    """
    if in_table := rows.frames(document, sentence):
        found.clear()
        return in_table
    detained = [f for f in found if f.kind == "detention" and not f.subset]
    if ":" in sentence.words and all(f.count.form == "unspecified" for f in found) and (listed := _in_line(document, sentence)):
        found.clear()
        return listed
    if _after_head(document, sentence) and not found:
        return _headed(document, sentence)
    if sentence.block.role == "item" or _looks_like_tally(document, sentence):
        if detained:
            alike = _same_number(document, sentence, detained)
            return alike + _pairs(document, sentence, found) + _none_there(document, sentence)
        return [] if found else _listed(document, sentence, spoken)
    if detained:
        if not _free(document, sentence, found):
            return _none_there(document, sentence) + _same_number(document, sentence, detained)
        return (
            (pairs := _pairs(document, sentence, found))
            + _each(document, sentence, found)
            + _reported(document, sentence, [*found, *pairs])
            + _in_brackets(document, sentence, [*found, *pairs])
            + _none_there(document, sentence)
            + _on_top(document, sentence, found)
            + _same_number(document, sentence, detained)
        )
    if spoken and not found:
        if not _free(document, sentence, []):
            return _none_there(document, sentence)
        if pattern(document.language, "counting_goes_on").match(sentence.words):
            return _each(document, sentence, []) + _pairs(document, sentence, [])
        return _reported(document, sentence, []) + _in_brackets(document, sentence, []) + _none_there(document, sentence)
    told = not found and sentence.search(pattern(document.language, "about_detentions"))
    return _each(document, sentence, []) if told else []


def _listed(document: Document, sentence: Sentence, spoken: bool) -> list[Frame]:
    """A line of a list: its tally, the amounts each of several places has, and the parts at sites: "26 (16 at the Arbat)"."""
    tallied = _tally(document, sentence, spoken)
    tallied += _each(document, sentence, tallied)
    return tallied + _pairs(document, sentence, tallied) if tallied else []


def _after_head(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence follows a city that stands alone at the head of its paragraph: "Brest. At least 60."."""
    if sentence.index != 1:
        return False
    head = sentence.block.sentences[0]
    return [m.text for m in document.places_in(head.start, head.end) if m.id] == [head.words.strip(" .*:#-–—•·")]


def _headed(document: Document, sentence: Sentence) -> list[Frame]:
    """The number that such a sentence begins with, or nobody at all, where detentions are being counted."""
    if counting_detentions(document, sentence.block) and (m := pattern(document.language, "none_there").search(sentence.words)):
        span = sentence.start + m.start(), sentence.start + m.end()
        return [Frame("no_detention", *span, span, nobody(m[0]), "tally under a city", elliptic=True)]
    quantity = next(iter(counts.find(sentence.words, document.language)), None)
    if not counting_detentions(document, sentence.block) or quantity is None or quantity.start > 2 or quantity.count.form == "unspecified":
        return []
    group = (sentence.start + quantity.start, sentence.start + quantity.end)
    follows = pattern(document.language, "counted_follows").match(document.text, group[1], sentence.end)
    if follows and quantity.count.max == 0:
        return [Frame("no_detention", *group, group, nobody(quantity.count.text), "tally under a city", elliptic=True)]
    return [Frame("detention", *group, group, quantity.count, "tally under a city", elliptic=True)] if follows else []


def _looks_like_tally(document: Document, sentence: Sentence) -> bool:
    places = document.places_in(sentence.start, sentence.end)
    return (
        bool(places)
        and (
            (lead := document.text[sentence.start : places[0].start].strip(" -–—•*·#"))[-1:] in ("", ":") or _opens(lead, document.language)
        )
        and bool(re.match(r"(?:,[^\n:;–—.]{0,40})?\s*(?:\([^)]{0,80}\)\s*)?[:–—-]\s", document.text[places[0].end : places[0].end + 90]))
    )


def _opens(lead: str, language: str) -> bool:
    """Whether only a word such as "In" stands before the place."""
    return bool(pattern(language, "opening_word").fullmatch(lead))


_LONGEST_LIST = 300


def counting_detentions(document: Document, block: Block) -> bool:
    """Whether the heading above a list (or the report's title) says that it counts detentions."""
    for earlier in document.blocks[: block.number][: -_LONGEST_LIST - 1 : -1]:
        if pattern(document.language, "about_detentions").search(document.text, earlier.start, earlier.end):
            return True
        if earlier.role == "item" or (len(earlier.sentences) > 1 and _after_head(document, earlier.sentences[1])):
            continue
        if earlier.role in ("paragraph", "heading"):
            break
    return bool(pattern(document.language, "about_detentions").search(document.report.title))


def _tally(document: Document, sentence: Sentence, spoken: bool) -> list[Frame]:
    """ "Almaty – 83+", "14 - Oral": each place of the line with the amount right after it, or before."""
    told = spoken or sentence.search(pattern(document.language, "about_detentions"))
    if not told and not counting_detentions(document, sentence.block):
        return []
    out = []
    text = document.text
    if first := _NUMBER_FIRST.match(text, sentence.start, sentence.end):
        place = next(iter(document.places_in(first.end(), first.end() + 2)), None)
        quantity = next(iter(counts.find(first[1], document.language)), None)
        if place is None or quantity is None:
            return []
        nil = quantity.count.max == 0
        c = nobody(first[1]) if nil else quantity.count
        return [Frame("no_detention" if nil else "detention", *first.span(1), first.span(1), c, "tally", elliptic=True, at=place.start)]
    for place in document.places_in(sentence.start, sentence.end):
        separator = _LIST_SEPARATOR.match(text, place.end)
        if separator is None:
            continue
        at = separator.end()
        if m := pattern(document.language, "tally_none").match(text, at):
            out.append(
                Frame("no_detention", m.start(), m.end(), (at, m.end()), nobody(m[0].strip()), "tally", elliptic=True, at=place.start)
            )
            continue
        quantity = next(iter(counts.find(text[at : min(at + 140, sentence.end)], document.language)), None)
        if quantity is None:
            continue
        if quantity.start > 12 and not pattern(document.language, "in_all_before").search(text, at, at + quantity.start):
            continue
        after = at + quantity.end
        if phrase_pattern(document.language, "other").match(text, after + 1, min(after + 30, sentence.end)):
            continue
        group = (at + quantity.start, at + quantity.end)
        if quantity.count.min == 0:
            out.append(Frame("no_detention", *group, group, nobody(quantity.count.text), "tally", elliptic=True, at=place.start))
        else:
            out.append(Frame("detention", *group, group, quantity.count, "tally", elliptic=True, at=place.start))
    return out


def _pairs(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """ "... 70 were detained in Almaty, 19 in Astana and five in Oral": bare amounts that stand beside a place."""
    out = []
    text = document.text
    for start, end, c in _free(document, sentence, found):
        if pattern(document.language, "out_of").search(document.text, sentence.start, start):
            continue
        after = pattern(document.language, "pair_after_cased").match(text[end : min(end + 60, sentence.end)])
        place = None
        if after:
            near = document.places_in(end, end + after.end() + 1)
            place = next((m for m in near if pattern(document.language, "pair_after_cased").fullmatch(text[end : m.start])), None)
        if place is None:
            place = next(
                (m for m in document.places_in(sentence.start, start)
                 if pattern(document.language, "pair_before").fullmatch(text[m.end : start]) and m.locative), None
            )  # fmt: skip
            if place is not None and not pattern(document.language, "pair_follows").match(text[end : end + 20]):
                place = None
        if place is None or not (place.id or place.site):
            continue
        if pattern(document.language, "each").search(text, max(sentence.start, start - 4), min(end + 8, sentence.end)):
            continue
        between = text[min((f.start for f in found), default=start) : start]
        if phrase_pattern(document.language, "other").search(between):
            continue
        out.append(
            Frame(
                "detention",
                start,
                end,
                (start, end),
                Count(c.text, c.min, c.max, c.best, c.form),
                "ellipsis",
                elliptic=True,
                at=place.start,
            )
        )
    return out


def _each(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """ "two each in A and B": the amount, in each of the places of the list that stands next to it."""
    out = []
    text = document.text
    places = [m for m in document.places_in(sentence.start, sentence.end) if m.id and document.gazetteer.entries[m.id].kind == "city"]
    for start, end, c in _free(document, sentence, found):
        if not pattern(document.language, "each").search(text, max(sentence.start, start - 4), min(end + 8, sentence.end)):
            continue
        after = [m for m in places if m.start >= end][:1]
        between = text[end : after[0].start] if after else ""
        if not pattern(document.language, "pair_after_cased").fullmatch(between) and (len(between) > 40 or re.search(r"[\d,;:.]", between)):
            after = []
        run = after or [m for m in places if m.end <= start and start - m.end < 40][-1:]
        step = 1 if after else -1
        while run:
            i = places.index(run[-1]) + step
            if not 0 <= i < len(places):
                break
            low, high = sorted((places[i], run[-1]), key=lambda m: m.start)
            if not pattern(document.language, "list_link").fullmatch(text[low.end : high.start]):
                break
            run.append(places[i])
        count = Count(c.text, c.min, c.max, c.best, c.form)
        out += [Frame("detention", start, end, (start, end), count, "each", elliptic=True, at=m.start) for m in run]
    return out


def _free(document: Document, sentence: Sentence, found: list[Frame]) -> list[tuple[int, int, Count]]:
    """Amounts of the sentence that no frame has and that are no part of a date."""
    at = sentence.start
    amounts = [(at + q.start, at + q.end, q.count) for q in counts.find(sentence.words, document.language) if q.count.min]
    if not amounts:
        return []
    used = [f.group for f in found] + [(d.start, d.end) for d in document.dates_in(at, sentence.end)]
    return [(start, end, count) for start, end, count in amounts if not any(a < end and start < b for a, b in used)]


def _on_top(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """ "Six were put into a van, half a dozen more when they filmed it"."""
    out = []
    first = min(f.start for f in found)
    for start, end, count in _free(document, sentence, found):
        if count.form == "unspecified" or start < first:
            continue
        if phrase_pattern(document.language, "other").search(document.text, first, start):
            continue
        if m := pattern(document.language, "more_after").match(document.text, end):
            out.append(Frame("detention", start, m.end(), (start, m.end()), count, "more of the same", more=True, elliptic=True))
        elif pattern(document.language, "more_start").match(document.text[start:end]) and pattern(
            document.language, "counted_follows"
        ).match(document.text[end : min(end + 12, sentence.end)]):
            out.append(Frame("detention", start, end, (start, end), count, "on top of the number before", more=True, elliptic=True))
    return out


def _in_line(document: Document, sentence: Sentence) -> list[Frame]:
    """ "Arrests by city: Moscow 1,320; Kazan - 96.": two or more places of a line, each with an amount right after it."""
    text, out = document.text, []
    places = [p for p in document.places_in(sentence.start, sentence.end) if p.id]
    head = text[sentence.start : places[0].start] if len(places) > 1 else ""
    if ":" not in head or not pattern(document.language, "about_detentions").search(head):
        return []
    for place in places:
        link = _LIST_LINK.match(text, place.end)
        at = link.end() if link else place.end
        quantity = next(iter(counts.find(text[at : min(at + 60, sentence.end)], document.language)), None)
        if quantity is None or quantity.start > 0:
            continue
        start, end = at, at + quantity.end
        if pattern(document.language, "listed_follows").match(text, end) and quantity.count.min:
            out.append(Frame("detention", start, end, (start, end), quantity.count, "list in a line", elliptic=True, at=place.start))
    return out if len(out) > 1 else []


def _in_brackets(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """ "... followed by Kazan (16) and Moscow (17)": an amount in brackets after a place's name."""
    out = []
    here = [p for p in document.places_in(sentence.start, sentence.end) if p.id]
    for start, end, count in _free(document, sentence, found):
        place = next((p for p in here if document.text[p.end : start] == " ("), None)
        if place is not None and document.text[end : end + 1] in (")", ",", ";"):
            out.append(Frame("detention", start, end, (start, end), count, "in brackets", elliptic=True, at=place.start))
    return out


def _none_there(document: Document, sentence: Sentence) -> list[Frame]:
    """ "... none in Semey", "In Semey: zero": nobody, beside a place, in a sentence that counts detentions."""
    out: list[Frame] = []
    here = [p for p in document.places_in(sentence.start, sentence.end) if p.id]
    if not here:
        return out
    for m in pattern(document.language, "none_there").finditer(document.text, sentence.start, sentence.end):
        beside = next((p for p in here if 0 <= p.start - m.end() <= 4 or 0 <= m.start() - p.end <= 3), None)
        if beside is not None:
            count = nobody(m[0].strip())
            out.append(Frame("no_detention", *m.span(), m.span(), count, "nobody, beside a place", elliptic=True, at=beside.start))
    return out


def _same_number(document: Document, sentence: Sentence, detained: list[Frame]) -> list[Frame]:
    """ "eleven people detained in Almaty, the same number in Aktobe"."""
    out = []
    for m in pattern(document.language, "same_number").finditer(document.text, sentence.start, sentence.end):
        before = [f for f in detained if f.group[1] <= m.start()]
        if before:
            c = before[-1].count
            out.append(Frame("detention", *m.span(), m.span(), Count(m[0], c.min, c.max, c.best, c.form), "the same number", elliptic=True))
    return out


def _reported(document: Document, sentence: Sentence, found: list[Frame]) -> list[Frame]:
    """ "In Minsk the ministry counted some 1,000.": an amount of nothing named, after a verb of counting."""
    out = []
    for start, end, count in _free(document, sentence, found):
        if not pattern(document.language, "counted_follows").match(document.text[end : min(end + 12, sentence.end)]):
            continue
        named = any(p.id and re.fullmatch(r"\s*:\s*", document.text[p.end : start]) for p in document.places_in(sentence.start, start))
        said = pattern(document.language, "counting_verb").search(document.text, sentence.start, start)
        old = pattern(document.language, "superseded").search(document.text, sentence.start, start)
        things = words(document.language, "unit") & set(document.text[max(sentence.start, start - 40) : start].casefold().split()[-2:])
        if (named or said) and not (old or things or count.form == "unspecified"):
            out.append(Frame("detention", start, end, (start, end), count, "counted", weak=True, elliptic=True))
    return out
