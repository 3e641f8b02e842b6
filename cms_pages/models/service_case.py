"""Service cases that were reviewed and may be shown (A10)."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.images.api.fields import ImageRenditionField
from wagtail.search import index

from cms_pages.blocks import BodyBlock
from cms_pages.models.base import BasePage
from cms_pages.models.list_page import ListPage


class ServiceCasePage(BasePage):
    """One piece of service: for whom (masked), what was done, what came of it."""

    mentor_page = models.ForeignKey(
        "cms_pages.MentorPage",
        verbose_name=_("导师"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cases",
    )
    served_on = models.DateField(_("服务日期"), default=timezone.localdate, db_index=True)
    service_type = models.ForeignKey(
        "cms_pages.ServiceType",
        verbose_name=_("服务类型"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    industry = models.ForeignKey(
        "cms_pages.Industry",
        verbose_name=_("行业"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    beneficiary = models.CharField(
        _("服务对象"), max_length=60, help_text=_("不写真实姓名，如：某海洋传感器初创团队、王**。")
    )
    body = StreamField(BodyBlock(), verbose_name=_("服务过程"), blank=True)
    result = models.CharField(_("成效"), max_length=200)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("照片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    parent_page_types = ["cms_pages.ServiceCaseIndexPage"]
    subpage_types: list[str] = []
    page_description = _("服务案例：服务对象隐去姓名，佐证材料不在此上传。")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel([PageChooserPanel("mentor_page"), FieldPanel("served_on")]),
        FieldRowPanel([FieldPanel("service_type"), FieldPanel("industry")]),
        FieldPanel("beneficiary"),
        FieldPanel("body"),
        FieldPanel("result"),
        FieldPanel("photo"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(
            APIField(name)
            for name in [
                "mentor_page",
                "served_on",
                "service_type",
                "industry",
                "beneficiary",
                "body",
                "result",
                "photo",
            ]
        ),
        APIField("photo_thumbnail", serializer=ImageRenditionField("fill-480x320", source="photo")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.SearchField("result")]

    class Meta:
        verbose_name = _("服务案例")
        verbose_name_plural = _("服务案例")

    @property
    def url_path_on_site(self) -> str:
        return f"/cases/{self.slug}/"

    def structured_data(self, request: Any) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "Article",
            "headline": self.title,
            "datePublished": self.served_on.isoformat(),
            "abstract": self.result,
        }


class ServiceCaseIndexPage(ListPage):
    """/cases/: the case library."""

    listed = "case"

    subpage_types = ["cms_pages.ServiceCasePage"]

    class Meta:
        verbose_name = _("案例栏目")
