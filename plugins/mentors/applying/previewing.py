"""The public page of an applicant as it would be, drawn by the templates of the real one (P20)."""

from datetime import date

from django.utils import timezone

from plugins.mentors.applying.becoming import page_of
from plugins.mentors.choices import ServingState
from plugins.mentors.listing import card_of
from plugins.mentors.models import Application, Mentor
from plugins.mentors.profile import Profile
from plugins.mentors.settings import MentorSettings


def preview_of(application: Application, day: date | None = None) -> Profile:
    """A profile that nothing in the database stands behind."""
    today = day or timezone.localdate()
    page = page_of(application)
    mentor = Mentor(page=page, state=ServingState.SERVING, appointed_on=today, term_from=today)
    new_for = MentorSettings.for_site(application.site).newly_appointed_days
    return Profile(mentor, page, card_of(mentor, page), today, new_for)
