"""Work that comes back: reminders of terms that end, and records that came past the workflow."""

from plugins.mentors.actions.service import remind_of_ends, take_over


def remind() -> int:
    """Reminders of terms that end soon; each once, so that it may run at any time."""
    return remind_of_ends()


def take_records_over() -> int:
    """Records written before the workflow or by a restore become cases with deadlines."""
    return take_over()
