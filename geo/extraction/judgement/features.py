"""What stands around a candidate, as pairs of a slot and a value: the rows of ``judgement.csv`` that speak of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from geo import lexicon
from geo.extraction.document import Document
from geo.extraction.judgement.candidates import Candidate
from geo.extraction.languages import READERS
from geo.extraction.layout import Sentence, folded

Feature = tuple[str, str]

STEM = 6
"""Letters of a word that are compared: enough to tell words apart, few enough to leave most endings out."""
NEAR = 4
"""How many words to a side are near."""


@lru_cache(maxsize=50_000)
def word_classes(word: str, language: str) -> frozenset[str]:
    """The classes that the language's tables give a word, by itself or by its beginning."""
    exact, beginnings = _tables(language)
    out = set(exact.get(word, ()))
    for length in range(2, len(word) + 1):
        out |= beginnings.get(word[:length], frozenset())
    return frozenset(out | READERS[language].verb_classes(word))


@cache
def _tables(language: str) -> tuple[dict[str, set[str]], dict[str, frozenset[str]]]:
    """Classes of whole words, and of beginnings (``*`` in the tables)."""
    exact: dict[str, set[str]] = defaultdict(set)
    starts: dict[str, set[str]] = defaultdict(set)
    for name, column in (("words", "class"), ("topics", "topic"), ("nominals", "class"), ("cues", "class")):
        for kind, words in lexicon.classes_if_any(language, name, "word", column).items():
            for word in words:
                (starts if word.endswith("*") else exact)[word.rstrip("*")].add(f"{name}:{kind}")
    return exact, {start: frozenset(kinds) for start, kinds in starts.items()}


def features(document: Document, found: list[Candidate]) -> Iterator[list[Feature]]:
    """For each candidate of a report, in their order, what stands around it."""
    language = document.language
    topics = _topics(document)
    about = lexicon.pattern(language, "about_detentions")
    title = str(bool(about.search(document.report.title)))
    sentences = list(document.sentences())
    place = {s.start: i for i, s in enumerate(sentences)}
    told = [c for c in found if c.rule and not c.aside]
    in_block, in_sentence = _tallied(c.sentence.block.number for c in told), _tallied(c.sentence.start for c in told)
    seen: set[tuple[int | None, ...]] = set()
    shared: dict[int, list[Feature]] = {}
    nth = _tallied(())
    for candidate in found:
        sentence, count = candidate.sentence, candidate.frame.count
        mine = int(bool(candidate.rule) and not candidate.aside)
        number = (count.min, count.max, count.best)
        repeated = number in seen and count.form not in ("unspecified", "none") and count.best != 1
        seen.add(number)
        if sentence.start not in shared:
            at = place[sentence.start]
            before = sentences[at - 1] if at and sentences[at - 1].block.number >= sentence.block.number - 1 else None
            shared[sentence.start] = [
                ("title_about", title),
                ("before_told", str(before is not None and before.start in in_sentence)),
                ("before_about", str(before is not None and bool(about.search(before.words)))),
                *topics,
                *_of_sentence(sentence, language),
            ]
        yield [
            *shared[sentence.start],
            ("told", str(min(len(told) - mine, 4))),
            ("told_in_paragraph", str(min(in_block[sentence.block.number] - mine, 3))),
            ("repeated", str(repeated)),
            ("nth", str(min(nth[sentence.start], 3))),
            *_around(document, candidate, language),
        ]
        nth[sentence.start] += 1


def _tallied(keys: Iterator[int] | tuple[()]) -> defaultdict[int, int]:
    out: defaultdict[int, int] = defaultdict(int)
    for key in keys:
        out[key] += 1
    return out


def _topics(document: Document) -> list[Feature]:
    """How often the report names protest, crime and so on, up to three times."""
    low = folded(f"{document.report.title} {document.text}")
    return [("topic", f"{topic} {sum(1 for _ in islice(words.finditer(low), 3))}") for topic, words in _topic_words(document.language)]


@cache
def _topic_words(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """The topics by name, each with its words as a folded text has them."""
    topics = lexicon.classes(language, "topics", "word", "topic")
    return [(topic, lexicon.any_of(topics[topic], flags=0)) for topic in sorted(topics)]


def _of_sentence(sentence: Sentence, language: str) -> Iterator[Feature]:
    words = sentence.words
    yield "role", sentence.block.role
    yield "question", str(words.rstrip("\"”»' ").endswith("?"))
    yield "quoted", str(any(mark in words for mark in '“"«'))
    for kind in set().union(*(word_classes(low, language) for low in sentence.lows)):
        yield "sentence", kind


def _around(document: Document, candidate: Candidate, language: str) -> Iterator[Feature]:
    """The candidate's own words and rule, and the words to its left and right."""
    sentence, frame = candidate.sentence, candidate.frame
    lows = sentence.lows
    first, last = sentence.index_at(frame.group[0]), sentence.index_at(frame.group[1])
    yield "kind", frame.kind
    yield "form", frame.count.form
    yield "size", _size(frame.count.best)
    yield "group", candidate.group
    yield "head", _stem(lows[last - 1]) if last else ""
    if candidate.rule:
        yield "rule", ("weak" if frame.weak else "strong") + (" aside" if candidate.aside else "")
        yield "rule_name", candidate.rule.partition(" (")[0] if candidate.rule.startswith("tally:") else candidate.rule.partition(" ")[0]
    left = [_stem(lows[first - d]) if first >= d else "^" for d in (1, 2)]
    right = [_stem(lows[last + d]) if last + d < len(lows) else "$" for d in (0, 1)]
    yield "left", left[0]
    yield "left2", left[1]
    yield "right", right[0]
    yield "right2", right[1]
    yield "left_pair", f"{left[1]} {left[0]}"
    yield "right_pair", f"{right[0]} {right[1]}"
    for kind in set().union(*(word_classes(low, language) for low in lows[max(0, first - NEAR) : first])):
        yield "near_left", kind
    for kind in set().union(*(word_classes(low, language) for low in lows[last : last + NEAR])):
        yield "near_right", kind
    start, end = frame.group
    before, after = document.places_in(sentence.start, start), document.places_in(end, sentence.end)
    yield "place_left", "none" if not before else "beside" if start - before[-1].end <= 3 else "some"
    yield "place_right", "none" if not after else "beside" if after[0].start - end <= 4 else "some"


def _stem(word: str) -> str:
    return "#" if word[0].isdigit() else word[:STEM]


def _size(best: int | None) -> str:
    if best is None or best < 3:
        return str(best)
    return next(f"<{limit}" for limit in (10, 50, 500, 10**9) if best < limit)
