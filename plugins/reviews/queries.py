"""What pages and API ask."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from plugins.reviews.choices import RoundState, SeatState, SheetState
from plugins.reviews.drawing import Pool
from plugins.reviews.kinds import kind_of
from plugins.reviews.models import ExpertProfile, Record, Round, RoundCase, ScoreSheet, Seat
from plugins.reviews.rules import is_expert
from portal.roles.table import EXPERT

SHEETS = ("seat__round__site", "seat__expert", "round_case__round__site", "round_case__round__criteria_set")


def experts() -> QuerySet[Any]:
    """Everybody who holds the role of an expert now, with what staff keep of them."""
    people = get_user_model().objects.filter(is_active=True, groups__name=EXPERT.group)
    return people.select_related("expert_profile").order_by("pk")


def pool_of(round: Round) -> Pool:
    """Who may be drawn for the round: experts with a profile who take part and have no seat in it yet."""
    profiles = ExpertProfile.objects.filter(is_available=True, user__in=experts())
    profiles = profiles.exclude(user__in=round.panel.values("expert")).prefetch_related("specialities")
    found = sorted(profiles, key=lambda profile: profile.user_id)
    skills = {one.user_id: frozenset(field.pk for field in one.specialities.all()) for one in found}
    return Pool(tuple(skills), skills)


def waiting_for(round: Round) -> list[Any]:
    """The cases that may be put into the round now."""
    return list(kind_of(round.kind).waiting()) if round.state == RoundState.PLANNED else []


def seats_of(user: Any) -> QuerySet[Seat]:
    """The user's seats in rounds that are open to them, the next to close first, with their own progress."""
    if not is_expert(user):
        return Seat.objects.none()
    in_play = Q(sheets__round_case__in=RoundCase.objects.in_play().values("pk"))
    counted = in_play & Q(sheets__state__in=(SheetState.DRAFT, SheetState.SUBMITTED, SheetState.MISSING))
    return (
        Seat.objects.of(user)
        .select_related("round__site")
        .annotate(
            expected=Count("sheets", filter=counted),
            done=Count("sheets", filter=in_play & Q(sheets__state=SheetState.SUBMITTED)),
        )
        .order_by("round__closes_at", "pk")
    )


def open_seats_of(user: Any) -> QuerySet[Any]:
    """Those of the seats in which the user still has something to do."""
    drafts = ScoreSheet.objects.filter(seat=OuterRef("pk"), state=SheetState.DRAFT)
    return seats_of(user).filter(Q(signed_at=None) | Exists(drafts), state=SeatState.SERVING)


def sheets_of(user: Any) -> QuerySet[ScoreSheet]:
    """The user's own sheets, whatever others do: in the order of the round (A7)."""
    if not is_expert(user):
        return ScoreSheet.objects.none()
    return (
        ScoreSheet.objects.filter(seat__in=Seat.objects.of(user))
        .select_related(*SHEETS)
        .prefetch_related("round_case__case")
        .order_by("seat__round_id", "round_case__position")
    )


def rounds_for_staff() -> QuerySet[Round]:
    """All rounds, newest first, with how many cases are in each."""
    in_play = RoundCase.objects.in_play().values("pk")
    return Round.objects.annotate(size=Count("cases", filter=Q(cases__in=in_play))).order_by("-pk")


def records_of(sheet: ScoreSheet) -> dict[str, Record]:
    """The sheet's records by their kind."""
    return {record.kind: record for record in sheet.records.all()}
