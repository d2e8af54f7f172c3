"""A text in another script than its language's word tables: read in theirs, told in its own, by a table of offsets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geo.model import Claim


@dataclass(frozen=True, slots=True)
class Respelt:
    """A text as its language's tables spell it. ``starts``: for each letter, and the end, the offset it comes from in ``source``."""

    source: str
    text: str
    starts: list[int]

    def told(self, claim: Claim) -> Claim:
        """The claim with its offsets and words as they stand in the source."""
        start, end = self.starts[claim.start], self.starts[claim.end]
        explain = tuple((part, self.starts[a], self.starts[b], rule) for part, a, b, rule in claim.explain)
        where = {part: (a, b) for part, a, b, _ in claim.explain}
        place = claim.place
        if "place" in where and self.text[slice(*where["place"])] == place.mention:
            own = self._of(*where["place"])
            place = replace(place, mention=own)
        count = replace(claim.count, text=self._of(*where["count"])) if "count" in where and claim.count.text else claim.count
        return replace(
            claim, start=start, end=end, quote=self.source[start:end], explain=explain, place=place, count=count,
            mentions=tuple((self.starts[a], self.starts[b]) for a, b in claim.mentions),
            attributed_to=self._named(claim.attributed_to, claim.start),
        )  # fmt: skip

    def _of(self, start: int, end: int) -> str:
        return self.source[self.starts[start] : self.starts[end]]

    def _named(self, words: str | None, near: int) -> str | None:
        at = self.text.find(words, max(0, near - 400)) if words else -1
        return self._of(at, at + len(words)) if words and at >= 0 else words
