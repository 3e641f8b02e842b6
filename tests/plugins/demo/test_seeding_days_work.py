"""Every account of the demo opens to a day's work: cases in every state, and nothing twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Site

from plugins.demo.seeding import applications
from plugins.demo.seeding.accounts import DUTIES, seed_accounts
from plugins.demo.seeding.applications import seed_applications
from plugins.demo.seeding.content import read
from plugins.demo.seeding.mentors import add_mentors, seed_own_account
from plugins.demo.seeding.past import catch_up
from plugins.demo.seeding.reviews import seed_reviews
from plugins.demo.seeding.rounds import seed_rounds
from plugins.demo.seeding.service import seed_service
from plugins.demo.seeding.terms import seed_terms
from plugins.mentors.applying.sections import problems_of
from plugins.mentors.choices import ApplicationState, ChangeState, ResignationState
from plugins.mentors.models import Application, Mentor, ProfileChange, Resignation
from plugins.reviews.choices import RoundState
from plugins.reviews.models import Round
from plugins.reviews.queries import open_seats_of
from portal import clock
from portal.accounts.models import User
from portal.desk.choices import Band
from portal.desk.clocks import left
from portal.desk.models import WorkItem
from portal.member_centre.today import Band as Urgency
from portal.member_centre.today import todays_work
from portal.workflow.models import Deadline
from portal.working_time.calendar import SHANGHAI

pytestmark = pytest.mark.django_db


def seed() -> list[object]:
    """Those of the mentors that ask for something, and everything that people do.

    With small pictures: drawing and checking them is half of the work, and tells nothing of the day's.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(applications, "PORTRAIT_SIZE", 64)
        return _seed()


def _seed() -> list[object]:
    seed_terms()
    seed_accounts()
    asked = [row for rows in read("service").values() for row in rows]
    codes = {row["mentor"] for row in asked}
    rows = [row | {"portrait": None} for row in read("mentors")["mentors"] if row["code"] in codes]
    made: list[object] = [*add_mentors(rows)]
    seed_own_account()
    seed_reviews()
    made += [*seed_applications(), *seed_rounds(), *seed_service()]
    catch_up()
    return made


def states(model) -> set[str]:
    return set(model.objects.values_list("state", flat=True))


@pytest.fixture(scope="class")
def seeded(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[object]]:
    """Seeded now, once for all tests of a class; nothing is left for the tests beside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)


@pytest.mark.usefixtures("seeded")
class TestSeededNow:
    def test_cases_when_seeded_twice_are_there_once_and_in_every_state(
        self, site: Site, seeded: list[object]
    ) -> None:
        assert seeded
        assert states(Round) == set(RoundState.values)
        assert states(ProfileChange) == set(ChangeState.values)
        assert states(Resignation) == set(ResignationState.values)
        gone_on = {ApplicationState.APPOINTED, ApplicationState.LAPSED}
        assert states(Application) == set(ApplicationState.values) - gone_on
        for returned in Application.objects.filter(state=ApplicationState.RETURNED):
            assert {*problems_of(returned)} == {"background", "evidence"}
        renewed = read("service")["renewals"][0]["mentor"]
        assert Mentor.objects.get(code=renewed).terms.count() == 2
        assert seed() == []

    def test_accounts_when_seeded_open_to_a_days_work(self, site: Site, signed_in) -> None:
        people = {name: User.objects.get(username=name) for name in DUTIES}
        desk = signed_in(people["clerk"]).get("/desk/").content.decode()
        for number in (
            ProfileChange.objects.filter(state="submitted").values_list("number", flat=True)[0],
            Resignation.objects.get(state="submitted").number,
            Application.objects.filter(state="checking").values_list("number", flat=True)[0],
        ):
            assert number in desk
        for name in ("expert1", "expert2"):
            assert [seat.round.state for seat in open_seats_of(people[name])] == ["scoring", "scoring"]
            assert "第三批导师评审" in signed_in(people[name]).get("/reviews/").content.decode()
        mine = signed_in(people["mentor"]).get("/member/").content.decode()
        assert ProfileChange.objects.get(state="returned").number in mine
        assert "补正" in signed_in(people["applicant"]).get("/member/").content.decode()
        rounds = signed_in(people["manager"]).get("/reviews/rounds/").content.decode()
        assert "第二批导师评审" in rounds


@pytest.mark.parametrize("today", ["2026-11-28 12:00", "2026-11-27 08:30", "2027-02-20 01:00"])
def test_steps_lie_days_apart_and_what_runs_is_overdue_soon_or_new(
    site: Site, signed_in, time_machine, today: str
) -> None:
    """On a Saturday, a Friday morning, and in the night after a long holiday."""
    now = datetime.strptime(today, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    time_machine.move_to(now, tick=False)
    with clock.put(now):
        seed()

        for case in [*Application.objects.all(), *Round.objects.all(), *ProfileChange.objects.all()]:
            times = [step.at for step in case.steps.order_by("version")]
            assert times == sorted(times)
            assert times[-1] < now
        apart = [
            case.steps.last().at - case.steps.first().at for case in Application.objects.filter(number__gt="")
        ]
        assert min(apart) > timedelta(hours=8)
        assert not Deadline.objects.due().exists(), "what was due has happened, at its time"

        bands = {left(item, now).band for item in WorkItem.objects.filter(is_open=True).exclude(work="")}
        assert Band.OVERDUE in bands
        fresh = Application.objects.filter(state="checking").latest("submitted_at")
        assert now - fresh.submitted_at < timedelta(hours=1)
        for name in ("expert1", "expert2"):
            work = dict(todays_work(User.objects.get(username=name), site).groups)
            assert work[Urgency.SOON]
