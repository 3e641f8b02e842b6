"""Declarations: every mistake has its sentence."""

import dataclasses

import pytest
from django.contrib.sessions.models import Session
from django.core.checks import run_checks

from cms_pages.models import NewsPage
from portal.attachments.base import AttachmentOwner, AttachmentSlot, mistakes_of
from portal.attachments.checks import check_owners
from portal.attachments.registry import owner_types
from tests.portal.attachments.conftest import LICENCE, PEOPLE


def change(**changes: object) -> AttachmentOwner:
    return dataclasses.replace(PEOPLE, **changes)


def slot(**changes: object) -> AttachmentOwner:
    return change(slots=(dataclasses.replace(LICENCE, **changes),))


def test_sound_declaration_has_no_mistake() -> None:
    assert list(mistakes_of(PEOPLE)) == []
    assert list(mistakes_of(change(model=NewsPage))) == [], "a key that is inherited is an integer too"


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        (
            change(model="accounts.Nobody"),
            "its attachments belong to no model (LookupError: App 'accounts' doesn't have a 'Nobody' model.)",
        ),
        (change(model=Session), "attachments of sessions.Session: its key is no integer"),
        (change(slots=()), "attachments of accounts.User: it has no slot"),
        (change(slots=(LICENCE, LICENCE)), "attachments of accounts.User: two slots bear the same name"),
        (
            slot(name="Licence"),
            "attachments of accounts.User, slot 'Licence': its name is not lower-case letters, digits and underscores",
        ),
        (slot(label=""), "attachments of accounts.User, slot 'licence': it has no label"),
        (
            slot(kinds=("exe",)),
            "attachments of accounts.User, slot 'licence': its kinds are not among pdf, jpg, png, docx, xlsx",
        ),
        (slot(max_files=0), "attachments of accounts.User, slot 'licence': it takes no file"),
        (
            slot(max_bytes=21 * 1024 * 1024),
            "attachments of accounts.User, slot 'licence': its max_bytes is not between 1 and ATTACHMENT_MAX_BYTES",
        ),
    ],
)
def test_mistake_is_named(declared, sentence) -> None:
    assert list(mistakes_of(declared)) == [sentence]


def test_start_up_check_names_the_mistake_of_an_application() -> None:
    wrong = slot(max_files=0)
    owner_types.register(wrong)
    try:
        messages = [message for message in run_checks() if message.id == "attachments.E001"]
    finally:
        owner_types.withdraw(wrong)
    assert [str(message.msg) for message in messages] == [
        "Attachments of accounts.User, slot 'licence': it takes no file."
    ]
    assert check_owners(None) == []


def test_slot_names_its_extensions_for_the_browser() -> None:
    assert LICENCE.accept == ".pdf,.jpg,.jpeg,.png"
    assert AttachmentSlot("a", "甲").limit == 20 * 1024 * 1024
