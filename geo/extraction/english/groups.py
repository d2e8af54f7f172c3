"""Groups of people in an English sentence: "about a dozen supporters", "two of them", "a would-be demonstrator", "nobody"."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.extraction import counts, layout
from geo.extraction.layout import Sentence, Token
from geo.lexicon import any_of, first_word, first_words, pattern, phrase_pattern, words
from geo.model import Count
from geo.resources import table

GroupKind = Literal["counted", "bare", "plural", "single", "name", "nobody", "any", "him", "event"]


@dataclass(slots=True)
class Group:
    """Tokens ``first`` up to (not with) ``last``; ``person`` is whether a noun for people heads it."""

    first: int
    last: int
    kind: GroupKind
    count: Count
    person: bool
    more: bool = False


@layout.once_a_sentence
def find(sentence: Sentence, places: set[int]) -> list[Group]:
    """Groups in order, none overlapping. ``places``: indexes of tokens that belong to toponyms and are nobody's name."""
    tokens, lows = sentence.tokens, sentence.lows
    quantities = {}
    for q in counts.find(sentence.words, "en"):
        i = sentence.index_at(q.start + sentence.start)
        if i < len(tokens) and tokens[i].start == q.start + sentence.start:
            quantities[i] = (q, sentence.index_at(q.end + sentence.start))
    persons = _persons(sentence)
    opening = _opening()
    out: list[Group] = []
    after = 0
    for i, low in enumerate(lows):
        if i < after or not (low.partition("'")[0] in opening or i in persons or i in quantities or tokens[i].text != low):
            continue
        if group := _group_at(sentence, i, quantities, persons, places):
            out.append(group)
            after = group.last
    return _added(sentence, out)


@cache
def _opening() -> frozenset[str]:
    """Words that a group may begin with, besides numbers, nouns for people and names."""
    return (
        first_words("en", "nobody") | words("en", "determiner", "vehicle", "load", "anyone") | {"a", "an", "one", "no", "zero", "0", "both"}
    )


def _added(sentence: Sentence, found: list[Group]) -> list[Group]:
    """ "two leaders and 19 supporters" are 21: exact groups joined by "and" are one group of people."""
    out: list[Group] = []
    for group in found:
        before = out[-1] if out else None
        exact = before is not None and all(g.person and g.count.form == "exact" for g in (before, group))
        if before is not None and exact and group.first == before.last + 1 and sentence.tokens[before.last].low == "and":
            both = (before.count.best or 0) + (group.count.best or 0)
            count = _count(sentence, before.first, group.last, both, both, both, "exact")
            out[-1] = Group(before.first, group.last, "counted", count, True, before.more)
        else:
            out.append(group)
    return out


def _persons(sentence: Sentence) -> dict[int, tuple[int, bool]]:
    """Token index of each noun for people -> (index after it, whether it is plural)."""
    out = {}
    tokens = sentence.tokens
    bare = [low.partition("'")[0] for low in sentence.lows]
    for first, noun, many in _nouns():
        end = 0
        for i, low in enumerate(bare):
            if low in first and i >= end and (m := noun.match(sentence.low, tokens[i].start, sentence.end)):
                end = sentence.index_at(m.end())
                out[i] = (end, many)
    return out


@cache
def _nouns() -> tuple[tuple[frozenset[str], re.Pattern[str], bool], ...]:
    """(what it begins with, the noun, whether it is plural), in small letters."""
    rows = list(table("lexicon/en/persons.csv", "singular", "plural"))
    singular, plural = ({r[column].casefold() for r in rows if r[column]} for column in ("singular", "plural"))
    return tuple((frozenset(map(first_word, nouns)), any_of(nouns), many) for nouns, many in ((singular, False), (plural, True)))


