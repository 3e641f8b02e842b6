"""A mentor with an account, a clerk, and a change in each state."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.models import Site

from cms_pages.models import MentorPage
from plugins.mentors.actions.profile_change import begin_change, write_change
from plugins.mentors.changing.content import proposed_page
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.accounts.models import User
from tests.conftest import person
from tests.factories.mentors import MentorFactory
from tests.portal.workflow.conftest import START, StandingClock

Write = Callable[..., ProfileChange]


@pytest.fixture
def time() -> Iterator[StandingClock]:
    """`time.put(moment)`: the database's clock; it begins on Monday, 9 March 2026 at 10."""
    standing = StandingClock(START)
    yield standing
    standing.stop()


@pytest.fixture(scope="module")
def in_office(module_site: Site) -> int:
    """Whom every test of a module is about."""
    user = person("writer", "尉迟青")
    return MentorFactory(user=user, page__title="尉迟青", page__slug="yuchi-qing").pk


@pytest.fixture
def mentor(in_office: int, site: Site) -> Mentor:
    return Mentor.objects.select_related("page", "user").get(pk=in_office)


@pytest.fixture
def writer(mentor: Mentor) -> User:
    assert mentor.user
    return mentor.user


@pytest.fixture
def write(mentor: Mentor, writer: User) -> Write:
    """`write(headline="…")`: the mentor's open change, with these fields in it."""
    return lambda **fields: written(mentor, writer, **fields)


@pytest.fixture
def submitted(write: Write, writer: User) -> ProfileChange:
    """A change that waits for review."""
    return ProfileChangeFlow.submit(write(headline="把第一轮融资谈成"), actor=writer)


def written(mentor: Mentor, writer: User, **fields: Any) -> ProfileChange:
    change = begin_change(mentor, actor=writer)
    page = proposed_page(change)
    for name, value in fields.items():
        setattr(page, name, value)
    return write_change(change, page, actor=writer, seen=change.revision_id)


def edited(mentor: Mentor, editor: User, *, publish: bool = True, **fields: Any) -> None:
    """What an editor does in the admin."""
    page = MentorPage.objects.get(pk=mentor.page_id)
    page = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision(user=editor)
    if publish:
        revision.publish(user=editor, skip_permission_checks=True)


def public(mentor: Mentor) -> MentorPage:
    page: MentorPage = MentorPage.objects.get(pk=mentor.page_id)
    return page
