"""English sentences to frames: verbs and nouns of detention, release, gathering and police presence with their groups.

Words come from ``data/lexicon/en``; what stands here is how they hang together: voice, negation, what is only planned.
"""

from __future__ import annotations

import re
from functools import cache

from geo.extraction.english import groups
from geo.extraction.english.groups import Group
from geo.extraction.frames import UNSPECIFIED_EVENT, Frame, nobody, nothing_known
from geo.extraction.layout import Sentence, Token
from geo.lexicon import Verb, alternatives, classes, phrase_pattern, verbs, words
from geo.model import Count

_NOUNS_TOO = frozenset(("march", "marches", "protest", "protests", "rally", "rallies", "picket", "pickets", "hold"))
_OTHER_SENSE = frozenset(
    ("up", "out", "part", "place", "over", "hands", "hold", "note", "care", "aim", "a", "the", "back", "accountable", "responsible")
)
_SKIP = frozenset(("also", "already", "then", "later", "reportedly", "all", "since", "again", "soon", "once", "first", "just", "each",
                   "both", "now", "therefore", "promptly", "thus", "even", "still", "so", "up", "however", "either", "being"))  # fmt: skip


def frames(sentence: Sentence, places: set[int]) -> list[Frame]:
    """Every statement of the sentence. ``places``: token indexes of toponyms."""
    if not _hint().search(sentence.text, sentence.start, sentence.end):
        return []
    reading = _Reading(sentence, places)
    found = reading.by_verbs() + reading.by_nouns()
    return _without_twins(found) + reading.parts(found)


def hinted(text: str) -> bool:
    """Whether a text has any word that a frame could start from."""
    return bool(_hint().search(text))


@cache
def _hint() -> re.Pattern[str]:
    forms = set(verbs("en")) | set().union(*(v for k, v in _nominals().items() if k in ("event", "held", "state", "presence")))
    return re.compile(rf"(?<!\w)(?:{alternatives(forms)})(?!\w)", re.I)


@cache
def _nominals() -> dict[str, frozenset[str]]:
    return classes("en", "nominals", "word", "class")


