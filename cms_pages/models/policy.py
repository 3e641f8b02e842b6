"""Policies as structured law (B0, A17; P3 to P7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from rest_framework.fields import ReadOnlyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from cms_pages.blocks import AttachmentsBlock, LawBlock
from cms_pages.choices import Disclosure, ValidityState
from cms_pages.law import Article, Section, articles, sections
from cms_pages.models.base import BasePage
from cms_pages.models.list_page import ListPage
from cms_pages.policy_import.dates import last_day

DOCUMENT_NUMBER = RegexValidator(
    r"^[\u4e00-\u9fff]+(〔\d{4}〕|(令|公告)第)\d+号$",
    _("发文字号的格式是“海人社规〔2026〕7号”（年份用六角括号）或“海澜市人民政府令第12号”。"),
)


@dataclass(frozen=True)
class Validity:
    """Whether a policy binds on a day: the state, the day it began, and what repealed it."""

    state: ValidityState
    since: date | None = None
    successor: "PolicyPage | None" = None

    @property
    def is_binding(self) -> bool:
        return self.state == ValidityState.VALID


class PolicyQuerySet(PageQuerySet):
    def in_state(self, state: str, on: date) -> Self:
        """Policies whose computed validity on that day is `state`; the same rule as `PolicyPage.validity`."""
        repealed = Q(repealed_on__lte=on) | Q(pk__in=repealed_ids(on))
        expired = Q(expires_on__lt=on)
        not_yet = Q(effective_on__gt=on)
        match state:
            case ValidityState.REPEALED:
                return self.filter(repealed)
            case ValidityState.EXPIRED:
                return self.exclude(repealed).filter(expired)
            case ValidityState.NOT_YET:
                return self.exclude(repealed).exclude(expired).filter(not_yet)
            case ValidityState.VALID:
                return self.exclude(repealed).exclude(expired).exclude(not_yet)
        return self.none()


def repealed_ids(on: date) -> "models.QuerySet[PolicyRepeal, int]":
    """Ids of policies that a published policy in force on that day repeals."""
    return PolicyRepeal.objects.filter(
        Q(page__effective_on__lte=on) | Q(page__effective_on=None), page__live=True, target__isnull=False
    ).values_list("target_id", flat=True)


def state_on(day: date) -> Case:
    """The validity of a document on a day as a column; the same rule as `PolicyPage.validity`."""
    return Case(
        When(Q(repealed_on__lte=day) | Q(pk__in=repealed_ids(day)), then=Value(ValidityState.REPEALED.value)),
        When(expires_on__lt=day, then=Value(ValidityState.EXPIRED.value)),
        When(effective_on__gt=day, then=Value(ValidityState.NOT_YET.value)),
        default=Value(ValidityState.VALID.value),
        output_field=CharField(),
    )


class PolicyPage(BasePage):
    """A document issued by public authorities, with its articles as structure."""

    citation_key = models.SlugField(
        _("引用代号"),
        max_length=60,
        blank=True,
        help_text=_("系统引用本文件条款时使用，如 centre-measures；留空则不被引用，设定后不再更改。"),
    )
    index_number = models.CharField(_("索引号"), max_length=40, blank=True)
    topic = models.ForeignKey(
        "cms_pages.PolicyTopic", verbose_name=_("主题分类"), null=True, blank=True, on_delete=models.PROTECT
    )
    audiences = ParentalManyToManyField("cms_pages.Audience", verbose_name=_("适用对象"), blank=True)
    issuers = models.TextField(_("发文机关"), blank=True, help_text=_("每行一个机关，主办机关在前。"))
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    document_number = models.CharField(
        _("发文字号"),
        max_length=60,
        blank=True,
        validators=[DOCUMENT_NUMBER],
        help_text=_("如：海人社规〔2026〕7号"),
    )
    disclosure = models.CharField(
        _("公开方式"), max_length=12, choices=Disclosure.choices, default=Disclosure.ACTIVE
    )
    contact_unit = models.CharField(_("联系单位"), max_length=80, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    validity_years = models.PositiveSmallIntegerField(
        _("有效期（年）"), null=True, blank=True, help_text=_("正文写明有效期时填写，由系统算出失效日期。")
    )
    expires_on = models.DateField(
        _("有效期至"), null=True, blank=True, help_text=_("含当日；填写有效期（年）时自动计算。")
    )
    repealed_on = models.DateField(
        _("废止日期"),
        null=True,
        blank=True,
        help_text=_("由其他文件废止时不必填写，系统按废止它的文件计算。"),
    )
    preamble = models.TextField(
        _("印发通知正文"), blank=True, help_text=_("“现将……印发给你们”一段，分段换行。")
    )
    body = StreamField(LawBlock(), verbose_name=_("正文"), blank=True)
    attachments = StreamField(AttachmentsBlock(), verbose_name=_("附件"), blank=True)

    objects = PageManager.from_queryset(PolicyQuerySet)()

    parent_page_types = ["cms_pages.PolicyIndexPage"]
    subpage_types: list[str] = []
    page_description = _("政策文件：章、条、项分开录入，或从文件导入。")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("index_number"), FieldPanel("topic")]),
                FieldPanel("issuers"),
                FieldRowPanel([FieldPanel("document_number"), FieldPanel("disclosure")]),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("published_on")]),
                FieldRowPanel([FieldPanel("effective_on"), FieldPanel("validity_years")]),
                FieldRowPanel([FieldPanel("expires_on"), FieldPanel("repealed_on")]),
                FieldPanel("contact_unit"),
                FieldPanel("audiences"),
                FieldPanel("citation_key"),
            ],
            heading=_("文件信息"),
        ),
        FieldPanel("preamble"),
        FieldPanel("body"),
        InlinePanel("repeals", heading=_("同时废止的文件"), label=_("文件")),
        FieldPanel("attachments"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(
            APIField(name)
            for name in [
                "citation_key",
                "index_number",
                "topic",
                "audiences",
                "issuers",
                "document_number",
                "disclosure",
                "issued_on",
                "published_on",
                "effective_on",
                "validity_years",
                "expires_on",
                "repealed_on",
                "contact_unit",
                "preamble",
                "body",
                "attachments",
                "repeals",
            ]
        ),
        APIField("validity_state", serializer=ReadOnlyField()),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("document_number"), index.SearchField("body")]

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        constraints = [
            models.UniqueConstraint(
                fields=["citation_key"], condition=~Q(citation_key=""), name="policy_citation_key_unique"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.validity_years and self.effective_on:
            self.expires_on = last_day(self.effective_on, years=self.validity_years)
        if self.expires_on and self.effective_on and self.expires_on < self.effective_on:
            raise ValidationError({"expires_on": _("有效期至不能早于施行日期。")})
        numbers = [article.number for article in self.articles]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise ValidationError(
                {"body": _("条号重复：第 %(numbers)s 条。") % {"numbers": "、".join(map(str, twice))}}
            )

    @cached_property
    def sections(self) -> list[Section]:
        """The text as a tree; computed once per instance."""
        return sections(self.body.raw_data)

    @property
    def articles(self) -> list[Article]:
        return articles(self.body.raw_data)

    @property
    def anchors(self) -> set[str]:
        """Every anchor that a citation may name on this page."""
        found = set()
        for article in self.articles:
            found.add(article.anchor)
            for item in article.items:
                found.add(item.anchor)
                found.update(sub.anchor for part in item.content for sub in part.items)
        return found

    @property
    def issuer_names(self) -> list[str]:
        return [line.strip() for line in self.issuers.splitlines() if line.strip()]

    @property
    def short_title(self) -> str:
        """What others call the document: the inner title 《…》 of 关于印发《…》的通知, else the title in 《》."""
        start, end = self.title.find("《"), self.title.rfind("》")
        return self.title[start : end + 1] if 0 <= start < end else f"《{self.title}》"

    @property
    def url_path_on_site(self) -> str:
        return f"/policies/{self.slug}/"

    @cached_property
    def repealing(self) -> "list[PolicyRepeal]":
        """Rows of published policies that repeal this one, oldest first."""
        rows = (
            self.repealed_by.filter(page__live=True)
            .select_related("page")
            .order_by("page__effective_on", "pk")
        )
        return list(rows)

    def validity(self, on: date | None = None) -> Validity:
        """The state on a day (today in Asia/Shanghai unless given), computed from dates and repeals (P5)."""
        day = on or timezone.localdate()
        repeals = [(row.page.effective_on or day, row.page) for row in self.repealing]
        in_force = [(since, page) for since, page in repeals if since <= day]
        if self.repealed_on and self.repealed_on <= day:
            return Validity(ValidityState.REPEALED, self.repealed_on, in_force[0][1] if in_force else None)
        if in_force:
            return Validity(ValidityState.REPEALED, *in_force[0])
        if self.expires_on and self.expires_on < day:
            return Validity(ValidityState.EXPIRED, self.expires_on + timedelta(days=1))
        if self.effective_on and self.effective_on > day:
            return Validity(ValidityState.NOT_YET, self.effective_on)
        return Validity(ValidityState.VALID, self.effective_on)

    @property
    def listed_state(self) -> ValidityState:
        """The state as a list has annotated it (`state_on`), so that it asks nothing more."""
        return ValidityState(self.state)

    @property
    def validity_state(self) -> str:
        return self.validity().state.value

    def missing_head_fields(self) -> list[str]:
        """Labels of head fields that must be filled before publishing (P4); the number may be absent by fact."""
        required = ["topic", "issuers", "issued_on", "published_on", "effective_on"]
        return [str(self._meta.get_field(name).verbose_name) for name in required if not getattr(self, name)]

    def structured_data(self, request: Any) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "Legislation",
            "name": self.title,
            "legislationIdentifier": self.document_number or self.index_number,
            "legislationDate": self.issued_on.isoformat() if self.issued_on else None,
            "legislationPassedBy": self.issuer_names,
            "inLanguage": "zh-CN",
        }


class PolicyRepeal(Orderable):
    """A document that the page repeals; `target` when it is on this site, else title and number alone."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="repeals")
    target = models.ForeignKey(
        PolicyPage,
        verbose_name=_("本站文件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="repealed_by",
    )
    title = models.CharField(_("文件标题"), max_length=200, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)

    panels = [PageChooserPanel("target"), FieldPanel("title"), FieldPanel("document_number")]
    api_fields = [APIField("target"), APIField("title"), APIField("document_number")]

    class Meta(Orderable.Meta):
        verbose_name = _("同时废止的文件")

    def clean(self) -> None:
        if not (self.target_id or self.title):
            raise ValidationError(_("选择本站文件，或填写文件标题。"))
        if self.target is not None:
            # Kept beside the link, so that the line can still be read when the page is gone.
            self.title = self.title or self.target.title
            self.document_number = self.document_number or self.target.document_number


class PolicyIndexPage(ListPage):
    """/policies/: all policies with filters and counts (P3)."""

    listed = "policy"

    subpage_types = ["cms_pages.PolicyPage"]

    class Meta:
        verbose_name = _("政策栏目")
