"""The command line as a user meets it: real files in, lines and exit statuses out, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli import main
from geo.cli.main import build_parser

Write = Callable[[str, "str | bytes"], Path]
WIRE = "Police detained 12 protesters at Republic Square in Almaty on June 6. Activists were detained in Semey."


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    try:
        status = main(list(arguments))
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out.splitlines(), err


def rows(*texts: str, published: str = "2020-06-06") -> str:
    return "".join(json.dumps({"id": f"r{n}", "published": published, "source": "Wire", "text": t}) + "\n" for n, t in enumerate(texts))


def test_the_way_through(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    file = write("reports.jsonl", rows(WIRE))
    status, lines, _ = run(capsys, "extract", str(file))
    assert (status, len(lines)) == (0, 2)
    status, _, err = run(capsys, "ingest", str(file), "--store", store_url)
    assert (status, "1 reports added" in err) == (0, True)
    status, _, err = run(capsys, "ingest", str(file), "--store", store_url)
    assert (status, "0 reports added, 0 changed, 1 unchanged" in err) == (0, True)
    status, lines, _ = run(capsys, "total", "--store", store_url, "--place", "Алматы")
    answer = json.loads(lines[0])
    assert (status, answer["min"], answer["best"], answer["unknown"], answer["place"]) == (0, 12, 12, 0, "Almaty")
    status, lines, _ = run(capsys, "total", "--store", store_url, "--place", "Kazakhstan")
    answer = json.loads(lines[0])
    assert (answer["min"], answer["max"], answer["best"], answer["unknown"]) == (14, None, 14, 1)
    assert any("Semey" in step for step in answer["reckoning"])


def test_txt_as_copied_from_a_page(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    text = " date 2020-06-06 Accessibility links\n\nA rally broken up\n\nPolice detained 12 protesters in Almaty.\n"
    _, lines, _ = run(capsys, "extract", str(write("page.txt", text)))
    found = json.loads(lines[0])
    assert (found["published"], found["place"]["city"], text[found["start"] : found["end"]]) == ("2020-06-06", "Almaty", found["quote"])


def test_markdown_csv_and_json(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    text = "Police detained 12 protesters in Almaty."
    write("a.md", f'---\nid: a\ntitle: "One: two"\npublished: 2020-06-06\nsource: X\n---\n\n{text}\n')
    write("b.csv", f'id;published;text\nb;2020-06-06;"{text}"\n')
    write("c.json", json.dumps([{"id": "c", "published": "2020-06-06T10:00:00+06:00", "text": text}]))
    status, lines, _ = run(capsys, "extract", str(write("d.jsonl", rows(text)).parent))
    assert (status, [json.loads(line)["report_id"] for line in lines]) == (0, ["a", "b", "c", "r0"])


BAD: list[tuple[str, str | bytes, str]] = [
    ("empty.txt", "", "empty.txt: the file is empty"),
    ("binary.txt", b"\x00\x01\x02" * 50, "binary.txt: this is a binary file"),
    ("cyrillic.txt", "Полиция задержала активистов".encode("cp1251"), "--encoding windows-1251"),
    ("half.jsonl", rows(WIRE) + '{"id": "x", "text": "Pol', "half.jsonl, line 2: not JSON"),
    ("columns.csv", "id,title\n1,x\n", "columns.csv: no column named text"),
    ("date.csv", f'id,published,text\n1,2020-13-45,"{WIRE}"\n2,2020-06-06,"{WIRE}"\n', "date.csv, row 2: published is 2020-13-45"),
    (
        "nodate.csv",
        f'id,published,text\n1,2020-06-06,"{WIRE}"\n2,,"{WIRE}"\n',
        "nodate.csv, row 3: no date of publication; say it with --date",
    ),
    ("front.md", "---\ntitle: a: b\n---\ntext", "front.md, line 2: the front matter is not YAML"),
    ("open.md", "---\ntitle: a\ntext", "open.md: the front matter does not end"),
    ("list.json", "[1, 2]", "list.json, report 1: not a report"),
    ("deep.json", "[" * 100_000, "deep.json"),
    ("notext.jsonl", '{"id": "a"}\n', "notext.jsonl, line 1: there is no text"),
    ("baddate.txt", "date 2020-02-31 x\n\ntext", "baddate.txt, line 1: 2020-02-31 is not a date"),
    ("what.xyz", "text", "don't know how to read .xyz"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[b[0] for b in BAD])
def test_bad_input_is_named_and_the_rest_is_done(
    capsys: pytest.CaptureFixture[str], write: Write, name: str, content: str | bytes, message: str
) -> None:
    good = write("good.jsonl", rows("Police detained 7 protesters in Oral."))
    status, lines, err = run(capsys, "extract", str(write(name, content)), str(good))
    assert status == 1
    assert message in err
    assert any(json.loads(line)["count"]["best"] == 7 for line in lines)


def test_an_undated_report_takes_the_option(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    file = write("x.txt", "Police detained 12 protesters in Almaty on Saturday.")
    status, lines, err = run(capsys, "extract", str(file))
    assert (status, json.loads(lines[0])["date_start"], "--date" in err) == (1, None, True)
    status, lines, _ = run(capsys, "extract", str(file), "--date", "2020-06-07")
    assert (status, json.loads(lines[0])["date_start"]) == (0, "2020-06-06")


def test_a_place_that_nothing_knows_is_kept(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    file = write("x.jsonl", rows("In Kazakhstan, police detained 12 protesters. Nine activists were detained in Zzyzxburg."))
    run(capsys, "ingest", str(file), "--store", store_url)
    _, lines, _ = run(capsys, "export", "--store", store_url, "--format", "jsonl")
    assert any(json.loads(line)["place"] == "Zzyzxburg" and json.loads(line)["lat"] is None for line in lines)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"], ["total", "--from", "2020-13-01"], ["export"], ["export", "--format", "docx"], ["extract"], ["geocode"],
        ["export", "--format", "csv", "--bbox", "1,2,3"], ["serve", "--port", "99999"], ["ingest", "x", "--workers", "0"],
        ["total", "--rule", "one source"],
    ],
)  # fmt: skip
def test_wrong_usage_is_status_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert err


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/at/all.db", "nonsense", "mysql+nodriver://x/y", "sqlite:///{file}"])
def test_a_store_that_cannot_be_used(capsys: pytest.CaptureFixture[str], write: Write, url: str) -> None:
    bad = write("not-a-store.db", "this is no database, but it is long enough to look like one" * 30)
    status, _, err = run(capsys, "total", "--store", url.format(file=bad))
    assert (status, err.count("\n")) == (1, 1)


def test_exports(capsys: pytest.CaptureFixture[str], write: Write, store_url: str, tmp_path: Path) -> None:
    text = WIRE + " In Kazakhstan, dozens of people were detained, =HYPERLINK rights groups said."
    run(capsys, "ingest", str(write("r.jsonl", rows(text))), "--store", store_url)
    out = tmp_path / "e.geojson"
    assert run(capsys, "export", "--store", store_url, "--format", "geojson", "--out", str(out))[0] == 0
    shapes = {f["properties"]["place"]: f for f in json.loads(out.read_text())["features"]}
    assert shapes["Republic Square"]["geometry"]["type"] == "Point"
    assert "Polygon" in shapes["Kazakhstan"]["geometry"]["type"]
    assert shapes["Semey"]["properties"]["best"] is None
    _status, lines, _ = run(capsys, "export", "--store", store_url, "--format", "csv")
    table = list(csv.DictReader(io.StringIO("\n".join(lines))))
    fields = (
        "id version date_start date_end kind place city site region country name_today lat lon precision_m min max best unknown conflicting "
        "headline_rule claims sources organisers languages first_published last_published type title"
    )
    assert list(table[0]) == [*fields.split(), "about"]
    assert {r["place"]: (r["min"], r["max"], r["best"]) for r in table}["Semey"] == ("2", "", "")
    _, lines, _ = run(capsys, "export", "--store", store_url, "--format", "jsonl", "--what", "claims", "--place", "Semey")
    assert [json.loads(line)["place"]["city"] for line in lines] == ["Semey"]
    _, lines, _ = run(capsys, "export", "--store", store_url, "--format", "jsonl", "--bbox", "76,43,78,44")
    assert {json.loads(line)["city"] for line in lines} == {"Almaty"}


def test_geocode(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    status, lines, _ = run(capsys, "geocode", "Nur-Sultan", "--on", "2020-06-06")
    best = json.loads(lines[0])
    assert (status, best["name"], best["name_today"], best["valid_from"]) == (0, "Nur-Sultan", "Astana", "2019-03-23")
    assert {"query", "name", "kind", "id", "lat", "lon", "precision_m", "country", "region", "city", "site", "confidence",
            "name_today", "valid_from", "valid_to", "basis"} <= set(best)  # fmt: skip
    assert run(capsys, "geocode", "Zzyzxburg")[:2] == (1, [])
    document = {
        "id": "d",
        "text": "In Almaty and Zzyzxburg",
        "published": "2020-06-06",
        "spans": [{"start": 3, "end": 9}, {"start": 14, "end": 23}],
    }
    status, lines, _ = run(capsys, "geocode", "--documents", str(write("d.jsonl", json.dumps(document))))
    answers = [json.loads(line) for line in lines]
    assert [(a["start"], a["lat"] is None) for a in answers] == [(3, False), (14, True)]
    assert answers[0]["place_id"]
    assert run(capsys, "geocode", "--documents", str(write("bad.jsonl", "{}")))[0] == 1


def test_evaluate(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    gold = {"kind": "detention", "quote": "12 protesters", "city": "Almaty", "country": "KZ", "site": None, "lat": 43.25, "lon": 76.91,
            "date_start": "2020-06-06", "date_end": "2020-06-06", "min": 12, "max": 12, "best": 12, "optional": False}  # fmt: skip
    row = {
        "id": "a",
        "published": "2020-06-06",
        "text": "Police detained 12 protesters in Almaty.",
        "gold": [gold, {**gold, "optional": True}],
    }
    status, lines, _ = run(capsys, "evaluate", str(write("gold.jsonl", json.dumps(row))))
    assert (status, "strict F1 1.000" in lines[0]) == (0, True)
    row["gold"] = [{**gold, "min": 13}]
    assert "strict F1 0.000" in run(capsys, "evaluate", str(write("off.jsonl", json.dumps(row))))[1][0]
    status, _, err = run(capsys, "evaluate", str(write("broken.jsonl", "{")))
    assert (status, "line 1" in err) == (1, True)


def test_several_workers_give_the_same_store(write: Write, tmp_path: Path) -> None:
    from geo.pipeline import ingest
    from geo.store import Store

    file = write("many.jsonl", rows(*(f"Police detained {n} protesters in Oral." for n in range(2, 40))))
    versions = []
    for workers in (1, 2):
        url = f"sqlite:///{tmp_path}/w{workers}.db"
        ingest([file], url, workers=workers)
        with Store.open(url) as store:
            versions.append(store.version)
    assert versions[0] == versions[1]


def test_help_tells_of_every_option() -> None:
    parser = build_parser()
    for action in parser._subparsers._group_actions[0].choices.values():  # type: ignore[union-attr]
        for option in action._actions:
            assert option.help or not option.option_strings, (action.prog, option.option_strings)


def test_the_light_commands_load_no_heavy_library(write: Write) -> None:
    code = (
        "import sys; from geo.cli import main; main(['extract', sys.argv[1]]);"
        "heavy = {'pandas', 'geopandas', 'streamlit', 'folium', 'sqlalchemy', 'numpy'} & set(sys.modules); assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code, str(write("r.jsonl", rows(WIRE)))], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_two_reports_of_one_name_are_both_kept_and_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, store_url: str) -> None:
    for folder, text in (("a", "Police detained 5 protesters in Almaty."), ("b", "Police detained 8 protesters in Semey.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"date 2020-06-06 x\n\n{text}\n")
    arguments = ["ingest", str(tmp_path / "a"), str(tmp_path / "b"), "--store", store_url]
    status, _, err = run(capsys, *arguments)
    assert (status, "2 reports added" in err, "has the id report too" in err) == (1, True, True)
    _, _, err = run(capsys, *arguments)
    assert "0 reports added, 0 changed, 2 unchanged" in err
    _, lines, _ = run(capsys, "total", "--store", store_url, "--place", "Kazakhstan")
    assert json.loads(lines[0])["min"] == 13


def test_one_bad_report_does_not_stop_the_rest(capsys: pytest.CaptureFixture[str], write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    import geo.pipeline

    true_extract = geo.pipeline.extract
    monkeypatch.setattr(geo.pipeline, "extract", lambda r: 1 / 0 if r.id == "r0" else true_extract(r))
    status, lines, err = run(capsys, "extract", str(write("r.jsonl", rows(WIRE, WIRE + " Again."))))
    assert (status, len(lines) > 0, "report r0: could not be read" in err) == (1, True, True)


def test_old_dates_surrogates_and_wrong_types_are_told(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    lines = [
        {"id": "a", "published": "0001-01-01", "text": WIRE}, {"id": "b", "published": "2020-06-06", "text": "\ud800 " + WIRE},
        {"id": {"x": 1}, "text": WIRE}, {"id": "d", "published": "2020-06-06", "text": WIRE},
    ]  # fmt: skip
    status, out, err = run(capsys, "extract", str(write("odd.jsonl", "".join(json.dumps(line) + "\n" for line in lines))))
    assert status == 1
    assert "odd.jsonl, line 1: published is 0001-01-01" in err
    assert "odd.jsonl, line 3: id is not text" in err
    assert {json.loads(line)["report_id"] for line in out} == {"b", "d"}


def test_spans_and_sources_that_cannot_be(capsys: pytest.CaptureFixture[str], write: Write, store_url: str) -> None:
    run(
        capsys,
        "ingest",
        str(write("r.jsonl", rows(WIRE, "In Kazakhstan, nine activists were detained in Zzyzxburg."))),
        "--store",
        store_url,
    )
    assert run(capsys, "total", "--store", store_url, "--from", "2020-06-09", "--to", "2020-06-01")[0] == 2
    assert run(capsys, "total", "--store", store_url, "--source", "Nobody")[0] == 1
    _, lines, _ = run(capsys, "total", "--store", store_url, "--place", "Zzyzxburg")
    assert json.loads(lines[0])["min"] == 9


def test_reading_is_linear_in_length() -> None:
    """Counts what is done, not seconds: twice the text makes about twice the claims' work."""
    import sys as system

    from made import claims

    def calls(n: int) -> int:
        count = 0

        def tick(*_: object) -> None:
            nonlocal count
            count += 1

        system.setprofile(tick)
        try:
            claims("Police detained 12 protesters in Almaty near Republic Square. " * n)
        finally:
            system.setprofile(None)
        return count

    calls(10)
    assert calls(800) < 2.6 * calls(400)


