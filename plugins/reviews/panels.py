"""The box in the member centre: the way to the reviews for those who have any. What waits there is today's work."""

from typing import Any

from django.http import HttpRequest

from plugins.reviews.rules import has_desk


def member_panel(request: HttpRequest) -> dict[str, Any]:
    """Nothing at all for those who have no desk here."""
    return {"has_desk": has_desk(request.user)}
