"""A mentor's picture that one step of a clerk brings before the public is the one that was looked at (A5)."""

import pytest
from wagtail.fields import RichTextField

from cms_pages.frozen_files import is_frozen
from cms_pages.models import MentorPage, PortalDocument, PortalImage
from plugins.mentors.actions.profile_change import begin_change, write_change
from plugins.mentors.changing.content import proposed_page
from plugins.mentors.models import Mentor
from plugins.mentors.protection import PICTURES
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from plugins.mentors.workflows.service import MentorFlow
from portal.accounts.models import User
from tests.conftest import person
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(site) -> PortalImage:
    return a_picture("尉迟青")


@pytest.fixture
def writer(site) -> User:
    return person("writer", "尉迟青")


@pytest.mark.parametrize("former", [False, True])
def test_a5_picture_of_a_hidden_page_stays_as_the_public_saw_it(
    picture: PortalImage, clerk: User, former: bool
) -> None:
    """Showing the page again is one person's step, whatever has been put on its draft meanwhile."""
    mentor = MentorFactory(page__portrait=picture, former=former)
    hide, show = (
        (MentorFlow.hide_history, MentorFlow.show_history) if former else (MentorFlow.hide, MentorFlow.show)
    )
    hide(mentor, actor=clerk, note="核实")
    page = MentorPage.objects.get()
    page.portrait = None
    page.save()
    page.save_revision(user=clerk)
    assert is_frozen(picture, clerk)
    show(Mentor.objects.get(), actor=clerk)
    assert MentorPage.objects.get().portrait == picture


def test_a5_picture_of_a_change_stays_while_it_waits(picture: PortalImage, writer: User, clerk: User) -> None:
    """Who sent it may hold a role, and so the library, besides."""
    mentor = MentorFactory(user=writer)
    change = begin_change(mentor, actor=writer)
    page = proposed_page(change)
    page.portrait = picture
    change = write_change(change, page, actor=writer, seen=change.revision_id)
    assert not is_frozen(picture, writer)
    change = ProfileChangeFlow.submit(change, actor=writer)
    assert is_frozen(picture, writer)
    ProfileChangeFlow.send_back(change, actor=clerk, note="换一张近照")
    assert not is_frozen(picture, writer)


def test_all_places_where_a_mentors_page_leads_to_the_library_are_known() -> None:
    columns = {
        column.name
        for column in MentorPage._meta.get_fields()
        if getattr(column, "related_model", None) in (PortalImage, PortalDocument) and column.concrete
    }
    assert columns == set(PICTURES)
    assert not any(isinstance(column, RichTextField) for column in MentorPage._meta.get_fields())
