"""Every account of the demo opens to a day's work: cases in every state, and nothing twice."""

import pytest
from wagtail.models import Site

from plugins.demo.seeding.accounts import DUTIES, seed_accounts
from plugins.demo.seeding.applications import seed_applications
from plugins.demo.seeding.content import read
from plugins.demo.seeding.mentors import add_mentors, seed_own_account
from plugins.demo.seeding.reviews import seed_reviews
from plugins.demo.seeding.rounds import seed_rounds
from plugins.demo.seeding.service import seed_service
from plugins.demo.seeding.terms import seed_terms
from plugins.mentors.choices import ApplicationState, ChangeState, ResignationState
from plugins.mentors.models import Application, Mentor, ProfileChange, Resignation
from plugins.reviews.choices import RoundState
from plugins.reviews.models import Round
from plugins.reviews.queries import open_seats_of
from portal.accounts.models import User

pytestmark = pytest.mark.django_db


def seed() -> list[object]:
    """Those of the mentors that ask for something, and everything that people do."""
    seed_terms()
    seed_accounts()
    asked = [row for rows in read("service").values() for row in rows]
    codes = {row["mentor"] for row in asked}
    rows = [row | {"portrait": None} for row in read("mentors")["mentors"] if row["code"] in codes]
    made: list[object] = [*add_mentors(rows)]
    seed_own_account()
    seed_reviews()
    return [*made, *seed_applications(), *seed_rounds(), *seed_service()]


def states(model) -> set[str]:
    return set(model.objects.values_list("state", flat=True))


def test_cases_when_seeded_twice_are_there_once_and_in_every_state(site: Site) -> None:
    assert seed()
    assert states(Round) == set(RoundState.values)
    assert states(ProfileChange) == set(ChangeState.values)
    assert states(Resignation) == set(ResignationState.values)
    gone_on = {ApplicationState.APPOINTED, ApplicationState.LAPSED}
    assert states(Application) == set(ApplicationState.values) - gone_on
    renewed = read("service")["renewals"][0]["mentor"]
    assert Mentor.objects.get(code=renewed).terms.count() == 2
    assert seed() == []


def test_accounts_when_seeded_open_to_a_days_work(site: Site, signed_in) -> None:
    seed()
    people = {name: User.objects.get(username=name) for name in DUTIES}
    desk = signed_in(people["clerk"]).get("/desk/").content.decode()
    for number in (
        ProfileChange.objects.filter(state="submitted").values_list("number", flat=True)[0],
        Resignation.objects.get(state="submitted").number,
        Application.objects.filter(state="checking").values_list("number", flat=True)[0],
    ):
        assert number in desk
    for name in ("expert1", "expert2"):
        assert open_seats_of(people[name]).get().round.state == "scoring"
        assert "第三批导师评审" in signed_in(people[name]).get("/reviews/").content.decode()
    mine = signed_in(people["mentor"]).get("/member/").content.decode()
    assert ProfileChange.objects.get(state="returned").number in mine
    assert "补正" in signed_in(people["applicant"]).get("/member/").content.decode()
    rounds = signed_in(people["manager"]).get("/reviews/rounds/").content.decode()
    assert "第二批导师评审" in rounds
