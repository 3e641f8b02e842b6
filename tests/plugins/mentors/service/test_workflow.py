"""The table of a mentor's service: every state, every move, every person."""

from typing import Any, ClassVar

import pytest

from plugins.mentors.models import Mentor
from plugins.mentors.workflows.service import MentorFlow
from portal.accounts.models import User
from portal.workflow.testing import WorkflowContract
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today

pytestmark = pytest.mark.django_db

NEXT_TERM = {"term_from": today(336), "term_to": today(700)}


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
    def case(self, tutor: User) -> Mentor:
        page = MentorPageFactory()
        return Mentor(page=page, user=tutor, state="", term_from=today(-30), term_to=today(335))

    @pytest.fixture
    def people(self, tutor: User, clerk: User) -> dict[str, User]:
        return {"mentor": tutor, "clerk": clerk}
