"""Why a claim was read so, in plain words: how sure, which words said it, and what around them spoke for it or against."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.safety import safe
from dashboard.words import Words
from geo.model import Claim

SURE, LIKELY = 0.9, 0.7


def why(claim: Claim, text: str | None, words: Words) -> str:
    """A fold-out with the reasons; empty where nothing is known of them. ``text`` is the report's, where it is kept."""
    lines = [line for part, start, end, rule in claim.explain for line in _line(part, text[start:end] if text else "", rule, claim, words)]
    if not lines:
        return ""
    sure = f" · {safe(certainty(claim.confidence, words))}" if claim.confidence is not None else ""
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>{safe(words('why.title'))}{sure}</summary><ul>{listed}</ul></details>"


def certainty(confidence: float, words: Words) -> str:
    """How likely, as a word and a number."""
    level = "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "doubtful"
    return words(f"why.{level}", percent=min(99, round(100 * confidence)))


def _line(part: str, said: str, rule: str, claim: Claim, words: Words) -> Iterator[str]:
    quoted = f"“{safe(said)}”" if said else "–"
    if part == "kind":
        name, _, signs = rule.partition(";")
        kind = words.known("kind", claim.kind)
        yield f"{quoted}: {safe(words('why.kind', kind=kind))} <code>{safe(name)}</code>"
        for sign, key in (("+", "why.for"), ("-", "why.against")):
            told = dict.fromkeys(_sign(slot.strip(), words) for slot, _, mark in _SIGN.findall(signs) if mark == sign)
            if told:
                yield safe(words(key, signs=", ".join(told)))
    elif part == "count":
        yield f"{quoted}: {safe(words('why.count', form=words.known('form', rule)))}"
    elif part == "place":
        yield f"{quoted}: {safe(words('why.place', rule=words.known('why_place', rule)))}"
    elif part == "date":
        yield f"{quoted}: {safe(words('why.date', rule=words.known('date_basis', rule)))}"


def _sign(slot: str, words: Words) -> str:
    found = words.known("why_sign", slot)
    return found if found != slot else words("why.other")


_SIGN = re.compile(r"([a-z0-9 ]+?) “([^”]*)” ([+-])[\d.]+")
