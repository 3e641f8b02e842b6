"""What waits for experts and for those who organise reviews, as lines of today's work (P22)."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from plugins.reviews.choices import RoundState, SeatState
from plugins.reviews.models import Round
from plugins.reviews.queries import open_seats_of
from plugins.reviews.rules import runs_rounds
from portal.casework.base import Task
from portal.workflow.models import Step


def sheets_to_fill(user: Any) -> Iterator[Task]:
    """The rounds in which the user has not signed or not handed in everything."""
    for seat in _with_beginning(open_seats_of(user), SeatState.SERVING, "round__opens_at"):
        progress = _("已提交 %(done)d / %(expected)d") % {"done": seat.done, "expected": seat.expected}
        yield Task(
            title=seat.round.title,
            label=_("去评分") if seat.signed_at else _("签署声明"),
            url=seat.get_absolute_url(),
            since=seat.came,
            due=seat.round.closes_at,
            detail=progress,
        )


def rounds_to_decide(user: Any) -> Iterator[Task]:
    """The rounds whose scores are in and whose cases wait for their outcome."""
    closed = Round.objects.filter(state=RoundState.CLOSED) if runs_rounds(user) else Round.objects.none()
    counted = closed.annotate(undecided=Count("cases", filter=Q(cases__outcome="")))
    for round in _with_beginning(counted, RoundState.CLOSED, "closes_at"):
        yield Task(
            title=round.title,
            label=_("作出决定"),
            url=reverse("reviews:matrix", args=[round.pk]),
            since=round.came,
            detail=_("评分结束，还有 %d 件待决定") % round.undecided,
        )


def _with_beginning(cases: QuerySet[Any], state: str, otherwise: str) -> QuerySet[Any]:
    """The cases with `came`: when they came into the state, or the field `otherwise` where no step tells."""
    case_type = ContentType.objects.get_for_model(cases.model)
    steps = Step.objects.filter(case_type=case_type, case_id=OuterRef("pk"), target=state).order_by("version")
    return cases.annotate(came=Coalesce(Subquery(steps.values("at")[:1]), otherwise))
