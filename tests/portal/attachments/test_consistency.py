"""Rows and files are compared and put right, beside uploads (`manage.py check_attachments`)."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.attachments import actions, consistency
from portal.attachments.choices import State
from portal.attachments.consistency import GRACE, Findings, look_at_row, repair, sweep
from portal.attachments.models import Attachment
from tests.factories import files
from tests.portal.attachments.conftest import stored


def run(*options: str) -> tuple[str, str]:
    """What the command says, and with what it ends."""
    output = StringIO()
    try:
        call_command("check_attachments", *options, stdout=output)
    except CommandError as error:
        return output.getvalue(), str(error)
    return output.getvalue(), ""


def orphan(folder: Path, name: str = "ab/cdef", age: float = GRACE.total_seconds() + 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left over")
    os.utime(path, times=(time.time() - age,) * 2)
    return path


def test_check_when_all_is_well_then_it_says_what_it_looked_at(put) -> None:
    put("a.pdf", files.pdf(["a"]))
    put("b.pdf", files.pdf(["b"]))
    said, error = run()
    assert "记录 2 条，文件 2 个，1.1\xa0KB。" in said
    assert "记录与文件一致。" in said
    assert error == ""


def test_check_when_nothing_was_ever_kept_then_it_is_content(people, db) -> None:
    assert run()[1] == ""


def test_check_when_a_file_is_missing_then_repair_marks_its_row_as_lost_and_frees_the_place(
    put, storage
) -> None:
    row = put()
    (storage / row.stored_as).unlink()
    said, error = run()
    assert f"有记录没有文件：1 个，如 {row.stored_as}" in said
    assert error == "共 1 处不符。"
    said, error = run("--repair")
    assert ("已改正 1 处。" in said, error) == (True, "")
    row.refresh_from_db()
    assert row.state == State.LOST
    assert put("b.pdf").place == 1
    assert run()[1] == "", "what is known to be lost is no news"


def test_check_when_a_lost_file_is_back_then_repair_takes_it_back(put, storage) -> None:
    row = put()
    content = (storage / row.stored_as).read_bytes()
    (storage / row.stored_as).unlink()
    run("--repair")
    (storage / row.stored_as).write_bytes(content)
    assert "曾经丢失、现已找回：1 个" in run()[0]
    run("--repair")
    row.refresh_from_db()
    assert row.state == State.CURRENT


def test_check_when_a_lost_file_is_back_but_its_place_is_taken_then_both_stay(put, storage) -> None:
    row = put(slot="licence")
    content = (storage / row.stored_as).read_bytes()
    (storage / row.stored_as).unlink()
    run("--repair")
    put("b.pdf", slot="licence")
    (storage / row.stored_as).write_bytes(content)
    assert "已改正 0 处。" in run("--repair")[0]
    row.refresh_from_db()
    assert row.state == State.LOST


def test_check_when_a_file_has_no_row_then_repair_removes_it(put, storage) -> None:
    kept, left = put(), orphan(storage)
    assert "有文件没有记录：1 个，如 ab/cdef" in run()[0]
    assert left.exists()
    run("--repair")
    assert stored(storage) == [kept.stored_as]


def test_check_when_a_file_is_young_then_it_may_still_get_its_row(put, storage) -> None:
    put()
    left = orphan(storage, age=GRACE.total_seconds() - 60)
    assert run("--repair")[1] == ""
    assert left.exists()


@pytest.mark.parametrize("content", [b"longer than before" * 99, b""])
def test_check_when_a_file_was_altered_then_it_is_reported_and_left_to_people(put, storage, content) -> None:
    row = put()
    (storage / row.stored_as).write_bytes(content)
    said, error = run("--repair")
    assert f"内容与上传时不符：1 个，如 {row.stored_as}" in said
    assert error == "共 1 处不符。"
    row.refresh_from_db()
    assert row.state == State.CURRENT


def test_check_when_quick_then_it_sees_sizes_and_reads_nothing(put, storage) -> None:
    row = put()
    path = storage / row.stored_as
    path.write_bytes(path.read_bytes()[::-1])
    assert run("--quick")[1] == ""
    assert run()[1] == "共 1 处不符。"
    path.write_bytes(b"shorter")
    assert run("--quick")[1] == "共 1 处不符。"


def test_row_when_purged_while_the_check_runs_then_it_is_not_missing_its_file(put, storage) -> None:
    row = put()
    (storage / row.stored_as).unlink()
    Attachment.objects.all().delete()
    findings = Findings()
    look_at_row(row, findings)
    assert findings.without_file == []


def test_file_when_its_row_comes_while_the_check_runs_then_it_stays(put, storage) -> None:
    row = put()
    assert repair(Findings(without_row=[row.stored_as])) == 0
    assert stored(storage) == [row.stored_as]


def test_job_removes_what_a_crash_left(put, storage, monkeypatch) -> None:
    monkeypatch.setattr(consistency, "BATCH", 2)
    kept = put()
    for number in range(5):
        orphan(storage, f"0{number}/left")
    assert sweep() == 5
    assert stored(storage) == [kept.stored_as]


def test_check_when_files_were_replaced_and_removed_then_all_is_well(put, owner) -> None:
    actions.remove(
        actions.replace(put(), files.upload("b.pdf", files.pdf(["b"])), by=owner),
        by=owner,
    )
    assert run()[1] == ""
