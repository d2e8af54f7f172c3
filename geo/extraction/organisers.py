"""Who called the rally, and who says so: named groups (``data/lexicon/../organisers.csv``) and sources in a sentence."""

from __future__ import annotations

import re
from functools import cache

from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence
from geo.lexicon import alternatives, phrase_pattern, words
from geo.resources import table

_THEY = re.compile(r"\W*(?:they|he|she|those|most|all|some)\b", re.I)


def named(text: str, sentence: Sentence) -> tuple[str, ...]:
    """The groups that the sentence names, or the next one where it goes on about the same people; by their English names."""
    pattern, ids = _organisers()
    end = sentence.end
    following = sentence.block.sentences[sentence.index + 1 : sentence.index + 2]
    if following and _THEY.match(following[0].words):
        end = following[0].end
    found = (ids[" ".join(m[0].split()).casefold()] for m in pattern.finditer(text, sentence.start, end))
    return tuple(dict.fromkeys(found))


@cache
def _organisers() -> tuple[re.Pattern[str], dict[str, str]]:
    ids = {r["name"].casefold(): r["id"] for r in table("organisers.csv", "id", "name")}
    return re.compile(rf"(?<!\w)(?:{alternatives([*ids])})(?!\w)", re.I), ids


_ACCORDING = re.compile(r"\b(?:according to|in the words of|citing|quoting)\s+((?:[^\s,.;:]+\s?){1,7})", re.I)


def attribution(text: str, sentence: Sentence, frame: Frame) -> str | None:
    """Who gives the number: the words after "according to", or the subject of a verb of saying."""
    stretch = text[sentence.start : sentence.end]
    if m := _ACCORDING.search(stretch):
        return m[1].strip()
    best: tuple[int, str] | None = None
    for m in phrase_pattern("en", "speech").finditer(stretch):
        before = re.split(r"[,;:.\"“”»«]|\bthat\b", stretch[: m.start()])[-1].strip()
        who = " ".join(before.split()[-8:])
        inside = sentence.start + m.start()
        if not who or not re.search(r"[^\W\d_]{2}", who) or frame.span[0] <= inside < frame.span[1]:
            continue
        if any(w in words("en", "be") for w in who.casefold().split()):
            continue
        cost = abs(inside - frame.start)
        if best is None or cost < best[0]:
            best = (cost, who)
    return best[1] if best else None