def test_mentions_show_what_made_no_claim(capsys: pytest.CaptureFixture[str], write: Write) -> None:
    told = "Police arrested seven protesters in Almaty. He was picked up at his home by police. The arrest of Omarov shocked the town."
    untold = " Police threatened to arrest everyone. Nobody was detained in Semey. He is under house arrest. Buses were driven away."
    status, lines, _ = run(capsys, "extract", "--mentions", str(write("r.jsonl", rows(told + untold))))
    found = [json.loads(line) for line in lines]
    assert status == 0
    assert [m["words"] for m in found] == [["arrested"], ["picked up"], ["arrest"]]
    assert found[0]["claim"] is True
    assert all((told + untold)[m["start"] : m["end"]] == m["quote"] for m in found)


def test_an_export_that_fails_leaves_the_file_that_was_there(
    capsys: pytest.CaptureFixture[str], write: Write, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        run(capsys, "ingest", "--store", store_url, str(write("r.txt", "date 2020-06-06\n\nPolice detained 12 people in Almaty.")))[0] == 0
    )
    out = tmp_path / "kept.pdf"
    out.write_text("before")
    monkeypatch.setattr("geo.export.briefing_pdf.pdf", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    status, _, said = run(capsys, "export", "--store", store_url, "--format", "pdf", "--out", str(out))
    assert (status, out.read_text(), [p.name for p in tmp_path.glob(".*.part")]) == (1, "before", [])
    assert "No space left on device" in said
    assert run(capsys, "export", "--store", store_url, "--format", "csv", "--from", "2020-06-09", "--to", "2020-06-01")[0] == 2
    status, lines, said = run(capsys, "export", "--store", store_url, "--format", "csv", "--from", "2021-01-01")
    assert status == 0
    assert len(lines) == 1
    assert "nothing fits" in said


def test_a_file_that_is_written_anew_is_read_by_no_more_people(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report, out = tmp_path / "r.txt", tmp_path / "claims.jsonl"
    report.write_text("date 2020-06-06\nPolice detained 12 people in Almaty.", encoding="utf-8")
    store = f"sqlite:///{tmp_path / 'store.db'}"
    assert main(["ingest", str(report), "--store", store]) == 0
    out.write_text("old", encoding="utf-8")
    out.chmod(0o600)
    assert main(["export", "--store", store, "--format", "jsonl", "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o600
    assert "Almaty" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("at least 40 people", "at least 40"),
        ("seven people", "7"),
        ("between 10 and 14 people", "10 to 14, best 12"),
        ("protesters", "at least 2"),
    ],
)
def test_a_count_is_explained_in_words(words: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.txt"
    file.write_text(f"date 2020-06-06\nPolice detained {words} at a rally in Almaty.\n", encoding="utf-8")
    main(["extract", str(file), "--explain"])
    assert f"count: {told} (" in capsys.readouterr().out
