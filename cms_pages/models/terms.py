"""Lists that editors keep: what mentors advise on, where, in which trade, and how policies are sorted."""

from typing import ClassVar, Self

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField


class Term(models.Model):
    """A word of a controlled list.

    `slug` is what URLs, the API and the search index use and must not change.
    """

    name = models.CharField(_("名称"), max_length=30, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    slug = models.SlugField(
        _("网址标识"), max_length=60, unique=True, help_text=_("用于筛选网址，发布后不再更改。")
    )
    sort_order = models.PositiveSmallIntegerField(_("排序"), default=100)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug"), FieldPanel("sort_order")]
    api_fields = [APIField("name"), APIField("name_en"), APIField("slug")]

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The term in the visitor's language."""
        return self.name_en if _speaks_english() and self.name_en else self.name


def _speaks_english() -> bool:
    return (translation.get_language() or "").startswith("en")


class District(Term):
    class Meta(Term.Meta):
        verbose_name = _("区市")
        verbose_name_plural = _("区市")


class Field(Term):
    """A field of advice; its wording answers 你遇到什么问题 (P10)."""

    shown_first = models.BooleanField(
        _("显示为常见问题"), default=False, help_text=_("在找导师页面顶部显示。")
    )

    need = models.CharField(
        _("问题说法"), max_length=30, blank=True, help_text=_("如：写商业计划书。留空时用名称。")
    )

    panels = [*Term.panels, FieldPanel("need"), FieldPanel("shown_first")]
    api_fields = [*Term.api_fields, APIField("need")]

    class Meta(Term.Meta):
        verbose_name = _("擅长领域")
        verbose_name_plural = _("擅长领域")

    @property
    def question(self) -> str:
        """How it answers 你遇到什么问题: as the staff worded it, in English or without wording its label."""
        return self.label if _speaks_english() else self.need or self.label


class Industry(Term):
    class Meta(Term.Meta):
        verbose_name = _("行业")
        verbose_name_plural = _("行业")


class ServiceType(Term):
    class Meta(Term.Meta):
        verbose_name = _("服务类型")
        verbose_name_plural = _("服务类型")


class Language(Term):
    class Meta(Term.Meta):
        verbose_name = _("语言")
        verbose_name_plural = _("语言")


class PolicyTopic(Term):
    class Meta(Term.Meta):
        verbose_name = _("政策主题")
        verbose_name_plural = _("政策主题")


class Audience(Term):
    """Whom a policy is for (P3)."""

    class Meta(Term.Meta):
        verbose_name = _("政策对象")
        verbose_name_plural = _("政策对象")
