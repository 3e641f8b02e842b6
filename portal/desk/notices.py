"""What the desk tells the people who work there."""

from django.utils.translation import gettext_lazy as _

from portal.desk.models import WorkItem
from portal.notices.base import Notice, Urgency
from portal.working_time.durations import said

EXAMPLE = {"number": "DS-2026-000318", "title": "导师申请", "due": "2026年12月1日 24:00"}


def _words(item: WorkItem) -> dict[str, str]:
    due = said(item.due_at) if item.due_at else ""
    return {"number": str(item), "title": item.title, "due": due}


ASSIGNED = Notice(
    "desk.assigned",
    _("改派给你的事项"),
    to=lambda item: [item.owner],
    context=_words,
    example=EXAMPLE,
    link=lambda item: item.get_absolute_url(),
)
REMINDER = Notice(
    "desk.reminder",
    _("催办事项"),
    to=lambda item: [item.owner],
    context=_words,
    example=EXAMPLE,
    link=lambda item: item.get_absolute_url(),
    urgency=Urgency.REMINDER,
)
NOTICES = (ASSIGNED, REMINDER)
