"""Dates in Russian text, resolved against the day of publication. The words are those of ``data/lexicon/ru/dates.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from geo.extraction import numbers
from geo.extraction.days import (
    DateMention,
    Maker,
    ago,
    anchor,
    dated,
    dotted,
    iso,
    maker,
    month_span,
    months_before,
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
    """Every date in a text, in order, but for days on which something was only said ("в понедельник сообщили")."""
    grammar = _grammar()
    out: list[DateMention] = []
    previous: DateMention | None = None
    low = folded(text.replace("ё", "е").replace("Ё", "Е"))
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        mention = _read(match, published, grammar, previous)
        if mention is None or (mention.precision == "day" and _of_saying(low, mention)):
            continue
        if match["wd"] and previous and mention.start - previous.end <= 2 and not match["swd"]:
            continue
        if match["span"] and previous and not re.search(r"[.!?\n]", low[previous.end : mention.start]):
            continue
        out.append(mention)
        if mention.precision in ("day", "range"):
            previous = mention
    return out


def _of_saying(text: str, mention: DateMention) -> bool:
    return bool(
        pattern("ru", "said_after").match(text, mention.end)
        or pattern("ru", "day_of_saying").search(text, max(0, mention.start - 30), mention.start)
    )


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchors: re.Pattern[str]
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    relative: dict[str, tuple[str, int]]


@cache
def _grammar() -> _Grammar:
    rows = list(table("lexicon/ru/dates.csv", "word", "kind", "value"))

    def of(kind: str) -> dict[str, int]:
        return {r["word"]: int(r["value"]) for r in rows if r["kind"] == kind}

    months, weekdays, ordinals = of("month"), of("weekday"), of("ordinal")
    units = {r["word"]: r["kind"][5:] for r in rows if r["kind"].startswith("unit_")}
    relative = {
        r["word"]: (r["kind"], int(r["value"]))
        for r in rows
        if r["kind"] not in ("month", "weekday", "ordinal") and not r["kind"].startswith("unit_")
    }
    month, weekday = alternatives([*months]), alternatives([*weekdays])
    day = rf"(?:[0-3]?\d(?:-?го|-?е|-?му)?|{alternatives([*ordinals])})"
    year = r"(?:19|20)\d\d(?:-?(?:го|м))?(?:\s*(?:года|году|год|гг?\.|г\b))?|прошлого года|минувшего года|этого года|нынешнего года|текущего года|того же года"
    y = rf"(?:,?\s+(?:{year}))"
    when = r"(?:утром|днем|вечером|ночью)\s+"
    last = r"(?:минувш|прошл|прошедш|эт|т|сам)(?:ий|ый|от|ую|ую|ой|ое|его|ого|у|о)?\s+"
    few = [r["word"] for r in table("lexicon/ru/numbers.csv", "word", "value") if 0 < int(r["value"]) <= 60]
    number = rf"\d+|{alternatives(few)}"
    parts = [
        r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)",
        r"(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)?\d\d)(?![\d.])",
        # с 2 по 7 января, 6-7 июня 2022 года, с 28 ноября по 1 декабря, 16 и 17 февраля
        rf"(?:(?:с|со|за|от|между|{when}с)\s+)?(?P<r1>{day})(?:\s+(?P<rm1>{month})\b(?P<ry1>{y})?)?\s*(?:-|–|—|по|до|и|на)\s*(?P<r2>{day})\s+(?P<rm2>{month})\b(?P<ry2>{y})?",
        rf"(?P<since>(?:с|со|начиная с)\s+)?(?P<d>{day})\s+(?P<m>{month})\b(?P<y>{y})?",
        rf"(?P<month>(?:(?:в|во|за|с|по|весь|начал[ое]|конц[еа]|середин[еу])\s+)(?P<m3>{month})\b(?P<y3>{y})?)",
        rf"(?P<m4>{month})\s+(?P<y4>{year})(?!\w)",
        rf"(?P<wd2>(?:с|со)\s+(?P<w2a>{weekday})\s+(?:по|до)\s+(?P<w2b>{weekday}))(?!\w)",
        rf"(?P<wd3>(?:(?:в|во|за)\s+)?(?P<w3a>{weekday})\s+и\s+(?:(?:в|во)\s+)?(?P<w3b>{weekday}))(?!\w)",
        rf"(?P<nth>(?:{when})?(?:в\s+)?(?P<nw>{weekday}),\s+(?P<nd>[0-3]?\d)-?го)(?!\w)(?!\s+(?:{month}))",
        rf"(?P<wd>(?:(?P<swd>с|со)\s+|(?:в|во|за|на|к|ко)\s+)?(?:ночь\s+(?:на|с\s+\w+\s+на)\s+)?(?:{last})?(?P<w>{weekday}))(?!\w)(?!,?\s+{day}\s+(?:{month}))",
        rf"(?P<ago>(?:(?P<an>{number})\s+)?(?P<unit>{alternatives([*units])})\s+(?:тому\s+)?назад(?P<exact>\s+ровно)?)(?!\w)",
        rf"(?P<span>за\s+(?P<sn>{number})\s+(?:дня|дней|суток))(?!\s+до)(?!\w)",
        rf"(?P<rel>{alternatives([*relative])})(?!\w)",
        r"(?:в|во|за|с|до)\s+(?P<year>(?:19|20)\d\d)(?:-?(?:м|го))?(?:\s+(?:году|года|год|г\.))(?!\w)",
    ]
    anchors = anchor(*months, *weekdays, *relative, "назад", "тому", "дня", "дней", "суток")
    return _Grammar(anchors, re.compile(r"(?<![\w$€£.№])(?:" + "|".join(parts) + ")"), months, weekdays, ordinals, units, relative)


def _read(m: re.Match[str], published: date | None, g: _Grammar, previous: DateMention | None) -> DateMention | None:
    mention = maker(*m.span())
    if m["iso"] or m["dotted"]:
        d = iso(m["iso"]) if m["iso"] else dotted(m["dotted"])
        return mention(d, d, "day", "explicit")
    if m["r1"]:
        last = _dated(m["r2"], m["rm2"], m["ry2"], published, g)
        year = m["ry1"] or (str(last.year) if last else None)
        first = _dated(m["r1"], m["rm1"] or m["rm2"], year, published, g)
        if first and last and first > last and not m["ry1"]:
            first = valid(last.year - 1, first.month, first.day)
        if re.search(r"ноч\w+\s+с\s+$", m.string[max(0, m.start() - 8) : m.start() + 2], re.I) or re.search(r"\sна\s", m[0]):
            return mention(last, last, "day", "explicit")
        return mention(first, last, "range", "explicit")
    if m["d"]:
        day = _dated(m["d"], m["m"], m["y"], published, g)
        if m["since"] and published and day and day <= published:
            return mention(day, published, "range", "since")
        return mention(day, day, "day", "explicit")
    if m["month"] or m["m4"]:
        word, year = (m["m3"], m["y3"]) if m["month"] else (m["m4"], m["y4"])
        return mention(*month_span(g.months[word.casefold()], _year(year, published), published), "month", "explicit")
    if m["year"]:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if published is None:
        return None
    if m["wd2"]:
        last = weekday_before(g.weekdays[m["w2b"].casefold()], published)
        return mention(weekday_before(g.weekdays[m["w2a"].casefold()], last), last, "range", "weekday")
    if m["wd3"]:
        last = weekday_before(g.weekdays[m["w3b"].casefold()], published)
        first = weekday_before(g.weekdays[m["w3a"].casefold()], last)
        return mention(first, last, "range", "weekday") if (last - first).days == 1 else mention(last, last, "day", "weekday")
    if m["nth"]:
        day = _nth(int(m["nd"]), published)
        return mention(day, day, "day", "explicit")
    if m["wd"]:
        day = weekday_before(g.weekdays[m["w"].casefold()], published)
        return mention(day, published if m["swd"] else day, "range" if m["swd"] else "day", "weekday")
    if m["ago"]:
        return _ago(m, published, g, mention)
    if m["span"]:
        length = numbers.value(m["sn"], "ru")
        base = previous.last if previous else published
        return mention(base - timedelta(days=length - 1), base, "range", "relative") if length and length < 60 else None
    return _relative(m, published, g, previous, mention)


def _relative(m: re.Match[str], published: date, g: _Grammar, previous: DateMention | None, mention: Maker) -> DateMention | None:
    kind, value = g.relative[re.sub(r"\s+", " ", m["rel"].casefold())]
    return spoken(kind, value, published, previous, mention)


def _ago(m: re.Match[str], published: date, g: _Grammar, mention: Maker) -> DateMention | None:
    number = numbers.value(m["an"], "ru") if m["an"] else 1
    return None if number is None else ago(number, g.units[m["unit"].casefold()], published, mention)


def _nth(day: int, published: date) -> date | None:
    """ "в субботу, 15-го": that day of this month, or of the one before."""
    found = valid(published.year, published.month, day)
    if found and found <= published:
        return found
    first, _ = months_before(published, 1)
    return valid(first.year, first.month, day) if first else None


def _dated(day: str, month: str, year: str | None, published: date | None, g: _Grammar) -> date | None:
    digits = re.sub(r"\D", "", day)
    number = int(digits) if digits else g.ordinals[re.sub(r"\s+", " ", day.casefold())]
    return dated(number, g.months[month.casefold()], _year(year, published), published)


def _year(text: str | None, published: date | None) -> int | None:
    """A year in digits, or "прошлого года" and "этого года"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and published:
        return published.year - bool(re.search(r"прошл|минувш", text.casefold()))
    return None
