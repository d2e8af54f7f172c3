"""The word tables of a language (``data/lexicon/<language>/``), read once and compiled into what the readers ask."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from geo.errors import DataError
from geo.resources import data_root, table


@cache
def classes(language: str, name: str, key: str, value: str) -> dict[str, frozenset[str]]:
    """A two-column table turned round: class -> words, in lower case."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in table(f"lexicon/{language}/{name}.csv", key, value):
        out[row[value]].add(row[key].casefold())
    return {k: frozenset(v) for k, v in out.items()}


@cache
def classes_if_any(language: str, name: str, key: str, value: str) -> dict[str, frozenset[str]]:
    """:func:`classes`, and none where the language has no such table."""
    return classes(language, name, key, value) if (data_root() / "lexicon" / language / f"{name}.csv").exists() else {}


@cache
def words(language: str, *kinds: str) -> frozenset[str]:
    """Words and phrases of a class of ``words.csv``, or of several together."""
    known = classes(language, "words", "word", "class")
    return frozenset().union(*(known.get(kind, frozenset()) for kind in kinds))


def topics(language: str, kind: str) -> frozenset[str]:
    return classes(language, "topics", "word", "topic").get(kind, frozenset())


@cache
def column(language: str, name: str, key: str) -> frozenset[str]:
    """One column of a table as a set, in lower case."""
    return frozenset(row[key].casefold() for row in table(f"lexicon/{language}/{name}.csv", key) if row[key])


@cache
def phrase_pattern(language: str, *kinds: str) -> re.Pattern[str]:
    """Any word or phrase of these classes, as a whole word, longest first."""
    return any_of({w for kind in kinds for w in words(language, kind)})


@cache
def first_words(language: str, *kinds: str) -> frozenset[str]:
    """The words that a phrase of these classes can begin with: where none of them stands, ``phrase_pattern`` need not look.

    Raises ``ValueError`` for a class with a ``*``, whose words cannot be listed.
    """
    out = frozenset(first_word(phrase) for phrase in words(language, *kinds))
    if any("*" in word for word in out):
        raise ValueError(f"{language}, {', '.join(kinds)}: a first word ends in *")
    return out


def first_word(phrase: str) -> str:
    """The first word of a phrase as a sentence's tokens have it."""
    return re.split(r"[\s-]", phrase, maxsplit=1)[0]


@cache
def topic_pattern(language: str, *kinds: str) -> re.Pattern[str]:
    return any_of({w for kind in kinds for w in topics(language, kind)})


def any_of(phrases: set[str] | frozenset[str], flags: int = re.I) -> re.Pattern[str]:
    """A pattern for whole words or phrases; spaces match any white space. Matches nothing when empty.

    Case is ignored, unless ``flags`` are 0: in a text that is folded already, looking for small letters takes half the time.
    """
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases)})(?!\w)", flags)


def alternatives(phrases: set[str] | frozenset[str] | list[str]) -> str:
    """Alternatives for a regular expression, longest first, white space and apostrophes loosened; ``*`` stands for any ending.

    Common beginnings are written once: it compiles and matches sooner.
    """
    root: _Trie = {}
    for phrase in sorted(phrases):
        node = root
        for letter in phrase:
            node = node.setdefault(loose(letter), {})
        node[""] = {}
    root.pop("", None)
    return _branches(root)


_Trie = dict[str, "_Trie"]


def _branches(node: _Trie) -> str:
    parts = [piece + _branches(child) for piece, child in node.items() if piece]
    if not parts:
        return ""
    either = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{either})?" if "" in node else either


@cache
def loose(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", r"\w*").replace("'", "['’ʼ]")


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of ``triggers.csv``: the forms of a verb and the complements any one of which must follow it."""

    lemma: str
    present: frozenset[str]
    past: str
    participle: str
    ing: str
    complements: tuple[tuple[str, ...], ...]
    kind: str
    strong: bool


@cache
def verbs(language: str) -> dict[str, tuple[Verb, ...]]:
    """Verbs by each of their forms, rows with a complement first."""
    out: dict[str, list[Verb]] = defaultdict(list)
    for row in table(f"lexicon/{language}/triggers.csv", "verb", "past", "participle", "ing", "complement", "kind", "strength"):
        complements = tuple(tuple(c.split()) for c in row["complement"].split("|") if c)
        verb = Verb(
            row["verb"], frozenset((row["verb"], row["third"])), row["past"], row["participle"], row["ing"], complements,
            row["kind"], row["strength"] == "strong",
        )  # fmt: skip
        for form in {row["verb"], row["third"], row["past"], row["participle"], row["ing"]}:
            out[form].append(verb)
    return {form: tuple(sorted(rows, key=lambda v: not v.complements)) for form, rows in out.items()}


@cache
def pattern(language: str, name: str, otherwise: str = "(?!)") -> re.Pattern[str]:
    """A turn of phrase of ``patterns.csv``; one that matches nothing, or ``otherwise``, where the language has none.

    Raises :class:`DataError` for a pattern that is no regular expression.
    """
    written = _patterns(language).get(name, otherwise)
    if "{number}" in written:
        written = written.replace("{number}", rf"(?:\d+|{alternatives(column(language, 'numbers', 'word'))})")
    try:
        return re.compile(written, 0 if name.endswith("_cased") else re.I)
    except re.error as error:
        raise DataError(f"lexicon/{language}/patterns.csv, {name}: {error}") from None


@cache
def _patterns(language: str) -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in table(f"lexicon/{language}/patterns.csv", "name", "pattern")}
