"""Appointing: the one way in which a person becomes a mentor."""

from datetime import date
from typing import Any

from django.utils import timezone

from cms_pages.models import MentorPage
from plugins.mentors.models import Mentor


def appoint(*, page: MentorPage, user: Any, term_from: date, term_to: date | None, actor: Any) -> Mentor:
    """The service of the person whom the page shows, in the caller's transaction.

    Somebody who has served before keeps nothing of the former service but its page, which is history.
    """
    Mentor.objects.filter(user=user).update(user=None)
    mentor = Mentor(
        page=page, user=user, appointed_on=min(term_from, timezone.localdate()), term_from=term_from
    )
    mentor.term_to = term_to
    mentor.full_clean()
    mentor.save()
    return mentor
