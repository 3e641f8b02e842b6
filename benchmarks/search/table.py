"""What a row of the table says, and how the table is shown."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from portal.progress import console


@dataclass(frozen=True)
class Measured:
    """One line: what was measured, what came out, what was asked for. `passed` is None where nothing could be
    measured here, `note` tells why, or what stands behind the figure."""

    what: str
    value: str
    bar: str
    passed: bool | None
    note: str = ""


def not_run(what: str, reason: object) -> Measured:
    """For what is not there to be measured."""
    return Measured(what, "not run", "", None, str(reason))


def show(measured: Sequence[Measured]) -> int:
    """Print the table; 1 when a bar is missed."""
    table = Table("what", "measured", "bar", "", "note", box=None, pad_edge=False, header_style="bold")
    table.columns[0].no_wrap = True
    marks = {True: "[green]met[/]", False: "[red]MISSED[/]", None: "[yellow]not run[/]"}
    for row in measured:
        table.add_row(row.what, row.value, row.bar, marks[row.passed], row.note)
    console.print(table, soft_wrap=False)
    missed = [row.what for row in measured if row.passed is False]
    left_out = [row.what for row in measured if row.passed is None]
    if left_out:
        console.print(f"not run: {', '.join(left_out)}")
    console.print(f"bars missed: {', '.join(missed)}" if missed else "no bar is missed")
    return 1 if missed else 0


def write(measured: Sequence[Measured], path: Path) -> None:
    """For another process to read."""
    path.write_text(json.dumps([asdict(row) for row in measured]), encoding="utf-8")


def read(path: Path) -> list[Measured]:
    return [Measured(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
