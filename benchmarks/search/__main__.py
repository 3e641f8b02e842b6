"""The bars of the search, measured: the whole table, or some of its rows.

    python -m benchmarks.search [quality sets search first suggest save rebuild writers outbox outage] [--size N] [--seconds N]

Figures depend on the machine, ratios much less: both sides of a ratio are measured in turn, in the same process. Each
row runs in a process of its own on a portal full of generated mentors, which is made once and kept in
.data/benchmarks. PostgreSQL and Elasticsearch are those of `make services`; what is not there is named as not run.
Exit code 1 when a bar is missed.
"""

import argparse
import importlib
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.search.table import Measured, not_run, read, show, write
from bin.paths import ROOT
from portal.progress import console

ROWS = ("quality", "sets", "search", "first", "suggest", "save", "rebuild", "writers", "outbox", "outage")
SIZE, SECONDS = 10_000, 60


def main() -> int:
    options = _options()
    if options.to:
        row = importlib.import_module(f"benchmarks.search.rows.{options.rows[0]}")
        write(row.measure(options.size, options.seconds), options.to)
        return 0
    rows = options.rows or ROWS
    measured: list[Measured] = []
    with TemporaryDirectory() as folder:
        for number, row in enumerate(rows, start=1):
            console.rule(f"{row} ({number} of {len(rows)})", align="left")
            measured += _in_a_process(row, options, Path(folder) / f"{row}.json")
    console.rule("the bars of the search", align="left")
    return show(measured)


def _in_a_process(row: str, options: argparse.Namespace, result: Path) -> list[Measured]:
    given = ["--size", str(options.size), "--seconds", str(options.seconds), "--to", str(result)]
    done = subprocess.run([sys.executable, "-m", "benchmarks.search", row, *given], cwd=ROOT)
    if done.returncode:
        return [Measured(row, f"broke off with {done.returncode}", "", False)]
    return read(result) or [not_run(row, "nothing to measure")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], metavar="row")
    parser.add_argument("--size", type=int, default=SIZE, help=f"mentors; {SIZE} unless given")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long many write and read at once")
    parser.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
