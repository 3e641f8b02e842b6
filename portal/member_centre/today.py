"""Today's work: what waits for the person, in the order in which it has to be done, then what waits for others (P22)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.member_centre.own import OwnCase, all_seen, with_casework
from portal.plugin.registry import registry
from portal.plugin.slots import contained

SOON = timedelta(hours=12)


class Band(TextChoices):
    """Why a piece of work stands where it does."""

    OVERDUE = "overdue", _("已超期")
    SOON = "soon", _("12 小时内到期")
    NEW = "new", _("今天收到")
    LATER = "later", _("其他待办")
    WAITING = "waiting", _("等别人")


@dataclass(frozen=True)
class Work:
    """One line of today's work."""

    title: str
    label: str
    url: str
    since: datetime
    due: datetime | None
    detail: str
    band: Band


@dataclass(frozen=True)
class Today:
    """All work of a person; `groups` leaves out what is empty."""

    groups: list[tuple[Band, list[Work]]]
    now: datetime

    @property
    def number(self) -> int:
        """How many pieces of work wait for the person."""
        return sum(len(work) for band, work in self.groups if band is not Band.WAITING)


def todays_work(person: Any, site: Any) -> Today:
    """What the person has to do, as applicant and as somebody who serves others; whatever one plugin raises, the rest
    is there."""
    now = clock.read()
    work = [*_of_own_cases(person, site, now), *_of_tasks(person, site, now)]
    work.sort(key=lambda one: (one.due is None, one.due or one.since, one.since))
    groups = [(band, [one for one in work if one.band is band]) for band in Band]
    return Today([group for group in groups if group[1]], now)


def open_cases(person: Any, site: Any) -> list[OwnCase]:
    """The person's cases that have not ended, the one that changed last first."""
    found: list[OwnCase] = []
    for plugin in with_casework(site):
        with contained(plugin, site, "open cases"):
            found += all_seen(
                (file, case)
                for file in plugin.casework
                for case in file.mine(person).exclude(state__in=file.workflow.final)
            )
    return sorted(found, key=lambda one: one.since, reverse=True)


def _of_own_cases(person: Any, site: Any, now: datetime) -> list[Work]:
    return [
        Work(
            title=own.title,
            label=str(own.todo.label if own.todo else _("查看")),
            url=own.todo.url if own.todo else own.url,
            since=own.since,
            due=_limit(own),
            detail=own.state_label,
            band=_band(own.since, _limit(own), now, waits=own.todo is None),
        )
        for own in open_cases(person, site)
        if own.todo or not own.is_resting
    ]


def _limit(own: OwnCase) -> datetime | None:
    """Until when the person has time; the end of a term of office is no limit for what has to be done in it."""
    return None if own.is_resting else own.due


def _of_tasks(person: Any, site: Any, now: datetime) -> list[Work]:
    found: list[Work] = []
    for plugin in [plugin for plugin in registry.enabled(site) if plugin.today]:
        with contained(plugin, site, "today"):
            found += [
                Work(
                    title=str(task.title),
                    label=str(task.label),
                    url=task.url,
                    since=task.since,
                    due=task.due,
                    detail=str(task.detail),
                    band=_band(task.since, task.due, now, waits=task.waits),
                )
                for tasks in plugin.today
                for task in tasks(person)
            ]
    return found


def _band(since: datetime, due: datetime | None, now: datetime, *, waits: bool) -> Band:
    if waits:
        return Band.WAITING
    if due is not None and due <= now + SOON:
        return Band.OVERDUE if due <= now else Band.SOON
    return Band.NEW if timezone.localdate(since) == timezone.localdate(now) else Band.LATER
