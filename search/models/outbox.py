"""What has changed and is still to be told to the engine outside of the database."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 10
LIST = 0
"""The key that stands for a facet's list of values, the kind being the facet's name."""


class OutboxRows(models.QuerySet["OutboxRow"]):
    def due(self, now: datetime) -> Self:
        """Whose time has come, oldest first."""
        waiting = self.filter(Q(not_before=None) | Q(not_before__lte=now), attempts__lt=MOST_ATTEMPTS)
        return waiting.order_by("pk")

    def parked(self) -> Self:
        """What was refused so often that nobody tries any more."""
        return self.filter(attempts__gte=MOST_ATTEMPTS)

    def waiting(self) -> Self:
        """What is still tried."""
        return self.filter(attempts__lt=MOST_ATTEMPTS)


class OutboxRow(models.Model):
    """One change: whose entry it concerns, not what it says, since that is read when it is told."""

    kind = models.CharField(_("类别"), max_length=40)
    key = models.BigIntegerField(_("编号"))
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    not_before = models.DateTimeField(_("不早于"), null=True)
    error = models.TextField(_("错误"), blank=True)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects: ClassVar[models.Manager[Self]] = OutboxRows.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="search_outbox_entry")]
        verbose_name = _("待同步的检索改动")
        verbose_name_plural = _("待同步的检索改动")

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DrainState(models.Model):
    """One row: the latest version that was given, and until when somebody empties the outbox."""

    version = models.BigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.version)
