"""A mentor's service: term, state, permanent code; its figures; the row that lists read; the card's count."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors import codes
from plugins.mentors.choices import ServingState
from portal.workflow.models import Case

GIVING_ATTEMPTS = 5
LONGEST_HOURS = 10 * 365 * 24
WORST_RATING, BEST_RATING = 1, 5


def new_code() -> str:
    """A code that no mentor has and none has had."""
    while True:
        code = codes.random_code()
        if not _is_taken(code):
            return code


def _is_taken(code: str) -> bool:
    return Mentor.objects.filter(code=code).exists() or RetiredCode.objects.filter(code=code).exists()


class MentorQuerySet(models.QuerySet["Mentor"]):
    def public(self) -> Self:
        """Mentors whose page everybody may see, former ones included."""
        return self.filter(page__live=True)

    def reachable(self, on: date | None = None) -> Self:
        """Public mentors who can be asked now: in state serving and within their term."""
        day = on or timezone.localdate()
        return self.public().filter(
            Q(term_to=None) | Q(term_to__gte=day), state=ServingState.SERVING, term_from__lte=day
        )


class Mentor(Case):
    """A person appointed as mentor, as a case of `MentorFlow`; what the public reads about them is `page`.

    `code` is given once, stays when the name, the page's address or the site change, and is never given to another
    person, also after the mentor has left (P16). `term_from`, `term_to` and `term_number` are the current term's or,
    after it, the last one's; all of them are in `terms`. `pause_from` and `pause_to` are of a pause that runs or is to
    come. `hidden_revision` is what the public read until the page was hidden.
    """

    page = models.OneToOneField(
        MentorPage, verbose_name=_("展示页"), on_delete=models.PROTECT, related_name="mentor"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mentor",
    )
    code = models.CharField(_("名片编号"), max_length=codes.LENGTH, unique=True, blank=True, editable=False)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ServingState.choices,
        default=ServingState.SERVING,
        editable=False,
    )
    appointed_on = models.DateField(_("首次聘任"), default=timezone.localdate)
    term_from = models.DateField(_("聘期开始"), default=timezone.localdate)
    term_to = models.DateField(_("聘期结束"), null=True, blank=True, help_text=_("含当日。"))
    term_number = models.PositiveSmallIntegerField(_("第几期"), default=1)
    pause_from = models.DateField(_("暂停开始"), null=True, blank=True, editable=False)
    pause_to = models.DateField(_("暂停结束"), null=True, blank=True, editable=False, help_text=_("含当日。"))
    weekly_cap = models.PositiveSmallIntegerField(
        _("每周接受上限"),
        null=True,
        blank=True,
        help_text=_("每周最多接受多少件留言和预约；不填用插件设置。"),
    )
    hidden_revision = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("隐藏前的版本"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = _("导师")
        verbose_name_plural = _("导师")
        ordering = ["-appointed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_to=None) | Q(term_to__gte=F("term_from")), name="mentor_term_in_order"
            ),
            models.CheckConstraint(
                condition=Q(pause_from=None, pause_to=None)
                | Q(pause_from__isnull=False, pause_to__gte=F("pause_from")),
                name="mentor_pause_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.page.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with what follows from it (the listing) in one transaction.

        The code is given at the first save, unless the caller brings a free one, and stays whatever a caller puts
        on the instance later.
        """
        with transaction.atomic():
            if self.pk:
                given = Mentor.objects.filter(pk=self.pk).values_list("code", flat=True).first()
                self.code = given or self.code
                super().save(*args, **kwargs)
            elif self.code:
                if RetiredCode.objects.filter(code=self.code).exists():
                    raise ValidationError({"code": _("编号 %s 属于以前的导师，不能再用。") % self.code})
                super().save(*args, **kwargs)
            else:
                self._save_with_new_code(*args, **kwargs)

    def clean(self) -> None:
        if self.term_to and self.term_from and self.term_to < self.term_from:
            raise ValidationError({"term_to": _("聘期结束不能早于聘期开始。")})

    def is_serving(self, on: date | None = None) -> bool:
        """Whether the mentor can be asked on that day (today unless given); the same rule as `reachable`."""
        return self.state == ServingState.SERVING and self.is_in_office(on)

    def is_in_office(self, on: date | None = None) -> bool:
        """Whether the mentor's rights last on that day (today unless given): within the term, also in a pause."""
        day = on or timezone.localdate()
        in_term = self.term_from <= day and (self.term_to is None or self.term_to >= day)
        return self.state != ServingState.FORMER and in_term

    @property
    def last_day(self) -> date | None:
        """The last day of all terms that are entered; None where the last one has no end."""
        last = self.terms.held().first()
        return last.last_day if last else self.term_to

    def has_left(self, on: date | None = None) -> bool:
        """Whether the term has ended or the mentor has resigned: the page is history then (P16)."""
        day = on or timezone.localdate()
        return self.state == ServingState.FORMER or (self.term_to is not None and self.term_to < day)

    def is_pausing(self, on: date | None = None) -> bool:
        """Whether a pause that was asked for covers the day (today unless given), whatever the state."""
        day = on or timezone.localdate()
        return bool(self.pause_from and self.pause_to and self.pause_from <= day <= self.pause_to)

    @property
    def short_path(self) -> str:
        """The permanent address that the card carries."""
        return f"/m/{self.code}"

    def _save_with_new_code(self, *args: Any, **kwargs: Any) -> None:
        for attempt in range(1, GIVING_ATTEMPTS + 1):
            self.code = new_code()
            try:
                with transaction.atomic():
                    super().save(*args, **kwargs)
            except IntegrityError:
                # Another process may have given the same code a moment ago; any other clash is the caller's.
                if attempt == GIVING_ATTEMPTS or not _is_taken(self.code):
                    raise
                self.pk = None
            else:
                return


