"""Dates in Kazakh text, resolved against the day of publication. The words are those of ``data/lexicon/kk/dates.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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
    whole_month,
    whole_year,
)  # fmt: skip
from geo.extraction.layout import folded
from geo.extraction.told import Told
from geo.lexicon import alternatives, column, pattern
from geo.resources import table

LONGEST_AFTER = 100
"""How many days or weeks after the day told before may be spoken of."""


def find(text: str, published: date | None) -> list[DateMention]:
    """Every date in a text, in order. Without ``published`` only dates with a year can be told."""
    grammar = _grammar()
    out: list[DateMention] = []
    low = folded(text)
    told = Told(low, published, "kk")
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        m = {name.rstrip("_"): words for name, words in match.groupdict().items() if words}
        if "season" in m:
            first = grammar.seasons[m["season"]]
            if year := _year(m["sy"], published, told):
                told.season(year, (first, first + 1, (first + 1) % 12 + 1), match.end())
            continue
        mention = _read(match, m, text, published, grammar, told, out)
        if mention is None or (mention.precision == "day" and pattern("kk", "saying_follows").match(low, mention.end)):
            continue
        if out and out[-1].precision == "day" and low[out[-1].end : mention.start] in _APPOSED:
            if mention.kind == "weekday" and out[-1].kind != "weekday":
                out[-1] = replace(out[-1], end=mention.end)  # "4 қарашада, сенбіде"
                continue
            if out[-1].kind == "weekday" and mention.kind == "explicit" and mention.precision == "day":
                mention = replace(mention, start=out.pop().start)  # "жұма, 29 қараша"
        out.append(mention)
        written = not _WITH_YEAR.isdisjoint(m) and (published is None or mention.first.year < published.year)
        told.add(mention, written, mention.kind in ("relative", "apart", "weekday"))
    return out


_APPOSED = (", ", " (", " – ", " ")
"""What may stand between a day and its weekday."""
_WITH_YEAR = frozenset(("iso", "dotted", "y1", "ya1", "y2", "y3", "ry", "rya", "my", "qy", "qya"))
"""The groups of ``date_patterns.csv`` in which a year is told."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchors: re.Pattern[str]
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    quarters: dict[str, int]
    bare: dict[str, int]
    relative: dict[str, tuple[str, int]]


@cache
def _grammar() -> _Grammar:
    rows = list(table("lexicon/kk/dates.csv", "word", "kind", "value"))

    def of(kind: str) -> dict[str, int]:
        return {r["word"]: int(r["value"]) for r in rows if r["kind"] == kind}

    months, weekdays, seasons, quarters, bare = of("month"), of("weekday"), of("season"), of("quarter"), of("bare")
    own = ("month", "weekday", "season", "quarter", "bare")
    relative = {r["word"]: (r["kind"], int(r["value"])) for r in rows if r["kind"] not in own}
    numeral = alternatives(column("kk", "numbers", "word"))
    fill = {
        "month": rf"(?:{alternatives([*months])})",
        "weekday": rf"(?:{alternatives([*weekdays])})",
        "season": rf"(?:{alternatives([*seasons])})",
        "quarter": rf"(?:{alternatives([*quarters])})",
        "bare": rf"(?:{alternatives([*bare])})",
        "relative": alternatives([*relative]),
        "number": numbers.pattern("kk"),
        "few": rf"(?:\d{{1,3}}|(?:{numeral})(?:\s(?:{numeral}))?)",
        "year": r"(?:(?:19|20)\d\d)",
    }
    parts = [_filled(r["pattern"], fill) for r in table("lexicon/kk/date_patterns.csv", "pattern")]
    anchors = anchor(*months, *weekdays, *quarters, *relative, "күн", "бұрын", "апта", *(word + "нд" for word in bare))
    either = re.compile(r"(?<![\w$€£.])(?:" + "|".join(parts) + ")")
    return _Grammar(anchors, either, months, weekdays, seasons, quarters, bare, relative)


def _filled(written: str, fill: dict[str, str]) -> str:
    for name, value in fill.items():
        written = written.replace("{" + name + "}", value)
    return written


