"""Nouns that state detentions in Russian: "без задержаний", "задержание девяти участниц", "число задержанных - 20"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.extraction.frames import UNSPECIFIED_EVENT, UNSPECIFIED_PLURAL, Frame, nobody
from geo.extraction.russian import tables
from geo.extraction.russian.clauses import finite
from geo.extraction.russian.groups import Group
from geo.lexicon import pattern, words
from geo.model import Count

if TYPE_CHECKING:
    from geo.extraction.russian.sentence import Reading

_REACH = 16.0
_NUMBERED = ("counted", "bare")


def find(reading: Reading, by_verbs: list[Frame]) -> list[Frame]:
    """Frames that start from a noun; groups that a verb already has are left alone."""
    out = _none(reading)
    denied = [(f.start, f.end) for f in out]
    used = [f.group for f in by_verbs]

    def free(group: Group) -> bool:
        start, end = reading.span(group)
        return not group.part and not any(a < end and start < b for a, b in used)

    if reading.question:
        return out
    out += _not_without(reading) or _some_held(reading)
    event = words("ru", "event")
    for i, low in enumerate(reading.lows):
        known = None if low in event else tables.participle(low)
        if (known is None and low not in event) or any(a <= reading.tokens[i].start < b for a, b in denied):
            continue
        frame = _event(reading, i, free) if known is None else _held(reading, i, known[1], free)
        if frame is not None:
            out.append(frame)
            used.append(frame.group)
    return out + _more(reading, [*by_verbs, *out], free) + ([] if by_verbs or out else _total(reading))


def _none(reading: Reading) -> list[Frame]:
    """ "обошлось без задержаний", "задержанных нет", "ни митинга, ни задержаний"."""
    out = []
    sentence = reading.sentence
    for m in pattern("ru", "no_detentions").finditer(sentence.text, sentence.start, sentence.end):
        i = next(k for k, t in enumerate(reading.tokens) if t.end > m.start())
        if words("ru", "about").isdisjoint(reading.lows[max(0, i - 2) : i]) and not reading.unreal(i):
            out.append(Frame("no_detention", m.start(), m.end(), m.span(), nobody(m[0]), "no detentions"))
    return out


def _not_without(reading: Reading) -> list[Frame]:
    """ "не обошлось без задержаний": there were some."""
    m = pattern("ru", "not_without").search(reading.sentence.text, reading.sentence.start, reading.sentence.end)
    return [Frame("detention", m.start(), m.end(), m.span(), Count(m[0], *UNSPECIFIED_EVENT), "not without detentions")] if m else []


def _some_held(reading: Reading) -> list[Frame]:
    """ "в городе есть задержанные": several, nobody says how many."""
    m = pattern("ru", "some_held").search(reading.sentence.text, reading.sentence.start, reading.sentence.end)
    return [Frame("detention", m.start(), m.end(), m.span(), Count(m[0], *UNSPECIFIED_PLURAL), "there are detained")] if m else []


def _event(reading: Reading, i: int, free: object) -> Frame | None:
    """ "26 задержаний", "задержание девяти участниц", "в городе прошли задержания"."""
    assert callable(free)
    tokens = reading.tokens
    token = tokens[i]
    before = reading.lows[max(0, i - 4) : i]
    if reading.unreal(i) or any(w in words("ru", "wish") for w in before[-3:]) or (token.low.startswith("арест") and reading.court(i)):
        return None
    of_which = token.low in words("ru", "event_genitive")
    ahead = reading.lows[i + 1 : i + 12]
    if of_which and before[-1:] != ["число"] and ("не" in ahead or "нет" in ahead):
        return Frame("no_detention", token.start, token.end, (token.start, token.end), nobody(token.text), "no detentions")
    group = next((g for g in reading.groups if g.last == i and g.kind in _NUMBERED and free(g)), None)
    if group is not None:
        span = (tokens[group.first].start, token.end)
        c = group.count
        text = reading.sentence.text[span[0] : span[1]]
        return Frame(
            "detention", token.start, token.end, span, Count(text, c.min, c.max, c.best, c.form), f"number of {token.low}", more=group.more
        )
    group = next((g for g in reading.groups if i < g.first <= i + 3 and free(g)), None)
    if group is not None and group.kind in (*_NUMBERED, "single", "plural", "name") and reading.clauses.cost(i + 1, group.first) <= 3:
        if group.kind in _NUMBERED or i <= 2 or _happened(reading, i):
            return Frame("detention", token.start, token.end, reading.span(group), group.count, f"{token.low} of", more=group.more)
        return None
    if token.low in words("ru", "event_plural") and (i <= 1 or _happened(reading, i)):
        span = (token.start, token.end)
        return Frame("detention", *span, span, Count(token.text, *UNSPECIFIED_EVENT), "detentions, no number")
    return None


def _happened(reading: Reading, i: int) -> bool:
    first, last = reading.clauses.start(i), reading.clauses.end(i)
    return not words("ru", "happened").isdisjoint(reading.lows[max(first, i - 6) : min(last, i + 7)])


def _held(reading: Reading, i: int, strong: bool, free: object) -> Frame | None:
    """ "14 задержанных", "задержанных около сорока", "число задержанных достигло 64"."""
    assert callable(free)
    token = reading.tokens[i]
    group = next((g for g in reading.groups if g.held and g.kind in _NUMBERED and g.first <= i < g.last), None)
    if group is not None:
        if not free(group) or not _stated(reading, group) or reading.unreal(i):
            return None
        return Frame(
            "detention", token.start, token.end, reading.span(group), group.count, "number of those held", not strong, more=group.more
        )
    if i and reading.lows[i - 1] in ("из", "среди", "для", "у", "к"):
        return None
    for group in reading.groups:
        if group.first <= i or group.kind not in (*_NUMBERED, "plural") or not free(group):
            continue
        if group.kind == "plural" and group.count.form != "vague":
            continue
        between = reading.lows[i + 1 : group.last]
        told = group.first == i + 1 or not words("ru", "tally").isdisjoint(reading.lows[max(0, i - 2) : i])
        told = told or not words("ru", "counting").isdisjoint(between) or not {"-", "—", "–", ":"}.isdisjoint(between)
        if told and reading.clauses.cost(i + 1, group.first) <= _REACH and not reading.unreal(i):
            span = reading.span(group)
            return Frame("detention", token.start, token.end, span, group.count, f"number of {token.low}", not strong, more=group.more)
        break
    return None


def _stated(reading: Reading, group: Group) -> bool:
    """Whether a number of people held is told as news: not "из 64 задержанных", "двадцати задержанным вручили"."""
    if group.bound and group.bound not in ("о", "об", "про", "noun"):
        return False
    before = reading.tokens[group.first - 1] if group.first else None
    if group.cases == {"gen", "acc"} and before is not None and before.low in tables.persons():
        return False
    if tables.oblique(group.cases) and group.bound not in ("о", "об", "про"):
        return not words("ru", "ended").isdisjoint(reading.lows[max(0, group.first - 5) : group.last + 5])
    return True


def _total(reading: Reading) -> list[Frame]:
    """ "Всего за два дня: 29 человек": a sum, where the text around it counts detentions."""
    if reading.lows[0] not in words("ru", "in_all"):
        return []
    group = next((g for g in reading.groups if g.kind == "counted"), None)
    if group is None or group.bound or any(map(finite, reading.lows[: group.last + 1])):
        return []
    span = reading.span(group)
    return [Frame("detention", reading.tokens[0].start, reading.tokens[0].end, span, group.count, "in all", weak=True, elliptic=True)]


def _more(reading: Reading, found: list[Frame], free: object) -> list[Frame]:
    """ "шестерых увезли от акимата, ещё двоих - с вокзала": more of the same, without a verb."""
    assert callable(free)
    out = []
    told = [f for f in found if f.kind == "detention"]
    for group in reading.groups if told else ():
        if not group.more or group.kind not in _NUMBERED or not free(group) or group.bound or tables.oblique(group.cases):
            continue
        start, end = reading.span(group)
        if any(f.group == (start, end) for f in found) or not any(f.start < start for f in told):
            continue
        first, last = reading.clauses.start(group.first), reading.clauses.end(group.last)
        if not any(map(finite, reading.lows[first:last])):
            out.append(Frame("detention", start, end, (start, end), group.count, "more of the same", more=True, elliptic=True))
    return out
