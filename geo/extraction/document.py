"""A report laid out for reading: blocks, places and dates by where they stand, and what the whole of it is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from geo import lexicon
from geo.extraction import adjectives, organisers
from geo.extraction.days import APART, DateMention
from geo.extraction.frames import Frame
from geo.extraction.languages import READERS
from geo.extraction.layout import Block, Sentence, blocks, folded
from geo.model import Report
from geo.places.gazetteer import Gazetteer
from geo.places.recognise import Mention, recognise
from geo.places.resolve import country_of_adjective, resolve

_SPEAKER = re.compile(r"\[\d\d[:.]\d\d(?:[:.]\d\d)?\]\s*$")
"""What stands before the name of who writes in a chat."""
_DATELINE = re.compile(r"[^\W\d_a-z]{3}[^.!?]{0,70}?(?:\s[-–—]{1,2}\s|\)\s*[-–—:]|:\s)")

_DAYS_NAME = re.compile(r"(?:, | [–—-] | \()[^\W\d_][^.!?:;,|\d]{2,40}\)?")
"""What a day is called, after it on a line of its own: ", inauguration"."""

_HALF_A_DAY = 12 * 60
"""Minutes by which a log's clock goes back where it passes midnight."""


class Document:
    """A report with its blocks, resolved toponyms and dates. Everything is found once."""

    def __init__(self, report: Report, gazetteer: Gazetteer, language: str) -> None:
        self.report = report
        self.text = one_letter(report.text)
        self.gazetteer = gazetteer
        self.language = language
        abbreviations = lexicon.column(language, "abbreviations", "word")
        self.blocks = blocks(self.text, report.title, abbreviations)
        self.published = report.published or self._dated_by_meta()
        head = f"{report.title}\n\n" if report.title else ""  # no name goes on from the title into the text
        found = recognise(one_letter(head) + self.text, gazetteer, language)
        self.countries = resolve(found, head + self.text, gazetteer, language)
        titled = READERS[language].find_dates(report.title, self.published)
        self.title_places = [m for m in found if m.end <= len(head) and not any(d.start <= m.start < d.end for d in titled)]
        self.dates = READERS[language].find_dates(self.text, self.published)
        self._date_starts = [d.start for d in self.dates]
        self.places = [_moved(m, len(head)) for m in found if m.start >= len(head)]
        groups = organisers.spans(folded(self.text), language)
        named = [m for m in self.places if not any(a <= m.start < b for a, b in groups)]
        self.places = [m for m in named if not self._in_date(m.start) and not self._speaks(m)]
        self.places = sorted([*self.places, *self._capitals()], key=lambda m: m.start)
        self.places = sorted([*self.places, *self._by_adjectives()], key=lambda m: m.start)
        self._aside: dict[int, bool] = {}
        self._place_starts = [m.start for m in self.places]

    def _in_date(self, offset: int) -> bool:
        before = bisect_right(self._date_starts, offset)
        return before > 0 and offset < self.dates[before - 1].end

    @property
    def about_protest(self) -> bool:
        """Whether the report speaks of protest; a bare notice of detentions does, unless it speaks of ordinary crime."""
        topic = lexicon.topic_pattern(self.language, "protest")
        if topic.search(self.text) or topic.search(self.report.title):
            return True
        return not lexicon.topic_pattern(self.language, "crime", "immigration").search(f"{self.report.title} {self.text}")

    def sentences(self) -> Iterator[Sentence]:
        for block in self.blocks:
            yield from block.sentences

    def places_in(self, start: int, end: int) -> list[Mention]:
        return self.places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]

    def _speaks(self, mention: Mention) -> bool:
        """ "[21:22] Бота: ...": who writes in a chat, no place."""
        follows = self.text[mention.end : mention.end + 1] == ":"
        return follows and bool(_SPEAKER.search(self.text, max(0, mention.start - 14), mention.start))

    def places_before(self, offset: int, most: int) -> list[Mention]:
        """The last places named before an offset."""
        last = bisect_left(self._place_starts, offset)
        return self.places[max(0, last - most) : last]

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def dates_before(self, offset: int, most: int = 40) -> list[DateMention]:
        """The last dates named before an offset."""
        last = bisect_left(self._date_starts, offset)
        return self.dates[max(0, last - most) : last]

    def place_tokens(self, sentence: Sentence) -> set[int]:
        """Indexes of tokens that belong to toponyms or dates."""
        spans = [(m.start, m.end) for m in self.places_in(sentence.start, sentence.end)]
        spans += [(d.start, d.end) for d in self.dates_in(sentence.start, sentence.end)]
        return {i for a, b in spans for i in range(sentence.index_at(a), sentence.index_at(b))}

    def relevant(self, sentence: Sentence, frame: Frame) -> bool:
        """Ordinary crime and immigration are not ours, unless the sentence itself speaks of a protest."""
        aside = lexicon.topic_pattern(self.language, "crime", "immigration")
        topic = lexicon.topic_pattern(self.language, "protest")
        start, end = max(sentence.start, frame.span[0] - 30), min(sentence.end, frame.span[1] + 110)
        if aside.search(self.text, start, end) and not sentence.search(topic):
            return False
        denied = frame.kind != "no_detention" and (
            lexicon.pattern(self.language, "rumour").search(self.text, sentence.start, frame.span[0])
            or sentence.search(lexicon.pattern(self.language, "false_report"))
        )
        if denied or self._told_before(frame):
            return False
        if self._beside_the_point(sentence.block):
            return False
        return not any(d.start <= frame.group[0] < d.end for d in self.dates_in(sentence.start, sentence.end))

    def _told_before(self, frame: Frame) -> bool:
        """ "The detained were taken to stations": people told of before, and no new number."""
        outside = frame.end <= frame.group[0] or frame.group[1] <= frame.start
        words = self.text[frame.group[0] : frame.group[1]]
        return outside and frame.count.form == "unspecified" and bool(lexicon.pattern(self.language, "told_before").fullmatch(words))

    def _beside_the_point(self, block: Block) -> bool:
        """Whether a paragraph speaks of ordinary crime, more than once, and of no protest."""
        if block.number not in self._aside:
            text = self.text[block.start : block.end]
            crime = len(lexicon.topic_pattern(self.language, "crime", "immigration").findall(text)) >= 2
            self._aside[block.number] = crime and not lexicon.topic_pattern(self.language, "protest").search(text)
        return self._aside[block.number]

    @cached_property
    def police_named(self) -> bool:
        """Whether the report speaks of police at all: what a weak word such as "held" needs."""
        return bool(lexicon.phrase_pattern(self.language, "police", "vehicle", "station").search(self.text))

    @cached_property
    def country(self) -> str | None:
        """The country that the report is mostly about."""
        return max(self.countries, key=lambda c: self.countries[c]) if self.countries else None

    @cached_property
    def main_date(self) -> tuple[date | None, date | None, str]:
        """The day of the report's main event: the first day the top of the report names near publication."""
        if self.published is None:
            first = next((d for d in self.dates if d.precision == "day"), None)
            return (first.first, first.last, "report") if first else (None, None, "unknown")
        topic = lexicon.topic_pattern(self.language, "protest")
        earliest = self.published - timedelta(days=31)
        for d in READERS[self.language].find_dates(self.report.title, self.published):
            today = d.kind == "relative" and d.first == self.published  # "This morning in the papers"
            if d.precision == "day" and earliest <= d.first <= self.published and not today:
                return d.first, d.last, "title"
        after_dateline = self._dateline_end()
        held = lexicon.pattern(self.language, "about_detentions")
        said = lexicon.pattern(self.language, "day_of_saying")
        body = [b for b in self.blocks if b.role != "meta"]
        if (period := self._period(body[:4])) is not None:
            return period.first, period.last, "report"
        for about, reach in ((topic, 2), (held, 2), (None, 1), (topic, 4), (None, 4)):
            for sentence in (s for b in body[:reach] for s in b.sentences[:4]):
                if about is not None and not about.search(self.text, sentence.start, sentence.end):
                    continue
                for d in self.dates_in(sentence.start, sentence.end):
                    if (
                        d.start >= after_dateline
                        and not self._of_writing(d)
                        and not said.search(self.text, max(sentence.start, d.start - 24), d.start)
                        and d.kind not in (APART, "length")
                        and d.precision in ("day", "range")
                        and earliest <= d.first <= self.published
                    ):
                        return d.first, d.last, "report"
        return self.published, self.published, "published"

    def _of_writing(self, d: DateMention) -> bool:
        """ "SANTIAGO, Monday. ...", "FOR RELEASE. Jakarta, 9 October": the day of publication at the head of a paragraph, or what was before the news."""
        block = self.block_at(d.start)
        head = self.text[block.start : d.start]
        if d.kind == "relative" and self.published is not None and self.published - d.first > timedelta(days=1):
            return True  # "which parliament had voted for two days before"
        if lexicon.pattern(self.language, "as_of").search(self.text, max(block.start, d.start - 40), d.start):
            return True
        named = len(head) < 60 and bool(self.places_in(block.start, d.start))
        return named and d.first == self.published and self.text[d.end : d.end + 1] in ("", "\n", ".", ")", ":")

    def _period(self, blocks: list[Block]) -> DateMention | None:
        """The span that a bulletin says it covers: "Reporting period: 1 July - 30 September"."""
        for block in blocks:
            if lexicon.pattern(self.language, "reporting_period").search(self.text, block.start, block.end):
                for d in self.dates_in(block.start, block.end):
                    if d.precision != "day" and (self.published is None or d.first <= self.published):
                        return d
        return None

    def _capitals(self) -> Iterator[Mention]:
        """ "in the capital", "the Azerbaijani capital": the city that it was, where the text does not name it right there."""
        towns = [p for p in self.places if p.id and self.gazetteer.entries[p.id].kind != "site"]
        for m in lexicon.pattern(self.language, "capital").finditer(self.text):
            adjective = next((c for w in m[0].split() if (c := country_of_adjective(w, self.language))), None)
            if adjective is None and any(w[0].isupper() for w in m[0].split()[1:-1]):
                continue  # "the Karakalpak capital" is a region's
            city = self.gazetteer.capital(adjective or self.country or "")
            named = any(abs(p.start - m.end()) <= 3 or abs(m.start() - p.end) <= 3 for p in towns)
            if city and city in self.gazetteer.entries and not named:
                before = self.text[max(0, m.start() - 8) : m.start()].split()
                here = before[-1:] in (["in"], ["across"], ["around"], ["в"]) or bool(
                    lexicon.pattern(self.language, "locative_ending").search(m[0])
                )
                yield Mention(m.start(), m.end(), m[0], id=city, locative=here, confidence=0.9)

    def _by_adjectives(self) -> Iterator[Mention]:
        """ "Tbilisi's jails" where the language has an adjective for it, and no toponym stands there."""
        taken = {i for p in self.places for i in range(p.start, p.end)}
        found = adjectives.find(self.text, self.language, self.countries, self.gazetteer)
        return (m for m in found if m.start not in taken)

    @cached_property
    def home(self) -> Mention | None:
        """The city of the outlet, by its name: where a text says "here", or names no city."""
        named = f"{self.report.source}."
        found = recognise(named, self.gazetteer, self.language)
        resolve(found, named, self.gazetteer, self.language)
        found += adjectives.find(named, self.language, (), self.gazetteer, "city_adjective")
        cities = [m for m in found if m.id and self.gazetteer.entries[m.id].kind == "city"]
        entry = self.gazetteer.entries[cities[0].id or ""] if cities else None
        if entry is None or (self.country and entry.country != self.country):
            return None
        return Mention(0, 0, cities[0].text, id=entry.id, confidence=0.6)

    @cached_property
    def townspeople(self) -> list[Mention]:
        """Where the text names a city's people, the city: of a report that has named none it is what is spoken of."""
        return list(adjectives.find(self.text, self.language, self.countries, self.gazetteer, "city_people"))

    def _dateline_end(self) -> int:
        """Where "GENEVA (3 October 2019) -" ends: its day is that of writing, not of what is told."""
        first = next((b for b in self.blocks if b.role == "paragraph"), None)
        if first is None:
            return 0
        m = _DATELINE.match(self.text, first.start, min(first.end, first.start + 90))
        return m.end() if m else 0

    @cached_property
    def headings(self) -> list[Block]:
        return [b for b in self.blocks if b.role == "heading"]

    @cached_property
    def days_alone(self) -> list[DateMention]:
        """Days that stand alone on their line, or with a name above rows ("12 June, inauguration"): each governs what follows it."""
        out = []
        for block in self.blocks:
            inside = self.dates_in(block.start, block.end)
            day = next((d for d in inside if d.precision == "day" and (self.published is None or d.first <= self.published)), None)
            if day is None or block.role == "meta" or re.search(r"\w", self.text[block.start : day.start]):
                continue
            after = self.text[day.end : block.end]
            following = self.blocks[block.number + 1 : block.number + 2]
            named = _DAYS_NAME.fullmatch(after) and following and following[0].role == "item"
            if named or not re.search(r"\w", after):
                out.append(day)
        return out

    @cached_property
    def midnight(self) -> int:
        """The number of the first block that a log's clock puts on the next day; 0 where it never passes midnight."""
        timed = [b for b in self.blocks if b.clock is not None]
        passed = (b for a, b in pairwise(timed) if (a.clock or 0) - (b.clock or 0) > _HALF_A_DAY)
        return next((b.number for b in passed), 0)

    @cached_property
    def cities(self) -> Counter[str]:
        """The cities of text and title, with how often each is named."""
        return self.cities_of([*self.title_places, *self.places])

    @cached_property
    def first_cities(self) -> list[Mention]:
        """Where the first two different cities of the title and text are first named; those of the title start before the text."""
        out: list[Mention] = []
        for mention in (*(replace(m, start=-1) for m in self.title_places), *self.places):
            entry = self.gazetteer.entries[mention.id] if mention.id and not mention.origin else None
            if entry is not None and entry.kind == "city" and self.country in (None, entry.country):
                if all(m.id != mention.id for m in out):
                    out.append(mention)
                if len(out) == 2:
                    break
        return out

    def cities_of(self, mentions: list[Mention]) -> Counter[str]:
        kinds = self.gazetteer.entries
        return Counter(m.id for m in mentions if m.id and kinds[m.id].kind == "city" and not m.origin)

    def block_before(self, block: Block) -> Block | None:
        return self.blocks[block.number - 1] if block.number else None

    def block_at(self, offset: int) -> Block:
        """The block that an offset of the text lies in."""
        return self.blocks[max(0, bisect_right(self.blocks, offset, key=lambda b: b.start) - 1)]

    def _dated_by_meta(self) -> date | None:
        first = self.blocks[0] if self.blocks else None
        if first and first.role == "meta" and (m := re.search(r"\d{4}-\d\d-\d\d", self.text[first.start : first.end])):
            try:
                return date.fromisoformat(m[0])
            except ValueError:
                return None
        return None


def one_letter(text: str) -> str:
    """The text with Cyrillic ё written е, as most writers do; every offset stays."""
    return text.replace("ё", "е").replace("Ё", "Е")


def _moved(mention: Mention, by: int) -> Mention:
    mention.start -= by
    mention.end -= by
    return mention
