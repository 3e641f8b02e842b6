"""What is sent with a file says nothing of the file: whose it is, what it is and that it was scanned (W9)."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plugins.mentors.actions.application import begin as begin_application
from plugins.mentors.applying.evidence import APPLICATION_FILES
from portal.accounts.models import User
from portal.attachments.arriving import append, begin
from portal.attachments.models import Attachment
from portal.attachments.showing import address
from tests.access.stuffing import Fields, every_column, require_the_same
from tests.conftest import person
from tests.factories import files
from tests.portal.attachments.conftest import PEOPLE, example

SLOTS = [slot.name for slot in PEOPLE.slots]


@pytest.fixture
def extras(manager: User) -> Fields:
    """The names of all columns; the form knows a file that arrived in parts by one of them."""
    return {name: value for name, value in every_column(manager).items() if name != "upload"}


@pytest.fixture
def me(signed_in, owner: User) -> Client:
    return signed_in(owner)


def posted(client: Client, place: str, make: Callable[[], Any] | None = None, **fields: Any) -> Any:
    def act(more: Fields) -> HttpResponse:
        return client.post(place, more | fields | ({"file": make()} if make else {}))

    return act


def a_file() -> Any:
    return files.upload("证明.pdf", files.pdf(["text"]))


@pytest.mark.parametrize("slot", SLOTS)
def test_w9_file_in_each_slot(me: Client, owner: User, extras: Fields, slot: str) -> None:
    act = posted(me, f"{address(owner)}{slot}/", a_file, next="")
    assert require_the_same(me, extras, act).status_code == 302
    act(extras)
    kept = Attachment.objects.get()
    assert (kept.owner, kept.slot, kept.original_name) == (owner, slot, "证明.pdf")


def test_w9_file_in_the_place_of_another_and_taken_away(me: Client, put, extras: Fields) -> None:
    kept = put()
    for door, make in (("replace", a_file), ("remove", None)):
        act = posted(me, reverse(f"attachments:{door}", args=[kept.pk]), make, next="")
        assert require_the_same(me, extras, act).status_code == 302


def test_w9_file_that_arrived_in_parts(me: Client, owner: User, extras: Fields) -> None:
    content = example("a.pdf")
    upload = begin(owner, "proof", by=owner, name="证明.pdf", size=len(content))
    append(upload, 0, content, by=owner)
    act = posted(me, f"{address(owner)}proof/", upload=str(upload.pk), next="")
    assert require_the_same(me, extras, act).status_code == 302


def test_w9_every_slot_of_an_application(site, storage, signed_in, extras: Fields) -> None:
    applicant = person("hopeful", "申请人")
    application = begin_application(applicant, site)
    me = signed_in(applicant)
    for slot in APPLICATION_FILES.slots:
        name = f"a.{slot.kinds[0]}"
        make = partial(files.upload, name, example(name))
        act = posted(me, f"{address(application)}{slot.name}/", make, next="")
        assert require_the_same(me, extras, act).status_code == 302, slot.name
