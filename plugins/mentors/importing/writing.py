"""Writing what was checked: a draft page and an appointment for each row, all of them or those that can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms_pages.models import MentorIndexPage, MentorPage
from cms_pages.personal_data.gate import PublicationRefused
from plugins.mentors.actions.service import appoint
from plugins.mentors.importing.checking import Draft, Plan
from plugins.mentors.importing.columns import PAGE_FIELDS
from plugins.mentors.importing.problems import Problem
from plugins.mentors.models import Mentor
from portal.accounts.models import User
from portal.workflow.engine import Refused
from portal.workflow.parties import SYSTEM

RELATIONS = ("fields", "industries", "languages", "service_types")
TERM_FIELDS = ("appointed_on", "term_from", "term_to", "code")


class Then(Enum):
    """What happens to a page once it is written."""

    KEEP_DRAFT = "draft"
    SUBMIT = "submit"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Outcome:
    """Mentors that were written, and what stood in the way of others."""

    mentors: Sequence[Mentor]
    problems: Sequence[Problem]


class _Undo(Exception):
    """Takes everything back."""


def write(
    plan: Plan,
    *,
    index: MentorIndexPage,
    user: User | None = None,
    then: Then = Then.KEEP_DRAFT,
    keep_going: bool = False,
    advance: Callable[[], None] = lambda: None,
) -> Outcome:
    """Write the plan's drafts below the section.

    When any row has a problem nothing is written, unless `keep_going`: then the good rows are. `advance` is called
    after each row. The publication gate may refuse a page; its row then counts as one with a problem.
    """
    problems, written = list(plan.problems), []
    if problems and not keep_going:
        return Outcome((), problems)
    try:
        with transaction.atomic():
            for draft in plan.drafts:
                try:
                    with transaction.atomic():
                        written.append(_write(draft, index, user, then))
                except (PublicationRefused, Refused, ValidationError) as error:
                    problems.append(Problem(draft.row, "", "", _sentence(error)))
                advance()
            if problems and not keep_going:
                raise _Undo
    except _Undo:
        written = []
    return Outcome(written, problems)


def _write(draft: Draft, index: MentorIndexPage, user: User | None, then: Then) -> Mentor:
    page = _page(draft)
    page.owner = user
    # The section is read anew: each child that is added changes its own row.
    MentorIndexPage.objects.get(pk=index.pk).add_child(instance=page)
    term = {name: draft.values[name] for name in TERM_FIELDS if name in draft.values}
    mentor = appoint(page=page, user=None, actor=user or SYSTEM, **{"term_to": None, **term})
    revision = page.save_revision(user=user, log_action=True)
    if then is Then.PUBLISH:
        revision.publish(user=user)
    elif then is Then.SUBMIT and (workflow := page.get_workflow()):
        workflow.start(page, user)
    return mentor


def _page(draft: Draft) -> MentorPage:
    values = {name: draft.values[name] for name in PAGE_FIELDS if name in draft.values}
    page = MentorPage(live=False, **{name: value for name, value in values.items() if name not in RELATIONS})
    for name in RELATIONS:
        setattr(page, name, values.get(name, []))
    return page


def _sentence(error: PublicationRefused | Refused | ValidationError) -> str:
    if isinstance(error, Refused):
        return error.sentence
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("不能发布：%s") % error
