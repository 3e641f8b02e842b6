"""What an entry says of an act, and what it never says (B10, B12)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from api.tokens.actions import create_token
from portal.audit import table
from portal.audit.choices import Channel, Result
from portal.audit.models import Entry
from portal.roles.actions import grant_role
from portal.roles.table import EDITOR
from tests.conftest import person
from tests.portal.attachments.conftest import counter, owner, people, storage  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def test_failed_sign_in_keeps_no_word_that_was_typed(site) -> None:
    """People type their password where the name belongs."""
    Client().post("/accounts/login/", {"login": "My-Secret-Horse", "password": "x"})
    entry = Entry.objects.get(action=table.SIGN_IN_FAILED.name)
    assert (entry.result, entry.person) == (Result.FAILED, None)
    assert entry.details
    assert "horse" not in entry.details.lower()


def test_act_of_a_program_is_told_from_its_owners(citizen) -> None:
    """The channel of a token is `token`, and the token is named by its prefix."""
    expires = timezone.now() + timedelta(days=1)
    token, text = create_token(citizen, name="程序", scopes=["me:read"], expires_at=expires)
    Client().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {text}", REMOTE_ADDR="198.51.100.3")
    entry = Entry.objects.get(action=table.TOKEN_USED.name)
    assert (entry.channel, entry.person, entry.details) == (Channel.TOKEN, citizen.pk, token.prefix)
    assert entry.address == "198.51.100.3"


def test_what_the_clock_does_is_nobodys_act(citizen) -> None:
    """A role that lapses while its holder asks for a page is not their doing."""
    officer = person("officer", "吴安全")
    grant_role(citizen, EDITOR, actor=officer, ends_at=timezone.now() + timedelta(days=9), reason="任职")
    client = Client()
    client.force_login(citizen)
    with time_machine.travel(timezone.now() + timedelta(days=9, minutes=1), tick=False):
        client.force_login(citizen)
        client.get("/accounts/tokens/")
    entry = Entry.objects.get(action=table.ROLE_LAPSED.name)
    assert (entry.person, entry.channel, entry.subject) == (None, Channel.SYSTEM, citizen.pk)


def test_publishing_is_traced_with_the_page_and_its_content(site, editor, approver) -> None:
    """What Wagtail writes into its history is in the trace, once, whoever published."""
    page = site.root_page.specific
    with transaction.atomic():
        page.save_revision(user=editor).publish(user=approver)
    entry = Entry.objects.get(action="wagtail.publish")
    assert (entry.person, entry.kind, entry.key) == (approver.pk, "cms_pages.homepage", str(page.pk))
    assert entry.details == page.get_admin_display_title()
    assert entry.after
    page.unpublish(user=approver)
    assert Entry.objects.filter(action="wagtail.unpublish").count() == 1
