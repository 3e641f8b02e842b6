"""Figures of mentors: whatever shows them follows in the same transaction."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction  # noqa: F401 - the skip asks it

from plugins.mentors.figures import Figures, record, record_all
from plugins.mentors.models import Mentor, MentorFigures, MentorListing
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings
from search.indexing import rebuild
from search.models import Entry
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import at_most
from tests.portal.workflow.test_races import wait_until_somebody_waits
from tests.search.test_rebuild_while_writing import beside

pytestmark = pytest.mark.django_db

GOOD = Figures(
    services=63,
    replies=57,
    median_reply_hours=9.0,
    on_time_share=0.98,
    explicit_ratings=41,
    mean_rating=4.8,
    default_ratings=22,
)


@pytest.fixture
def mentor(site) -> Mentor:
    list(rebuild())
    return MentorFactory(page__title="王晓明")


def entry(mentor: Mentor) -> Entry:
    return Entry.objects.get(kind="mentor", key=mentor.pk)


def card(mentor: Mentor) -> dict[str, Any]:
    return MentorListing.objects.get(pk=mentor.pk).card


# What follows -------------------------------------------------------------------------------------------------


def test_card_and_index_follow_what_is_recorded(mentor) -> None:
    assert card(mentor)["figures"] is None
    record(mentor, GOOD)
    assert card(mentor)["figures"]["mean_rating"] == 4.8
    assert (entry(mentor).rating, entry(mentor).reply_hours) == (4.8, 9.0)
    record(mentor, replace(GOOD, mean_rating=4.1))
    assert card(mentor)["figures"]["mean_rating"] == entry(mentor).rating == 4.1
    assert MentorFigures.objects.count() == 1


def test_recording_that_is_rolled_back_leaves_everything_as_it_was(mentor) -> None:
    record(mentor, GOOD)
    before = card(mentor), entry(mentor).rating, MentorFigures.objects.get().mean_rating
    with transaction.atomic():
        record(mentor, replace(GOOD, mean_rating=1.0, median_reply_hours=40.0))
        assert card(mentor)["figures"]["mean_rating"] == entry(mentor).rating == 1.0
        transaction.set_rollback(True)
    assert (card(mentor), entry(mentor).rating, MentorFigures.objects.get().mean_rating) == before


def test_recording_whose_index_fails_writes_no_figures(mentor, monkeypatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plugins.mentors.listing.index", fail)
    with pytest.raises(RuntimeError):
        record(mentor, GOOD)
    assert not MentorFigures.objects.exists()
    assert card(mentor)["figures"] is None


def test_recording_the_same_again_changes_nothing(mentor) -> None:
    record(mentor, GOOD)
    before = MentorFigures.objects.get().updated_at, MentorListing.objects.get().updated_at
    with at_most(1):
        assert record_all({mentor.pk: GOOD}) == 0
    assert (MentorFigures.objects.get().updated_at, MentorListing.objects.get().updated_at) == before


def test_several_are_recorded_at_once_and_the_others_keep_theirs(site) -> None:
    first, second, third = mentors(3)
    record(third, GOOD)
    assert record_all({first.pk: GOOD, second.pk: Figures(), third.pk: GOOD}) == 2
    assert [row.services for row in MentorFigures.objects.order_by("pk")] == [63, 0, 63]


def test_mentor_whose_page_is_a_draft_has_figures_once_it_is_published(site) -> None:
    mentor = MentorFactory(draft=True)
    record(mentor, GOOD)
    assert not MentorListing.objects.exists()
    mentor.page.save_revision().publish()
    assert card(mentor)["figures"]["services"] == 63


def test_figures_go_with_the_mentor(mentor) -> None:
    record(mentor, GOOD)
    mentor.delete()
    assert not MentorFigures.objects.exists()


# Settings -----------------------------------------------------------------------------------------------------


def test_rows_follow_when_the_site_asks_for_more_services(
    mentor, site, django_capture_on_commit_callbacks
) -> None:
    record(mentor, GOOD)
    with django_capture_on_commit_callbacks(execute=True):
        save_settings(registry["mentors"], site, {"services_needed": 64, "on_time_hours": 24})
    shown = card(mentor)["figures"]
    assert (shown["services_needed"], shown["on_time_hours"], shown["mean_rating"]) == (64, 24, None)
    assert (entry(mentor).rating, entry(mentor).reply_hours) == (None, None)
    with django_capture_on_commit_callbacks(execute=True):
        save_settings(registry["mentors"], site, {"services_needed": 63})
    assert entry(mentor).rating == 4.8


def test_rows_are_left_alone_when_another_setting_changes(
    mentor, site, django_capture_on_commit_callbacks
) -> None:
    record(mentor, GOOD)
    before = MentorListing.objects.get().updated_at
    with django_capture_on_commit_callbacks(execute=True):
        save_settings(registry["mentors"], site, {"newly_appointed_days": 30})
    assert MentorListing.objects.get().updated_at == before


# Two at once --------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_figures_and_page_that_change_at_once_are_both_on_the_card() -> None:
    """The second reads what the first wrote, though it began before the first was committed."""
    from threading import Event

    from cms_pages.site_setup import create_site

    create_site(hostname="testserver")
    mentor = MentorFactory()
    page = mentor.page
    page.headline = "改过的一句话"
    revision = page.save_revision()
    first_wrote, second_began = Event(), Event()

    def publish() -> None:
        with transaction.atomic():
            revision.publish()
            first_wrote.set()
            second_began.wait(10)
            wait_until_somebody_waits()

    def count() -> None:
        assert first_wrote.wait(10)
        second_began.set()
        record(mentor, GOOD)

    beside(publish, count)
    assert (card(mentor)["headline"], card(mentor)["figures"]["services"]) == ("改过的一句话", 63)
