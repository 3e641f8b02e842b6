"""The pages of a resignation take what stands in their forms (W9)."""

import pytest

from plugins.mentors.models import Mentor, Resignation
from portal.accounts.models import User
from tests.access.stuffing import Fields, every_column, require_the_same

pytestmark = pytest.mark.django_db
MINE = "/m/mine/resignation/"


@pytest.fixture
def extras(manager: User) -> Fields:
    return every_column(manager)


def test_w9_asking_to_leave(signed_in, writer: User, mentor: Mentor, peer: Mentor, extras: Fields) -> None:
    me = signed_in(writer)
    fields = {"reason": "调往外地工作", "heirs": [peer.pk]}
    answer = require_the_same(me, extras, lambda more: me.post(MINE, more | fields))
    assert answer.status_code == 302


def test_w9_staying_after_all(signed_in, writer: User, resignation: Resignation, extras: Fields) -> None:
    me, fields = signed_in(writer), {"version": resignation.version}
    answer = require_the_same(me, extras, lambda more: me.post(f"{MINE}withdraw/", more | fields))
    assert answer.status_code == 302


def test_w9_handing_over_and_deciding(
    signed_in,
    ask_question,
    resignation: Resignation,
    mentor: Mentor,
    peer: Mentor,
    clerk: User,
    extras: Fields,
) -> None:
    question, at_work = ask_question(mentor), signed_in(clerk)
    address, case = (
        f"/m/resignations/{resignation.pk}/hand-over/",
        f"/desk/cases/mentors.resignation/{resignation.pk}/",
    )
    fields = {"item": f"questions.open:{question.pk}", "version": resignation.version, "to": peer.pk}
    answer = require_the_same(at_work, extras, lambda more: at_work.post(address, more | fields))
    assert answer.headers["Location"] == case  # where it is decided, as nothing is open any more
    at_work.post(address, extras | fields)
    question.refresh_from_db()
    assert question.mentor == peer.user

    resignation.refresh_from_db()
    fields = {"move": "accept", "version": resignation.version, "confirmed": "on", "note": ""}
    answer = require_the_same(at_work, extras, lambda more: at_work.post(f"{case}decision/", more | fields))
    assert answer.status_code == 302
