"""Dates in running text, resolved against the day of publication: explicit, weekday, relative, ranges, months, years.

The word table is ``dates.csv`` of the language. Days are plain calendar dates in the place's own zone.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from geo.extraction import numbers
from geo.lexicon import alternatives
from geo.resources import table


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of text that names a day or a span. ``precision``: day, range, month, year. ``kind`` tells how it was read."""

    start: int
    end: int
    first: date
    last: date
    precision: str
    kind: str


def find(text: str, published: date | None, language: str = "en") -> list[DateMention]:
    """Every date in a text, in order. Without ``published`` only dates with a year can be told."""
    grammar = _grammar(language)
    out: list[DateMention] = []
    previous: DateMention | None = None
    for match in grammar.pattern.finditer(text):
        mention = _read(match, published, grammar, previous, language)
        if mention:
            out.append(mention)
            if mention.precision in ("day", "range"):
                previous = mention
    return out


@dataclass(frozen=True, slots=True)
class _Grammar:
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, tuple[str, int]]


@cache
def _grammar(language: str) -> _Grammar:
    rows = list(table(f"lexicon/{language}/dates.csv", "word", "kind", "value"))
    months = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "month"}
    weekdays = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "weekday"}
    relative = {r["word"]: (r["kind"], int(r["value"])) for r in rows if r["kind"] not in ("month", "weekday")}
    month, weekday = alternatives([*months]), alternatives([*weekdays])
    day = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?:of\s+)?(?:{}))"
    y = r"(?:19|20)\d\d|last year|this year"
    number = numbers.pattern(language)
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
        rf"(?P<wd2>(?:from|between)\s+(?P<w2a>{weekday})\s+(?:to|and|until)\s+(?P<w2b>{weekday}))(?!\w)",
        rf"(?P<wd3>(?:on\s+)?(?P<w3a>{weekday})\s+and\s+(?:on\s+)?(?P<w3b>{weekday}))(?!\w)",
        rf"(?P<swd>since\s+)?(?P<wd>(?:(?:on|last|this|the)\s+)?(?P<w>{weekday})(?:['’]s)?)(?!\w)",
        rf"(?P<ago>(?P<an>a|an|{number})\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|before)(?P<exact>\s+(?:to the day|today))?)(?!\w)",
        rf"(?P<rel>{alternatives([*relative])})(?!\w)",
        r"(?:in|of|during|since|until)\s+(?P<year>(?:19|20)\d\d)(?!\w|-\d|\s+(?:people|persons|activists|protesters))",
    ]
    return _Grammar(re.compile(r"(?<![\w$€£.])(?:" + "|".join(parts) + ")", re.I), months, weekdays, relative)


_Maker = Callable[[date | None, date | None, str, str], DateMention | None]


def _read(m: re.Match[str], published: date | None, g: _Grammar, previous: DateMention | None, language: str) -> DateMention | None:
    def mention(first: date | None, last: date | None, precision: str, kind: str) -> DateMention | None:
        if first is None or last is None or first > last:
            return None
        return DateMention(m.start(), m.end(), first, last, precision, kind)

    if m["iso"]:
        d = _iso(m["iso"])
        return mention(d, d, "day", "explicit")
    if m["dotted"]:
        d = _dotted(m["dotted"])
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
            if m[since] and published and day and day <= published:
                return mention(day, published, "range", "since")
            return mention(day, day, "day", "explicit")
    if m["month"] or m["m4"]:
        word, y = (m["m3"], m["y3"]) if m["month"] else (m["m4"], m["y4"])
        return mention(*_month(g.months[word.casefold()], y, published), "month", "explicit")
    if m["year"]:
        whole = int(m["year"])
        return mention(date(whole, 1, 1), date(whole, 12, 31), "year", "explicit")
    if published is None:
        return None
    if m["wd2"]:
        last = _weekday(g.weekdays[m["w2b"].casefold()], published)
        return mention(_weekday(g.weekdays[m["w2a"].casefold()], last), last, "range", "weekday")
    if m["wd3"]:
        last = _weekday(g.weekdays[m["w3b"].casefold()], published)
        first = _weekday(g.weekdays[m["w3a"].casefold()], last)
        return mention(first, last, "range", "weekday") if (last - first).days == 1 else mention(last, last, "day", "weekday")
    if m["wd"]:
        if m["wd"].casefold() in ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "may", "the sun", "the sat"):
            return None
        day = _weekday(g.weekdays[m["w"].casefold()], published)
        return mention(day, published if m["swd"] else day, "range" if m["swd"] else "day", "weekday")
    if m["ago"]:
        return _ago(m, published, mention, language)
    return _relative(m, published, g, previous, mention)


