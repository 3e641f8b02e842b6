"""Two at the same instant: experts who recuse, secretaries who plan. Real threads against PostgreSQL."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event

import pytest
from django.db import (
    connection,  # noqa: F401 - the skip asks it
    transaction,
)

from plugins.mentors.models import Application
from plugins.reviews.actions import add_cases, plan_round, take_out
from plugins.reviews.models import ExpertProfile, Round, RoundCase, ScoreSheet, Seat
from plugins.reviews.workflows import RoundFlow, SeatFlow, SheetFlow, panel
from portal import clock
from tests.factories import applications
from tests.factories import reviews as factory
from tests.portal.workflow.test_races import race, wait_until_somebody_waits

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]


def test_of_two_experts_who_recuse_at_once_each_is_followed_by_another_reserve(
    site, secretary, citizen
) -> None:
    for number in range(4):
        factory.an_expert(f"judge-{number}", f"第{number}学院")
    round = factory.opened(site, secretary, [factory.a_question(citizen)], seats=2, reserves=2)
    first, second = ScoreSheet.objects.filter(round_case__round=round).select_related("seat__expert")
    under_way = Event()

    def recuse_slowly() -> None:
        with transaction.atomic():
            SheetFlow.recuse(first, actor=first.seat.expert, note="曾共事")
            under_way.set()
            wait_until_somebody_waits()

    def recuse_meanwhile() -> None:
        under_way.wait(10)
        SheetFlow.recuse(second, actor=second.seat.expert, note="师生")

    assert race(recuse_slowly, recuse_meanwhile) == ["", ""]
    drafts = ScoreSheet.objects.filter(round_case__round=round, state="draft")
    assert sorted(drafts.values_list("seat__rank", flat=True)) == [3, 4]


def test_of_two_rounds_that_take_the_same_case_one_gets_it(site, secretary, clerk, citizen) -> None:
    application = applications.awaiting_review(citizen, site, clerk)
    criteria = factory.write_criteria(None, kind="mentors", name="标准", lines=factory.LINES, actor=secretary)
    now = clock.read()
    times = {"opens_at": now, "closes_at": now + factory.timedelta(days=5)}
    rounds = [
        plan_round(
            Round(site=site, kind="mentors", title=title, criteria_set=criteria, **times), actor=secretary
        )
        for title in ("甲", "乙")
    ]

    outcomes = race(
        *[lambda round=round: add_cases(round, [application.pk], actor=secretary) for round in rounds]
    )

    assert outcomes == ["", ""]
    assert RoundCase.objects.count() == 1
    assert Application.objects.get().state == "in_review"


def at_the_same_point(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Whoever comes to that function of a move waits there for somebody else, who may be kept out by a lock."""
    original, both = getattr(panel, name), Barrier(2)

    def together(*arguments: object) -> None:
        with suppress(BrokenBarrierError):
            both.wait(1)
        original(*arguments)

    monkeypatch.setattr(panel, name, together)


def drafts(round: Round) -> list[tuple[int, str]]:
    """Who has which case to score, by the rank of the seat."""
    sheets = ScoreSheet.objects.filter(round_case__round=round, state="draft").select_related("seat")
    return sorted((sheet.seat.rank, sheet.round_case.case.text) for sheet in sheets)


def test_of_two_reserves_who_sign_at_once_each_takes_the_case_of_the_other(
    site, secretary, citizen, monkeypatch
) -> None:
    """Each has been called up for one case, declares it, and is the next reserve for the other's."""
    for number in range(4):
        factory.an_expert(f"judge-{number}", f"第{number}学院")
    cases = [factory.a_question(citizen, text) for text in ("甲公司", "乙公司")]
    round = factory.opened(site, secretary, cases, seats=2, reserves=2)
    first, second = round.panel.filter(kind="reserve").order_by("rank")
    employer = ExpertProfile.objects.filter(user=first.expert)
    employer.update(employer="乙公司")  # so that the second reserve is called up for that one
    for seat, case in zip(round.panel.filter(kind="regular"), cases, strict=True):
        sheet = seat.sheets.get(round_case__case_id=case.pk)
        SheetFlow.recuse(sheet, actor=seat.expert, note="曾共事")
    employer.update(employer="另一学院")
    assert drafts(round) == [(1, "乙公司"), (2, "甲公司"), (3, "甲公司"), (4, "乙公司")]
    first, second = Seat.objects.filter(pk__in=(first.pk, second.pk)).order_by("rank")
    at_the_same_point(monkeypatch, "recuse_by_rule")

    race(
        lambda: SeatFlow.sign(first, actor=first.expert, interests="甲公司"),
        lambda: SeatFlow.sign(second, actor=second.expert, interests="乙公司"),
    )

    assert not Seat.objects.filter(state="serving", signed_at=None).exists()
    assert drafts(round) == [(1, "乙公司"), (2, "甲公司"), (3, "乙公司"), (4, "甲公司")]


def test_round_that_is_cancelled_while_an_expert_declares_a_conflict(
    site, secretary, question, experts, monkeypatch
) -> None:
    round = factory.opened(site, secretary, [question], seats=1, reserves=1, sign=False)
    seat = round.panel.get(kind="regular")
    signing = Event()
    original = panel.recuse_by_rule

    def slowly(seat: Seat) -> None:
        signing.set()
        wait_until_somebody_waits()
        original(seat)

    def cancel_meanwhile() -> None:
        signing.wait(10)
        RoundFlow.cancel(round, actor=secretary, note="条件变化")

    monkeypatch.setattr(panel, "recuse_by_rule", slowly)
    race(lambda: SeatFlow.sign(seat, actor=seat.expert, interests="青禾公司"), cancel_meanwhile)

    assert Round.objects.get().state == "cancelled"
    assert list(ScoreSheet.objects.order_by("pk").values_list("state", flat=True)) == ["recused", "missing"]
    assert set(Seat.objects.values_list("state", flat=True)) == {"released"}


def test_case_that_is_withdrawn_while_it_goes_to_a_reserve_is_taken_from_the_reserve_too(
    site, secretary, question, experts, citizen
) -> None:
    round = factory.opened(site, secretary, [question], seats=1, reserves=1)
    sheet = ScoreSheet.objects.get()
    under_way = Event()

    def recuse_slowly() -> None:
        with transaction.atomic():
            SheetFlow.recuse(sheet, actor=sheet.seat.expert, note="曾共事")
            under_way.set()
            wait_until_somebody_waits()

    def withdraw_meanwhile() -> None:
        under_way.wait(10)
        take_out(question, actor=citizen, reason="撤回申请")

    assert race(recuse_slowly, withdraw_meanwhile) == ["", ""]
    assert list(ScoreSheet.objects.order_by("pk").values_list("state", flat=True)) == ["recused", "missing"]
    assert drafts(round) == []
