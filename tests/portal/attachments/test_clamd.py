"""The client against a real ClamAV, with one signature of its own that finds a harmless mark (U8)."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.attachments.clamd import ScannerDown, signature_in
from tests.factories import files

pytestmark = pytest.mark.clamav

MARK = "qingchuang harmless test mark"
START_SECONDS = 30
CONFIGURATION = """\
Foreground yes
DatabaseDirectory {folder}
LocalSocket {folder}/clamd.ctl
TCPAddr 127.0.0.1
TCPSocket {port}
StreamMaxLength 25M
"""


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A daemon with a database of one line; its addresses."""
    program = shutil.which("clamd", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))
    if program is None:
        pytest.fail("clamd is missing: run `make services`.")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "own.ndb").write_text(f"Qingchuang.Test.Mark:0:*:{MARK.encode().hex()}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
    with (folder / "log").open("wb") as log:
        daemon = subprocess.Popen([program, f"--config-file={configuration}"], stdout=log, stderr=log)
        try:
            wait_for(folder / "clamd.ctl", daemon)
            yield {"tcp": f"tcp://127.0.0.1:{port}", "unix": f"unix://{folder}/clamd.ctl"}
        finally:
            daemon.terminate()
            daemon.wait(20)


def wait_for(ready: Path, daemon: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + START_SECONDS
    while not ready.exists():
        if time.monotonic() > last or daemon.poll() is not None:
            pytest.fail(f"clamd did not start: {(ready.parent / 'log').read_text()}")
        time.sleep(0.05)


@pytest.mark.parametrize("way", ["tcp", "unix"])
def test_u8_file_when_it_holds_the_mark_then_its_signature_is_named(clamd, way) -> None:
    assert signature_in(files.pdf([MARK]), clamd[way]) == "Qingchuang.Test.Mark.UNOFFICIAL"
    assert signature_in(files.pdf(["nothing of the kind"]), clamd[way]) == ""


def test_u8_mark_when_it_is_packed_into_an_office_file_then_it_is_found(clamd) -> None:
    assert signature_in(files.word("正文", MARK), clamd["tcp"]) == "Qingchuang.Test.Mark.UNOFFICIAL"


def test_u8_largest_file_is_scanned_to_its_end(clamd) -> None:
    largest = b"0" * (20 * 1024 * 1024 - len(MARK)) + MARK.encode()
    assert signature_in(largest, clamd["tcp"]) == "Qingchuang.Test.Mark.UNOFFICIAL"


def test_u8_file_when_larger_than_the_daemon_takes_then_there_is_no_verdict(clamd) -> None:
    with pytest.raises(ScannerDown):
        signature_in(b"0" * (26 * 1024 * 1024), clamd["tcp"])
