"""A private PostgreSQL cluster for the tests: own folder, own socket in it, never the machine's own server.

PostgreSQL refuses to run as root. Where the user that root lends it to cannot reach the working copy (a clone under
/root), or the path is too long for a socket, the cluster lies in the temporary folder instead.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from bin.paths import ROOT, SERVICES
from bin.services.base import CannotStart, Service
from bin.services.borrowing import borrowed_user, can_use, make_folder, run_as

DATABASE = ROLE = "qingchuang"
OLDEST_VERSION = 15
LONGEST_SOCKET_FOLDER = 80  # the kernel allows 107 bytes with the socket's own name
# Nothing here outlives a test run, so nothing waits for the disk.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")


def _is_installed() -> bool:
    return _programs() is not None


def start() -> dict[str, str]:
    """Make the cluster when it is not there, start it when it does not run; return POSTGRES_URL. Idempotent."""
    cluster = _Cluster()
    if not cluster.is_complete():
        cluster.create()
    if not cluster.is_running():
        cluster.start()
    cluster.ensure_database()
    return {"POSTGRES_URL": cluster.url()}


def stop() -> None:
    """Stop the cluster; what is in it stays for the next start."""
    if _is_installed():
        cluster = _Cluster()
        if cluster.is_complete() and cluster.is_running():
            cluster.run("pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w")


def remove() -> None:
    """Stop the cluster and delete all of it, also where it lies outside the working copy."""
    stop()
    for folder in (SERVICES / "postgres", _folder_outside()):
        shutil.rmtree(folder, ignore_errors=True)


class _Cluster:
    """The folder, its owner and the programs that work on it."""

    def __init__(self) -> None:
        self.programs = _programs()
        self.owner = borrowed_user("PostgreSQL")
        self.folder = self._reachable_folder()
        self.data = self.folder / "data"
        self.complete = self.folder / "complete"
        self.password_file = self.folder / "password"

    def is_complete(self) -> bool:
        """Made to the end, by this major version: the mark is written last and names the version."""
        return self.complete.exists() and self.complete.read_text() == self._version()

    def is_running(self) -> bool:
        return self._try("pg_ctl", "status", "-D", str(self.data)).returncode == 0

    def create(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._try("pg_ctl", "stop", "-D", str(self.data), "-m", "immediate", "-w")
        shutil.rmtree(self.data, ignore_errors=True)
        self.password_file.write_text(secrets.token_urlsafe(24))
        self.password_file.chmod(0o600)
        os.chown(self.password_file, self.owner.pw_uid, self.owner.pw_gid)
        options = ("--encoding=UTF8", "--no-locale", "--auth=scram-sha-256", f"--username={ROLE}")
        self.run("initdb", "-D", str(self.data), *options, f"--pwfile={self.password_file}", "--no-sync")
        self.complete.write_text(self._version())

    def start(self) -> None:
        settings = (
            "listen_addresses=",  # by the socket a question takes a fifth less time
            f"unix_socket_directories={self.folder}",
            *FAST_AND_FORGETFUL,
        )
        options = " ".join(f"-c {setting}" for setting in settings)
        log = self.folder / "postgres.log"
        self.run("pg_ctl", "start", "-D", str(self.data), "-l", str(log), "-w", "-t", "60", "-o", options)

    def ensure_database(self) -> None:
        """The database that POSTGRES_URL names; the tests make theirs beside it."""
        made = self._try(
            "createdb", "--host", str(self.folder), "--port", self._port(), "--username", ROLE, DATABASE
        )
        if made.returncode and b"already exists" not in made.stderr:
            raise CannotStart(
                f"PostgreSQL runs but refuses its role: {made.stderr.decode(errors='replace').strip()}"
            )

    def url(self) -> str:
        place = quote(str(self.folder), safe="")
        return f"postgres://{ROLE}:{self.password_file.read_text()}@{place}:{self._port()}/{DATABASE}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the owner of the cluster. Raises CannotStart."""
        finished = self._try(program, *arguments)
        if finished.returncode:
            reason = (finished.stderr or finished.stdout).decode(errors="replace").strip()
            raise CannotStart(f"{program} failed ({reason}); its log is {self.folder / 'postgres.log'}")

    def _try(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        path = shutil.which(program, path=str(self.programs)) or program
        secret = self.password_file.read_text() if self.password_file.exists() else ""
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "LC_ALL": "C",
            "LANGUAGE": "C",
            "PGPASSWORD": secret,
        }
        return run_as(self.owner, [path, *arguments], environment)

    def _port(self) -> str:
        """The port that the running server wrote down for itself: part of its socket's name."""
        return (self.data / "postmaster.pid").read_text().splitlines()[3]

    def _version(self) -> str:
        return str(_major_version(self.programs)) if self.programs else ""

    def _reachable_folder(self) -> Path:
        inside = SERVICES / "postgres"
        make_folder(inside, self.owner)
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER and can_use(inside, self.owner):
            return inside
        outside = _folder_outside()
        make_folder(outside, self.owner)
        return outside


def _folder_outside() -> Path:
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"qingchuang-services-{os.geteuid()}-{mark}"


def _programs() -> Path | None:
    """The folder with initdb and its siblings, the newest version first; Debian keeps them out of PATH."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    candidates = [*debian, *([Path(on_path).parent] if on_path else [])]
    return next(
        (
            path
            for path in candidates
            if (path / "initdb").exists() and _major_version(path) >= OLDEST_VERSION
        ),
        None,
    )


def _major_version(programs: Path) -> int:
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True).stdout
    number = answer.split()[2] if len(answer.split()) > 2 else "0"
    return int("".join(digits for digits in number.split(".")[0] if digits.isdecimal()) or 0)


POSTGRES = Service("PostgreSQL", ("postgresql-15",), _is_installed, start, stop)
