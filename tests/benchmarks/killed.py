"""An ingest that is killed (-9) at random moments and then run to its end, against one clean run; and two ingesters at once.

python tests/benchmarks/killed.py [MOMENTS] [REPORTS]     # default 30 moments, 2,000 reports, on both databases
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import archive

from geo.store import Store
from postgres import server


def contents(url: str) -> object:
    """The version, all events as exported, and all reports with their claims."""
    with Store.open(url, create=False) as store:
        return store.version, [e.to_row() for e in store.events()], list(store.everything())


def start(url: str, *paths: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "geo.cli", "ingest", *map(str, paths), "--store", url]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def killed(url: str, path: Path, moment: float) -> None:
    run = start(url, path)
    time.sleep(moment)
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    again = start(url, path)
    assert again.wait() == 0


def main() -> None:
    moments = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    reports = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder, server() as running:
        path = archive.write(Path(folder) / "all.jsonl", reports)
        began = time.monotonic()
        clean = f"sqlite:///{folder}/clean.db"
        assert start(clean, path).wait() == 0
        whole = time.monotonic() - began
        wanted = contents(clean)
        for kind in ("sqlite", "postgresql"):
            equal = 0
            for n in range(moments):
                url = f"sqlite:///{folder}/{n}.db" if kind == "sqlite" else running.fresh()
                killed(url, path, chance.uniform(0.3, whole))
                equal += contents(url) == wanted
            print(
                f"{kind}: killed at {moments} random moments of {reports} reports and run again: {equal} of {moments} equal to the clean run",
                flush=True,
            )
        lines = path.read_text().splitlines(keepends=True)
        for name, some in (("one", lines[: 2 * reports // 3]), ("two", lines[reports // 3 :])):
            (Path(folder) / name).mkdir()
            (Path(folder) / name / "r.jsonl").write_text("".join(some))
        for kind in ("sqlite", "postgresql"):
            url = f"sqlite:///{folder}/two.db" if kind == "sqlite" else running.fresh()
            runs = [start(url, Path(folder) / name) for name in ("one", "two")]
            status = [run.wait() for run in runs]
            same = contents(url) == wanted
            print(
                f"{kind}: two ingesters of overlapping folders at once: status {status}, {'equal' if same else 'NOT EQUAL'} to one",
                flush=True,
            )


if __name__ == "__main__":
    main()
