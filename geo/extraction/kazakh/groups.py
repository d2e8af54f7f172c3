"""Groups of people in a Kazakh sentence: "отыз шақты адамды", "топтың үшеуін", "жиналғандар", "ешкім", a name; with their case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from geo.extraction import counts
from geo.extraction.kazakh import forms
from geo.extraction.layout import Sentence, once_a_sentence
from geo.lexicon import column, pattern, phrase_pattern, words
from geo.model import Count

GroupKind = Literal["counted", "bare", "plural", "single", "name", "nobody", "pronoun"]
_REACH = 4
"""How many describing words may stand between a number and the noun it counts."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens ``first`` up to (not with) ``last``. ``case``: nom, acc, gen or another; ``person``: a word for people heads it."""

    first: int
    last: int
    kind: GroupKind
    count: Count
    case: str
    person: bool = True
    more: bool = False


@once_a_sentence
def find(sentence: Sentence, places: set[int]) -> list[Group]:
    """Groups in order, none overlapping. ``places``: indexes of tokens that belong to toponyms and dates."""
    finder = _Finder(sentence, places)
    out: list[Group] = []
    i = 0
    while i < len(finder.tokens):
        group = finder.at(i, out)
        if group:
            out.append(group)
            if (pair := finder.pair(out)) is not None:
                out[-2:] = [pair]
        i = group.last if group else i + 1
    return out


@cache
def _nobody_begins() -> frozenset[str]:
    return frozenset(w[:2] for w in words("kk", "nobody"))


