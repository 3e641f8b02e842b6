"""Nobody brings content before the public alone, by whatever door of the admin: an author writes, somebody else approves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms_pages.models import MentorPage, NewsIndexPage, NewsPage
from cms_pages.publishing import publish_scheduled
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor
from plugins.mentors.workflows.service import MentorFlow
from portal.accounts.models import User
from portal.roles.table import APPROVER, EDITOR, MENTOR_CLERK
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.factories.drafts import draft, in_review, published
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.django_db

OWN = "我自己写的"
SUPERUSER, AMONG_OTHERS = "superuser", "among others"
ROLES = {role.slug: role for role in (EDITOR, APPROVER, MENTOR_CLERK)}
Door = Callable[[Client, NewsPage], Any]


@pytest.fixture(scope="module")
def made(module_site) -> dict[str, int]:
    """Keys of what the tests find, made once: a page for each writer, and one among others."""
    editor = person("editor", "周编辑", EDITOR.group)
    writers = [person(f"{slug}-who-writes", "某职员", role.group) for slug, role in ROLES.items()]
    writers.append(person(f"{SUPERUSER}-who-writes", "总管", is_superuser=True, is_staff=True))
    waiting = {writer.username: waits(writer, editor).pk for writer in writers}
    return waiting | {AMONG_OTHERS: among_others(editor).pk}


def waits(writer: User, editor: User) -> NewsPage:
    """A public page; its newest draft is the writer's, and waits for an approver."""
    page = published("公开的", user=editor)
    page.title = OWN
    page.save_revision(user=writer)
    return in_review(NewsPage.objects.get(pk=page.pk), writer)


def among_others(editor: User) -> NewsPage:
    """A public page with one before and one after it."""
    before, page, after = (published(title, user=editor) for title in ("之前的", "公开的", "之后的"))
    assert before.path < page.path < after.path
    return page


@pytest.fixture
def editor(db, made) -> User:
    return User.objects.get(username="editor")


@pytest.fixture(params=(*ROLES, SUPERUSER))
def writer(request: pytest.FixtureRequest, db, made) -> User:
    return User.objects.get(username=f"{request.param}-who-writes")


@pytest.fixture(params=[role.slug for role in (EDITOR, MENTOR_CLERK)])
def no_approver(request: pytest.FixtureRequest, site) -> User:
    return person("someone", "某职员", ROLES[request.param].group)


@pytest.fixture
def page(writer: User, made) -> NewsPage:
    """The writer's, which waits."""
    return NewsPage.objects.get(pk=made[writer.username])


@pytest.fixture
def between(db, made) -> NewsPage:
    """The page among others."""
    return NewsPage.objects.get(pk=made[AMONG_OTHERS])


def public() -> list[tuple[Any, ...]]:
    """What the public has of all pages, in its order."""
    rows = Page.objects.filter(live=True).order_by("path").values_list("pk", "title", "url_path")
    return [*rows, *PageViewRestriction.objects.values_list("page", "restriction_type", "password")]