def _group_at(
    sentence: Sentence, i: int, quantities: dict[int, tuple[counts.Quantity, int]], persons: dict[int, tuple[int, bool]], places: set[int]
) -> Group | None:
    tokens = sentence.tokens
    low = tokens[i].low
    if negative := _nobody(sentence, i, persons):
        return negative
    if low in first_words("en", "anyone") and (m := phrase_pattern("en", "anyone").match(sentence.low, tokens[i].start, sentence.end)):
        last = sentence.index_at(m.end())
        last = persons[last][0] if last in persons else last
        return Group(i, last, "any", _count(sentence, i, last, 2, None, None, "unspecified"), True)
    if i in quantities:
        quantity, after = quantities[i]
        return _counted(sentence, i, quantity, after, persons)
    if low in ("a", "an", "one") or (low in words("en", "determiner") and low != "the"):
        if last := _load(sentence, i, persons):
            return Group(i, last, "plural", _count(sentence, i, last, 2, None, None, "unspecified"), True)
        head = _head(tokens, i + 1, persons, 6, quantities.keys())
        if head and not head[1] and low in ("a", "an", "one"):
            return Group(i, head[0], "single", _count(sentence, i, head[0], 1, 1, 1, "exact"), True)
        if head and head[1]:
            return Group(i, head[0], "plural", _count(sentence, i, head[0], 2, None, None, "unspecified"), True)
    if low in words("en", "vehicle", "load") and (last := _load(sentence, i, persons)):
        return Group(i, last, "plural", _count(sentence, i, last, 2, None, None, "unspecified"), True)
    if i in persons:
        last, many = persons[i]
        while last in persons:
            last, many = persons[last]
        if many:
            return Group(i, last, "plural", _count(sentence, i, last, 2, None, None, "unspecified"), True)
        while last < len(tokens) and last not in places and _is_name_word(tokens[last]):
            last += 1
        return Group(i, last, "single", _count(sentence, i, last, 1, 1, 1, "exact"), True)
    if low == "both" and (head := _head(tokens, i + 1, persons, 4)) and head[1]:
        return Group(i, head[0], "counted", _count(sentence, i, head[0], 2, 2, 2, "exact"), True)
    return _name(sentence, i, places)


def _load(sentence: Sentence, i: int, persons: dict[int, tuple[int, bool]]) -> int:
    """Where "a whole lorry-load of students" ends that begins at a token: people, of no known number. 0: no such words."""
    load = pattern("en", "load").match(sentence.low, sentence.tokens[i].start, sentence.end)
    if load is None:
        return 0
    last = sentence.index_at(load.end())
    of = last < len(sentence.tokens) and sentence.lows[last] == "of"
    head = _head(sentence.tokens, last + 1, persons, 4) if of else None
    return head[0] if head else last


def _nobody(sentence: Sentence, i: int, persons: dict[int, tuple[int, bool]]) -> Group | None:
    tokens = sentence.tokens
    if tokens[i].low.partition("'")[0] in first_words("en", "nobody") and (
        match := phrase_pattern("en", "nobody").match(sentence.text, tokens[i].start, sentence.end)
    ):
        last = sentence.index_at(match.end())
        if last < len(tokens) and tokens[last].low == "of":
            beyond = last + 1
            while beyond < len(tokens) and tokens[beyond].low in words("en", "determiner"):
                beyond += 1
            head = _head(tokens, beyond, persons, 4)
            last = head[0] if head else beyond + (beyond < len(tokens) and tokens[beyond].low in words("en", "pronoun"))
        while last < len(tokens) and last in persons:
            last = persons[last][0]
        return Group(i, last, "nobody", _count(sentence, i, last, 0, 0, 0, "none"), True)
    if tokens[i].low in ("no", "zero", "0") and (head := _head(tokens, i + 1, persons, 3)):
        return Group(i, head[0], "nobody", _count(sentence, i, head[0], 0, 0, 0, "none"), True)
    return None


def _counted(sentence: Sentence, i: int, quantity: counts.Quantity, after: int, persons: dict[int, tuple[int, bool]]) -> Group:
    """A quantity with the noun it counts, over "of the", "more", "other" and what describes the noun."""
    tokens = sentence.tokens
    c = quantity.count
    if c.form == "none":
        return Group(i, after, "nobody", c, False)
    more = quantity.more
    j = after
    while j < len(tokens) and tokens[j].low in words("en", "extra"):
        more = more or tokens[j].low in ("more", "others", "other", "additional", "further")
        j += 1
    if j < len(tokens) and (last := _load(sentence, j, persons)):
        return Group(i, last, "plural", _count(sentence, i, last, 2, None, None, "unspecified"), True, more)
    linked = j < len(tokens) and tokens[j].low == "of"
    if linked:
        j += 1
        while j < len(tokens) and tokens[j].low in words("en", "determiner"):
            j += 1
        if j < len(tokens) and tokens[j].low in words("en", "pronoun"):
            return Group(i, j + 1, "counted", _recount(sentence, c, i, j + 1), True, more)
    head = _head(tokens, j, persons, 6)
    if head:
        return _hedged(sentence, Group(i, head[0], "counted", _recount(sentence, c, i, head[0]), True, more))
    if j < len(tokens) and tokens[j].low in words("en", "listed"):
        return Group(i, j + 1, "counted", _recount(sentence, c, i, j + 1), False, more)
    return Group(i, after if not linked else j, "bare", _recount(sentence, c, i, after), False, more)


