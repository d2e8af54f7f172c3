"""Memory while many reports are read: it must stay flat, and under 400 MB. Prints a table.

    python tests/benchmarks/memory.py [REPORTS] [FILE.jsonl ...]

The reports (default 100,000) are the sample's, or those of the files, each altered: some of its words get other letters, so that
what is kept for each word sees new ones all the time, as it would in a stream of real reports.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from geo.extraction import extract
from geo.model import Report
from geo.reports import read

SAMPLE = Path(__file__).parents[2] / "data" / "reports"
LETTERS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзийклмнопрстуфхцчшщыэюя", "kk": "аәбвгғдежзийкқлмнңоөпрстуұүхшыі"}
ALTERED = 0.15
"""The share of words of five letters or more that are altered."""


def stream(reports: list[Report]) -> Iterator[Report]:
    """The reports round and round, no two alike."""
    chance = random.Random(1)
    for number in count():
        report = reports[number % len(reports)]
        letters = LETTERS.get(report.language, LETTERS["en"])

        def altered(m: re.Match[str], letters: str = letters) -> str:
            if chance.random() > ALTERED:
                return m[0]
            return m[0][:3] + "".join(chance.choice(letters) for _ in range(len(m[0]) - 3))

        yield replace(report, id=f"{report.id}-{number}", text=re.sub(r"[^\W\d_]{5,}", altered, report.text))


def memory() -> float:
    """Megabytes of memory that the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    reports = [r for r in read(sys.argv[2:] or [str(SAMPLE)]) if isinstance(r, Report)]
    print(f"{'reports':>10} {'claims':>10} {'MB':>8} {'seconds':>9}")
    began, claims = time.perf_counter(), 0
    for number, report in enumerate(islice(stream(reports), wanted + 1)):
        if number % max(1, wanted // 10) == 0:
            print(f"{number:10} {claims:10} {memory():8.0f} {time.perf_counter() - began:9.0f}", flush=True)
        claims += len(extract(report))


if __name__ == "__main__":
    main()
