"""The queue's rows, what staff found of each case, who looks, and the filters that people kept."""

from datetime import UTC, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.desk.choices import Verdict
from portal.workflow.models import AboutCases

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Where cases without a running clock stand in the order of the queue: after all others."""


def _person(label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, null=True, blank=True, related_name="+", **options
    )


class WorkItemQuerySet(AboutCases):
    def open(self) -> Self:
        """Cases that are not over."""
        return self.filter(is_open=True)

    def held(self) -> Self:
        """Those that somebody has: claimed and not run out by the database's clock, or assigned."""
        return self.filter(HAS_NO_END | Q(claimed_until__gt=clock.now()), owner__isnull=False)

    def free_for(self, person: Any) -> Self:
        """Those that the person may take: nobody's, run out, or the person's own."""
        return self.filter(Q(owner=None) | Q(owner=person) | Q(claimed_until__lte=clock.now()))

    def free(self) -> Self:
        """Those that nobody has."""
        return self.filter(Q(owner=None) | Q(claimed_until__lte=clock.now()))


HAS_NO_END = Q(claimed_until=None)


class WorkItem(models.Model):
    """One case of the queue. `portal.desk.following` keeps it as the case is, in the transaction of each move.

    `work` is the permission of those whose work it is now, empty while others have to act. `due_at` is the time
    limit that `portal.casework.clocks.counting` names, or the one that ran out while the case stayed where it is;
    `order_at` the same, or `NEVER`.
    `owner` has the case until `claimed_until`, without end where somebody assigned it. `first_asked` is whoever got
    it first and stays so for ever: the database refuses to change it (N13).
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("站点"), on_delete=models.PROTECT)
    case_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    case_id = models.PositiveBigIntegerField(_("事项编号"))
    case = GenericForeignKey("case_type", "case_id")

    number = models.CharField(_("编号"), max_length=40, blank=True)
    title = models.CharField(_("事项"), max_length=200)
    applicant = models.CharField(_("申请人"), max_length=100, blank=True)
    state = models.CharField(_("环节"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    is_open = models.BooleanField(_("在办"), default=True)
    work = models.CharField(_("由谁办理"), max_length=150, blank=True)
    due_at = models.DateTimeField(_("到期时间"), null=True)
    order_at = models.DateTimeField(default=NEVER)
    is_paused = models.BooleanField(_("暂停计时"), default=False)
    last_move = models.CharField(_("最近动态"), max_length=60)
    last_party = models.CharField(max_length=40)
    last_at = models.DateTimeField(_("最近动态时间"))

    first_asked = _person(_("首问责任人"), on_delete=models.PROTECT)
    owner = _person(_("承办人"), on_delete=models.PROTECT)
    claimed_until = models.DateTimeField(_("认领到"), null=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办事项")
        verbose_name_plural = _("待办事项")
        default_permissions = ()
        permissions = [("read_reports", _("查看首问责任统计"))]
        ordering = ["order_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case_type", "case_id"], name="desk_one_a_case")]
        indexes = [
            models.Index(
                fields=["site", "order_at", "id"], name="desk_queue", condition=Q(is_open=True) & ~Q(work="")
            ),
            models.Index(
                fields=["work", "site", "order_at", "id"], name="desk_queue_of", condition=Q(is_open=True)
            ),
            models.Index(fields=["owner", "order_at"], name="desk_own", condition=Q(is_open=True)),
            models.Index(fields=["first_asked"], name="desk_first"),
            models.Index(fields=["number"], name="desk_number"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind}:{self.case_id}"

    def get_absolute_url(self) -> str:
        return reverse("desk:case", kwargs={"kind": self.kind, "key": self.case_id})

    @property
    def about(self) -> str:
        """Its title, kept in the site's language, in the reader's as far as the catalogues know it."""
        return gettext(self.title) if self.title else ""

    @property
    def kind(self) -> str:
        """What its address and the filters call its kind of case, "hello.request"."""
        return "{0.app_label}.{0.model}".format(ContentType.objects.get_for_id(self.case_type_id))


class Look(models.Model):
    """That somebody has the page of a case open: S3, “正在看”. One row for each person and case."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("正在查看")
        verbose_name_plural = _("正在查看")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="desk_one_look")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.item_id}"


class CheckMark(models.Model):
    """What staff found of one point of a case's checklist, in one round; a return ends a round (S4, N12).

    `late_reason` says why a defect was not named in the round before.
    """

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="marks")
    round = models.PositiveSmallIntegerField(_("轮次"))
    name = models.CharField(_("审核项"), max_length=60)
    verdict = models.CharField(_("结论"), max_length=10, choices=Verdict)
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    late_reason = models.CharField(_("上次未指出的原因"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("审核人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审核结论")
        verbose_name_plural = _("审核结论")
        default_permissions = ()
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round", "name"], name="desk_one_mark_a_round"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.FITS) | Q(reason="", late_reason=""),
                name="desk_reason_of_defect",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.verdict}"

    @property
    def is_defect(self) -> bool:
        return self.verdict != Verdict.FITS


class SavedFilter(models.Model):
    """A filter of the queue that somebody gave a name; `query` is the address's, without its question mark."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选"), max_length=300)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        default_permissions = ()
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="desk_one_filter_a_name")]

    def __str__(self) -> str:
        return self.name
