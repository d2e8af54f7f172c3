"""Frames from Kazakh nouns: "ұсталғандар саны жүзден асты", "ұстау болды", "ұсталғандар жоқ", and parts of a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from geo.extraction.frames import UNSPECIFIED_EVENT, UNSPECIFIED_PLURAL, Frame, nobody
from geo.extraction.kazakh import forms
from geo.extraction.kazakh.groups import Group
from geo.extraction.layout import Sentence, Token
from geo.lexicon import classes, pattern, phrase_pattern, words
from geo.model import Count


def frames(sentence: Sentence, groups: list[Group], places: set[int], held: Callable[[int], str | None]) -> list[Frame]:
    """What nouns state, without a verb of detention. ``held``: the ending of a word for those detained at a token."""
    kinds = classes("kk", "nominals", "word", "class")
    held_stems = tuple(kinds["held"])
    out: list[Frame] = []
    for i, low in enumerate(sentence.lows):
        if low in kinds["without"] or (low in kinds["event"] and sentence.lows[i + 1 : i + 2] == ["жоқ"]):
            last = sentence.tokens[i if low in kinds["without"] else i + 1]
            span = sentence.tokens[i].start, last.end
            out.append(Frame("no_detention", *span, span, nobody(sentence.text[slice(*span)]), "no detentions"))
        elif low in kinds["event"] or (
            low in kinds["act"] and i + 1 < len(sentence.lows) and sentence.lows[i + 1].startswith(tuple(kinds["fact"]))
        ):
            out += _event(sentence, groups, i)
        elif low.startswith(held_stems):
            stem = next(h for h in kinds["held"] if low.startswith(h))
            out += _held(sentence, groups, i, low[len(stem) :], places)
        elif (ending := held(i)) is not None:
            out += _held(sentence, groups, i, ending, places)
    return out


def _event(sentence: Sentence, groups: list[Group], i: int) -> Iterator[Frame]:
    """ "жаппай ұстау болды", "ұстау тіркелген жоқ", "20 ұстау тіркелді"."""
    tokens = sentence.tokens
    for k in range(i + 1, min(i + 5, len(tokens))):
        form = forms.happened(tokens[k].low)
        if form is None or form.tense not in ("past", "told", "perfect", "converb"):
            if not tokens[k].low[0].isalpha():
                return
            continue
        absent = form.negative or (k + 1 < len(tokens) and tokens[k + 1].low in words("kk", "not"))
        span = tokens[i].start, tokens[k].end
        if absent:
            yield Frame("no_detention", *span, span, nobody(sentence.text[span[0] : span[1]]), "no detentions")
            return
        number = next((g for g in groups if g.last == i and g.kind == "bare"), None)
        count = number.count if number else Count(tokens[i].text, *UNSPECIFIED_EVENT)
        yield Frame("detention", *span, (tokens[i].start, tokens[i].end), count, "detentions took place")
        return


def _held(sentence: Sentence, groups: list[Group], i: int, ending: str, places: set[int]) -> Iterator[Frame]:
    """ "ұсталғандар(дың) саны ...": the number that follows; none where the words single out a part of them."""
    tokens = sentence.tokens
    kinds = classes("kk", "nominals", "word", "class")
    j = i + 1
    while j < len(tokens) and (tokens[j].low in kinds["tally"] or tokens[j].low in "–—-:," or j in places):
        j += 1
    if ending in ("", "ы", "і") and (last := _absent(sentence, i + 1)) is not None:
        span = tokens[i].start, tokens[last].end
        yield Frame("no_detention", *span, span, nobody(sentence.text[span[0] : span[1]]), "nobody held")
        return
    tallied = any(t.low in kinds["number"] for t in tokens[i + 1 : j])
    tallied |= ending in ("ы", "і") and j > i + 1
    nominative = ending in ("дар", "дер") or (ending == "" and any(t.low.startswith(("адам", "азамат")) for t in tokens[i + 1 : j]))
    if not (tallied or nominative) or j >= len(tokens):
        return
    span = tokens[i].start, tokens[j - 1].end
    if _absence(tokens, j) is not None:
        yield Frame("no_detention", *span, span, nobody(sentence.text[span[0] : tokens[j].end]), "nobody held")
        return
    if ending in ("дар", "дер") and j == i + 1 and tokens[j].low in kinds["exists"]:
        yield Frame("detention", *span, span, Count(sentence.text[slice(*span)], *UNSPECIFIED_PLURAL), "there are people held")
        return
    group = next((g for g in groups if i < g.first <= j + 1 and g.last > j and g.kind in ("counted", "bare", "nobody")), None)
    if group is None or (group.first > j and tokens[j].low not in words("kk", "particle")):
        return
    if group.kind == "nobody":
        yield Frame("no_detention", *span, _span(tokens, group), nobody(group.count.text), "nobody held")
        return
    yield Frame("detention", *span, _span(tokens, group), group.count, "number of those held", more=group.more)


def _absent(sentence: Sentence, j: int) -> int | None:
    """Where "адам да жоқ", "ешкім жоқ", "жоқ", "болмады" ends, after a participle."""
    lows = sentence.lows
    if j < len(lows) and (forms.person(lows[j]) or forms.counted_only(lows[j]) or lows[j] in words("kk", "nobody")):
        j += 1
    while j < len(lows) and lows[j] in words("kk", "particle"):
        j += 1
    return _absence(sentence.tokens, j)


def _absence(tokens: list[Token], j: int) -> int | None:
    """The index of the last word of "жоқ", "болмады", "болған емес"."""
    if j >= len(tokens):
        return None
    if tokens[j].low == "жоқ":
        return j
    form = forms.happened(tokens[j].low)
    if form and form.negative:
        return j
    return j + 1 if form and j + 1 < len(tokens) and tokens[j + 1].low in words("kk", "not") else None


def parts(sentence: Sentence, groups: list[Group], found: list[Frame], places: set[int]) -> list[Frame]:
    """ "оның ішінде үш жасөспірім": a part of a count that the sentence, or the one before, has given; "12-сі Алматыда" a claim."""
    tokens = sentence.tokens
    out = []
    told = max((f.span[1] for f in found if f.kind == "detention" and not f.elliptic), default=None)
    for group in groups:
        span = _span(tokens, group)
        at, dashed = beside(tokens, group, places)
        if told is not None and span[0] > told and at is not None and not _of_others(sentence, group):
            if group.kind in ("counted", "bare"):
                out.append(Frame("detention", *span, span, group.count, "a part, by its place", elliptic=True, at=at))
            elif group.kind == "nobody" and dashed:
                out.append(Frame("no_detention", *span, span, nobody(group.count.text), "nobody, beside a place", elliptic=True, at=at))
            continue
        if group.kind not in ("counted", "bare", "single") or not is_part(tokens, group):
            continue
        whole = [f for f in found if f.kind == "detention" and f.group[0] < span[0]]
        if whole or any(pattern("kk", "about_detentions").match(t.low) for t in tokens[: group.first]):
            out.append(Frame("detention", *span, span, group.count, "part of a count", subset=True))
    return out


def in_turn(sentence: Sentence, groups: list[Group], places: set[int]) -> list[Frame]:
    """ "Өскеменде, Семейде, Риддерде ...: тиісінше бес, үш және бір": as many numbers after the word as places before it."""
    lows, tokens = sentence.lows, sentence.tokens
    at = next((i for i, low in enumerate(lows) if low in words("kk", "in_turn")), None)
    if at is None:
        return []
    numbers = [g for g in groups if g.first > at and g.kind in ("counted", "bare")]
    begins = [i for i in sorted(places) if i < at and i - 1 not in places]
    named = begins[-len(numbers) :]
    if len(numbers) < 2 or len(named) < len(numbers):
        return []
    spans = [_span(tokens, g) for g in numbers]
    return [
        Frame("detention", *span, span, g.count, "in turn", elliptic=True, at=tokens[i].start)
        for g, span, i in zip(numbers, spans, named, strict=True)
    ]


def is_part(tokens: list[Token], group: Group) -> bool:
    """Whether the words before a group make it a part of another: "оның ішінде үш", "арасында екі"."""
    inside = classes("kk", "nominals", "word", "class")["part"]
    return any(t.low in inside for t in tokens[max(0, group.first - 3) : group.first])


def beside(tokens: list[Token], group: Group, places: set[int]) -> tuple[int | None, bool]:
    """Where the place begins that a group stands beside ("12-сі Алматыда", "Ақтау – 5"), and whether a dash joins them."""
    dashed = group.first >= 2 and tokens[group.first - 1].low in ("-", "–", "—", ":") and group.first - 2 in places
    k = group.first - 2 if dashed else group.last if group.last in places else group.first - 1
    if k not in places:
        return None, False
    while k - 1 in places and k != group.last:
        k -= 1
    return tokens[k].start, dashed


def _of_others(sentence: Sentence, group: Group) -> bool:
    """Whether the clause of a number tells of something else: the injured, the fined, a crowd."""
    tokens = sentence.tokens
    end = next((t.start for t in tokens[group.last :] if t.low in (",", ";", ".")), sentence.end)
    other = phrase_pattern("kk", "other").search(sentence.text, tokens[group.first].start, end)
    return bool(other) or any(forms.verbs_at(t.low) for t in tokens[group.last :] if t.start < end)


def _span(tokens: list[Token], group: Group) -> tuple[int, int]:
    return tokens[group.first].start, tokens[group.last - 1].end
