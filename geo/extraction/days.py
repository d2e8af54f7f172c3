"""Days and spans named in a text, and the arithmetic that every language's date reader shares. Plain calendar dates."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from geo.lexicon import alternatives

FUTURE = timedelta(days=31)
"""How far after publication a day without a year may lie before it is taken for one of the year before."""

LONGEST_AGO = 3650
"""How many days, weeks, months or years ago may be spoken of; a larger number is no date."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of text that names a day or a span. ``precision``: day, range, month, year. ``kind`` tells how it was read."""

    start: int
    end: int
    first: date
    last: date
    precision: str
    kind: str


_BEFORE, _AFTER = 60, 80
"""How many letters before and after its anchor the words of a date may stand."""


def anchor(*words: str) -> re.Pattern[str]:
    """What every date has one of, in a folded text: a digit, or how one of these words begins."""
    return re.compile(rf"\d|(?<!\w)(?:{alternatives([*words])})")


def stretches(low: str, anchors: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where in a folded text dates may stand: around anchors, up to a space. All else need not be looked at."""
    start = end = 0
    for found in anchors.finditer(low):
        at = found.start()
        if at - _BEFORE > end:
            if end:
                yield start, end
            start = at - _BEFORE
        if at + _AFTER > end:
            space = low.find(" ", at + _AFTER)
            end = space if space >= 0 else len(low)
    if end:
        yield start, end


Maker = Callable[[date | None, date | None, str, str], DateMention | None]
"""(first, last, precision, kind) of the stretch being read -> a mention, or ``None`` for what is no span."""


def maker(start: int, end: int) -> Maker:
    """Makes mentions of one stretch of text; a span that is not known, or ends before it begins, makes none."""

    def make(first: date | None, last: date | None, precision: str, kind: str) -> DateMention | None:
        if first is None or last is None or first > last:
            return None
        return DateMention(start, end, first, last, precision, kind)

    return make


APART = "apart"
"""The kind of a day told by its distance from another: "two days earlier"."""


def spoken(kind: str, value: int, published: date, previous: DateMention | None, mention: Maker) -> DateMention | None:
    """A word of ``dates.csv`` by its kind: days from publication (offset) or from the day named before (previous, same),
    the weekend, and weeks, months or years back."""
    if kind in ("offset", "previous", "same"):
        base = previous.first if previous and kind != "offset" else published
        day = base + timedelta(days=value)
        return mention(day, day, "day", "relative" if kind == "offset" or value == 0 else APART)
    if kind == "weekend":
        return mention(*weekend_before(published), "range", "relative")
    if kind == "month_offset":
        return mention(*months_before(published, -value), "month", "relative")
    if kind == "week_offset":
        return mention(*week_before(published, -value), "range", "relative")
    return mention(*whole_year(published.year + value), "year", "relative")


def ago(number: int, unit: str, published: date, mention: Maker) -> DateMention | None:
    """So many days or weeks ago is a day, months ago a month, years ago a year; beyond ``LONGEST_AGO`` there is none."""
    if number > LONGEST_AGO:
        return None
    if unit in ("day", "week"):
        day = published - timedelta(days=number * (7 if unit == "week" else 1))
        return mention(day, day, "day", "relative")
    if unit == "month":
        return mention(*months_before(published, number), "month", "relative")
    return mention(*whole_year(published.year - number), "year", "relative")


def dated(day: int, month: int, year: int | None, published: date | None) -> date | None:
    """A day and month; where no year is written, the latest that is not more than a month after publication."""
    if year:
        return valid(year, month, day)
    if published is None:
        return None
    for y in (published.year + 1, published.year, published.year - 1):
        found = valid(y, month, day)
        if found and found <= published + FUTURE:
            return found
    return valid(published.year, month, day)


def month_span(month: int, year: int | None, published: date | None) -> tuple[date | None, date | None]:
    """The first and last day of a month; without a year, of its latest one up to publication."""
    if year is None:
        if published is None:
            return None, None
        year = published.year if month <= published.month else published.year - 1
    return whole_month(year, month)


def whole_month(year: int, month: int) -> tuple[date | None, date | None]:
    if not 1 <= year <= 9999:
        return None, None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_before(day: date, months: int) -> tuple[date | None, date | None]:
    """The calendar month so many months before that of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return whole_month(year, month + 1)


def whole_year(year: int) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= 9999 else (None, None)


def weekend_before(published: date) -> tuple[date, date]:
    """The latest Saturday and Sunday of which the Sunday is not after publication."""
    sunday = published - timedelta(days=(published.weekday() + 1) % 7)
    return sunday - timedelta(days=1), sunday


def week_before(published: date, weeks: int) -> tuple[date, date]:
    """The calendar week (Monday to Sunday) so many weeks back; this week ends at publication."""
    monday = published - timedelta(days=published.weekday(), weeks=weeks)
    sunday = monday + timedelta(days=6)
    return monday, min(sunday, published) if weeks == 0 else sunday


def weekday_before(number: int, published: date) -> date:
    """The latest such weekday (0 is Monday) up to and including publication."""
    return published - timedelta(days=(published.weekday() - number) % 7)


def iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def dotted(text: str) -> date | None:
    """``6.6.2020``, ``06.06.20``: day, month, year."""
    day, month, year = (int(p) for p in re.split(r"\D", text))
    return valid(year + 2000 if year < 100 else year, month, day)


def valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
