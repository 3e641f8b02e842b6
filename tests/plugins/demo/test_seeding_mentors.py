"""Invented mentors are appointed as real ones are: with terms, certificates and deadlines."""

import pytest

from plugins.demo.seeding.content import read
from plugins.demo.seeding.mentors import add_mentors
from plugins.demo.seeding.terms import seed_terms
from plugins.mentors.models import Mentor, TermOfOffice

pytestmark = pytest.mark.django_db


def test_mentors_when_seeded_are_cases_in_the_states_of_their_rows(site) -> None:
    seed_terms()
    of_each_state = {row["state"]: row | {"portrait": None} for row in read("mentors")["mentors"]}
    rows = list(of_each_state.values())
    assert len(list(add_mentors(rows))) == len(rows)
    mentors = {mentor.code: mentor for mentor in Mentor.objects.all()}
    assert {code: mentor.state for code, mentor in mentors.items()} == {
        row["code"]: row["state"] for row in rows
    }
    assert all(mentor.version and mentor.page.live for mentor in mentors.values())
    assert TermOfOffice.objects.count() == len(rows)
    paused = next(mentor for mentor in mentors.values() if mentor.state == "paused")
    assert {deadline.move for deadline in paused.deadlines} == {"end_term", "resume"}
