"""Dates in English text, resolved against the day of publication. The words are those of ``data/lexicon/en/dates.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from geo.extraction import numbers
from geo.extraction.days import (
    APART,
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


def find(text: str, published: date | None) -> list[DateMention]:
    """Every date in a text, in order. Without ``published`` only dates with a year can be told."""
    grammar = _grammar()
    out: list[DateMention] = []
    low = folded(text)
    told = Told(low, published, "en")
    event: DateMention | None = None
    for match in (m for stretch in stretches(low, grammar.anchors) for m in grammar.pattern.finditer(low, *stretch)):
        mention = _read(match, published, grammar, told, event)
        if mention is None:
            continue
        mention = _days_from(low, mention, published)
        joined = _joined(low, out[-1], mention) if out else None
        if joined is not None:
            mention = out[-1] = joined
        else:
            out.append(mention)
        if mention.precision in ("day", "range") and not pattern("en", "day_of_saying").search(
            low, max(0, mention.start - 24), mention.start
        ):
            event = mention
        told.add(mention, bool(_YEAR.search(match[0])), mention.kind in ("relative", "apart", "weekday"))
    return out


def _days_from(low: str, mention: DateMention, published: date | None) -> DateMention:
    """ "in the eight days from September 20", "four days of riots that began on Saturday": a span of so many days."""
    if mention.precision != "day" and mention.kind != "since":
        return mention
    found = pattern("en", "days_from").search(low, max(0, mention.start - 90), mention.start)
    length = numbers.value(found["number"], "en") if found else None
    if length and 2 <= length <= _LONGEST_SPAN:
        last = mention.first + timedelta(days=length - 1)
        return replace(mention, last=min(last, published or last), precision="range", kind="explicit")
    began = mention.precision == "day" and published is not None and mention.first <= published
    if began and pattern("en", "began_before").search(low, max(0, mention.start - 40), mention.start):
        start = max(low.rfind("\n", 0, mention.start), low.rfind(". ", 0, mention.start))
        if pattern("en", "so_far").search(low, max(start, 0), mention.end + 60) and published:
            return replace(mention, last=published, precision="range", kind="since")
    return mention


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_BESIDE = re.compile(r",?\s*\(?(?:(?:a|the|on|of|that was a)\s+)?")


def _joined(low: str, before: DateMention, mention: DateMention) -> DateMention | None:
    """ "Saturday, 29 November", "28 January 2006, a Saturday" are one day; "between the 19th and Sunday" is a span."""
    between = low[before.end : mention.start]
    days = before.precision == mention.precision == "day"
    kinds = {before.kind, mention.kind}
    if days and kinds == {"weekday", "explicit"} and _BESIDE.fullmatch(between):
        day = mention if mention.kind == "explicit" else before
        return DateMention(before.start, mention.end, day.first, day.last, "day", "explicit")
    if not days or mention.first <= before.first or not _TO.fullmatch(between):
        return None
    if _FROM.search(low, max(0, before.start - 24), before.start + 8) and (mention.first - before.first).days < _LONGEST_SPAN:
        return DateMention(before.start, mention.end, before.first, mention.first, "range", mention.kind)
    return None


_FROM = re.compile(r"\b(?:from|between)\s+(?:[a-z]+\s+)?(?:the\s+)?[^\s]*$|^(?:from|between)\b")
_TO = re.compile(
    r"(?:,[^.;]{0,80},|,)?\s*(?:-|–|—|to|and|until|till|through|up to)\s+(?:(?:election|the|this|early|late|late on|early on|on|"
    r"noon|midnight|dawn|dusk|[0-2]?\d(?:[:.]\d\d)?(?:\s*(?:am|pm|a\.m\.|p\.m\.|noon))|(?:morning|evening|night|end|start|close) of)\s+)*"
)
_LONGEST_SPAN = 60
"""Days of the longest span that two separate days are read as the ends of."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    anchors: re.Pattern[str]
    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, tuple[str, int]]
    ordinals: dict[str, int]


