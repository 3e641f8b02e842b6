"""Pages for tests, published at once; traits are named after the states that tests speak of."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from wagtail.models import Page

from cms_pages.choices import ApplicantKind, NewsKind
from cms_pages.models import (
    NewsIndexPage,
    NewsPage,
    PolicyIndexPage,
    PolicyPage,
    RecruitmentIndexPage,
    RecruitmentPage,
    ServiceCaseIndexPage,
    ServiceCasePage,
    ServiceType,
)


def today(days: int = 0):
    return timezone.localdate() + timedelta(days=days)


class PageFactory(factory.django.DjangoModelFactory):
    """Adds the page below the section's page of the site; needs the fixture `site`."""

    index_model: type[Page]

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **fields: Any) -> Page:
        parent = cls.parent_of(fields)
        return parent.add_child(instance=model_class(locale_id=parent.locale_id, **fields))

    @staticmethod
    def parent_of(fields: dict[str, Any]) -> Page:
        """Takes what says where the page belongs out of the fields; as the database has it."""
        index_model, parent = fields.pop("index_model"), fields.pop("parent", None)
        return Page.objects.get(pk=parent.pk) if parent else index_model.objects.get()


def article(number: int, *content: str | list[Any], title: str = "") -> dict[str, Any]:
    """An article block: texts become paragraphs, lists become items; an item is a text or (text, [sub-items])."""
    return {
        "type": "article",
        "value": {"number": number, "title": title, "content": [_part(p) for p in content]},
    }


def _part(part: str | list[Any]) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "paragraph", "value": part}
    return {"type": "items", "value": [_item(item) for item in part]}


def _item(item: Any) -> dict[str, Any]:
    text, subs = item if isinstance(item, tuple) else (item, [])
    content = [{"type": "items", "value": [{"text": sub} for sub in subs]}] if subs else []
    return {"text": text, "content": content}


def chapter(number: int, title: str) -> dict[str, Any]:
    return {"type": "chapter", "value": {"number": number, "title": title}}


LAW = [
    chapter(1, "总则"),
    article(1, "为做好创业赋能中心的管理，制定本办法。"),
    chapter(2, "入驻"),
    article(
        2,
        "申请入驻按下列程序办理：",
        ["发布公告；", ("资格审核：", ["核对经营情况；", "核对社保缴纳。"]), "社会公示。"],
    ),
    article(10, "公示期为五日。", title="公示"),
]


class PolicyFactory(PageFactory):
    index_model = PolicyIndexPage

    class Meta:
        model = PolicyPage

    class Params:
        expired = factory.Trait(
            effective_on=factory.LazyFunction(lambda: today(-800)),
            expires_on=factory.LazyFunction(lambda: today(-1)),
        )
        not_yet = factory.Trait(effective_on=factory.LazyFunction(lambda: today(1)))
        as_law = factory.Trait(citation_key="centre-measures", body=LAW)

    title = factory.Sequence(lambda n: f"关于印发《海澜市第{n}号创业扶持办法》的通知")
    slug = factory.Sequence(lambda n: f"policy-{n}")
    summary = "扶持创业的若干措施。"
    issuers = "海澜市人力资源和社会保障局\n海澜市财政局"
    document_number = factory.Sequence(lambda n: f"海人社规〔2026〕{n + 1}号")
    issued_on = factory.LazyFunction(lambda: today(-40))
    published_on = factory.LazyFunction(lambda: today(-30))
    effective_on = factory.LazyFunction(lambda: today(-30))


class NewsFactory(PageFactory):
    index_model = NewsIndexPage

    class Meta:
        model = NewsPage

    class Params:
        public_notice = factory.Trait(
            kind=NewsKind.PUBLIC_NOTICE,
            notice_starts=factory.LazyFunction(lambda: today(-2)),
            notice_ends=factory.LazyFunction(lambda: today(2)),
        )
        activity = factory.Trait(
            kind=NewsKind.ACTIVITY,
            event_starts=factory.LazyFunction(lambda: timezone.now() + timedelta(days=3)),
            event_ends=factory.LazyFunction(lambda: timezone.now() + timedelta(days=3, hours=2)),
            event_place="创业赋能中心一楼路演厅",
        )
        withdrawn = factory.Trait(
            withdrawn_on=factory.LazyFunction(today), withdrawal_reason="名单有误，更正后重新公示。"
        )

    title = factory.Sequence(lambda n: f"第 {n} 期创业服务月报")
    slug = factory.Sequence(lambda n: f"news-{n}")
    summary = "本月服务情况。"
    kind = NewsKind.NEWS
    published_on = factory.LazyFunction(today)
    body = [{"type": "paragraph", "value": "<p>本月共有 120 位创业者得到导师帮助。</p>"}]


class RecruitmentFactory(PageFactory):
    index_model = RecruitmentIndexPage

    class Meta:
        model = RecruitmentPage

    class Params:
        upcoming = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=10)),
            closes_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=30)),
        )
        closed = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=60)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
        )

    title = factory.Sequence(lambda n: f"海澜市创业赋能中心第 {n} 批招募公告")
    slug = factory.Sequence(lambda n: f"round-{n}")
    round_label = factory.Sequence(lambda n: f"2026 年第 {n} 批")
    summary = "面向服务机构、商协会和创业实体招募。"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=12))
    places = 12
    area = 1860
    applicant_kinds = [ApplicantKind.STARTUP.value, ApplicantKind.ASSOCIATION.value]


class ServiceCaseFactory(PageFactory):
    index_model = ServiceCaseIndexPage

    class Meta:
        model = ServiceCasePage

    title = factory.Sequence(lambda n: f"第 {n} 个团队的第一份融资计划")
    slug = factory.Sequence(lambda n: f"case-{n}")
    summary = "三次面谈，两轮修改。"
    service_type = factory.LazyFunction(
        lambda: ServiceType.objects.get_or_create(slug="one-to-one", defaults={"name": "一对一咨询"})[0]
    )
    beneficiary = "某海洋传感器初创团队"
    result = "两个月后签下 300 万元意向。"
    served_on = factory.LazyFunction(lambda: today(-20))
