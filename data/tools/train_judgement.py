#!/usr/bin/env python3
"""Learns `data/lexicon/LANGUAGE/judgement.csv` from labelled reports: how much each thing around a number or a group of
people speaks for its being a claim. Needs scikit-learn.

    python data/tools/train_judgement.py en data/labelled/en.jsonl [MORE.jsonl ...] [--blind FILE.jsonl]

A file has the contract's hand-labelled reports, one a line. Reports are split in eight; each eighth is judged by weights from the
others, and from that comes the threshold and the figures that are printed: how many labelled claims are found with the right
count. `--blind` files are only judged, by the weights of all the rest.
"""

import argparse
import csv
import json
import warnings
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from geo.extraction.document import Document
from geo.extraction.judgement import candidates
from geo.extraction.judgement.features import features
from geo.extraction.languages import RESPELLERS
from geo.model import Report
from geo.places.gazetteer import Gazetteer
from geo.resources import data_root

FOLDS, STRENGTH, RAREST, SLIGHTEST, ALONE = 8, 0.4, 3, 0.04, 0.25
STRONG = 0.2
"""The probability from which what a strong rule says is a claim: a plain statement is not dropped for the words around it."""


class Examples:
    """The candidates of labelled reports: their features, whether each is a claim, the report each is from."""

    def __init__(self) -> None:
        self.features, self.claims, self.reports, self.alone = [], [], [], []
        self.missed = 0

    def read(self, path: Path) -> "Examples":
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                self._add(json.loads(line))
        return self

    def _add(self, row: dict, alone: bool = False) -> None:
        report = Report(
            id=row["id"],
            text=row["text"],
            title=row["title"],
            source=row["source"],
            published=date.fromisoformat(row["published"]),
            language=row["language"],
        )
        starts = range(len(report.text) + 1)
        respell = RESPELLERS.get(report.language)
        if respell and (spelt := respell(report.text)):
            title = respell(report.title)
            report, starts = replace(report, text=spelt.text, title=title.text if title else report.title), spelt.starts
        document = Document(report, Gazetteer.shipped(), report.language)
        found = [c for c in candidates(document) if c.to_judge]
        verdicts, missed = labelled(row, found, starts)
        if alone:  # "people were detained" is no claim beside a number for them, which such a sentence has lost
            verdicts = [None if v == 0 and c.rule and c.frame.count.form == "unspecified" else v for c, v in zip(found, verdicts)]
        self.missed += 0 if alone else missed
        for those, verdict in zip(features(document, found), verdicts):
            if verdict is not None:
                self.features.append(those)
                self.claims.append(verdict)
                self.reports.append(row["id"])
                self.alone.append(alone)
        if not alone and starts == range(len(report.text) + 1):
            self._add_sentences(row, document, found)

    def _add_sentences(self, row: dict, document: Document, found: list) -> None:
        """Each sentence with a rule's frame, or without a claim, once more as a report of its own: what is read must not hang on the rest."""
        ruled = {c.sentence.start for c in found if c.rule}
        for sentence in document.sentences():
            inside = [g for g in row["gold"] if g["quote"] in sentence.words]
            if sentence.start in ruled or not inside:
                self._add({**row, "text": sentence.words, "title": "", "gold": inside}, alone=True)


def labelled(row: dict, found: list, starts) -> tuple[list, int]:
    """For each candidate 1 (a claim), 0 or None (optional: neither), and how many claims no candidate fits."""
    verdicts: list = [0] * len(found)
    taken: set[int] = set()
    missed = 0
    for gold in row["gold"]:
        a = row["text"].find(gold["quote"])
        b = a + len(gold["quote"])
        best = None
        for i, c in enumerate(found):
            count = c.frame.count
            alike = c.frame.kind == gold["kind"] and (
                c.frame.kind == "no_detention" or (count.min, count.max, count.best) == (gold["min"], gold["max"], gold["best"])
            )
            (x, y), (first, last) = ((starts[p] for p in span) for span in (c.frame.span, c.frame.group))
            within = min(last, b) > max(first, a)
            if i in taken or not alike or not (within or min(y, b) > max(x, a)):
                continue
            rank = (bool(c.rule), within, -first)
            if best is None or rank > best[0]:
                best = rank, i
        if best is None:
            missed += not gold["optional"]
        else:
            taken.add(best[1])
            verdicts[best[1]] = None if gold["optional"] else 1
    return [None if c.frame.single and v == 0 else v for c, v in zip(found, verdicts)], missed


