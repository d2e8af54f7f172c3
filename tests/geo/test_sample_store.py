"""The store of the shipped reports, in the user's cache."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from geo import pipeline


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    monkeypatch.setattr(pipeline, "ingest", lambda paths, url: Path(url.removeprefix("sqlite:///")).write_bytes(b"made"))
    return tmp_path / "detention-map"


def test_it_is_made_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pipeline.sample_store()
    monkeypatch.setattr(pipeline, "ingest", lambda *_: pytest.fail("made again"))
    assert pipeline.sample_store() == made
    assert [file.name for file in cache.iterdir()] == [Path(made).name]


def test_another_versions_is_left_to_it_while_it_may_be_open(cache: Path) -> None:
    cache.mkdir()
    month = pipeline.SAMPLE_KEPT_S
    for name, age in (("sample-lately.db", month / 2), ("sample-long-ago.db", month * 2)):
        (cache / name).write_bytes(b"")
        os.utime(cache / name, (time.time() - age,) * 2)
    made = Path(pipeline.sample_store().removeprefix("sqlite:///"))
    assert {file.name for file in cache.iterdir()} == {"sample-lately.db", made.name}


def test_one_in_use_grows_no_older(cache: Path) -> None:
    made = Path(pipeline.sample_store().removeprefix("sqlite:///"))
    os.utime(made, (0, 0))
    pipeline.sample_store()
    assert made.exists()
    assert time.time() - made.stat().st_mtime < 3600
