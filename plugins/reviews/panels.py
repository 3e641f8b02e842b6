"""The box in the member centre: an expert's reviews that are not finished, the way to the rounds for who runs them."""

from typing import Any

from django.http import HttpRequest

from plugins.reviews.queries import open_seats_of
from plugins.reviews.rules import has_desk


def member_panel(request: HttpRequest) -> dict[str, Any]:
    """Seats in rounds that still run; nothing at all for those who have no desk here."""
    return {"seats": list(open_seats_of(request.user)), "has_desk": has_desk(request.user)}
