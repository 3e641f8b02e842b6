"""Recruitment rounds of the centre (B10.1, B8)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from rest_framework.fields import ReadOnlyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from cms_pages.blocks import AttachmentsBlock, BodyBlock
from cms_pages.choices import ApplicantKind, Phase
from cms_pages.citations import Citation, Cited, resolve
from cms_pages.fields import ChoiceListField
from cms_pages.models.base import BasePage


class RecruitmentPage(BasePage):
    """The announcement that opens a round: who may apply, until when, for how many places, with what."""

    round_label = models.CharField(_("批次"), max_length=40, help_text=_("如：2026 年第三批"))
    published_on = models.DateField(_("发布日期"), default=timezone.localdate)
    opens_at = models.DateTimeField(_("开始申请"))
    closes_at = models.DateTimeField(_("截止申请"))
    places = models.PositiveSmallIntegerField(_("拟入驻家数"), null=True, blank=True)
    area = models.PositiveIntegerField(_("可用面积（平方米）"), null=True, blank=True)
    applicant_kinds = ChoiceListField(_("招募对象"), choices_class=ApplicantKind, blank=False)
    body = StreamField(BodyBlock(), verbose_name=_("条件和说明"), blank=True)
    attachments = StreamField(AttachmentsBlock(), verbose_name=_("附件"), blank=True)

    parent_page_types = ["cms_pages.RecruitmentIndexPage"]
    subpage_types: list[str] = []
    page_description = _("招募公告：对象、起止时间、家数、材料、依据条款。")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("round_label"), FieldPanel("published_on")]),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("places"), FieldPanel("area")]),
                FieldPanel("applicant_kinds"),
            ],
            heading=_("批次"),
        ),
        FieldPanel("body"),
        InlinePanel("materials", heading=_("申请材料"), label=_("材料")),
        InlinePanel("articles", heading=_("依据条款"), label=_("条款")),
        FieldPanel("attachments"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(
            APIField(name)
            for name in [
                "round_label",
                "published_on",
                "opens_at",
                "closes_at",
                "places",
                "area",
                "applicant_kinds",
                "body",
                "materials",
                "articles",
                "attachments",
            ]
        ),
        APIField("current_phase", serializer=ReadOnlyField()),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("招募公告")
        verbose_name_plural = _("招募公告")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="recruitment_times_in_order"
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("截止时间必须晚于开始时间。")})

    def phase(self, at: datetime | None = None) -> Phase:
        """Upcoming before `opens_at`, open up to but not including `closes_at`, closed from then on."""
        now = at or timezone.now()
        if now < self.opens_at:
            return Phase.UPCOMING
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    @property
    def current_phase(self) -> str:
        return self.phase().value

    @property
    def days_left(self) -> int:
        """Calendar days from today to the closing day; 0 on the day itself and afterwards."""
        return max((timezone.localdate(self.closes_at) - timezone.localdate()).days, 0)

    @property
    def applicant_kind_labels(self) -> list[str]:
        return [str(ApplicantKind(value).label) for value in self.applicant_kinds]

    def citations(self) -> list[Citation]:
        """The articles that the announcement rests on, dangling or not."""
        rows = self.articles.select_related("policy") if self.pk else self.articles.all()
        return [row.citation for row in rows]

    def cited(self) -> list[Cited]:
        """The same as links; two queries."""
        return resolve(self.citations())

    @property
    def url_path_on_site(self) -> str:
        return f"/recruitment/{self.slug}/"

    def structured_data(self, request: Any) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "name": self.title,
            "description": self.summary,
            "availabilityStarts": self.opens_at.isoformat(),
            "availabilityEnds": self.closes_at.isoformat(),
        }


class RecruitmentMaterial(Orderable):
    page = ParentalKey(RecruitmentPage, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField(_("材料"), max_length=120)
    kinds = ChoiceListField(_("适用对象"), choices_class=ApplicantKind, help_text=_("留空表示全部对象。"))
    required = models.BooleanField(_("必交"), default=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    panels = [FieldPanel("name"), FieldPanel("kinds"), FieldPanel("required"), FieldPanel("note")]
    api_fields = [APIField("name"), APIField("kinds"), APIField("required"), APIField("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("申请材料")

    @property
    def kind_labels(self) -> list[str]:
        return [str(ApplicantKind(value).label) for value in self.kinds]


class RecruitmentArticle(Orderable):
    """An article that the round rests on."""

    page = ParentalKey(RecruitmentPage, on_delete=models.CASCADE, related_name="articles")
    policy = models.ForeignKey(
        "cms_pages.PolicyPage",
        verbose_name=_("文件"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=~Q(citation_key=""),
    )
    article = models.PositiveSmallIntegerField(_("条"), validators=[MinValueValidator(1)])
    item = models.PositiveSmallIntegerField(_("项"), null=True, blank=True, validators=[MinValueValidator(1)])
    sub_item = models.PositiveSmallIntegerField(
        _("目"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    panels = [
        PageChooserPanel("policy"),
        FieldRowPanel([FieldPanel("article"), FieldPanel("item"), FieldPanel("sub_item")]),
    ]
    api_fields = [APIField("policy"), APIField("article"), APIField("item"), APIField("sub_item")]

    class Meta(Orderable.Meta):
        verbose_name = _("依据条款")

    def clean(self) -> None:
        if self.policy_id is None or self.article is None:
            return
        if not self.policy.citation_key:
            raise ValidationError({"policy": _("该文件没有引用代号，请先在文件信息中填写。")})
        if self.citation.anchor not in self.policy.anchors:
            raise ValidationError(
                {
                    "article": _("%(title)s没有%(place)s。")
                    % {"title": self.policy.short_title, "place": self.citation.place}
                }
            )

    @property
    def citation(self) -> Citation:
        return Citation(self.policy.citation_key, self.article, self.item, self.sub_item)


class RecruitmentIndexPage(BasePage):
    """/recruitment/: rounds, the open one first."""

    introduction = models.TextField(_("导语"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.RecruitmentPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]

    class Meta:
        verbose_name = _("招募栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages import queries  # they read these models

        return super().get_context(request, *args, **kwargs) | {"rounds": queries.recruitment_rounds()}
