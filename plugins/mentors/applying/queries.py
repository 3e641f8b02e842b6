"""Which applications somebody sees."""

from typing import Any

from django.db.models import Q

from plugins.mentors.models import Application, ApplicationQuerySet
from plugins.mentors.rules.application import handles_applications


def visible_applications(user: Any) -> ApplicationQuerySet:
    """The person's own, and where handling them is their work those of others that were handed in."""
    mine = Q(applicant=user.pk)
    others = Q(submitted_at__isnull=False) if handles_applications(user) else Q(pk__in=())
    return Application.objects.filter(mine | others).select_related("site", "applicant")