@cache
def _grammar() -> _Grammar:
    rows = list(table("lexicon/en/dates.csv", "word", "kind", "value"))
    months = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "month"}
    weekdays = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "weekday"}
    ordinals = {r["word"]: int(r["value"]) for r in rows if r["kind"] == "ordinal"}
    relative = {r["word"]: (r["kind"], int(r["value"])) for r in rows if r["kind"] not in ("month", "weekday", "ordinal")}
    month, weekday = alternatives([*months]), alternatives([*weekdays])
    day = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?:of\s+)?(?:{}))"
    y = r"(?:19|20)\d\d|last year|this year"
    number = numbers.pattern("en")
    part = r"\s+(?:morning|afternoon|evening|night|noon)"
    nth = rf"[0-3]?\d(?:st|nd|rd|th)|{alternatives([*ordinals])}"
    parts = [
        r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)",
        r"(?P<dotted>[0-3]?\d\.[01]?\d\.(?:19|20)?\d\d)(?![\d.])",
        # 6-9 June 2020, 6 to 9 June; 6 June to 9 July
        rf"(?:from\s+|between\s+)?(?P<dr1>{day})(?:\s+(?P<dm1>{month})\.?)?\s*(?:-|–|—|to|and|until|through|till)\s*(?:the\s+)?(?P<dr2>{day})\s+(?:of\s+)?(?P<dm2>{month})\b\.?(?P<dry>{year.format(y)})?",
        # June 6-9, 2020; June 6 to July 9; from June 6 to 9
        rf"(?:from\s+|between\s+)?(?P<mm1>{month})\b\.?\s+(?P<mr1>{day})(?:{year.format(y)})?\s*(?:-|–|—|to|and|until|through|till)\s*(?:(?P<mm2>{month})\b\.?\s+)?(?P<mr2>{day})(?!\w)(?P<mry>{year.format(y)})?(?!\s+(?:people|persons|activists|protesters|were|was))",
        rf"(?P<since>since\s+)?(?:the\s+)?(?:night\s+of\s+)?(?P<d1>{day})\s+(?:of\s+)?(?P<m1>{month})\b\.?(?P<y1>{year.format(y)})?",
        rf"(?P<since2>since\s+)?(?P<m2>{month})\b\.?\s+(?P<d2>{day})(?!\w)(?![-–]\w)(?P<y2>{year.format(y)})?",
        rf"(?P<months>(?:between|from)\s+(?P<mo1>{month})\s+(?:and|to|until|through)\s+(?P<mo2>{month})(?P<moy>{year.format(y)})?)(?!\s*\d)(?!\w)",
        rf"(?P<month>(?:(?:in|of|during|since|throughout|by|early|late|mid|last|this)[\s-]+)(?P<m3>{month})(?P<y3>{year.format(y)})?)(?!\s*\d)(?!\w)",
        rf"(?P<m4>{month})\s+(?P<y4>(?:19|20)\d\d)(?!\w)",
        rf"(?P<wd2>(?:from|between)\s+(?P<w2a>{weekday})(?:{part})?\s+(?:to|and|until)\s+(?P<w2b>{weekday})(?:{part})?)(?!\w)",
        rf"(?P<wd3>(?:on\s+)?(?P<w3a>{weekday})(?:{part})?\s+and\s+(?:on\s+)?(?P<w3b>{weekday}))(?!\w)",
        rf"(?P<that>(?:that(?:\s+same)?|the\s+same)\s+(?P<w4>{weekday}))(?!\w)",
        rf"(?P<w5>{weekday})\.?,?\s+(?:the\s+)?(?P<wnth>{nth})(?!\w)(?!\s+(?:of\s+)?(?:{month})\b)",
        rf"(?:(?P<w6>{weekday})\.?,?\s+)(?P<us>[0-3]?\d/[0-3]?\d)(?![\d/])",
        rf"(?P<wdb>the\s+(?:previous|preceding)\s+(?P<w8>{weekday})|the\s+(?P<w9>{weekday})\s+(?:before|previous)(?:\s+that)?)"
        r"(?!\w)(?=\s*(?:[.,;:)]|$|and\b|or\b|in\b|at\b|when\b|by\b|there\b|police\b))",
        rf"(?:on\s+)?(?P<w10>{weekday})\s+(?:of\s+)?(?:last|the\s+previous|the\s+preceding)\s+week(?!\w)",
        rf"(?P<next>(?:next|coming)\s+(?P<w7>{weekday}))(?!\w)",
        rf"(?P<swd>since\s+)?(?P<wd>(?:(?:on|last|this|the)\s+)?(?P<w>{weekday})(?:['’]s)?)(?!\w)",
        r"(?:the\s+)?(?P<np1>[0-3]?\d)(?:st|nd|rd|th)\s*(?:and|to|until|-|–)\s*(?:the\s+)?(?P<np2>[0-3]?\d)(?:st|nd|rd|th)(?!\w)(?!\s+[a-z]+s\b)",
        r"(?:(?:on|of|by|between|from|and|to|until|before|night|morning|evening)\s+|(?P<nthsince>since)\s+|(?<=, ))"
        r"(?P<nthword>the\s+(?P<nth>[0-3]?\d)(?:st|nd|rd|th))(?=[\s,.;:)]|$)(?!\s+(?:[a-z]+s\b|floor|district|century|anniversary|"
        r"time|attempt|day|night|week|year|century|grade|article|precinct|battalion|division|street|avenue|largest|most|"
        r"and\s+[a-z]+\s+(?:floor|district|centur)|such|in\s+a|person|man|woman|place|edition|congress|minute|hour|round))",
        rf"(?P<ago>(?P<an>a|an|{number})\s+(?P<unit>day|night|week|fortnight|month|year)s?\s+(?P<way>ago|earlier|before(?:hand|\s+(?:that|then))?|previously|later|afterwards?|after\s+that)(?P<exact>\s+(?:to the day|today))?)(?!\w)",
        rf"(?P<rel>{alternatives([*relative])})(?:['’]s)?(?!\w)",
        r"(?:in|of|during|since|until)\s+(?P<year>(?:19|20)\d\d)(?!\w|-\d|\s+(?:people|persons|activists|protesters))",
    ]
    anchors = anchor(*months, *weekdays, *relative, "ago", "earlier", "before", "previously", "later", "after")
    return _Grammar(anchors, re.compile(r"(?<![\w$€£.])(?:" + "|".join(parts) + ")"), months, weekdays, relative, ordinals)


