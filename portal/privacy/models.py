"""What people agreed to, and what may not be erased for now."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class GivenConsentQuerySet(models.QuerySet["GivenConsent"]):
    def standing(self) -> Self:
        """Consents that have not been taken back."""
        return self.filter(withdrawn_at=None)


class GivenConsent(models.Model):
    """One person's yes to one version of a consent, and when it was taken back. Rows are history (D2).

    `title` and `text` are what the person read, in the language in which they read it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="consents"
    )
    key = models.CharField(_("事项"), max_length=60)
    version = models.CharField(_("版本"), max_length=20)
    title = models.CharField(_("标题"), max_length=200, default="", editable=False)
    text = models.TextField(_("内容"), default="", editable=False)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = GivenConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        default_permissions = ()
        ordering = ("-given_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(withdrawn_at=None), name="one_standing_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> Self:
        return self.filter(released_at=None)


class LegalHold(models.Model):
    """One person's data are kept, whatever the rules of retention say, until somebody releases them (D9)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.PROTECT, related_name="legal_holds"
    )
    reason = models.CharField(_("理由"), max_length=300)
    set_at = models.DateTimeField(_("开始时间"))
    released_at = models.DateTimeField(_("解除时间"), null=True, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("数据保全")
        verbose_name_plural = _("数据保全")
        default_permissions = ()
        ordering = ("-set_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(released_at=None), name="one_standing_hold"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
