"""Archives made for the benchmarks of the store: the sample's reports and short ones, each with days and numbers of its own."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from geo.model import Report
from geo.reports import read

SAMPLE = Path(__file__).parents[2] / "data" / "reports"
CITIES = ["Almaty", "Semey", "Oral", "Aktau", "Karaganda", "Kyzylorda", "Shymkent", "Pavlodar", "Kostanay", "Taraz", "Aktobe", "Atyrau"]
FIRST = date(2016, 1, 1)
DAYS = 3600


def short(number: int) -> dict[str, str]:
    """A report of two sentences; one in forty has a running total for the country."""
    chance = random.Random(number)
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    text = f"Police detained {chance.randrange(2, 60)} protesters in {chance.choice(CITIES)} on {day:%B} {day.day}, witnesses said."
    if number % 40 == 0:
        text += f" The number of people detained across Kazakhstan has reached {1000 + number % 5000}."
    return {"id": f"r{number:07}", "published": day.isoformat(), "source": f"Wire {number % 7}", "language": "en", "text": text}


def long(number: int, sample: list[Report]) -> dict[str, str]:
    """A report of the sample with another day of publication."""
    report = sample[number % len(sample)]
    day = (report.published or FIRST) + timedelta(days=7 * (number // len(sample)))
    return {
        "id": f"{report.id}-{number:06}", "published": day.isoformat(), "source": report.source, "language": report.language,
        "title": report.title, "text": report.text,
    }  # fmt: skip


def write(path: Path, count: int, kind: str = "short") -> Path:
    """A file of so many reports, a line each."""
    sample = [r for r in read([str(SAMPLE)]) if isinstance(r, Report)] if kind == "long" else []
    rows: Iterator[dict[str, str]] = (short(n) if kind == "short" else long(n, sample) for n in range(count))
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path