class _Reading:
    """One sentence being read: its tokens, its groups of people, its verbs."""

    def __init__(self, sentence: Sentence, places: set[int]) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.places = places
        self.groups = groups.find(sentence, places)
        self.question = sentence.words.rstrip("\"”»' ").endswith("?")
        self.taken: set[int] = set()

    # -- verbs ---------------------------------------------------------------------------------------------------------

    def by_verbs(self) -> list[Frame]:
        out = []
        i = 0
        while i < len(self.tokens):
            hit = self._verb_at(i)
            if hit is None:
                i += 1
                continue
            verb, last = hit
            frame = self._frame(verb, i, last)
            if frame:
                out.append(frame)
            i += 1
        return out

    def _verb_at(self, i: int) -> tuple[Verb, int] | None:
        """The verb at a token with its complement found: (verb, index of the last token of the trigger)."""
        token = self.tokens[i]
        low = token.low
        if low == "zip" and i + 2 < len(self.tokens):
            low = "-".join(t.low for t in self.tokens[i : i + 3] if t.low != "-")
            low = low if low in verbs("en") else token.low
        if low in _nominals()["event"] | _NOUNS_TOO and i and self._after_determiner(i):
            return None
        for verb in verbs("en").get(low, ()):
            if not verb.complements:
                return verb, i if "-" not in low else i + 2
            for complement in verb.complements:
                last = self._complement(i + 1, complement)
                if last is not None:
                    return verb, last
        return None

    def _after_determiner(self, i: int) -> bool:
        """ "the arrest", "at rallies", "20 arrests": a noun, though it looks like a verb."""
        low = self.tokens[i - 1].low
        kinds = ("determiner", "preposition", "linker", "any")
        return (
            any(low in words("en", k) for k in kinds)
            or low in ("no", "mass", "of")
            or any(g.last == i and g.kind == "bare" for g in self.groups)
        )

    def _complement(self, start: int, wanted: tuple[str, ...]) -> int | None:
        """Where the words of a complement end, at most an object away; ``<class>`` may have describing words before it."""
        tokens = self.tokens
        for j in range(start, min(start + 14, len(tokens))):
            low = tokens[j].low
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
                    if wanted[0] == "in" and (j + 1 < len(tokens) and tokens[j + 1].low not in (".", ",", "by", "for", "and")):
                        continue
                return last
        return None

    def _word(self, j: int, word: str) -> int | None:
        return j if j < len(self.tokens) and self.tokens[j].low == word else None

    def _class(self, j: int, name: str) -> int | None:
        members = words("en", name)
        for k in range(j, min(j + 6, len(self.tokens))):
            low = self.tokens[k].low
            pair = f"{low} {self.tokens[k + 1].low}" if k + 1 < len(self.tokens) else low
            if low in members or pair in members:
                return k if low in members else k + 1
            if not (low[0].isalnum() or low in "-'’") or low in words("en", "preposition") - {"of"}:
                return None
        return None

    def _frame(self, verb: Verb, i: int, last: int) -> Frame | None:
        if verb.kind == "police_presence":
            return self._presence(verb, i, last)
        if verb.kind == "gathering":
            return self._gathering(i, last)
        voice, negated, unreal = self._voice(verb, i, verb.participle if self._compound(i) else self.tokens[i].low)
        if voice is None or (unreal and not self._begun(i)):
            return None
        group = self._left(i, last) if voice == "passive" else self._right(i, last)
        if voice == "reduced" and self._refers_back(i):
            return None
        if voice == "reduced":
            group = self._left(i, last, near=True) or self._right(i, last)
        elif voice == "active" and group is None:
            group = self._antecedent(i) or (self._left(i, last, near=True) if self.tokens[i].low == verb.participle else None)
        if group is None:
            return None
        if self.question and group.kind != "nobody":
            return None
        start, end = self.tokens[i].start, self.tokens[last].end
        span = self._span(group)
        rule = f"{verb.lemma} ({voice})"
        if verb.kind == "detention" and self._court(last, group):
            return None
        if group.kind == "nobody" or (negated and group.kind == "any"):
            if verb.kind != "detention" or (negated and group.kind == "nobody"):
                return None
            return Frame("no_detention", start, end, span, nobody(group.count.text), f"{rule}, nobody", weak=not verb.strong)
        if negated or group.kind == "any":
            return None
        if group.kind == "bare" and not self._may_stand_alone(group, verb.strong):
            return None
        if group.kind == "name" and not ((verb.strong and not verb.complements) or voice == "passive"):
            return None
        single = group.count.form == "exact" and group.count.best == 1 and self._present(verb, i, voice)
        if not verb.strong and not self._weak_fits(i, voice, group):
            return None
        weak = not verb.strong and not (group.person and self._police_near())
        return Frame(verb.kind, start, end, span, group.count, rule, weak, single, more=group.more)  # type: ignore[arg-type]

    def _refers_back(self, i: int) -> bool:
        """ "among those detained", "the protesters detained": people told of before, not a new number."""
        left = self._group_ending(i)
        if left is None or left.kind != "plural":
            return False
        head = self.tokens[left.first].low
        before = self.tokens[left.first - 1].low if left.first else ""
        return head == "those" or (before in ("the", "those", "all") and head != "dozens")

    def _weak_fits(self, i: int, voice: str, group: Group) -> bool:
        """A weak verb ("held", "taken") needs a counted group, and nothing after it that gives it another sense."""
        after = self.tokens[i + 1].low if i + 1 < len(self.tokens) else "."
        if group.kind not in ("counted", "bare", "single", "nobody", "name") or after in _OTHER_SENSE:
            return False
        tail = {t.low for t in self.tokens[i + 1 : i + 6]}
        if tail & words("en", "aside"):
            return False
        if voice == "reduced":
            return after in words("en", "preposition") | {"that", "yesterday", "last", "today"} or not after[0].isalpha()
        return voice == "passive" or bool({t.low for t in self.tokens[max(0, i - 6) : i]} & (words("en", "police") | {"they"}))

    def _compound(self, i: int) -> bool:
        """ "zip-tied": a verb of two words."""
        return i + 2 < len(self.tokens) and "-".join(t.low for t in self.tokens[i : i + 3 : 2]) in verbs("en")

    def _voice(self, verb: Verb, i: int, low: str) -> tuple[str | None, bool, bool]:
        """(passive, active, reduced or None; negated; only planned, feared or asked)."""
        be, have = words("en", "be"), words("en", "have")
        negated = unreal = False
        helper = None
        j = i - 1
        helpers: list[str] = []
        while j >= 0 and i - j <= 8:
            word = self.tokens[j].low
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
                unreal = "have" not in helpers
                break
            elif word in _SKIP or word.endswith("ly") or word == ",":
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
            text = self.tokens[left.first].low
            follows = self._group_starting(i + 1)
            if follows is None or text in ("another",):
                return False
            return left.kind in ("plural", "single") and follows.kind != "plural"
        return True

    def _group_ending(self, i: int) -> Group | None:
        while i > 0 and (self.tokens[i - 1].low in _SKIP or self.tokens[i - 1].low.endswith("ly")):
            i -= 1
        return next((g for g in self.groups if g.last == i), None)

    def _group_starting(self, i: int) -> Group | None:
        while i < len(self.tokens) and (self.tokens[i].low in words("en", "determiner") or self.tokens[i].low in _SKIP):
            i += 1
        return next((g for g in self.groups if g.first <= i < g.last), None)

    def _hypothetical(self, i: int) -> bool:
        for j in range(i - 1, max(-1, i - 25), -1):
            low = self.tokens[j].low
            if low in (".", ";", ":"):
                return False
            if low in words("en", "hypothetical"):
                return True
        return False

    def _begun(self, i: int) -> bool:
        """ "began to detain" happened; "planned to detain" did not."""
        window = [t.low for t in self.tokens[max(0, i - 4) : i]]
        return "to" in window and any(w in words("en", "starts") for w in window[: window.index("to")])

    def _present(self, verb: Verb, i: int, voice: str) -> bool:
        if voice == "active":
            return self.tokens[i].low in verb.present
        return any(t.low in ("is", "are", "being") for t in self.tokens[max(0, i - 4) : i]) and not any(
            t.low in ("was", "were", "been") for t in self.tokens[max(0, i - 4) : i]
        )

    def _court(self, last: int, group: Group) -> bool:
        """ "arrested for 15 days" is a court's sentence, not an arrest by police."""
        end = self.tokens[min(max(last, group.last - 1), len(self.tokens) - 1)].end
        after = self.sentence.text[end : min(end + 45, self.sentence.end)]
        return bool(re.match(r"\s*,?\s*(?:\w+\s+){0,2}(?:for|to)\s+(?:\w+[\s-]+){0,4}days?\b", after))

    def _left(self, i: int, last: int, near: bool = False) -> Group | None:
        """The subject: the nearest group before the verb, no further than its clause."""
        best: Group | None = None
        for group in reversed(self.groups):
            if group.last > i:
                continue
            between = self.tokens[group.last : i]
            if any(t.low in (";",) for t in between):
                break
            if near and len(between) > 4 and any(t.low in (",", "and", "but") for t in between):
                break
            if near and any(t.low in words("en", "be") | words("en", "have") for t in between):
                break
            if group.first > 0 and self.tokens[group.first - 1].low in ("by", "with", "against") and not near:
                continue
            if group.kind == "bare" and not self._may_stand_alone(group, True):
                continue
            if self._aside(group):
                continue
            if group.kind == "any" and not near:
                return group
            if best is None:
                best = group
                if group.kind in ("counted", "bare", "nobody"):
                    return group
                continue
            linked = [t.low for t in self.tokens[group.last : best.first]]
            if group.kind in ("counted", "bare") and len(linked) <= 6 and "of" in linked[:2]:
                return group
            break
        return best

    def _antecedent(self, i: int) -> Group | None:
        """ "30 workers whom police had rounded up": the object stands before the relative clause."""
        for group in reversed(self.groups):
            between = [t.low for t in self.tokens[group.last : i]]
            if group.last <= i and len(between) <= 8 and ("whom" in between or (between and set(between) & words("en", "police"))):
                return group if not set(between) & {",", ";", "and"} or "whom" in between else None
        return None

    def _aside(self, group: Group) -> bool:
        """An age ("a man, 34,", "two women of around 70") or a part of the group before ("eight journalists among them")."""
        before = self.tokens[group.first - 1].low if group.first else ""
        after = [t.low for t in self.tokens[group.last : group.last + 2]]
        if group.kind == "bare" and (before in (",", "of") and any(g.last == group.first - 1 and g.person for g in self.groups)):
            return before == "of" or after[:1] == [","]
        return after in (["among", "them"], ["of", "them"]) or before in ("including",)

    def _right(self, i: int, last: int) -> Group | None:
        """The object: the first group after the verb, before another verb or the end of the clause."""
        for group in self.groups:
            if group.first <= i:
                continue
            between = self.tokens[i + 1 : group.first]
            if len(between) > 12 or any(t.low in (";", ":", "who", "which", "but", "while", "because", "after", "when") for t in between):
                return None
            if any(t.low in words("en", "be") for t in between):
                return None
            if group.kind == "bare" and not self._may_stand_alone(group, True):
                continue
            if between and between[-1].low in ("by", "from", "with", "against", "for") and i + 1 < group.first:
                return None
            return group
        return None

    def _may_stand_alone(self, group: Group, strong: bool) -> bool:
        """A bare number is people when no other noun follows it."""
        last = group.last
        while last < len(self.tokens) and self.tokens[last].low in words("en", "extra"):
            last += 1
        if last >= len(self.tokens):
            return True
        follows = self.tokens[last]
        if not follows.low[0].isalpha():
            return follows.low not in ("%", "°")
        stops = groups.stops() | words("en", "extra") | words("en", "pronoun")
        if follows.low in stops or follows.low in verbs("en") or follows.low.endswith("ly") or follows.low in _SKIP:
            return follows.low not in words("en", "unit")
        if group.last in self.places or follows.low in ("yesterday", "today", "there", "here", "overnight", "that", "this", "last"):
            return True
        return strong and follows.low.endswith("s") and not follows.low.endswith("ss")

    def _police_near(self) -> bool:
        lows = {t.low for t in self.tokens}
        return bool(lows & (words("en", "police") | {"they"}))

    def _span(self, group: Group) -> tuple[int, int]:
        return self.tokens[group.first].start, self.tokens[group.last - 1].end

    # -- gatherings and police -----------------------------------------------------------------------------------------

    def _gathering(self, i: int, last: int) -> Frame | None:
        group = self._left(i, last)
        if group is None or group.kind not in ("counted", "bare") or i - group.last > 6 or self._voice_unreal(i):
            return None
        allowed = words("en", "have") | words("en", "be") | _SKIP | {"who", "that", "from", "came", "them", "of"}
        if any(t.low not in allowed and not t.low.endswith("ly") for t in self.tokens[group.last : i]):
            return None
        start, end = self.tokens[i].start, self.tokens[last].end
        return Frame("gathering", start, end, self._span(group), group.count, f"{self.tokens[i].low} (people)")

    def _voice_unreal(self, i: int) -> bool:
        window = [t.low for t in self.tokens[max(0, i - 3) : i]]
        return self._hypothetical(i) or any(w in words("en", "modal") or w in ("not", "to") or w.endswith("n't") for w in window)

    def _presence(self, verb: Verb, i: int, last: int) -> Frame | None:
        if not {t.low for t in self.tokens[:i]} & words("en", "police") or self._voice_unreal(i):
            return None
        start, end = self.tokens[i].start, self.tokens[last].end
        return Frame("police_presence", start, end, (start, end), nothing_known(), f"police {verb.lemma}")

    # -- nouns ---------------------------------------------------------------------------------------------------------

    def by_nouns(self) -> list[Frame]:
        out = []
        kinds = _nominals()
        for i, token in enumerate(self.tokens):
            if token.low in kinds["event"] or token.low in kinds["held"]:
                frame = self._tallied(i) or self._noun(i, token, kinds)
                if frame:
                    out.append(frame)
            elif token.low in ("detained", "arrested", "held", "apprehended", "custody") and (frame := self._tallied(i)):
                out.append(frame)
        out += self._states(kinds["state"])
        if not out:
            out += self._at_the_site(kinds["presence"])
        return out

    def _noun(self, i: int, token: Token, kinds: dict[str, frozenset[str]]) -> Frame | None:
        tokens = self.tokens
        before = [t.low for t in tokens[max(0, i - 5) : i]]
        if any(w in kinds["wish"] for w in before[-4:]) or self._voice_unreal_noun(i) or self.question:
            return None
        plural = token.low.endswith("s")
        if frame := self._none_of(i, before):
            return frame
        group = next((g for g in self.groups if g.last <= i and i - g.last <= 2 and g.kind in ("bare", "counted")), None)
        overlap = next((g for g in self.groups if g.first < i < g.last and g.kind == "counted"), None)
        if overlap is not None and token.low in kinds["held"]:
            group = overlap
        if group is not None and "of" in [t.low for t in tokens[group.first : i]] and token.low in kinds["held"]:
            return None
        if group is not None and (group.kind == "bare" or token.low in kinds["held"]):
            between = tokens[group.last : i]
            if all(t.low not in words("en", "preposition") and t.low[0].isalpha() for t in between):
                span = (tokens[group.first].start, token.end)
                text = self.sentence.text[span[0] : span[1]]
                c = group.count
                return Frame(
                    "detention",
                    token.start,
                    token.end,
                    span,
                    Count(text, c.min, c.max, c.best, c.form),
                    f"number of {token.low}",
                    more=group.more,
                )
        if token.low in kinds["held"]:
            return None  # "nine of the detainees": told of before
        if i + 1 < len(tokens) and tokens[i + 1].low == "of":
            group = next((g for g in self.groups if i + 2 <= g.first <= i + 4), None)
            if group is not None and group.kind in ("counted", "bare", "single", "plural", "name"):
                return Frame("detention", token.start, token.end, self._span(group), group.count, f"{token.low} of", more=group.more)
            return None
        if plural and (i == 0 or self._took_place(i, before)):
            return Frame(
                "detention",
                token.start,
                token.end,
                (token.start, token.end),
                Count(token.text, *UNSPECIFIED_EVENT),
                "detentions, no number",
            )
        return None

    def _none_of(self, i: int, before: list[str]) -> Frame | None:
        tokens = self.tokens
        token = tokens[i]
        after = tokens[i + 1 : i + 3]
        colon = len(after) == 2 and after[0].low in (":", "-", "–", "—")
        number = next((g for g in self.groups if g.first == i + 2), None) if colon else None
        told = {"no", "zero", "without", "nor"} & set(before[-3:]) or (before[-1:] == ["0"])
        negated = any(w in ("not", "nor") or w.endswith("n't") for w in before) and "any" in before
        if told or negated or (colon and after[1].low in ("none", "zero", "no", "0", "nil")):
            start = tokens[i - 1].start if told and i else token.start
            end = after[1].end if colon and not told else token.end
            text = self.sentence.text[start:end]
            return Frame("no_detention", token.start, token.end, (start, end), nobody(text), "no detentions")
        if number is not None and number.kind in ("bare", "counted"):
            return Frame("detention", token.start, token.end, self._span(number), number.count, f"{token.low}: number")
        return None

    def _took_place(self, i: int, before: list[str]) -> bool:
        after = [t.low for t in self.tokens[i + 1 : i + 6]]
        verbs_after = {"made", "reported", "began", "continued", "followed", "started", "carried", "happened", "near", "at"}
        return bool({"there", "reports", "reported", "made", "saw"} & set(before)) or bool(verbs_after & set(after[:4]))

    def _voice_unreal_noun(self, i: int) -> bool:
        window = [t.low for t in self.tokens[max(0, i - 3) : i]]
        return self._hypothetical(i) or any(w in words("en", "modal") for w in window)

    def _tallied(self, i: int) -> Frame | None:
        """ "put the number of those detained at 17", "the total of arrests has reached 90"."""
        before = {t.low for t in self.tokens[max(0, i - 9) : i]}
        if not before & _nominals()["tally"]:
            return None
        linked = ("at", "to", "is", "was", "reached", "exceeded", "passed", "stood", "stands", ":", "rose", "risen")
        for group in reversed([g for g in self.groups if i - 8 <= g.first < i and g.kind == "bare"]):
            words_between = [t.low for t in self.tokens[group.last : i]]
            if "number" in words_between and self.tokens[group.first - 1].low == "at":
                token = self.tokens[i]
                return Frame("detention", token.start, token.end, self._span(group), group.count, f"number of {token.low}")
        for group in self.groups:
            if i < group.first <= i + 8 and group.kind in ("bare", "counted"):
                between = {t.low for t in self.tokens[i + 1 : group.first]}
                if between & set(linked):
                    token = self.tokens[i]
                    return Frame("detention", token.start, token.end, self._span(group), group.count, f"number of {token.low}")
        return None

    def _states(self, phrases: frozenset[str]) -> list[Frame]:
        out = []
        for m in _state_pattern(phrases).finditer(self.sentence.text, self.sentence.start, self.sentence.end):
            i = groups.index_at(self.tokens, m.start())
            window = [t.low for t in self.tokens[max(0, i - 4) : i]]
            if not any(w in words("en", "be") or w in ("ended", "found", "spent", "landed", "put", "placed") for w in window):
                continue
            if any(w in words("en", "modal") or w in ("remain", "still", "not") for w in window) or self._hypothetical(i) or self.question:
                continue
            group = self._left(i, i)
            if group is None or group.kind not in ("counted", "bare", "plural"):
                continue
            out.append(
                Frame(
                    "detention",
                    m.start(),
                    m.end(),
                    self._span(group),
                    group.count,
                    m[0].casefold(),
                    weak=group.kind == "plural",
                    more=group.more,
                )
            )
        return out

    def _at_the_site(self, phrases: frozenset[str]) -> list[Frame]:
        """Captions such as "Police at the site of the planned rally"."""
        for m in _state_pattern(phrases).finditer(self.sentence.text, self.sentence.start, self.sentence.end):
            i = groups.index_at(self.tokens, m.start())
            if {t.low for t in self.tokens[max(0, i - 6) : i]} & words("en", "police"):
                return [Frame("police_presence", m.start(), m.end(), (m.start(), m.end()), nothing_known(), "police at the site")]
        return []

    # -- parts ---------------------------------------------------------------------------------------------------------

    def parts(self, found: list[Frame]) -> list[Frame]:
        """ "dozens, among them five minors": a part of a count that the sentence has given."""
        out = []
        for m in phrase_pattern("en", "including").finditer(self.sentence.text, self.sentence.start, self.sentence.end):
            whole = [f for f in found if f.kind == "detention" and f.start < m.start()]
            i = groups.index_at(self.tokens, m.end())
            group = next((g for g in self.groups if i <= g.first <= i + 2 and g.kind in ("counted", "bare", "single", "plural")), None)
            if whole and group is not None and not any(f.group == self._span(group) for f in found):
                out.append(Frame("detention", m.start(), m.end(), self._span(group), group.count, "part of a count", subset=True))
        return out


@cache
def _state_pattern(phrases: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)", re.I)


def _without_twins(found: list[Frame]) -> list[Frame]:
    """One group is one statement of a kind, however many verbs say so; a strong verb's reading stays."""
    out: list[Frame] = []
    for frame in sorted(found, key=lambda f: (f.weak, f.start)):
        twin = next((f for f in out if f.kind == frame.kind and f.group[0] < frame.group[1] and frame.group[0] < f.group[1]), None)
        if twin is None and not (frame.kind == "detention" and any(f.kind == "no_detention" and f.start == frame.start for f in out)):
            out.append(frame)
    return sorted(out, key=lambda f: f.start)