def _relative(m: re.Match[str], published: date, g: _Grammar, previous: DateMention | None, mention: _Maker) -> DateMention | None:
    kind, value = g.relative[re.sub(r"\s+", " ", m["rel"].casefold())]
    if kind == "offset":
        day = published + timedelta(days=value)
        return mention(day, day, "day", "relative")
    if kind in ("previous", "same"):
        base = previous.first if previous else published
        day = base + timedelta(days=value)
        return mention(day, day, "day", "relative")
    if kind == "weekend":
        sunday = published - timedelta(days=(published.weekday() + 1) % 7)
        return mention(sunday - timedelta(days=1), sunday, "range", "relative")
    if kind == "month_offset":
        year, month = divmod(published.year * 12 + published.month - 1 + value, 12)
        return mention(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]), "month", "relative")
    if kind == "week_offset":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=value)
        last = monday + timedelta(days=6)
        return mention(monday, min(last, published) if value == 0 else last, "range", "relative")
    year = published.year + value
    return mention(date(year, 1, 1), date(year, 12, 31), "year", "relative")


def _ago(m: re.Match[str], published: date, mention: _Maker, language: str) -> DateMention | None:
    number = 1 if m["an"].casefold() in ("a", "an") else numbers.value(m["an"], language)
    if number is None or number > 3650:
        return None
    unit = m["unit"].casefold()
    if unit in ("day", "week"):
        day = published - timedelta(days=number * (7 if unit == "week" else 1))
        return mention(day, day, "day", "relative")
    months = published.year * 12 + published.month - 1 - number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return None
    if unit == "year" and m["exact"]:
        anniversary = _valid(year, published.month, published.day)
        return mention(anniversary, anniversary, "day", "relative")
    if unit == "year":
        return mention(date(year, 1, 1), date(year, 12, 31), "year", "relative")
    return mention(date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]), "month", "relative")


def _dated(day: str, month: str, year: str | None, published: date | None, g: _Grammar) -> date | None:
    """A day and month; where no year is written, the latest that is not more than a month after publication."""
    d, mo = int(re.sub(r"\D", "", day)), g.months[month.casefold()]
    if written := _year(year, published):
        return _valid(written, mo, d)
    if published is None:
        return None
    for y in (published.year + 1, published.year, published.year - 1):
        found = _valid(y, mo, d)
        if found and found <= published + timedelta(days=31):
            return found
    return _valid(published.year, mo, d)


def _month(month: int, year: str | None, published: date | None) -> tuple[date | None, date | None]:
    if written := _year(year, published):
        y = written
    elif published:
        y = published.year if month <= published.month else published.year - 1
    else:
        return None, None
    return date(y, month, 1), date(y, month, monthrange(y, month)[1])


def _year(text: str | None, published: date | None) -> int | None:
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and published:
        return published.year - ("last" in text.casefold())
    return None


def _weekday(number: int, published: date) -> date:
    """The latest such day up to and including publication."""
    return published - timedelta(days=(published.weekday() - number) % 7)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _dotted(text: str) -> date | None:
    day, month, year = (int(p) for p in text.split("."))
    return _valid(year + 2000 if year < 100 else year, month, day)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