def _read(
    match: re.Match[str], m: dict[str, str], text: str, published: date | None, g: _Grammar, told: Told, before: list[DateMention]
) -> DateMention | None:
    mention = maker(*match.span())
    at = match.start()
    if "iso" in m:
        return mention(iso(m["iso"]), iso(m["iso"]), "day", "explicit")
    if "dotted" in m:
        return mention(dotted(m["dotted"]), dotted(m["dotted"]), "day", "explicit")
    if "short" in m:
        number, month = (int(part) for part in m["short"].split("."))
        day = dated(number, month, told.year(at), published) if 1 <= month <= 12 else None
        return mention(day, day, "day", "explicit")
    if "r2" in m:
        last = _dated(m["r2"], m["rm2"], m.get("ry") or m.get("rya"), published, g, told, at)
        first = _dated(m["r1"], m.get("rm1", m["rm2"]), str(last.year) if last else None, published, g, told, at)
        return mention(first, last, "range", "explicit")
    if "d1" in m or "d2" in m:
        which = "1" if "d1" in m else "2"
        year = m.get("y" + which) or m.get("ya" + which)
        day = _dated(m["d" + which], m["m" + which], year, published, g, told, at)
        if ("since1" in m or "since2" in m) and published and day and day <= published:
            return mention(day, published, "range", "since")
        return mention(day, day, "day", "explicit")
    if "mr1" in m or "m3" in m or "quarter" in m:
        return _months(match, m, text, published, g, told, mention, before)
    if "year" in m:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if "b" in m or "b1" in m:
        first = told.day_of_month(int(m.get("b") or m["b1"]))
        return mention(first, told.day_of_month(int(m["b2"])) if "b2" in m else first, "range" if "b2" in m else "day", "explicit")
    if "bw" in m:
        first = told.day_of_month(g.bare[re.sub(r"\s+", " ", m["bw"])])
        return mention(first, first, "day", "explicit")
    if "ln" in m:
        return _later(m, told.previous, mention)
    if published is None:
        return None
    if "w" in m or "w2" in m or "ww" in m:
        return None if _to_come(match) else _weekday(m, published, g, told, at, mention)
    if "ago" in m:
        return _ago(m, published, mention)
    if "length" in m:
        return _lasting(m, published, before, mention)
    return _relative(m, published, g, told, at, mention)


def _months(
    match: re.Match[str],
    m: dict[str, str],
    text: str,
    published: date | None,
    g: _Grammar,
    told: Told,
    mention: Maker,
    before: list[DateMention],
) -> DateMention | None:
    """ "былтырғы қаңтарда", "2023 жылғы қаңтар-маусым", "2023 жылдың үшінші тоқсаны"."""
    if "quarter" in m:
        number = g.quarters[re.sub(r"\s+", " ", m["quarter"])]
        year = _year(m.get("qy") or m.get("qya"), published, told) or (published.year if published else None)
        begin, months = (number * 3 - 2, 3) if number < 10 else (1 if number == 12 else 7, 6)
        first, last = (whole_month(year, begin)[0], whole_month(year, begin + months - 1)[1]) if year else (None, None)
        return mention(first, last, "range", "explicit")
    if "mr1" in m:
        year = _year(m.get("my"), published, told)
        first, last = month_span(g.months[m["mr1"]], year, published)[0], month_span(g.months[m["mr2"]], year, published)[1]
        return mention(first, last, "range", "explicit")
    if "heads" in m and before and before[0].precision == "year":
        return mention(*whole_month(before[0].first.year, g.months[m["m3"]]), "month", "explicit")  # a year's report, month by month
    if "y3" not in m and _is_city(match, text):
        return None
    month = g.months[m["m3"]]
    year = _year(m.get("y3"), published, told)
    if year is None and (spoken_of := told.in_year_spoken_of(1, month, match.start())):
        year = spoken_of.year
    return mention(*month_span(month, year, published), "month", "explicit")


def _later(m: dict[str, str], previous: DateMention | None, mention: Maker) -> DateMention | None:
    """ "екі күннен кейін": so long after the day told before."""
    number = numbers.value(m["ln"], "kk")
    if number is None or number > LONGEST_AFTER or previous is None:
        return None
    day = previous.last + timedelta(days=number * (7 if m["lu"] == "апта" else 1))
    return mention(day, day, "day", "relative")


