"""How many requests a mentor has in a week, counted by the plugins that bring them, and whether more may come (P25)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.mentors.models import Mentor
from plugins.mentors.settings import MentorSettings
from portal.plugin.registry import registry

WORKLOADS = "mentors.workload"
FOR_GOOD = date.max - timedelta(days=1)
"""Until when somebody takes no more who takes none at all; there is a day after it."""


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)


@dataclass(frozen=True)
class Workload:
    """What a plugin offers at `mentors.workload`: how many requests of its kind a mentor was given in a week.

    Whenever that changes, the plugin calls `plugins.mentors.listing.follow_workload` in the same transaction.
    """

    count: Callable[[Mentor, Week], int]


@dataclass(frozen=True)
class Limits:
    """How much the mentors of a site take, read once for many of them."""

    usual_cap: int
    workloads: tuple[Workload, ...]

    @classmethod
    def of(cls, site: Any) -> "Limits":
        counted = registry.offered(WORKLOADS) and registry.offered(WORKLOADS, site)
        return cls(MentorSettings.for_site(site).weekly_cap, tuple(counted))

    def cap_of(self, mentor: Mentor) -> int:
        """How many requests a week the mentor takes: their own figure, else the site's."""
        return self.usual_cap if mentor.weekly_cap is None else mentor.weekly_cap

    def given_in(self, week: Week, mentor: Mentor) -> int:
        """All requests that the mentor was given in the week, whatever their kind."""
        return sum(workload.count(mentor, week) for workload in self.workloads)

    def full_until(self, mentor: Mentor, on: date | None = None) -> date | None:
        """The last day on which the mentor takes no more because of the cap, as seen on that day (today unless given);
        None where they take more."""
        cap, week = self.cap_of(mentor), Week.of(on or timezone.localdate())
        if cap == 0:
            return FOR_GOOD
        return week.last if self.given_in(week, mentor) >= cap else None


def why_no_more(mentor: Mentor, site: Any, on: date | None = None) -> str:
    """A sentence why the mentor takes no new request on that day (today unless given); "" where they do.

    For whatever brings requests: asked when the form is shown, and again under the lock of the mentor's row when the
    request is written.
    """
    day = on or timezone.localdate()
    if mentor.has_left(day):
        return _("这位导师的聘期已经结束。")
    if not mentor.is_serving(day):
        return _("这位导师现在不接受新的留言和预约。")
    if (until := Limits.of(site).full_until(mentor, day)) is None:
        return ""
    if until == FOR_GOOD:
        return _("这位导师现在不接受新的留言和预约。")
    return _("这位导师本周的名额已满，下周一起可以再约。")
