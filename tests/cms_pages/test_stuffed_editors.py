"""Wagtail's editor takes what stands in its form, for every kind of page: nothing else of a page is anybody's to send (W9)."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page, Site, get_page_models
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from cms_pages.models import NewsIndexPage, NewsPage
from portal.accounts.models import User
from portal.roles.table import APPROVER, EDITOR, MENTOR_CLERK
from tests.access.stuffing import OURS, Fields, every_column, require_the_same
from tests.conftest import copied, person, signed_in_once
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.factories.service import appointed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KINDS = [model for model in get_page_models() if model.__module__.startswith(OURS)]
WRITERS = (EDITOR, APPROVER, MENTOR_CLERK)
# Such a button among what is sent would be pressed.
BUTTONS = ("action-", "workflow-")


@pytest.fixture(scope="module")
def pages(module_site: Site) -> None:
    """One of each kind that a site does not have from the beginning."""
    for make in (NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory):
        make()
    appointed(user=person("citizen", "王市民"))


@pytest.fixture(scope="module")
def people(module_site: Site) -> list[User]:
    return [person(f"writer-{role.slug}", str(role.label), role.group) for role in WRITERS]


@pytest.fixture(scope="module")
def extras(pages: None, people: list[User]) -> Fields:
    return every_column(person("manager", "总管", is_superuser=True, is_staff=True))


@pytest.fixture(scope="module")
def signed_in_writers(people: list[User]) -> list[Client]:
    """Signed in once for all tests."""
    return [*signed_in_once({user.username: user for user in people}).values()]


@pytest.fixture
def writers(db: None, signed_in_writers: list[Client]) -> list[Client]:
    """Copies, so that a test leaves no cookie behind."""
    return [copied(writer) for writer in signed_in_writers]


def open_in(writers: list[Client], address: str) -> tuple[Client, HttpResponse]:
    """The editor, opened by the first who may."""
    found = ((client, client.get(address)) for client in writers)
    return next((client, answer) for client, answer in found if answer.status_code == 200)


def as_sent(answer: HttpResponse) -> dict[str, Any]:
    """What a browser sends when nothing has been changed. Blocks are made by a script: they are sent empty."""
    sent = dict(querydict_from_html(answer.content.decode(), form_id="page-edit-form").lists())
    form = answer.context["form"]
    for name in form.fields:
        column = form._meta.model._meta.get_field(name) if hasattr(form._meta.model, name) else None
        if isinstance(column, StreamField):
            sent |= nested_form_data({name: streamfield([])})
    return {name: value for name, value in sent.items() if not name.startswith(BUTTONS)}


def require_only_the_form(
    writers: list[Client], extras: Fields, address: str, **typed: Any
) -> tuple[Client, dict[str, Any]]:
    """Returns who sent it, and all that was sent the last time."""
    client, answer = open_in(writers, address)
    fields = as_sent(answer) | typed
    beside = {name: value for name, value in extras.items() if name not in answer.context["form"].fields}
    assert {"live", "owner", "first_published_at", "latest_revision", "locked", "path"} <= beside.keys()
    answer = require_the_same(client, beside, lambda more: client.post(address, more | fields))
    assert answer.status_code == 302
    return client, beside | fields


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_w9_saving_a_draft(pages, writers: list[Client], extras: Fields, kind: type[Page]) -> None:
    page = kind.objects.first()
    require_only_the_form(writers, extras, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_w9_a_new_page_that_is_handed_in(site, writers: list[Client], extras: Fields) -> None:
    parent = NewsIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["cms_pages", "newspage", parent.pk])
    typed = {"title": "关于开放日的通知", "slug": "open-day", "action-submit": "1"}
    client, sent = require_only_the_form(writers, extras, address, **typed)
    client.post(address, sent)
    page = NewsPage.objects.get(slug="open-day")
    assert (page.live, page.first_published_at, page.locked) == (False, None, False)
    assert page.owner.username == page.latest_revision.user.username == "writer-editor"
    assert page.get_parent().specific == parent
    assert page.workflow_in_progress
