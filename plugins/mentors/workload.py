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
    """What a plugin offers at `mentors.workload`: how many requests of its kind a mentor was given in a week."""

    count: Callable[[Mentor, Week], int]


def given_in(week: Week, mentor: Mentor, site: Any) -> int:
    """All requests that the mentor was given in the week, whatever their kind."""
    return sum(workload.count(mentor, week) for workload in registry.offered(WORKLOADS, site))


def cap_of(mentor: Mentor, site: Any) -> int:
    """How many requests a week the mentor takes: their own figure, else the site's."""
    return MentorSettings.for_site(site).weekly_cap if mentor.weekly_cap is None else mentor.weekly_cap


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
    if given_in(Week.of(day), mentor, site) >= cap_of(mentor, site):
        return _("这位导师本周的名额已满，下周一起可以再约。")
    return ""
