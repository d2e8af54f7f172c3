"""What a language's reader finds in one sentence: who is said to have been detained, freed, gathered; not yet where or when."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import ClaimKind, Count


@dataclass(slots=True)
class Frame:
    """One statement. ``start``..``end`` are the trigger's words, ``group`` the words for the people; offsets into the text.

    ``rule`` names the pattern that matched. ``weak`` frames need talk of police or detentions around them. ``single``: one
    person, in the present tense of a caption. ``more``: on top of a number given before.
    """

    kind: ClaimKind
    start: int
    end: int
    group: tuple[int, int]
    count: Count
    rule: str
    weak: bool = False
    single: bool = False
    subset: bool = False
    more: bool = False
    elliptic: bool = False
    at: int | None = None
    """Where the place's name begins that the count stands beside, for a tally."""
    refused: str = ""
    """Why the words are no claim though a verb says so of these people: planned, denied, asked, a court's term."""
    likely: float | None = None
    """How likely it is a claim, 0 to 1, where that was weighed."""
    final: bool = False
    """The verb closes its clause: places and days after it belong to another statement."""

    @property
    def span(self) -> tuple[int, int]:
        return min(self.start, self.group[0]), max(self.end, self.group[1])


UNSPECIFIED_PLURAL = (2, None, None, "unspecified")
UNSPECIFIED_EVENT = (1, None, None, "unspecified")


def nothing_known(text: str = "") -> Count:
    """For what has no number to it, such as the presence of police."""
    return Count(text, None, None, None, "unspecified")


def nobody(text: str) -> Count:
    return Count(text, 0, 0, 0, "none")


def told(frames: list[Frame]) -> list[tuple[int, int]]:
    """Where frames say that detentions happened."""
    return [(f.start, f.end) for f in frames if f.kind == "detention" and not f.refused]


def all_refused(start: int, end: int, why: str) -> list[Frame]:
    """What a sentence gives whose every word is asked or denied."""
    return [Frame("detention", start, end, (start, end), nothing_known(), why, refused=why)]


def with_refused(stated: list[Frame], found: list[Frame]) -> list[Frame]:
    """The frames that state something, and after them the refused ones of other people."""
    return stated + [f for f in found if f.refused and not any(f.group[0] < s.group[1] and s.group[0] < f.group[1] for s in stated)]
