"""Undelivered messages, on the page of jobs; nothing of their words, nor whose they are."""

from django.utils.translation import gettext_lazy as _

from portal.jobs.parked import SHOWN, Parked, ParkedSource
from portal.notices.delivering import try_again
from portal.notices.models import Delivery
from portal.notices.registry import notices


def undelivered() -> list[Parked]:
    """The newest that somebody has to look at."""
    known = notices()
    rows = Delivery.objects.undelivered().filter(with_others=None).select_related("message").order_by("-pk")
    return [
        Parked(
            str(row.pk),
            f"{known[row.message.notice].label if row.message.notice in known else row.message.notice}"
            f" · {row.get_channel_display()} · {row.get_state_display()}",
            row.claimed_at or row.try_at,
            row.attempts,
            row.error,
        )
        for row in rows[:SHOWN]
    ]


def retry_delivery(key: str) -> bool:
    """Send it once more; whether it was still undelivered."""
    return key.isdecimal() and try_again(int(key))


DELIVERIES = ParkedSource("deliveries", _("通知发送"), undelivered, retry_delivery)
