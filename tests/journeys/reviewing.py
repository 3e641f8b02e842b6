"""The experts' part of a journey."""

from plugins.mentors.models import Application
from plugins.mentors.reviewing import MENTOR_REVIEW
from plugins.reviews.base import Decision
from portal.workflow.parties import SYSTEM


def review(application: Application, *, passed: bool) -> None:
    """A round of review with its outcome."""
    application.refresh_from_db()
    MENTOR_REVIEW.begun(application, SYSTEM)
    application.refresh_from_db()
    MENTOR_REVIEW.decided(application, Decision(passed=passed, reason="同意", round_title="第一轮"), SYSTEM)
