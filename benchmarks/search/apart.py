"""Work in a process of its own, which may set Django up for another database."""

import importlib
import sys
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.search.table import Measured, read, write
from bin.paths import ROOT


def apart(function: str, *arguments: Any) -> list[Measured]:
    """What `module:function` measures for these numbers and words."""
    with TemporaryDirectory() as folder:
        result = Path(folder) / "measured.json"
        command = [
            sys.executable,
            "-m",
            "benchmarks.search.apart",
            function,
            str(result),
            *map(str, arguments),
        ]
        run(command, cwd=ROOT, check=True)
        return read(result)


if __name__ == "__main__":
    function, result, *arguments = sys.argv[1:]
    module, _colon, name = function.partition(":")
    measuring = getattr(importlib.import_module(module), name)
    write(measuring(*(int(one) if one.isdecimal() else one for one in arguments)), Path(result))
