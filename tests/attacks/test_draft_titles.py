"""The title of a draft is for those whose work it is, also at Wagtail's side doors (D2)."""

from typing import Any

import pytest
from django.test import Client

from portal.roles.table import AUDITOR, EDITOR, MENTOR_CLERK, SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR
from tests.conftest import person
from tests.factories.content import PolicyFactory

pytestmark = pytest.mark.django_db
TITLE, PUBLISHED = "尚未公布的办法", "已经公布的办法"
OTHERS = (AUDITOR, MENTOR_CLERK, SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR)


@pytest.fixture
def draft(site) -> Any:
    page = PolicyFactory(title=TITLE, live=False)
    PolicyFactory(title=PUBLISHED)
    return page


def chosen(client: Client, draft: Any) -> str:
    """What the window says in which a page is chosen, browsing and searching."""
    browsed = client.get(f"/admin/choose-page/{draft.get_parent().pk}/")
    searched = client.get("/admin/choose-page/search/", {"q": "办法"})
    return str(browsed.json()["html"]) + searched.content.decode()


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.slug)
def test_d2_chooser_names_no_draft_of_others(draft, signed_in, role: Any) -> None:
    client = signed_in(person("staff", "某职员", role.group))
    found = chosen(client, draft)
    assert PUBLISHED in found
    assert TITLE not in found


def test_chooser_names_the_drafts_of_ones_own_work(draft, signed_in) -> None:
    client = signed_in(person("staff", "某编辑", EDITOR.group))
    assert TITLE in chosen(client, draft)


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.slug)
def test_d2_move_is_not_asked_of_those_who_may_not(draft, signed_in, role: Any) -> None:
    client = signed_in(person("staff", "某职员", role.group))
    answer = client.get(f"/admin/pages/{draft.pk}/move/{draft.get_parent().pk}/confirm/")
    assert TITLE not in answer.content.decode()
    assert answer.status_code == 302


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.slug)
def test_d2_list_below_a_draft_and_report_of_kinds_do_not_tell_its_title(draft, signed_in, role: Any) -> None:
    client = signed_in(person("staff", "某职员", role.group))
    for address in (
        f"/admin/pages/{draft.pk}/",
        f"/admin/pages/{draft.pk}/results/",
        f"/admin/pages/{draft.get_parent().pk}/",
        "/admin/reports/page-types-usage/",
        "/admin/reports/page-types-usage/results/",
    ):
        assert TITLE not in client.get(address).content.decode(), address


@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.slug)
def test_d2_title_that_a_public_page_is_to_have_is_not_told(site, signed_in, role: Any) -> None:
    page = PolicyFactory(title=PUBLISHED)
    page.title = TITLE
    page.save_revision()
    client = signed_in(person("staff", "某职员", role.group))
    assert TITLE not in chosen(client, page)
    assert TITLE not in client.get(f"/admin/pages/{page.pk}/").content.decode()


def test_report_of_kinds_counts_pages(draft, signed_in) -> None:
    page = (
        signed_in(person("staff", "某编辑", EDITOR.group))
        .get("/admin/reports/page-types-usage/")
        .content.decode()
    )
    assert "页面类型" in page
    assert '<a href="/admin/pages/usage/cms_pages/policypage/">2</a>' in page


def test_editor_lists_what_is_below_their_own_draft(draft, signed_in) -> None:
    client = signed_in(person("staff", "某编辑", EDITOR.group))
    assert TITLE in client.get(f"/admin/pages/{draft.pk}/").content.decode()


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("role", OTHERS, ids=lambda role: role.slug)
def test_d2_page_for_several_names_none_that_one_may_not_touch(
    draft, signed_in, role: Any, action: str
) -> None:
    client = signed_in(person("staff", "某职员", role.group))
    answer = client.get(f"/admin/bulk/wagtailcore/page/{action}/", {"id": draft.pk})
    assert answer.status_code == 200
    assert TITLE not in answer.content.decode()
