"""Drafts of policy pages, and what is refused instead."""

from datetime import date

import pytest
from wagtail.models import PageLogEntry

from cms_pages.choices import Disclosure
from cms_pages.law import articles
from cms_pages.models import PolicyIndexPage, PolicyPage, PolicyTopic
from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.head import DISCLOSURES
from cms_pages.policy_import.saving import DuplicatePolicy, compare_with_site, find_duplicate, save_draft
from cms_pages.policy_import.tree import ParsedPolicy
from portal.accounts.models import User
from tests.cms_pages.policy_import.conftest import load, parse_text, regulation


@pytest.fixture
def section(site) -> PolicyIndexPage:
    return PolicyIndexPage.objects.get(slug="policies")


@pytest.fixture
def copied() -> ParsedPolicy:
    return parse_text(load("station_measures_web"))


def test_draft_when_saved_then_unpublished_with_every_head_field(
    section: PolicyIndexPage, copied: ParsedPolicy, editor: User
) -> None:
    save_draft(copied, section, user=editor)
    page = PolicyPage.objects.get()
    assert not page.live
    assert page.has_unpublished_changes
    assert page.owner == editor
    assert page.get_parent().pk == section.pk
    assert page.title == "关于印发《海澜市创业驿站管理办法》的通知"
    assert page.issuer_names == ["海澜市人力资源和社会保障局", "海澜市财政局"]
    assert (page.issued_on, page.published_on) == (date(2026, 3, 31), date(2026, 4, 8))
    assert (page.effective_on, page.validity_years, page.expires_on) == (
        date(2026, 3, 31),
        3,
        date(2029, 3, 30),
    )
    assert page.document_number == ""
    assert page.disclosure == Disclosure.ACTIVE
    assert page.contact_unit == "海澜市公共就业和人才服务中心"
    assert page.preamble.splitlines()[0].startswith("各区（市）")
    assert len(page.preamble.splitlines()) == 3


def test_draft_when_saved_then_articles_can_be_cited(section: PolicyIndexPage, copied: ParsedPolicy) -> None:
    """P7: anchors on every article and item."""
    save_draft(copied, section)
    page = PolicyPage.objects.get()
    assert len(page.articles) == 18
    assert {"a1", "a18", "a9-1-5", "a10-4", "a10-6-8"} <= page.anchors
    assert "a10-6-9" not in page.anchors


def test_draft_when_saved_then_editor_accepts_the_body_as_it_is(
    section: PolicyIndexPage, copied: ParsedPolicy
) -> None:
    page = save_draft(copied, section)
    value = page.get_latest_revision_as_object().body
    block = PolicyPage._meta.get_field("body").stream_block
    assert articles(block.get_prep_value(block.clean(value))) == page.articles


def test_draft_when_saved_then_last_day_is_what_the_page_would_compute(
    section: PolicyIndexPage, copied: ParsedPolicy
) -> None:
    page = save_draft(copied, section)
    page.clean()
    assert page.expires_on == copied.term.expires_on


def test_draft_when_saved_then_history_names_the_editor(
    section: PolicyIndexPage, copied: ParsedPolicy, editor: User
) -> None:
    page = save_draft(copied, section, user=editor)
    assert page.latest_revision.user == editor
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.create", user=editor).count() == 1


def test_repealed_document_when_on_the_site_then_linked_else_named(
    section: PolicyIndexPage, copied: ParsedPolicy
) -> None:
    """P5: repeal links both ways."""
    row = save_draft(copied, section).repeals.get()
    assert (row.title, row.document_number, row.target) == (
        "海澜市创业苗圃管理暂行规定",
        "海人社字〔2021〕85号",
        None,
    )
    old = section.add_child(
        instance=PolicyPage(title="海澜市创业苗圃管理暂行规定", document_number="海人社字〔2021〕85号")
    )
    linked = save_draft(copied, section, again=True)
    assert linked.repeals.get().target == old
    assert old.repealed_by.get(page=linked).page == linked


def test_document_when_imported_twice_then_refused_unless_asked_again(
    section: PolicyIndexPage, copied: ParsedPolicy
) -> None:
    first = save_draft(copied, section)
    with pytest.raises(DuplicatePolicy) as refused:
        save_draft(copied, section)
    assert refused.value.page == first
    assert "2026-03-31" in str(refused.value)
    second = save_draft(copied, section, again=True)
    assert second.slug != first.slug
    assert PolicyPage.objects.count() == 2


def test_document_when_number_is_known_then_duplicate_whatever_the_title(section: PolicyIndexPage) -> None:
    policy = parse_text(load("station_measures"))
    section.add_child(instance=PolicyPage(title="另一个标题", document_number="海人社规〔2026〕7号"))
    assert find_duplicate(policy, section) is not None


def test_topic_when_on_the_list_then_chosen_else_warned_about(section: PolicyIndexPage) -> None:
    policy = parse_text(load("rules_without_chapters"))
    warnings = [f.text for f in compare_with_site(policy, section) if f.level is Level.WARNING]
    assert any("场地服务" in text for text in warnings)
    topic = PolicyTopic.objects.create(name="场地服务", slug="venues")
    assert compare_with_site(policy, section)[-1].level is Level.NOTE
    assert save_draft(policy, section).topic == topic


def test_issuer_when_new_to_a_site_with_policies_then_warned_about(
    section: PolicyIndexPage, copied: ParsedPolicy
) -> None:
    assert not any("第一次出现" in finding.text for finding in compare_with_site(copied, section))
    section.add_child(instance=PolicyPage(title="旧办法", issuers="海澜市财政局\n海澜市税务局"))
    new = [finding.text for finding in compare_with_site(copied, section) if "第一次出现" in finding.text]
    assert len(new) == 1
    assert "海澜市人力资源和社会保障局" in new[0]


def test_field_when_too_long_for_the_page_then_refused_and_nothing_saved(section: PolicyIndexPage) -> None:
    long_unit = f"（联系单位：{'长' * 81}）"
    policy = regulation(long_unit, "第一条 本办法自2026年4月1日起施行。《" + "旧" * 201 + "》同时废止。")
    with pytest.raises(PolicyImportError) as refused:
        save_draft(policy, section)
    assert [finding.text.split("：")[0] for finding in refused.value.findings] == ["联系单位", "文件标题"]
    assert not PolicyPage.objects.exists()


def test_disclosures_when_parsed_then_what_the_model_knows() -> None:
    assert set(DISCLOSURES.values()) == set(Disclosure.values)
