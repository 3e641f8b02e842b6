"""What the jobs did: one row per job, written by the runner."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def free(self, now: datetime, given_up_after: timedelta) -> Self:
        """Rows of jobs that are not running; one that has not come back for `given_up_after` counts as dead."""
        return self.filter(
            Q(last_started=None)
            | Q(last_finished__gte=F("last_started"))
            | Q(last_started__lt=now - given_up_after)
        )

    def at_work(self) -> Self:
        """Rows of jobs that have begun and not ended, whether anybody is still at them or not."""
        return self.exclude(last_started=None).exclude(last_finished__gte=F("last_started"))


class JobRun(models.Model):
    """The latest run of a job. A row stays when its job is no longer declared: it is history."""

    name = models.CharField(_("任务"), max_length=100, unique=True)
    last_started = models.DateTimeField(_("上次开始"), null=True)
    held_by = models.CharField(_("执行进程"), max_length=120, blank=True, default="", db_default="")
    last_finished = models.DateTimeField(_("上次结束"), null=True)
    last_error = models.TextField(_("上次出错"), blank=True)
    runs = models.PositiveBigIntegerField(_("运行次数"), default=0)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务运行记录")
        verbose_name_plural = _("任务运行记录")

    def __str__(self) -> str:
        return self.name
