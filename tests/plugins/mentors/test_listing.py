"""The row that lists read follows every change, in the transaction of the change."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import ProtectedError
from wagtail.models import Page, PageViewRestriction

from cms_pages.models import MentorIndexPage, MentorPage, PortalImage
from plugins.mentors.figures import Figures, record
from plugins.mentors.listing import recount_cases
from plugins.mentors.models import Mentor, MentorListing
from search.finding import find
from search.indexing import drift
from search.models import Entry
from search.query import SearchQuery
from search.registry import documents
from tests.factories.cms_pages import FieldFactory, MentorPageFactory, ServiceTypeFactory
from tests.factories.content import ServiceCaseFactory
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import at_most

pytestmark = pytest.mark.django_db


def card(mentor: Mentor) -> dict:
    return MentorListing.objects.get(pk=mentor.pk).card


def publish(page: Page) -> None:
    page.save_revision().publish()


def test_row_of_a_mentor_holds_what_lists_show(site) -> None:
    mentor = MentorFactory(page__title="尉迟青")
    row = MentorListing.objects.get()
    assert row.index == MentorIndexPage.objects.get()
    assert row.name == "尉迟青"
    assert row.card["url"] == mentor.page.url_path_on_site
    assert row.card["fields"] == [{"slug": "financing", "name": "融资", "name_en": "Financing"}]
    assert row.card["experience"] == [{"period": "2018 至今", "role": "海岸资本 投资总监"}]
    assert row.card["ways"] == ["message", "meeting"]
    assert (row.card["times"], row.card["figures"]) == ([], None)


def test_row_when_the_page_is_published_again_shows_the_new_words(site) -> None:
    mentor = MentorFactory()
    page = MentorPage.objects.get()
    page.headline = "改过的一句话"
    page.fields = [FieldFactory(slug="law", name="合同法务")]
    page.save_revision()
    assert card(mentor)["headline"] != "改过的一句话"
    publish(page)
    assert card(mentor)["headline"] == "改过的一句话"
    assert [field["slug"] for field in card(mentor)["fields"]] == ["law"]


def test_row_when_times_are_edited_shows_them_and_an_older_revision_has_none(site) -> None:
    mentor = MentorFactory()
    page = MentorPage.objects.get()
    older = page.save_revision()
    del older.content["times"]  # as it was written before pages had times
    older.save()
    page.times = ["weekend", "workday_morning"]
    publish(page)
    assert card(mentor)["times"] == ["workday_morning", "weekend"]
    older.publish()
    assert card(mentor)["times"] == []


def test_row_when_publishing_fails_halfway_stays_as_the_page_is(site, monkeypatch) -> None:
    mentor = MentorFactory()
    page = MentorPage.objects.get()
    page.headline = "改过的一句话"
    revision = page.save_revision()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plugins.mentors.receivers.rebuild", fail)
    with pytest.raises(RuntimeError):
        revision.publish()
    assert MentorPage.objects.get().headline == card(mentor)["headline"] != "改过的一句话"


def test_row_when_the_page_is_unpublished_goes_and_comes_back_with_the_same_code(site) -> None:
    mentor = MentorFactory()
    page = MentorPage.objects.get()
    page.unpublish()
    assert not MentorListing.objects.exists()
    publish(MentorPage.objects.get())
    assert card(mentor)["code"] == mentor.code


def test_page_without_an_appointment_when_published_is_appointed_today(site) -> None:
    page = MentorPageFactory(draft=True)
    assert not Mentor.objects.exists()
    publish(page)
    assert Mentor.objects.get().page_id == page.pk
    assert MentorListing.objects.exists()


def test_row_when_the_slug_changes_has_the_new_address_and_the_old_code(site) -> None:
    mentor = MentorFactory()
    page = MentorPage.objects.get()
    page.slug = "another"
    publish(page)
    assert card(mentor)["url"] == "/mentors/another/"
    assert card(mentor)["code"] == mentor.code


def test_row_when_the_page_moves_belongs_to_the_other_section(site) -> None:
    mentor = MentorFactory()
    home = site.root_page.specific
    other = home.add_child(instance=MentorIndexPage(title="区里的导师", slug="district-mentors"))
    MentorPage.objects.get().move(other, pos="last-child")
    assert MentorListing.objects.get(pk=mentor.pk).index == other


def test_row_when_state_or_term_changes_follows(site) -> None:
    mentor = MentorFactory()
    mentor.state = "paused"
    mentor.save()
    assert MentorListing.objects.get().state == card(mentor)["state"] == "paused"


def test_rows_when_a_term_is_renamed_show_the_new_word_and_are_found_by_it(site) -> None:
    field = FieldFactory(slug="law", name="合同")
    mentor = MentorFactory(page__fields=[field])
    other = MentorFactory()
    field.name = "合同与法务"
    field.save()
    assert card(mentor)["fields"][0]["name"] == "合同与法务"
    assert [hit.key for hit in find(SearchQuery("合同与法务", ("mentor",)), site).hits] == [mentor.pk]
    assert card(other)["fields"][0]["name"] == "融资"


def test_rows_when_a_term_is_deleted_no_longer_have_it(site) -> None:
    field = FieldFactory(slug="law", name="合同")
    mentor = MentorFactory(page__fields=[field, FieldFactory(slug="financing", name="融资")])
    field.delete()
    assert [term["slug"] for term in card(mentor)["fields"]] == ["financing"]


def test_portrait_is_named_in_two_sizes_and_follows_the_picture(site) -> None:
    portrait = a_picture(size=(600, 800))
    mentor = MentorFactory(page__portrait=portrait)
    first = card(mentor)["portrait"]
    assert first["src"].endswith(".jpg") or first["src"].endswith(".png")
    assert [part.split()[1] for part in first["srcset"].split(", ")] == ["240w", "480w"]
    portrait.focal_point_x, portrait.focal_point_y = 100, 100
    portrait.focal_point_width = portrait.focal_point_height = 50
    portrait.save()
    assert card(mentor)["portrait"]["src"] != first["src"]


def test_portrait_when_its_sizes_are_thrown_away_gets_new_ones(site) -> None:
    portrait = a_picture(size=(600, 800))
    mentor = MentorFactory(page__portrait=portrait)
    portrait.renditions.all().delete()
    names = {rendition.url for rendition in portrait.renditions.all()}
    assert card(mentor)["portrait"]["src"] in names


def test_portrait_when_the_picture_is_deleted_is_gone_from_the_row(site) -> None:
    portrait = a_picture(size=(600, 800))
    mentor = MentorFactory(page__portrait=portrait)
    PortalImage.objects.get().delete()
    assert card(mentor)["portrait"] is None


def test_portrait_whose_file_is_lost_is_left_out(site) -> None:
    portrait = a_picture(size=(600, 800))
    portrait.file.storage.delete(portrait.file.name)
    assert card(MentorFactory(page__portrait=portrait))["portrait"] is None


def test_cases_are_counted_as_they_come_go_and_change_hands(site) -> None:
    mentor, other = mentors(2)
    case = ServiceCaseFactory(mentor_page=mentor.page, service_type=ServiceTypeFactory())
    publish(case)
    assert (card(mentor)["cases_count"], card(other)["cases_count"]) == (1, 0)
    case.mentor_page = MentorPage.objects.get(pk=other.page_id)
    publish(case)
    assert (card(mentor)["cases_count"], card(other)["cases_count"]) == (0, 1)
    case.unpublish()
    assert card(other)["cases_count"] == 0
    publish(case)
    case.delete()
    assert card(other)["cases_count"] == 0


def test_row_of_a_page_that_only_some_may_see_does_not_exist(site) -> None:
    MentorFactory()
    restriction = PageViewRestriction.objects.create(
        page=MentorPage.objects.get(), restriction_type=PageViewRestriction.LOGIN
    )
    assert not MentorListing.objects.exists()
    restriction.delete()
    assert MentorListing.objects.exists()


def test_page_of_a_mentor_cannot_be_deleted(site) -> None:
    MentorFactory()
    with pytest.raises(ProtectedError):
        MentorPage.objects.get().delete()


def test_rebuild_writes_the_same_rows_again_and_removes_strays(site, capsys) -> None:
    kept, stray = mentors(2)
    before = card(kept)
    Page.objects.filter(pk=stray.page_id).update(live=False)
    MentorListing.objects.filter(pk=kept.pk).update(card={}, name="")
    call_command("rebuild_listings")
    assert card(kept) == before
    assert not MentorListing.objects.filter(pk=stray.pk).exists()
    assert "列表中有 1 位导师。" in capsys.readouterr().out


def test_cards_of_an_older_release_learn_of_times_and_figures_and_keep_the_rest(site) -> None:
    old, current = mentors(2, page__times=["weekend"])
    whole = card(old)
    MentorListing.objects.filter(pk=old.pk).update(
        card={name: value for name, value in whole.items() if name not in ("times", "figures")}
    )
    import_module("plugins.mentors.migrations.0003_cards_with_times_and_figures").add_members(apps, None)
    assert card(old) == whole | {"times": [], "figures": None}
    assert card(current)["times"] == ["weekend"]


def test_cards_of_an_older_release_learn_of_stages_and_keep_the_rest(site) -> None:
    old, current = mentors(2, page__stages=["starting"])
    whole = card(old)
    MentorListing.objects.filter(pk=old.pk).update(
        card={name: value for name, value in whole.items() if name != "stages"}
    )
    import_module("plugins.mentors.migrations.0005_cards_with_stages").add_stages(apps, None)
    assert card(old) == whole | {"stages": []}
    assert card(current)["stages"] == ["starting"]


def test_recount_when_nothing_has_changed_writes_nothing(site) -> None:
    mentors(3)
    with at_most(2):
        recount_cases()


def test_clerks_may_appoint_from_the_day_their_group_exists(site) -> None:
    group = Group.objects.get(name="导师专员")
    granted = set(
        group.permissions.filter(content_type__app_label="mentors").values_list("codename", flat=True)
    )
    of_mentors = {"view_mentor", "add_mentor", "change_mentor"}
    of_cases = {"view_application", "check_application", "enter_term", "review_change", "review_resignation"}
    assert granted == of_mentors | of_cases


def test_entry_that_was_written_from_the_row_at_hand_is_the_one_that_a_fresh_look_gives(site) -> None:
    """C3: `check_index` would tell; whoever is not in office has no entry."""
    one = MentorFactory(page__stages=["starting"], page__times=["weekend"])
    record(
        one,
        Figures(
            services=9, replies=8, median_reply_hours=4, on_time_share=1, explicit_ratings=6, mean_rating=5
        ),
    )
    MentorFactory(paused=True)
    MentorFactory(coming=True, term_to=None)
    document = documents["mentor"]
    assert [(number, wrong) for number, wrong in drift(document) if wrong] == []
    assert Entry.objects.filter(kind="mentor").count() == document.public(None).count() == 2
