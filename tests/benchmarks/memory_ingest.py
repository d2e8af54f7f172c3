"""Peak memory of an ingest after 10,000 reports and at each step up to 300,000: it must not grow with the archive (20% at most).

python tests/benchmarks/memory_ingest.py [REPORTS] [STORE-URL]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import archive

from geo.pipeline import ingest

STEPS = (10_000, 30_000, 100_000, 200_000, 300_000)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    with tempfile.TemporaryDirectory() as folder:
        path = archive.write(Path(folder) / "all.jsonl", count)
        began, done = time.monotonic(), 0
        peaks: list[int] = []

        def told(_: str, __: str) -> None:
            nonlocal done
            done += 1
            if done in STEPS or done == count:
                peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
                rate = done / (time.monotonic() - began)
                print(
                    f"{done:>9,} reports: peak {peaks[-1]} MB ({100 * (peaks[-1] / peaks[0] - 1):+.0f}%), {rate:.0f} a second", flush=True
                )

        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/store.db"
        ingest([path], url, told=told)


if __name__ == "__main__":
    main()
