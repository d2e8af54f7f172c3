"""English nouns and phrases that state a claim: detentions, arrests, detainees, tallies, people "in custody"; parts of a count."""

from __future__ import annotations

import re
from functools import cache

from geo.extraction.english.reading import Reading, nominals
from geo.extraction.frames import UNSPECIFIED_EVENT, Frame, nobody, nothing_known
from geo.extraction.layout import Token
from geo.lexicon import any_of, first_words, phrase_pattern, words
from geo.model import Count

_HELD = frozenset(("detained", "arrested", "held", "apprehended", "custody"))


class NounReading(Reading):
    """The nouns of a sentence."""

    def by_nouns(self) -> list[Frame]:
        out = []
        kinds = nominals()
        event, held = kinds["event"], kinds["held"]
        for i, low in enumerate(self.lows):
            if low in event or low in held:
                frame = self._tallied(i) or self._noun(i, self.tokens[i], kinds)
                if frame:
                    out.append(frame)
            elif low in _HELD and (frame := self._tallied(i)):
                out.append(frame)
        out += self._states(kinds["state"])
        if not out:
            out += self._at_the_site(kinds["presence"])
        return out

    def _noun(self, i: int, token: Token, kinds: dict[str, frozenset[str]]) -> Frame | None:
        tokens = self.tokens
        before = self.lows[max(0, i - 5) : i]
        if any(w in kinds["wish"] for w in before[-4:]) or self._voice_unreal_noun(i) or self.question:
            return None
        plural = token.low.endswith("s")
        if frame := self._none_of(i, before):
            return frame
        group = next((g for g in self.groups if g.last <= i and i - g.last <= 3 and g.kind in ("bare", "counted")), None)
        overlap = next((g for g in self.groups if g.first < i < g.last and g.kind == "counted"), None)
        if overlap is not None and token.low in kinds["held"]:
            group = overlap
        if group is not None and "of" in self.lows[group.first : i] and token.low in kinds["held"]:
            return None
        if group is not None and (group.kind == "bare" or token.low in kinds["held"]):
            between = self.lows[group.last : i]
            if all(low not in words("en", "preposition") and (low[0].isalpha() or low in "\"“”’'") for low in between):
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
        after = self.lows[i + 1 : i + 6]
        verbs_after = {
            "made",
            "reported",
            "began",
            "took",
            "occurred",
            "ensued",
            "continued",
            "followed",
            "started",
            "carried",
            "happened",
            "near",
            "at",
        }
        return bool({"there", "reports", "reported", "made", "saw"} & set(before)) or bool(verbs_after & set(after[:4]))

    def _voice_unreal_noun(self, i: int) -> bool:
        window = self.lows[max(0, i - 3) : i]
        return self._hypothetical(i) or not words("en", "modal").isdisjoint(window)

    def _tallied(self, i: int) -> Frame | None:
        """ "put the number of those detained at 17", "the total of arrests has reached 90"."""
        if nominals()["tally"].isdisjoint(self.lows[max(0, i - 9) : i]):
            return None
        linked = ("at", "to", "is", "was", "reached", "exceeded", "passed", "stood", "stands", ":", "rose", "risen")
        for group in reversed([g for g in self.groups if i - 8 <= g.first < i and g.kind == "bare"]):
            words_between = self.lows[group.last : i]
            if "number" in words_between and self.lows[group.first - 1] == "at":
                token = self.tokens[i]
                return Frame("detention", token.start, token.end, self._span(group), group.count, f"number of {token.low}")
        for group in self.groups:
            if i < group.first <= i + 8 and group.kind in ("bare", "counted"):
                if not set(linked).isdisjoint(self.lows[i + 1 : group.first]):
                    token = self.tokens[i]
                    return Frame("detention", token.start, token.end, self._span(group), group.count, f"number of {token.low}")
        return None

    def _states(self, phrases: frozenset[str]) -> list[Frame]:
        out = []
        for m in _phrases(phrases).finditer(self.sentence.low, self.sentence.start, self.sentence.end):
            i = self.sentence.index_at(m.start())
            window = self.lows[max(0, i - 4) : i]
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
                    m[0],
                    weak=group.kind == "plural",
                    more=group.more,
                )
            )
        return out

    def _at_the_site(self, phrases: frozenset[str]) -> list[Frame]:
        """Captions such as "Police at the site of the planned rally"."""
        for m in _phrases(phrases).finditer(self.sentence.low, self.sentence.start, self.sentence.end):
            i = self.sentence.index_at(m.start())
            if not words("en", "police").isdisjoint(self.lows[max(0, i - 6) : i]):
                return [Frame("police_presence", m.start(), m.end(), (m.start(), m.end()), nothing_known(), "police at the site")]
        return []

    def parts(self, found: list[Frame]) -> list[Frame]:
        """ "dozens, among them five minors": a part of a count that the sentence has given."""
        out: list[Frame] = []
        if first_words("en", "including").isdisjoint(self.lows):
            return out
        for m in phrase_pattern("en", "including").finditer(self.sentence.text, self.sentence.start, self.sentence.end):
            whole = [f for f in found if f.kind == "detention" and f.start < m.start()]
            i = self.sentence.index_at(m.end())
            group = next((g for g in self.groups if i <= g.first <= i + 2 and g.kind in ("counted", "bare", "single", "plural")), None)
            if whole and group is not None and not any(f.group == self._span(group) for f in found):
                out.append(Frame("detention", m.start(), m.end(), self._span(group), group.count, "part of a count", subset=True))
        return out


@cache
def _phrases(phrases: frozenset[str]) -> re.Pattern[str]:
    return any_of(phrases, flags=0)
