"""The gate decides over a whole page with its files; nothing with personal data becomes public (D10)."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms_pages.models import NewsIndexPage, NewsPage, PortalDocument, PortalSettings
from cms_pages.personal_data import files as file_answers
from cms_pages.personal_data.gate import PublicationRefused, findings_for, require_publishable
from cms_pages.personal_data.middleware import PublicationRefusedMiddleware
from tests.factories import files
from tests.factories.drafts import draft, paragraph, published

MOBILE = "13800138000"


def document(content: bytes, name: str = "a.docx", title: str = "名单") -> PortalDocument:
    return PortalDocument.objects.create(title=title, file=ContentFile(content, name))


def allow(site: Site, *numbers: str, hotline: str = "") -> None:
    PortalSettings.objects.update_or_create(
        site=site, defaults={"allowed_numbers": "\n".join(numbers), "hotline": hotline}
    )


def test_attached_files_when_they_hold_numbers_then_file_and_place_are_named(site):
    attached = [
        ("attachment", document(files.word("前言", f"电话 {MOBILE}"))),
        ("attachment", document(files.excel([["王", MOBILE]]), "b.xlsx", "明细")),
        ("attachment", document(files.pdf(["nothing"], [f"Tel {MOBILE}"]), "c.pdf", "附表")),
    ]
    assert [finding.where for finding in findings_for(NewsPage(body=attached))] == [
        "附件《名单》第 2 段",
        "附件《明细》工作表“名单”B1",
        "附件《附表》第 2 页",
    ]


def test_attached_file_when_its_name_holds_a_number_then_it_is_found_and_not_repeated(site):
    attached = document(files.pdf(["text"]), f"{MOBILE}.pdf", title=f"王{MOBILE}")
    found = findings_for(NewsPage(body=[("attachment", attached)]))
    assert {finding.where for finding in found} == {"附件名称"}
    assert MOBILE not in json.dumps([finding.as_data() for finding in found])


def test_attached_scan_when_it_cannot_be_read_then_it_does_not_pass(site):
    scan = document(files.pdf([], picture=True), "a.pdf", title="扫描件")
    (finding,) = findings_for(NewsPage(body=[("attachment", scan)]))
    assert finding.message == "附件《扫描件》：无法检查 第 1 页没有文字层"


def test_attached_file_when_it_is_gone_from_the_disk_then_it_does_not_pass(site):
    lost = document(files.pdf(["text"]), "a.pdf")
    lost.file.storage.delete(lost.file.name)
    (finding,) = findings_for(NewsPage(body=[("attachment", lost)]))
    assert "文件不存在" in finding.message


def test_file_when_asked_about_twice_then_it_is_read_once_and_no_number_is_kept(site, monkeypatch):
    attached = document(files.word(f"电话 {MOBILE}"))
    page = NewsPage(body=[("attachment", attached)])
    first = findings_for(page)
    assert MOBILE not in str(cache._cache.values() if hasattr(cache, "_cache") else "")
    monkeypatch.setattr(file_answers, "file_passages", lambda *args: pytest.fail("read again"))
    assert findings_for(page) == first


def test_allowed_numbers_when_found_in_text_or_file_then_they_pass(site):
    allow(site, "+86 138-0013-8000", "", "  ")
    page = NewsPage(summary=f"电话 {MOBILE}", body=[("attachment", document(files.word(f"电话 {MOBILE}")))])
    assert findings_for(page) == []


def test_hotline_when_it_is_a_mobile_number_then_it_passes(site):
    allow(site, hotline="138 0013 8000")
    assert findings_for(NewsPage(summary=f"热线 {MOBILE}，值班 13900139000"))[0].masked == "139****9000"


def test_clean_page_when_asked_then_no_query_is_made_for_it(site):
    page = draft(summary="一切如常", body=[paragraph("联系电话 0532-85891234")])
    with CaptureQueriesContext(connection) as queries:
        require_publishable(page)
    assert len(queries) == 0


# Every way of publishing ----------------------------------------------------------------------------------------


@pytest.fixture
def bad(site) -> NewsPage:
    return draft(summary=f"联系王女士 {MOBILE}")


def assert_not_public(page: Page) -> None:
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.live
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_revision_when_published_by_code_then_it_is_refused(bad):
    with pytest.raises(PublicationRefused) as refusal:
        bad.get_latest_revision().publish()
    assert "摘要：手机号码 138****8000" in str(refusal.value)
    assert MOBILE not in str(refusal.value)
    assert_not_public(bad)


def test_page_when_switched_live_in_a_shell_then_it_is_refused(bad):
    bad.live = True
    with pytest.raises(PublicationRefused):
        bad.save()
    bare = Page.objects.get(pk=bad.pk)
    bare.live = True
    with pytest.raises(PublicationRefused):
        bare.save()
    assert_not_public(bad)


def test_page_when_added_live_then_it_is_refused(site):
    index = Page.objects.get(pk=NewsIndexPage.objects.get().pk)
    with pytest.raises(PublicationRefused):
        index.add_child(instance=NewsPage(title=f"联系 {MOBILE}"))
    assert not NewsPage.objects.exists()


def test_live_page_when_its_text_is_changed_by_code_then_it_is_refused(site):
    page = published()
    page.summary = f"联系 {MOBILE}"
    with pytest.raises(PublicationRefused):
        page.save()
    assert NewsPage.objects.get(pk=page.pk).summary == ""


def test_live_page_when_only_its_draft_has_numbers_then_drafts_are_saved_and_it_can_be_withdrawn(site):
    page = published()
    page.summary = f"联系 {MOBILE}"
    page.save_revision()
    page = NewsPage.objects.get(pk=page.pk)
    assert page.has_unpublished_changes
    page.unpublish()
    assert not NewsPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("live", [True, False])
def test_page_when_scheduled_then_it_is_refused_at_once(site, live):
    page = published() if live else draft()
    page.summary, page.go_live_at = f"联系 {MOBILE}", timezone.now() + timedelta(days=1)
    with pytest.raises(PublicationRefused):
        page.save_revision().publish()
    assert not NewsPage.objects.get(pk=page.pk).approved_schedule
    with pytest.raises(PublicationRefused):
        page.save_revision(approved_go_live_at=page.go_live_at)


def test_clean_page_when_scheduled_then_it_is_taken(site):
    page = draft()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).approved_schedule


def test_bulk_action_when_sent_then_the_whole_batch_is_refused_with_a_sentence(
    bad, editor, manager, signed_in
):
    other = draft("另一条", user=editor)
    client = signed_in(manager)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={other.pk}&id={bad.pk}", follow=True)
    assert "没有发布" in answer.content.decode()
    assert MOBILE not in answer.content.decode()
    assert_not_public(bad)
    assert_not_public(other)


def test_admin_api_when_a_program_publishes_then_it_is_refused(bad, manager, signed_in):
    address = reverse("wagtailadmin_api:pages:action", args=[bad.pk, "publish"])
    answer = signed_in(manager).post(
        address, {}, content_type="application/json", headers={"accept": "application/json"}
    )
    assert answer.status_code == 403
    assert_not_public(bad)


def test_other_errors_when_raised_then_the_gate_leaves_them_alone(rf):
    middleware = PublicationRefusedMiddleware(lambda request: None)
    assert middleware.process_exception(rf.get("/"), ValueError()) is None
