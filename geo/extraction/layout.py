"""A report's text as blocks and sentences: what is a headline, a dateline, a caption, a list, a running paragraph.

Nothing is copied or changed: every block, sentence and token is a pair of offsets into the text as stored.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

_Found = TypeVar("_Found")
Role = Literal["meta", "headline", "heading", "caption", "item", "paragraph"]

TOKEN = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[^\w\s]|_")
_LINE = re.compile(r"[^\n]+")
_META = re.compile(r"^\W*date\s+\d{4}-\d\d-\d\d\b", re.I)
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪●]|\d{1,2}[.)]|[^\W\d_]\))\s+")
_LETTERED = re.compile(r"[^\W\d_]\)\s")
"""A row that a letter numbers: "b) Oral - 6;"."""
_CLOCK = re.compile(r"^\W{0,3}(?:UPD\.?\s*)?(\d{1,2})[:.](\d\d)(?:\s*(?:am|pm|a\.m\.|p\.m\.))?\b[\s.,:;–—-]*", re.I)
_STOP = re.compile(r"([.!?…]+)([\"'”’»)\]]*)(\s+|$)")
_TALLY = re.compile(r"^\W*[^\W\d_][^:–—\n]{1,60}?\s*(?:[:–—]|\s-)\s*\S")
_LABEL = re.compile(r"\s*[^\W\d_][^:.,;!?\n]{0,24}:\s+\S")
"""A short name and a colon: lines that both begin so are rows of a list, small letters or not; so is one under a heading."""
_ROW = re.compile(r"^\|.*\|\s*$|^\W*\d[\d ]*\+?\s*[—–-]\s+[^\W\d_]")
"""A row of a table, or "14 - Oral": the number first."""
_ENDS = '.!?…"”»)'


class Token(NamedTuple):
    """A word, number or mark; ``low`` is the word in lower case with typographic apostrophes made plain."""

    text: str
    low: str
    start: int
    end: int


def folded(text: str) -> str:
    """The text in small letters with plain apostrophes, letter for letter: offsets into it are offsets into the text."""
    low = text.casefold()
    if len(low) != len(text):
        low = "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
    return low.replace("’", "'").replace("ʼ", "'")


@dataclass
class Sentence:
    """A sentence of a block. Tokens are made when first asked for: most sentences are never looked at closely."""

    text: str
    low: str
    """The whole text :func:`folded`."""
    start: int
    end: int
    block: Block
    index: int

    @cached_property
    def words(self) -> str:
        return self.text[self.start : self.end]

    tokens: list[Token] = field(init=False, repr=False)
    lows: list[str] = field(init=False, repr=False)
    """The tokens' words in lower case."""
    starts: list[int] = field(init=False, repr=False)
    """Where the tokens begin."""
    _kept: dict[object, Any] = field(init=False, repr=False, default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """The first time that one of tokens, lows and starts is asked for, all are made."""
        if name not in ("tokens", "lows", "starts"):
            raise AttributeError(name)
        text = self.text
        spans = [m.span() for m in TOKEN.finditer(text, self.start, self.end)]
        self.lows = [self.low[a:b] for a, b in spans]
        self.starts = [a for a, _ in spans]
        self.tokens = [Token._make((text[a:b], low, a, b)) for (a, b), low in zip(spans, self.lows, strict=True)]
        return self.__dict__[name]

    def search(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        """Where one of the lexicon's patterns first stands in the sentence: looked for once, however many claims ask."""
        if id(wanted) not in self._kept:
            self._kept[id(wanted)] = wanted.search(self.text, self.start, self.end)
        return self._kept[id(wanted)]  # type: ignore[no-any-return]

    def index_at(self, offset: int) -> int:
        """The index of the first token at or after an offset of the text."""
        return bisect_left(self.starts, offset)


def once_a_sentence(find: Callable[[Sentence, set[int]], list[_Found]]) -> Callable[[Sentence, set[int]], list[_Found]]:
    """What is found in a sentence stays with it: rules and judgement ask for the same groups of people."""

    @wraps(find)
    def found(sentence: Sentence, places: set[int]) -> list[_Found]:
        if find not in sentence._kept:
            sentence._kept[find] = find(sentence, places)
        return sentence._kept[find]  # type: ignore[no-any-return]

    return found


@dataclass(slots=True)
class Block:
    """A paragraph, list item, caption or heading; ``clock`` is a liveblog's time in minutes of the day."""

    start: int
    end: int
    role: Role
    number: int
    clock: int | None = None
    sentences: list[Sentence] = field(default_factory=list)


def blocks(text: str, title: str = "", abbreviations: frozenset[str] = frozenset()) -> list[Block]:
    """The blocks of a text, in order, with their sentences. Linear in the length of the text."""
    low = folded(text)
    spans = _joined(text, [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()])
    out: list[Block] = []
    for start, end in spans:
        line = text[start:end]
        start += len(line) - len(line.lstrip())
        end = start + len(line.strip())
        if start == end:
            continue
        block = Block(start, end, _role(text[start:end], title, out), len(out))
        if clock := _CLOCK.match(text[start:end]):
            hour, minute = int(clock[1]), int(clock[2])
            if hour < 24 and minute < 60:
                block.clock = hour * 60 + minute
        out.append(block)
    _mark_captions(text, out)
    for block in out:
        if block.role != "meta":
            block.sentences = [
                Sentence(text, low, a, b, block, i) for i, (a, b) in enumerate(sentence_spans(text, block.start, block.end, abbreviations))
            ]
    return out


def sentence_spans(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Where sentences stand between two offsets: a stop, then space, then what can begin a sentence."""
    spans: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        if after >= end:
            break
        follows = text[after]
        if follows.islower() or (stop[1] == "." and _abbreviated(text, begin, stop.start(), abbreviations)):
            continue
        spans.append((begin, stop.end(2)))
        begin = after
    if begin < end:
        spans.append((begin, end))
    return [piece for span in spans for piece in _pieces(text, *span)]


LONGEST = 1500
"""Characters of the longest sentence that is read as one; text without stops is read piece by piece."""


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or where it is longer than any is, its pieces between spaces."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _abbreviated(text: str, begin: int, dot: int, abbreviations: frozenset[str]) -> bool:
    word = re.search(r"[^\s(\"“«]+$", text[max(begin, dot - 20) : dot])
    if not word:
        return False
    last = word[0]
    initial = len(last) == 1 and last.isupper() and not last.isdigit()
    return last.casefold() in abbreviations or initial or bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", last))


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Hard-wrapped lines belong together: no blank line between, no stop before, a small letter after."""
    out: list[tuple[int, int]] = []
    for start, end in lines:
        stripped = text[start:end].strip()
        if out and text.count("\n", out[-1][1], start) <= 1:
            before = text[out[-1][0] : out[-1][1]].rstrip()
            labelled = _LABEL.match(stripped) and (before.isupper() or _LABEL.match(text, out[-1][0]))
            if (
                not labelled
                and not _LETTERED.match(stripped)
                and before[-1:] not in _ENDS + ":"
                and (stripped[0].islower() or before[-1:] == ",")
            ):
                out[-1] = (out[-1][0], end)
                continue
        out.append((start, end))
    return out


def _role(line: str, title: str, before: list[Block]) -> Role:
    if not before and _META.match(line):
        return "meta"
    if title and line.casefold().rstrip(". ") == title.casefold().rstrip(". "):
        return "headline"
    if _ROW.match(line) or (_BULLET.match(line) and not _speech(line)):
        return "item"
    words = len(line.split())
    closed = line.rstrip()[-1:] in _ENDS
    first = all(b.role == "meta" for b in before)
    if line.rstrip().endswith(":") and words <= 25:
        return "heading"
    if first and not closed and words <= 25 and not _CLOCK.match(line):
        return "headline"
    if words <= 20 and _TALLY.match(line) and (not closed or any(c.isdigit() for c in line)) and line.count(".") <= 1:
        return "item"
    if not closed and words <= 10 and line.upper() == line:
        return "heading"
    return "paragraph"


def _speech(line: str) -> bool:
    """Whether a dash opens somebody's words rather than a row of a list: a colon apart, more than one sentence."""
    return line[0] in "–—-" and len(_STOP.findall(line)) >= 2 and not _TALLY.match(line)


def _mark_captions(text: str, found: list[Block]) -> None:
    """Captions come in rows at the end or after a heading: short single sentences without a blank line between them."""
    run: list[Block] = []
    for block in [*found, None]:
        alone = (
            block is not None
            and block.role == "paragraph"
            and block.clock is None
            and block.end - block.start <= 260
            and len(_STOP.findall(text[block.start : block.end].rstrip())) <= 1
        )
        near = bool(run) and block is not None and text.count("\n", run[-1].end, block.start) == 1
        if alone and block is not None and (not run or near):
            run.append(block)
            continue
        if len(run) >= 3:
            for member in run:
                member.role = "caption"
        run = [block] if alone and block is not None else []


class _Standing(Protocol):
    @property
    def start(self) -> int: ...


_Any = TypeVar("_Any", bound=_Standing)
_AROUND = 6


def near(found: list[_Any], at: int) -> list[_Any]:
    """Of very many in a sentence, only those close to an offset: what is further away is never the one that is meant."""
    if len(found) <= 2 * _AROUND:
        return found
    ordered = sorted(found, key=lambda f: f.start)
    middle = bisect_left(ordered, at, key=lambda f: f.start)
    return ordered[max(0, middle - _AROUND) : middle + _AROUND]
