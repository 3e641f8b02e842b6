"""When a mentor's case moves by itself: at the end of a term, at the ends of a pause. All are moments, not lengths."""

from datetime import datetime

from plugins.mentors.days import beginning_of
from plugins.mentors.models import Mentor, TermOfOffice
from portal.working_time.durations import end_of


def term_ends(mentor: Mentor) -> datetime | None:
    """24:00 of the term's last day; None where the term has no end, or another one is entered to follow it."""
    if mentor.term_to is None or _successor(mentor) is not None:
        return None
    return end_of(mentor.term_to)


def term_is_followed(mentor: Mentor) -> datetime | None:
    """24:00 of the term's last day where another term is entered to follow it."""
    if mentor.term_to is None or _successor(mentor) is None:
        return None
    return end_of(mentor.term_to)


def pause_begins(mentor: Mentor) -> datetime | None:
    """0:00 of the first day of a pause that was asked for."""
    return beginning_of(mentor.pause_from) if mentor.pause_from else None


def pause_ends(mentor: Mentor) -> datetime | None:
    """24:00 of the last day of the pause."""
    return end_of(mentor.pause_to) if mentor.pause_to else None


def _successor(mentor: Mentor) -> TermOfOffice | None:
    return TermOfOffice.objects.after(mentor).first() if mentor.pk else None
