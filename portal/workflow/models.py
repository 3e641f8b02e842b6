"""A case, what was done to it, and when something will be done by itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import clock
from portal.working_time.durations import Duration, said, stored

if TYPE_CHECKING:
    from portal.workflow.engine import Workflow

MOMENT = "moment"
"""The unit of a deadline that was set as a moment and not as a length of time."""


class AboutCases(models.QuerySet[Any]):
    """Rows that name the case which they belong to."""

    def of(self, case: models.Model) -> Self:
        return self.filter(case_type=ContentType.objects.get_for_model(case), case_id=case.pk)


class Case(models.Model):
    """Base of everything that a workflow moves. Only the workflow changes these two columns.

    `version` grows by one with every step; it says what a reader has seen.
    """

    state = models.CharField(gettext_lazy("状态"), max_length=40, editable=False)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def steps(self) -> "AboutCases":
        """Its history, oldest first."""
        return Step.objects.of(self)

    @property
    def deadlines(self) -> "DeadlineQuerySet":
        """What will be done by itself, soonest first."""
        return Deadline.objects.of(self)


class OfACase(models.Model):
    """What a step and a deadline have in common: their case, and a move of its workflow."""

    case_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    case_id = models.PositiveBigIntegerField(gettext_lazy("事项编号"))
    case = GenericForeignKey("case_type", "case_id")
    move = models.CharField(gettext_lazy("办理"), max_length=60)

    class Meta:
        abstract = True

    @property
    def workflow(self) -> "type[Workflow[Any]] | None":
        """The workflow of the case; None when its plugin is no longer installed."""
        from portal.workflow.registry import workflow_of

        return workflow_of(self.case_type_id)

    def _of_the_move(self, attribute: str) -> str:
        transition = self.workflow.transitions.get(self.move) if self.workflow else None
        return str(getattr(transition, attribute)) if transition else self.move


class Step(OfACase):
    """One change of a case: who, as what, when, from where to where, why. Never changed, never deleted (decision 2).

    The database refuses both, save that a note may be emptied when the time for keeping it is over. There is one step
    for each version of a case, and at most one for each deadline that ever fired.
    """

    version = models.PositiveIntegerField(gettext_lazy("版本"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("经办人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    party = models.CharField(gettext_lazy("身份"), max_length=40)
    source = models.CharField(gettext_lazy("原状态"), max_length=40, blank=True)
    target = models.CharField(gettext_lazy("新状态"), max_length=40)
    note = models.TextField(gettext_lazy("说明"), blank=True)
    article = models.CharField(gettext_lazy("依据"), max_length=200, blank=True)
    citation = models.CharField(gettext_lazy("引用"), max_length=120, blank=True)
    address = models.CharField(gettext_lazy("网络地址"), max_length=45, blank=True)
    at = models.DateTimeField(gettext_lazy("时间"))
    deadline = models.PositiveBigIntegerField(null=True, editable=False)

    objects = AboutCases.as_manager()

    class Meta:
        verbose_name = gettext_lazy("办理记录")
        verbose_name_plural = gettext_lazy("办理记录")
        default_permissions = ("view",)
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["case_type", "case_id", "version"], name="step_one_a_version"),
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(deadline__isnull=False), name="step_one_a_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.move}"

    @property
    def public(self) -> str:
        """What everybody who may see the case reads of the step."""
        return self._of_the_move("public")

    @property
    def role(self) -> str:
        """As what the actor acted, in words; nobody is named."""
        return self.workflow.parties().get(self.party, self.party) if self.workflow else self.party


class DeadlineQuerySet(AboutCases):
    def due(self) -> Self:
        """Those whose time has come by the database's clock, oldest first."""
        return self.filter(try_at__lte=clock.now()).order_by("try_at", "pk")

    def parked(self) -> Self:
        """Those that failed so often that a person has to look."""
        return self.filter(try_at=None, suspended_at=None)


class Deadline(OfACase):
    """When a case will move by itself. `due_at` is the rule's moment, `try_at` when the sweep will look.

    `unit`, `amount` and `counted_from` are where the moment came from. While a clock is suspended they hold what is left.
    """

    unit = models.CharField(max_length=20)
    amount = models.PositiveIntegerField(default=0)
    counted_from = models.DateTimeField(gettext_lazy("起算时间"))
    due_at = models.DateTimeField(gettext_lazy("到期时间"))
    try_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(gettext_lazy("暂停时间"), null=True)
    failures = models.PositiveSmallIntegerField(gettext_lazy("失败次数"), default=0)
    last_error = models.CharField(gettext_lazy("上次出错"), max_length=500, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("期限")
        verbose_name_plural = gettext_lazy("期限")
        default_permissions = ("view", "change")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["try_at"], name="deadline_try", condition=Q(try_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["case_type", "case_id", "move"], name="deadline_one_a_move"),
            models.CheckConstraint(
                condition=Q(suspended_at=None) | Q(try_at=None), name="deadline_suspended_or_tried"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def duration(self) -> Duration | None:
        """The time limit behind it; None where a moment was agreed."""
        return None if self.unit == MOMENT else stored(self.unit, self.amount)

    @property
    def sentence(self) -> str:
        """Why it is due when it is, what happens then, and by which clause."""
        words = {"move": self._of_the_move("label"), "when": self._when()}
        sentence = _("%(when)s；届时“%(move)s”") % words
        article = self._of_the_move("article") if self.workflow else ""
        return f"{sentence}（{article}）" if article else sentence

    def suspend(self, at: datetime) -> None:
        """Stand still with what is left."""
        if self.duration is not None:
            self.amount = self.duration.rest(self.counted_from, at).amount
        self.suspended_at, self.try_at = at, None
        self.save()

    def resume(self, at: datetime) -> None:
        """Go on with what was left; a moment stays the moment it was."""
        if self.duration is not None:
            self.counted_from, self.due_at = at, self.duration.due(at)
        self.suspended_at, self.try_at = None, self.due_at
        self.save()

    def _when(self) -> str:
        if self.suspended_at:
            return _("自 %(at)s 起暂停计时，剩余 %(rest)s") % {
                "at": said(self.suspended_at),
                "rest": self.duration,
            }
        if self.duration is None:
            return _("约定到 %s 为止") % said(self.due_at)
        return self.duration.sentence(self.counted_from)
