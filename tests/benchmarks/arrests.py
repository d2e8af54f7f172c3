"""How well sentences that tell of arrests are found, in a file of labelled sentences. Prints precision, recall and F1.

    python tests/benchmarks/arrests.py india-police-events-even.jsonl [--show]

A line is ``{"doc_id", "sent_text", "sent_labels"}``, as in the India Police Events corpus (Halterman et al. 2021); the label
is ARREST. A sentence counts as found where ``extract --mentions`` would print any part of it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from geo.extraction.mentions import mentions
from geo.model import Report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", action="store_true", help="each sentence that was read wrong")
    args = parser.parse_args()
    right = wrong = missed = 0
    for line in args.file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        report = Report(id=str(row["doc_id"]), text=row["sent_text"], language="en")
        found, labelled = any(mentions(report)), "ARREST" in row["sent_labels"]
        right, wrong, missed = right + (found and labelled), wrong + (found and not labelled), missed + (labelled and not found)
        if args.show and found != labelled:
            print("not labelled:" if found else "not found:", " ".join(row["sent_text"].split()))
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"precision {precision:.3f}, recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}")
    print(f"{right} found, {missed} not found, {wrong} found that have no such label")


if __name__ == "__main__":
    main()
