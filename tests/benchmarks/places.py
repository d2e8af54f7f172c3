"""How well and how fast places are found. Prints a table, one line a measure.

    python tests/benchmarks/places.py [SHARED]

SHARED is the folder with ``corpora/`` and ``facts/`` (default: ``shared`` beside the project); a measure whose corpus is not there is
left out. For the marked corpora it gives the share of names within 161 km for what ``geocode --documents`` answers, for its second
choice in place of the first, for a baseline (the largest place of that name), and how right the confident answers are.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.evaluate import distance_km
from geo.places import lookup
from geo.places.documents import spans
from geo.places.gazetteer import Gazetteer

NEAR_KM = 161.0
Gold = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared")
    shared = parser.parse_args().shared
    print(f"{'measure':58} figure")
    for corpus in ("tr-news-first-half.xml", "lgl-first-half.xml"):
        if (file := shared / "corpora" / corpus).exists():
            for measure, figure in marked(file):
                show(f"{corpus.partition('-first')[0]}: {measure}", figure)
    if (file := shared / "corpora" / "ovd-info-2012.csv").exists():
        for measure, figure in free_text(file):
            show(f"OVD-Info 2012: {measure}", figure)
    if (file := shared / "facts" / "kz_sites.csv").exists():
        show("sites with a sourced position: within 300 m", sourced_sites(file))
    for measure, figure in speed():
        show(measure, figure)


def show(measure: str, figure: str) -> None:
    print(f"{measure:58} {figure}")


def articles(file: Path) -> Iterator[Gold]:
    for number, article in enumerate(ET.parse(file).getroot().iter("article")):
        marked_spans = [
            {"start": int(t.findtext("start") or 0), "end": int(t.findtext("end") or 0), "at": (float(lat), float(lon)),
             "class": t.findtext(".//fclass")}
            for t in article.iter("toponym") if (lat := t.findtext(".//lat")) and (lon := t.findtext(".//lon"))
        ]  # fmt: skip
        if marked_spans:
            yield {"id": str(number), "text": article.findtext("text") or "", "spans": marked_spans}


def marked(file: Path) -> Iterator[tuple[str, str]]:
    """The first choice, the second choice and the baseline, for all names and for populated places; calibration."""
    gazetteer = Gazetteer.shipped()
    right: dict[str, list[tuple[bool, bool]]] = {"first choice": [], "best of two choices": [], "largest place of that name": []}
    errors, sure = [], []
    for article in articles(file):
        for gold, answer in zip(article["spans"], spans(article), strict=True):
            populated = gold["class"] == "P"
            error = distance(answer, gold["at"])
            errors.append(error)
            right["first choice"].append((populated, error <= NEAR_KM))
            second = answer.get("second")
            also = second is not None and distance(second, gold["at"]) <= NEAR_KM
            right["best of two choices"].append((populated, error <= NEAR_KM or also))
            entries = [gazetteer.entries[n.id] for n in gazetteer.find(article["text"][gold["start"] : gold["end"]])]
            largest = max((e for e in entries if e.kind == "city"), key=lambda e: e.population, default=None)
            near = largest is not None and distance_km((largest.lat, largest.lon), gold["at"]) <= NEAR_KM
            right["largest place of that name"].append((populated, near))
            if answer["confidence"] >= 0.8:
                sure.append(error <= NEAR_KM)
    for who, answers in right.items():
        every, places = [ok for _, ok in answers], [ok for populated, ok in answers if populated]
        yield f"within 161 km, all / populated: {who}", f"{statistics.mean(every):.3f} / {statistics.mean(places):.3f}"
    yield "median error", f"{statistics.median(errors):.1f} km"
    yield "confidence >= 0.8: share right (share of all names)", f"{statistics.mean(sure):.3f} ({len(sure) / len(errors):.2f})"


def distance(answer: dict[str, Any], at: tuple[float, float]) -> float:
    return distance_km((answer["lat"], answer["lon"]), at) if answer["lat"] is not None else 20_039.0


def free_text(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        texts = [text for row in csv.DictReader(rows) if (text := row["place"].strip())]
    found = [lookup.candidates(text, within="Москва") for text in texts]
    yield "to the city or better", f"{sum(bool(f) for f in found) / len(texts):.3f} of {len(texts)} that tell a place"
    yield "to a site or street", f"{sum(bool(f) and f[0]['kind'] == 'site' and f[0]['id'] is not None for f in found) / len(texts):.3f}"


def sourced_sites(file: Path) -> str:
    with file.open(encoding="utf-8", newline="") as table:
        rows = [r for r in csv.DictReader(table) if r["lat"] and not r["coordinate_source"].startswith("approx")]
    near = 0
    for row in rows:
        found = lookup.candidates(row["name_en"], within=row["city"])
        near += bool(found) and distance_km((found[0]["lat"], found[0]["lon"]), (float(row["lat"]), float(row["lon"]))) <= 0.3
    return f"{near} of {len(rows)}"


def speed() -> Iterator[tuple[str, str]]:
    gazetteer = Gazetteer.shipped()
    names = list(gazetteer.by_key)[:5000] + ["springfield", "alexandria", "san jose", "oak grove", "london", "xylophonia"] * 100
    for name in names:
        gazetteer.named(name)
    began = time.perf_counter()
    rounds = 20
    for _ in range(rounds):
        for name in names:
            gazetteer.named(name)
    yield "lookups a second, warm, one core", f"{rounds * len(names) / (time.perf_counter() - began):,.0f}"
    opening = (
        "import time; from geo.resources import data_path; from geo.places.world import World; began = time.perf_counter(); "
        "World(data_path('gazetteer/world.db')).numbers('springfield'); print(time.perf_counter() - began)"
    )
    yield "index open and first answer, cold process", f"{median_of(opening):.3f} s"
    loading = (
        "import time; began = time.perf_counter(); from geo.places.gazetteer import Gazetteer; "
        "Gazetteer.shipped().find('Almaty'); print(time.perf_counter() - began)"
    )
    yield "tables and index loaded and first answer, cold process", f"{median_of(loading):.3f} s"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_text(json.dumps({"id": "a", "text": "In Almaty.", "published": None, "spans": [{"start": 3, "end": 9}]}) + "\n")
        command = [sys.executable, "-c", "from geo.cli import main; raise SystemExit(main())", "geocode", "--documents", str(file)]
        taken = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - began)
        yield "geocode of one document, cold start to end", f"{statistics.median(taken):.3f} s"


def median_of(code: str) -> float:
    return statistics.median(
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout) for _ in range(5)
    )


if __name__ == "__main__":
    main()
