"""What waits for experts and for those who organise reviews, as lines of today's work (P22)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.reviews.choices import RoundState, SeatState
from plugins.reviews.models import Round, Seat
from plugins.reviews.queries import open_seats_of
from plugins.reviews.rules import runs_rounds
from portal.casework.base import Task


def sheets_to_fill(user: Any) -> Iterator[Task]:
    """The rounds in which the user has not signed or not handed in everything."""
    seats: Iterable[Any] = open_seats_of(user)  # with their own progress
    for seat in seats:
        progress = _("已提交 %(done)d / %(expected)d") % {"done": seat.done, "expected": seat.expected}
        yield Task(
            title=seat.round.title,
            label=_("去评分") if seat.signed_at else _("签署声明"),
            url=seat.get_absolute_url(),
            since=_came_into(seat, SeatState.SERVING),
            due=seat.round.closes_at,
            detail=progress,
        )


def rounds_to_decide(user: Any) -> Iterator[Task]:
    """The rounds whose scores are in and whose cases wait for their outcome."""
    for round in Round.objects.filter(state=RoundState.CLOSED) if runs_rounds(user) else ():
        yield Task(
            title=round.title,
            label=_("作出决定"),
            url=reverse("reviews:matrix", args=[round.pk]),
            since=_came_into(round, RoundState.CLOSED),
            detail=_("评分结束，还有 %d 件待决定") % round.cases.open().count(),
        )


def _came_into(case: Seat | Round, state: str) -> datetime:
    """When the case came into the state for the first time."""
    at: datetime = case.steps.filter(target=state).values_list("at", flat=True)[0]
    return at
