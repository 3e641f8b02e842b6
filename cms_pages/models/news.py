"""Notices and news under /notices/ (P9)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.fields import ReadOnlyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from cms_pages.blocks import BodyBlock
from cms_pages.choices import NewsKind
from cms_pages.models.base import BasePage
from cms_pages.models.list_page import ListPage

REQUIRED_BY_KIND: dict[str, Sequence[str]] = {
    NewsKind.PUBLIC_NOTICE: ("notice_starts", "notice_ends"),
    NewsKind.RESULT: ("result_of",),
    NewsKind.ACTIVITY: ("event_starts", "event_ends", "event_place"),
    NewsKind.INTERPRETATION: ("interprets",),
}


class NewsQuerySet(PageQuerySet):
    def under_notice(self, on: date) -> Self:
        """Public notices whose period covers the day and that were not withdrawn."""
        return self.filter(
            kind=NewsKind.PUBLIC_NOTICE, notice_starts__lte=on, notice_ends__gte=on, withdrawn_on=None
        )

    def newest_first(self) -> Self:
        return self.order_by("-published_on", "-pk")


class NewsPage(BasePage):
    """A notice or a piece of news; what else it needs depends on its kind."""

    kind = models.CharField(_("类别"), max_length=16, choices=NewsKind.choices, default=NewsKind.NEWS)
    published_on = models.DateField(_("发布日期"), default=timezone.localdate, db_index=True)
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    interprets = models.ForeignKey(
        "cms_pages.PolicyPage",
        verbose_name=_("解读的文件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interpretations",
    )
    notice_starts = models.DateField(_("公示开始"), null=True, blank=True)
    notice_ends = models.DateField(_("公示结束"), null=True, blank=True, help_text=_("含当日。"))
    objection_contact = models.CharField(
        _("异议受理"), max_length=200, blank=True, help_text=_("受理部门、电话、地址。")
    )
    result_of = models.ForeignKey(
        "self",
        verbose_name=_("对应的公示"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="results",
    )
    event_starts = models.DateTimeField(_("活动开始"), null=True, blank=True)
    event_ends = models.DateTimeField(_("活动结束"), null=True, blank=True)
    event_place = models.CharField(_("活动地点"), max_length=120, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types = ["cms_pages.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("公告、通知、公示、结果公告、活动、资讯、解读。")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on")]),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("notice_starts"), FieldPanel("notice_ends")]),
                FieldPanel("objection_contact"),
            ],
            heading=_("公示期"),
            help_text=_("类别为公示时填写。"),
        ),
        MultiFieldPanel(
            [PageChooserPanel("result_of")], heading=_("结果公告"), help_text=_("类别为结果公告时填写。")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("event_starts"), FieldPanel("event_ends")]),
                FieldPanel("event_place"),
            ],
            heading=_("活动时间和地点"),
            help_text=_("类别为活动时填写。"),
        ),
        MultiFieldPanel(
            [PageChooserPanel("interprets")], heading=_("解读"), help_text=_("类别为解读时填写。")
        ),
        MultiFieldPanel(
            [FieldPanel("withdrawn_on"), FieldPanel("withdrawal_reason")],
            heading=_("撤回"),
            help_text=_("撤回后网址保留，页面只显示标题和原因。"),
        ),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(
            APIField(name)
            for name in [
                "kind",
                "published_on",
                "body",
                "interprets",
                "notice_starts",
                "notice_ends",
                "objection_contact",
                "result_of",
                "event_starts",
                "event_ends",
                "event_place",
                "withdrawn_on",
                "withdrawal_reason",
            ]
        ),
        APIField("is_withdrawn", serializer=ReadOnlyField()),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("kind")]

    class Meta:
        verbose_name = _("公告资讯")
        verbose_name_plural = _("公告资讯")
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_ends=None)
                | Q(notice_starts=None)
                | Q(notice_ends__gte=models.F("notice_starts")),
                name="news_notice_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawal_reason=""), name="news_withdrawal_has_a_reason"
            ),
        ]

    def clean(self) -> None:
        super().clean()
        missing = [name for name in REQUIRED_BY_KIND.get(self.kind, ()) if not getattr(self, name)]
        if missing:
            kind = self.get_kind_display()
            raise ValidationError(
                {name: _("类别为“%(kind)s”时必须填写。") % {"kind": kind} for name in missing}
            )
        self._require_order("notice_starts", "notice_ends")
        self._require_order("event_starts", "event_ends")
        if self.withdrawn_on and not self.withdrawal_reason:
            raise ValidationError({"withdrawal_reason": _("撤回时必须写明原因。")})

    def _require_order(self, first: str, last: str) -> None:
        start, end = getattr(self, first), getattr(self, last)
        if start and end and end < start:
            raise ValidationError({last: _("结束不能早于开始。")})

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_on is not None

    @property
    def notice_days(self) -> int | None:
        """How many days the notice period has, both ends counted."""
        if not (self.notice_starts and self.notice_ends):
            return None
        return (self.notice_ends - self.notice_starts).days + 1

    def notice_days_left(self, on: date | None = None) -> int | None:
        """Days left including today while the notice runs; 0 afterwards; None before it or without a period."""
        day = on or timezone.localdate()
        if not (self.notice_starts and self.notice_ends) or day < self.notice_starts:
            return None
        return max((self.notice_ends - day).days + 1, 0)

    @property
    def url_path_on_site(self) -> str:
        return f"/notices/{self.slug}/"

    def structured_data(self, request: Any) -> dict[str, Any]:
        kind = "Event" if self.kind == NewsKind.ACTIVITY else "NewsArticle"
        data = {"@context": "https://schema.org", "@type": kind, "inLanguage": "zh-CN"}
        if kind == "Event":
            times = {"startDate": self.event_starts, "endDate": self.event_ends}
            place = {"@type": "Place", "name": self.event_place}
            return (
                data
                | {"name": self.title, "location": place}
                | {k: v.isoformat() for k, v in times.items() if v}
            )
        return data | {"headline": self.title, "datePublished": self.published_on.isoformat()}


class NewsIndexPage(ListPage):
    """/notices/: everything by kind and year, newest first; what was withdrawn lately is told beside it (P9)."""

    listed = "notice"

    subpage_types = ["cms_pages.NewsPage"]

    class Meta:
        verbose_name = _("公告资讯栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages import queries  # they read these models

        return super().get_context(request, *args, **kwargs) | {
            "withdrawn": queries.lately_withdrawn(request)
        }
