"""What every exported file says of itself: what was asked for, which data, by which rule, what to keep in mind, whom to credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.events import RULES
from geo.export.words import Words, words


@dataclass(frozen=True, slots=True)
class About:
    """``filters`` are pairs of a filter's key and its value in words; ``note`` is what the public tier says of itself.

    ``place`` is the identifier of the one place that was asked for, whose total the file shows. ``sentence`` says what all of
    it adds up to: a file of rows makes it of its events where it is ``None``; empty where the rows are a part of more.
    """

    version: str = ""
    rule: str = RULES[0]
    filters: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    place: str | None = None
    note: str = ""
    sentence: str | None = None
    made: date = field(default_factory=date.today)

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def rule_words(self) -> str:
        """The rule in the reader's words; with the source, where it is of one."""
        name, _, source = self.rule.partition(": ")
        return self.words.known("rule", name) + (f": {source}" if source else "")

    @property
    def filter_words(self) -> str:
        """``Place: Almaty; From: 2020-06-01``; or that everything was asked for."""
        told = [f"{self.words.known('filter', name)}: {value}" for name, value in self.filters]
        return "; ".join(told) or self.words("pack.everything")

    @property
    def caveats(self) -> list[str]:
        return ([self.note] if self.note else []) + self.words.lines("caveats")

    @property
    def method(self) -> list[str]:
        return self.words.lines("method", rule=self.rule_words)

    @property
    def attribution(self) -> str:
        return self.words("text.attribution")

    def rows(self) -> Iterator[tuple[str, str]]:
        """Label and value, in order, for a page or a sheet."""
        say = self.words
        if self.sentence:
            yield say("pack.total"), self.sentence
        yield say("pack.filters"), self.filter_words
        yield say("pack.rule"), self.rule_words
        yield say("pack.version"), self.version or say("pack.not_known")
        yield say("pack.made"), self.made.isoformat()
        for label, lines in (("method", self.method), ("caveats", self.caveats)):
            for i, line in enumerate(lines):
                yield say(f"pack.{label}") if not i else "", line
        yield say("pack.attribution"), self.attribution

    def line(self) -> str:
        """What was asked for, of which data, when: in one line."""
        return " · ".join((self.filter_words, *self._made_of()))

    def foot(self, most: int) -> str:
        """:meth:`line` in no more characters than that; what gives way are the filters, which stand whole elsewhere in the file."""
        line, rest = self.line(), " · ".join(self._made_of())
        if len(line) <= most:
            return line
        return f"{self.filter_words[: max(0, most - len(rest) - 5)].rpartition(' ')[0]} … · {rest}"

    def full_line(self) -> str:
        """:meth:`line` with total, caveats and credits: what a row that travels alone carries with it."""
        return " · ".join([*([self.sentence] if self.sentence else ()), self.line(), *self.caveats, self.attribution])

    def _made_of(self) -> tuple[str, str, str]:
        say = self.words
        version = f"{say('pack.version')}: {self.version or say('pack.not_known')}"
        return f"{say('pack.rule')}: {self.rule_words}", version, f"{say('pack.made')}: {self.made.isoformat()}"

    def to_json(self) -> dict[str, Any]:
        return {
            "total": self.sentence or "", "filters": dict(self.filters), "rule": self.rule, "version": self.version, "made": self.made.isoformat(),
            "method": self.method, "caveats": self.caveats, "attribution": self.attribution,
        }  # fmt: skip