class RetiredCode(models.Model):
    """The code of a mentor whose record was deleted: kept so that it is never given again."""

    code = models.CharField(max_length=codes.LENGTH, unique=True)
    retired_on = models.DateField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class MentorFigures(models.Model):
    """What a mentor's services come to, computed and never typed; written by `plugins.mentors.figures` alone.

    `replies` counts the services that median and share rest on. A rating is explicit when the person served gave it,
    and a default when the system did because nobody rated in time (A11). A figure without a base does not exist.
    """

    mentor = models.OneToOneField(
        Mentor, verbose_name=_("导师"), on_delete=models.CASCADE, primary_key=True, related_name="figures"
    )
    services = models.PositiveIntegerField(_("已完成服务"), default=0)
    replies = models.PositiveIntegerField(_("计入回复的服务"), default=0)
    median_reply_hours = models.FloatField(_("中位回复小时数"), null=True)
    on_time_share = models.FloatField(_("按时回复比例"), null=True)
    explicit_ratings = models.PositiveIntegerField(_("本人评价"), default=0)
    mean_rating = models.FloatField(_("本人评价平均分"), null=True)
    default_ratings = models.PositiveIntegerField(_("系统默认好评"), default=0)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("服务数据")
        verbose_name_plural = _("服务数据")
        constraints = [
            models.CheckConstraint(
                condition=Q(replies__lte=F("services")), name="figures_replies_within_services"
            ),
            models.CheckConstraint(
                condition=Q(services__gte=F("explicit_ratings") + F("default_ratings")),
                name="figures_ratings_within_services",
            ),
            models.CheckConstraint(
                condition=Q(replies=0, median_reply_hours=None, on_time_share=None)
                | Q(
                    replies__gt=0,
                    median_reply_hours__isnull=False,
                    median_reply_hours__range=(0, LONGEST_HOURS),
                    on_time_share__isnull=False,
                    on_time_share__range=(0, 1),
                ),
                name="figures_replies_are_the_base",
            ),
            models.CheckConstraint(
                condition=Q(explicit_ratings=0, mean_rating=None)
                | Q(
                    explicit_ratings__gt=0,
                    mean_rating__isnull=False,
                    mean_rating__range=(WORST_RATING, BEST_RATING),
                ),
                name="figures_ratings_are_the_base",
            ),
        ]

    def __str__(self) -> str:
        return str(self.mentor)


class MentorListingQuerySet(models.QuerySet["MentorListing"]):
    def reachable(self, on: date | None = None) -> Self:
        """Mentors who can be asked on that day (today unless given): `Mentor.is_serving`, and not full (P25)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(term_to=None) | Q(term_to__gte=day),
            Q(full_until=None) | Q(full_until__lt=day),
            state=ServingState.SERVING,
            term_from__lte=day,
        )

    def serving(self) -> Self:
        """Mentors who can be asked on the days of their term; the same rule as `MentorListing.is_serving`."""
        return self.filter(state=ServingState.SERVING)

    def of_site(self, site: Site) -> Self:
        """Mentors whose page belongs to the site."""
        return self.filter(index__path__startswith=site.root_page.path)


class MentorListing(models.Model):
    """What lists show of one public mentor, written whenever the page or the mentor changes.

    One narrow row instead of a page with its pictures and terms: a list reads twenty of them in one query. `card` is
    everything shown, see `plugins.mentors.listing`; found, filtered, counted and ordered they are by their entries in
    the search index, see `plugins.mentors.search_documents`. `full_until` is the last day of a week whose cap is reached.
    """

    plugin = "mentors"

    mentor = models.OneToOneField(Mentor, on_delete=models.CASCADE, primary_key=True, related_name="listing")
    index = models.ForeignKey(MentorIndexPage, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    term_from = models.DateField()
    term_to = models.DateField(null=True)
    state = models.CharField(max_length=10)
    appointed_on = models.DateField()
    full_until = models.DateField(null=True)
    cases_count = models.PositiveIntegerField(default=0)
    card = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = MentorListingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["index", "state", "-appointed_on", "-mentor"], name="listing_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_serving(self) -> bool:
        return self.state == ServingState.SERVING

    def is_full(self, on: date) -> bool:
        """Whether the mentor has as many requests as they take in the week of that day."""
        return self.full_until is not None and self.full_until >= on


class CardScan(models.Model):
    """How often a card was opened on a day; nothing about who opened it (N5)."""

    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, related_name="scans")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentor", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