def _hedged(sentence: Sentence, group: Group) -> Group:
    """ "sixty men or more", "200 people or so": a hedge that stands after the noun."""
    if group.count.form != "exact" or group.last >= len(sentence.tokens):
        return group
    end = sentence.tokens[group.last - 1].end
    hedge = counts.hedge_after(sentence.text, end, "en")
    if hedge is None or hedge[1] > sentence.end or hedge[0] in ("exact",):
        return group
    last = sentence.index_at(hedge[1])
    words_ = sentence.text[sentence.tokens[group.first].start : hedge[1]]
    return Group(group.first, last, "counted", counts.by_rule(hedge[0], words_, group.count.best or 0), True, group.more)


def _head(
    tokens: list[Token], j: int, persons: dict[int, tuple[int, bool]], reach: int, barred: Container[int] = ()
) -> tuple[int, bool] | None:
    """The noun for people at or soon after a token, over describing words only: (index after it, plural)."""
    for k in range(j, min(j + reach, len(tokens))):
        if k in barred:
            return None
        if k in persons:
            last, many = persons[k]
            while last in persons:
                last, many = persons[last]
            if last + 1 < len(tokens) and tokens[last].low in ("and", "-") and last + 1 in persons and tokens[last].low == "and":
                last, many = persons[last + 1][0], True
            return last, many
        low = tokens[k].low
        if _hyphenated(tokens, k):
            continue
        if low in stops() or not (low[0].isalpha() or low in "-'’\"“”"):
            return None
    return None


def _hyphenated(tokens: list[Token], k: int) -> bool:
    """Whether a word is part of a compound such as "would-be"."""
    before = k > 0 and tokens[k - 1].low == "-" and tokens[k - 1].end == tokens[k].start
    after = k + 1 < len(tokens) and tokens[k + 1].low == "-" and tokens[k + 1].start == tokens[k].end
    return before or after


@cache
def stops() -> frozenset[str]:
    """Words that no group reaches across."""
    kinds = ("be", "have", "modal", "preposition", "conjunction", "determiner", "infinitive", "unit", "nobody", "speech", "negator")
    return words("en", *kinds) - {"over", "under"}


def _name(sentence: Sentence, i: int, places: set[int]) -> Group | None:
    """One or more people by their names: two capitalised words or more each, joined by commas and "and"."""
    tokens = sentence.tokens
    people, last, j = 0, i, i
    if i + 1 >= len(tokens) or not tokens[i + 1].text[0].isupper():
        return None
    while j < len(tokens):
        k = j
        while k < len(tokens) and k not in places and _is_name_word(tokens[k]):
            k += 1
        if k - j < 2:
            break
        people, last = people + 1, k
        if k < len(tokens) and tokens[k].low in (",", "and"):
            j = k + 1
            if j < len(tokens) and tokens[k].low == "," and tokens[j].low == "and":
                j += 1
        else:
            break
    if not people:
        return None
    return Group(i, last, "name", _count(sentence, i, last, people, people, people, "exact"), True)


def _is_name_word(token: Token) -> bool:
    text = token.text
    return (
        text[0].isupper() and len(text) > 1 and not text.isupper() and token.low not in stops() and token.low not in words("en", "police")
    )


def _count(sentence: Sentence, first: int, last: int, low: int, high: int | None, best: int | None, form: str) -> Count:
    tokens = sentence.tokens
    return Count(sentence.text[tokens[first].start : tokens[last - 1].end], low, high, best, form)


def _recount(sentence: Sentence, c: Count, first: int, last: int) -> Count:
    return _count(sentence, first, last, c.min or 0, c.max, c.best, c.form)
