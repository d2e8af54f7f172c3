"""Dates in Russian text, resolved against the day of publication. The words are those of ``data/lexicon/ru/dates.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from geo.extraction import numbers
from geo.extraction.days import (
    FUTURE,
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
from geo.extraction.told import Told
from geo.lexicon import alternatives, pattern
from geo.resources import table

_WITH_YEAR = ("iso", "dotted", "y", "ry2", "y3", "y4")
_SEASONS = {"в": (3, 4, 5), "л": (6, 7, 8), "о": (9, 10, 11), "з": (12, 1, 2)}
"""The months of each season by its first letter."""


def find(text: str, published: date | None) -> list[DateMention]:
    """Every date in a text, in order, but for days on which something was only said ("в понедельник сообщили")."""
    grammar = _grammar()
    out: list[DateMention] = []
    low = folded(text.replace("ё", "е").replace("Ё", "Е"))
    told = Told(low, published, "ru")
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        previous = told.previous
        if match["season"]:
            told.season(int(match["sy"]), _SEASONS[match["season"][0]], match.end())
            continue
        mention = _read(match, published, grammar, told)
        if mention is None or (mention.precision == "day" and _of_saying(low, mention)):
            continue
        if match["wd"] and previous and mention.start - previous.end <= 2 and not match["swd"]:
            continue
        if match["span"] and previous and not re.search(r"[.!?\n]", low[previous.end : mention.start]):
            continue
        out.append(mention)
        written = any(match[name] and re.search(r"\d{4}", match[name]) for name in _WITH_YEAR)
        told.add(mention, written, bool(match["rel"]))
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
    holidays: dict[str, int]


@cache
def _grammar() -> _Grammar:
    rows = list(table("lexicon/ru/dates.csv", "word", "kind", "value"))

    def of(kind: str) -> dict[str, int]:
        return {r["word"]: int(r["value"]) for r in rows if r["kind"] == kind}

    months, weekdays, ordinals = of("month"), of("weekday"), of("ordinal")
    holidays = of("holiday")
    units = {r["word"]: r["kind"][5:] for r in rows if r["kind"].startswith("unit_")}
    relative = {
        r["word"]: (r["kind"], int(r["value"]))
        for r in rows
        if r["kind"] not in ("month", "weekday", "ordinal", "holiday") and not r["kind"].startswith("unit_")
    }
    month, weekday = alternatives([*months]), alternatives([*weekdays])
    day = rf"(?:[0-3]?\d(?:-?го|-?е|-?му)?|{alternatives([*ordinals])})"
    year = (
        r"(?:19|20)\d\d(?:-?(?:го|м))?(?:\s*(?:года|году|год|гг?\.|г\b))?|прошлого года|минувшего года|этого года|нынешнего года"
        r"|текущего года|того же года|того года"
    )
    y = rf"(?:,?\s+(?:{year}))"
    when = r"(?:утром|днем|вечером|ночью)\s+"
    last = r"(?:минувш|прошл|прошедш|эт|т|сам)(?:ий|ый|от|ую|ую|ой|ое|его|ого|у|о)?\s+"
    few = [r["word"] for r in table("lexicon/ru/numbers.csv", "word", "value") if 0 < int(r["value"]) <= 60]
    number = rf"\d+|{alternatives(few)}"
    bare = rf"(?:[0-3]?\d-(?:го|е|му)|{alternatives([w for w, n in ordinals.items() if n > 3])})"
    number_of = rf"(?:[0-3]?\d(?:-?(?:го|е))?|{alternatives([*ordinals])})"
    short = r"(?:пн|вт|ср|чт|пт|сб|вс)"
    parts = [
        r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)",
        r"(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)?\d\d)(?![\d.])",
        # 5.I., Вт 18.06, [18.06, 14:20]
        r"(?P<roman>(?P<rd>[0-3]?\d)\.\s?(?P<rm>i{1,3}|iv|vi{0,3}|ix|xi{0,2}))(?![\w-])\.?",
        rf"(?:{short}\.?,?\s+|(?<=\[))(?P<short>(?P<sd>[0-3]?\d)\.(?P<sm>[01]\d))(?![\d.:]\d)",
        # с 2 по 7 января, 6-7 июня 2022 года, с 28 ноября по 1 декабря, 16 и 17 февраля
        rf"(?:(?:с|со|за|от|между|{when}с)\s+)?(?P<r1>{day})(?:\s+(?P<rm1>{month})\b(?P<ry1>{y})?)?\s*(?:-|–|—|по|до|и|на)\s*(?P<r2>{day})\s+(?P<rm2>{month})\b(?P<ry2>{y})?",
        rf"(?P<since>(?:с вечера|с|со|начиная с)\s+)?(?P<d>{day})\s+(?P<m>{month})\b(?P<y>{y})?(?P<dw>,?\s+(?:в\s+|во\s+)?(?P<dw1>{weekday})(?!\w))?",
        rf"(?:в\s+)?(?P<edge>первый|последний)\s+день\s+(?P<m6>{month})\b(?P<y6>{y})?",
        rf"(?P<month>(?:(?:в|во|за|с|по|весь|начал[ое]|конц[еа]|середин[еу])\s+)(?P<m3>{month})\b(?P<y3>{y})?)",
        rf"(?P<m4>{month})\s+(?P<y4>{year})(?!\w)",
        rf"(?P<wd2>(?:с|со)\s+(?P<w2a>{weekday})\s+(?:по|до)\s+(?P<w2b>{weekday}))(?!\w)",
        rf"(?P<wd3>(?:(?:в|во|за)\s+)?(?P<w3a>{weekday})\s+и\s+(?:(?:в|во)\s+)?(?:ночь\s+(?:на|с\s+\w+\s+на)\s+)?(?P<w3b>{weekday}))(?!\w)",
        rf"(?P<nth>(?:{when})?(?:(?:в|во)\s+)?(?P<nw>{weekday}),?\s+(?P<nd>[0-3]?\d-?(?:го|е)|{alternatives([*ordinals])}))(?!\w)(?!\s+(?:{month}))",
        # на прошлой неделе, в среду; в среду на прошлой неделе
        rf"(?P<wwd>(?:на\s+)?прошл(?:ой|ую)\s+недел[еюи],?\s+(?:в|во)\s+(?P<wwa>{weekday})|(?:в|во)\s+(?P<wwb>{weekday})\s+(?:на\s+)?прошлой\s+недел[еи])(?!\w)",
        # 6-го и 7-го; с 6-го по 9-е; шестого числа; восемнадцатого все повторилось
        rf"(?:(?:с|со|между)\s+)?(?P<b1>{bare})\s*(?:-|–|—|по|до|и)\s*(?P<b2>{bare})(?!\w)(?!\s+(?:{month}))",
        rf"(?:на\s+)?(?P<bn>{number_of})(?:\s+же)?\s+числ[ао](?P<bl>\s+прошлого\s+месяца)?(?!\w)",
        rf"(?P<b>{bare})(?!\w)(?!\s+(?:{month}))",
        rf"(?P<wd>(?:(?P<swd>(?:с|со)(?:\s+вечера)?)\s+|(?:в|во|за|на|к|ко)\s+)?(?:ночь\s+(?:на|с\s+\w+\s+на)\s+)?(?:{last})?(?P<w>{weekday}))(?!\w)(?!,?\s+{day}\s+(?:{month}))",
        rf"(?P<later>(?P<ln>{number})?\s*(?P<lu>{alternatives([*units])})\s+(?:спустя|погодя))(?!\w)",
        rf"(?P<ago>(?:(?P<an>{number})\s+)?(?P<unit>{alternatives([*units])})\s+(?:тому\s+)?назад(?P<exact>\s+ровно)?)(?!\w)",
        rf"(?P<span>за\s+(?P<sn>{number})\s+(?:дня|дней|суток))(?!\s+до)(?!\w)",
        rf"(?P<holiday>{alternatives([*holidays])})(?!\w)",
        rf"(?P<rel>{alternatives([*relative])})(?!\w)",
        rf"(?<=\|\s)(?P<m5>{month})(?=[\s,]*\|)",
        r"(?P<same>(?:(?:в|во)\s+)?(?:тот|ту|то)\s+же\s+(?:\w+(?:ый|ий|ой|ую|ью|ое|ье)\s+)?(?:день|ночь|вечер|утро))(?!\w)",
        r"(?:в|во|за|с|до)\s+(?P<year>(?:19|20)\d\d)(?:-?(?:м|го)(?!\w)|(?:-?(?:м|го))?(?:\s+(?:году|года|год|г\.)))(?!\w)",
        r"(?P<season>(?:весной|летом|осенью|зимой)\s+(?P<sy>(?:19|20)\d\d)(?:-?го|\s+года)?)(?!\w)",
    ]
    said = ("назад", "тому", "дня", "дней", "суток", "спустя", "погодя", "числа", "тот же", "ту же", "то же")
    anchors = anchor(*months, *weekdays, *relative, *ordinals, *holidays, *said)
    return _Grammar(
        anchors, re.compile(r"(?<![\w$€£.№])(?:" + "|".join(parts) + ")"), months, weekdays, ordinals, units, relative, holidays
    )


def _read(m: re.Match[str], published: date | None, g: _Grammar, told: Told) -> DateMention | None:
    mention = maker(*m.span())
    previous = told.previous
    if m["iso"] or m["dotted"]:
        d = iso(m["iso"]) if m["iso"] else dotted(m["dotted"])
        return mention(d, d, "day", "explicit")
    if m["roman"] or m["short"]:
        month = _ROMAN[m["rm"]] if m["roman"] else int(m["sm"])
        day = dated(int(m["rd"] or m["sd"]), month, told.year(m.start()), published) if 1 <= month <= 12 else None
        return mention(day, day, "day", "explicit")
    if m["r1"]:
        given = _year(m["ry2"], published, previous)
        last = _dated(m["r2"], m["rm2"], given, published, g, told, m.start())
        year = _year(m["ry1"], published, previous) or (last.year if last else None)
        first = _dated(m["r1"], m["rm1"] or m["rm2"], year, published, g, told, m.start())
        if first and last and first > last and not m["ry1"]:
            first = valid(last.year - 1, first.month, first.day)
        if re.search(r"ноч\w+\s+с\s+$", m.string[max(0, m.start() - 8) : m.start() + 2], re.I) or re.search(r"\sна\s", m[0]):
            return mention(last, last, "day", "explicit")
        return mention(first, last, "range", "explicit")
    if m["d"]:
        day = _dated(m["d"], m["m"], _year(m["y"], published, previous), published, g, told, m.start(), m["dw1"])
        if m["since"] and published and day and day <= published:
            return mention(day, published, "range", "since")
        return mention(day, day, "day", "explicit")
    if m["holiday"]:
        month, number = divmod(g.holidays[re.sub(r"\s+", " ", m["holiday"])], 100)
        day = told.in_year_spoken_of(number, month, m.start()) or dated(number, month, None, published)
        return mention(day, day, "day", "explicit")
    if m["edge"]:
        first, last = month_span(g.months[m["m6"]], _year(m["y6"], published, previous) or told.year(m.start()), published)
        day = first if m["edge"].startswith("перв") else last
        return mention(day, day, "day", "explicit")
    if m["month"] or m["m4"] or m["m5"]:
        word, year_word = (m["m3"], m["y3"]) if m["month"] else (m["m4"] or m["m5"], m["y4"])
        written = _year(year_word, published, previous) or told.year_long_ago(m.start())
        return mention(*month_span(g.months[word.casefold()], written, published), "month", "explicit")
    if m["year"]:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if m["b"] or m["b1"] or m["bn"]:
        return _bare(m, published, g, told, mention)
    if published is None:
        return None
    return _spoken(m, published, g, told, mention)


def _spoken(m: re.Match[str], published: date, g: _Grammar, told: Told, mention: Maker) -> DateMention | None:
    """Days told against publication or against the day told before."""
    previous = told.previous
    if m["wd2"]:
        last = weekday_before(g.weekdays[m["w2b"].casefold()], published)
        return mention(weekday_before(g.weekdays[m["w2a"].casefold()], last), last, "range", "weekday")
    if m["wd3"]:
        last = weekday_before(g.weekdays[m["w3b"].casefold()], published)
        first = weekday_before(g.weekdays[m["w3a"].casefold()], last)
        return mention(first, last, "range", "weekday") if (last - first).days == 1 else mention(last, last, "day", "weekday")
    if m["nth"]:
        day = _nth(_ordinal(m["nd"], g), g.weekdays[m["nw"].casefold()], published)
        return mention(day, day, "day", "explicit")
    if m["wwd"]:
        number = g.weekdays[(m["wwa"] or m["wwb"]).casefold()]
        day = published - timedelta(days=published.weekday() + 7 - number)
        return mention(day, day, "day", "weekday")
    if m["wd"]:
        number = g.weekdays[m["w"].casefold()]
        day = told.weekday(number, m.start()) or weekday_before(number, published)
        return mention(day, published if m["swd"] else day, "range" if m["swd"] else "day", "weekday")
    if m["ago"]:
        return _ago(m, published, g, mention)
    if m["later"]:
        return _later(m, g, previous, mention)
    if m["same"]:
        day = (previous.last if previous else published) if "ночь" in m[0] else (previous.first if previous else published)
        return mention(day, day, "day", "relative")
    if m["span"]:
        length = numbers.value(m["sn"], "ru")
        base = previous.last if previous else published
        return mention(base - timedelta(days=length - 1), base, "range", "length") if length and length < 60 else None
    if m["rel"].startswith("накануне") and pattern("ru", "no_eve_after").match(m.string, m.end()):
        return None
    if m["rel"].startswith("накануне") and previous is not None and m.string[previous.end : m.start()] == ", ":
        return mention(previous.first, previous.last, previous.precision, "relative")  # "on Friday, the day before, ..."
    kind, value = g.relative[re.sub(r"\s+", " ", m["rel"].casefold())]
    if kind == "previous_year":
        return mention(*whole_year((told.last_year or published.year) + value), "year", "relative")
    return spoken(kind, value, published, previous, mention)


_ROMAN = {word: number for number, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1)}


def _bare(m: re.Match[str], published: date | None, g: _Grammar, told: Told, mention: Maker) -> DateMention | None:
    """ "шестого числа", "6-го и 7-го", "восемнадцатого все повторилось": a day of the month that is being spoken of."""
    if m["b"] and not _names_a_day(m):
        return None
    if m["bn"] and m["bl"]:
        first, _ = months_before(published, 1) if published else (None, None)
        day = valid(first.year, first.month, _ordinal(m["bn"], g)) if first else None
        return mention(day, day, "day", "explicit")
    day = told.day_of_month(_ordinal(m["b"] or m["bn"] or m["b1"], g), m.start())
    if not m["b1"]:
        return mention(day, day, "day", "explicit")
    last = told.day_of_month(_ordinal(m["b2"], g), m.start())
    return mention(day, last, "range", "explicit")


def _names_a_day(m: re.Match[str]) -> bool:
    """Whether an ordinal alone is a day: not "шестого отдела", "из пятого подъезда", "десятого активиста"."""
    if pattern("ru", "no_day_before").search(m.string, max(0, m.start() - 20), m.start()):
        return False
    return bool(pattern("ru", "day_follows").match(m.string, m.end()))


def _later(m: re.Match[str], g: _Grammar, previous: DateMention | None, mention: Maker) -> DateMention | None:
    """ "два дня спустя": so long after the day told before."""
    number = numbers.value(m["ln"], "ru") if m["ln"] else 1
    unit = g.units[m["lu"].casefold()]
    if number is None or number > 400 or previous is None or unit not in ("day", "week"):
        return None
    day = previous.last + timedelta(days=number * (7 if unit == "week" else 1))
    return mention(day, day, "day", "relative")


def _ago(m: re.Match[str], published: date, g: _Grammar, mention: Maker) -> DateMention | None:
    number = numbers.value(m["an"], "ru") if m["an"] else 1
    return None if number is None else ago(number, g.units[m["unit"].casefold()], published, mention)


def _nth(day: int, weekday: int, published: date) -> date | None:
    """ "в субботу, 15-го": the latest 15th that was a Saturday, of this month or of the ones before."""
    first: date | None = published
    found = None
    for _ in range(12):
        there = valid(first.year, first.month, day) if first else None
        if there and there <= published:
            if there.weekday() == weekday:
                return there
            found = found or there
        first = months_before(first, 1)[0] if first else None
    return found


def _ordinal(word: str, g: _Grammar) -> int:
    digits = re.sub(r"\D", "", word)
    return int(digits) if digits else g.ordinals[re.sub(r"\s+", " ", word.casefold())]


def _dated(
    day: str, month: str, year: int | None, published: date | None, g: _Grammar, told: Told, at: int, weekday: str | None = None
) -> date | None:
    number, of_month = _ordinal(day, g), g.months[month.casefold()]
    if year is None:
        found = dated(number, of_month, None, published)
        if published and found and found > published and told.last_year == published.year - 1 and "\n" not in told.text[told.last_end : at]:
            return valid(published.year - 1, of_month, number)  # "almost a year ago ..., on 27 February"
        spoken_of = valid(told.last_year, of_month, number) if told.last_year else None
        if (
            weekday
            and spoken_of
            and spoken_of.weekday() == g.weekdays[weekday.casefold()]
            and (published is None or spoken_of <= published)
        ):
            return spoken_of
        if weekday and published and found and found.weekday() != g.weekdays[weekday.casefold()]:
            fitting = (valid(y, of_month, number) for y in range(published.year, published.year - 40, -1))
            agreed = (d for d in fitting if d and d <= published + FUTURE and d.weekday() == g.weekdays[weekday.casefold()])
            return next(agreed, found)
        return told.in_year_spoken_of(number, of_month, at) or found
    return dated(number, of_month, year, published)


def _year(text: str | None, published: date | None, previous: DateMention | None = None) -> int | None:
    """A year in digits, or "прошлого года", "этого года", "того же года"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and previous and re.search(r"\bтого", text.casefold()):
        return previous.first.year
    if text and published:
        return published.year - bool(re.search(r"прошл|минувш", text.casefold()))
    return None
