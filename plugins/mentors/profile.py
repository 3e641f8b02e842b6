"""A mentor as their own page shows them: who they are, until when they serve, whom else to ask (P14, P16, P17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from cms_pages.models import MentorPage, ServiceCasePage
from cms_pages.routes import open_to_everyone
from plugins.mentors.choices import ServingState
from plugins.mentors.listing import Card, card_of
from plugins.mentors.models import Mentor, MentorListing
from plugins.mentors.showing import ShownFigures, percent, reply_time, score

SIMILAR = 3
CASES = 5


class Standing(models.TextChoices):
    """Whether the mentor can be asked today, and if not, why."""

    SERVING = "serving"
    FULL = "full"
    PAUSED = "paused"
    NOT_YET = "not_yet"
    ENDED = "ended"


@dataclass(frozen=True)
class Figure:
    value: str
    label: str


@dataclass(frozen=True)
class Profile:
    """Everything the mentor's page shows; `cases` and `similar` each ask one query when they are first read."""

    mentor: Mentor
    page: MentorPage
    card: Card
    day: date
    newly_appointed_days: int

    @property
    def standing(self) -> Standing:
        if self.mentor.has_left(self.day):
            return Standing.ENDED
        if self.mentor.state == ServingState.PAUSED:
            return Standing.PAUSED
        if not self.mentor.is_serving(self.day):
            return Standing.NOT_YET
        return Standing.FULL if self.full_until else Standing.SERVING

    @property
    def full_until(self) -> date | None:
        """The last day on which the mentor takes no more because of the weekly cap (P25)."""
        listing = getattr(self.mentor, "listing", None) if self.mentor.pk else None
        return listing.full_until if listing is not None and listing.is_full(self.day) else None

    @property
    def is_new(self) -> bool:
        """Whether the mentor was first appointed a short while ago (P17)."""
        return is_new(self.mentor.appointed_on, self.day, self.newly_appointed_days)

    @property
    def figures(self) -> Sequence[Figure]:
        """What the services come to, each with its base (P13); before there are enough of them, what else is known to
        be true, and nothing that does not exist yet (P17)."""
        shown = self.card["figures"]
        if shown is not None and shown["services"] >= shown["services_needed"]:
            return _figures_of(shown)
        found = []
        if self.card["years"]:
            found.append(Figure(_("%d 年") % self.card["years"], _("从业")))
        if self.card["cases_count"]:
            found.append(Figure(_("%d 个") % self.card["cases_count"], _("公开服务案例")))
        if self.mentor.term_number > 1:
            found.append(Figure(_("第 %d 期") % self.mentor.term_number, _("续聘")))
        found.append(Figure(format_date(self.mentor.appointed_on, _("Y 年 n 月")), _("首次聘任")))
        return found

    @cached_property
    def cases(self) -> Sequence[ServiceCasePage]:
        """The newest public cases."""
        public = open_to_everyone(ServiceCasePage.objects.live().filter(mentor_page=self.page.pk))
        cases = list(public.select_related("service_type", "industry").order_by("-served_on", "-pk")[:CASES])
        for case in cases:
            case.mentor_page = self.page
        return cases

    @cached_property
    def similar(self) -> Sequence[Card]:
        """Mentors who can be asked today about the same fields, those of the same district first among equals."""
        slugs = [term["slug"] for term in self.card["fields"]]
        others = MentorListing.objects.reachable(self.day).exclude(pk=self.mentor.pk)
        ranked = others.annotate(shared=_shared_fields(slugs), near=self._in_same_district())
        best = ranked.filter(shared__gt=0).order_by("-shared", "-near", "-appointed_on", "-pk")
        return list(best.values_list("card", flat=True)[:SIMILAR])

    def _in_same_district(self) -> Case:
        here = When(mentor__page__district=self.page.district_id, then=1)
        return Case(here, default=0, output_field=models.IntegerField())


def _figures_of(shown: ShownFigures) -> Sequence[Figure]:
    found = []
    if shown["median_reply_hours"] is not None:
        label = _("中位回复（%d 次）") % shown["replies"]
        found.append(Figure(reply_time(shown["median_reply_hours"]), label))
    if shown["on_time_share"] is not None:
        label = _("%(hours)d 小时内回复（%(number)d 次）")
        base = {"hours": shown["on_time_hours"], "number": shown["replies"]}
        found.append(Figure(percent(shown["on_time_share"]), label % base))
    if shown["mean_rating"] is not None:
        found.append(Figure(score(shown["mean_rating"]), _("本人评价 %d 条") % shown["explicit_ratings"]))
    found.append(Figure(str(shown["services"]), _("已完成服务")))
    return found


def profile_of(page: MentorPage, request: HttpRequest, newly_appointed_days: int) -> Profile:
    """The profile of a page, made once per page object: one query, none when shown in several places.

    In the editor's preview, and on pages that only some may see, it is made from the page itself.
    """
    made: Profile | None = page.__dict__.get("_mentor_profile")
    if made is None:
        mentor = Mentor.objects.select_related("listing").filter(page_id=page.pk).first() or Mentor(page=page)
        listing = getattr(mentor, "listing", None) if mentor.pk else None
        drafted = getattr(request, "is_preview", False)
        card = card_of(mentor, page) if drafted or listing is None else listing.card
        made = Profile(mentor, page, card, timezone.localdate(), newly_appointed_days)
        page.__dict__["_mentor_profile"] = made
    return made


def is_new(appointed_on: date, day: date, days: int) -> bool:
    """Whether a first appointment lies less than so many days back."""
    return timedelta(0) <= day - appointed_on < timedelta(days=days)


def _shared_fields(slugs: Sequence[str]) -> Any:
    """How many of these fields the mentor of a listing has."""
    through = MentorPage.fields.through
    rows = through.objects.filter(mentorpage=OuterRef("mentor__page"), field__slug__in=slugs).order_by()
    return Coalesce(Subquery(rows.values("mentorpage").annotate(number=Count("pk")).values("number")), 0)
