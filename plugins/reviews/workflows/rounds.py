"""How a round moves: planned, scoring, closed at its time, decided."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.reviews.audit import ROUND_EXTENDED
from plugins.reviews.choices import RoundState, SeatKind, SeatState, SheetState
from plugins.reviews.models import Round, RoundCase, ScoreSheet, Seat
from plugins.reviews.settling import release
from plugins.reviews.words import (
    NO_CASES,
    NO_PANEL,
    NO_TIME_LEFT,
    NOT_ALL_IN,
    NOT_LATER,
    OVER,
    UNDECIDED,
    WEIGHTS,
)
from plugins.reviews.workflows.panel import SECRETARY, SeatFlow, SheetFlow, hold_panel, recuse_by_rule
from portal import clock
from portal.audit.recording import record
from portal.workflow.deadlines import set_limit
from portal.workflow.engine import GUARD, Refused, Workflow
from portal.workflow.parties import SYSTEM
from portal.workflow.transitions import Clock, Moved, Transition
from portal.working_time.durations import said

PLANNED, SCORING, CLOSED, DECIDED, CANCELLED = RoundState


def closing_time(round: Round) -> datetime:
    return round.closes_at


def not_ready(round: Round, actor: Any) -> Any:
    """What is missing before experts can be invited."""
    if not _open_cases(round).exists():
        return NO_CASES
    if not _seats(round, SeatState.DRAWN).filter(kind=SeatKind.REGULAR).exists():
        return NO_PANEL
    if not round.criteria_set.is_complete:
        return WEIGHTS
    return NO_TIME_LEFT if round.closes_at <= clock.read() else ""


def not_all_in(round: Round, actor: Any) -> Any:
    """A person closes early only when nobody is left to score; the clock closes at its time."""
    waiting = actor is not SYSTEM and _drafts(round).exists()
    return NOT_ALL_IN if waiting else ""


def already_over(round: Round, actor: Any) -> Any:
    """The time counts, whether or not the clock has closed the round yet."""
    return OVER if round.closes_at <= clock.read() else ""


def undecided(round: Round, actor: Any) -> Any:
    return UNDECIDED if _open_cases(round).exists() else ""


def seat_experts(moved: Moved) -> None:
    """Invite the regular ones, let the reserves stand by, hand the sheets out; conflicts found by rule move on."""
    round = moved.case
    drawn = list(_seats(round, SeatState.DRAWN))
    for seat in drawn:
        if seat.kind == SeatKind.RESERVE:
            SeatFlow.stand_by(seat, actor=SYSTEM)
    regular = [SeatFlow.seat(seat, actor=SYSTEM) for seat in drawn if seat.kind == SeatKind.REGULAR]
    cases = list(round.cases.open())
    for seat in regular:
        for round_case in cases:
            SheetFlow.hand_out(ScoreSheet(seat=seat, round_case=round_case), actor=SYSTEM)
    for seat in regular:
        recuse_by_rule(seat)


def move_the_end(moved: Moved) -> None:
    """The round closes later, and after now. Raises Refused for any other end."""
    round, before, after = moved.case, moved.case.closes_at, moved.data["closes_at"]
    earliest = max(before, moved.step.at)
    if after <= earliest:
        raise Refused(GUARD, str(NOT_LATER) % said(earliest))
    round.closes_at = after
    round.save(update_fields=["closes_at"])
    words = f"from={before.isoformat()} to={after.isoformat()}"
    record(ROUND_EXTENDED, actor=moved.step.actor, object=round, details=words)


def give_more_time(moved: Moved) -> None:
    """The clock closes the round at its new end; the experts get their reminders anew and are told."""
    set_limit(moved, "close", moved.case.closes_at)
    for seat in _seats(moved.case, SeatState.SERVING):
        SeatFlow.extend(seat, actor=SYSTEM, note=moved.step.note)


def collect_sheets(moved: Moved) -> None:
    """What has not been handed in counts as missing; the experts are released."""
    for sheet in _drafts(moved.case):
        SheetFlow.miss(sheet, actor=SYSTEM)
    for seat in _seats(moved.case, SeatState.SERVING):
        SeatFlow.end(seat, actor=SYSTEM)
    for seat in _seats(moved.case, SeatState.STANDING_BY, SeatState.DRAWN):
        SeatFlow.release(seat, actor=SYSTEM)


def release_cases(moved: Moved) -> None:
    """Cases without an outcome may wait for another round."""
    for round_case in moved.case.cases.open():
        release(round_case, actor=moved.step.actor, at=moved.step.at, reason=moved.step.note)


class RoundFlow(Workflow[Round]):
    label, model, states, final = _("评审轮次"), Round, RoundState, {DECIDED, CANCELLED}
    public = {
        PLANNED: _("筹备中"),
        SCORING: _("评分中"),
        CLOSED: _("评分结束，待决定"),
        DECIDED: _("已决定"),
        CANCELLED: _("已取消"),
    }
    waits = {
        PLANNED: _("秘书备齐事项和专家后开启"),
        CLOSED: _("秘书逐项作出决定"),
    }

    plan = Transition((), PLANNED, by=(SECRETARY,), label=_("新建"), public=_("已新建"))
    postpone = Transition(
        {PLANNED},
        PLANNED,
        by=(SECRETARY,),
        needs_note=True,
        label=_("延后截止"),
        public=_("评分截止时间已延后"),
        then=(move_the_end,),
    )
    open = Transition(
        {PLANNED},
        SCORING,
        by=(SECRETARY,),
        unless=(not_ready,),
        label=_("开启评审"),
        public=_("已开启，专家已收到邀请"),
        then=(seat_experts,),
    )
    extend = Transition(
        {SCORING},
        SCORING,
        by=(SECRETARY,),
        unless=(already_over,),
        needs_note=True,
        clock=Clock.KEEP,
        label=_("延长评分"),
        public=_("评分截止时间已延后，专家已收到通知"),
        then=(move_the_end, give_more_time),
    )
    close = Transition(
        {SCORING},
        CLOSED,
        by=(SECRETARY,),
        unless=(not_all_in,),
        after=closing_time,
        label=_("结束评分"),
        public=_("评分已结束"),
        then=(collect_sheets,),
    )
    conclude = Transition(
        {CLOSED}, DECIDED, by=(SECRETARY,), unless=(undecided,), label=_("完成"), public=_("已全部决定")
    )
    cancel = Transition(
        {PLANNED, SCORING, CLOSED},
        CANCELLED,
        by=(SECRETARY,),
        needs_note=True,
        label=_("取消本轮"),
        public=_("本轮已取消"),
        then=(collect_sheets, release_cases),
    )

    @classmethod
    def locked(cls, key: int, **options: Any) -> Any:
        """The round, and after it its panel: an expert who is at work is waited for.

        Its key stays free: what the expert has written refers to it, which the database looks up when they commit.
        """
        round = super().locked(key, no_key=True, **options)
        if round is not None:
            hold_panel(round.panel.all())
        return round


def _seats(round: Round, *states: str) -> Any:
    return Seat.objects.filter(round=round.pk, state__in=states).order_by("rank")


def _drafts(round: Round) -> Any:
    return ScoreSheet.objects.filter(round_case__round=round.pk, state=SheetState.DRAFT)


def _open_cases(round: Round) -> Any:
    return RoundCase.objects.open().filter(round=round.pk)
