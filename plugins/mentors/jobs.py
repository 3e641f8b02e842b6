"""Work that comes back: reminders of terms that end, records that came past the workflow, full weeks."""

from plugins.mentors.actions.service import remind_of_ends, take_over
from plugins.mentors.listing import recount_weeks
from plugins.mentors.models import Mentor


def remind() -> int:
    """Reminders of terms that end soon; each once, so that it may run at any time."""
    return remind_of_ends()


def take_records_over() -> int:
    """Records written before the workflow or by a restore become cases with deadlines."""
    return take_over()


def recount() -> int:
    """Who is full this week, also where a plugin has not told of it or counts things for the week that they are in."""
    return recount_weeks(Mentor.objects.all())
