"""Entries of the trace and the chain that seals them. Rows are added and never change: triggers refuse (B10, B11)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.audit.choices import Channel, Result


class Permanent(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("The trace is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises TypeError."""
        raise TypeError("The trace is append-only.")


class Entry(Permanent):
    """One act, or one look at one person's data.

    Keys are plain numbers and names are words of that moment: entries outlive accounts and objects. `person` did it,
    `subject` is the person whose data it is about. `before` and `after` are fingerprints, never the values.
    """

    at = models.DateTimeField(_("时间"))
    action = models.CharField(_("操作"), max_length=60)
    result = models.CharField(_("结果"), max_length=10, choices=Result, default=Result.OK)
    person = models.BigIntegerField(_("操作人"), null=True)
    name = models.CharField(_("操作人账号"), max_length=150, blank=True)
    roles = models.CharField(_("岗位"), max_length=200, blank=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    request = models.CharField(_("请求编号"), max_length=32, blank=True)
    kind = models.CharField(_("对象类型"), max_length=100, blank=True)
    key = models.CharField(_("对象编号"), max_length=64, blank=True)
    subject = models.BigIntegerField(_("当事人"), null=True)
    purpose = models.CharField(_("目的"), max_length=200, blank=True)
    details = models.CharField(_("说明"), max_length=300, blank=True)
    before = models.CharField(_("变更前校验值"), max_length=64, blank=True)
    after = models.CharField(_("变更后校验值"), max_length=64, blank=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        default_permissions = ("view",)
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["action", "at"], name="audit_action"),
            models.Index(fields=["person", "at"], name="audit_person"),
            models.Index(fields=["kind", "key"], name="audit_object"),
            models.Index(fields=["subject", "at"], name="audit_subject", condition=Q(subject__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M:%S}"


class Link(Permanent):
    """The seal of one entry: its place in the chain, and a hash over the entry and the link before it.

    Numbers are consecutive from 1. `portal.audit.chain` is the only writer.
    """

    number = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="link")
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
