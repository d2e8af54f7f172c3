"""Cold start of `detention-map extract` on one report beside `import pandas`, in one run. Prints a table.

python tests/benchmarks/cold_start.py [REPORT] [--runs N]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "data" / "reports" / "en" / "2020-06-06-rferl-kazakhstan.md"


def seconds(command: list[str], runs: int) -> list[float]:
    out = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        out.append(time.perf_counter() - began)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("report", nargs="?", default=str(SAMPLE))
    parser.add_argument("--runs", type=int, default=7)
    args = parser.parse_args()
    commands = {
        "python -c 'import pandas'": [sys.executable, "-c", "import pandas"],
        "detention-map extract REPORT": [
            sys.executable,
            "-c",
            "from geo.cli import main; raise SystemExit(main())",
            "extract",
            args.report,
        ],
    }
    for command in commands.values():
        seconds(command, 1)
    taken = {name: seconds(command, args.runs) for name, command in commands.items()}
    base = statistics.median(taken["python -c 'import pandas'"])
    print(f"{'':32}  median    min    x pandas")
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:32}  {middle:5.2f} s  {min(times):5.2f} s  {middle / base:5.2f}")


if __name__ == "__main__":
    main()
