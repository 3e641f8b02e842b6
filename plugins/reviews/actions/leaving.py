"""A case leaves its round without an outcome: it is withdrawn, or was put there by mistake."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from plugins.reviews import settling
from plugins.reviews.choices import RoundState, SeatState, SheetState
from plugins.reviews.models import RoundCase, ScoreSheet, Seat
from plugins.reviews.notices import TAKEN_OUT
from plugins.reviews.refusals import busy
from plugins.reviews.rules import READABLE
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow
from portal import clock
from portal.notices.telling import notify
from portal.workflow.parties import SYSTEM


@transaction.atomic
def take_out(case: Any, *, actor: Any, reason: str) -> bool:
    """Take a case out of the round in which it waits; whether it was in one.

    For the plugin whose case it is, also in a move of the case, and for the secretary. Sheets already handed in stay,
    and nobody sees them any more but the secretary. Experts are told; those with nothing left are released. Raises
    Refused while somebody else works on the round: whoever withdraws a case holds it, whoever decides on it holds the
    round, and neither may wait for the other.
    """
    found = RoundCase.objects.open().of(case).first()
    if found is None:
        return False
    round = RoundFlow.locked(found.round_id, skip_locked=True)
    if round is None:
        raise busy()
    seats = list(Seat.objects.filter(sheets__round_case=found).values_list("pk", flat=True))
    settling.release(found, actor=actor, at=clock.read(), reason=reason)
    if round.state == RoundState.SCORING:
        _close_sheets(found)
        _release_idle(seats)
    return True


def _close_sheets(round_case: RoundCase) -> None:
    for sheet in ScoreSheet.objects.filter(round_case=round_case, state__in=READABLE):
        if sheet.state == SheetState.DRAFT:
            sheet = SheetFlow.drop(sheet, actor=SYSTEM)
        notify(TAKEN_OUT, sheet)


def _release_idle(seats: list[int]) -> None:
    """Experts who have no other case in the round."""
    other = ScoreSheet.objects.filter(
        seat=OuterRef("pk"), round_case__in=RoundCase.objects.in_play(), state__in=READABLE
    )
    for seat in Seat.objects.filter(~Exists(other), pk__in=seats, state=SeatState.SERVING):
        SeatFlow.end(seat, actor=SYSTEM)
