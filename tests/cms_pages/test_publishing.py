"""What editors scheduled appears and disappears by itself; one bad page holds up no other."""

from datetime import timedelta

import time_machine
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms_pages import publishing
from cms_pages.jobs import JOBS
from cms_pages.models import NewsPage
from cms_pages.personal_data.log_actions import REFUSED
from cms_pages.publishing import Sweep, publish_scheduled
from tests.factories.drafts import draft, published

MOBILE = "13800138000"


def fresh(page: NewsPage) -> NewsPage:
    return NewsPage.objects.get(pk=page.pk)


def scheduled(title: str, *, minutes: float, page: NewsPage | None = None) -> NewsPage:
    """A page approved for a time that lies so many minutes from now, the past included."""
    page = page or draft(title)
    page.title, page.go_live_at = title, timezone.now() + timedelta(minutes=max(minutes, 1))
    page.save_revision().publish()
    due = timezone.now() + timedelta(minutes=minutes)
    revision = fresh(page).scheduled_revision
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save()
    return fresh(page)


def spoil(page: NewsPage) -> None:
    """Put a number into a scheduled revision behind the gate's back, as a changed attachment would."""
    revision = page.scheduled_revision
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "summary": f"联系 {MOBILE}"})


def test_page_when_due_then_it_is_published(site):
    page = scheduled("到点", minutes=-1)
    assert publish_scheduled() == Sweep(published=1)
    assert fresh(page).live
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
    assert publish_scheduled() == Sweep()


def test_page_when_not_yet_due_then_it_waits(site):
    page = scheduled("明天", minutes=5)
    assert publish_scheduled() == Sweep()
    assert not fresh(page).live


def test_live_page_when_its_next_version_is_due_then_that_is_shown(site):
    page = scheduled("新标题", minutes=-1, page=published("旧标题"))
    assert fresh(page).title == "旧标题"
    publish_scheduled()
    assert fresh(page).title == "新标题"


def test_page_when_expired_then_it_is_taken_down(site):
    page = published()
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(seconds=5))
    assert publish_scheduled() == Sweep(expired=1)
    assert not fresh(page).live
    assert fresh(page).expired
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish.scheduled").exists()


def test_page_when_due_but_full_of_numbers_then_it_is_taken_off_the_schedule_and_others_go_on(site):
    bad, good = scheduled("坏", minutes=-2), scheduled("好", minutes=-1)
    spoil(bad)
    assert publish_scheduled() == Sweep(published=1, refused=1)
    assert fresh(good).live
    assert not fresh(bad).live
    assert not fresh(bad).approved_schedule
    entry = PageLogEntry.objects.get(page=bad.pk, action=REFUSED)
    assert "138****8000" in entry.comment
    assert MOBILE not in str(entry.data)
    assert publish_scheduled() == Sweep()


def test_page_when_publishing_breaks_then_others_go_on_and_it_is_tried_again(site, monkeypatch):
    broken, good = scheduled("断", minutes=-2), scheduled("好", minutes=-1)
    publish = NewsPage.publish

    def failing(self, *args, **kwargs):
        if self.pk == broken.pk:
            raise OSError("disk full")
        return publish(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(NewsPage, "publish", failing)
        assert publish_scheduled() == Sweep(published=1, failed=1)
    assert fresh(good).live
    assert publish_scheduled() == Sweep(published=1)
    assert fresh(broken).live


def test_page_when_taking_down_breaks_then_others_go_on(site, monkeypatch):
    pages = [published("一"), published("二")]
    NewsPage.objects.update(expire_at=timezone.now() - timedelta(seconds=5))
    unpublish = NewsPage.unpublish

    def failing(self, *args, **kwargs):
        if self.pk == pages[0].pk:
            raise OSError("disk full")
        return unpublish(self, *args, **kwargs)

    monkeypatch.setattr(NewsPage, "unpublish", failing)
    assert publish_scheduled() == Sweep(expired=1, failed=1)
    assert [fresh(page).live for page in pages] == [True, False]


def test_host_clock_when_ahead_then_the_databases_clock_decides(site):
    page = scheduled("后天", minutes=48 * 60)
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert publish_scheduled() == Sweep()
    assert not fresh(page).live


def test_job_when_declared_then_it_runs_each_minute():
    (job,) = [job for job in JOBS if job.name == "cms_pages.publish_scheduled"]
    assert job.every == timedelta(minutes=1)


def test_two_runs_at_once_when_they_meet_then_the_second_finds_nothing(site, monkeypatch):
    """The second run listed the page before the first one published it."""
    page = scheduled("到点", minutes=-1)
    listed = publishing._due_revisions()
    publish_scheduled()
    monkeypatch.setattr(publishing, "_due_revisions", lambda: listed)
    assert publish_scheduled() == Sweep()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
