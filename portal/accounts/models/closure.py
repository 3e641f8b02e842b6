"""Accounts that were closed, and opened again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Closure(models.Model):
    """From when an account was closed, by whom and why; until somebody opened it again. Rows are never deleted.

    `closed_by` is nobody when the portal closed it by itself (B7), `opened_by` when it was done by command.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.PROTECT, related_name="closures"
    )
    closed_at = models.DateTimeField(_("停用时间"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("停用人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("停用理由"), max_length=300)
    opened_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("恢复人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    open_reason = models.CharField(_("恢复理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("停用记录")
        verbose_name_plural = _("停用记录")
        default_permissions = ()
        ordering = ("-closed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(opened_at__isnull=True), name="closure_open_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="closure_has_reason"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | ~Q(open_reason=""), name="closure_opened_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.closed_at:%Y-%m-%d}"
