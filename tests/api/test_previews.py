"""/api/v2/page_preview/: the draft as its page would show it, kept nowhere."""

import pytest

from cms_pages.models import NewsPage
from cms_pages.previews import preview_token
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import NewsFactory, PolicyFactory

ADDRESS = "/api/v2/page_preview/"


@pytest.fixture
def page(site) -> NewsPage:
    page = NewsFactory(title="已发布的标题", live=False)
    page.title = "草稿的标题"
    page.body = [("heading", "草稿")]
    page.save_revision()
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def token(page, editor) -> str:
    return preview_token(page.latest_revision, editor)


def test_draft_looks_like_its_page_will(get, page, token) -> None:
    draft = get(ADDRESS, token=token).json()
    assert (draft["title"], draft["body"][0]["value"]) == ("草稿的标题", "草稿")
    page.latest_revision.publish()
    shown = get(f"/api/v2/pages/{page.pk}/").json()
    assert set(draft) == set(shown)
    assert draft["body"] == shown["body"]


def test_rows_and_terms_of_a_draft_are_those_of_the_draft(get, editor, site) -> None:
    policy = PolicyFactory()
    policy.repeals = [policy.repeals.model(title="《旧办法》")]
    revision = policy.save_revision()
    draft = get(ADDRESS, token=preview_token(revision, editor)).json()
    assert [row["title"] for row in draft["repeals"]] == ["《旧办法》"]
    assert get(f"/api/v2/pages/{policy.pk}/").json()["repeals"] == []


def test_draft_is_kept_nowhere(get, token) -> None:
    answer = get(ADDRESS, token=token)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("parameters", "status"),
    [({}, 400), ({"token": ""}, 400), ({"token": "made-up"}, 403), ({"token": "a", "page": "1"}, 400)],
)
def test_wrong_tokens_are_refused(get, site, parameters, status) -> None:
    answer = get(ADDRESS, **parameters)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_refusal_says_what_to_do(get, site) -> None:
    assert get(ADDRESS, token="made-up").json()["type"] == "/api/problems/preview-refused/"


def test_draft_of_a_deleted_page_is_not_found(get, page, token) -> None:
    page.delete()
    assert get(ADDRESS, token=token).status_code == 404


def test_draft_of_a_plugin_that_is_off_is_not_found(get, site, manager) -> None:
    revision = MentorPageFactory().save_revision()
    token = preview_token(revision, manager)
    assert get(ADDRESS, token=token).status_code == 200
    switch(registry["mentors"], site, on=False)
    assert get(ADDRESS, token=token).status_code == 404
