"""A signed exception: a page may carry the personal data that the publication gate found on it (D10)."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

REASON_MIN_LENGTH = 10


class PublicationOverrideQuerySet(models.QuerySet["PublicationOverride"]):
    """Overrides by what they allow."""

    def confirmed(self) -> "PublicationOverrideQuerySet":
        """Those that a second person signed."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> "PublicationOverrideQuerySet":
        """Those that still wait for a second person, oldest first."""
        return self.filter(confirmed_at__isnull=True).order_by("requested_at")


class PublicationOverride(models.Model):
    """Permission to publish one page with exactly one set of findings.

    It needs a reason and two people. One more number on the page, or one less, is another set and needs another
    override. No row holds a number: `fingerprint` is keyed, `findings` are masked.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        related_name="publication_overrides",
        verbose_name=_("页面"),
    )
    fingerprint = models.CharField(_("发现项指纹"), max_length=64)
    findings = models.JSONField(_("发现项"), default=list)
    reason = models.TextField(_("理由"), validators=[MinLengthValidator(REASON_MIN_LENGTH)])
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("申请人"),
    )
    requested_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    objects = PublicationOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("发布例外")
        verbose_name_plural = _("发布例外")
        constraints = [
            models.UniqueConstraint(fields=["page", "fingerprint"], name="cms_pages_override_once"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("requested_by")), name="cms_pages_override_two_people"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False),
                name="cms_pages_override_time_of_signature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.requested_at:%Y-%m-%d}"

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person signed."""
        return self.confirmed_at is not None
