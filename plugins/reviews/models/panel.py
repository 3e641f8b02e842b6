"""Experts: what is known of them for the draw, and their seats in a round."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms_pages.models import Field
from plugins.reviews.choices import SeatKind, SeatState
from plugins.reviews.models.round import Round
from portal.workflow.models import Case


class ExpertProfile(models.Model):
    """What staff keep of an expert so that panels can be drawn and conflicts found."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("专家"),
        on_delete=models.PROTECT,
        related_name="expert_profile",
    )
    employer = models.CharField(_("工作单位"), max_length=100)
    specialities = models.ManyToManyField(
        Field, verbose_name=_("专业领域"), related_name="+", help_text=_("按专业名额抽取时使用。")
    )
    is_available = models.BooleanField(_("参加抽取"), default=True)

    class Meta:
        verbose_name = _("专家信息")
        verbose_name_plural = _("专家信息")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(employer=""), name="expert_has_employer")]

    def __str__(self) -> str:
        return str(self.user.get_full_name())


class SeatQuerySet(models.QuerySet["Seat"]):
    def of(self, user: object) -> Self:
        """A person's own, from the moment on that the round is open to them."""
        return self.filter(expert=user, state__in=(SeatState.SERVING, SeatState.RELEASED))


class Seat(Case):
    """An expert's place in the panel of a round.

    `rank` is the order of the draw; reserves are called up in it. `signed_at` is when the declaration on conflicts was
    signed, `interests` the organisations that the expert named there, one a line.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="panel")
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("专家"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("席位"), max_length=10, choices=SeatKind.choices)
    rank = models.PositiveSmallIntegerField(_("顺序"))
    signed_at = models.DateTimeField(_("声明时间"), null=True, editable=False)
    interests = models.TextField(_("利害关系单位"), blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("评审席位")
        verbose_name_plural = _("评审席位")
        default_permissions = ()
        ordering = ["round", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["round", "expert"], name="seat_one_an_expert"),
            models.UniqueConstraint(fields=["round", "rank"], name="seat_one_a_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.get_kind_display()} {self.rank}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:seat", args=[self.pk])
