"""Predicates of expert review: pages, API, files and workflows ask these and nothing else."""

from typing import Any

import rules
from django.contrib.contenttypes.models import ContentType

from plugins.reviews.choices import Outcome, RoundState, SeatState, SheetState
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import Record, Round, RoundCase, ScoreSheet, Seat
from plugins.reviews.words import NOT_OPEN, OVER
from portal import clock
from portal.roles.rules import holds

is_expert = holds("expert")
READABLE = (SheetState.DRAFT, SheetState.SUBMITTED)
"""What an expert has given up is closed to them at once, and so is what has left the round."""


@rules.predicate
def runs_rounds(user: Any, thing: Any = None) -> bool:
    """Whether organising reviews is the user's work: rounds, panels, criteria, decisions."""
    return bool(user.is_active and user.has_perm("reviews.run_round"))


@rules.predicate
def reads_scores(user: Any, round: Round) -> bool:
    """Whether the user may read who judged how: organising reviews is their work, and no case of the round their own."""
    people = kind_of(round.kind).people
    cases = round.cases.prefetch_related("case")
    return runs_rounds(user) and not any(user.pk in people(row.case) for row in cases)


@rules.predicate
def has_desk(user: Any, thing: Any = None) -> bool:
    """Whether `/reviews/` has something for the user: experts and those who organise reviews."""
    return runs_rounds(user) or is_expert(user)


@rules.predicate
def holds_seat(user: Any, seat: Seat) -> bool:
    """Whether the seat is the user's own and the round is open to them."""
    mine = user.pk == seat.expert_id and seat.state in (SeatState.SERVING, SeatState.RELEASED)
    return bool(mine and is_expert(user))


@rules.predicate
def serves(user: Any, seat: Seat) -> bool:
    """Whether the user judges in this seat now."""
    return bool(seat.state == SeatState.SERVING and holds_seat(user, seat))


@rules.predicate
def is_in_panel(user: Any, seat: Seat) -> bool:
    """Whether the seat is the user's, also while they only stand by."""
    return bool(user.pk == seat.expert_id and is_expert(user))


@rules.predicate
def owns_sheet(user: Any, sheet: ScoreSheet) -> bool:
    """Whether the sheet is the user's own, of a round that is open to them."""
    return holds_seat(user, sheet.seat)


@rules.predicate
def judges(user: Any, sheet: ScoreSheet) -> bool:
    """Whether the user may write on the sheet: it is theirs, and they have signed the declaration."""
    return bool(sheet.seat.signed_at and serves(user, sheet.seat))


@rules.predicate
def reads_sheet(user: Any, sheet: ScoreSheet) -> bool:
    """Whether the user may see whom and what the sheet is about."""
    released = sheet.round_case.outcome == Outcome.RELEASED
    over = released or sheet.round_case.round.state in (RoundState.DECIDED, RoundState.CANCELLED)
    known = sheet.seat.signed_at and sheet.state in READABLE and not over
    return bool(known and owns_sheet(user, sheet))


@rules.predicate
def may_review(user: Any, case: Any) -> bool:
    """Whether the user is an expert who may see the case now; for the predicates of the plugins whose cases it are."""
    if not (user.is_authenticated and is_expert(user)):
        return False
    return ScoreSheet.objects.filter(
        round_case__case_type=ContentType.objects.get_for_model(case),
        round_case__case_id=case.pk,
        round_case__in=RoundCase.objects.in_play(),
        round_case__round__state=RoundState.SCORING,
        round_case__round__opens_at__lte=clock.now(),
        seat__expert=user,
        seat__signed_at__isnull=False,
        seat__state__in=(SeatState.SERVING, SeatState.RELEASED),
        state__in=READABLE,
    ).exists()


@rules.predicate
def reads_record(user: Any, record: Record) -> bool:
    """Whether the user may see the record and its pictures: whose it is; who organises the review, when scores may be
    seen."""
    if record.sheet_id is None:
        return False
    round = record.sheet.round_case.round
    if scores_are_open(round) and reads_scores(user, round):
        return True
    return bool(reads_sheet(user, record.sheet))


@rules.predicate
def writes_record(user: Any, record: Record) -> bool:
    """Whether the user may change the record: as long as they may write on the sheet."""
    return record.sheet_id is not None and may_write(user, record.sheet)


def may_write(user: Any, sheet: ScoreSheet) -> bool:
    """Whether the user may score now."""
    return sheet.state == SheetState.DRAFT and judges(user, sheet) and not why_not_now(sheet.round_case.round)


def why_not_now(round: Round) -> str:
    """A sentence why nobody scores in the round at this moment, or nothing."""
    if round.state != RoundState.SCORING or round.closes_at <= (now := clock.read()):
        return str(OVER)
    return str(NOT_OPEN) if now < round.opens_at else ""


def scores_are_open(round: Round) -> bool:
    """Whether the scores of a round may be seen by others than their authors: all are in, or the phase is over (A7)."""
    if round.state in (RoundState.CLOSED, RoundState.DECIDED):
        return True
    sheets = ScoreSheet.objects.filter(round_case__in=RoundCase.objects.filter(round=round).in_play())
    return round.state == RoundState.SCORING and not sheets.filter(state=SheetState.DRAFT).exists()
