"""One expert's judgement of one case: the sheet, its scores, and what was seen on the spot."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import BEST, COMMENT_BELOW, WORST, Ground, RecordKind
from plugins.reviews.models.criteria import Criterion
from plugins.reviews.models.panel import Seat
from plugins.reviews.models.round import RoundCase
from portal.workflow.models import Case


class ScoreSheet(Case):
    """One expert's scores for one case. `saves` counts the times that the draft was saved, so that two windows notice
    each other. `replaces` is the sheet of the expert for whom this one was called up."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="sheets")
    round_case = models.ForeignKey(RoundCase, on_delete=models.PROTECT, related_name="sheets")
    ground = models.CharField(_("回避情形"), max_length=20, choices=Ground.choices, blank=True)
    reason = models.TextField(_("回避理由"), blank=True)
    saves = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(_("保存时间"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    replaces = models.OneToOneField(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="replacement"
    )

    class Meta:
        verbose_name = _("评分表")
        verbose_name_plural = _("评分表")
        default_permissions = ()
        ordering = ["round_case__position"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "round_case"], name="sheet_one_a_seat_and_case")
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.round_case.position}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:sheet", args=[self.pk])


class Score(models.Model):
    """The value for one criterion. `locked` with the submission: then the database refuses changes."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("分值"), null=True)
    comment = models.TextField(_("理由"), blank=True)
    locked = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        default_permissions = ()
        ordering = ["criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_one_a_criterion"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=WORST, value__lte=BEST), name="score_on_the_scale"
            ),
            models.CheckConstraint(
                condition=Q(locked=False)
                | Q(value__gte=COMMENT_BELOW)
                | (Q(value__lt=COMMENT_BELOW) & ~Q(comment="")),
                name="score_locked_when_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Record(models.Model):
    """What an expert saw on the spot or heard in a talk. `edition` counts its changes, so that what a phone kept while
    it had no connection does not overwrite what was written elsewhere meanwhile."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(_("类别"), max_length=10, choices=RecordKind.choices)
    place = models.CharField(_("地点"), max_length=100)
    held_at = models.DateTimeField(_("时间"))
    present = models.CharField(_("在场人员"), max_length=200)
    observations = models.TextField(_("所见所闻"))
    edition = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("保存时间"), editable=False)

    class Meta:
        verbose_name = _("走访面谈记录")
        verbose_name_plural = _("走访面谈记录")
        default_permissions = ()
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["sheet", "kind"], name="record_one_a_kind")]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.get_kind_display()}"