def fit(rows: list, claims: list, shares: np.ndarray) -> dict:
    """Weights by feature; the bias under ("bias", "")."""
    seen = Counter(f for row in rows for f in set(row))
    names = {f: i for i, f in enumerate(sorted(f for f, n in seen.items() if n >= RAREST))}
    model = LogisticRegression(C=STRENGTH, max_iter=3000, solver="liblinear").fit(matrix(rows, names), claims, shares)
    return {**dict(zip(names, model.coef_[0])), ("bias", ""): model.intercept_[0]}


def matrix(rows: list, names: dict) -> csr_matrix:
    pairs = [(i, names[f]) for i, row in enumerate(rows) for f in set(row) if f in names]
    ij = np.array(pairs, dtype="int32").reshape(-1, 2)
    return csr_matrix((np.ones(len(ij)), (ij[:, 0], ij[:, 1])), shape=(len(rows), len(names)))


def judged(rows: list, weights: dict) -> np.ndarray:
    odds = np.array([weights[("bias", "")] + sum(weights.get(f, 0.0) for f in set(row)) for row in rows])
    return 1 / (1 + np.exp(-odds))


def relieved(likely: np.ndarray, rows: list):
    """A function of the threshold: probabilities, with those of strong rules raised over it where they are over their own."""
    strong = np.array([("rule", "strong") in row for row in rows])
    return lambda threshold: np.where(strong & (likely > STRONG), np.maximum(likely, threshold + 0.01), likely)


def figures(likely: np.ndarray, claims: np.ndarray, missed: int, threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall of what is found, with its count."""
    chosen = likely > threshold
    right, every = int((chosen & (claims == 1)).sum()), int(claims.sum()) + missed
    return 2 * right / max(1, chosen.sum() + every), right / max(1, chosen.sum()), right / max(1, every)


def main() -> None:
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("language")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--blind", nargs="*", type=Path, default=[])
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    args = parser.parse_args()
    examples = Examples()
    for path in args.files:
        examples.read(path)
    claims, alone = np.array(examples.claims), np.array(examples.alone)
    shares = np.where(alone, ALONE, 1.0)
    likely = np.zeros(len(claims))
    for train, test in GroupKFold(FOLDS).split(claims, claims, examples.reports):
        weights = fit([examples.features[i] for i in train], claims[train], shares[train])
        likely[test] = judged([examples.features[i] for i in test], weights)
    whole = ~alone
    eased = relieved(likely, examples.features)
    threshold = max(np.arange(0.1, 0.7, 0.01), key=lambda t: figures(eased(t)[whole], claims[whole], examples.missed, t)[0])
    show("sentences alone", eased(threshold)[alone], claims[alone], 0, threshold)
    print(f"{len(set(examples.reports))} reports, {len(claims)} candidates, {claims.sum()} claims among them, {examples.missed} not")
    show("by the other seven eighths", eased(threshold)[whole], claims[whole], examples.missed, threshold)
    weights = fit(examples.features, claims, shares)
    for path in args.blind:
        other = Examples().read(path)
        whole = ~np.array(other.alone)
        likely = relieved(judged(other.features, weights), other.features)(threshold)
        show(path.name, likely[whole], np.array(other.claims)[whole], other.missed, threshold)
    if not args.dry_run:
        write(args.language, weights, threshold, len(set(examples.reports)))


def show(name: str, likely: np.ndarray, claims: np.ndarray, missed: int, threshold: float) -> None:
    f1, precision, recall = figures(likely, claims, missed, threshold)
    print(f"{name}: found with the right count F1 {f1:.3f} (P {precision:.3f} R {recall:.3f}), from probability {threshold:.2f}")


def write(language: str, weights: dict, threshold: float, reports: int) -> None:
    path = data_root() / "lexicon" / language / "judgement.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(
            f"# How much each thing around a number or group of people speaks for (+) or against (-) its being a claim of detention:\n"
            f"# natural logarithms of odds, learnt from {reports} labelled reports by data/tools/train_judgement.py. Slots are told in\n"
            f"# geo/extraction/judgement/features.py; `threshold` is the probability from which it is one\n# (strong: where a rule that is enough alone says so).\n"
        )
        out = csv.writer(handle, lineterminator="\n")
        out.writerow(["slot", "value", "weight"])
        out.writerow(["threshold", "", f"{threshold:.2f}"])
        out.writerow(["threshold", "strong", f"{min(STRONG, threshold):.2f}"])
        for (slot, value), weight in sorted(weights.items()):
            if abs(weight) >= SLIGHTEST or slot == "bias":
                out.writerow([slot, value, f"{weight:.2f}"])


if __name__ == "__main__":
    main()
