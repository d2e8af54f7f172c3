"""Reports a second, read and stored: SQLite and PostgreSQL, 1 and 2 workers, a Dask cluster of 2; and what the store alone takes.

    python tests/benchmarks/storing.py [REPORTS]

The reports are the sample's, each with a day of its own. "Reading" is without a store; "storing" puts what was read before.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import archive

from geo.errors import InputError
from geo.pipeline import ingest, processed
from geo.store import Store
from postgres import server


@contextmanager
def cluster() -> Iterator[str]:
    address = "tcp://127.0.0.1:8790"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def dask(what: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", f"from distributed.cli.dask_{what} import main; main()", *arguments], **quiet)  # type: ignore[call-overload, no-any-return]

    running = [dask("scheduler", "--host", "127.0.0.1", "--port", "8790", "--no-dashboard", "--dashboard-address", ":0")]
    running += [dask("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard") for _ in range(2)]
    time.sleep(6)
    try:
        yield address
    finally:
        for process in running:
            process.terminate()
            process.wait()


def rate(count: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def reading(path: Path, count: int, **how: object) -> tuple[float, float]:
    """Reports a second, and seconds of the parent's own core for each; the first half, in which every process loads its tables, is not timed."""
    items = processed([path], **how)  # type: ignore[arg-type]
    list(islice(items, count // 2))
    began = time.process_time()
    found = rate(count - count // 2, lambda: list(items))
    return found, (time.process_time() - began) / (count - count // 2)


def busy(_: int) -> int:
    return sum(i * i % 7 for i in range(4_000_000))


def machine() -> float:
    """What a second core is worth just now to two processes that only count: no program gains more on this machine."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(busy, range(2)))
        one = rate(1, lambda: list(pool.map(busy, range(1))))
        return rate(2, lambda: list(pool.map(busy, range(2)))) / one


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder, server() as running, cluster() as address:
        path = archive.write(Path(folder) / "all.jsonl", count, "long")
        ways: list[tuple[str, dict[str, object]]] = [
            ("1 worker", {}),
            ("2 workers", {"workers": 2}),
            ("Dask, 2 workers", {"scheduler": address}),
        ]
        print(f"{'reports a second':20}" + "".join(f"{name:>18}" for name, _ in ways))
        alone = [max(reading(path, count, **how) for _ in range(2)) for _, how in ways]
        print(f"{'reading':20}" + "".join(f"{r:18.0f}" for r, _ in alone)
              + f"   second worker x {alone[1][0] / alone[0][0]:.2f}; two processes that only count x {machine():.2f}", flush=True)  # fmt: skip
        print(f"{'parent, ms a report':20}" + "".join(f"{1000 * s:18.2f}" for _, s in alone), flush=True)
        items = [i for i in processed([path]) if not isinstance(i, InputError)]
        for kind in ("sqlite", "postgresql"):
            rates = []
            for n, (_, how) in enumerate(ways):
                url = f"sqlite:///{folder}/{n}.db" if kind == "sqlite" else running.fresh()
                rates.append(rate(count, lambda url=url, how=how: ingest([path], url, **how)))  # type: ignore[misc]
            url = f"sqlite:///{folder}/alone.db" if kind == "sqlite" else running.fresh()
            with Store.open(url) as store:
                limit = rate(count, lambda store=store: [store.add_all(items[i : i + 64]) for i in range(0, count, 64)])  # type: ignore[misc]
            print(f"{'into ' + kind:20}" + "".join(f"{r:18.0f}" for r in rates) + f"   storing alone {limit:.0f}", flush=True)


if __name__ == "__main__":
    main()
