"""How a seat and its sheets move: drawn, called, signed, scored, handed on to a reserve."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from plugins.reviews.choices import Ground, SeatKind, SeatState, SheetState
from plugins.reviews.conflicts import conflict_of
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import RoundCase, ScoreSheet, Seat
from plugins.reviews.notices import ENDED, EXTENDED, INVITED, REMINDER
from plugins.reviews.rules import is_in_panel, judges, runs_rounds, serves, why_not_now
from plugins.reviews.settings import ReviewSettings
from plugins.reviews.sheets import why_incomplete
from plugins.reviews.words import SIGNED
from portal import clock
from portal.notices.telling import notify, tell
from portal.workflow.engine import Workflow
from portal.workflow.parties import SYSTEM, Party
from portal.workflow.transitions import Clock, Moved, Transition

DRAFT, SUBMITTED, RECUSED, MISSING = SheetState
DRAWN, STANDING_BY, SERVING, RELEASED, LEFT = SeatState

SECRETARY = Party("secretary", _("评审秘书"), runs_rounds)
JUDGE = Party("judge", _("评审专家"), judges)
SEATED = Party("seated", _("评审专家"), serves)
MEMBER = Party("member", _("评审专家"), is_in_panel)


def hold_panel(seats: QuerySet[Seat], **options: Any) -> None:
    """Lock all seats of the rounds to which these belong, until the transaction ends.

    What happens in one seat reaches others: reserves are called up. Therefore everybody locks in one order, whatever
    they came for: the round if they need it, the panel, their sheet.
    """
    held = Seat.objects.select_for_update(**options).filter(round__in=seats.values("round")).order_by("pk")
    list(held.values_list("pk"))


# Sheets ---------------------------------------------------------------------------------------------------------


def _not_now(sheet: ScoreSheet, actor: Any) -> str:
    return why_not_now(sheet.round_case.round)


def _incomplete(sheet: ScoreSheet, actor: Any) -> str:
    return why_incomplete(sheet)


def lock_scores(moved: Moved) -> None:
    """From now on the database refuses changes of the scores."""
    moved.case.scores.update(locked=True)
    moved.case.submitted_at = moved.step.at
    moved.case.save(update_fields=["submitted_at"])


def keep_ground(moved: Moved) -> None:
    """Why the expert does not judge, in a field of the sheet: it stands in the minutes."""
    moved.case.ground = moved.data.get("ground", Ground.DECLARED)
    moved.case.reason = moved.data.get("reason", moved.step.note)
    moved.case.save(update_fields=["ground", "reason"])


def call_a_reserve(moved: Moved) -> None:
    """Give the case to the next reserve in the order of the draw who may judge it; nobody where there is none."""
    sheet = moved.case
    seat = next_reserve(sheet.round_case)
    if seat is None:
        return
    if seat.state == STANDING_BY:
        seat = SeatFlow.call_up(seat, actor=SYSTEM)
    SheetFlow.hand_out(ScoreSheet(seat=seat, round_case=sheet.round_case, replaces=sheet), actor=SYSTEM)


def next_reserve(round_case: RoundCase) -> Seat | None:
    """The first reserve who is not in the case yet and has no conflict that the portal knows of.

    Whoever asks holds the panel, so that of two recusals at the same time the second sees what the first one did.
    """
    free = Seat.objects.filter(
        round=round_case.round_id, kind=SeatKind.RESERVE, state__in=(STANDING_BY, SERVING)
    ).exclude(sheets__round_case=round_case)
    kind, case = kind_of(round_case.round.kind), round_case.case
    return next((seat for seat in free.order_by("rank") if not conflict_of(seat, case, kind)), None)


class SheetFlow(Workflow[ScoreSheet]):
    label, model, states = _("评分表"), ScoreSheet, SheetState
    final = {SUBMITTED, RECUSED, MISSING}
    public = {DRAFT: _("评分中"), SUBMITTED: _("已提交"), RECUSED: _("回避"), MISSING: _("未提交")}
    waits = {DRAFT: _("专家在轮次截止前评分；截止时由轮次统一收回")}

    hand_out = Transition((), DRAFT, by=(SYSTEM,), label=_("分发"), public=_("已分发"))
    submit = Transition(
        {DRAFT},
        SUBMITTED,
        by=(JUDGE,),
        unless=(_not_now, _incomplete),
        label=_("提交并锁定"),
        public=_("专家已提交"),
        then=(lock_scores,),
    )
    recuse = Transition(
        {DRAFT},
        RECUSED,
        by=(JUDGE, SYSTEM),
        needs_note=True,
        label=_("申请回避"),
        public=_("专家回避"),
        then=(keep_ground, call_a_reserve),
    )
    miss = Transition({DRAFT}, MISSING, by=(SYSTEM,), label=_("收回"), public=_("截止时未提交"))
    drop = Transition({DRAFT}, MISSING, by=(SYSTEM,), label=_("撤下"), public=_("事项已移出本轮"))

    @classmethod
    def locked(cls, key: int, **options: Any) -> Any:
        hold_panel(Seat.objects.filter(sheets=key), **options)
        return super().locked(key, **options)


# Seats ----------------------------------------------------------------------------------------------------------


def reminder(name: str) -> Any:
    """The moment of a reminder: so many hours before the round closes; none where that has passed."""

    def moment(seat: Seat) -> datetime | None:
        hours = getattr(ReviewSettings.for_site(seat.round.site), name)
        at: datetime = seat.round.closes_at - timedelta(hours=hours)
        return at if at > clock.read() else None

    return moment


def remind(moved: Moved) -> None:
    """Tell whoever has not handed in everything."""
    if moved.case.sheets.filter(state=DRAFT).exists():
        notify(REMINDER, moved.case)


def already_signed(seat: Seat, actor: Any) -> Any:
    return SIGNED if seat.signed_at else ""


def keep_declaration(moved: Moved) -> None:
    """Signed now, with the organisations that the expert has named; their cases go to others at once."""
    seat = moved.case
    seat.signed_at, seat.interests = moved.step.at, moved.data.get("interests", "")
    seat.save(update_fields=["signed_at", "interests"])
    recuse_by_rule(seat)


def recuse_by_rule(seat: Seat) -> None:
    """Take the cases away in which the portal finds a conflict."""
    kind = kind_of(seat.round.kind)
    for sheet in seat.sheets.filter(state=DRAFT).select_related("round_case__round"):
        if ground := conflict_of(seat, sheet.round_case.case, kind):
            reason = _now("系统按规则发现：%s") % ground.label
            SheetFlow.recuse(sheet, actor=SYSTEM, ground=ground, reason=reason)


def give_up_sheets(moved: Moved) -> None:
    """What the expert has not handed in goes to reserves."""
    for sheet in moved.case.sheets.filter(state=DRAFT).select_related("round_case__round"):
        SheetFlow.recuse(sheet, actor=SYSTEM, ground=Ground.LEFT, reason=Ground.LEFT.label)


class SeatFlow(Workflow[Seat]):
    label, model, states, final = _("评审席位"), Seat, SeatState, {RELEASED, LEFT}
    public = {
        DRAWN: _("已抽取，等待开启"),
        STANDING_BY: _("备选，等待递补"),
        SERVING: _("评审中"),
        RELEASED: _("评审结束"),
        LEFT: _("已退出"),
    }
    waits = {
        DRAWN: _("秘书开启评审后通知专家"),
        STANDING_BY: _("有人回避或退出时才递补，评审结束时解除"),
        SERVING: _("评审截止时由轮次统一结束"),
    }

    draw = Transition((), DRAWN, by=(SECRETARY,), label=_("抽取"), public=_("已抽取"))
    seat = Transition(
        {DRAWN}, SERVING, by=(SYSTEM,), label=_("邀请"), public=_("已邀请"), then=(tell(INVITED),)
    )
    stand_by = Transition({DRAWN}, STANDING_BY, by=(SYSTEM,), label=_("待命"), public=_("列为备选"))
    call_up = Transition(
        {STANDING_BY}, SERVING, by=(SYSTEM,), label=_("递补"), public=_("已递补"), then=(tell(INVITED),)
    )
    sign = Transition(
        {SERVING},
        SERVING,
        by=(SEATED,),
        unless=(already_signed,),
        clock=Clock.KEEP,
        label=_("签署利益冲突声明"),
        public=_("已签署利益冲突声明"),
        then=(keep_declaration,),
    )
    remind_first = Transition(
        {SERVING},
        SERVING,
        by=(SYSTEM,),
        after=reminder("first_reminder_hours"),
        clock=Clock.KEEP,
        label=_("提醒"),
        public=_("已提醒"),
        then=(remind,),
    )
    remind_again = Transition(
        {SERVING},
        SERVING,
        by=(SYSTEM,),
        after=reminder("second_reminder_hours"),
        clock=Clock.KEEP,
        label=_("再次提醒"),
        public=_("已再次提醒"),
        then=(remind,),
    )
    extend = Transition(
        {SERVING},
        SERVING,
        by=(SYSTEM,),
        label=_("延期"),
        public=_("评分截止时间已延后"),
        then=(tell(EXTENDED),),
    )
    leave = Transition(
        {DRAWN, STANDING_BY, SERVING},
        LEFT,
        by=(MEMBER, SECRETARY),
        needs_note=True,
        label=_("退出评审"),
        public=_("已退出评审"),
        then=(give_up_sheets,),
    )
    release = Transition({DRAWN, STANDING_BY}, RELEASED, by=(SYSTEM,), label=_("解除"), public=_("评审结束"))
    end = Transition(
        {SERVING}, RELEASED, by=(SYSTEM,), label=_("结束"), public=_("评审结束"), then=(tell(ENDED),)
    )

    @classmethod
    def locked(cls, key: int, **options: Any) -> Any:
        hold_panel(Seat.objects.filter(pk=key), **options)
        return super().locked(key, **options)
