"""What the admin's start page says of terms."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from plugins.mentors.clerk.queries import ending_within
from plugins.mentors.days import today
from plugins.mentors.rules.service import handles_mentors

SOON = 30
SHOWN = 8


def terms_ending(request: HttpRequest) -> Mapping[str, Any]:
    """How many terms end within 30 days, and the first of them; nothing for others than clerks."""
    if not handles_mentors(request.user):
        return {}
    ending = ending_within(SOON, today())
    return {"number": ending.count(), "mentors": ending[:SHOWN], "days": SOON}
