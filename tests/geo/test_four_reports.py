"""The day that four reports tell of, 6 June 2020: one country total, not four, in whatever order they come; the arithmetic shown."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli import main

REPORTS = [
    {"id": "wire", "published": "2020-06-06", "source": "Wire", "language": "en",
     "text": "Police in Kazakhstan detained dozens of people at rallies on Saturday. At least 60 people were detained in Almaty. "
             "In Nur-Sultan, police detained 20 protesters."},
    {"id": "update", "published": "2020-06-06", "source": "Wire", "language": "en",
     "text": "More than 100 people were detained across Kazakhstan on June 6, rights activists said."},
    {"id": "places", "published": "2020-06-07", "source": "Газета", "language": "ru",
     "text": "6 июня полиция задержала 53 человека в Алматы. В Нур-Султане задержали 20 человек. В Шымкенте задержали 7 человек."},
    {"id": "later", "published": "2020-06-10", "source": "Wire", "language": "en",
     "text": "Two activists were detained in Almaty on June 10. More than 100 people were detained across Kazakhstan on June 6."},
]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_four_reports_of_a_day_give_one_total(
    capsys: pytest.CaptureFixture[str], write: Callable[[str, str | bytes], Path], sqlite_url: str, order: tuple[int, ...]
) -> None:
    for at in order:
        assert main(["ingest", str(write(f"{REPORTS[at]['id']}.json", json.dumps(REPORTS[at]))), "--store", sqlite_url]) == 0
    capsys.readouterr()
    assert main(["total", "--store", sqlite_url, "--place", "Kazakhstan", "--from", "2020-06-06", "--to", "2020-06-06"]) == 0
    day = json.loads(capsys.readouterr().out)
    assert [day[k] for k in ("min", "max", "best", "unknown")] == [101, None, 101, 0]
    first = day["reckoning"][0]
    assert first.startswith("Kazakhstan, 2020-06-06: at least 101 (“More than 100 people”")
    assert day["reckoning"][1].strip() == (
        "(its parts by place add up to no more: 60 (Almaty, 2020-06-06) + 20 (Nur-Sultan, 2020-06-06) + 7 (Shymkent, 2020-06-06) = 87)"
    )
    assert main(["total", "--store", sqlite_url, "--place", "Kazakhstan", "--from", "2020-06-01", "--to", "2020-06-30"]) == 0
    month = json.loads(capsys.readouterr().out)
    assert [month[k] for k in ("min", "max", "best", "unknown")] == [103, None, 103, 0]
    assert month["reckoning"][0] == "Kazakhstan, 2020-06-01 to 2020-06-30: at least 103, the sum of its parts by time"
    assert [line.strip()[:22] for line in month["reckoning"][1:]][:1] == ["Kazakhstan, 2020-06-06"]
