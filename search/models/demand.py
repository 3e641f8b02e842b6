"""How often a query was asked; whoever asked it is nowhere."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 100


class QueryDay(models.Model):
    """A query on a day in one list. Only those have rows that, on some day, five different visitors had asked.

    `place` is where it was asked: "site", "suggestions" or the kind of thing that a list holds. `empty` counts the
    answers without a hit, `opened` those of which a hit was opened.
    """

    place = models.CharField(_("来源"), max_length=30)
    query = models.CharField(_("搜索词"), max_length=LONGEST_QUERY)
    day = models.DateField(_("日期"))
    asked = models.PositiveIntegerField(_("搜索次数"), default=0)
    empty = models.PositiveIntegerField(_("无结果次数"), default=0)
    opened = models.PositiveIntegerField(_("点开次数"), default=0)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("检索统计")
        verbose_name_plural = _("检索统计")
        constraints = [
            models.UniqueConstraint(fields=["day", "place", "query"], name="search_one_count_a_query_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.query}"
