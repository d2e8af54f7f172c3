"""Groups of people in a Russian sentence: "около десяти активистов", "человек двадцать", "лидера протеста Никола П.", "никого"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geo.extraction import counts
from geo.extraction.layout import Sentence, Token, once_a_sentence
from geo.extraction.russian import tables
from geo.extraction.russian.clauses import PARTICIPLE
from geo.lexicon import column, pattern, words
from geo.model import Count

GroupKind = Literal["counted", "bare", "plural", "single", "name", "pronoun", "him", "nobody"]

_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ую|юю|ых|их|ыми|ими|ым|им|ом|ем|ей|шегося|шихся|щегося|щихся)$")
_CASED = re.compile(r"(?:а|я|у|ю|ого|его|ова|ева|ина|ой|ую|ых|их|ы|и)$")


@dataclass(slots=True)
class Group:
    """Tokens ``first`` up to (not with) ``last``. ``cases``: what the words may be, empty where they do not tell.

    ``bound``: the preposition that governs it, or "noun"; ``part``: of a number given before; ``held``: a participle such as
    "задержанных" is its noun; ``apposed``: it says who the group before it is.
    """

    first: int
    last: int
    kind: GroupKind
    count: Count
    cases: frozenset[str]
    more: bool = False
    bound: str = ""
    part: bool = False
    held: bool = False
    apposed: bool = False


@once_a_sentence
def find(sentence: Sentence, places: set[int]) -> list[Group]:
    """Groups in order, none overlapping. ``places``: indexes of tokens that belong to toponyms and dates."""
    tokens, lows = sentence.tokens, sentence.lows
    quantities: dict[int, tuple[counts.Quantity, int]] = {}
    for q in counts.find(sentence.words, "ru"):
        i, after = sentence.index_at(q.start + sentence.start), sentence.index_at(q.end + sentence.start)
        at_token = i < len(tokens) and tokens[i].start == q.start + sentence.start
        if at_token and after - 1 not in places and i not in places:
            quantities[i] = (q, after)
    opening = _opening()
    out: list[Group] = []
    last: Group | None = None
    i = 0
    while i < len(tokens):
        may_open = lows[i] in opening or i in quantities or tokens[i].text != lows[i]
        group = _group_at(sentence, i, quantities, places) if may_open else None
        if group is None:
            i += 1
            continue
        group.bound = _bound(tokens, group, places)
        if last is not None and out and out[-1] is last and _summed(sentence, last, group):
            i = last.last
            continue
        if last is None or not _belongs(sentence, group, last):
            out.append(group)
        last, i = group, group.last
    return out


@cache
def _opening() -> frozenset[str]:
    """Words that a group may begin with, besides numbers and names."""
    return words("ru", "nobody", "pronoun", "pronouns") | tables.persons().keys() | {"ни"}


def _summed(sentence: Sentence, group: Group, more: Group) -> bool:
    """ "пятерых мужчин и двух женщин" are seven: the first group takes the second in, where both are exact."""
    between = sentence.lows[group.last : more.first]
    kinds = ("counted", "single", "name")
    alike = group.kind in kinds and more.kind in kinds and group.count.form == more.count.form == "exact"
    if (
        not alike
        or between not in (["и"], ["и", "его"], ["и", "ее"], ["и", "еще"], ["с"], ["вместе", "с"], [",", "вместе", "с"])
        or (between[-1] != "с" and group.cases and more.cases and not group.cases & more.cases)
        or (between[-1] == "с" and more.cases and "ins" not in more.cases)
    ):
        return False
    total = (group.count.best or 0) + (more.count.best or 0)
    group.last, group.kind = more.last, "counted"
    group.count = _count(sentence, group.first, more.last, total, total, total, "exact")
    return True


def _belongs(sentence: Sentence, group: Group, last: Group) -> bool:
    """Whether it only says more of the group before: "двоих, пенсионера и студентку", "активистов, пришедших с цветами"."""
    if group.kind not in ("plural", "single", "name") or group.part:
        return False
    between = sentence.lows[last.last : group.first]
    if "," in between and PARTICIPLE.search(sentence.lows[group.first]) and ";" not in between and "." not in between:
        return not any(low in tables.verbs() for low in between)
    told = last.kind in ("counted", "bare") and between == [","]
    linked = last.kind in ("single", "name") and between in ([","], ["и"]) and last.apposed
    group.apposed = told or linked
    return group.apposed and not any(low in tables.verbs() for low in between)


def _group_at(sentence: Sentence, i: int, quantities: dict[int, tuple[counts.Quantity, int]], places: set[int]) -> Group | None:
    tokens = sentence.tokens
    low = tokens[i].low
    if low in words("ru", "nobody") or (low == "ни" and i + 1 < len(tokens)):
        return _nobody(sentence, i)
    if i in quantities:
        return _counted(sentence, i, *quantities[i])
    if i in places:
        return None
    if (person := tables.persons().get(low)) is not None:
        return _person(sentence, i, person, places)
    whose = i + 1 < len(tokens) and tokens[i + 1].low in tables.persons()
    if not whose and low in words("ru", "pronoun", "pronouns"):
        several = low in words("ru", "pronouns")
        count = (2, None, None, "unspecified") if several else (1, 1, 1, "exact")
        return Group(i, i + 1, "pronoun", _count(sentence, i, i + 1, *count), frozenset())
    return _name(sentence, i, places)


def _nobody(sentence: Sentence, i: int) -> Group | None:
    """ "никого", "ни одного человека", "ни один активист"; "ни" alone links a list and is nobody."""
    tokens = sentence.tokens
    last = i + 1
    if tokens[i].low == "ни":
        if not tokens[last].low.startswith(("один", "одн", "един")) and tokens[last].low != "души":
            return None
        last += 1
    while last < len(tokens) and (tokens[last].low in tables.persons() or tables.participle(tokens[last].low)):
        last += 1
    return Group(i, last, "nobody", _count(sentence, i, last, 0, 0, 0, "none"), frozenset())


def _counted(sentence: Sentence, i: int, quantity: counts.Quantity, after: int) -> Group | None:
    """A quantity with the noun it counts, over what describes the noun."""
    tokens = sentence.tokens
    c = quantity.count
    if c.min == 0 and c.max == 0:
        return Group(i, after, "nobody", _recount(sentence, c, i, after), frozenset())
    cases = tables.number_cases().get(tokens[after - 1].low, frozenset())
    if c.form != "exact" or tokens[i].low not in tables.number_cases():
        cases = frozenset()
    last, person, held = after, False, False
    for j in range(after, min(after + 5, len(tokens))):
        low = tokens[j].low
        if low in words("ru", "head"):
            last, person = j + 1, True
            break
        if low in tables.persons():
            last, person = _chain(tokens, j), True
            held = held or tables.participle(low) is not None
            break
        if tables.participle(low):
            last, held = j + 1, True
            continue
        if not (_ADJECTIVE.search(low) or low in words("ru", "extra")) or low in words("ru", "unit") or low in words("ru", "preposition"):
            break
    if held or person:
        c = _hedged_after(sentence, c, last)
        own = tables.persons().get(tokens[last - 1].low)
        cases = cases or (own.plural if own and tables.oblique(own.plural) else frozenset())
        return Group(i, last, "counted", _recount(sentence, c, i, last), cases, quantity.more, held=held)
    if after < len(tokens) and not _may_stand_alone(tokens, after):
        return None
    kind: GroupKind = "plural" if c.form == "unspecified" else "bare"
    return Group(i, after, kind, _recount(sentence, c, i, after), cases, quantity.more)


def _hedged_after(sentence: Sentence, c: Count, last: int) -> Count:
    """ "сто человек как минимум", "триста фамилий с гаком": a hedge after the noun."""
    after = sentence.lows[last] if last < len(sentence.lows) else ""
    if c.form != "exact" or c.best is None or after not in counts.hedge_words("ru"):
        return c
    hedge = counts.hedge_after(sentence.text, sentence.tokens[last - 1].end, "ru")
    if hedge is None or pattern("ru", "no_hedge_after").match(sentence.text, hedge[1]):
        return c
    return counts.by_rule(hedge[0], c.text, c.best)


def _may_stand_alone(tokens: list[Token], after: int) -> bool:
    """A number alone is people unless it counts, as far as the next words tell, something else."""
    follows = tokens[after]
    if follows.low in words("ru", "unit") or follows.low in ("%", "°", "₸", "$", "€", "₽", "-"):
        return False
    beyond = tokens[after + 1].low if after + 1 < len(tokens) else ""
    return not (bool(_ADJECTIVE.search(follows.low)) and beyond in words("ru", "unit"))


def _chain(tokens: list[Token], j: int) -> int:
    """Nouns for people that stand together are one group: "двадцать два политика и активиста", "местных жителей"."""
    j += 1
    while j < len(tokens) and tokens[j].low in tables.persons():
        j += 1
    if j + 1 < len(tokens) and tokens[j].low == "и" and tokens[j + 1].low in tables.persons():
        return j + 2
    return j


def _person(sentence: Sentence, i: int, person: tables.Person, places: set[int]) -> Group:
    """A noun for people without a number: one, with the name that may follow, or several."""
    tokens = sentence.tokens
    singular = person.singular - {"gen"} if person.plural & {"nom"} and person.singular == {"gen"} else person.singular
    if person.plural and not singular:
        last = _chain(tokens, i)
        held = tables.participle(tokens[i].low) is not None
        return Group(i, last, "plural", _count(sentence, i, last, 2, None, None, "unspecified"), person.plural, held=held)
    last = i + 1
    if last < len(tokens) and (noun := tables.persons().get(tokens[last].low)) and noun.singular & person.singular:
        last += 1
    k = last
    while k < min(last + 6, len(tokens)) and k not in places:
        if _is_name_word(tokens[k]):
            last = k + 1
        elif tokens[k].low in words("ru", "preposition", "conjunction") or not tokens[k].low[0].isalpha() or k > i + 2:
            break
        k += 1
    return Group(i, last, "single", _count(sentence, i, last, 1, 1, 1, "exact"), person.singular | person.plural)


def _name(sentence: Sentence, i: int, places: set[int]) -> Group | None:
    """One person by name: two capitalised words or more, or a name and an initial."""
    tokens = sentence.tokens
    k = i
    if i + 1 >= len(tokens) or not tokens[i + 1].text[0].isupper():
        return None
    while (
        k < len(tokens)
        and k not in places
        and _is_name_word(tokens[k])
        and (i > 0 or tokens[k].low not in column("ru", "name_parts", "word"))
        and (k > 0 or not _opens_a_sentence(tokens[0].low))
    ):
        k += 1
        if k + 1 < len(tokens) and len(tokens[k].text) == 1 and tokens[k].text.isupper() and tokens[k + 1].low == ".":
            k += 2
    if k - i < 2:
        return None
    nominative = not _CASED.search(tokens[i].low)
    return Group(i, k, "name", _count(sentence, i, k, 1, 1, 1, "exact"), frozenset(("nom",)) if nominative else frozenset())


def _opens_a_sentence(low: str) -> bool:
    """Whether a first word has its capital from where it stands: "Так Марат", "Увезли Ивана"."""
    return low in tables.verbs() or low in words(
        "ru", "opening", "preposition", "conjunction", "relative", "extra", "speech", "parenthesis"
    )


def _is_name_word(token: Token) -> bool:
    text = token.text
    return len(text) > 1 and text[0].isupper() and not text.isupper() and token.low not in words("ru", "police")


def _bound(tokens: list[Token], group: Group, places: set[int]) -> str:
    """What governs the group: a preposition's word, "noun" for a noun before a genitive, nothing."""
    j = group.first - 1
    if tokens[group.first].low == "по" and group.kind in ("counted", "bare") and group.count.form == "exact":
        return "по"
    if j < 0 or group.kind == "nobody":
        return ""
    if group.kind in ("plural", "single", "name"):
        while (
            j >= 0 and _ADJECTIVE.search(tokens[j].low) and tokens[j].low not in tables.verbs() and tokens[j].end + 1 >= tokens[j + 1].start
        ):
            j -= 1
    if j < 0:
        return ""
    low = tokens[j].low
    if low in words("ru", "preposition", "source") or low == "сколько":
        return low
    if group.kind == "counted" and group.cases and "nom" not in group.cases and (whose := tables.persons().get(low)) and whose.singular:
        return "noun"
    if group.kind in ("plural", "single", "name") and low[0].isalpha() and low not in tables.verbs() and j not in places:
        if (
            low not in words("ru", "conjunction", "relative", "extra", "negator")
            and not re.search(r"(?:[оеы]|ли|сь|ся|ую)$", low)
            and "nom" not in group.cases | {"nom"} - {"gen"}
        ):
            return "noun"
    return ""


def _count(sentence: Sentence, first: int, last: int, low: int | None, high: int | None, best: int | None, form: str) -> Count:
    tokens = sentence.tokens
    return Count(sentence.text[tokens[first].start : tokens[last - 1].end], low, high, best, form)


def _recount(sentence: Sentence, c: Count, first: int, last: int) -> Count:
    return _count(sentence, first, last, c.min, c.max, c.best, c.form)
