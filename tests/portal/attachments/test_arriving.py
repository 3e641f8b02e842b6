"""A file that arrives in parts is taken, refused and counted as one that comes in one piece (P33)."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments.arriving import WrongOffset, append, begin, forget_uploads
from portal.attachments.choices import State
from portal.attachments.consistency import sweep
from portal.attachments.models import Attachment, Part, Upload
from tests.factories import files
from tests.portal.attachments.conftest import stored

PART = 1000


@pytest.fixture(autouse=True)
def small_parts(settings) -> None:
    settings.ATTACHMENT_PART_BYTES = PART


@pytest.fixture
def pdf() -> bytes:
    """Three parts, the last one short."""
    content = files.pdf(["text"])
    comment = b"%" + b"x" * (2 * PART + 100 - len(content))
    return content.replace(b"startxref", comment + b"\nstartxref")


def announce(owner: User, content: bytes, name: str = "证明.pdf", **told: Any) -> Upload:
    digest = sha256(content).hexdigest()
    return begin(owner, "proof", by=owner, name=name, size=len(content), **{"sha256": digest, **told})


def send(upload: Upload, content: bytes, parts: int = 99) -> Upload:
    for _part in range(parts):
        if upload.received == upload.size:
            break
        piece = content[upload.received : upload.received + PART]
        upload = append(upload, upload.received, piece, by=upload.person)
    return upload


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return str(refused.value.code)


def test_parts_become_the_file_they_were_cut_from(owner, pdf, storage) -> None:
    upload = send(announce(owner, pdf), pdf)
    assert Part.objects.count() == len(stored(storage)) == 3
    attachment = actions.finish(upload, by=owner)
    assert (attachment.original_name, attachment.sha256) == ("证明.pdf", sha256(pdf).hexdigest())
    assert not Part.objects.exists()


def test_parts_leave_no_file_behind_once_the_attachment_is_kept(
    owner, pdf, storage, django_capture_on_commit_callbacks
) -> None:
    upload = send(announce(owner, pdf), pdf)
    with django_capture_on_commit_callbacks(execute=True):
        attachment = actions.finish(upload, by=owner)
    assert stored(storage) == [attachment.stored_as]


def test_the_same_announced_again_is_gone_on_with(owner, pdf) -> None:
    send(announce(owner, pdf), pdf, parts=1)
    again = announce(owner, pdf)
    assert again.received == PART
    assert Upload.objects.count() == 1
    assert announce(owner, pdf[:-1]).received == 0
    assert announce(owner, pdf, sha256="").received == 0


def test_part_that_does_not_follow_is_refused_with_where_to_go_on(owner, pdf) -> None:
    upload = send(announce(owner, pdf), pdf, parts=1)
    for offset in (0, 2 * PART):
        with pytest.raises(WrongOffset) as wrong:
            append(upload, offset, pdf[offset : offset + PART], by=owner)
        assert wrong.value.received == PART


def test_part_sent_twice_at_once_counts_once(owner, pdf, storage) -> None:
    """Both have read the same offset; the row's lock, and behind it the constraint, lets one through."""
    upload = announce(owner, pdf)
    append(Upload.objects.get(), 0, pdf[:PART], by=owner)
    with pytest.raises(WrongOffset):
        append(upload, 0, pdf[:PART], by=owner)
    assert len(stored(storage)) == 1


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART + 1])
def test_part_of_another_size_is_refused(owner, pdf, size: int) -> None:
    assert refusal(append, announce(owner, pdf), 0, pdf[:size], by=owner) == "part"


def test_finishing_waits_for_the_last_part(owner, pdf) -> None:
    upload = send(announce(owner, pdf), pdf, parts=2)
    assert refusal(actions.finish, upload, by=owner) == "incomplete"
    assert actions.finish(send(upload, pdf), by=owner).state == State.CURRENT


def test_finishing_twice_gives_the_same_file(owner, pdf) -> None:
    """The answer to the first may be what the line has cut."""
    upload = send(announce(owner, pdf), pdf)
    first = actions.finish(Upload.objects.get(), by=owner)
    assert actions.finish(upload, by=owner) == first
    assert Attachment.objects.count() == 1


