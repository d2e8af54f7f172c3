"""Peak memory of an ingest of few and of many reports: it must not grow with the archive.

python tests/benchmarks/memory_ingest.py [FEW] [MANY]     # default 10,000 and 300,000
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import archive

CODE = (
    "import sys, resource; from geo.pipeline import ingest; s = ingest([sys.argv[1]], sys.argv[2]);"
    "print(s.added, s.failures, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


def main() -> None:
    counts = [int(a) for a in sys.argv[1:3]] or [10_000, 300_000]
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            path = archive.write(Path(folder) / f"{count}.jsonl", count)
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-c", CODE, str(path), f"sqlite:///{folder}/{count}.db"], capture_output=True, text=True, check=True
            )
            added, failures, peak = map(int, done.stdout.split())
            peaks.append(peak)
            print(
                f"{added:>9,} reports stored ({failures} failures): peak {peak} MB, {added / (time.monotonic() - began):.0f} a second",
                flush=True,
            )
    print(f"{100 * (peaks[-1] / peaks[0] - 1):+.0f}%")


if __name__ == "__main__":
    main()
