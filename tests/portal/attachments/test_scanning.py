"""Files are held until the scanner has a verdict; infected ones are gone, and a silent scanner passes nothing (U8)."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from portal.attachments import actions, scanning
from portal.attachments.choices import Scan, State
from portal.attachments.clamd import CHUNK, ScannerDown, signature_in
from portal.attachments.models import Attachment
from portal.attachments.scanning import scan_waiting
from portal.jobs.declared import declared_jobs
from tests.factories import files
from tests.portal.attachments.conftest import stored

MARK = "harmless-test-mark"
INFECTED = files.pdf([MARK])


class Clamd(socketserver.BaseRequestHandler):
    """Speaks the daemon's INSTREAM; finds MARK, or answers as a test tells it to."""

    answer: bytes | None = None
    pieces: list[int] = []

    def handle(self) -> None:
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while (size := struct.unpack(">I", self._exactly(4))[0]) > 0:
            content += self._exactly(size)
            self.pieces.append(size)
        verdict = b"stream: Test.Mark FOUND\0" if MARK.encode() in content else b"stream: OK\0"
        self.request.sendall(verdict if self.answer is None else self.answer)

    def _exactly(self, size: int) -> bytes:
        received = b""
        while len(received) < size:
            received += self.request.recv(size - len(received))
        return received


@pytest.fixture
def clamd(settings, monkeypatch) -> Iterator[type[Clamd]]:
    """A scanner that runs; the portal asks it, but only when a test runs the job."""
    monkeypatch.setattr(actions, "run_soon", lambda name: None)
    monkeypatch.setattr(Clamd, "pieces", [])
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
    yield Clamd
    server.shutdown()
    server.server_close()


@pytest.fixture
def no_clamd(settings, monkeypatch) -> None:
    """A scanner that is named and does not run."""
    monkeypatch.setattr(actions, "run_soon", lambda name: None)
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:9"


def again(row: Attachment) -> Attachment:
    row.refresh_from_db()
    return row


def make_due() -> None:
    Attachment.objects.filter(scan=Scan.WAITING).update(scan_due_at=timezone.now() - timedelta(seconds=5))


# The protocol -----------------------------------------------------------------------------------------------------


def test_client_when_asked_then_sends_the_content_in_pieces_and_reads_the_verdict(clamd, settings) -> None:
    assert signature_in(b"x" * (2 * CHUNK + 7), settings.CLAMD_ADDRESS) == ""
    assert clamd.pieces == [CHUNK, CHUNK, 7]
    assert signature_in(INFECTED, settings.CLAMD_ADDRESS) == "Test.Mark"


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: Can't open file ERROR\0", b"OK\0", b"\xff\xfe"],
)
def test_client_when_the_answer_is_no_verdict_then_the_file_is_not_clean(
    clamd, settings, monkeypatch, answer
) -> None:
    monkeypatch.setattr(clamd, "answer", answer)
    with pytest.raises(ScannerDown):
        signature_in(b"x", settings.CLAMD_ADDRESS)


def test_client_when_nobody_listens_then_says_where() -> None:
    with pytest.raises(ScannerDown, match=r"127\.0\.0\.1:9"):
        signature_in(b"x", "tcp://127.0.0.1:9")
    with pytest.raises(ScannerDown, match="/nowhere"):
        signature_in(b"x", "unix:///nowhere/clamd.ctl")


def test_client_when_the_scanner_listens_on_a_unix_socket_then_asks_there(tmp_path: Path) -> None:
    path = tmp_path / "clamd.ctl"
    with socketserver.ThreadingUnixStreamServer(str(path), Clamd) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert signature_in(INFECTED, f"unix://{path}") == "Test.Mark"
        server.shutdown()


# Held, clean, infected --------------------------------------------------------------------------------------------


def test_u8_file_when_a_scanner_is_named_then_it_is_held_and_nobody_has_it(
    clamd, put, owner, counter, signed_in
) -> None:
    row = put()
    assert (row.scan, row.is_readable) == (Scan.WAITING, False)
    for user in (owner, counter):
        client = signed_in(user)
        assert client.get(f"/attachments/{row.pk}/").status_code == 409
        assert client.get(f"/api/v1/attachments/{row.pk}/file/").status_code == 409
        page = client.get(f"/attachments/accounts/user/{owner.pk}/").content.decode()
        assert "正在进行安全检查，通过后才能下载。" in page
        assert f'href="/attachments/{row.pk}/"' not in page


