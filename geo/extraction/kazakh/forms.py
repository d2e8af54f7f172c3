"""Forms of Kazakh words: what tense, polarity and case the endings of a verb or noun tell. Endings are in ``patterns.csv``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from geo.lexicon import classes, column, pattern, words
from geo.model import ClaimKind
from geo.resources import table

Tense = Literal["past", "told", "converb", "perfect", "toward", "noun", "unreal"]
_CASES = {
    "ны": "acc", "ні": "acc", "ды": "acc", "ді": "acc", "ты": "acc", "ті": "acc", "н": "acc",
    "ның": "gen", "нің": "gen", "дың": "gen", "дің": "gen", "тың": "gen", "тің": "gen",
    "мен": "with", "бен": "with", "пен": "with", "дай": "like", "дей": "like", "тай": "like", "тей": "like",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verb:
    """A row of ``triggers.csv``: a stem and what must stand to its left."""

    stem: str
    voice: str
    complements: tuple[str, ...]
    kind: ClaimKind
    strong: bool

    @property
    def passive(self) -> bool:
        return self.voice == "passive"


@dataclass(frozen=True, slots=True)
class Form:
    """How a verb stands in a text: its tense, its polarity, and the ending of a participle ("-ғанын", "-ғанда")."""

    tense: Tense
    negative: bool
    tail: str


@cache
def _verbs() -> dict[str, tuple[Verb, ...]]:
    out: dict[str, list[Verb]] = defaultdict(list)
    for row in table("lexicon/kk/triggers.csv", "stem", "voice", "complement", "kind", "strength"):
        complements = tuple(c for c in row["complement"].split("|") if c)
        kind: ClaimKind = row["kind"]  # type: ignore[assignment]
        out[row["stem"]].append(Verb(row["stem"], row["voice"], complements, kind, row["strength"] == "strong"))
    return {stem: tuple(rows) for stem, rows in out.items()}


@lru_cache(maxsize=20_000)
def verbs_at(word: str) -> tuple[tuple[Verb, Form], ...]:
    """The verbs of ``triggers.csv`` that a word may be a form of, longest stem first."""
    out = []
    table_of = _verbs()
    for length in range(len(word), 1, -1):
        rows = table_of.get(word[:length])
        form = (verb_form(word[length:]) if length < len(word) else _standing(word)) if rows else None
        if rows and form:
            out += [(row, form) for row in rows]
    return tuple(out)


def _standing(word: str) -> Form | None:
    """The four verbs whose bare stem is a present ("отыр"); that of others gives an order."""
    return Form("past", False, "") if word in classes("kk", "auxiliaries", "stem", "class")["going"] else None


def verb_classes(word: str) -> frozenset[str]:
    """What kinds of verbs a word may be a form of, and what they need beside them."""
    return frozenset(f"verb:{v.kind} {'with' if v.complements else 'strong' if v.strong else 'weak'} {f.tense}" for v, f in verbs_at(word))


@lru_cache(maxsize=20_000)
def verb_form(ending: str) -> Form | None:
    """What the ending of a verb tells; ``None`` where it is no such ending."""
    m = pattern("kk", "verb_ending").fullmatch(ending)
    if m is None:
        return None
    tense: Tense = next(t for t in ("past", "told", "converb", "perfect", "toward", "noun", "unreal") if m[t])
    tail = m["tail"] if tense == "perfect" else m["aim"] if tense == "noun" else ""
    return Form(tense, bool(m["negative"]), tail or "")


@lru_cache(maxsize=20_000)
def auxiliary(word: str) -> tuple[str, Form] | None:
    """(class, form) of a verb of ``auxiliaries.csv``, which carries the tense of the converb before it."""
    stems = classes("kk", "auxiliaries", "stem", "class")
    for length in range(len(word), 1, -1):
        for kind, members in stems.items():
            if word[:length] in members:
                rest = word[length:]
                form = Form("past", False, "") if not rest else verb_form(rest)
                if form:
                    return kind, form
    return None


@lru_cache(maxsize=20_000)
def happened(word: str) -> Form | None:
    """The form of a verb that says that something took place ("болды", "тіркелмеген")."""
    for stem in classes("kk", "nominals", "word", "class")["happened"]:
        if word.startswith(stem) and (form := verb_form(word[len(stem) :])):
            return form
    return None


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people as it stands in a text: ``case`` is nom, acc, gen, with or other."""

    plural: bool
    case: str


@lru_cache(maxsize=20_000)
def person(word: str) -> Noun | None:
    """A word for people in any of its forms, the last word of a longer one included."""
    if noun := _noun(word, _persons()):
        return noun
    if m := pattern("kk", "participle_noun").fullmatch(word):
        return Noun(True, case_of(m["case"]))
    noun = counted_only(word)
    return noun if noun and noun.plural else None


@lru_cache(maxsize=20_000)
def counted_only(word: str) -> Noun | None:
    """A word that means people after a number or in the plural: "жүз жан", "132 фамилия", "үш өзбекті"; or what somebody does."""
    if noun := _noun(word, _counted_only()):
        return noun
    m = pattern("kk", "agent_noun").fullmatch(word)
    return Noun(bool(m["plural"]), case_of(m["case"])) if m else None


@cache
def _counted_only() -> frozenset[str]:
    return words("kk", "counted_only") | column("kk", "city_adjectives", "stem")


def _noun(word: str, stems: frozenset[str]) -> Noun | None:
    for length in range(len(word), 1, -1):
        if word[:length] in stems and (m := _ending().fullmatch(word, length)):
            return Noun(bool(m["plural"]), case_of(m["case"]))
    return None


@cache
def _persons() -> frozenset[str]:
    return frozenset(p.split()[-1] for p in column("kk", "persons", "singular"))


@cache
def _ending() -> re.Pattern[str]:
    return pattern("kk", "noun_ending")


def case_of(ending: str | None) -> str:
    return _CASES.get(ending, "other") if ending else "nom"


@lru_cache(maxsize=20_000)
def case_of_number(word: str) -> str:
    """The case of a number that stands for people: "үшеуін", "15-ін", "жиырмасы"."""
    known = column("kk", "numbers", "word") | column("kk", "vague", "phrase")
    if word in known or word[:-1] in known:
        return "nom"
    m = pattern("kk", "number_case").search(word)
    if m is None:
        return "nom"
    return str(m.lastgroup)
