"""No row without file, no file without row, whatever goes wrong in between (F6)."""

import errno
import gc
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, transaction
from django.test import Client

from portal.attachments import actions, keeping
from portal.attachments.keeping import CannotKeep
from portal.attachments.models import Attachment
from portal.attachments.showing import address
from tests.factories import files
from tests.portal.attachments.conftest import largest_file, stored

pytestmark = pytest.mark.django_db


class Spoiled(Exception):
    pass


def test_file_when_the_row_cannot_be_made_then_it_is_gone(put, storage, monkeypatch) -> None:
    monkeypatch.setattr(actions, "_create", lambda *args: (_ for _ in ()).throw(DatabaseError))
    with pytest.raises(DatabaseError):
        put()
    assert stored(storage) == []
    assert not Attachment.objects.exists()


def test_file_when_the_caller_rolls_back_later_then_it_is_gone(put, storage) -> None:
    def submit() -> None:
        with transaction.atomic():
            put("a.pdf")
            put("b.pdf")
            assert len(stored(storage)) == 2
            raise Spoiled

    with pytest.raises(Spoiled):
        submit()
    assert stored(storage) == []
    assert not Attachment.objects.exists()


def test_file_when_committed_then_it_stays_and_goes_with_its_row(
    put, storage, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        row = put()
    gc.collect()
    assert stored(storage) == [row.stored_as]
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert stored(storage) == []


def test_file_when_the_deletion_of_its_row_is_rolled_back_then_it_stays(
    put, storage, django_capture_on_commit_callbacks
) -> None:
    row = put()

    def undo() -> None:
        with transaction.atomic():
            Attachment.objects.all().delete()
            raise Spoiled

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Spoiled):
        undo()
    assert stored(storage) == [row.stored_as]


def test_file_when_the_answer_to_the_commit_was_lost_then_it_is_left_for_the_check(
    put, storage, monkeypatch
) -> None:
    class Lost:
        broken = True

    monkeypatch.setattr(actions, "_create", lambda *args: (_ for _ in ()).throw(DatabaseError))
    monkeypatch.setattr(keeping, "connection", type("Connection", (), {"connection": Lost}))
    with pytest.raises(DatabaseError):
        put()
    assert len(stored(storage)) == 1


def test_f6_disk_when_full_then_the_uploader_is_told_and_neither_row_nor_file_is_left(put, storage) -> None:
    with largest_file(1_000), pytest.raises(CannotKeep, match="暂时无法保存"):
        put("a.pdf", files.pdf(["text"] * 2_000))
    assert stored(storage) == []
    assert not Attachment.objects.exists()
    assert put().stored_as in stored(storage), "the service lives on"


def test_f6_disk_when_full_then_the_page_says_so_and_stays(owner, signed_in, storage) -> None:
    upload = files.upload("a.pdf", files.pdf(["text"] * 2_000))
    client: Client = signed_in(owner)
    with largest_file(1_000):
        page = client.post(address(owner, "proof"), {"file": upload})
    assert page.status_code == 503
    assert "文件暂时无法保存，请稍后再试" in page.content.decode()
    assert stored(storage) == []


def test_storage_when_the_file_cannot_be_removed_then_the_request_goes_on(put, monkeypatch, storage) -> None:
    row = put()
    monkeypatch.setattr(
        type(storages["private"]), "delete", lambda *args: (_ for _ in ()).throw(OSError(errno.EIO, "gone"))
    )
    keeping._remove(row.stored_as)
    assert Path(storage, row.stored_as).exists()
