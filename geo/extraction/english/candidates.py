"""Everyone in an English sentence who may be said to be detained: the groups, those told of by a pronoun, nobody by a phrase."""

from __future__ import annotations

from geo.extraction.english import groups
from geo.extraction.english.groups import Group
from geo.extraction.english.reading import nominals
from geo.extraction.frames import UNSPECIFIED_EVENT, UNSPECIFIED_PLURAL
from geo.extraction.layout import Sentence
from geo.lexicon import pattern, verbs, words
from geo.model import Count

_ONE = (1, 1, 1, "exact")
_NONE = (0, 0, 0, "none")
_REACH = 10
"""How many words before "anyone" a denial may stand."""


def find_groups(sentence: Sentence, places: set[int]) -> list[Group]:
    """Groups in order, none overlapping. Kinds of this module, which no rule takes by itself: "him", a pronoun for who is
    acted on; "event", detentions without anybody named."""
    found = [_denied(sentence, g) for g in groups.find(sentence, places)]
    lows = sentence.lows
    extra: list[Group] = []
    if not words("en", "none_hint").isdisjoint(lows):
        extra += _nobody(sentence)
    if not words("en", "him", "he").isdisjoint(lows):
        extra += _pronouns(sentence)
    if not nominals()["event"].isdisjoint(lows):
        extra += _events(sentence)
    for group in extra:
        same = [g for g in found if g.first < group.last and group.first < g.last]
        if group.kind == "nobody" or not same:
            found = [g for g in found if g not in same or g.kind == "nobody"]
            if not any(g.kind == "nobody" for g in same):
                found.append(group)
    return _together(sentence, sorted(found, key=lambda g: g.first))


def _denied(sentence: Sentence, group: Group) -> Group:
    """ "haven't arrested anyone", "not a single one": after a denial, anyone is nobody."""
    if group.kind != "any":
        return group
    before = sentence.lows[max(0, group.first - _REACH) : group.first]
    for stop in (";", ":", "but", "."):
        if stop in before:
            before = before[len(before) - before[::-1].index(stop) :]
    denied = not words("en", "negator").isdisjoint(before) or "no" in before or any(low.endswith("n't") for low in before)
    return Group(group.first, group.last, "nobody", Count(group.count.text, *_NONE), True) if denied else group


def _nobody(sentence: Sentence) -> list[Group]:
    """ "nil arrests", "nobody's been touched", "no custody", "Semey: clear"."""
    out = []
    for m in pattern("en", "nobody_said").finditer(sentence.text, sentence.start, sentence.end):
        first, last = sentence.index_at(m.start()), sentence.index_at(m.end())
        if first < last:
            out.append(Group(first, last, "nobody", Count(m[0], *_NONE), False))
    return out


def _pronouns(sentence: Sentence) -> list[Group]:
    """ "took him away", "she was fetched", "they've got me": not "her flat", "they said"."""
    lows = sentence.lows
    out = []
    for i, low in enumerate(lows):
        if (low in words("en", "him") and _acted_on(sentence, i)) or (low in words("en", "he") and _undergoes(lows, i)):
            count = _ONE if low in words("en", "one") else UNSPECIFIED_PLURAL
            out.append(Group(i, i + 1, "him", Count(sentence.tokens[i].text, *count), True))
    return out


def _acted_on(sentence: Sentence, i: int) -> bool:
    """Whether a pronoun is an object: a verb before it, and after "her" no noun that she owns."""
    lows = sentence.lows
    if i == 0 or lows[i - 1] in words("en", "preposition", "conjunction") - {"with"}:
        return i > 0 and lows[i - 1] in ("for", "and", "on") and _moved(lows[max(0, i - 6) : i])
    after = lows[i + 1] if i + 1 < len(lows) else "."
    owns = lows[i] == "her" and after[0].isalpha() and after not in groups.stops() and not after.endswith("ly")
    return not owns or after in words("en", "adverb")


def _undergoes(lows: list[str], i: int) -> bool:
    """Whether a pronoun is the subject of what is done to people: "he was taken", "they got picked up"."""
    ahead = lows[i + 1 : i + 6]
    helper = not words("en", "be").isdisjoint(ahead[:3]) or "'" in lows[i]
    return helper and _moved(ahead)


def _moved(lows: list[str]) -> bool:
    return any(v.kind == "detention" for low in lows for v in verbs("en").get(low, ()))


def _events(sentence: Sentence) -> list[Group]:
    """ "had its first arrests", "mass detentions"."""
    lows = sentence.lows
    at = (i for i, low in enumerate(lows) if low in nominals()["event"] and low.endswith("s"))
    return [Group(i, i + 1, "event", Count(sentence.tokens[i].text, *UNSPECIFIED_EVENT), False) for i in at]


def _together(sentence: Sentence, found: list[Group]) -> list[Group]:
    """ "He was caught along with two girls", "him and his wife": those named first are added; a pronoun's own group goes."""
    lows = sentence.lows
    out: list[Group] = []
    for group in found:
        one = next((g for g in reversed(out) if g.count.form == "exact" and g.kind in ("him", "single", "name")), None)
        before = lows[max(0, group.first - 3) : group.first]
        beside = before[-2:] in (["along", "with"], ["together", "with"]) or before[-1:] == ["alongside"]
        owned = one is not None and group.first - one.last <= 2 and lows[one.last : one.last + 1] == ["and"] and one.kind != "name"
        counted = group.count.form == "exact" and group.person and group.kind in ("single", "counted", "name", "him")
        if one is not None and counted and (beside or owned):
            number = (one.count.best or 0) + (group.count.best or 0)
            first = one.first if owned else group.first
            words_of = sentence.text[sentence.tokens[first].start : sentence.tokens[group.last - 1].end]
            if owned or one.kind == "him":
                out.remove(one)
            out.append(Group(first, group.last, "counted", Count(words_of, number, number, number, "exact"), True, group.more))
        else:
            out.append(group)
    return out
