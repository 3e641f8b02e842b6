"""Files of the library stay as they are while the public reads them, somebody is about to approve them, or they are on
somebody else's draft (A5): whoever wants another picture on it edits the draft, and others publish it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils.timezone import now
from wagtail.models import PageViewRestriction
from wagtail.permissions import policy_registry

from cms_pages.frozen_files import frozen, is_frozen
from cms_pages.models import DraftUse, NewsPage
from portal.accounts.models import User
from portal.roles.table import APPROVER, EDITOR
from tests.attacks.halves import AUTHOR, HALVES, REASON, SUPERUSER, TITLE, TYPED, Half, changes, shown, told
from tests.conftest import UNINDEXED, person
from tests.factories.drafts import draft, in_review, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]


@pytest.fixture(params=HALVES, ids=lambda half: half.word)
def half(request: pytest.FixtureRequest) -> Half:
    return request.param


@pytest.fixture
def author(site) -> User:
    return person(AUTHOR, "甲编辑", EDITOR.group)


@pytest.fixture
def file(half: Half, author: User) -> Any:
    return half.make(TITLE, uploaded_by_user=author)


@pytest.fixture
def carried(django_capture_on_commit_callbacks) -> Callable[[Callable[[], Any]], Any]:
    """Do something to pages as outside of tests: what Wagtail leaves for later is done."""

    def do(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return do


@pytest.fixture
def colleague(site) -> User:
    return person("colleague", "乙编辑", EDITOR.group)


# What counts as shown -------------------------------------------------------------------------------------------


def restricted(body: Any, author: User) -> None:
    PageViewRestriction.objects.create(page=published(body=body), restriction_type=PageViewRestriction.LOGIN)


def changed_and_handed_in(body: Any, author: User) -> None:
    page = published()
    page.body = body
    page.save_revision(user=author)
    in_review(NewsPage.objects.get(pk=page.pk), author)


def sent_back(body: Any, author: User) -> None:
    page = in_review(draft(body=body, user=author), author)
    page.current_workflow_task_state.reject(user=person("approver", "郑审核", APPROVER.group))


def approved_for_later(body: Any, author: User) -> NewsPage:
    page = draft(body=body, user=author)
    page.go_live_at = now() + timedelta(days=1)
    page.save_revision(user=author).publish()
    assert not NewsPage.objects.get(pk=page.pk).live
    return NewsPage.objects.get(pk=page.pk)


def approved_for_later_and_drafted_anew(body: Any, author: User) -> None:
    page = approved_for_later(body, author)
    page.body, page.go_live_at = [], None
    page.save()
    page.save_revision(user=author)


def drafted_anew(body: Any, author: User) -> None:
    """The draft has it no more, the public page does."""
    page = published(body=body)
    page.body = []
    page.save_revision(user=author)


def change_not_handed_in(body: Any, author: User) -> None:
    page = published()
    page.body = body
    page.save_revision(user=author)


SHOWN = {
    "public": lambda body, author: published(body=body),
    "behind a sign-in": restricted,
    "public, drafted anew": drafted_anew,
    "handed in": lambda body, author: in_review(draft(body=body, user=author), author),
    "change handed in": changed_and_handed_in,
    "approved for later": approved_for_later,
    "approved for later, drafted anew": approved_for_later_and_drafted_anew,
}
NOT_SHOWN = {
    "unused": lambda body, author: None,
    "draft": lambda body, author: draft(body=body, user=author),
    "change of a public page": change_not_handed_in,
    "sent back": sent_back,
    "taken away": lambda body, author: published(body=body, user=author).unpublish(),
}


@pytest.mark.parametrize("state", [*SHOWN, *NOT_SHOWN])
def test_a5_frozen_is_what_the_public_reads_or_somebody_is_about_to_approve(
    half: Half, file: Any, carried, author: User, manager: User, state: str
) -> None:
    """What is on a draft is its last editor's to change, and nobody else's."""
    carried(lambda: (SHOWN | NOT_SHOWN)[state](half.body(file), author))
    everything = type(file)._default_manager.all()
    policy = policy_registry.get(file)
    assert is_frozen(file, None) == (state != "unused")
    for user in (author, manager):
        expected = state in SHOWN or (user != author and state != "unused")
        assert is_frozen(file, user) == expected
        assert list(frozen(everything, user)) == ([file] if expected else [])
        assert policy.user_has_permission_for_instance(user, "delete", file) != expected
        assert policy.user_has_permission_for_instance(user, "change", file)
        assert list(policy.instances_user_has_permission_for(user, "delete")) == ([] if expected else [file])
        assert list(policy.instances_user_has_any_permission_for(user, ["change", "delete"])) == [file]


@pytest.mark.parametrize("make", [draft, published])
def test_a5_file_is_frozen_before_any_index_knows_it(half: Half, file: Any, make: Any, author: User) -> None:
    """The queue has not yet come to what Wagtail leaves for later."""
    with override_settings(TASKS=UNINDEXED):
        make(body=half.body(file), user=author)
    other = person("approver", "郑审核", APPROVER.group)
    assert is_frozen(file, other)
    DraftUse.objects.all().delete()
    assert not is_frozen(file, other)


def test_draft_and_what_was_taken_away_are_changed_and_deleted(
    half: Half, file: Any, carried, signed_in, author: User
) -> None:
    """The way out where a file must go at once: an approver takes the page away first."""
    carried(lambda: published(body=half.body(file), user=author))
    carried(lambda: NewsPage.objects.get().unpublish())
    client = signed_in(author)
    answer = client.post(half.address("edit", file.pk), half.sent(file, title=TYPED, file=half.fresh()))
    assert answer.status_code == 302
    assert shown(file)[0] == TYPED
    assert REASON not in client.get(half.address("edit", file.pk)).content.decode()
    client.post(half.address("delete", file.pk))
    other = half.make(TITLE, uploaded_by_user=author)
    client.post(half.several("delete", other.pk))
    assert not type(file)._default_manager.exists()


DRAFTS = [name for name in NOT_SHOWN if name != "unused"]


@pytest.fixture(params=DRAFTS)
def on_a_draft(request: pytest.FixtureRequest, half: Half, file: Any, carried, colleague: User) -> NewsPage:
    """A page that was last edited by a colleague, with the file on it."""
    carried(lambda: NOT_SHOWN[request.param](half.body(file), colleague))
    return NewsPage.objects.get()


@pytest.fixture(params=["approver", SUPERUSER, AUTHOR])
def other(request: pytest.FixtureRequest, author: User, manager: User) -> User:
    """Somebody who may work on the draft; the author brought the file into the library."""
    if request.param == "approver":
        return person("郑审核", "郑审核", APPROVER.group)
    return {SUPERUSER: manager, AUTHOR: author}[request.param]


def test_a5_nobody_changes_the_file_of_somebody_elses_draft(
    half: Half, on_a_draft: NewsPage, file: Any, other: User, signed_in
) -> None:
    """Else an approver would change it, and then publish the draft alone."""
    client, before = signed_in(other), shown(file)
    for change in changes(half):
        answer = client.post(half.address("edit", file.pk), half.sent(file, **change))
        assert REASON in str(answer.context["form"].errors[next(iter(change))])
    sent = {f"{half.prefix}-{file.pk}-{name}": value for name, value in half.sent(file, title=TYPED).items()}
    assert not client.post(half.address("edit_multiple", file.pk), sent).json()["success"]
    assert told(client.post(half.address("delete", file.pk), follow=True))
    assert told(client.get(half.several("delete", file.pk)))
    for address in (half.several("delete", file.pk), half.several("delete", "all")):
        client.post(address)
    client.post(half.address("delete_multiple", file.pk))
    assert shown(file) == before


def test_a5_whoever_puts_another_file_on_a_draft_does_not_publish_it(
    half: Half, file: Any, carried, author: User, signed_in
) -> None:
    """The way out for a colleague: once the draft is theirs its files are, and others approve it."""
    page = carried(lambda: draft(body=half.body(file), user=author))
    approver = person("approver", "郑审核", APPROVER.group)
    assert page.permissions_for_user(approver).can_publish()
    carried(lambda: page.save_revision(user=approver))
    client = signed_in(approver)
    assert client.post(half.address("edit", file.pk), half.sent(file, title=TYPED)).status_code == 302
    assert shown(file)[0] == TYPED
    assert not NewsPage.objects.get().permissions_for_user(approver).can_publish()
    assert is_frozen(file, author)


def test_a5_file_on_a_draft_that_a_command_made_is_nobodys(half: Half, file: Any, carried, manager) -> None:
    """Everybody who approves may publish such a page."""
    carried(lambda: draft(body=half.body(file)))
    assert is_frozen(file, manager)


def test_a5_approver_publishes_no_picture_of_their_own_under_somebody_elses_text(
    half: Half, file: Any, carried, author: User, signed_in
) -> None:
    """A page that waits shows the approver what its author handed in."""
    page = carried(lambda: in_review(draft(body=half.body(file), user=author), author))
    approver = person("approver", "郑审核", APPROVER.group)
    before = shown(file)
    answer = signed_in(approver).post(
        half.address("edit", file.pk), half.sent(file, title=TYPED, file=half.fresh())
    )
    assert set(answer.context["form"].errors) == {"title", "file"}
    state = page.current_workflow_task_state
    carried(lambda: state.task.specific.on_action(state, approver, "approve"))
    assert NewsPage.objects.get().live
    assert shown(file) == before
