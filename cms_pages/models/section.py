"""The front page, the service catalogue and other standing pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.blocks import CharBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.search import index

from cms_pages.blocks import BodyBlock, FactBlock, LinkBlock, QuestionGroupBlock
from cms_pages.models.base import BasePage


class HomePage(BasePage):
    """/: search, four doors, what is new, what is open."""

    hero_title = models.CharField(_("主标题"), max_length=40, help_text=_("用“|”标出可以换行的地方。"))
    hero_text = models.CharField(_("副标题"), max_length=120, blank=True)
    shortcuts = StreamField(
        [
            (
                "link",
                LinkBlock(
                    [
                        ("label", CharBlock(label=_("文字"), max_length=20)),
                        ("path", CharBlock(label=_("站内地址"))),
                    ],
                    label=_("常办"),
                ),
            )
        ],
        verbose_name=_("常办"),
        blank=True,
        help_text=_("搜索框下方的快捷链接。"),
    )

    max_count = None
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("shortcuts"),
    ]
    api_fields = [*BasePage.api_fields, APIField("hero_title"), APIField("hero_text"), APIField("shortcuts")]

    class Meta:
        verbose_name = _("首页")

    @property
    def hero_lines(self) -> list[str]:
        """Pieces of the title between which a line may break."""
        return self.hero_title.split("|")

    def structured_data(self, request: Any) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": self.title,
            "url": self.full_url,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages import queries  # they read these models

        context = super().get_context(request, *args, **kwargs)
        return context | queries.home_content() | {"shortcuts": queries.open_links(self.shortcuts, request)}


class SectionPage(BasePage):
    """A standing page: a public service of the catalogue (B5), or a page such as the privacy policy.

    A section with sections below it shows them as a catalogue.
    """

    icon = models.CharField(
        _("图标"), max_length=40, blank=True, help_text=_("图标库中的英文名，如 landmark。")
    )
    introduction = models.TextField(_("导语"), blank=True)
    facts = StreamField([("fact", FactBlock(label=_("事项")))], verbose_name=_("服务要点"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("正文"), blank=True)
    links = StreamField(
        [
            (
                "link",
                LinkBlock(
                    [
                        ("label", CharBlock(label=_("文字"), max_length=40)),
                        ("path", CharBlock(label=_("站内地址"), required=False)),
                        ("url", URLBlock(label=_("站外网址"), required=False)),
                    ],
                    label=_("链接"),
                ),
            )
        ],
        verbose_name=_("相关入口"),
        blank=True,
    )

    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionPage"]
    subpage_types = ["cms_pages.SectionPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("icon"),
        FieldPanel("introduction"),
        FieldPanel("facts"),
        FieldPanel("body"),
        FieldPanel("links"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *(APIField(name) for name in ("icon", "introduction", "facts", "body", "links")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta:
        verbose_name = _("栏目页")
        verbose_name_plural = _("栏目页")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages import queries

        context = super().get_context(request, *args, **kwargs)
        context["sections"] = SectionPage.objects.live().child_of(self) if self.numchild else []
        context["links"] = queries.open_links(self.links, request)
        return context


class FaqPage(BasePage):
    """/faq/: questions in groups (A16)."""

    introduction = models.TextField(_("导语"), blank=True)
    groups = StreamField([("group", QuestionGroupBlock(label=_("分组")))], verbose_name=_("问答"), blank=True)

    max_count_per_parent = 1
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types: list[str] = []
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("groups")]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("groups")]
    search_fields = [*BasePage.search_fields, index.SearchField("groups")]

    class Meta:
        verbose_name = _("常见问题")
