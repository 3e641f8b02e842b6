"""The terms for which a mentor was appointed, each with the certificate that it was given."""

import secrets
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plugins.mentors import codes
from plugins.mentors.choices import CertificateStanding
from plugins.mentors.models.mentor import Mentor

CODE_LENGTH = 16


def new_certificate_code() -> str:
    """One of 30 to the 16th: nobody finds a certificate by trying."""
    return "".join(secrets.choice(codes.ALPHABET) for _place in range(CODE_LENGTH))


class TermQuerySet(models.QuerySet["TermOfOffice"]):
    def after(self, mentor: Mentor) -> Self:
        """Terms that are entered and have not begun yet, the next one first."""
        return self.filter(mentor=mentor, number__gt=mentor.term_number, ended_on=None).order_by("number")

    def held(self) -> Self:
        """Without those that ended before they began."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=F("term_from")))


class TermOfOffice(models.Model):
    """One appointment for a time. `holder` and `organisation` are what the certificate says, also after a change of name.

    `ended_on` is the last day where a term ended before its time; it lies before `term_from` where the term never
    began. `reminded` is how many days before the end the last reminder was for. The database lets no two terms of a
    mentor overlap.
    """

    mentor = models.ForeignKey(Mentor, verbose_name=_("导师"), on_delete=models.CASCADE, related_name="terms")
    number = models.PositiveSmallIntegerField(_("第几期"))
    term_from = models.DateField(_("聘期开始"))
    term_to = models.DateField(_("聘期结束"), null=True, blank=True)
    ended_on = models.DateField(_("提前结束"), null=True, blank=True)
    holder = models.CharField(_("姓名"), max_length=255)
    organisation = models.CharField(_("单位"), max_length=60, blank=True)
    certificate_number = models.CharField(_("聘书编号"), max_length=20, unique=True)
    certificate_code = models.CharField(
        _("查验码"), max_length=CODE_LENGTH, unique=True, default=new_certificate_code
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("登记时间"))
    reminded = models.PositiveSmallIntegerField(_("已提醒"), null=True, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("聘期")
        verbose_name_plural = _("聘期")
        default_permissions = ("view",)
        ordering = ["-number"]
        indexes = [models.Index(fields=["term_to"], name="term_end")]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "number"], name="term_one_a_number"),
            models.CheckConstraint(
                condition=Q(term_to=None) | Q(term_to__gte=F("term_from")), name="term_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.certificate_number

    @property
    def last_day(self) -> date | None:
        """The last day in office, as it was or is to be; None for no end."""
        return self.ended_on or self.term_to

    def standing(self, on: date | None = None) -> CertificateStanding:
        """What the certificate is worth on that day (today unless given)."""
        day = on or timezone.localdate()
        if self.ended_on is not None and (self.ended_on <= day or self.ended_on < self.term_from):
            # rights ended at that moment, not at midnight; or the term was taken back before it began
            return CertificateStanding.ENDED_EARLY
        if self.term_from > day:
            return CertificateStanding.COMING
        if self.term_to is not None and self.term_to < day:
            return CertificateStanding.ENDED
        return CertificateStanding.VALID
