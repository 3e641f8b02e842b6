"""`make lock`: write requirements.txt and requirements-test.txt from pyproject.toml, for every platform, with hashes.

What is locked already stays as it is; `make lock UPGRADE=1` takes the newest that pyproject.toml allows.
The files name no registry: whoever installs uses the one that the machine is set up for.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from bin.bootstrap import RUN_LOCK, TEST_LOCK
from bin.paths import ROOT, VENV
from portal.progress import console, step

OLDEST_PYTHON = "3.11"
OPTIONS = (
    *("--universal", f"--python-version={OLDEST_PYTHON}", "--generate-hashes"),
    *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
)


def resolver() -> str:
    """Return the path of uv; it is fetched when this machine has none, for it is needed here only."""
    inside = VENV / "bin" / "uv"
    if not inside.exists() and (outside := shutil.which("uv")):
        return outside
    if not inside.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(inside)


def compile_lock(lock: str, *extra: str) -> None:
    """Resolve into the file `lock`. Raises CalledProcessError; the reason is on the terminal by then."""
    command = [resolver(), "pip", "compile", *OPTIONS, *extra, "pyproject.toml", "--output-file", lock]
    subprocess.run(command, cwd=ROOT, check=True)


def main(arguments: Sequence[str]) -> int:
    upgrade = ("--upgrade",) if os.environ.get("UPGRADE") else ()
    try:
        with step(f"Resolving {RUN_LOCK}"):
            compile_lock(RUN_LOCK, *upgrade)
        with step(f"Resolving {TEST_LOCK}"):
            # Constrained by the first file: what is tested is what runs.
            compile_lock(TEST_LOCK, "--group=test", f"--constraint={RUN_LOCK}", *upgrade)
    except subprocess.CalledProcessError:
        return 1
    for lock in (RUN_LOCK, TEST_LOCK):
        count = sum("==" in line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
        console.print(f"{lock}: {count} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
