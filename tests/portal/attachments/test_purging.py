"""Files go for good when their time is over, with their history, and with the object they belong to."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete
from django.utils import timezone

from portal.attachments import actions
from portal.attachments.choices import State
from portal.attachments.models import Attachment
from portal.attachments.purging import purge_removed
from portal.jobs.declared import declared_jobs
from tests.factories import files
from tests.portal.attachments.conftest import stored


def removed_days_ago(row: Attachment, days: float) -> None:
    Attachment.objects.filter(pk=row.pk).update(removed_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def gone(put, owner) -> Attachment:
    """A file that replaced another and was removed."""
    row = actions.replace(put(), files.upload("b.pdf", files.pdf(["b"])), by=owner)
    actions.remove(row, by=owner)
    return row


def test_removed_file_when_its_time_is_not_over_then_it_stays(gone, storage, settings) -> None:
    removed_days_ago(gone, settings.ATTACHMENT_REMOVED_DAYS - 0.1)
    assert purge_removed() == 0
    assert len(stored(storage)) == 2


def test_removed_file_when_its_time_is_over_then_rows_and_files_go_with_their_history(
    gone, put, storage, settings, django_capture_on_commit_callbacks
) -> None:
    other = put("c.pdf")
    removed_days_ago(gone, settings.ATTACHMENT_REMOVED_DAYS + 0.1)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_removed() == 2
    assert stored(storage) == [other.stored_as]
    assert list(Attachment.objects.all()) == [other]
    assert purge_removed() == 0


def test_owner_when_deleted_then_its_files_count_as_removed_from_the_next_run_on(
    put, owner, settings
) -> None:
    row = put()
    owner.delete()
    assert purge_removed() == 0
    row.refresh_from_db()
    assert (row.state, row.owner, row.uploaded_by) == (State.REMOVED, None, None)
    removed_days_ago(row, settings.ATTACHMENT_REMOVED_DAYS + 0.1)
    assert purge_removed() == 1


def test_file_when_its_owner_is_gone_then_it_is_nobodys(put, owner, counter, signed_in) -> None:
    row = put()
    Attachment.objects.update(owner_id=owner.pk + 9_000)
    assert signed_in(counter).get(f"/attachments/{row.pk}/").status_code == 404


def test_other_owners_keep_their_files(put, owner, citizen) -> None:
    row = put()
    citizen.delete()
    purge_removed()
    row.refresh_from_db()
    assert row.state == State.CURRENT


def test_deleting_other_things_costs_no_more_than_before(db) -> None:
    """A listener for every model would make Django read all rows before it deletes them."""
    assert not post_delete.has_listeners(Session)


def test_jobs_are_declared(db) -> None:
    assert {"attachments.purge", "attachments.sweep"} <= set(declared_jobs())
