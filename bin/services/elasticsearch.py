"""A private Elasticsearch for the tests: the distribution that its plugin authors test against, from Maven Central.

It holds the server's core and no module, so whoever passes here needs nothing that a managed service might lack. It
has its own folder, its own port on the loopback and a small heap, forgets everything when it is started, and runs
under a user without rights where root asks for it.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from contextlib import suppress
from pathlib import Path

from bin.paths import ROOT, SERVICES
from bin.services.base import CannotStart, Service
from bin.services.borrowing import borrowed_user, can_use, free_port, make_folder, run_as

VERSION = "8.19.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 17
HEAP = "-Xms512m -Xmx512m"
QUICK = "-XX:TieredStopAtLevel=1"  # nothing runs for so long that optimising it would pay
LONGEST_DOWNLOAD, LONGEST_START, LONGEST_STOP = 600, 90, 20  # seconds
CONFIGURATION = """\
cluster.name: qingchuang-tests
discovery.type: single-node
xpack.security.enabled: false
http.host: 127.0.0.1
transport.host: 127.0.0.1
http.port: {port}
transport.port: {transport_port}
cluster.routing.allocation.disk.threshold_enabled: false
"""


def _is_installed() -> bool:
    return _java_home() is not None and (_is_unpacked() or shutil.which("mvn") is not None)


def start() -> dict[str, str]:
    """Fetch it when it is not there, start it when it does not run; return ELASTICSEARCH_SERVER. Idempotent."""
    server = _Server()
    if not server.program.exists():
        server.unpack()
    if not server.answers():
        server.start()
    return {"ELASTICSEARCH_SERVER": server.url()}


def stop() -> None:
    """Stop the server; what was unpacked stays for the next start."""
    if _is_unpacked():
        _Server().stop()


def remove() -> None:
    """Stop the server and delete all of it, also where it lies outside the working copy."""
    stop()
    for folder in _folders():
        shutil.rmtree(folder, ignore_errors=True)


class _Server:
    """The folder, its owner and the process that runs in it."""

    def __init__(self) -> None:
        self.owner = borrowed_user("Elasticsearch")
        inside, outside = _folders()
        make_folder(inside, self.owner)
        self.folder = inside if can_use(inside, self.owner) else outside
        make_folder(self.folder, self.owner)
        self.home = self.folder / f"elasticsearch-{VERSION}"
        self.program = self.home / "bin" / "elasticsearch"
        self.process_file = self.folder / "pid"

    def unpack(self) -> None:
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            fetched = _fetch(Path(folder))
            with zipfile.ZipFile(fetched) as archive:
                archive.extractall(folder)
            unpacked = Path(folder) / self.home.name
            for path in (unpacked, *unpacked.rglob("*")):
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
            for path in (unpacked / "bin").iterdir():
                path.chmod(0o755)
            shutil.rmtree(self.home, ignore_errors=True)
            unpacked.rename(self.home)

    def start(self) -> None:
        self.stop()
        shutil.rmtree(self.home / "data", ignore_errors=True)
        settings = CONFIGURATION.format(port=free_port(), transport_port=free_port())
        self._configuration.write_text(settings, encoding="utf-8")
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "ES_JAVA_HOME": str(_java_home()),
            "ES_JAVA_OPTS": f"{HEAP} {QUICK}",
            "CLI_JAVA_OPTS": QUICK,
        }
        command = [str(self.program), "--daemonize", "--pidfile", str(self.process_file)]
        finished = run_as(self.owner, command, environment)
        if finished.returncode:
            reason = finished.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise CannotStart(f"elasticsearch failed ({reason}); its logs are in {self.home / 'logs'}")
        last = time.monotonic() + LONGEST_START
        while not self.answers():
            if time.monotonic() > last:
                raise CannotStart(f"elasticsearch does not answer; its logs are in {self.home / 'logs'}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask the process of the pid file to end, if it is still ours; kill it when it does not."""
        process = self._process()
        if process is None:
            return
        for request, patience in ((signal.SIGTERM, LONGEST_STOP), (signal.SIGKILL, 5)):
            # One that a test has left standing would not hear anything but SIGKILL.
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
                os.kill(process, request)
            last = time.monotonic() + patience
            while self._process() and time.monotonic() < last:
                time.sleep(0.1)
            if self._process() is None:
                return

    def answers(self) -> bool:
        if self._process() is None:
            return False
        try:
            with urllib.request.urlopen(f"{self.url()}/_cluster/health", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def url(self) -> str:
        found = re.search(
            r"^http\.port: (\d+)$", self._configuration.read_text(encoding="utf-8"), re.MULTILINE
        )
        return f"http://127.0.0.1:{found[1] if found else 9200}"

    @property
    def _configuration(self) -> Path:
        return self.home / "config" / "elasticsearch.yml"

    def _process(self) -> int | None:
        """The server's process; None when it does not run, or the number has gone to somebody else."""
        try:
            process = int(self.process_file.read_text())
            command = Path(f"/proc/{process}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return process if str(self.home).encode() in command else None


def _fetch(folder: Path) -> Path:
    """Download the distribution by Maven, which keeps it for the next time."""
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
    command = ["mvn", "-q", "-B", goal, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    try:
        finished = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=LONGEST_DOWNLOAD
        )
    except subprocess.TimeoutExpired:
        raise CannotStart(f"Maven did not fetch {ARTIFACT} in {LONGEST_DOWNLOAD} seconds") from None
    fetched = next(folder.glob("*.zip"), None)
    if finished.returncode or fetched is None:
        said = (finished.stdout + finished.stderr).decode(errors="replace").strip().splitlines()
        raise CannotStart(f"Maven could not fetch {ARTIFACT}: {said[0] if said else 'it said nothing'}")
    return fetched


def _java_home() -> Path | None:
    """Where a Java that is new enough lies."""
    java = shutil.which("java")
    if java is None:
        return None
    answer = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', answer)
    return Path(java).resolve().parents[1] if found and int(found[1]) >= OLDEST_JAVA else None


def _folders() -> tuple[Path, Path]:
    """In the working copy, and outside of it for when the server's user cannot go there."""
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    outside = Path(tempfile.gettempdir()) / f"qingchuang-elasticsearch-{os.geteuid()}-{mark}"
    return SERVICES / "elasticsearch", outside


def _is_unpacked() -> bool:
    return any((folder / f"elasticsearch-{VERSION}").exists() for folder in _folders())


ELASTICSEARCH = Service("Elasticsearch", ("openjdk-17-jre-headless", "maven"), _is_installed, start, stop)
