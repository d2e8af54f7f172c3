"""What a text has told of time so far: the day and year spoken of, by which "the 18th", "31 июля" or "сенбіде" are read."""

from __future__ import annotations

from datetime import date, timedelta

from geo.extraction.days import DateMention, dated, months_before, valid
from geo.lexicon import pattern

_NEAR = timedelta(days=31)
"""A day this long before publication at most is one of the news; an older one is history."""

_TOP = 300
"""Where a bulletin's week is named: this near to its beginning."""


class Told:
    """The dates read so far, in order. Memoirs and trials speak of another year than that of publication."""

    def __init__(self, text: str, published: date | None, language: str) -> None:
        self.text = text
        self.language = language
        self.published = published
        self.previous: DateMention | None = None
        self.last_year: int | None = None
        self.last_end = 0
        self._written: tuple[int, int] | None = None
        self._season: tuple[int, ...] = ()
        self._news = False
        self._month: DateMention | None = None
        self._last_day: DateMention | None = None
        self.span: DateMention | None = None
        self._years: dict[tuple[int, int], int] = {}
        self._heading: date | None = None
        self._week: DateMention | None = None

    def add(self, mention: DateMention, written: bool, relative: bool) -> None:
        """``written``: with its year; ``relative``: told by words such as "yesterday"."""
        if mention.precision in ("day", "range"):
            self.previous = self._last_day = mention
        if mention.precision == "day" and self._heads(mention):
            self._heading = mention.first
        if mention.precision == "range":
            self.span = mention
        if mention.precision == "range" and not relative and mention.start < _TOP and 3 <= (mention.last - mention.first).days <= 7:
            self._week = self._week or mention
        if mention.precision in ("day", "range", "month"):
            self._month = mention
            if written:
                self._years[mention.first.month, mention.first.day] = mention.first.year
                self._written = mention.first.year, mention.end
                self._season = (mention.first.month,) if mention.precision == "month" else ()
            elif mention.precision == "day" and self._near(mention.first) and not relative:
                self._news = True
        self.last_year, self.last_end = mention.first.year, mention.end

    def season(self, year: int, months: tuple[int, ...], at: int) -> None:
        """ "весной 2018 года": no span anybody counts by, but the year of what follows."""
        self._written = year, at
        self._season = months

    def year(self, at: int) -> int | None:
        """The year written before in the same paragraph, or in a text that is all of another year."""
        if self._written is None:
            return None
        year, end = self._written
        return year if "\n" not in self.text[end:at] or not self._news else None

    def year_long_ago(self, at: int) -> int | None:
        """:meth:`year`, where it is none of the last two: a tale of long ago goes on in its year."""
        year = self.year(at)
        return year if year and self.published and year < self.published.year - 1 else None

    def in_year_spoken_of(self, day: int, month: int, at: int) -> date | None:
        """A day and month without a year, in the year that the text speaks of; ``None`` where that is the news' own."""
        if (month, day) in self._years:
            return valid(self._years[month, day], month, day)
        year = self.year(at)
        if year is None or self.published is None or year >= self.published.year:
            return None
        found = valid(year, month, day)
        if self.previous and pattern(self.language, "earlier_before").search(self.text, max(0, at - 20), at):
            return found if found is None or found < self.previous.first else valid(year - 1, month, day)
        usual = dated(day, month, None, self.published)
        if usual and self._near(usual):
            follows = self.previous is not None and found is not None and timedelta(0) <= found - self.previous.last <= timedelta(days=15)
            return found if (follows or month in self._season) and not self._news else None
        return found

    def entry(self, at: int) -> date | None:
        """The day of a diary's entry: named at the head of the paragraph, long before publication, or with a stop after it where it is no
        text's first; its "yesterday" is counted from there."""
        if self.previous is None or self.previous.precision != "day":
            return None
        start = self.text.rfind("\n", 0, at) + 1
        if self._near(self.previous.first) and (self._heading != self.previous.first or self.text[self.previous.end] != "."):
            return None
        head, after = self.text[start : self.previous.start], self.text[self.previous.end : self.previous.end + 2].strip()
        alone = self.previous.start >= start and not head.strip(" [(*#–—-") and after[:1] in (".", ":", "–", "—", "|")
        return self.previous.first if alone else None

    def heading(self) -> date | None:
        """The day that a line of its own, or the head of a diary's entry, has given to what follows."""
        return self._heading

    def in_week_of(self, number: int) -> date | None:
        """A weekday in the week that a bulletin names at its top."""
        if self._week is None:
            return None
        day = self._week.first + timedelta(days=(number - self._week.first.weekday()) % 7)
        return day if day <= self._week.last else None

    def _heads(self, mention: DateMention) -> bool:
        """Whether a day stands alone on its line, or opens a paragraph (not the first) with a stop after it."""
        start = self.text.rfind("\n", 0, mention.start) + 1
        end = self.text.find("\n", mention.end)
        after = self.text[mention.end : end if end >= 0 else len(self.text)].strip(" *_#—–-.:|)]")
        if self.text[start : mention.start].strip(" [(*_#—–-|"):
            return False
        return not after or (start > 0 and mention.kind == "explicit" and self.text[mention.end : mention.end + 1] in (".", ":"))

    def day_of_month(self, day: int, at: int = 0) -> date | None:
        """A day of the month spoken of, else the latest such day up to publication; where years ago are spoken of, that time of the year."""
        month = self._month
        if month and month.precision == "month" and self._last_day and "\n" in self.text[month.end : at]:
            month = self._last_day
        if month is None and self.published and self.last_year and self.published.year - 100 < self.last_year < self.published.year:
            ago = date(self.last_year, self.published.month, min(self.published.day, 28))
            around = (valid(m.year, m.month, day) for m in (ago, ago.replace(day=1) - timedelta(days=1)))
            return min((d for d in around if d), key=lambda d: abs((d - ago).days), default=None)
        if month:
            base = month.last
            found = valid(base.year, base.month, day)
            if found and (self.published is None or found <= self.published):
                return found
        first: date | None = self.published
        for _ in range(2):
            found = valid(first.year, first.month, day) if first else None
            if found and self.published and found <= self.published:
                return found
            first = months_before(first, 1)[0] if first else None
        return None

    def weekday(self, number: int, at: int) -> date | None:
        """A weekday next to a day of long ago, told in the same paragraph; ``None`` where it is the latest one."""
        previous = self.previous
        if previous is None or self.published is None or self._news or "\n" in self.text[previous.end : at]:
            return None
        if self._near(previous.last):
            return None
        after = (number - previous.last.weekday()) % 7
        return previous.last + timedelta(days=after if after <= 4 else after - 7)

    def _near(self, day: date) -> bool:
        return self.published is not None and timedelta(0) <= self.published - day <= _NEAR
