"""Two at the same instant: experts who recuse, secretaries who plan. Real threads against PostgreSQL."""

from threading import Event
from time import sleep

import pytest
from django.db import (
    connection,  # noqa: F401 - the skip asks it
    transaction,
)

from plugins.mentors.models import Application
from plugins.reviews.actions import add_cases, plan_round
from plugins.reviews.models import Round, RoundCase, ScoreSheet
from plugins.reviews.workflows import SheetFlow
from portal import clock
from tests.factories import applications
from tests.factories import reviews as factory
from tests.portal.workflow.test_races import race

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
            sleep(1)

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