class _Finder:
    def __init__(self, sentence: Sentence, places: set[int]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = sentence.lows
        self.places = places
        self.quantities: dict[int, tuple[counts.Quantity, int]] = {}
        for q in counts.find(sentence.words, "kk"):
            i = sentence.index_at(q.start + sentence.start)
            at_token = i < len(self.tokens) and self.tokens[i].start == q.start + sentence.start
            if at_token and i not in places and sentence.words[q.start : q.end].casefold() not in words("kk", "no_number"):
                self.quantities[i] = (q, self._index(q.end + sentence.start))

    def at(self, i: int, before: list[Group]) -> Group | None:
        low = self.lows[i]
        if low[:2] in _nobody_begins() and (nobody := self._nobody(i)):
            return nobody
        if i in self.quantities:
            return self._counted(i)
        if low in words("kk", "all", "same"):
            return self._repeated(i, before)
        if low in words("kk", "pronoun"):
            return self._pronoun(i, before)
        if i in self.places:
            return None
        if forms.person(low):
            return self._uncounted(i)
        return self._name(i, i) if self.tokens[i].text != low else None

    def pair(self, found: list[Group]) -> Group | None:
        """The last two groups as one, where they are joined: "бір қыз бен екі жігітті", "екі қыз, төрт жігіт", "төрағасы мен газеттің редакторы"."""
        if len(found) < 2:
            return None
        one, two = found[-2:]
        link = self.lows[one.last] if one.last < two.first else ""
        between = self.lows[one.last + 1 : two.first]
        if link == ",":
            linked = not between and all(g.kind == "counted" and g.first in self.quantities and not self._anybody(g) for g in (one, two))
        else:
            alone = two.kind in ("single", "name") and len(between) < _REACH
            described = alone and all(w[0].isalpha() and self._describes(w) for w in between)
            linked = link in ("мен", "бен", "пен", "және") and (not between or described)
        counted = all(g.kind in ("counted", "single", "name") and g.count.form == "exact" and g.count.best for g in (one, two))
        if not linked or not counted or one.case != "nom":
            return None
        number = (one.count.best or 0) + (two.count.best or 0)
        return self._group(one.first, two.last, "counted", (number, number, number, "exact"), two.case)

    def _anybody(self, group: Group) -> bool:
        """ "бес адам, екі әйел": the women may be among the five."""
        return self.lows[group.last - 1].startswith(tuple(words("kk", "anybody")))

    def _describes(self, low: str) -> bool:
        """Whether a word may stand before a noun that it tells more of: in the genitive or in no case, and no verb."""
        return bool(pattern("kk", "owner_genitive").search(low)) or not (
            pattern("kk", "stops_group").fullmatch(low) or forms.verbs_at(low) or low in words("kk", "no_head")
        )

    def _nobody(self, i: int) -> Group | None:
        """ "ешкім", "бірде-бір адамды", "бірін де": and the people named after it, whose case it takes."""
        match = phrase_pattern("kk", "nobody").match(self.sentence.text, self.tokens[i].start, self.sentence.end)
        if match is None:
            return None
        after = self._index(match.end())
        last = self._people(after)
        said = last - 1 if last > after or self.lows[after - 1] not in words("kk", "particle") else after - 2
        return self._group(i, last, "nobody", (0, 0, 0, "none"), self._case(said))

    def _pronoun(self, i: int, before: list[Group]) -> Group | None:
        """ "оны", "өздері": the people that the sentence has counted before, else one person."""
        counted = next((g for g in reversed(before) if g.kind in ("counted", "single", "name")), None)
        many = self.lows[i] in words("kk", "pronoun_many")
        if counted is None and many:
            return None
        c = counted.count if counted and many == (counted.count.best != 1) else Count("", 1, 1, 1, "exact")
        return self._group(i, i + 1, "pronoun", (c.min, c.max, c.best, c.form), forms.case_of_number(self.lows[i]))

    def _counted(self, i: int) -> Group | None:
        """A quantity, the noun it counts, and what may follow that: a hedge ("адамнан астам"), or "all of them"."""
        quantity, after = self.quantities[i]
        c = quantity.count
        head = self._head(after)
        if c.max == 0:
            return self._group(i, head or after, "nobody", (0, 0, 0, "none"), self._case((head or after) - 1))
        if head is None:
            if i and self.lows[i - 1] in words("kk", "clock"):
                return None  # "сағат он бірден", "кешкі сегізде"
            last_word = self.lows[after - 1]
            collective = last_word.rstrip("ыіндң").endswith(("еу", "ау")) or forms.case_of_number(last_word) != "nom"
            group = self._group(i, after, "bare", (c.min, c.max, c.best, c.form), forms.case_of_number(last_word))
            return replace(group, person=collective, more=quantity.more)
        noun = forms.person(self.lows[head - 1]) or forms.counted_only(self.lows[head - 1])
        case = noun.case if noun else "nom"
        hedge = counts.hedge_after(self.sentence.text, self.tokens[head - 1].end, "kk") if case == "other" else None
        if case == "like" and c.form == "exact" and c.best:
            c, case = counts.by_rule("about", "", c.best), "nom"
        elif hedge and hedge[1] <= self.sentence.end and c.form == "exact" and c.best:
            c, head, case = counts.by_rule(hedge[0], "", c.best), self._index(hedge[1]), "nom"
        elif case == "gen" and head < len(self.tokens) and self.lows[head] in words("kk", "all"):
            case, head = self._case(head), head + 1
        return replace(self._group(i, head, "counted", (c.min, c.max, c.best, c.form), case), more=quantity.more)

    def _head(self, start: int) -> int | None:
        """The index after the noun for people at or soon after a token, over describing words only."""
        for k in range(start, min(start + _REACH, len(self.tokens))):
            low = self.lows[k]
            if k not in self.quantities and (forms.person(low) or forms.counted_only(low)):
                return self._people(k + 1)
            if low in column("kk", "hedges", "phrase"):
                continue
            if k in self.quantities or not (low[0].isalpha() or low in "-«»\"'") or low in words("kk", "no_head"):
                return None
            if (k not in self.places and pattern("kk", "stops_group").fullmatch(low)) or self._inflected_place(k):
                return None
        return None

    def _inflected_place(self, k: int) -> bool:
        return k in self.places and bool(pattern("kk", "locative_ending").search(self.lows[k]))

    def _people(self, k: int) -> int:
        """Over nouns for people that stand together ("студент жас"): a name in apposition belongs to them."""
        while k < len(self.tokens) and k not in self.places:
            joined = self.lows[k] in "-–" and k + 1 < len(self.tokens) and self.tokens[k].end == self.tokens[k + 1].start
            if not forms.person(self.lows[k + 1 if joined else k]):
                break
            k += 2 if joined else 1
        return k

    def _repeated(self, i: int, before: list[Group]) -> Group | None:
        """ "бәрі", "сонша адам": as many as the sentence has counted before."""
        counted = next((g for g in reversed(before) if g.kind in ("counted", "bare")), None)
        if counted is None:
            return None
        last = self._people(i + 1)
        c = counted.count
        return self._group(i, last, "counted", (c.min, c.max, c.best, c.form), self._case(last - 1))

    def _uncounted(self, i: int) -> Group | None:
        last = self._people(i)
        noun = forms.person(self.lows[last - 1])
        before = self.lows[i - 1] if i else ""
        if before in words("kk", "asking") or (self.lows[i] in words("kk", "anyone") and before not in words("kk", "kind")):
            return None
        named = self._name(i, last)
        if named and not (noun and noun.plural):
            return named
        if noun and noun.plural:
            return self._group(i, last, "plural", (2, None, None, "unspecified"), noun.case)
        return self._group(i, last, "single", (1, 1, 1, "exact"), noun.case if noun else "nom")

    def _name(self, first: int, i: int) -> Group | None:
        """People by their names: two capitalised words or more each, joined by commas and "мен", "және"."""
        people, last, j = 0, i, i
        while j < len(self.tokens):
            k = j
            while k < len(self.tokens) and self._is_name_word(k):
                k += 1
            if k - j < 2:
                break
            people, last = people + 1, k
            if k < len(self.tokens) and self.lows[k] in (",", "мен", "бен", "пен", "және"):
                j = k + 1
            else:
                break
        if not people:
            return None
        return self._group(first, last, "name", (people, people, people, "exact"), forms.case_of_number(self.lows[last - 1]))

    def _is_name_word(self, k: int) -> bool:
        token = self.tokens[k]
        text = token.text
        return (
            text[0].isupper()
            and k not in self.places
            and len(text) > 1
            and not text.isupper()
            and token.low not in column("kk", "name_parts", "word")
            and not forms.verbs_at(token.low)
            and not phrase_pattern("kk", "police").fullmatch(token.low)
        )

    def _case(self, k: int) -> str:
        noun = forms.person(self.lows[k])
        return noun.case if noun else forms.case_of_number(self.lows[k])

    def _group(self, first: int, last: int, kind: GroupKind, c: tuple[int | None, int | None, int | None, str], case: str) -> Group:
        text = self.sentence.text[self.tokens[first].start : self.tokens[last - 1].end]
        return Group(first, last, kind, Count(text, *c), case)

    def _index(self, offset: int) -> int:
        return self.sentence.index_at(offset)
