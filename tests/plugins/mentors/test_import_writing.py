"""Mentors from a sheet: what is written, by which way, and what undoes it."""

from datetime import date

import pytest

from cms_pages.models import MentorPage
from plugins.mentors.importing import write
from plugins.mentors.importing.writing import Then
from plugins.mentors.models import Mentor, MentorListing
from portal.accounts.models import User
from tests.plugins.mentors.sheets import GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sheet_words")]


def test_drafts_are_written_with_page_term_and_code_and_shown_nowhere(plan, index) -> None:
    outcome = write(plan({**GOOD, "名片编号": "7K3Q9X"}, {**GOOD, "姓名": "王晓明"}), index=index)
    first = Mentor.objects.get(page__title="尉迟青")
    assert len(outcome.mentors) == 2
    assert (first.code, first.term_to, first.appointed_on) == ("7K3Q9X", date(2027, 2, 28), date(2025, 3, 1))
    page = MentorPage.objects.get(pk=first.page_id)
    assert not page.live
    assert page.slug == "wei-chi-qing" or page.slug
    assert [field.name for field in page.fields.all()] == ["融资", "合同法务"]
    assert page.latest_revision.as_object().headline == page.headline
    assert not MentorListing.objects.exists()


def test_one_wrong_row_keeps_everything_out(plan, index) -> None:
    outcome = write(plan(GOOD, {**GOOD, "姓名": ""}), index=index)
    assert (outcome.mentors, len(outcome.problems)) == ((), 1)
    assert not Mentor.objects.exists()
    assert not MentorPage.objects.exists()


def test_keep_going_writes_the_good_rows(plan, index) -> None:
    outcome = write(plan(GOOD, {**GOOD, "姓名": ""}), index=index, keep_going=True)
    assert [mentor.page.title for mentor in outcome.mentors] == ["尉迟青"]
    assert len(outcome.problems) == 1


def test_published_rows_are_found_at_once(plan, index, find) -> None:
    write(plan(GOOD), index=index, then=Then.PUBLISH)
    assert find("尉迟青").total == 1


def test_row_that_the_publication_gate_refuses_is_reported_and_undoes_the_others(
    plan, index, monkeypatch
) -> None:
    from plugins.mentors.importing import checking

    monkeypatch.setattr(checking, "find", lambda cell: [])  # as if the check of cells had missed it
    rows = {**GOOD, "姓名": "王晓明"}, {**GOOD, "介绍": "请拨 13800138000"}
    outcome = write(plan(*rows), index=index, then=Then.PUBLISH)
    assert [(problem.row, "不能发布" in problem.reason) for problem in outcome.problems] == [(3, True)]
    assert not Mentor.objects.exists()
    kept = write(plan(*rows), index=index, then=Then.PUBLISH, keep_going=True)
    assert [mentor.page.title for mentor in kept.mentors] == ["王晓明"]
    assert Mentor.objects.count() == MentorPage.objects.count() == 1


def test_submitted_rows_wait_for_approval(plan, index, clerk: User) -> None:
    outcome = write(plan(GOOD), index=index, user=clerk, then=Then.SUBMIT)
    page = MentorPage.objects.get(pk=outcome.mentors[0].page_id)
    assert page.current_workflow_state is not None
    assert not page.live
    assert page.owner == clerk
