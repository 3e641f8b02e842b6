"""How long a time limit runs: hours by the clock, days, working days.

    ClockHours(48).due(asked_at)      # hours run through nights and holidays (T8)
    NaturalDays(5).due(published_at)  # to the end of the fifth day after
    WorkingDays(5).due(handed_in_at)  # to the end of the fifth working day after

Days are counted as the Civil Code has it (articles 201 and 203): the first day is not counted, the last one ends at
24:00. An unknown year never raises: its weekdays count, and the words say so.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import ClassVar, Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.working_time.calendar import DAY, SHANGHAI, is_working_day, knows, working_days_after


@dataclass(frozen=True)
class Duration(ABC):
    """A time limit. `amount` with `unit` is how it is stored; see `stored`."""

    amount: int
    unit: ClassVar[str]

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("A time limit cannot be negative.")

    @abstractmethod
    def due(self, start: datetime) -> datetime:
        """The moment at which the time is over, counted from that one."""

    @abstractmethod
    def rest(self, start: datetime, stopped: datetime) -> Self:
        """What is left when the clock, running since `start`, stops; to be counted from where it goes on."""

    @abstractmethod
    def __str__(self) -> str:
        """The length in words."""

    def sentence(self, start: datetime) -> str:
        """Why the time is over when it is, for people."""
        words = {"start": said(start), "length": self, "due": said(self.due(start))}
        return _("自 %(start)s 起 %(length)s，到 %(due)s 为止") % words


@dataclass(frozen=True)
class ClockHours(Duration):
    """Hours on the clock; stored in seconds."""

    unit: ClassVar[str] = "seconds"

    def __init__(self, hours: float) -> None:
        object.__setattr__(self, "amount", round(hours * 3600))
        self.__post_init__()

    def due(self, start: datetime) -> datetime:
        return start + timedelta(seconds=self.amount)

    def rest(self, start: datetime, stopped: datetime) -> "ClockHours":
        return ClockHours(max(0.0, (self.due(start) - stopped).total_seconds()) / 3600)

    def __str__(self) -> str:
        hours, seconds = divmod(self.amount, 3600)
        if seconds:
            return _("%(hours)d 小时 %(minutes)d 分钟") % {"hours": hours, "minutes": seconds // 60}
        return _("%d 小时（含夜间和节假日）") % hours


@dataclass(frozen=True)
class NaturalDays(Duration):
    """Days of the calendar, holidays included."""

    unit: ClassVar[str] = "days"

    def due(self, start: datetime) -> datetime:
        return end_of(_day(start) + self.amount * DAY)

    def rest(self, start: datetime, stopped: datetime) -> "NaturalDays":
        return NaturalDays(max(0, (_day(start) + self.amount * DAY - _day(stopped)).days))

    def __str__(self) -> str:
        return _("%d 日（次日起算）") % self.amount


@dataclass(frozen=True)
class WorkingDays(Duration):
    """Days on which offices work."""

    unit: ClassVar[str] = "working_days"

    def due(self, start: datetime) -> datetime:
        return end_of(self._last(start))

    def rest(self, start: datetime, stopped: datetime) -> "WorkingDays":
        last, day, left = self._last(start), _day(stopped), 0
        while day < last:
            day += DAY
            left += is_working_day(day)
        return WorkingDays(left)

    def sentence(self, start: datetime) -> str:
        years = range(_day(start).year, self._last(start).year + 1)
        guessed = [_("%d 年放假安排尚未公布，暂按周一至周五计算") % year for year in years if not knows(year)]
        return "；".join([super().sentence(start), *guessed])

    def _last(self, start: datetime) -> date:
        return (
            next(islice(working_days_after(_day(start)), self.amount - 1, None))
            if self.amount
            else _day(start)
        )

    def __str__(self) -> str:
        return _("%d 个工作日（次日起算）") % self.amount


UNITS: dict[str, type[Duration]] = {kind.unit: kind for kind in (ClockHours, NaturalDays, WorkingDays)}


def stored(unit: str, amount: int) -> Duration:
    """The time limit that was kept as these two. Raises KeyError for a unit that does not exist."""
    return ClockHours(amount / 3600) if unit == ClockHours.unit else UNITS[unit](amount)


def end_of(day: date) -> datetime:
    """24:00 of the day in Shanghai."""
    return datetime.combine(day + DAY, time(), SHANGHAI)


def said(moment: datetime) -> str:
    """The moment in words, in Shanghai; midnight is said as the end of the day before."""
    local = moment.astimezone(SHANGHAI)
    if local.time() == time():
        return date_format(local - DAY, _("Y年n月j日")) + " 24:00"
    return date_format(local, _("Y年n月j日 H:i"))


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
