"""Russian sentences to frames: verbs of detention, release, gathering and police presence with their groups of people.

Words come from ``data/lexicon/ru``; what stands here is how they hang together: who is the object, negation, what is only
planned. Nouns ("задержания", "задержанных - 20") are read in :mod:`geo.extraction.russian.nouns`.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from sys import maxsize

from geo.extraction.frames import Frame, all_refused, nobody, nothing_known, told, with_refused
from geo.extraction.layout import Sentence
from geo.extraction.russian import groups, nouns, tables
from geo.extraction.russian.clauses import Clauses, finite
from geo.extraction.russian.groups import Group
from geo.extraction.russian.tables import FormKind, Verb
from geo.lexicon import first_words, pattern, phrase_pattern, topic_pattern, words
from geo.model import ClaimKind

_REACH = 17.0
_FAR = 80
"""How many tokens from a verb its people may stand, asides and all."""
_KIND_COST = {"counted": 0.0, "bare": 0.0, "nobody": -2.0, "plural": 3.0, "single": 3.0, "name": 3.0, "pronoun": 5.0}
_WORD = re.compile(r"[^\W\d_]+")


def mentions(sentence: Sentence) -> list[tuple[int, int]]:
    """Offsets of the words for each detention that the sentence says happened."""
    return told(frames(sentence, set())) if hinted(sentence.low, sentence.start, sentence.end) else []


def hinted(low: str, start: int = 0, end: int = maxsize) -> bool:
    """Whether a stretch of a folded text has any word that a frame could start from."""
    if not tables.hint_words().isdisjoint(_WORD.findall(low, start, end)):
        return True
    first = _WORD.match(low, start, end)
    return first is not None and first[0] in words("ru", "in_all")


def frames(sentence: Sentence, places: set[int]) -> list[Frame]:
    """Every statement of the sentence. ``places``: token indexes of toponyms and dates."""
    if pattern("ru", "denied").search(sentence.text, sentence.start, sentence.end):
        return all_refused(sentence.start, sentence.end, "denied")
    reading = Reading(sentence, places)
    found = reading.by_verbs()
    reading.count_everyone(found)
    stated = [f for f in found if not f.refused]
    stated += nouns.find(reading, stated)
    return with_refused(_without_twins(stated) + reading.parts(stated), found)


_EVERYONE = 16
"""How many words after a number "all of them" may stand."""


class Reading:
    """One sentence being read: its tokens, its groups of people, its clauses."""

    def __init__(self, sentence: Sentence, places: set[int]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = sentence.lows
        self.places = places
        self.clauses = Clauses(sentence)
        self.question = sentence.words.rstrip("\"”»' *").endswith("?")

    @cached_property
    def groups(self) -> list[Group]:
        """Found when first asked for: in many a sentence no verb or noun asks."""
        found = groups.find(self.sentence, self.places)
        self._mark_parts(found)
        return found

    def _mark_parts(self, found: list[Group]) -> None:
        """Groups after "в том числе" or "среди них" are part of a number told before."""
        if first_words("ru", "including").isdisjoint(self.lows):
            return
        for m in phrase_pattern("ru", "including").finditer(self.sentence.text, self.sentence.start, self.sentence.end):
            after = [g for g in found if self.tokens[g.first].start >= m.end()]
            for group in after[:1]:
                between = self.lows[self.sentence.index_at(m.end()) : group.first]
                group.part = len(between) <= 4 and ";" not in between and "." not in between
            for one, other in pairwise(after):
                linked = self.lows[one.last : other.first]
                other.part = one.part and len(linked) <= 3 and "и" in linked

    # -- verbs ---------------------------------------------------------------------------------------------------------

    def by_verbs(self) -> list[Frame]:
        out = []
        verbs = tables.verbs()
        for i, low in enumerate(self.lows):
            for verb, form in verbs.get(low, ()):
                near = self._complemented(verb, i)
                if near is None:
                    continue
                frame = self._frame(verb, form, i, near)
                if frame is not None:
                    out.append(frame)
                break
        return out

    def count_everyone(self, found: list[Frame]) -> None:
        """ "Eight came to the picket, all were taken": all are those eight."""
        for frame in found:
            text = self.sentence.text[slice(*frame.group)]
            if frame.kind != "detention" or frame.count.form != "unspecified" or not pattern("ru", "everyone").fullmatch(text):
                continue
            at = self.sentence.index_at(frame.group[0])
            counted = [g for g in self.groups if g.kind in ("counted", "bare") and g.last <= at <= g.last + _EVERYONE and not g.part]
            if counted and not any(f.kind == "detention" and f.group[0] == self.tokens[counted[-1].first].start for f in found):
                last = counted[-1]
                frame.count = last.count
                frame.group = (self.tokens[last.first].start, self.tokens[last.last - 1].end)

    def _complemented(self, verb: Verb, i: int) -> bool | None:
        """Whether a complement stands in the clause; ``None`` where one is needed and does not."""
        if not verb.complements:
            return False
        first, last = self._clause(i)
        text, start, end = self.sentence.text, self.tokens[first].start, self.tokens[last - 1].end
        for name in verb.complements:
            if name and tables.complement(name).search(text, start, end):
                return True
        return False if "" in verb.complements else None

    def _clause(self, i: int) -> tuple[int, int]:
        """The tokens around a verb that belong to it: to the nearest semicolon, colon, or eighteen tokens away."""
        first, last = i, i + 1
        while first > 0 and i - first < 18 and self.lows[first - 1] not in (";", ":"):
            first -= 1
        while last < len(self.tokens) and last - i < 18 and self.lows[last] not in (";", ":"):
            last += 1
        return first, last

    def _frame(self, verb: Verb, form: FormKind, i: int, complemented: bool) -> Frame | None:
        if verb.kind == "police_presence":
            return self._presence(verb, i) if form == "past" and not self.unreal(i) else None
        negated = self.negated(i)
        begun = form == "infinitive" and self._begun(i)
        refused = ""
        if (form == "infinitive" and not begun) or (form == "third" and not verb.imperfective) or self.unreal(i):
            refused = "planned or supposed"
        elif verb.court and self.court(i):
            refused = "a court's term"
        first, last = self.clauses.start(i), self.clauses.end(i)
        if verb.kind == "detention" and not words("ru", "delayed").isdisjoint(self.lows[first:last]):
            return None
        weak = not verb.strong and not complemented
        if (weak or verb.complements) and self._aside(i):
            return None
        group = self.group_of(i, form == "passive" or verb.by_subject, weak)
        if group is None:
            return None
        start, end, span = self.tokens[i].start, self.tokens[i].end, self.span(group)
        rule = f"{verb.lemma} ({'passive' if form == 'passive' else 'subject' if verb.by_subject else 'object'})"
        kind: ClaimKind = "no_detention" if verb.kind == "nobody" else verb.kind
        if refused or (self.question and group.kind != "nobody"):
            return Frame(kind, start, end, span, group.count, rule, refused=refused or "asked")
        if group.kind == "nobody" or negated:
            none = group.kind == "nobody" and negated and not self._for_a_while(i)
            several = group.kind == "plural" or (group.kind == "pronoun" and group.count.max is None)
            none = none or (negated and several and verb.imperfective and verb.kind == "detention")
            if not none or verb.kind not in ("detention", "nobody"):
                return Frame(kind, start, end, span, group.count, rule, refused="denied")
            return Frame("no_detention", start, end, span, nobody(group.count.text), f"{rule}, nobody", weak=weak)
        if verb.kind == "nobody" or (group.kind == "pronoun" and group.count.max is None):
            return None
        weak = weak and not topic_pattern("ru", "protest").search(self.sentence.words)
        if verb.kind == "gathering" and group.kind not in ("counted", "bare"):
            return None
        single = form == "third" and group.count.form == "exact" and group.count.best == 1
        return Frame(verb.kind, start, end, span, group.count, rule, weak, single, more=group.more)

    def negated(self, i: int) -> bool:
        """ "не задержали", "не были задержаны", "не стали задерживать"; "не только задержали" is no negation."""
        for j in range(i - 1, max(-1, i - 5), -1):
            low = self.lows[j]
            if low == "не":
                return self.lows[j + 1] not in words("ru", "not_only")
            if low not in words("ru", "be", "starts", "nobody"):
                break
        after = self.lows[i + 1 : i + 5]
        return "не" in after[:3] and not words("ru", "starts", "be").isdisjoint(after[after.index("не") + 1 :][:1])

    def _for_a_while(self, i: int) -> bool:
        """ "никого не трогали, пока ...": only till something happened."""
        return any(low == "пока" and self.lows[j - 1] == "," for j, low in enumerate(self.lows[i + 1 : i + 6], i + 1))

    def _begun(self, i: int) -> bool:
        """ "начали задерживать", "задерживать никого не стали": it happened, or it is said that it did not."""
        return not words("ru", "starts").isdisjoint(self.lows[max(0, i - 4) : i] + self.lows[i + 1 : i + 5])

    def unreal(self, i: int) -> bool:
        """Whether it is only planned, feared, told as hearsay or asked about."""
        lows = self.lows
        if not words("ru", "modal").isdisjoint(lows[max(0, i - 8) : i]):
            if not words("ru", "modal").isdisjoint(lows[max(self.clauses.start(i), i - 8) : i]):
                return True
        if not words("ru", "future").isdisjoint(lows[max(0, i - 12) : i + 3]):
            return True
        if first_words("ru", "hypothetical").isdisjoint(lows[max(0, i - 22) : i + 4]):
            return False
        stretch = " ".join(lows[max(0, i - 22) : min(self.clauses.end(i), i + 4)])
        stretch = re.split(r"[;]", stretch)[-1]
        return bool(phrase_pattern("ru", "hypothetical").search(stretch))

    def court(self, i: int) -> bool:
        """ "арестован на 15 суток", "суд арестовал": a court's sentence, not an arrest by police."""
        first, last = self.clauses.start(i), self.clauses.end(i)
        stretch = self.sentence.text[self.tokens[i].start : self.tokens[min(last, i + 14) - 1].end]
        return bool(pattern("ru", "sentence_court").search(stretch)) or not words("ru", "court").isdisjoint(self.lows[first:last])

    def _aside(self, i: int) -> bool:
        """An ambulance or a hospital in the clause: nobody is detained by those."""
        lows = self.lows[max(self.clauses.start(i), i - 8) : min(self.clauses.end(i), i + 9)]
        return bool(phrase_pattern("ru", "aside").search(" ".join(lows)))

    # -- the people ----------------------------------------------------------------------------------------------------

    def group_of(self, i: int, passive: bool, weak: bool) -> Group | None:
        """The people that the verb at a token is about: the nearest group that its case allows."""
        best: tuple[float, Group] | None = None
        relative = self._relative(i)
        for group in self.groups:
            if abs(group.first - i) > _FAR:
                continue
            cost = self._cost(group, i, passive, weak, relative)
            if cost is not None and cost <= _REACH and (best is None or cost < best[0]):
                best = (cost, group)
        return best[1] if best and not best[1].part else None

    def _relative(self, i: int) -> int | None:
        """The index of the "которых" that begins the verb's clause."""
        first = self.clauses.start(i)
        return next((j for j in range(first, i) if self.lows[j].startswith(("котор", "кого"))), None)

    def _cost(self, group: Group, i: int, passive: bool, weak: bool, relative: int | None) -> float | None:
        left = group.last <= i
        antecedent = left and relative is not None and group.last <= relative and self.clauses.cost(group.last, relative) <= 4
        if (group.first <= i < group.last) or any(j in self.clauses.aside for j in range(group.first, group.last)):
            return None
        if antecedent:
            planned = self.lows[group.first - 1].endswith(("ть", "ти", "чь"))  # "освободить всех, кого задержали"
            return None if planned else 1.0 + _KIND_COST[group.kind]
        if (group.bound and group.bound != "noun") or tables.oblique(group.cases):
            return None
        cost = _KIND_COST[group.kind] + (8 if group.bound else 0)
        cost += self._before(group.last, i) + 1 if left else self.clauses.cost(i + 1, group.first)
        if group.kind == "pronoun" and (passive or weak or cost > 9):
            return None
        known = group.cases
        if passive and known and "nom" not in known:
            return None
        if not passive and known == {"nom"}:
            if group.kind not in ("counted", "bare") or self.lows[group.first].endswith("о"):
                return None
            cost += 14 if left else 4
        between = self.lows[group.last : i] if left else self.lows[i + 1 : group.first]
        if "," in between and self._ruled(group, left):
            cost += 8
        return cost

    def _before(self, first: int, last: int) -> float:
        """What stands between a group and its verb; "..., которая отказалась уйти, ..." counts as one thing."""
        commas = [j for j in range(first, last) if self.lows[j] == "," and j not in self.clauses.aside]
        if len(commas) > 1 and commas[0] - first <= 6 and self.clauses.inserted(commas[0] + 1):
            return self.clauses.cost(first, commas[0]) + 4 + self.clauses.cost(commas[-1] + 1, last)
        return self.clauses.cost(first, last)

    def _ruled(self, group: Group, left: bool) -> bool:
        """Whether another verb stands right by the group: "пришли 300 человек, полиция ...", "..., 20 человек разошлись"."""
        near = [j for j in range(max(0, group.first - 2), group.first) if j not in self.clauses.aside]
        near += [] if left else range(group.last, min(group.last + 2, len(self.tokens)))
        return any(finite(self.lows[j]) for j in near)

    def span(self, group: Group) -> tuple[int, int]:
        return self.tokens[group.first].start, self.tokens[group.last - 1].end

    def _presence(self, verb: Verb, i: int) -> Frame | None:
        if words("ru", "police").isdisjoint(self.lows[max(0, i - 6) : i + 7]):
            return None
        start, end = self.tokens[i].start, self.tokens[i].end
        return Frame("police_presence", start, end, (start, end), nothing_known(), f"police {verb.lemma}")

    # -- parts ---------------------------------------------------------------------------------------------------------

    def parts(self, found: list[Frame]) -> list[Frame]:
        """ "десятки, среди них пятеро несовершеннолетних": a part of a count that the sentence has given."""
        out: list[Frame] = []
        if not any(f.kind == "detention" for f in found):
            return out
        for group in self.groups:
            start, end = self.span(group)
            whole = [f for f in found if f.kind == "detention" and f.group[1] <= start]
            if group.part and whole and group.last < len(self.tokens) and group.kind in ("counted", "bare", "single", "plural"):
                by_place = group.kind == "bare" and self.lows[group.last] in ("в", "во", "на") and group.last + 1 in self.places
                out.append(Frame("detention", start, end, (start, end), group.count, "part of a count", subset=not by_place))
        return out


def _without_twins(found: list[Frame]) -> list[Frame]:
    """One group is one statement of a kind, however many verbs say so; a strong verb's reading stays."""
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.weak, f.start)):
        if not any(f.kind == frame.kind and f.group[0] < frame.group[1] and frame.group[0] < f.group[1] for f in out):
            out.append(frame)
    return sorted(out, key=lambda f: f.start)
