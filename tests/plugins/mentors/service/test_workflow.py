"""The table of a mentor's service: every state, every move, every person."""

from typing import Any, ClassVar

import pytest

from plugins.mentors.actions.service import take_over
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.workflows.service import MentorFlow
from portal.accounts.models import User
from portal.notices.models import Message
from portal.roles.table import MENTOR_CLERK
from portal.workflow.engine import ACTOR, Refused
from portal.workflow.testing import WorkflowContract
from tests.conftest import person
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today
from tests.factories.mentors import MentorFactory
from tests.factories.service import appointed

pytestmark = pytest.mark.django_db

# After the end of the case's term, also when midnight passes between reading this file and running it.
NEXT_TERM = {"term_from": today(340), "term_to": today(700)}


class TestMentorFlow(WorkflowContract):
    workflow = MentorFlow
    data: ClassVar[dict[str, dict[str, Any]]] = {
        "correct_term": {"term_from": today(-20), "term_to": today(300)},
        "renew": NEXT_TERM,
        "renew_paused": NEXT_TERM,
        "reappoint": NEXT_TERM,
        "pause": {"pause_to": today(10)},
        "plan_pause": {"pause_from": today(5), "pause_to": today(10)},
        "set_cap": {"weekly_cap": 3},
    }

    @pytest.fixture
    def case(self, novice: User) -> Mentor:
        page = MentorPageFactory()
        return Mentor(page=page, user=novice, state="", term_from=today(-30), term_to=today(335))

    @pytest.fixture
    def people(self, novice: User, clerk: User) -> dict[str, User]:
        return {"mentor": novice, "clerk": clerk}


def test_clerk_who_is_a_mentor_keeps_nobody_in_office_but_others(site, clerk: User) -> None:
    own, other = appointed(user=clerk), appointed()
    assert MentorFlow.renew.refusal(own, clerk).code == ACTOR
    assert MentorFlow.renew.refusal(other, clerk) is None
    assert MentorFlow.pause.refusal(own, clerk) is None


def test_clerk_who_is_a_mentor_does_not_bring_back_what_another_clerk_hid(site, clerk: User) -> None:
    own, colleague = appointed(user=clerk), person("colleague", "方专员", MENTOR_CLERK.group)
    hidden = MentorFlow.hide(own, actor=colleague, note="核实举报")
    assert "由导师专员隐藏" in MentorFlow.show.refusal(hidden, clerk).sentence


def test_person_without_the_right_appoints_nobody(citizen) -> None:
    with pytest.raises(Refused, match="导师专员"):
        appointed(actor=citizen)
    assert not Mentor.objects.exists()


def test_records_from_before_become_cases_once(site) -> None:
    serving, former = MentorFactory(), MentorFactory(former=True)
    paused, ended = MentorFactory(paused=True), MentorFactory(ended=True)
    assert take_over() == 4
    assert take_over() == 0
    states = {mentor.pk: mentor.state for mentor in Mentor.objects.all()}
    assert states == {
        serving.pk: "serving",
        former.pk: "former",
        paused.pk: "paused",
        ended.pk: "former",
    }
    assert TermOfOffice.objects.count() == 4
    assert [deadline.move for deadline in serving.deadlines] == ["end_term"]
    assert not Message.objects.exists()
    ended.refresh_from_db()
    assert ended.term_to == today(-1)
