"""What the desk tells the people who work there."""

from django.utils.translation import gettext_lazy as _

from portal.notices.base import Notice, Urgency
from portal.working_time.durations import said

REMINDER = Notice(
    "desk.reminder",
    _("催办事项"),
    to=lambda item: [item.owner],
    context=lambda item: {
        "number": str(item),
        "title": item.title,
        "due": said(item.due_at) if item.due_at else "",
    },
    example={"number": "DS-2026-000318", "title": "导师申请", "due": "2026年12月1日 24:00"},
    link=lambda item: item.get_absolute_url(),
    urgency=Urgency.REMINDER,
)
NOTICES = (REMINDER,)
