"""The box in the member centre: the way to the reviews and how many go on. What waits there is today's work."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from plugins.reviews.choices import RoundState, SeatState
from plugins.reviews.models import Round
from plugins.reviews.queries import seats_of
from plugins.reviews.rules import has_desk, runs_rounds

UNFINISHED = (RoundState.SCORING, RoundState.CLOSED, RoundState.PLANNED)


def member_panel(request: HttpRequest) -> dict[str, Any]:
    """Nothing at all for those who have no desk here."""
    if not has_desk(request.user):
        return {"has_desk": False}
    found = _rounds(request.user).values_list("state").annotate(number=Count("pk")).order_by()
    numbers: dict[str, int] = dict(found)
    standing = [(state.label, numbers[state]) for state in UNFINISHED if state in numbers]
    return {"has_desk": True, "standing": standing}


def _rounds(user: Any) -> QuerySet[Round]:
    """All of them for those who organise reviews; for experts those in which they judge now."""
    if runs_rounds(user):
        return Round.objects.all()
    return Round.objects.filter(pk__in=seats_of(user).filter(state=SeatState.SERVING).values("round"))
