from django.utils import timezone
from django.utils.translation import gettext as _

from plugins.mentors.engaging import engage
from plugins.mentors.listing import follow_workload
from plugins.mentors.models import Mentor
from plugins.mentors.workload import Week, why_no_more
from portal.workflow.engine import GUARD, Refused
from portal.workflow.transitions import Moved
from qingchuang_hello.models import Request


def put_to_mentor(moved: Moved) -> None:
    """To whom the asker has chosen, if anybody: engaged first, as the mentor may be leaving at this instant."""
    if chosen := moved.data.get("mentor"):
        mentor = engage(chosen.pk)
        if why := why_no_more(mentor, moved.case.site):
            raise Refused(GUARD, why)
        _give(moved.case, mentor)


def pass_to_mentor(moved: Moved) -> None:
    """To a mentor whom staff have chosen, who was engaged for it; how many a week they take is not asked."""
    _give(moved.case, moved.data["mentor"])


def let_go(moved: Moved) -> None:
    """From now on it waits for no mentor."""
    _give(moved.case, None)


def given_in_week(mentor: Mentor, week: Week) -> int:
    """How many requests the mentor has of those that came in the week."""
    return Request.objects.filter(mentor=mentor.user_id, given_on__range=(week.first, week.last)).count()


def _give(request: Request, mentor: Mentor | None) -> None:
    if mentor and mentor.user is None:
        raise Refused(GUARD, _("这位导师还没有账号，请另选一位。"))
    concerned = {request.mentor_id, mentor and mentor.user_id} - {None}
    request.mentor, request.given_on = (mentor.user, timezone.localdate()) if mentor else (None, None)
    request.save(update_fields=["mentor", "given_on"])
    for one in Mentor.objects.filter(user__in=concerned):
        follow_workload(one)
