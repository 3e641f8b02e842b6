"""Policies: validity by dates and repeals, head fields, citations (B0, P4, P5, P7)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from cms_pages.choices import ValidityState
from cms_pages.citations import Citation, dangling, resolve
from cms_pages.models import PolicyPage, PolicyRepeal, RecruitmentArticle
from cms_pages.policy_import.dates import last_day
from tests.factories.content import PolicyFactory, RecruitmentFactory

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2025, 8, 31), 3, date(2028, 8, 30)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2026, 1, 1), 5, date(2030, 12, 31)),
    ],
)
def test_a_term_of_years_ends_the_day_before_its_anniversary(start: date, years: int, end: date) -> None:
    assert last_day(start, years=years) == end


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 8, 30), ValidityState.NOT_YET),
        (date(2025, 8, 31), ValidityState.VALID),
        (date(2028, 8, 30), ValidityState.VALID),
        (date(2028, 8, 31), ValidityState.EXPIRED),
    ],
)
def test_validity_changes_on_the_exact_day(day: date, state: ValidityState) -> None:
    policy = PolicyFactory(effective_on=date(2025, 8, 31), validity_years=3)
    assert policy.expires_on == date(2028, 8, 30)
    assert policy.validity(day).state == state
    assert list(PolicyPage.objects.in_state(state, day)) == [policy]


def test_the_day_is_the_citys_own_not_the_servers() -> None:
    policy = PolicyFactory(effective_on=date(2025, 1, 1), expires_on=date(2026, 6, 30))
    with time_machine.travel("2026-06-30T15:59:59Z", tick=False):
        assert policy.validity().is_binding
    with time_machine.travel("2026-06-30T16:00:00Z", tick=False):
        assert not policy.validity().is_binding


def test_repeal_links_both_ways_from_the_day_the_new_policy_takes_effect() -> None:
    old = PolicyFactory(effective_on=date(2021, 1, 1))
    new = PolicyFactory(effective_on=date(2025, 9, 1))
    PolicyRepeal.objects.create(page=new, target=old, title=old.title)
    assert old.validity(date(2025, 8, 31)).state == ValidityState.VALID
    repealed = old.validity(date(2025, 9, 1))
    assert (repealed.state, repealed.since, repealed.successor) == (
        ValidityState.REPEALED,
        date(2025, 9, 1),
        new,
    )
    assert [row.target for row in new.repeals.all()] == [old]
    assert list(PolicyPage.objects.in_state(ValidityState.REPEALED, date(2025, 9, 1))) == [old]
    assert list(PolicyPage.objects.in_state(ValidityState.VALID, date(2025, 8, 31))) == [old]


def test_a_draft_repeals_nothing() -> None:
    old = PolicyFactory()
    draft = PolicyFactory(live=False)
    PolicyRepeal.objects.create(page=draft, target=old, title=old.title)
    assert old.validity().is_binding


@pytest.mark.parametrize("number", ["海人社规〔2026〕7号", "鲁政办字〔2024〕128号"])
def test_document_number_is_accepted(number: str) -> None:
    PolicyFactory(document_number=number)


@pytest.mark.parametrize(
    "number", ["海人社规[2026]7号", "海人社规(2026)7号", "海人社规〔26〕7号", "2026年7号"]
)
def test_document_number_is_refused(number: str) -> None:
    with pytest.raises(ValidationError, match="六角括号"):
        PolicyFactory(document_number=number)


def test_articles_with_the_same_number_are_refused() -> None:
    first = PolicyFactory(as_law=True)
    with pytest.raises(ValidationError, match="条号重复"):
        PolicyFactory(body=[*first.body.raw_data, first.body.raw_data[1]])


def test_short_title_is_what_others_call_the_document() -> None:
    assert PolicyFactory(title="关于印发《海澜市创业券办法》的通知").short_title == "《海澜市创业券办法》"
    assert PolicyFactory(title="关于做好贷款工作的通知").short_title == "《关于做好贷款工作的通知》"


def test_citation_resolves_to_label_and_anchor() -> None:
    policy = PolicyFactory(as_law=True, title="关于印发《海澜市创业赋能中心管理办法》的通知")
    [found] = resolve([Citation("centre-measures", 2, 2, 1)])
    assert found.label == "《海澜市创业赋能中心管理办法》第二条第二项第1目"
    assert found.url == f"/policies/{policy.slug}/#a2-2-1"


@pytest.mark.parametrize(
    "citation",
    [
        Citation("centre-measures", 3),
        Citation("centre-measures", 2, 4),
        Citation("centre-measures", 2, 1, 1),
        Citation("nowhere", 1),
    ],
)
def test_citation_of_what_is_not_there_dangles(citation: Citation) -> None:
    PolicyFactory(as_law=True)
    assert dangling([citation]) == [citation]
    assert resolve([citation]) == []


def test_check_citations_names_the_page_and_the_place() -> None:
    policy = PolicyFactory(as_law=True)
    page = RecruitmentFactory(title="第三批招募公告")
    row = RecruitmentArticle.objects.create(page=page, policy=policy, article=2, item=3)
    call_command("check_citations")
    RecruitmentArticle.objects.filter(pk=row.pk).update(item=9)
    with pytest.raises(CommandError, match=r"第三批招募公告：centre-measures 第二条第九项"):
        call_command("check_citations")


def test_citation_key_belongs_to_one_policy() -> None:
    PolicyFactory(as_law=True)
    with pytest.raises(ValidationError, match=r"citation_key|引用代号|约束"):
        PolicyFactory(as_law=True)
