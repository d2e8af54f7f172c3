"""The Russian tables by word form: verbs, participles, nouns for people and numerals with their cases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from geo.lexicon import alternatives, pattern, words
from geo.model import ClaimKind
from geo.resources import table

FormKind = Literal["past", "third", "passive", "infinitive"]

_ENDINGS = ("ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ые", "ых", "ыми")
_LONG = re.compile(rf"(?:{'|'.join(_ENDINGS)})$")
_PLURAL = re.compile(r"(?:ые|ых|ым|ыми)$")
_OBLIQUE = frozenset(("dat", "ins", "loc"))


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of ``triggers.csv``. ``complements``: names of patterns, any of which must match; none: nothing is asked."""

    lemma: str
    imperfective: bool
    complements: tuple[str, ...]
    kind: ClaimKind | Literal["nobody"]
    strong: bool
    court: bool
    by_subject: bool


@cache
def verbs() -> dict[str, tuple[tuple[Verb, FormKind], ...]]:
    """Verbs by each of their finite forms and the infinitive."""
    out: dict[str, list[tuple[Verb, FormKind]]] = defaultdict(list)
    for verb, row in _rows():
        forms: tuple[tuple[FormKind, str], ...] = (
            ("past", row["past"]), ("third", row["third"]), ("passive", row["passive"]), ("infinitive", row["verb"])
        )  # fmt: skip
        for kind, written in forms:
            for form in written.split():
                out[form].append((verb, kind))
    return {form: tuple(sorted(rows, key=lambda r: not r[0].complements)) for form, rows in out.items()}


def _rows() -> Iterator[tuple[Verb, dict[str, str]]]:
    columns = ("verb", "aspect", "past", "third", "passive", "participle", "complement", "kind", "strength", "voice")
    for row in table("lexicon/ru/triggers.csv", *columns):
        complements = tuple(row["complement"].split("|")) if row["complement"] else ()
        kind = "nobody" if row["strength"] == "nobody" else row["kind"]
        strong, court = row["strength"] in ("strong", "court"), row["strength"] == "court"
        yield Verb(row["verb"], row["aspect"] == "i", complements, kind, strong, court, row["voice"] == "subject"), row  # type: ignore[arg-type]


@cache
def participles() -> dict[str, bool]:
    """Stems of the long participles of detention verbs -> whether the verb is strong: "задержанн", "увезенн"."""
    return {
        row["participle"]: verb.strong or verb.lemma == "доставить"
        for verb, row in _rows()
        if row["participle"] and verb.kind == "detention" and not verb.by_subject
    }


def verb_classes(word: str) -> frozenset[str]:
    """What kinds of verbs a word may be a form of, and what they need beside them; a long participle is a kind of its own."""
    out = {f"verb:{v.kind} {'with' if v.complements else 'strong' if v.strong else 'weak'} {form}" for v, form in verbs().get(word, ())}
    return frozenset(out | ({"verb:participle"} if participle(word) else set()))


@lru_cache(maxsize=50_000)
def participle(word: str) -> tuple[bool, bool] | None:
    """(plural, strong) of a long participle such as "задержанных"; ``None`` for any other word."""
    ending = _LONG.search(word)
    if ending is None or (strong := participles().get(word[: ending.start()])) is None:
        return None
    return bool(_PLURAL.search(word)), strong


@cache
def hint_words() -> frozenset[str]:
    """Every word that a frame can start from."""
    long = {stem + ending for stem in participles() for ending in _ENDINGS}
    return frozenset(verbs()) | words("ru", "event") | long


@cache
def complement(name: str) -> re.Pattern[str]:
    """A pattern ``comp_*`` with the classes of vehicles and stations filled in."""
    written = pattern("ru", f"comp_{name}").pattern
    for kind in ("vehicle", "station"):
        written = written.replace(f"{{{kind}}}", f"(?:{alternatives(words('ru', kind))})")
    return re.compile(written, re.I)


@dataclass(frozen=True, slots=True)
class Person:
    """What a form of a noun for people may be: its cases in the singular and in the plural."""

    singular: frozenset[str]
    plural: frozenset[str]


@cache
def persons() -> dict[str, Person]:
    one: dict[str, set[str]] = defaultdict(set)
    many: dict[str, set[str]] = defaultdict(set)
    for row in table("lexicon/ru/persons.csv", "singular", "plural", "case"):
        one[row["singular"]].add(row["case"])
        many[row["plural"]].add(row["case"])
    return {w: Person(frozenset(one.get(w, ())), frozenset(many.get(w, ()))) for w in one.keys() | many.keys() if w}


@cache
def number_cases() -> dict[str, frozenset[str]]:
    """Cases of each form of a numeral: "двоих" is genitive or accusative."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in table("lexicon/ru/numbers.csv", "word", "case"):
        out[row["word"]].add(row["case"])
    return {w: frozenset(c) for w, c in out.items()}


def oblique(cases: frozenset[str]) -> bool:
    """Whether a form can be neither the subject nor the object of a detention: "двоим", "активистами"."""
    return bool(cases) and cases <= _OBLIQUE
