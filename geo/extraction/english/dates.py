"""Dates in English text, resolved against the day of publication. The words are those of ``data/lexicon/en/dates.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from geo.extraction import numbers
from geo.extraction.days import (
    LONGEST_AGO,
    DateMention,
    Maker,
    ago,
    anchor,
    dated,
    dotted,
    iso,
    maker,
    month_span,
    spoken,
    stretches,
    valid,
    weekday_before,
    whole_year,
)  # fmt: skip
from geo.extraction.layout import folded
from geo.lexicon import alternatives, pattern
from geo.resources import table


def find(text: str, published: date | None) -> list[DateMention]:
    """Every date in a text, in order. Without ``published`` only dates with a year can be told."""
    grammar = _grammar()
    out: list[DateMention] = []
    previous: DateMention | None = None
    low = folded(text)
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        mention = _read(match, published, grammar, previous)
        if mention:
            out.append(mention)
            if mention.precision in ("day", "range"):
                previous = mention
    return out


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchors: re.Pattern[str]
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, tuple[str, int]]


@cache
def _grammar() -> _Grammar:
    rows = list(table("lexicon/en/dates.csv", "word", "kind", "value"))
    months = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "month"}
    weekdays = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "weekday"}
    relative = {r["word"]: (r["kind"], int(r["value"])) for r in rows if r["kind"] not in ("month", "weekday")}
    month, weekday = alternatives([*months]), alternatives([*weekdays])
    day = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?:of\s+)?(?:{}))"
    y = r"(?:19|20)\d\d|last year|this year"
    number = numbers.pattern("en")
    part = r"\s+(?:morning|afternoon|evening|night|noon)"
    parts = [
        r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)",
        r"(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)?\d\d)(?![\d.])",
        # 6-9 June 2020, 6 to 9 June; 6 June to 9 July
        rf"(?:from\s+|between\s+)?(?P<dr1>{day})(?:\s+(?P<dm1>{month})\.?)?\s*(?:-|–|—|to|and|until)\s*(?P<dr2>{day})\s+(?P<dm2>{month})\b\.?(?P<dry>{year.format(y)})?",
        # June 6-9, 2020; June 6 to July 9; from June 6 to 9
        rf"(?:from\s+|between\s+)?(?P<mm1>{month})\b\.?\s+(?P<mr1>{day})(?:{year.format(y)})?\s*(?:-|–|—|to|and|until)\s*(?:(?P<mm2>{month})\b\.?\s+)?(?P<mr2>{day})(?!\w)(?P<mry>{year.format(y)})?(?!\s+(?:people|persons|activists|protesters|were|was))",
        rf"(?P<since>since\s+)?(?:the\s+)?(?:night\s+of\s+)?(?P<d1>{day})\s+(?:of\s+)?(?P<m1>{month})\b\.?(?P<y1>{year.format(y)})?",
        rf"(?P<since2>since\s+)?(?P<m2>{month})\b\.?\s+(?P<d2>{day})(?!\w)(?![-–]\w)(?P<y2>{year.format(y)})?",
        rf"(?P<month>(?:(?:in|of|during|since|throughout|by|early|late|mid|last|this)[\s-]+)(?P<m3>{month})(?P<y3>{year.format(y)})?)(?!\s*\d)(?!\w)",
        rf"(?P<m4>{month})\s+(?P<y4>(?:19|20)\d\d)(?!\w)",
        rf"(?P<wd2>(?:from|between)\s+(?P<w2a>{weekday})(?:{part})?\s+(?:to|and|until)\s+(?P<w2b>{weekday})(?:{part})?)(?!\w)",
        rf"(?P<wd3>(?:on\s+)?(?P<w3a>{weekday})\s+and\s+(?:on\s+)?(?P<w3b>{weekday}))(?!\w)",
        rf"(?P<that>(?:that|the\s+same)\s+(?P<w4>{weekday}))(?!\w)",
        rf"(?P<swd>since\s+)?(?P<wd>(?:(?:on|last|this|the)\s+)?(?P<w>{weekday})(?:['’]s)?)(?!\w)",
        rf"(?:{weekday})\.?,?\s+(?P<us>[01]?\d/[0-3]?\d)(?![\d/])",
        r"(?:on|of|by)\s+the\s+(?P<nth>[0-3]?\d)(?:st|nd|rd|th)(?=[\s,.;)](?!\w+s\b))|(?<=, )the\s+(?P<nth2>[0-3]?\d)(?:st|nd|rd|th)(?=,)",
        rf"(?P<ago>(?P<an>a|an|{number})\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|before)(?P<exact>\s+(?:to the day|today))?)(?!\w)",
        rf"(?P<rel>{alternatives([*relative])})(?!\w)",
        r"(?:in|of|during|since|until)\s+(?P<year>(?:19|20)\d\d)(?!\w|-\d|\s+(?:people|persons|activists|protesters))",
    ]
    anchors = anchor(*months, *weekdays, *relative, "ago", "earlier", "before")
    return _Grammar(anchors, re.compile(r"(?<![\w$€£.])(?:" + "|".join(parts) + ")"), months, weekdays, relative)


def _read(m: re.Match[str], published: date | None, g: _Grammar, previous: DateMention | None) -> DateMention | None:
    mention = maker(*m.span())
    if m["iso"]:
        d = iso(m["iso"])
        return mention(d, d, "day", "explicit")
    if m["dotted"]:
        d = dotted(m["dotted"])
        return mention(d, d, "day", "explicit")
    if m["dr1"]:
        last = _dated(m["dr2"], m["dm2"], m["dry"], published, g)
        first = _dated(m["dr1"], m["dm1"] or m["dm2"], str(last.year) if last else None, published, g)
        return mention(first, last, "range", "explicit")
    if m["mm1"]:
        last = _dated(m["mr2"], m["mm2"] or m["mm1"], m["mry"], published, g)
        first = _dated(m["mr1"], m["mm1"], str(last.year) if last else None, published, g)
        return mention(first, last, "range", "explicit")
    for number, month, written, since in (("d1", "m1", "y1", "since"), ("d2", "m2", "y2", "since2")):
        if m[number]:
            day = _dated(m[number], m[month], m[written], published, g)
            held = m[since] or pattern("en", "since_before").search(m.string, max(0, m.start() - 70), m.start())
            if held and published and day and day <= published:
                return mention(day, published, "range", "since")
            return mention(day, day, "day", "explicit")
    if m["month"] or m["m4"]:
        word, y = (m["m3"], m["y3"]) if m["month"] else (m["m4"], m["y4"])
        first, last = month_span(g.months[word.casefold()], _year(y, published), published)
        if published and first and m["month"] and m["month"].casefold().startswith("since") and first <= published:
            return mention(first, published, "range", "since")
        return mention(first, last, "month", "explicit")
    if m["year"]:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if published is None:
        return None
    if m["us"]:
        of_month, of_day = (int(p) for p in m["us"].split("/"))
        day = dated(of_day, of_month, None, published) if 1 <= of_month <= 12 else None
        return mention(day, day, "day", "explicit")
    if nth := m["nth"] or m["nth2"]:
        day = valid(published.year, published.month, int(nth))
        if day is None or day > published:
            before = published.replace(day=1) - timedelta(days=1)
            day = valid(before.year, before.month, int(nth))
        return mention(day, day, "day", "explicit")
    if m["wd2"]:
        last = weekday_before(g.weekdays[m["w2b"].casefold()], published)
        return mention(weekday_before(g.weekdays[m["w2a"].casefold()], last), last, "range", "weekday")
    if m["wd3"]:
        last = weekday_before(g.weekdays[m["w3b"].casefold()], published)
        first = weekday_before(g.weekdays[m["w3a"].casefold()], last)
        return mention(first, last, "range", "weekday") if (last - first).days == 1 else mention(last, last, "day", "weekday")
    if m["that"]:
        wanted = g.weekdays[m["w4"].casefold()]
        day = weekday_before(wanted, previous.first + timedelta(days=3)) if previous else weekday_before(wanted, published)
        return mention(day, day, "day", "weekday")
    if m["wd"]:
        if m["wd"].casefold() in ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "may", "the sun", "the sat"):
            return None
        day = weekday_before(g.weekdays[m["w"].casefold()], published)
        return mention(day, published if m["swd"] else day, "range" if m["swd"] else "day", "weekday")
    if m["ago"]:
        return _ago(m, published, mention)
    return _relative(m, published, g, previous, mention)


def _relative(m: re.Match[str], published: date, g: _Grammar, previous: DateMention | None, mention: Maker) -> DateMention | None:
    kind, value = g.relative[re.sub(r"\s+", " ", m["rel"].casefold())]
    if kind == "since_previous":
        return mention(previous.first, published, "range", "since") if previous else None
    if kind == "same_range":
        if previous and previous.precision == "range":
            return mention(previous.first, previous.last, "range", "relative")
        last = previous.first if previous else published
        return mention(last - timedelta(days=value - 1), last, "range", "relative") if value else None
    return spoken(kind, value, published, previous, mention)


def _ago(m: re.Match[str], published: date, mention: Maker) -> DateMention | None:
    number = 1 if m["an"].casefold() in ("a", "an") else numbers.value(m["an"], "en")
    if number is None:
        return None
    unit = m["unit"].casefold()
    if unit == "year" and m["exact"] and number <= LONGEST_AGO:
        anniversary = valid(published.year - number, published.month, published.day)
        return mention(anniversary, anniversary, "day", "relative")
    return ago(number, unit, published, mention)


def _dated(day: str, month: str, year: str | None, published: date | None, g: _Grammar) -> date | None:
    return dated(int(re.sub(r"\D", "", day)), g.months[month.casefold()], _year(year, published), published)


def _year(text: str | None, published: date | None) -> int | None:
    """A year in digits, or "last year" and "this year"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and published:
        return published.year - ("last" in text.casefold())
    return None
