"""Recruitment rounds: phases by the clock, cited articles (B10.1)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from cms_pages.choices import Phase
from cms_pages.models import RecruitmentArticle, RecruitmentMaterial
from cms_pages.queries import recruitment_rounds
from tests.factories.content import PolicyFactory, RecruitmentFactory

pytestmark = pytest.mark.usefixtures("site")

OPENS, CLOSES = datetime(2026, 12, 1, 1, tzinfo=UTC), datetime(2026, 12, 4, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (OPENS - SECOND, Phase.UPCOMING),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
        (CLOSES + SECOND, Phase.CLOSED),
    ],
)
def test_phase_turns_on_the_second(at: datetime, phase: Phase) -> None:
    assert RecruitmentFactory(opens_at=OPENS, closes_at=CLOSES).phase(at) == phase


def test_round_that_closes_before_it_opens_is_refused() -> None:
    with pytest.raises(ValidationError, match="截止时间必须晚于开始时间"):
        RecruitmentFactory(opens_at=CLOSES, closes_at=OPENS)


def test_open_rounds_come_first_then_coming_ones() -> None:
    closed, upcoming, open_now = (
        RecruitmentFactory(closed=True),
        RecruitmentFactory(upcoming=True),
        RecruitmentFactory(),
    )
    assert recruitment_rounds() == [open_now, upcoming, closed]


def test_only_an_existing_article_can_be_cited() -> None:
    policy, page = PolicyFactory(as_law=True), RecruitmentFactory()
    RecruitmentArticle(page=page, policy=policy, article=2, item=3).full_clean()
    with pytest.raises(ValidationError, match="没有第二条第四项"):
        RecruitmentArticle(page=page, policy=policy, article=2, item=4).full_clean()


def test_materials_can_be_for_some_applicants_only() -> None:
    kinds = ["association", "service_organisation"]
    RecruitmentMaterial.objects.create(page=RecruitmentFactory(), name="年度公共服务计划", kinds=kinds)
    material = RecruitmentMaterial.objects.get()
    assert material.kind_labels == ["专业服务机构", "公益性商协会"]