def of_page(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def action(name: str, **data: Any) -> Door:
    """Of the admin's API."""
    return lambda client, page: client.post(
        reverse("wagtailadmin_api:pages:action", args=(page.pk, name)), data, content_type="application/json"
    )


def several(name: str, **data: Any) -> Door:
    address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", name))
    return lambda client, page: client.post(f"{address}?id={page.pk}", data)


def form(**changes: Any) -> dict[str, Any]:
    """What the browser sends from the editor."""
    return nested_form_data(
        {
            "title": OWN,
            "slug": "open-day",
            "summary": "",
            "kind": "news",
            "published_on": localdate().isoformat(),
            "body": streamfield([]),
            "attachments": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


def edited(**changes: Any) -> Door:
    return lambda client, page: client.post(of_page("edit", page.pk), form(**changes))


def created(**changes: Any) -> Door:
    parent = of_page("add", "cms_pages", "newspage", NewsIndexPage.objects.get().pk)
    return lambda client, page: client.post(parent, form(slug="new", **changes))


def copied(**changes: Any) -> Door:
    def knock(client: Client, page: NewsPage) -> Any:
        sent = {"new_title": OWN, "new_slug": "copy", "new_parent_page": page.get_parent().pk}
        return client.post(of_page("copy", page.pk), sent | changes)

    return knock


def approved(client: Client, page: NewsPage) -> Any:
    return client.post(
        of_page("workflow_action", page.pk, "approve", page.current_workflow_task_state.pk), {"comment": ""}
    )


def later() -> str:
    return localtime(now() + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M")


PUBLISHING: dict[str, Callable[[], Door]] = {
    "publish from the editor": lambda: edited(**{"action-publish": "1"}),
    "publish on a day": lambda: edited(go_live_at=later(), **{"action-publish": "1"}),
    "approve from the editor": lambda: edited(
        **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    ),
    "approve by address": lambda: approved,
    "publish a new one": lambda: created(**{"action-publish": "1"}),
    "publish several": lambda: several("publish", include_descendants="on"),
    "publish by API": lambda: action("publish"),
    "copy and publish": lambda: copied(publish_copies="on"),
    "mirror": lambda: copied(alias="on"),
    "copy by API": lambda: action("copy", keep_live=True, slug="copy"),
    "mirror by API": lambda: action("create_alias", update_slug="copy"),
    "rename the address": lambda: edited(slug="renamed", **{"action-publish": "1"}),
}


@pytest.mark.parametrize("door", PUBLISHING)
def test_nobody_publishes_their_own_work(page: NewsPage, writer: User, signed_in, door: str) -> None:
    before = public()
    PUBLISHING[door]()(signed_in(writer), page)
    NewsPage.objects.exclude(go_live_at=None).update(go_live_at=now())
    publish_scheduled()
    assert public() == before


TAKING: dict[str, Callable[[], Door]] = {
    "unpublish": lambda: lambda client, page: client.post(of_page("unpublish", page.pk)),
    "unpublish several": lambda: several("unpublish", include_descendants="on"),
    "unpublish by API": lambda: action("unpublish"),
    "delete": lambda: lambda client, page: client.post(of_page("delete", page.pk)),
    "delete several": lambda: several("delete"),
    "delete by API": lambda: action("delete"),
    "move": lambda: lambda client, page: client.post(of_page("move_confirm", page.pk, page.get_parent().pk)),
    "move by API": lambda: action(
        "move", destination_page_id=NewsIndexPage.objects.get().pk, position="first-child"
    ),
    "reorder": lambda: (
        lambda client, page: client.post(of_page("set_page_position", page.pk) + "?position=0")
    ),
    "hide behind a password": lambda: (
        lambda client, page: client.post(
            of_page("set_privacy", page.pk), {"restriction_type": "password", "password": "geheim-1234"}
        )
    ),
}


@pytest.mark.parametrize("door", TAKING)
def test_whoever_is_no_approver_takes_nothing_away_and_moves_nothing(
    between: NewsPage, no_approver: User, signed_in, door: str
) -> None:
    before = public()
    TAKING[door]()(signed_in(no_approver), between)
    assert public() == before


@pytest.mark.parametrize("door", TAKING)
def test_doors_open_for_approvers(between: NewsPage, approver: User, signed_in, door: str) -> None:
    """Whose duty it is to take pages away: so the knocks above are such as would be heard."""
    before = public()
    TAKING[door]()(signed_in(approver), between)
    assert public() != before


OTHERS_WORK = ("approve by address", "publish several", "publish by API")


@pytest.mark.parametrize("door", OTHERS_WORK)
def test_doors_open_for_the_second_person(editor: User, approver: User, signed_in, door: str) -> None:
    page = in_review(draft(OWN, user=editor), editor)
    PUBLISHING[door]()(signed_in(approver), page)
    assert NewsPage.objects.get(pk=page.pk).live


# Mentors --------------------------------------------------------------------------------------------------------


def test_clerk_publishes_no_draft_by_hiding_and_showing_it(clerk: User) -> None:
    """A page that was not public is not public again."""
    mentor = MentorFactory(draft=True)
    with pytest.raises(Refused, match="没有公开"):
        MentorFlow.hide(mentor, actor=clerk, note="核实")
    Mentor.objects.update(state=ServingState.HIDDEN)  # as it could be done before
    MentorFlow.show(Mentor.objects.get(), actor=clerk)
    assert not MentorPage.objects.get().live


def test_clerk_publishes_no_draft_as_the_history_of_a_former_mentor(clerk: User) -> None:
    mentor = MentorFactory(draft=True, former=True)
    with pytest.raises(Refused, match="没有公开过"):
        MentorFlow.show_history(mentor, actor=clerk)
    assert not MentorPage.objects.get().live


def test_clerk_publishes_no_words_put_onto_a_hidden_page(clerk: User) -> None:
    """The row of a page that is not public is its draft, also where nobody had ever kept a version of it."""
    mentor = MentorFactory()
    assert mentor.page.live_revision is None
    MentorFlow.hide(mentor, actor=clerk, note="核实")
    page = MentorPage.objects.get()
    words, page.headline = page.headline, OWN
    page.save()
    page.save_revision(user=clerk)
    MentorFlow.show(Mentor.objects.get(), actor=clerk)
    page = MentorPage.objects.get()
    assert (page.live, page.headline) == (True, words)