def _read(m: re.Match[str], published: date | None, g: _Grammar, told: Told, event: DateMention | None) -> DateMention | None:
    """``event``: the day named before that was not only one of saying something."""
    mention = maker(*m.span("nthword") if m["nth"] and not m["nthsince"] else m.span())
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
            day = _dated(m[number], m[month], m[written], published, g, told, m.start())
            held = m[since] or pattern("en", "since_before").search(m.string, max(0, m.start() - 70), m.start())
            if held and published and day and day <= published:
                return mention(day, published, "range", "since")
            return mention(day, day, "day", "explicit")
    if m["months"]:
        spoken_of = told.last_year if "\n" not in m.string[told.last_end : m.start()] else None
        _, last = month_span(g.months[m["mo2"]], _year(m["moy"], published) or spoken_of, published)
        first, _ = month_span(g.months[m["mo1"]], last.year if last else None, last)
        return mention(first, last, "month", "explicit")
    if m["month"] or m["m4"]:
        word, y = (m["m3"], m["y3"]) if m["month"] else (m["m4"], m["y4"])
        first, last = month_span(g.months[word.casefold()], _year(y, published) or _past_year(told, m.start()), published)
        if published and first and m["month"] and m["month"].casefold().startswith("since") and first <= published:
            return mention(first, published, "range", "since")
        return mention(first, last, "month", "explicit")
    if m["year"]:
        return mention(*whole_year(int(m["year"])), "year", "explicit")
    if published is None:
        return None
    if m["us"]:
        day = _slashed(m["us"], g.weekdays[m["w6"]], published)
        return mention(day, day, "day", "explicit")
    if m["wnth"]:
        day = _nth_weekday(g.ordinals.get(m["wnth"]) or int(m["wnth"][:-2]), g.weekdays[m["w5"]], published, told)
        return mention(day, day, "day", "explicit")
    if m["np1"]:
        return mention(told.day_of_month(int(m["np1"])), told.day_of_month(int(m["np2"])), "range", "explicit")
    if m["nth"]:
        day = told.day_of_month(int(m["nth"]))
        return mention(day, published if m["nthsince"] else day, "range" if m["nthsince"] else "day", "explicit")
    spoken_on = told.heading() or published
    if m["next"]:
        day = weekday_before(g.weekdays[m["w7"]], spoken_on) + timedelta(days=7)
        return mention(day, day, "day", "weekday")
    if m["wd2"]:
        last = weekday_before(g.weekdays[m["w2b"]], spoken_on)
        return mention(weekday_before(g.weekdays[m["w2a"]], last), last, "range", "weekday")
    if m["wd3"]:
        last = weekday_before(g.weekdays[m["w3b"]], spoken_on)
        first = weekday_before(g.weekdays[m["w3a"]], last)
        return mention(first, last, "range", "weekday") if (last - first).days == 1 else mention(last, last, "day", "weekday")
    if m["that"]:
        previous = told.previous
        day = weekday_before(g.weekdays[m["w4"]], previous.first + timedelta(days=3) if previous else published)
        return mention(day, day, "day", "weekday")
    if m["w10"]:
        day = published - timedelta(days=published.weekday() + 7 - g.weekdays[m["w10"]])
        return mention(day, day, "day", "weekday")
    if m["wdb"]:
        base = event.first if event else published
        day = weekday_before(g.weekdays[m["w8"] or m["w9"]], base - timedelta(days=1))
        return mention(day, day, "day", APART)
    if m["wd"]:
        if m["wd"] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "may", "the sun", "the sat") and not _head(m):
            return None
        day_of_week = g.weekdays[m["w"]]
        day = told.in_week_of(day_of_week) or told.weekday(day_of_week, m.start()) or weekday_before(day_of_week, spoken_on)
        if pattern("en", "since_before").search(m.string, max(0, m.start() - 70), m.start()) and day <= published:
            return mention(day, published, "range", "since")
        return mention(day, published if m["swd"] else day, "range" if m["swd"] else "day", "weekday")
    if m["ago"]:
        return _ago(m, published, told, mention)
    return _relative(m, told.entry(m.start()) or spoken_on, g, told, event, mention)


