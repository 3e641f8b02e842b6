"""Uploads at the same instant exceed neither quota nor slot (P33): real threads against PostgreSQL."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, connections  # noqa: F401 - the skip asks it
from django.db.models import Sum

from cms_pages.site_setup import create_site
from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments.choices import State
from portal.attachments.models import Attachment
from tests.conftest import person
from tests.factories import files
from tests.portal.attachments.conftest import stored

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]

CONTENT = files.pdf(["text"])


@pytest.fixture
def racer(people) -> User:
    create_site(hostname="testserver")
    return person("applicant", "申请人")


def race(*acts: Callable[[], Any]) -> list[str]:
    """Do all at the same instant; the code of each refusal, "" for what came through."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        close_old_connections()
        try:
            start.wait(10)
            act()
            outcomes.append("")
        except ValidationError as refusal:
            outcomes.append(refusal.code or "?")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def upload(owner: User, slot: str = "proof") -> Callable[[], Any]:
    return lambda: actions.attach(owner, slot, files.upload("a.pdf", CONTENT), by=owner)


def test_slot_when_eight_upload_at_once_then_it_is_filled_and_no_more(racer, storage) -> None:
    for _round in range(5):
        assert race(*[upload(racer)] * 8) == ["", "", "", *["full"] * 5]
        rows = Attachment.objects.current()
        assert sorted(rows.values_list("place", flat=True)) == [1, 2, 3]
        assert len(stored(storage)) == 3, "what was refused left no file"
        Attachment.objects.all().delete()


def test_quota_when_eight_upload_at_once_then_it_is_never_exceeded(racer, storage, settings) -> None:
    settings.ATTACHMENT_QUOTA_BYTES = 2 * len(CONTENT) + 10
    for _round in range(5):
        assert race(*[upload(racer)] * 8) == ["", "", *["quota"] * 6]
        assert Attachment.objects.aggregate(sum=Sum("size"))["sum"] == 2 * len(CONTENT)
        assert len(stored(storage)) == 2
        Attachment.objects.all().delete()


def test_file_when_two_replace_it_at_once_then_one_does_and_the_other_is_told(racer, storage) -> None:
    first = upload(racer)()

    def replace() -> None:
        actions.replace(Attachment.objects.get(pk=first.pk), files.upload("b.pdf", CONTENT), by=racer)

    assert race(replace, replace) == ["", "changed"]
    assert sorted(Attachment.objects.values_list("state", flat=True)) == [State.CURRENT, State.REPLACED]
    assert len(stored(storage)) == 2


def test_file_when_replaced_and_removed_at_once_then_one_wins(racer) -> None:
    for _round in range(5):
        first = upload(racer)()

        def replace(row: Attachment = first) -> None:
            actions.replace(row, files.upload("b.pdf", CONTENT), by=racer)

        def remove(row: Attachment = first) -> None:
            actions.remove(row, by=racer)

        assert race(replace, remove) == ["", "changed"]
        Attachment.objects.all().delete()
