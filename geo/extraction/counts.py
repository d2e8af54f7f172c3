"""Words that say how many, as intervals: the contract's counting rules over a language's tables.

Tables: ``count_rules.csv`` (the arithmetic of each rule, one for all languages), and per language ``numbers.csv``,
``number_phrases.csv``, ``vague.csv`` and ``hedges.csv``. A rule is changed there, in one place.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from geo.errors import DataError
from geo.extraction import numbers
from geo.extraction.layout import folded
from geo.lexicon import alternatives, column, loose, pattern, words
from geo.model import Count
from geo.resources import table

MOST = 100_000_000
"""More people than any protest ever had: a larger number is something else."""


_LEAD = 40
"""How many letters before a number the words are looked for that bear on it."""


@dataclass(slots=True)
class Quantity:
    """An amount in a text: its interval, and the offsets of the words from the first hedge to the last."""

    start: int
    end: int
    count: Count
    more: bool = False
    """Whether the words say that it comes on top of another ("another 20")."""


def by_rule(form: str, text: str, number: int, upper: int | None = None) -> Count:
    """The interval that a rule gives for a number (and an upper one, for ``range``). Raises ``KeyError`` for no such rule."""
    rule = _rules()[form]
    if form == "range":
        high = number if upper is None else upper
        number, high = min(number, high), max(number, high)
        return Count(text, number, high, (number + high) // 2, form)
    least, most, best = (_bound(pair, number, up) for pair, up in zip(rule, (True, False, False), strict=True))
    if least is not None and most is not None:
        most = max(least, most)
    return Count(text, least, most, best, form)


@lru_cache(maxsize=256)
def find(text: str, language: str) -> tuple[Quantity, ...]:
    """Every amount in a piece of text, in order, none overlapping. Offsets count from the start of the text given."""
    grammar = _grammar(language)
    low = folded(text)
    out: list[Quantity] = []
    position = 0
    while match := grammar.any.search(low, position):
        quantity = _read(text, match, grammar, language)
        position = match.end()
        if quantity is None:
            continue
        if out and quantity.start <= out[-1].start:
            out.pop()
        elif out and quantity.start < out[-1].end:
            if quantity.end <= out[-1].end:
                continue
            quantity = Quantity(max(quantity.start, out[-1].end), quantity.end, quantity.count, quantity.more)
        out.append(quantity)
        position = max(position, quantity.end)
    return tuple(out)


def hedge_after(text: str, position: int, language: str) -> tuple[str, int] | None:
    """The rule of a hedge that stands at a position, and where it ends: for languages that set it after the noun."""
    grammar = _grammar(language)
    tail = grammar.after.match(text, position)
    return (grammar.forms[_plain(tail[1]), "after"], tail.end()) if tail else None


@cache
def hedge_words(language: str) -> frozenset[str]:
    """The words that a hedge after an amount can begin with."""
    return frozenset(phrase.split()[0] for phrase, side in _grammar(language).forms if side == "after")


@cache
def _rules() -> dict[str, tuple[tuple[float, float] | None, ...]]:
    out = {}
    for row in table("lexicon/count_rules.csv", "form", "min_factor", "max_offset"):
        try:
            out[row["form"]] = tuple(
                (float(row[f"{k}_factor"] or 0), float(row[f"{k}_offset"] or 0))
                if row[f"{k}_factor"] or row[f"{k}_offset"] else None
                for k in ("min", "max", "best")
            )  # fmt: skip
        except ValueError as error:
            raise DataError(f"count_rules.csv, {row['form']}: {error}") from None
    return out


def _bound(pair: tuple[float, float] | None, number: int, up: bool) -> int | None:
    if pair is None:
        return None
    exact = pair[0] * number + pair[1]
    return math.ceil(exact - 1e-9) if up else math.floor(exact + 1e-9)


@dataclass(frozen=True, slots=True)
class _Grammar:
    any: re.Pattern[str]
    phrases: dict[str, tuple[str, str]]
    vague: dict[str, tuple[int | None, int | None, int | None, str]]
    before: re.Pattern[str]
    after: re.Pattern[str]
    forms: dict[tuple[str, str], str]
    range: re.Pattern[str]
    pair: re.Pattern[str]
    between: re.Pattern[str]
    more: re.Pattern[str]


@cache
def _grammar(language: str) -> _Grammar:
    folder = f"lexicon/{language}"
    number = numbers.pattern(language)
    phrases = {_plain(r["phrase"]): (r["value"], r["form"]) for r in table(f"{folder}/number_phrases.csv", "phrase", "value", "form")}
    vague = {
        _plain(r["phrase"]): (_int(r["min"]), _int(r["max"]), _int(r["best"]), r["form"])
        for r in table(f"{folder}/vague.csv", "phrase", "min", "max", "best", "form")
    }
    hedges = list(table(f"{folder}/hedges.csv", "phrase", "side", "form"))
    forms = {(_plain(h["phrase"]), h["side"]): h["form"] for h in hedges}
    before = alternatives([h["phrase"] for h in hedges if h["side"] == "before"])
    after = alternatives([h["phrase"] for h in hedges if h["side"] == "after"])
    fixed = alternatives([*(p for p in phrases if not p.startswith("n ")), *vague])
    of_number = "|".join(loose(p[2:]) for p in phrases if p.startswith("n "))
    end = rf"(?:{pattern(language, 'number_tail').pattern}|(?!\w))"
    word = alternatives(column(language, "numbers", "word"))
    joint = rf"(?:\s+|(?<={numbers.behind_multiplier(language)})\s+and\s+)"
    whole = rf"(?<![\w$€£₸№#.:/])(?:(?P<phrase>{fixed})(?!{joint}(?:{word})(?!\w))|(?P<number>{number})(?:\s+(?P<times>{of_number}))?){end}"
    return _Grammar(
        any=re.compile(whole),
        phrases=phrases,
        vague=vague,
        before=re.compile(rf"(?<!\w)({before})\s*$", re.I),
        after=re.compile(rf"\s*({after})(?!\w)", re.I),
        forms=forms,
        range=re.compile(rf"(?:{pattern(language, 'range_link').pattern})({number}){end}", re.I),
        pair=re.compile(rf"(?:{pattern(language, 'between_link').pattern})({number})(?!\w)", re.I),
        between=pattern(language, "between_before"),
        more=pattern(language, "more_before"),
    )


def _read(text: str, match: re.Match[str], grammar: _Grammar, language: str) -> Quantity | None:
    start, end = match.span()
    if match["phrase"] and (found := grammar.vague.get(_plain(match["phrase"]))):
        if pattern(language, "no_vague_before").search(text, max(0, start - 8), start):
            return None
        low, high, best, form = found
        return _hedged_vague(text, start, end, Count("", low, high, best, form), grammar, language)
    if match["phrase"]:
        written, form = grammar.phrases[_plain(match["phrase"])]
        if not written:
            return None
        number: int | None = int(written)
    else:
        number = numbers.value(match["number"], language)
        form = "exact"
        if number is not None and match["times"]:
            written, form = grammar.phrases["n " + _plain(match["times"])]
            number *= int(written.partition("*")[0])
    inflected = match["number"] is not None and match.end() > match.end("number") and not match["times"]
    if number is None or number > MOST or (not inflected and _not_an_amount(text, match.start(), match.end(), language)):
        return None
    upper = None
    reach = grammar.range.match(text, end)
    if reach and (upper := numbers.value(reach[1], language)) is not None and upper > number:
        if _not_an_amount(text, reach.start(1), reach.end(), language):
            return None
        lead = grammar.between.search(text, max(0, start - _LEAD), start)
        if lead and pattern(language, "rise_before").search(text, max(0, lead.start() - _LEAD), lead.start()):
            return Quantity(reach.start(1), reach.end(), by_rule("exact", reach[1], upper))
        number *= numbers.shared_multiplier(reach[1], number, upper, language)
        between = grammar.between.search(text, max(0, start - _LEAD), start)
        if between:
            start = between.start()
        return Quantity(start, reach.end(), by_rule("range", text[start : reach.end()], number, upper))
    if lead := grammar.between.search(text, max(0, start - _LEAD), start):
        pair = grammar.pair.match(text, end)
        if pair is not None and (upper := numbers.value(pair[1], language)) is not None:
            return Quantity(lead.start(), pair.end(), by_rule("range", text[lead.start() : pair.end()], number, upper))
    hedge = _hedge_before(text, start, grammar, language)
    tail = grammar.after.match(text, end)
    if hedge:
        start, form = hedge[0], form if hedge[1] == "exact" and form not in ("exact", "about") else hedge[1]
    loose = match["phrase"] is not None and hedge is None and form == "about"
    if tail and loose and grammar.forms[_plain(tail[1]), "after"] in ("more_than", "at_least"):
        form, end = "more_than", tail.end()
    elif tail and form == "exact" and not (tail[1].casefold() == "plus" and text[tail.end() :].lstrip()[:1].isdigit()):
        form, end = grammar.forms[_plain(tail[1]), "after"], tail.end()
    outer = grammar.more.search(text, max(0, start - _LEAD), start)
    more = bool(outer) or bool(grammar.more.search(text[start:end].rsplit(None, 1)[0] + " "))
    if outer:
        start = outer.start()
    return Quantity(start, end, by_rule(form, text[start:end], number), more)


def _hedge_before(text: str, start: int, grammar: _Grammar, language: str) -> tuple[int, str] | None:
    """The nearest hedge to the left and its rule; ``exact`` ones only widen the words ("a total of at least")."""
    found: tuple[int, str] | None = None
    unhedged = pattern(language, "no_hedge_before")
    while lead := grammar.before.search(text, max(0, start - _LEAD), start):
        form = grammar.forms[_plain(lead[1]), "before"]
        if unhedged.search(text, max(0, lead.start() - _LEAD), lead.start()):
            break
        if lead[1].casefold() == "from" or (lead[1].casefold() == "under" and found):
            break
        start = lead.start()
        found = (start, form) if found is None or found[1] == "exact" else (start, found[1])
    return found


def _hedged_vague(text: str, start: int, end: int, count: Count, grammar: _Grammar, language: str) -> Quantity:
    if (hedge := _hedge_before(text, start, grammar, language)) and count.min is not None:
        begin, form = hedge
        if form in ("at_least", "more_than") and count.best is not None:
            count = Count("", count.min, None, count.best, "at_least")
        start = begin
    return Quantity(start, end, Count(text[start:end], count.min, count.max, count.best, count.form))


def _not_an_amount(text: str, start: int, end: int, language: str) -> bool:
    """Years, clock times, ordinals, shares, numbered things and measures are not amounts of people."""
    after = text[end : end + 24]
    before = text[max(0, start - 12) : start]
    if pattern(language, "no_amount_after").match(after) or (
        text[start].isdigit() and pattern(language, "no_amount_before").search(before)
    ):
        return True
    if re.fullmatch(r"(?:19|20)\d\d", text[start:end]) and pattern(language, "year_before").search(before):
        return True
    word = re.match(r"[\s-]*([^\W\d_]+(?:[-'][^\W\d_]+)?|[%°$])", after)
    return word is not None and word[1].casefold() in words(language, "unit")


def _plain(phrase: str) -> str:
    return re.sub(r"\s+", " ", phrase.casefold().replace("’", "'")).strip()


def _int(text: str) -> int | None:
    return int(text) if text else None