def _head(m: re.Match[str]) -> bool:
    """ "ISTANBUL, Sun. About a hundred ...": a short weekday at the head of a line."""
    start = m.string.rfind("\n", 0, m.start()) + 1
    return (
        m.start() - start <= 30
        and bool(re.match(r"\.?\s*(?:[.:–—|]|$)", m.string[m.end() : m.end() + 4]))
        and "." not in m.string[start : m.start()]
    )


def _slashed(text: str, weekday: int, published: date) -> date | None:
    """ "Thursday 28/8", "Thursday 8/28": whichever order the weekday tells."""
    a, b = (int(p) for p in text.split("/"))
    days = [dated(d, mo, None, published) for d, mo in ((b, a), (a, b)) if 1 <= mo <= 12]
    found = [d for d in days if d is not None]
    return next((d for d in found if d.weekday() == weekday), found[0] if found else None)


def _nth_weekday(day: int, weekday: int, published: date, told: Told) -> date | None:
    """ "Saturday the 21st": in the month spoken of, else the latest month in which that day was such a weekday."""
    spoken_of = told.day_of_month(day)
    if spoken_of is not None and spoken_of.weekday() == weekday:
        return spoken_of
    first: date | None = published
    for _ in range(14):
        found = valid(first.year, first.month, day) if first else None
        if found and found <= published and found.weekday() == weekday:
            return found
        first = months_before(first, 1)[0] if first else None
    return spoken_of


