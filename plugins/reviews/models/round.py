"""A round of review: which cases, when, by which criteria; how its panel was drawn."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import Outcome, RoundState
from plugins.reviews.models.criteria import CriteriaSet
from portal.workflow.models import Case


class Round(Case):
    """Some cases of one kind, judged by one panel between two moments."""

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("站点"), on_delete=models.PROTECT)
    number = models.CharField(_("编号"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("评审事项"), max_length=40)
    title = models.CharField(_("轮次名称"), max_length=80)
    criteria_set = models.ForeignKey(
        CriteriaSet, verbose_name=_("评分标准"), on_delete=models.PROTECT, related_name="rounds"
    )
    opens_at = models.DateTimeField(_("评分开始"))
    closes_at = models.DateTimeField(_("评分截止"))

    class Meta:
        verbose_name = _("评审轮次")
        verbose_name_plural = _("评审轮次")
        default_permissions = ()
        permissions = [("run_round", _("组织专家评审"))]
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reviews:round", args=[self.pk])

    @property
    def is_over(self) -> bool:
        """Whether nobody scores any more."""
        return self.state in (RoundState.CLOSED, RoundState.DECIDED, RoundState.CANCELLED)


class RoundCaseQuerySet(models.QuerySet["RoundCase"]):
    def open(self) -> Self:
        """Those that still wait for their outcome."""
        return self.filter(outcome="")

    def of(self, case: models.Model) -> Self:
        return self.filter(case_type=ContentType.objects.get_for_model(case), case_id=case.pk)

    def in_play(self) -> Self:
        """Those that have not been taken out."""
        return self.exclude(outcome=Outcome.RELEASED)


class RoundCase(models.Model):
    """A case in a round, and what came of it there. A case waits for its outcome in one round at most."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cases")
    position = models.PositiveSmallIntegerField(_("序号"))
    case_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    case_id = models.PositiveBigIntegerField(_("事项编号"))
    case = GenericForeignKey("case_type", "case_id")
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    settled_at = models.DateTimeField(_("决定时间"), null=True, editable=False)

    objects = RoundCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("评审事项")
        verbose_name_plural = _("评审事项")
        default_permissions = ()
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_type", "case_id"], condition=Q(outcome=""), name="roundcase_open_in_one_round"
            ),
            models.UniqueConstraint(fields=["round", "case_type", "case_id"], name="roundcase_once_a_round"),
            models.UniqueConstraint(fields=["round", "position"], name="roundcase_one_a_position"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(reason=""), name="roundcase_settled_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.position}"


class Draw(models.Model):
    """How a panel was drawn: `seed` and `pool` give the same panel again (`plugins.reviews.drawing`)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="draws")
    seed = models.CharField(_("随机种子"), max_length=32)
    pool = models.JSONField(_("参加抽取的专家"))
    quotas = models.JSONField(_("专业名额"))
    seats = models.PositiveSmallIntegerField(_("正选人数"))
    reserves = models.PositiveSmallIntegerField(_("备选人数"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("抽取人"), on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = _("专家抽取")
        verbose_name_plural = _("专家抽取")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="draw_of_at_least_one"),
            models.UniqueConstraint(fields=["round", "seed"], name="draw_one_a_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.seed}"
