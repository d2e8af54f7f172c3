"""Dates in Kazakh text, resolved against the day of publication. The words are those of ``data/lexicon/kk/dates.csv``."""

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
    low = folded(text)
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        mention = _read(match, text, published, grammar, out)
        if mention:
            out.append(mention)
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
    rows = list(table("lexicon/kk/dates.csv", "word", "kind", "value"))
    months = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "month"}
    weekdays = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "weekday"}
    relative = {r["word"]: (r["kind"], int(r["value"])) for r in rows if r["kind"] not in ("month", "weekday")}
    fill = {
        "month": rf"(?:{alternatives([*months])})",
        "weekday": rf"(?:{alternatives([*weekdays])})",
        "relative": alternatives([*relative]),
        "number": numbers.pattern("kk"),
        "year": r"(?:(?:19|20)\d\d)",
    }
    parts = [_filled(r["pattern"], fill) for r in table("lexicon/kk/date_patterns.csv", "pattern")]
    anchors = anchor(*months, *weekdays, *relative, "күн", "бұрын")
    return _Grammar(anchors, re.compile(r"(?<![\w$€£.])(?:" + "|".join(parts) + ")"), months, weekdays, relative)


def _filled(written: str, fill: dict[str, str]) -> str:
    for name, value in fill.items():
        written = written.replace("{" + name + "}", value)
    return written


def _read(match: re.Match[str], text: str, published: date | None, g: _Grammar, before: list[DateMention]) -> DateMention | None:
    mention = maker(*match.span())
    m = {name.rstrip("_"): words for name, words in match.groupdict().items() if words}
    if "iso" in m:
        return mention(iso(m["iso"]), iso(m["iso"]), "day", "explicit")
    if "dotted" in m:
        return mention(dotted(m["dotted"]), dotted(m["dotted"]), "day", "explicit")
    if "r2" in m:
        last = _dated(m["r2"], m["rm2"], m.get("ry"), published, g)
        first = _dated(m["r1"], m.get("rm1", m["rm2"]), str(last.year) if last else None, published, g)
        return mention(first, last, "range", "explicit")
    if "d1" in m or "d2" in m:
        day = _dated(m["d1"], m["m1"], m.get("y1"), published, g) if "d1" in m else _dated(m["d2"], m["m2"], m.get("y2"), published, g)
        if ("since1" in m or "since2" in m) and published and day and day <= published:
            return mention(day, published, "range", "since")
        return mention(day, day, "day", "explicit")
    if "m3" in m:
        if _is_city(match, text):
            return None
        return mention(*month_span(g.months[m["m3"].casefold()], _year(m.get("y3"), published), published), "month", "explicit")
    if "year" in m:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if published is None:
        return None
    if "w" in m or "w2" in m:
        return None if _to_come(match) else _weekday(m, published, g, mention)
    if "ago" in m:
        return _ago(m, published, mention)
    if "length" in m:
        return _lasting(m, published, before, mention)
    return _relative(m, published, g, before, mention)


def _to_come(match: re.Match[str]) -> bool:
    """ "сенбіге жоспарланған", "келесі жексенбі": a day still ahead."""
    ahead = pattern("kk", "day_to_come").match(match.string, match.end())
    return bool(ahead or pattern("kk", "coming").search(match.string, max(0, match.start() - 12), match.start()))


def _weekday(m: dict[str, str], published: date, g: _Grammar, mention: Maker) -> DateMention | None:
    if "w2" in m:
        last = weekday_before(g.weekdays[m["w2"].casefold()], published)
        first = weekday_before(g.weekdays[m["w1"].casefold()], last)
        return mention(first, last, "range", "weekday")
    day = weekday_before(g.weekdays[m["w"].casefold()], published)
    return mention(day, published, "range", "since") if "since3" in m else mention(day, day, "day", "weekday")


def _is_city(match: re.Match[str], text: str) -> bool:
    """ "Қазанда": in Kazan, where it does not open a sentence, or where the text speaks of Russia; else in October."""
    if not pattern("kk", "month_or_city_cased").fullmatch(text, *match.span()):
        return False
    opens = re.search(r"(?:^|[.!?:»\n–—-])\s*$", match.string[max(0, match.start() - 4) : match.start()])
    return not opens or bool(pattern("kk", "city_context").search(match.string))


def _relative(m: dict[str, str], published: date, g: _Grammar, before: list[DateMention], mention: Maker) -> DateMention | None:
    previous = next((d for d in reversed(before) if d.precision in ("day", "range")), None)
    kind, value = g.relative[re.sub(r"\s+", " ", m["relative"].casefold())]
    if kind == "holiday":
        day = dated(value % 100, value // 100, None, published)
        return mention(day, day, "day", "explicit")
    if kind == "offset" and "since4" in m:
        return mention(published + timedelta(days=value), published, "range", "since")
    if kind == "same" and previous and previous.precision == "range":
        return mention(previous.first, previous.last, "range", "relative")
    return spoken(kind, value, published, previous, mention)


def _ago(m: dict[str, str], published: date, mention: Maker) -> DateMention | None:
    """ "үш күн бұрын", "екі апта бұрын", "бір жыл бұрын"."""
    number = numbers.value(m["many"], "kk")
    if number is None:
        return None
    unit = {"күн": "day", "апта": "week", "ай": "month"}.get(m["unit"].casefold(), "year")
    if unit == "year" and "exact" in m and number <= LONGEST_AGO:
        anniversary = valid(published.year - number, published.month, published.day)
        return mention(anniversary, anniversary, "day", "relative")
    return ago(number, unit, published, mention)


def _lasting(m: dict[str, str], published: date, before: list[DateMention], mention: Maker) -> DateMention | None:
    """ "осы он күнде": the span spoken of before, where it is as long; "соңғы үш күнде", "үш күннен бері": up to publication."""
    number = numbers.value(m["length"], "kk")
    if number is None or not 0 < number < 366:
        return None
    same = next((d for d in reversed(before) if d.precision == "range" and (d.last - d.first).days + 1 == number), None)
    if same:
        return mention(same.first, same.last, "range", "relative")
    if not m.get("this", "соңғы").casefold().startswith("соңғы"):
        return None
    return mention(published - timedelta(days=number - (0 if "since5" in m else 1)), published, "range", "relative")


def _dated(day: str, month: str, year: str | None, published: date | None, g: _Grammar) -> date | None:
    number = int(day) if day.isdigit() else numbers.value(day, "kk")
    return dated(number, g.months[month.casefold()], _year(year, published), published) if number and number < 32 else None


def _year(text: str | None, published: date | None) -> int | None:
    """A year in digits, or "былтыр", "өткен жылғы" and "биыл"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and published:
        return published.year - (not text.casefold().startswith(("биыл", "осы")))
    return None