def _past_year(told: Told, at: int) -> int | None:
    """The year that the text speaks of, where that is not the year of publication."""
    year = told.year(at)
    return year if year is not None and told.published is not None and year < told.published.year - 1 else None


_OF_A_NOUN = re.compile(r"\s+(?!(?:and|or|but|there|in|at|they|he|she|we|it|police|no|nobody|only|were|was)\b)[a-z]")
_OF_SOMETHING = re.compile(r"\s+(?:the|a|an|his|her|its|their|our|my|this|he|she|they|we|i|it)\b")


def _relative(m: re.Match[str], published: date, g: _Grammar, told: Told, event: DateMention | None, mention: Maker) -> DateMention | None:
    kind, value = g.relative[re.sub(r"\s+", " ", m["rel"])]
    if m["rel"].endswith(("after", "before")) and _OF_SOMETHING.match(m.string, m.end()):
        return None  # "the day after the president signed"
    previous = event or told.previous if kind in ("same", "same_range") else told.previous
    if kind == "since_previous":
        return mention(previous.first, published, "range", "since") if previous else None
    if kind == "holiday":
        day = dated(value % 100, value // 100, None, published)
        return mention(day, day, "day", "explicit")
    if kind == "nth_day":
        if m["rel"].startswith("on the ") and not m["rel"].endswith(("day", "night")) and _OF_A_NOUN.match(m.string, m.end()):
            return None  # "on the first weekend"
        day = told.span.first + timedelta(days=value - 1) if told.span else None
        return mention(day, day, "day", "relative")
    if kind == "same_range":
        if previous and previous.precision == "range":
            return mention(previous.first, previous.last, "range", "relative")
        last = previous.first if previous else published
        return mention(last - timedelta(days=value - 1), last, "range", "relative") if value else None
    return spoken(kind, value, published, previous, mention)


def _ago(m: re.Match[str], published: date, told: Told, mention: Maker) -> DateMention | None:
    number = 1 if m["an"] in ("a", "an") else numbers.value(m["an"], "en")
    if number is None or number > LONGEST_AGO:
        return None
    unit = "day" if m["unit"] == "night" else m["unit"]
    if unit == "fortnight":
        number, unit = number * 2, "week"
    later = m["way"].startswith(("later", "after"))
    if later or m["way"] not in ("ago", "earlier"):
        base = told.previous.last if told.previous and told.previous.precision == "day" else None
        if later and (base is None or unit not in ("day", "week")):
            return None
        if base is not None and unit in ("day", "week"):
            day = base + timedelta(days=number * (7 if unit == "week" else 1) * (1 if later else -1))
            return mention(day, day, "day", "relative")
    if unit == "year" and m["exact"]:
        anniversary = valid(published.year - number, published.month, published.day)
        return mention(anniversary, anniversary, "day", "relative")
    return ago(number, unit, published, mention)


def _dated(
    day: str, month: str, year: str | None, published: date | None, g: _Grammar, told: Told | None = None, at: int = 0
) -> date | None:
    of_month, of_year, written = int(re.sub(r"\D", "", day)), g.months[month], _year(year, published)
    if written is None and told is not None and (spoken_of := told.in_year_spoken_of(of_month, of_year, at)):
        return spoken_of
    return dated(of_month, of_year, written, published)


def _year(text: str | None, published: date | None) -> int | None:
    """A year in digits, or "last year" and "this year"."""
    if text and (digits := re.search(r"\d{4}", text)):
        return int(digits[0])
    if text and published:
        return published.year - ("last" in text.casefold())
    return None
