"""Whether what a Kazakh verb tells has happened: its own tense, the auxiliary after a converb, the verb that ends the chain."""

from __future__ import annotations

from dataclasses import dataclass

from geo.extraction.kazakh import forms
from geo.extraction.kazakh.forms import Form
from geo.lexicon import pattern, words


@dataclass(frozen=True, slots=True)
class Tense:
    """The words of a sentence and which of its tokens are places or dates."""

    lows: list[str]
    places: set[int]

    def of(self, form: Form, i: int) -> tuple[str, int]:
        """(real, going, not, unreal, or general: a chain that ends in a present; the index after the words that tell)."""
        follows = self.lows[i + 1] if i + 1 < len(self.lows) else ""
        if form.tense == "perfect":
            if follows in words("kk", "not"):
                return ("not" if not form.negative else "unreal"), i + 2
            if follows in words("kk", "hypothetical"):
                return "unreal", i + 2
        if form.tense in ("past", "told", "perfect"):
            return ("not" if form.negative else "real"), i + 1
        if form.tense == "noun" and form.tail and (begun := self._aux(i + 1, "begin")):
            return begun, i + 2
        if form.tense == "toward":
            return self._aux(i + 1, "begin") or self._aux(i + 1, "done") or "unreal", i + 2
        if form.tense == "converb":
            return self._after_converb(form, i)
        return ("real" if self._contrasted(i) else "unreal"), i + 1

    def _contrasted(self, i: int) -> bool:
        """ "Алматыда 30 адам ұсталса, Астанада 12 адам жеткізілді": a condition in form only."""
        lows = self.lows
        if not lows[i].endswith(("са", "се")) or i + 1 >= len(lows) or lows[i + 1] != ",":
            return False
        ends = [low for k, low in enumerate(lows[i + 2 :], i + 2) if k not in self.places and not forms.person(low)]
        last = next((low for low in reversed(ends) if pattern("kk", "finite_end").search(low) or low in words("kk", "not")), "")
        return bool(last) and not pattern("kk", "future_end").search(last)

    def _aux(self, i: int, kind: str) -> str | None:
        """How the act stands by an auxiliary of a class at a token."""
        found = forms.auxiliary(self.lows[i]) if i < len(self.lows) else None
        if found is None or found[0] != kind or found[1].tense not in ("past", "told", "perfect"):
            return None
        nay = found[1].negative or (i + 1 < len(self.lows) and self.lows[i + 1] in words("kk", "not"))
        return "not" if nay else "real"

    def _after_converb(self, form: Form, i: int) -> tuple[str, int]:
        """The auxiliary that follows a converb, or the next verb of the chain, tells the tense."""
        j = i + 1
        while j < len(self.lows) and self.lows[j] in words("kk", "particle"):
            j += 1
        if j < len(self.lows) and self.lows[j] in words("kk", "had"):
            return ("not" if form.negative else "real"), j + 1
        aux = forms.auxiliary(self.lows[j]) if j < len(self.lows) else None
        if aux:
            kind, other = aux
            if kind == "aside":
                return "unreal", j + 1
            if kind == "going" and (other.tense != "converb"):
                return ("not" if form.negative or other.negative else "going"), j + 1
            if other.tense == "converb":
                return self._after_converb(other, j)
            if other.tense == "toward" and (then := self._aux(j + 1, "done") or self._aux(j + 1, "going")):
                return then, j + 2  # "тығылып кете барыпты", "отырғызып жүре берді"
            return (self._aux(j, kind) or "unreal"), j + 1
        for k in range(j, len(self.lows)):
            low = self.lows[k]
            if forms.person(low) or k in self.places or low in (".", ";"):
                continue
            if low != "еді" and pattern("kk", "future_end").search(low):
                return "general", i + 1
            if pattern("kk", "finite_end").search(low):
                break
        return ("unreal" if form.negative else "real"), i + 1
