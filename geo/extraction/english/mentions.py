"""English sentences that say that somebody was detained, whether or not a claim can be made of them.

"He was picked up at home" names nobody who could be counted, and a thief's arrest is no protest's: neither is a claim, and
both say that an arrest happened. What is negated, feared, ordered or only planned does not say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from geo.extraction.english.reading import nominals
from geo.extraction.english.sentence import hinted
from geo.extraction.english.verbs import VerbReading
from geo.extraction.layout import Sentence
from geo.lexicon import Verb, pattern, words


def mentions(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Offsets of the words for each detention that the sentence says happened."""
    if hinted(sentence.low, sentence.start, sentence.end):
        reading = MentionReading(sentence, set())
        for first, last in reading.told():
            yield reading.tokens[first].start, reading.tokens[last].end


class MentionReading(VerbReading):
    """The detentions that a sentence tells of."""

    def told(self) -> Iterator[tuple[int, int]]:
        """Indexes of the first and last token of each word for a detention that is said to have happened."""
        if pattern("en", "untold").search(self.sentence.words):
            return
        excluded = [m.span() for m in pattern("en", "no_arrest").finditer(self.sentence.text, self.sentence.start, self.sentence.end)]
        for i, token in enumerate(self.tokens):
            if any(start <= token.start < end for start, end in excluded):
                continue
            hit = self._verb_at(i)
            if hit is not None and hit[0].kind == "detention":
                if self._happened(*hit, i):
                    yield i, hit[1]
            elif token.low in nominals()["event"] and self._noun_happened(i):
                yield i, i

    def _happened(self, verb: Verb, last: int, i: int) -> bool:
        voice, negated, unreal = self._voice(verb, i, self.lows[i])
        if voice is None or negated or (unreal and not self._begun(i)):
            return False
        if self._wished(i, "over") or (voice == "active" and self.lows[i] == verb.lemma and self._coordinated(i)):
            return False
        if voice == "reduced" and set(self.lows[max(0, i - 12) : i]) & {"get", "have"}:
            return False  # "to get them arrested"
        subject = self._left(i, last)
        if voice == "passive" and subject is not None and subject.kind == "nobody":
            return False
        if verb.strong and not verb.complements:
            return True
        if verb.strong and self._somebody(i, last, voice):
            return True
        if not verb.strong and not self._police_in(self.lows):
            return False
        frame = self._frame(verb, i, last)
        if frame is None or frame.refused:
            return False
        return verb.strong or any(g.person and self._span(g) == frame.group for g in self.groups)

    def _somebody(self, i: int, last: int, voice: str) -> bool:
        """ "He was picked up": whoever it is, it is somebody; buses are driven away too, and campaigns take off."""
        if self.lows[last] in words("en", "station"):
            return True
        if voice != "passive" or self.lows[last] == "in":
            return False
        return bool(set(self.lows[max(0, i - 5) : i]) & words("en", "somebody")) or self._by_police(last)

    def _by_police(self, last: int) -> bool:
        after = self.lows[last + 1 : last + 5]
        return "by" in after and bool(words("en", "police") & set(after))

    def _noun_happened(self, i: int) -> bool:
        before = self.lows[max(0, i - 5) : i]
        return not (self._hypothetical(i) or self._wished(i) or {"no", "without", "any"} & set(before[-3:]) or self._modal_after(i))

    def _modal_after(self, i: int) -> bool:
        """ "My arrest would not help": an arrest that may come."""
        return not words("en", "modal").isdisjoint(self.lows[i + 1 : i + 3])

    def _wished(self, i: int, *but: str) -> bool:
        return any(low in nominals()["wish"] and low not in but for low in self.lows[max(0, i - 4) : i])

    def _coordinated(self, i: int) -> bool:
        """ "were told to act tough and nab troublemakers": the second of two infinitives."""
        before = self.lows[max(0, i - 16) : i]
        return bool(before) and before[-1] in ("and", "or") and "to" in before
