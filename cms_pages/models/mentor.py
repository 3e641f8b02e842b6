"""A mentor's public page; the mentor's term and card belong to the plugin `mentors` (A12)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.images.api.fields import ImageRenditionField
from wagtail.search import index

from cms_pages.blocks import ExperienceBlock
from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.fields import ChoiceListField
from cms_pages.models.base import BasePage


class MentorPage(BasePage):
    """What a mentor can help with, and who the mentor is; never a phone number or an e-mail address (P14)."""

    plugin = "mentors"

    headline = models.CharField(
        _("一句话介绍"),
        max_length=80,
        help_text=_("以“我能帮你什么”来写，如：把商业计划书改到投资人愿意看第二遍。"),
    )
    organisation = models.CharField(_("单位"), max_length=60)
    position = models.CharField(_("职务"), max_length=60)
    years_of_experience = models.PositiveSmallIntegerField(_("从业年限"), null=True, blank=True)
    portrait = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("照片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    district = models.ForeignKey(
        "cms_pages.District", verbose_name=_("区市"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    fields = ParentalManyToManyField(
        "cms_pages.Field", verbose_name=_("擅长领域"), help_text=_("1 至 6 个。")
    )
    industries = ParentalManyToManyField("cms_pages.Industry", verbose_name=_("行业"), blank=True)
    languages = ParentalManyToManyField("cms_pages.Language", verbose_name=_("语言"), blank=True)
    service_types = ParentalManyToManyField("cms_pages.ServiceType", verbose_name=_("服务类型"), blank=True)
    ways = ChoiceListField(_("咨询方式"), choices_class=Way, blank=False)
    times = ChoiceListField(
        _("可约时间"),
        choices_class=AvailableTime,
        help_text=_("通常什么时候方便面谈、通话；每次的具体时间另行约定。"),
    )
    stages = ChoiceListField(
        _("创业阶段"),
        choices_class=Stage,
        help_text=_("最擅长帮助哪个阶段的创业者；不限时留空。"),
    )
    help_points = StreamField(
        [("point", CharBlock(label=_("一件事"), max_length=120))], verbose_name=_("我能帮你什么"), blank=True
    )
    introduction = models.TextField(_("介绍"), blank=True)
    experience = StreamField([("row", ExperienceBlock(label=_("经历")))], verbose_name=_("经历"), blank=True)

    parent_page_types = ["cms_pages.MentorIndexPage"]
    subpage_types: list[str] = []
    page_description = _("导师展示页。聘期和名片在“导师”中管理。")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("organisation"), FieldPanel("position")]),
                FieldRowPanel([FieldPanel("years_of_experience"), FieldPanel("district")]),
                FieldPanel("portrait"),
            ],
            heading=_("基本信息"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("fields"),
                FieldPanel("industries"),
                FieldPanel("languages"),
                FieldPanel("service_types"),
                FieldPanel("ways"),
                FieldPanel("times"),
                FieldPanel("stages"),
            ],
            heading=_("擅长与方式"),
        ),
        FieldPanel("help_points"),
        FieldPanel("introduction"),
        FieldPanel("experience"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(
            APIField(name)
            for name in [
                "headline",
                "organisation",
                "position",
                "years_of_experience",
                "portrait",
                "district",
                "fields",
                "industries",
                "languages",
                "service_types",
                "ways",
                "times",
                "stages",
                "help_points",
                "introduction",
                "experience",
            ]
        ),
        APIField("portrait_thumbnail", serializer=ImageRenditionField("fill-480x480", source="portrait")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("headline"),
        index.SearchField("organisation"),
        index.SearchField("introduction"),
    ]

    class Meta:
        verbose_name = _("导师页面")
        verbose_name_plural = _("导师页面")

    @property
    def way_labels(self) -> list[str]:
        return [str(Way(value).label) for value in self.ways]

    @property
    def points(self) -> list[str]:
        return [block["value"] for block in self.help_points.raw_data]

    @property
    def url_path_on_site(self) -> str:
        return f"/mentors/{self.slug}/"

    def structured_data(self, request: Any) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "Person",
            "name": self.title,
            "jobTitle": self.position,
            "worksFor": {"@type": "Organization", "name": self.organisation},
            "description": self.headline,
        }


class MentorIndexPage(BasePage):
    """/mentors/: finding a mentor; the list itself comes from the plugin through the slot `mentor_list`."""

    plugin = "mentors"

    introduction = models.TextField(_("导语"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.MentorPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]

    class Meta:
        verbose_name = _("导师栏目")
