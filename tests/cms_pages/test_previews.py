"""Links to drafts for headless clients: made by an editor, short-lived, dead when the right is."""

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page

from cms_pages.models import NewsPage
from cms_pages.previews import SIGNER, PreviewGone, PreviewRefused, draft_of, preview_token
from portal.accounts.models import User
from tests.factories.content import NewsFactory


@pytest.fixture
def page(site) -> NewsPage:
    """A published notice with a newer draft."""
    page = NewsFactory(title="已发布的标题")
    page.title = "草稿的标题"
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def token(page, editor) -> str:
    return preview_token(page.latest_revision, editor)


def test_token_gives_the_draft_it_names(page, token) -> None:
    assert draft_of(token).title == "草稿的标题"
    page.title = "更新的草稿"
    page.save_revision()
    assert draft_of(token).title == "草稿的标题"


def test_token_lives_ten_minutes(page, editor, settings) -> None:
    assert settings.HEADLESS_PREVIEW_SECONDS == 600
    with time_machine.travel("2026-11-24 10:00:00 +0800", tick=False):
        token = preview_token(page.latest_revision, editor)
    with time_machine.travel("2026-11-24 10:10:00 +0800", tick=False):
        assert draft_of(token).pk == page.pk
    with time_machine.travel("2026-11-24 10:10:01 +0800", tick=False), pytest.raises(PreviewRefused):
        draft_of(token)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "x" + t, lambda t: "", lambda t: "a:b:c"]
)
def test_token_that_was_changed_is_refused(token, change) -> None:
    with pytest.raises(PreviewRefused):
        draft_of(change(token))


def test_token_signed_for_something_else_is_refused(page, editor) -> None:
    foreign = type(SIGNER)(salt="another purpose").sign_object([page.pk, page.latest_revision_id, editor.pk])
    with pytest.raises(PreviewRefused):
        draft_of(foreign)


def test_token_for_the_revision_of_another_page_is_refused(page, editor) -> None:
    other = NewsFactory()
    mixed = SIGNER.sign_object([other.pk, page.latest_revision_id, editor.pk])
    with pytest.raises(PreviewGone):
        draft_of(mixed)


def test_token_dies_when_its_maker_may_no_longer_edit(token, editor) -> None:
    editor.groups.clear()
    with pytest.raises(PreviewRefused):
        draft_of(token)


def test_token_dies_with_its_makers_account(token, editor) -> None:
    editor.is_active = False
    editor.save()
    with pytest.raises(PreviewRefused):
        draft_of(token)


def test_token_dies_with_the_page(token, page) -> None:
    page.delete()
    with pytest.raises(PreviewGone):
        draft_of(token)


# The editor's button ------------------------------------------------------------------------------------------------


def address(page: Page) -> str:
    return reverse("headless_preview", args=[page.pk])


def test_editor_is_sent_to_the_draft(signed_in, editor, page) -> None:
    client = signed_in(editor)
    answer = client.get(address(page))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/api/v2/page_preview/?token=")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(answer.headers["Location"]).json()["title"] == "草稿的标题"


def test_editor_is_sent_to_the_client_where_there_is_one(signed_in, editor, page, settings) -> None:
    settings.HEADLESS_PREVIEW_URL = "https://client.hailan.example/preview"
    location = signed_in(editor).get(address(page)).headers["Location"]
    assert location.startswith("https://client.hailan.example/preview?token=")


def test_button_stands_in_the_editor(signed_in, editor, page) -> None:
    answer = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert address(page) in answer.content.decode()


def test_page_without_a_draft_sends_back_with_a_word(signed_in, editor, site) -> None:
    bare = NewsFactory()
    answer = signed_in(editor).get(address(bare))
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[bare.pk])


@pytest.fixture
def reader(site) -> User:
    """Somebody who may enter the admin and edit no page."""
    user = User.objects.create_user("reader", "reader@hailan.example", "correct horse battery")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_those_who_may_not_edit_get_no_link(client, signed_in, citizen, reader, page) -> None:
    for visitor in (client, signed_in(citizen), signed_in(reader)):
        answer = visitor.get(address(page))
        assert answer.status_code in {302, 403}
        assert "token" not in answer.headers.get("Location", "")
