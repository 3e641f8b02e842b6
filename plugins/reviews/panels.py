"""The box in the member centre: an expert's reviews that are not finished."""

from typing import Any

from django.http import HttpRequest

from plugins.reviews.queries import open_seats_of


def member_panel(request: HttpRequest) -> dict[str, Any]:
    """Seats in rounds that still run; nothing is shown where there is none."""
    return {"seats": list(open_seats_of(request.user))}
