"""Install Debian packages where this user may; otherwise say what to type."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from bin.paths import DATA

LOG = DATA / "log" / "apt.log"
WAIT_FOR_OTHERS = "-oDPkg::Lock::Timeout=300"  # seconds, while another apt is at work


class CannotInstall(Exception):
    """Nothing was installed; the message says what to do about it."""


def install(packages: Sequence[str]) -> None:
    """Install `packages` without what they merely recommend. Raises CannotInstall."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise CannotInstall(f"install what corresponds to Debian's {names}")
    if os.geteuid() != 0:
        raise CannotInstall(f"type: sudo apt-get install --no-install-recommends {names}")
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w", encoding="utf-8") as log:
        # Lists may be missing (a fresh machine) or name packages that the mirror no longer has.
        installed = _lists_present() and _apt_get(log, "install", *packages)
        if not installed and not (_apt_get(log, "update") and _apt_get(log, "install", *packages)):
            raise CannotInstall(f"apt-get could not install {names}; the log is {LOG}")


def _lists_present() -> bool:
    return any(Path("/var/lib/apt/lists").glob("*_Packages*"))


def _apt_get(log: TextIO, *arguments: str) -> bool:
    command = ["apt-get", "--yes", "--no-install-recommends", WAIT_FOR_OTHERS, *arguments]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    finished = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment
    )
    return finished.returncode == 0