def test_u8_file_when_found_clean_then_it_can_be_had(clamd, put) -> None:
    row = put()
    make_due()
    assert scan_waiting() == 1
    assert (again(row).scan, row.is_readable, row.scan_due_at) == (Scan.CLEAN, True, None)


def test_u8_file_when_infected_then_its_bytes_are_gone_and_its_row_says_so(
    clamd, put, owner, signed_in, storage, django_capture_on_commit_callbacks
) -> None:
    row = put("a.pdf", INFECTED)
    make_due()
    with django_capture_on_commit_callbacks(execute=True):
        assert scan_waiting() == 1
    assert (again(row).scan, row.state, row.stored_as) == (Scan.INFECTED, State.REFUSED, "")
    assert row.scan_note == "Test.Mark"
    assert stored(storage) == []
    page = signed_in(owner).get(f"/attachments/accounts/user/{owner.pk}/").content.decode()
    assert "没有通过安全检查，已经删除，请换一个文件。" in page
    assert put("b.pdf").place == 1, "its place is free"


def test_u8_replacement_when_infected_then_what_it_replaced_counts_again(clamd, put, owner) -> None:
    first = put()
    make_due()
    scan_waiting()
    second = actions.replace(first, files.upload("b.pdf", INFECTED), by=owner)
    make_due()
    scan_waiting()
    assert again(second).state == State.REFUSED
    assert (again(first).state, first.replaced_by) == (State.CURRENT, None)


def test_u8_file_when_infected_after_it_was_replaced_then_only_its_bytes_go(clamd, put, owner) -> None:
    first = put("a.pdf", INFECTED)
    second = actions.replace(first, files.upload("b.pdf", files.pdf(["b"])), by=owner)
    make_due()
    assert scan_waiting() == 2
    assert (again(first).state, first.scan, first.stored_as) == (State.REPLACED, Scan.INFECTED, "")
    assert (again(second).state, second.scan) == (State.CURRENT, Scan.CLEAN)


def test_u8_scanner_when_down_then_files_stay_held_and_the_pause_grows(no_clamd, put) -> None:
    row = put()
    pauses = []
    for _attempt in range(6):
        make_due()
        before = timezone.now()
        assert scan_waiting() == 0
        pauses.append(round((again(row).scan_due_at - before).total_seconds() / 60))
    assert pauses == [1, 2, 4, 8, 15, 15]
    assert (row.scan, row.scan_attempts, row.is_readable) == (Scan.WAITING, 6, False)


def test_u8_scanner_when_back_then_the_files_get_their_verdict(no_clamd, put, settings, request) -> None:
    row = put()
    make_due()
    scan_waiting()
    request.getfixturevalue("clamd")
    assert scan_waiting() == 0, "its pause is not over"
    make_due()
    assert scan_waiting() == 1
    assert again(row).scan == Scan.CLEAN


def test_file_when_it_cannot_be_read_then_the_others_get_their_verdict(clamd, put, storage) -> None:
    lost, other = put("a.pdf"), put("b.pdf")
    (storage / lost.stored_as).unlink()
    make_due()
    assert scan_waiting() == 1
    assert (again(lost).scan, again(other).scan) == (Scan.WAITING, Scan.CLEAN)


def test_verdict_when_two_workers_look_at_the_same_file_then_the_first_stands(clamd, put) -> None:
    row = put()
    scanning._settle(row, "")
    scanning._settle(row, "Test.Mark")
    assert (again(row).scan, row.state) == (Scan.CLEAN, State.CURRENT)


def test_scanner_when_none_is_named_then_files_can_be_had_at_once(put) -> None:
    row = put()
    assert (row.scan, row.is_readable, scan_waiting()) == (Scan.OFF, True, 0)


def test_upload_when_held_then_the_job_is_asked_to_run(clamd, put, monkeypatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(actions, "run_soon", asked.append)
    put()
    assert asked == [scanning.JOB]
    assert scanning.JOB in declared_jobs()
