"""Reports read and placed a second, warm, on one core, and where the time goes. Prints a table.

    python tests/benchmarks/reading.py [FILE.jsonl ...] [--profile]

Without files, the sample reports. Files are JSON lines with the contract's fields.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from pathlib import Path

from geo.extraction import extract
from geo.model import Report
from geo.reports import read

SAMPLE = Path(__file__).parents[2] / "data" / "reports"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", default=[str(SAMPLE)])
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    reports = [r for r in read(args.files) if isinstance(r, Report)]
    began = time.perf_counter()
    claims = sum(len(extract(r)) for r in reports)
    first = time.perf_counter() - began
    rounds = max(1, 400 // max(1, len(reports)))
    began = time.perf_counter()
    for _ in range(rounds):
        for r in reports:
            extract(r)
    warm = (time.perf_counter() - began) / rounds
    words = sum(len(r.text.split()) for r in reports)
    print(f"{len(reports)} reports, {words} words, {claims} claims")
    print(f"first round, tables loaded in it: {first:6.2f} s")
    print(
        f"warm: {len(reports) / warm:8.0f} reports a second, {words / warm:9.0f} words a second, {1000 * warm / len(reports):.2f} ms a report"
    )
    if args.profile:
        with cProfile.Profile() as profile:
            for r in reports:
                extract(r)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
