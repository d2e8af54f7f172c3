"""Who called the rally, and who says so: named groups (``data/lexicon/../organisers.csv``) and sources in a sentence."""

from __future__ import annotations

import re
from functools import cache

from geo.extraction.frames import Frame
from geo.extraction.layout import Sentence, folded
from geo.lexicon import alternatives, first_words, pattern, phrase_pattern, words
from geo.resources import table


def named(text: str, sentence: Sentence, language: str) -> tuple[str, ...]:
    """The groups that the sentence names, or the next one where it goes on about the same people; by their English names."""
    names, ids = _organisers(language)
    end = sentence.end
    following = sentence.block.sentences[sentence.index + 1 : sentence.index + 2]
    if following and pattern(language, "same_people").match(following[0].words):
        end = following[0].end
    found = (ids[" ".join(m[1].split())] for m in names.finditer(sentence.low, sentence.start, end))
    return tuple(dict.fromkeys(found))


def spans(low: str, language: str) -> list[tuple[int, int]]:
    """Where a folded text names a group in several words: the Kazakhstan of "Wake Up, Kazakhstan" is no place."""
    names, _ = _organisers(language)
    return [m.span() for m in names.finditer(low) if " " in m[1]]


@cache
def _organisers(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The names, with the case endings of the language, and whose each is."""
    ids = {folded(r["name"]): r["id"] for r in table("organisers.csv", "id", "name")}
    return re.compile(rf"(?<!\w)({alternatives([*ids])})(?:{pattern(language, 'name_ending').pattern})?(?!\w)"), ids


def attribution(text: str, sentence: Sentence, frame: Frame, language: str) -> str | None:
    """Who gives the number: the words after "according to", or the subject of a verb of saying."""
    stretch = text[sentence.start : sentence.end]
    if m := sentence.search(pattern(language, "according")):
        return m[1].strip()
    best: tuple[int, str] | None = None
    if first_words(language, "speech").isdisjoint(sentence.lows):
        return None
    for m in phrase_pattern(language, "speech").finditer(stretch):
        before = re.split(r"[,;:.\"“”»«]|\s[-–—]{1,2}\s|\bthat\b", stretch[: m.start()])[-1].strip()
        who = " ".join(before.split()[-8:])
        inside = sentence.start + m.start()
        who = re.sub(r"^(?:and|but|while|though|who)\s+", "", who)
        if pattern(language, "no_voice").search(who):
            continue
        if not who or not re.search(r"[^\W\d_]{2}", who) or frame.span[0] <= inside < frame.span[1]:
            continue
        if any(w in words(language, "be") for w in who.casefold().split()):
            continue
        cost = abs(inside - frame.start)
        if best is None or cost < best[0]:
            best = (cost, who)
    return best[1] if best else None
