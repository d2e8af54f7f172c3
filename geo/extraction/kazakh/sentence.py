"""Kazakh sentences to frames: the verb stands last, the people to its left in the case that its voice asks for.

Words come from ``data/lexicon/kk``; what stands here is how they hang together: voice, tense, negation, what is only planned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from sys import maxsize

from geo.extraction.frames import Frame, all_refused, nobody, nothing_known, told, with_refused
from geo.extraction.kazakh import forms, groups, nouns
from geo.extraction.kazakh.forms import Form, Verb
from geo.extraction.kazakh.groups import Group
from geo.extraction.kazakh.tense import Tense
from geo.extraction.layout import Sentence
from geo.lexicon import alternatives, classes, pattern, phrase_pattern, words
from geo.resources import table

_CLAUSE = 26
"""How many words to the left of its verb a group may stand."""
_MOVED_TO = frozenset(("vehicle", "station", "gathering", "aside"))
"""Classes of ``words.csv`` whose words stand in the dative before their verb."""
_FAR_COMPLEMENTS = {"<vehicle>": 7, "<station>": 7, "<gathering>": 7, "<held_at>": 7, "<police>": 9}
"""How many words before its verb a complement may stand, where it is more than three."""
_HINTING = ("vehicle", "station", "gathering", "held_at", "police", "seizing", "seize_mixed", "shackle", "came_to_be", "led_to", "led_by")
"""Classes that verbs ask for: a sentence without any of them, and without a verb that needs none, states nothing."""


def frames(sentence: Sentence, places: set[int]) -> list[Frame]:
    """Every statement of the sentence. ``places``: token indexes of toponyms and dates."""
    if sentence.words.rstrip("\"”»' ").endswith("?"):
        return all_refused(sentence.start, sentence.end, "asked")
    reading = _Reading(sentence, places)
    found = list(reading.by_verbs())
    stated = _without_twins([*(f for f in found if not f.refused), *nouns.frames(sentence, reading.groups, places, reading.held)])
    in_turn = nouns.in_turn(sentence, reading.groups, places) if stated else []
    return with_refused(stated + (in_turn or nouns.parts(sentence, reading.groups, stated, places)), found)


def mentions(sentence: Sentence) -> list[tuple[int, int]]:
    """Offsets of the words for each detention that the sentence says happened."""
    return told(frames(sentence, set())) if hinted(sentence.low, sentence.start, sentence.end) else []


def hinted(low: str, start: int = 0, end: int = maxsize) -> bool:
    """Whether a stretch of a folded text has any word that a frame could start from."""
    return bool(_hint().search(low, start, end))


@cache
def _hint() -> re.Pattern[str]:
    """Verbs that need nothing beside them, the complements of the others, and the nouns."""
    stems: set[str] = set()
    for row in table("lexicon/kk/triggers.csv", "stem", "complement"):
        named = [c for c in row["complement"].split("|") if c]
        stems |= {c for c in named if not c.startswith("<")} if named else {row["stem"]}
    kinds = classes("kk", "nominals", "word", "class")
    stems |= kinds["event"] | kinds["held"]
    stems |= {w.rstrip("*") for kind in _HINTING for w in words("kk", kind)}
    return re.compile(rf"(?<!\w)(?:{alternatives({s.casefold() for s in stems})})")


class _Reading:
    """One sentence being read: its tokens, its groups of people, its verbs."""

    def __init__(self, sentence: Sentence, places: set[int]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lows = sentence.lows
        self.places = places
        self.groups = groups.find(sentence, places)
        self.tense = Tense(sentence.lows, places)
        self._class_ends: dict[str, set[int]] = {}

    @cached_property
    def police(self) -> bool:
        return bool(phrase_pattern("kk", "police").search(self.sentence.text, self.sentence.start, self.sentence.end))

    def by_verbs(self) -> Iterator[Frame]:
        for i, low in enumerate(self.lows):
            known = forms.verbs_at(low)
            if not known or any(g.first <= i < g.last and g.kind != "plural" for g in self.groups):
                continue
            for verb, form in known:
                begin = self._complement(verb, i)
                if begin is None:
                    continue
                found = list(self._frames(verb, form, begin, i))
                yield from found
                if found:
                    break

    # -- the verb ------------------------------------------------------------------------------------------------------

    def _complement(self, verb: Verb, i: int) -> int | None:
        """Where the trigger begins: at the verb, or at what must stand to its left ("автобусқа", "қолға")."""
        if not verb.complements:
            return i
        for written in verb.complements:
            reach = _FAR_COMPLEMENTS.get(written, 3)
            for j in range(i - 1, max(-1, i - reach - 1), -1):
                low = self.lows[j]
                if low == ";":
                    break
                if low == written or (written[0] == "<" and self.tokens[j].end in self._ends(written[1:-1])):
                    return j
        return None

    def _ends(self, name: str) -> set[int]:
        """Where words of a class end; only in the dative, where the class is of what people are moved to."""
        if name not in self._class_ends:
            text, end = self.sentence.text, self.sentence.end
            found = {m.end() for m in phrase_pattern("kk", name).finditer(text, self.sentence.start, end)}
            if name in _MOVED_TO:
                ends, after = pattern("kk", "dative_end"), pattern("kk", "dative_after")
                found = {e for e in found if ends.search(text, e - 2, e) or after.match(text, e, end)}
            self._class_ends[name] = found
        return self._class_ends[name]

    def held(self, i: int) -> str | None:
        """What follows the participle in a word for those detained ("ұсталған|дар", "түскен|і"); ``None`` for any other word."""
        m = pattern("kk", "held_word").fullmatch(self.lows[i])
        if m is None:
            return None
        for verb, form in forms.verbs_at(m["participle"]):
            told = verb.kind == "detention" and verb.passive and form.tense == "perfect" and not (form.negative or form.tail)
            if told and self._complement(verb, i) is not None:
                return m["ending"]
        return None

    # -- its people ----------------------------------------------------------------------------------------------------

    def _frames(self, verb: Verb, form: Form, begin: int, i: int) -> Iterator[Frame]:
        state, end = self.tense.of(form, i)
        end = min(end, len(self.tokens))
        refused = "planned or supposed" if state == "unreal" or self._hypothetical(i) else ""
        if (verb.kind == "detention" and state != "not" and self._rumoured(end)) or self._denied(form, i):
            refused = "denied"
        span = self.tokens[i].start, self.tokens[end - 1].end
        rule = " ".join(t.low for t in self.tokens[i:end])
        if verb.kind == "police_presence":
            if self.police and state != "not" and not refused:
                yield Frame(verb.kind, *span, span, nothing_known(), rule)
            return
        group = self._attributed(verb, form, i, end) or self._left(verb, form, begin, i)
        if group is None:
            return
        if verb.kind == "detention" and self._court(verb, group, i):
            refused = "a court's term"
        if refused:
            yield Frame(verb.kind, *span, self._span(group), group.count, rule, refused=refused)
            return
        if (state == "general" and group.kind == "plural") or (verb.kind == "detention" and self._elsewhere(group, i)):
            return
        if group.kind == "nobody" or state == "not":
            if group.kind == "nobody" and state == "not" and verb.kind == "detention":
                yield Frame("no_detention", *span, self._span(group), nobody(group.count.text), rule, weak=not verb.strong, final=True)
            else:
                yield Frame(verb.kind, *span, self._span(group), group.count, rule, refused="denied")
            return
        if verb.kind == "gathering" and (group.kind not in ("counted", "bare") or i - group.last > 8):
            return
        single = state == "going" and group.count.best == 1
        weak = not verb.strong and not self.police
        yield Frame(verb.kind, *span, self._span(group), group.count, rule, weak, single, more=group.more, final=True)
        if verb.kind == "detention":
            for other in self._shared(group):
                own = self._span(other)
                at = nouns.beside(self.tokens, other, self.places)[0]
                yield Frame(verb.kind, *own, own, other.count, rule, weak, elliptic=True, more=other.more, at=at)

    def _left(self, verb: Verb, form: Form, begin: int, i: int) -> Group | None:
        """The people a verb speaks of: the nearest group in the right case, a counted one before one without a number."""
        best: Group | None = None
        for group in reversed(self.groups):
            if group.last > i or group.first <= begin < group.last:
                continue
            if i - group.last > _CLAUSE or self._barred(group.last, i):
                break
            if not self._fits(verb, form, group, begin, i) or self._bracketed(group, i):
                continue
            if best is None and nouns.is_part(self.tokens, group):
                best = group
                continue
            if group.kind in ("counted", "nobody") or (group.kind == "bare" and self._stands_alone(group)):
                return group if best is None or best.first - group.last <= 12 else best
            if best is None and group.kind != "bare":
                best = group
        return best

    def _bracketed(self, group: Group, i: int) -> bool:
        """ "жеті азамат (төртеуі – әйел) ұсталды": what stands in brackets is an aside."""
        return ")" in self.lows[group.last : i] and "(" in self.lows[: group.first]

    def _fits(self, verb: Verb, form: Form, group: Group, begin: int, i: int) -> bool:
        follows = self.lows[group.last]
        if verb.voice == "onto":
            to = group.case == "other" and pattern("kk", "dative_end").search(self.lows[group.last - 1])
            return bool(to) or (group.case == "gen" and not words("kk", "hands").isdisjoint(self.lows[group.last : i]))
        if verb.passive:
            owned = group.case == "gen" and form.tense == "perfect" and form.tail[:1] in ("ы", "і", "д")
            if group.case != "nom" and not owned:
                return False
            other = pattern("kk", "participle_end").search(follows) and group.last < min(begin, i) and not forms.verbs_at(follows)
            return not other and follows not in words("kk", "post")
        if group.case == "acc":
            return True
        near = group.kind in ("counted", "nobody") and group.case == "nom" and i - group.last <= 2
        return near and verb.strong and self.lows[group.last] not in words("kk", "post")

    def _stands_alone(self, group: Group) -> bool:
        """A bare number is people where it is a collective or inflected, or nothing that it could count follows."""
        if group.person:
            return True
        follows = self.tokens[group.last] if group.last < len(self.tokens) else None
        return follows is None or not follows.low[0].isalpha() or bool(forms.verbs_at(follows.low)) or group.last in self.places

    def _attributed(self, verb: Verb, form: Form, i: int, end: int) -> Group | None:
        """ "кеше ұсталған 12 адам", "полиция ұстаған 12 адам": a participle before the people it tells of."""
        if form.tense != "perfect" or form.tail or form.negative:
            return None
        if not (verb.passive or (i and phrase_pattern("kk", "police").fullmatch(self.lows[i - 1]))):
            return None
        group = next((g for g in self.groups if end <= g.first <= end + 1), None)
        if group is None or group.kind not in ("counted",) or not group.person:
            return None
        between = self.tokens[end : group.first]
        return group if all(t.low[0].isalpha() for t in between) else None

    def _shared(self, group: Group) -> Iterator[Group]:
        """ "Омбыда үшеу, Ошта екі адам ұсталды": one verb, and a place with each number."""
        following = group
        for other in reversed([g for g in self.groups if g.last <= group.first]):
            between = range(other.last, following.first)
            mark = next((k for k in between if self.lows[k] in (",", "және", "ал", ";")), None)
            if mark is None or other.kind not in ("counted", "bare") or other.case not in ("nom", group.case):
                return
            placed = any(k in self.places for k in range(mark, following.first))
            own = any(k in self.places for k in range(mark))
            told = any(pattern("kk", "finite_end").search(self.lows[k]) for k in between if k not in self.places)
            if not (placed and own) or told or any(k not in self.places for k in range(other.last, mark)):
                return
            yield other
            following = other

    # -- what makes it no claim ----------------------------------------------------------------------------------------

    def _barred(self, first: int, i: int) -> bool:
        """Whether a clause ends between two tokens: a finite verb and then a mark."""
        for k in range(first, i):
            low = self.lows[k]
            if low in (";", ":"):
                return True
            if low in (",", "–", "—", "»") and k > first:
                before = self.lows[k - 1]
                if pattern("kk", "finite_end").search(before) and not forms.person(before) and k - 1 not in self.places:
                    return True
        return False

    def _hypothetical(self, i: int) -> bool:
        return "егер" in self.lows[max(0, i - 20) : i] or not {"мүмкін", "болса", "керек"}.isdisjoint(self.lows[i + 1 : i + 3])

    def _rumoured(self, end: int) -> bool:
        """ "ұсталды деген қауесет", "қамалыпты деген өтірік"."""
        after = self.tokens[min(end + 4, len(self.tokens)) - 1].end
        return bool(phrase_pattern("kk", "rumour").search(self.sentence.text, self.tokens[end - 1].end, after))

    def _denied(self, form: Form, i: int) -> bool:
        """ "ұсталғанын жоққа шығарды": told only to be denied."""
        if form.tense != "perfect" or not form.tail:
            return False
        end = self.tokens[min(i + 5, len(self.tokens) - 1)].end
        return bool(phrase_pattern("kk", "denied").search(self.sentence.text, self.tokens[i].end, end))

    def _court(self, verb: Verb, group: Group, i: int) -> bool:
        """ "15 тәулікке қамады", "сот қамауға алды": a court's sentence, not an arrest by police."""
        reach = 14 if verb.stem.startswith(("қама", "ал")) else 4
        start, text = self.tokens[max(0, i - reach)].start, self.sentence.text
        named = phrase_pattern("kk", "court" if reach > 4 else "term").finditer(text, start, self.tokens[i].start)
        return any(not pattern("kk", "no_court_after").match(text, m.end()) for m in named)

    def _elsewhere(self, group: Group, i: int) -> bool:
        """ "ауруханаға алып кетті", "жедел жәрдем алып кетті": taken, though not by police."""
        first = min(group.last, max(0, i - 4))
        start = self.tokens[first].start
        if phrase_pattern("kk", "rescue").search(self.sentence.text, start, self.tokens[i].start):
            return True
        return any(t.end in self._ends("aside") for t in self.tokens[first:i])

    def _span(self, group: Group) -> tuple[int, int]:
        return self.tokens[group.first].start, self.tokens[group.last - 1].end


def _without_twins(found: list[Frame]) -> list[Frame]:
    """One group is one statement of a kind, however many verbs say so; a strong verb's reading stays."""
    kept: dict[tuple[str, int, int], Frame] = {}
    for frame in sorted(found, key=lambda f: (f.weak, f.elliptic, f.start)):
        kept.setdefault((frame.kind, *frame.group), frame)
    return sorted(kept.values(), key=lambda f: f.start)
