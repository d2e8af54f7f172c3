"""English verbs that state a claim: which form, which voice, denied or only planned, and whom they are said of."""

from __future__ import annotations

import re

from geo.extraction.english.groups import Group
from geo.extraction.english.reading import SKIP, Reading, nominals
from geo.extraction.frames import Frame, nobody, nothing_known
from geo.lexicon import Verb, verbs, words

_NOUNS_TOO = frozenset(("march", "marches", "protest", "protests", "rally", "rallies", "picket", "pickets", "hold"))
_WHO_CAME = frozenset(("who", "that", "from", "came", "them", "of"))
_OTHER_SENSE = frozenset(
    ("up", "out", "part", "place", "over", "hands", "hold", "note", "care", "aim", "a", "the", "back", "accountable", "responsible")
)


def verb_classes(word: str) -> frozenset[str]:
    """What kinds of verbs a word may be a form of, and what they need beside them."""
    return frozenset(f"verb:{v.kind} {'with' if v.complements else 'strong' if v.strong else 'weak'}" for v in verbs("en").get(word, ()))


class VerbReading(Reading):
    """The verbs of a sentence."""

    def by_verbs(self) -> list[Frame]:
        found = ((i, hit) for i in range(len(self.lows)) if (hit := self._verb_at(i)))
        return [frame for i, (verb, last) in found if (frame := self._frame(verb, i, last))]

    def _verb_at(self, i: int) -> tuple[Verb, int] | None:
        """The verb at a token with its complement found: (verb, index of the last token of the trigger)."""
        low = self.lows[i]
        if low == "zip" and self._compound(i):
            low = "-".join(self.lows[i : i + 3 : 2])
        rows = verbs("en").get(low)
        if rows is None or (i and (low in _NOUNS_TOO or low in nominals()["event"]) and self._after_determiner(i)):
            return None
        for verb in rows:
            if not verb.complements:
                return verb, i if "-" not in low else i + 2
            for complement in verb.complements:
                last = self._complement(i + 1, complement)
                if last is not None:
                    return verb, last
        return None

    def _after_determiner(self, i: int) -> bool:
        """ "the arrest", "at rallies", "20 arrests": a noun, though it looks like a verb."""
        low = self.lows[i - 1]
        return (
            low in words("en", "determiner", "preposition", "linker", "any")
            or low in ("no", "mass", "of")
            or any(g.last == i and g.kind == "bare" for g in self.groups)
        )

    def _complement(self, start: int, wanted: tuple[str, ...]) -> int | None:
        """Where the words of a complement end, at most an object away; ``<class>`` may have describing words before it."""
        lows = self.lows
        for j in range(start, min(start + 14, len(lows))):
            low = lows[j]
            if low in (";", ".", "!", "?") or (j > start and low in ("who", "which", "but", "while")):
                return None
            if low != wanted[0]:
                continue
            last: int | None = j
            for word in wanted[1:]:
                assert last is not None
                last = self._class(last + 1, word[1:-1]) if word.startswith("<") else self._word(last + 1, word)
                if last is None:
                    break
            if last is not None:
                if len(wanted) == 1 and wanted[0] in ("in", "off", "up", "away", "out"):
                    if j > start and not any(g.first >= start and g.last <= j for g in self.groups) and j - start > 3:
                        continue
                    if wanted[0] == "in" and (j + 1 < len(lows) and lows[j + 1] not in (".", ",", "by", "for", "and")):
                        continue
                return last
        return None

    def _word(self, j: int, word: str) -> int | None:
        return j if j < len(self.tokens) and self.lows[j] == word else None

    def _class(self, j: int, name: str) -> int | None:
        members = words("en", name)
        for k in range(j, min(j + 6, len(self.tokens))):
            low = self.lows[k]
            pair = f"{low} {self.lows[k + 1]}" if k + 1 < len(self.tokens) else low
            if low in members or pair in members:
                return k if low in members else k + 1
            if not (low[0].isalnum() or low in "-'’") or (low in words("en", "preposition") and low != "of"):
                return None
        return None

    def _frame(self, verb: Verb, i: int, last: int) -> Frame | None:
        if verb.kind == "police_presence":
            return self._presence(verb, i, last)
        if verb.kind == "gathering":
            return self._gathering(i, last)
        voice, negated, unreal = self._voice(verb, i, verb.participle if self._compound(i) else self.lows[i])
        if voice is None:
            return None
        refused = "planned or supposed" if unreal and not self._begun(i) else ""
        group = self._left(i, last) if voice == "passive" else self._right(i, last)
        if voice == "reduced" and self._refers_back(i):
            return None
        if voice == "reduced":
            group = self._left(i, last, near=True) or self._right(i, last)
        elif voice == "active" and group is None:
            group = self._antecedent(i) or (self._left(i, last, near=True) if self.lows[i] == verb.participle else None)
        if group is None:
            return None
        if self.question and group.kind != "nobody":
            refused = "asked"
        start, end = self.tokens[i].start, self.tokens[last].end
        span = self._span(group)
        rule = f"{verb.lemma} ({voice})"
        if verb.kind == "detention" and self._court(last, group):
            refused = "a court's term"
        if refused:
            return Frame(verb.kind, start, end, span, group.count, rule, refused=refused)  # type: ignore[arg-type]
        if group.kind == "nobody" or (negated and group.kind == "any"):
            if verb.kind != "detention" or (negated and group.kind == "nobody"):
                return None
            return Frame("no_detention", start, end, span, nobody(group.count.text), f"{rule}, nobody", weak=not verb.strong)
        if group.kind == "any":
            return None
        if negated:
            return Frame(verb.kind, start, end, span, group.count, rule, refused="denied")  # type: ignore[arg-type]
        if group.kind == "bare" and not self._may_stand_alone(group, verb.strong):
            return None
        if group.kind == "name" and not ((verb.strong and not verb.complements) or voice == "passive"):
            return None
        single = group.count.form == "exact" and group.count.best == 1 and self._present(verb, i, voice)
        if not verb.strong and not self._weak_fits(i, voice, group):
            return None
        weak = not verb.strong and not (group.person and self._police_in(self.lows))
        return Frame(verb.kind, start, end, span, group.count, rule, weak, single, more=group.more)  # type: ignore[arg-type]

    def _refers_back(self, i: int) -> bool:
        """ "among those detained", "the protesters detained": people told of before, not a new number."""
        left = self._group_ending(i)
        if left is None or left.kind != "plural":
            return False
        head = self.lows[left.first]
        before = self.lows[left.first - 1] if left.first else ""
        return head == "those" or (before in ("the", "those", "all") and head != "dozens")

    def _weak_fits(self, i: int, voice: str, group: Group) -> bool:
        """A weak verb ("held", "taken") needs a counted group, and nothing after it that gives it another sense."""
        after = self.lows[i + 1] if i + 1 < len(self.tokens) else "."
        if group.kind not in ("counted", "bare", "single", "nobody", "name") or (after in _OTHER_SENSE and group.first != i + 1):
            return False
        if not words("en", "aside").isdisjoint(self.lows[i + 1 : i + 6]):
            return False
        if voice == "reduced":
            return after in words("en", "preposition") or after in ("that", "yesterday", "last", "today") or not after[0].isalpha()
        return voice == "passive" or self._police_in(self.lows[max(0, i - 6) : i])

    def _compound(self, i: int) -> bool:
        """ "zip-tied": a verb of two words."""
        return i + 2 < len(self.tokens) and "-".join(self.lows[i : i + 3 : 2]) in verbs("en")

    def _voice(self, verb: Verb, i: int, low: str) -> tuple[str | None, bool, bool]:
        """(passive, active, reduced or None; negated; only planned, feared or asked)."""
        be, have = words("en", "be"), words("en", "have")
        negated = unreal = False
        helper = None
        j = i - 1
        helpers: list[str] = []
        while j >= 0 and i - j <= 8:
            word = self.lows[j]
            bare = word[:-3] if word.endswith("n't") else word
            if word.endswith("n't"):
                negated = True
                bare = {"wo": "will", "ca": "can", "did": "did", "does": "does", "do": "do"}.get(bare, bare)
            if word in ("not", "never", "neither", "nor"):
                negated = True
            elif word == "without":
                negated = True
                break
            elif bare in be or bare in have or bare in ("did", "does", "do"):
                helpers.append(bare)
                helper = helper or bare
            elif bare in words("en", "modal"):
                unreal = "have" not in helpers or bare not in ("may", "might", "must")
                helper = helper or bare
                break
            elif bare == "to":
                unreal = "have" not in helpers and low != verb.ing  # "admits to holding"
                break
            elif word in nominals()["wish"] and low in (verb.ing, verb.participle) and word not in ("over", "order", "ordered"):
                unreal = True
                break
            elif word in SKIP or word.endswith("ly") or word == ",":
                pass
            elif helper is None and self._group_ending(j + 1) is not None and helpers == []:
                break
            else:
                break
            j -= 1
        if self._hypothetical(i):
            unreal = True
        if low == verb.ing:
            if helper in be and low != "being":
                return "active", negated, unreal
            return "active", negated, unreal
        passive_form = low == verb.participle
        if helper == "be" and not unreal and "to" not in helpers:
            unreal = True  # "demand that they be freed"
        if passive_form and helper and (helper in be or (helper in ("got", "get", "gets"))):
            return "passive", negated, unreal
        if passive_form and helper in have:
            return "active", negated, unreal
        if helper in ("did", "does", "do") or (low in verb.present and low not in (verb.past, verb.participle)):
            if helper in be:
                return None, negated, unreal
            return "active", negated, unreal
        if low in (verb.past, verb.participle):
            if low == verb.participle and low != verb.past:
                return "reduced", negated, unreal
            return ("active" if self._active_past(i) else "reduced"), negated, unreal
        return "active", negated, unreal

    def _active_past(self, i: int) -> bool:
        """ "Police detained seven" against "seven detained": who stands to the left, and what to the right."""
        left = self._group_ending(i)
        if left is not None and left.kind in ("counted", "bare", "nobody", "plural", "single"):
            text = self.lows[left.first]
            follows = self._group_starting(i + 1)
            if follows is None or text in ("another",):
                return False
            return left.kind in ("plural", "single") and follows.kind != "plural"
        return True

    def _begun(self, i: int) -> bool:
        """ "began to detain" happened; "planned to detain" did not."""
        window = self.lows[max(0, i - 4) : i]
        return "to" in window and any(w in words("en", "starts") for w in window[: window.index("to")])

    def _present(self, verb: Verb, i: int, voice: str) -> bool:
        if voice == "active":
            return self.lows[i] in verb.present
        before = self.lows[max(0, i - 4) : i]
        return not {"is", "are", "being"}.isdisjoint(before) and {"was", "were", "been"}.isdisjoint(before)

    def _court(self, last: int, group: Group) -> bool:
        """ "arrested for 15 days" is a court's sentence, not an arrest by police."""
        end = self.tokens[min(max(last, group.last - 1), len(self.tokens) - 1)].end
        after = self.sentence.text[end : min(end + 45, self.sentence.end)]
        return bool(re.match(r"\s*,?\s*(?:\w+\s+){0,2}(?:for|to)\s+(?:\w+[\s-]+){0,4}days?\b", after))

    def _police_in(self, lows: list[str]) -> bool:
        return "they" in lows or not words("en", "police").isdisjoint(lows)

    def _gathering(self, i: int, last: int) -> Frame | None:
        group = self._left(i, last)
        if group is None or group.kind not in ("counted", "bare") or i - group.last > 6 or self._voice_unreal(i):
            return None
        passed = words("en", "be", "have")
        if not all(w in passed or w in SKIP or w in _WHO_CAME or w.endswith("ly") for w in self.lows[group.last : i]):
            return None
        start, end = self.tokens[i].start, self.tokens[last].end
        return Frame("gathering", start, end, self._span(group), group.count, f"{self.lows[i]} (people)")

    def _presence(self, verb: Verb, i: int, last: int) -> Frame | None:
        if words("en", "police").isdisjoint(self.lows[:i]) or self._voice_unreal(i):
            return None
        start, end = self.tokens[i].start, self.tokens[last].end
        return Frame("police_presence", start, end, (start, end), nothing_known(), f"police {verb.lemma}")
