"""Make the virtual environment what the lock file says, then go on inside it.

    python -m bin.bootstrap [--test] MODULE [ARGUMENT…]

Runs on the machine's own Python with the standard library alone. The stamp in the environment names the lock files
that are installed completely; it is taken away before an installation and written after it, so an interrupted run
is picked up by the next one.
"""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterable, Iterator, MutableMapping
from typing import TextIO

from bin.paths import DATA, ROOT, VENV, VENV_PYTHON

RUN_LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"  # holds everything of RUN_LOCK too
STAMP = VENV / "installed-locks.json"
PIP_LOG = DATA / "log" / "pip.log"
BYTECODE = DATA / "bytecode"
PLAIN_LINE_EVERY = 40  # packages between two lines where no terminal shows a running count


class CannotPrepare(Exception):
    """The environment cannot be made; the message says what to install."""


def prepare(lock: str) -> None:
    """Leave `.venv` with exactly the hashes of `lock` installed; does nothing when it already is so."""
    if VENV.is_symlink():  # another working copy's environment, which is neither installed into nor cleared
        VENV.unlink()
    stamp = _stamp_for(lock)
    installed = _read_stamp()
    if stamp.items() <= installed.items():
        return
    STAMP.unlink(missing_ok=True)
    if installed.get("root", str(ROOT)) != str(ROOT) or not _environment_works():
        _create_environment()
    _install(lock)
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def _stamp_for(lock: str) -> dict[str, str]:
    """What the stamp says once `lock` is installed. The folder is part of it: scripts carry their path."""
    locks = [RUN_LOCK, TEST_LOCK] if lock == TEST_LOCK else [RUN_LOCK]
    return {"root": str(ROOT)} | {name: _digest(name) for name in locks}


def _read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if VENV_PYTHON.exists() else {}


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _environment_works() -> bool:
    if not VENV_PYTHON.exists():
        return False
    version = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([VENV_PYTHON, "-c", version], capture_output=True).returncode == 0


def _create_environment() -> None:
    print(
        f"Creating the virtual environment in {VENV.name} with Python {sys.version.split()[0]}.", flush=True
    )
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and importlib.util.find_spec("pip") is None:
        raise CannotPrepare(
            "This Python has neither pip nor the venv module's ensurepip: install them "
            "(Debian and Ubuntu: apt install python3-venv python3-pip)."
        )
    venv.EnvBuilder(clear=True, symlinks=True, with_pip=has_ensurepip).create(VENV)


def _install(lock: str) -> None:
    """Install what `lock` names and nothing else: it is complete, so pip need not work out dependencies."""
    total = sum("==" in line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines())
    print(f"Installing the packages of {lock} ({total} at most), checked by their hashes.", flush=True)
    started = time.monotonic()
    PIP_LOG.parent.mkdir(parents=True, exist_ok=True)
    with PIP_LOG.open("w+", encoding="utf-8") as log:
        pip = subprocess.Popen(_pip_command(lock), stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
        try:
            count = _show_progress(_copied(pip.stdout or [], log), total)
            code = pip.wait()
        finally:
            pip.kill()
    if code:
        tail = PIP_LOG.read_text(encoding="utf-8").splitlines()[-15:]
        raise CannotPrepare(
            "\n".join([*tail, f"The packages could not be installed; the whole log is {PIP_LOG}."])
        )
    print(f"{count} packages installed in {time.monotonic() - started:.0f} s.", flush=True)


def _pip_command(lock: str) -> list[str]:
    """The environment's own pip; where it has none (no ensurepip), this Python's pip, working on it from outside."""
    outside = [] if _has_pip() else [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
    pip = outside or [str(VENV_PYTHON), "-m", "pip"]
    options = ["--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    return [*pip, "install", *options, "--progress-bar=off", "--root-user-action=ignore", "-r", lock]


def _has_pip() -> bool:
    return subprocess.run([VENV_PYTHON, "-c", "import pip"], capture_output=True).returncode == 0


def _copied(lines: Iterable[str], log: TextIO) -> Iterator[str]:
    for line in lines:
        log.write(line)
        yield line


def _show_progress(lines: Iterable[str], total: int) -> int:
    """Count the packages pip speaks of: a running count on a terminal, now and then a line elsewhere."""
    terminal = sys.stdout.isatty()
    count = 0
    for line in lines:
        if line.startswith(("Collecting ", "Requirement already satisfied: ")):
            count += 1
            if terminal:
                print(f"\r  {count} of {total} packages fetched", end="", flush=True)
            elif count % PLAIN_LINE_EVERY == 0:
                print(f"  {count} of {total} packages fetched", flush=True)
        elif line.startswith("Installing collected packages"):
            said = f"  {count} packages fetched, now being unpacked"
            print(f"\r{said}" if terminal else said, end="" if terminal else "\n", flush=True)
    if terminal:
        print()
    return count


def _keep_bytecode(environment: MutableMapping[str, str]) -> None:
    """Keep it apart where the machine wants none beside the sources: without any, each process compiles Django anew."""
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))


def main(arguments: list[str]) -> None:
    """Prepare the environment and replace this process by the module that was asked for."""
    lock = TEST_LOCK if arguments[:1] == ["--test"] else RUN_LOCK
    module, *rest = arguments[lock == TEST_LOCK :]
    try:
        prepare(lock)
    except CannotPrepare as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next run goes on from here.")
    os.chdir(ROOT)
    _keep_bytecode(os.environ)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", module, *rest])  # noqa: S606 - a fixed program, no shell wanted


if __name__ == "__main__":
    main(sys.argv[1:])
