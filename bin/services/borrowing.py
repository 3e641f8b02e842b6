"""Servers refuse to run as root, so root lends them to somebody without rights; everybody else runs them himself."""

import os
import pwd
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bin.services.base import CannotStart

BORROWED_USERS = ("postgres", "nobody")  # whom root asks, in this order


def borrowed_user(program: str) -> pwd.struct_passwd:
    """This user, or, for root, somebody without rights. Raises CannotStart."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in BORROWED_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart(f"{program} does not run as root, and this machine has no user “postgres” or “nobody”")


def run_as(
    owner: pwd.struct_passwd, command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as `owner`, which only root can and need do, from a folder that everybody may enter."""
    is_root = os.geteuid() == 0
    return subprocess.run(
        command,
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        user=owner.pw_uid if is_root else None,
        group=owner.pw_gid if is_root else None,
        extra_groups=[] if is_root else None,
    )


def make_folder(folder: Path, owner: pwd.struct_passwd) -> None:
    """Make a folder that only `owner` uses; one that somebody else has put there is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), owner.pw_uid):
        raise CannotStart(f"{folder} belongs to another user: remove it")
    os.chown(folder, owner.pw_uid, owner.pw_gid)


def can_use(folder: Path, owner: pwd.struct_passwd) -> bool:
    """Whether `owner` may enter the folder and write there."""
    test = ["/bin/sh", "-c", 'test -w "$1" && test -x "$1"', "sh", str(folder)]
    return run_as(owner, test).returncode == 0


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