def test_content_that_is_not_what_was_announced_is_refused_and_dropped(owner, pdf) -> None:
    upload = send(announce(owner, pdf, sha256="0" * 64), pdf)
    assert refusal(actions.finish, upload, by=owner) == "damaged"
    assert not Upload.objects.exists()


def test_lost_part_means_to_begin_again(owner, pdf, storage) -> None:
    upload = send(announce(owner, pdf), pdf)
    (storage / Part.objects.latest("start").stored_as).unlink()
    assert refusal(actions.finish, upload, by=owner) == "damaged"


def test_file_is_looked_through_like_any_other(owner) -> None:
    content = b"<html>" * 300
    upload = send(announce(owner, content), content)
    assert refusal(actions.finish, upload, by=owner) == "kind"
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": "a.exe"}, "kind"),
        ({"content_type": "text/html"}, "kind"),
        ({"size": 20 * 1024 * 1024 + 1}, "too_large"),
        ({"size": 0}, "empty"),
        ({"slot": "nothing"}, "slot"),
    ],
)
def test_what_can_be_told_at_once_is_refused_before_a_byte_is_sent(owner, told, code: str) -> None:
    known = {"slot": "proof", "name": "a.pdf", "size": 10, **told}
    assert refusal(begin, owner, known.pop("slot"), by=owner, **known) == code


def test_what_is_under_way_takes_its_room_from_the_beginning(owner, pdf, settings) -> None:
    settings.ATTACHMENT_QUOTA_BYTES = 2 * len(pdf)
    announce(owner, pdf)
    announce(owner, pdf, sha256="1" * 64)
    assert refusal(announce, owner, pdf, sha256="2" * 64) == "quota"


def test_replacing_counts_what_it_frees(owner, pdf, put, settings) -> None:
    old = put("旧.pdf", pdf)
    settings.ATTACHMENT_QUOTA_BYTES = len(pdf)
    upload = send(announce(owner, pdf, replaces=old), pdf)
    new = actions.finish(upload, by=owner)
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (State.REPLACED, new)


def test_one_person_has_only_so_many_under_way(owner, pdf, settings) -> None:
    settings.ATTACHMENT_UPLOADS_A_PERSON = 1
    announce(owner, pdf)
    assert refusal(announce, owner, pdf, sha256="1" * 64) == "many"


def test_whoever_may_not_change_the_files_announces_and_sends_nothing(owner, counter, pdf) -> None:
    with pytest.raises(PermissionDenied):
        begin(owner, "proof", by=counter, name="a.pdf", size=10)
    upload = announce(owner, pdf)
    owner.is_active = False  # the case is closed meanwhile
    owner.save()
    upload.refresh_from_db()
    for act in (lambda: append(upload, 0, pdf[:PART], by=owner), lambda: actions.finish(upload, by=owner)):
        with pytest.raises(PermissionDenied):
            act()


def test_what_nobody_goes_on_with_is_forgotten_after_a_day(
    owner, pdf, storage, django_capture_on_commit_callbacks
) -> None:
    send(announce(owner, pdf), pdf, parts=2)
    send(announce(owner, pdf, sha256="1" * 64), pdf, parts=1)
    Upload.objects.filter(received=2 * PART).update(last_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_uploads() == 1
    assert [part.stored_as for part in Part.objects.all()] == stored(storage)


def test_sweep_leaves_parts_alone(owner, pdf, storage, monkeypatch) -> None:
    monkeypatch.setattr("portal.attachments.consistency.GRACE", timedelta(seconds=-60))
    send(announce(owner, pdf), pdf, parts=2)
    assert sweep() == 0
    assert len(stored(storage)) == 2


def test_part_of_an_upload_that_was_given_up_meanwhile_is_refused(owner, pdf, storage) -> None:
    upload = announce(owner, pdf)
    Upload.objects.all().delete()
    assert refusal(append, upload, 0, pdf[:PART], by=owner) == "gone"
    assert stored(storage) == []
