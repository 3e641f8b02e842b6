"""Counting how often cards are opened: a number a day, nothing about who (N5)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest

from plugins.mentors.models import CardScan


def is_a_visit(request: HttpRequest) -> bool:
    """Whether somebody opens the card, not a link check or a browser that looks ahead."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose


def count_scan(mentor_id: int, day: date) -> None:
    """One more on that day; two at once are both counted."""
    if _add_one(mentor_id, day):
        return
    try:
        with transaction.atomic():
            CardScan.objects.create(mentor_id=mentor_id, day=day, count=1)
    except IntegrityError:
        # Another visitor was the first of the day a moment ago.
        _add_one(mentor_id, day)


def _add_one(mentor_id: int, day: date) -> int:
    return CardScan.objects.filter(mentor=mentor_id, day=day).update(count=F("count") + 1)
