"""Everyone in a Russian sentence who may be said to be detained: the groups, persons told of by a pronoun, nobody by a phrase."""

from __future__ import annotations

from geo.extraction.layout import Sentence
from geo.extraction.russian import groups, tables
from geo.extraction.russian.clauses import finite
from geo.extraction.russian.groups import Group
from geo.lexicon import column, pattern, words
from geo.model import Count

_ONE = (1, 1, 1, "exact")
_SEVERAL = (2, None, None, "unspecified")


def find_groups(sentence: Sentence, places: set[int]) -> list[Group]:
    """Groups in order, none overlapping. Kind "him": a pronoun for who is acted on, which the rules do not take by itself."""
    found = [g for g in groups.find(sentence, places) if g.kind != "pronoun" and not _numbering(sentence, g)]
    none = _nobody(sentence)
    if none:
        denied = {i for g in none for i in range(g.first, g.last)}
        found = [g for g in found if g.kind == "nobody" or denied.isdisjoint(range(g.first, g.last))]
    extra = [*none, *_together(sentence, found, _pronouns(sentence)), *_those(sentence), *_names(sentence, places), *_held(sentence)]
    for group in extra:
        if not any(g.first < group.last and group.first < g.last for g in found):
            found.append(group)
    return sorted(found, key=lambda g: g.first)


def _numbering(sentence: Sentence, group: Group) -> bool:
    """Whether a number only numbers a paragraph: "3. Автозак"."""
    follows = sentence.lows[group.last] if group.last < len(sentence.lows) else "."
    return group.first == 0 and sentence.index == 0 and group.kind == "bare" and sentence.lows[0].isdigit() and follows in (".", ")")


def _nobody(sentence: Sentence) -> list[Group]:
    """ "ни доставлений", "ни за кем не пришли", "таких фактов нет", "Волгоград: чисто"."""
    if words("ru", "nobody_hint").isdisjoint(sentence.lows):
        return []
    out: list[Group] = []
    for m in pattern("ru", "nobody_said").finditer(sentence.text, sentence.start, sentence.end):
        first, last = sentence.index_at(m.start()), sentence.index_at(m.end())
        if first < last and words("ru", "about").isdisjoint(sentence.lows[max(0, first - 2) : first]):
            out.append(Group(first, last, "nobody", Count(m[0], 0, 0, 0, "none"), frozenset()))
    return out


def _pronouns(sentence: Sentence) -> list[Group]:
    """ "его приняли", "за ней пришли", "меня вытащили": not "его телефон"."""
    lows = sentence.lows
    one, several = words("ru", "him"), words("ru", "them")
    out: list[Group] = []
    told = not words("ru", "station", "vehicle").isdisjoint(lows)
    for i, low in enumerate(lows):
        if told and low in words("ru", "he", "they"):
            count = Count(sentence.tokens[i].text, *(_ONE if low in words("ru", "he") else _SEVERAL))
            out.append(Group(i, i + 1, "him", count, frozenset()))
        elif (low in one or low in several) and _acted_on(lows, i):
            count = Count(sentence.tokens[i].text, *(_ONE if low in one else _SEVERAL))
            out.append(Group(i, i + 1, "him", count, frozenset()))
    return out


def _acted_on(lows: list[str], i: int) -> bool:
    """Whether a pronoun is who something is done to: no "его" that owns the next word, no "без него"."""
    before, after = lows[i - 1] if i else "", lows[i + 1] if i + 1 < len(lows) else "."
    if lows[i] in words("ru", "after_him"):
        return before in ("за", "к", "ко")
    if before in words("ru", "preposition"):
        return False
    owns = lows[i] in words("ru", "whose") and after[0].isalpha()
    return not owns or finite(after) or after in words("ru", "preposition", "conjunction", "extra", "after_owner", "starts", "police", "be")


def _together(sentence: Sentence, found: list[Group], pronouns: list[Group]) -> list[Group]:
    """ "ее с двумя соседками", "его милиции вместе с приятелем": one more than those named. They leave ``found``."""
    for him in pronouns:
        for group in found:
            near = 0 < group.first - him.last <= 4 and sentence.lows[group.first - 1] == "с"
            adjacent = group.first - him.last == 1 or sentence.lows[group.first - 2] == "вместе"
            if near and adjacent and him.count.max == 1 and group.count.form == "exact" and group.kind in ("single", "counted", "name"):
                number = 1 + (group.count.best or 0)
                words_of = sentence.text[sentence.tokens[him.first].start : sentence.tokens[group.last - 1].end]
                him.last, him.count = group.last, Count(words_of, number, number, number, "exact")
                found.remove(group)
                break
    return pronouns


def _names(sentence: Sentence, places: set[int]) -> list[Group]:
    """ "Марат", "Айгуль": a given name alone."""
    given = column("ru", "first_names", "word")
    at = (i for i, low in enumerate(sentence.lows) if low in given and i not in places and sentence.tokens[i].text != low)
    return [Group(i, i + 1, "name", Count(sentence.tokens[i].text, *_ONE), frozenset()) for i in at]


def _held(sentence: Sentence) -> list[Group]:
    """ "Пойманные ждут", "из увезенных": people told of by what was done to them."""
    out = []
    for i, low in enumerate(sentence.lows):
        known = tables.participle(low)
        if known is not None and not any(after in tables.persons() for after in sentence.lows[i + 1 : i + 3]):
            count = Count(sentence.tokens[i].text, *(_SEVERAL if known[0] else _ONE))
            out.append(Group(i, i + 1, "plural" if known[0] else "single", count, frozenset(), held=True))
    return out


def _those(sentence: Sentence) -> list[Group]:
    """ "тех, кто с флагами", "те, кого увезли": several."""
    lows = sentence.lows
    who = (i for i in range(len(lows) - 2) if lows[i] in ("тех", "те", "теми") and lows[i + 1] == ",")
    named = (i for i in who if lows[i + 2] in words("ru", "relative") or lows[i + 2] == "у")
    return [Group(i, i + 1, "plural", Count(sentence.tokens[i].text, *_SEVERAL), frozenset()) for i in named]
