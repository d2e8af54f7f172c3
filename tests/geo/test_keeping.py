"""The commands that look after a store: versions, what changed between two, and moving it; each failure in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.cli import main

Fresh = Callable[[str], str]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


@pytest.fixture
def changed(capsys: pytest.CaptureFixture[str], write: Callable[[str, str | bytes], Path], store_url: str) -> tuple[str, str]:
    """A store with two versions: first 5 detained in Almaty, then at least 30."""
    for name, text in (("early", "Police detained 5 protesters in Almaty."), ("late", "At least 30 protesters were detained in Almaty.")):
        row = {"id": name, "published": "2020-06-06", "source": name, "text": text}
        assert run(capsys, "ingest", str(write(f"{name}.jsonl", json.dumps(row))), "--store", store_url)[0] == 0
    _, lines, _ = run(capsys, "log", "--store", store_url)
    first, second = (line.split()[0] for line in lines)
    return first, second


def test_the_log_tells_what_changed_and_because_of_which_report(
    capsys: pytest.CaptureFixture[str], store_url: str, changed: tuple[str, str]
) -> None:
    first, second = changed
    status, (line,), _ = run(capsys, "log", first, second, "--store", store_url)
    assert status == 0
    assert line.startswith("Almaty, 2020-06-06: 5 → at least 30, conflicting, because of late (")
    assert run(capsys, "log", first[:6], "--store", store_url)[1] == [line]
    _, (found,), _ = run(capsys, "log", first, "--json", "--store", store_url)
    assert json.loads(found)["reports"] == ["late"]
    assert run(capsys, "log", second, first, "--store", store_url)[0] == 2
    status, _, err = run(capsys, "log", "0123456789abcdef", "--store", store_url)
    assert (status, "the store never had this version" in err) == (1, True)
    status, _, err = run(capsys, "log", "zzz", "--store", store_url)
    assert (status, "not a version" in err) == (1, True)


def test_an_old_version_is_exported_and_added_up(capsys: pytest.CaptureFixture[str], store_url: str, changed: tuple[str, str]) -> None:
    first, second = changed
    for version, low in ((first, 5), (second, 30)):
        _, (line,), _ = run(capsys, "export", "--format", "jsonl", "--at", version[:7], "--store", store_url)
        assert (json.loads(line)["min"], json.loads(line)["version"]) == (low, version)
        _, (line,), _ = run(capsys, "total", "--place", "Kazakhstan", "--at", version, "--store", store_url)
        assert json.loads(line)["min"] == low
    _, now, _ = run(capsys, "export", "--format", "csv", "--store", store_url)
    assert run(capsys, "export", "--format", "csv", "--at", second, "--store", store_url)[1] == now


def test_a_store_moves_by_backup_and_by_everything(
    capsys: pytest.CaptureFixture[str], store_url: str, changed: tuple[str, str], fresh_url: Fresh, tmp_path: Path
) -> None:
    first, second = changed
    file, lines = str(tmp_path / "b.jsonl.gz"), str(tmp_path / "all.jsonl")
    assert run(capsys, "backup", file, "--store", store_url)[1] == [f"{file}: version {second}, 2 reports"]
    assert run(capsys, "export", "--what", "everything", "--format", "jsonl", "--out", lines, "--store", store_url)[0] == 0
    _, events, _ = run(capsys, "export", "--format", "jsonl", "--store", store_url)
    for kind in ("sqlite", "postgresql"):
        one, other = fresh_url(kind), fresh_url(kind)
        assert run(capsys, "restore", file, "--store", one)[1] == [f"{file}: version {second}, 2 reports"]
        assert run(capsys, "ingest", lines, "--store", other)[0] == 0
        for url in (one, other):
            assert run(capsys, "export", "--format", "jsonl", "--store", url)[1] == events
        assert [line.split()[0] for line in run(capsys, "log", "--store", one)[1]] == [first, second]
        assert run(capsys, "restore", file, "--store", one)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["restore", "none.gz"], "no such file"),
        (["backup", "{here}/no/such/folder.gz"], "cannot be written"),
        (["export", "--what", "everything", "--format", "csv"], "written as --format jsonl"),
        (["export", "--what", "everything", "--format", "jsonl", "--place", "Almaty"], "takes no selection"),
    ],
)
def test_what_cannot_be_moved_is_told(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "r.txt").write_text("date 2020-06-06 x\n\nPolice detained 5 protesters in Almaty.\n")
    run(capsys, "ingest", str(tmp_path / "r.txt"), "--store", sqlite_url)
    status, _, err = run(capsys, *(a.format(here=tmp_path) for a in arguments), "--store", sqlite_url)
    assert status in (1, 2)
    assert message in err, err


def test_exported_events_are_no_reports_and_it_is_said_what_is(
    capsys: pytest.CaptureFixture[str], store_url: str, changed: tuple[str, str], fresh_url: Fresh, tmp_path: Path
) -> None:
    run(capsys, "export", "--format", "jsonl", "--out", str(tmp_path / "e.jsonl"), "--store", store_url)
    status, _, err = run(capsys, "ingest", str(tmp_path / "e.jsonl"), "--store", fresh_url("sqlite"))
    assert (status, "`export --what everything --format jsonl` moves a whole store" in err) == (1, True)


@pytest.mark.parametrize("content", [b"plain text\n", b"", b"\x1f\x8b\x08 half"])
def test_a_file_that_is_no_backup_is_told(capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.gz").write_bytes(content)
    status, _, err = run(capsys, "restore", str(tmp_path / "b.gz"), "--store", sqlite_url)
    assert status == 1
    assert "not a backup of a store" in err or "only a part of a backup" in err, err
