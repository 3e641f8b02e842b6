"""Who stands behind an account. A newer row ends the older; what a row says is never changed."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.identity.choices import COUNTER, Assurance, DocumentKind
from portal.identity.conf import LABELS


class VerifiedIdentityQuerySet(models.QuerySet["VerifiedIdentity"]):
    def current(self) -> Self:
        """What holds now: at most one row a person."""
        return self.filter(ended_at=None)


class VerifiedIdentity(models.Model):
    """A person's real name and masked document number, and how they were verified (A1).

    The number itself is never kept: `id_number` is its mask (D6), `number_digest` tells whether another account
    belongs to the same person. One person has one verified account. `seen_at` is when the person took note of what
    staff had entered.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="identities"
    )
    real_name = models.CharField(_("真实姓名"), max_length=50)
    document = models.CharField(_("证件"), max_length=10, choices=DocumentKind)
    id_number = models.CharField(_("证件号码"), max_length=20, help_text=_("只保留首 2 位和末 3 位。"))
    number_digest = models.CharField(max_length=64, editable=False)
    level = models.PositiveSmallIntegerField(_("核验等级"), choices=Assurance)
    source = models.CharField(_("核验方式"), max_length=20)
    verified_at = models.DateTimeField(_("核验时间"))
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("更正时间"), null=True, blank=True)
    seen_at = models.DateTimeField(_("本人知悉时间"), null=True, blank=True)

    objects = VerifiedIdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("实名身份")
        verbose_name_plural = _("实名身份")
        ordering = ("-verified_at", "-pk")
        default_permissions = ()
        permissions = [("verify_at_counter", _("在窗口核验实名身份"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="identity_one_a_person"
            ),
            models.UniqueConstraint(
                fields=["number_digest"], condition=Q(ended_at=None), name="identity_one_account_a_number"
            ),
            models.CheckConstraint(condition=Q(id_number__contains="*"), name="identity_number_is_masked"),
            models.CheckConstraint(condition=~Q(real_name=""), name="identity_has_name"),
            models.CheckConstraint(
                condition=Q(level__in=(Assurance.PROVIDER, Assurance.COUNTER)), name="identity_level_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(source=COUNTER) & ~Q(reason="") & Q(verified_by__isnull=False))
                | (~Q(source=COUNTER) & Q(verified_by=None)),
                name="identity_counter_names_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("person")), name="identity_not_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_level_display()}"

    @property
    def source_label(self) -> str:
        return str(LABELS.get(self.source, Assurance.COUNTER.label))

    @property
    def awaits_notice(self) -> bool:
        """Staff entered it and the person has not taken note yet."""
        return self.source == COUNTER and self.seen_at is None
