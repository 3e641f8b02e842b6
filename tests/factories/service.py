"""Mentors in service, appointed as they are outside the tests: `appointed(user=person, term_to=today(30))`."""

from typing import Any

from plugins.mentors.actions.service import appoint
from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Mentor
from portal.privacy.consents import give
from portal.workflow.parties import SYSTEM
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today


def appointed(**fields: Any) -> Mentor:
    """A mentor with a public page, a term with its certificate and a history; the term is a month old unless given."""
    usual = {"user": None, "term_from": today(-30), "term_to": today(335), "actor": SYSTEM}
    page = {
        name.removeprefix("page__"): fields.pop(name) for name in list(fields) if name.startswith("page__")
    }
    return appoint(page=MentorPageFactory(**page), **usual | fields)


def accepting(person: Any) -> None:
    """The person says yes to norms and confidentiality."""
    for agreement in AGREEMENTS:
        give(person, agreement.key)
