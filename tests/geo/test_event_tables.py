"""Tables of events: each row is an event already, read by a mapping of columns; what a row cannot say is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from geo.cli import main

Write = Callable[[str, str | bytes], Path]

TABLE = """number,day,where,held,sort,status
1,04.12.2011,Red Square,198,Rally,Authorised
2,2011-12-05,Somewhere nobody knows,300,Picket,Unauthorised
3,5 December 2011,Red Square,more than 20,Picket,Unauthorised
4,2011-12-05,Red Square,0,Picket,Unauthorised
5,2012-01-02,,,Rally,Authorised
"""
MAP = "id=number,date=day,place=where,count=held,type=sort+status"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def ingest(capsys: pytest.CaptureFixture[str], file: Path, store: str, *options: str, mapping: str = MAP) -> tuple[int, str]:
    status, _, err = run(capsys, "ingest", str(file), "--map", mapping, "--in", "Moscow", "--store", store, *options)
    return status, err


def totals(capsys: pytest.CaptureFixture[str], store: str, *options: str) -> list[int | None]:
    _, (line,), _ = run(capsys, "total", "--store", store, *options)
    return [json.loads(line)[k] for k in ("min", "max", "best", "unknown", "events")]


def test_rows_are_events_that_add_up(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    assert ingest(capsys, write("t.csv", TABLE), store_url) == (0, "5 reports added, 0 changed, 0 unchanged; 5 claims read\n")
    assert totals(capsys, store_url) == [520, None, 520, 1, 5]
    assert totals(capsys, store_url, "--to", "2011-12-31", "--place", "Moscow") == [519, None, 519, 0, 4]
    assert totals(capsys, store_url, "--from", "2011-12-04", "--to", "2011-12-04", "--place", "Moscow")[0] == 198
    assert totals(capsys, store_url, "--from", "2012-01-01") == [1, None, None, 1, 1]
    _, lines, _ = run(capsys, "export", "--store", store_url, "--format", "jsonl")
    events = [json.loads(line) for line in lines]
    assert [(e["place"], e["min"], e["max"], e["type"]) for e in events if e["date_start"] == "2011-12-05"].count(
        ("Red Square", 0, 0, "Picket; Unauthorised")
    ) == 1
    unknown = next(e for e in events if e["min"] == 300)
    assert (unknown["city"], unknown["site"], unknown["lat"] is not None) == ("Moscow", "Somewhere nobody knows", True)
    _, again = ingest(capsys, write("t.csv", TABLE), store_url)
    assert again.startswith("0 reports added, 0 changed, 5 unchanged")


def test_a_report_of_the_same_day_is_no_more_than_the_table(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    ingest(capsys, write("t.csv", TABLE), store_url)
    text = "At least 400 people were detained in Moscow on December 5."
    run(capsys, "ingest", str(write("r.jsonl", json.dumps({"id": "r", "published": "2011-12-06", "text": text}))), "--store", store_url)
    assert totals(capsys, store_url, "--from", "2011-12-05", "--to", "2011-12-05", "--place", "Moscow")[:3] == [400, None, 400]


def test_the_claim_quotes_the_row(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    ingest(capsys, write("t.csv", TABLE), store_url)
    _, lines, _ = run(capsys, "export", "--store", store_url, "--format", "jsonl", "--what", "claims")
    claim = next(c for c in map(json.loads, lines) if c["count"]["form"] == "more_than")
    assert (claim["quote"], claim["count"]["min"], claim["report_id"]) == ("held: more than 20", 21, "t-3")


def test_a_workbook_is_read_as_the_table_is(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = Workbook()
    for line in TABLE.splitlines():
        book.active.append([int(c) if c.isdigit() else c for c in line.split(",")])  # type: ignore[union-attr]
    book.save(tmp_path / "t.xlsx")
    (tmp_path / "t.csv").write_text(TABLE)
    for name in ("xlsx", "csv"):
        assert ingest(capsys, tmp_path / f"t.{name}", f"sqlite:///{tmp_path}/{name}.db")[0] == 0
    exports = [run(capsys, "export", "--store", f"sqlite:///{tmp_path}/{n}.db", "--format", "csv")[1] for n in ("xlsx", "csv")]
    assert exports[0] == exports[1]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("6,04.12.2011,Red Square,-5,,", "row 7: held: -5 is less than nobody"),
        ("6,04.12.2011,Red Square,2.5,,", "row 7: held: 2.5 is not a whole number of people"),
        ("6,04.12.2011,Red Square,see note,,", "row 7: held: “see note” is neither a number nor words for one"),
        ("6,31.02.2012,Red Square,5,,", "row 7: day: 31.02.2012 is no day"),
        ("6,soon,Red Square,5,,", "row 7: day: soon is not a date such as"),
        ("6,,Red Square,5,,", "row 7: no day: a row without a date is no event"),
        ("6,03/04/2012,Red Square,5,,", "row 7: day: 03/04/2012 is no day (day or month first? say --dates dmy or --dates mdy)"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_the_rest_is_kept(
    capsys: pytest.CaptureFixture[str], write: Write, store_url: str, row: str, message: str
) -> None:
    status, err = ingest(capsys, write("t.csv", TABLE + row + "\n"), store_url)
    assert (status, message in err, "5 reports added" in err) == (1, True, True), err


def test_a_column_tells_by_its_other_dates_whether_the_day_comes_first(
    capsys: pytest.CaptureFixture[str], write: Write, store_url: str
) -> None:
    status, err = ingest(capsys, write("t.csv", TABLE + "6,03/04/2012,Arbat,5,,\n7,25/04/2012,Arbat,5,,\n"), store_url)
    assert status == 0, err
    assert totals(capsys, store_url, "--from", "2012-04-03", "--to", "2012-04-03")[0] == 5


def test_bounds_come_from_columns_and_never_cross(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    table = "day;least;most\n2012-01-01;10;20\n2012-01-02;30;20\n2012-01-03;5;\n2012-01-04;;8\n"
    status, err = ingest(capsys, write("t.csv", table), store_url, mapping="date=day,count_min=least,count_max=most")
    assert (status, "t.csv, row 3: most: the least, 30, is more than the most, 20" in err) == (1, True)
    for day, wanted in ((1, [10, 20, 15]), (3, [5, None, 5]), (4, [0, 8, 4])):
        _, lines, _ = run(
            capsys, "export", "--store", store_url, "--from", f"2012-01-0{day}", "--to", f"2012-01-0{day}", "--format", "jsonl"
        )
        assert [json.loads(lines[0])[k] for k in ("min", "max", "best")] == wanted


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--map", "date=when"], 1, "there is no column named when; there are: number, day, where"),
        (["--map", "dte=day"], 2, "“dte=day” is not FIELD=COLUMN; the fields are id, date"),
        (["--map", "place=where"], 2, "which column holds the date?"),
        (["--map", "date=day", "--in", "Zzyzx"], 2, "--in: no place is called Zzyzx"),
        (["--in", "Moscow"], 2, "say --map too"),
    ],
)
def test_a_mapping_that_cannot_be_is_told(
    capsys: pytest.CaptureFixture[str], write: Write, store_url: str, arguments: list[str], status: int, message: str
) -> None:
    got, _, err = run(capsys, "ingest", str(write("t.csv", TABLE)), "--store", store_url, *arguments)
    assert (got, message in err) == (status, True), err
