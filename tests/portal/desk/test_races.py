"""Two clerks reach for one case at the same instant: one has it, the other is told by whom (S3). Real threads, PostgreSQL."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections  # noqa: F401 - the skip asks it
from django.test import Client

from portal.accounts.models import User
from portal.desk.actions import HELD, claim, release, take
from portal.desk.models import WorkItem
from portal.workflow.engine import Refused
from tests.portal.desk.conftest import item_of
from tests.questions import Question

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
]
ROUNDS = 10


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at the same instant; what each returned, or the refusal that it met."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        close_old_connections()
        try:
            start.wait(10)
            outcomes[place] = act()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def reach(case: Question, *people: User) -> tuple[User, list[Refused]]:
    """Everybody has read the same row and claims it; who has it then, and what the others were told."""
    items = [WorkItem.objects.of(case).get() for _person in people]
    outcomes = race(
        *(lambda pair=pair: take(pair[0], by=pair[1]) for pair in zip(items, people, strict=True))
    )
    (winner,) = [person for person, outcome in zip(people, outcomes, strict=True) if outcome is None]
    return winner, [outcome for outcome in outcomes if outcome is not None]


def test_claim_when_two_reach_at_once_then_one_has_it_and_the_other_is_told_by_whom(
    ask, clerk, colleague
) -> None:
    for number in range(ROUNDS):
        case = ask(f"第 {number} 件")
        winner, (refusal,) = reach(case, clerk, colleague)

        item = item_of(case)
        assert (item.owner, item.first_asked) == (winner, winner)
        assert refusal.code == HELD
        assert refusal.sentence == f"{winner.get_full_name()}正在办理，认领到 2026年3月9日 10:30。"


def test_claim_when_it_has_run_out_then_one_of_two_gets_it_and_the_first_asked_stays(
    ask, clerk, colleague, mentor, time
) -> None:
    for number in range(ROUNDS):
        case = ask(f"第 {number} 件")
        claim(item_of(case), by=mentor)
        time.shift(minutes=30)
        winner, refusals = reach(case, clerk, colleague)

        item = item_of(case)
        assert (item.owner, item.first_asked) == (winner, mentor)
        assert [refusal.code for refusal in refusals] == [HELD]
        assert item.claimed_until == time.moment + timedelta(minutes=30)


def test_claim_when_given_back_at_that_instant_then_it_is_nobodys_or_the_others_and_never_lost(
    ask, clerk, colleague
) -> None:
    for number in range(ROUNDS):
        case = ask(f"第 {number} 件")
        claim(item_of(case), by=colleague)
        mine, theirs = item_of(case), item_of(case)
        outcome, given = race(lambda: take(mine, by=clerk), lambda: release(theirs, by=colleague))  # noqa: B023

        assert given is True
        assert item_of(case).owner == (None if isinstance(outcome, Refused) else clerk)
        if isinstance(outcome, Refused):
            assert outcome.sentence.startswith(("赵宁正在办理", "这件事项刚被放回"))


def test_page_when_two_press_at_once_then_each_reads_their_own_answer(
    ask, clerk, colleague, signed_in
) -> None:
    case = ask()
    address = f"/desk/cases/questions.question/{case.pk}/claim/"
    people = {person.get_full_name(): signed_in(person) for person in (clerk, colleague)}

    def press(client: Client) -> str:
        return client.post(address, follow=True).content.decode()

    answers = race(*(lambda client=client: press(client) for client in people.values()))
    winner = item_of(case).owner.get_full_name()
    for name, answer in zip(people, answers, strict=True):
        assert ("已认领。" in answer) == (name == winner)
        assert (f"{winner}正在办理，认领到" in answer) == (name != winner)