def _to_come(match: re.Match[str]) -> bool:
    """ "сенбіге жоспарланған", "келесі жексенбі": a day still ahead."""
    ahead = pattern("kk", "day_to_come").match(match.string, match.end())
    return bool(ahead or pattern("kk", "coming").search(match.string, max(0, match.start() - 12), match.start()))


def _weekday(m: dict[str, str], published: date, g: _Grammar, told: Told, at: int, mention: Maker) -> DateMention | None:
    if "ww" in m:
        day = published - timedelta(days=published.weekday() + 7 - g.weekdays[m["ww"]])
        return mention(day, day, "day", "weekday")
    if "w2" in m:
        last = weekday_before(g.weekdays[m["w2"]], published)
        first = weekday_before(g.weekdays[m["w1"]], last)
        return mention(first, last, "range", "weekday")
    number = g.weekdays[m["w"]]
    day = told.weekday(number, at) or weekday_before(number, published)
    return mention(day, published, "range", "since") if "since3" in m else mention(day, day, "day", "weekday")


def _is_city(match: re.Match[str], text: str) -> bool:
    """ "Қазанда": in Kazan, where it does not open a sentence, or where the text speaks of Russia; else in October."""
    if not pattern("kk", "month_or_city_cased").fullmatch(text, *match.span()):
        return False
    opens = re.search(r"(?:^|[.!?:»\n–—-])\s*$", match.string[max(0, match.start() - 4) : match.start()])
    return not opens or bool(pattern("kk", "city_context").search(match.string))


def _relative(m: dict[str, str], published: date, g: _Grammar, told: Told, at: int, mention: Maker) -> DateMention | None:
    previous = told.previous
    kind, value = g.relative[re.sub(r"\s+", " ", m["relative"])]
    if kind == "idiom":
        return None
    if kind == "since_year":
        return mention(date(published.year, 1, 1), published, "range", "since")
    if kind == "holiday":
        month, number = divmod(value, 100)
        day = told.in_year_spoken_of(number, month, at) or dated(number, month, None, published)
        return mention(day, day, "day", "explicit")
    if kind == "offset":
        base = told.entry(at) or published
        day = base + timedelta(days=value)
        return mention(day, published, "range", "since") if "since4" in m else mention(day, day, "day", "relative")
    if kind == "same_last_year":
        base = told.heading() or (previous.first if previous else published)
        day = valid(base.year + value, base.month, base.day)
        return mention(day, day, "day", "relative")
    if kind == "year_spoken":
        return mention(*whole_year(told.last_year or published.year), "year", "relative")
    if kind == "month_spoken" and previous:
        return mention(*whole_month(previous.first.year, previous.first.month), "month", "relative")
    if kind == "same" and previous and previous.precision == "range":
        return mention(previous.first, previous.last, "range", "relative")
    return spoken(kind, value, published, previous, mention)


def _ago(m: dict[str, str], published: date, mention: Maker) -> DateMention | None:
    """ "үш күн бұрын", "екі апта бұрын", "бір жыл бұрын"."""
    number = numbers.value(m["many"], "kk")
    if number is None:
        return None
    unit = {"күн": "day", "апта": "week", "ай": "month"}.get(m["unit"], "year")
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


def _dated(day: str, month: str, year: str | None, published: date | None, g: _Grammar, told: Told, at: int) -> date | None:
    number = int(day) if day.isdigit() else numbers.value(day, "kk")
    if not number or number > 31:
        return None
    written = _year(year, published, told)
    if written is None and (found := told.in_year_spoken_of(number, g.months[month], at)):
        return found
    return dated(number, g.months[month], written, published)


def _year(text: str | None, published: date | None, told: Told) -> int | None:
    """A year in digits ("2011", "89-дың"), or "былтыр", "өткен жылғы", "сол жылғы", "он жыл бұрынғы", "биыл"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and (digits := re.match(r"[5-9]\d(?=\D)(?!\s+жыл\s+бұрын)", text)):
        return 1900 + int(digits[0])
    if text and text.startswith("сол"):
        return told.last_year
    if not text or published is None:
        return None
    if "бұрын" in text:
        number = numbers.value(text.partition(" жыл")[0], "kk")
        return published.year - number if number and number < published.year else None
    if text.startswith("алдыңғы"):
        return published.year - 2
    return published.year - (not text.startswith(("биыл", "осы")))
