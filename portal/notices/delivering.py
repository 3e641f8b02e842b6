"""Deliveries leave one after the other: claimed, handed over at most once, tried again by plan (N1 to N4).

A delivery is claimed in a transaction of its own before anything leaves, and marked in another one afterwards. What a
worker that died in between has claimed may have left: it counts as unknown and is not sent again by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.sms import NotSent, Rejected
from portal.notices.channels import SENDERS
from portal.notices.choices import Channel, State
from portal.notices.models import Delivery
from portal.notices.registry import notices
from portal.notices.texts import one_line, short

log = structlog.get_logger(__name__)

BATCH = 500
LOST_AFTER = timedelta(minutes=10)  # longer than a job may take


class Bundle(NamedTuple):
    """Deliveries, by their keys, that may be told the person in one message on the channel."""

    person: int
    channel: str
    keys: list[int]


def deliver() -> int:
    """Send what is to be sent now; returns how many deliveries have left. The declared job; safe beside itself."""
    _give_up_lost()
    return sum(_send(bundle) for bundle in _bundles(Delivery.objects.ready()[:BATCH]))


def try_again(key: int) -> bool:
    """Send an undelivered one once more, from the beginning of the plan; whether it was undelivered."""
    now = clock.read()
    rows = Delivery.objects.undelivered().filter(pk=key)
    return bool(rows.update(state=State.WAITING, attempts=0, since=now, try_at=now, error=""))


def _bundles(ready: "QuerySet[Delivery]") -> list[Bundle]:
    """What may be told in one message: the same notice to the same person on the same channel, in their order."""
    told = ready.values_list("pk", "message__person", "channel", "message__notice")
    ordered = sorted(told, key=lambda row: (row[1], row[2], row[0]))
    return [
        Bundle(person, channel, [row[0] for row in group])
        for (person, channel, _notice), group in groupby(ordered, key=lambda row: row[1:])
    ]


@transaction.atomic
def _claim(bundle: Bundle) -> list[Delivery]:
    """Take those of a bundle that nobody else has taken; none while an earlier one to the person is under way.

    All open deliveries to the person on the channel are locked first, so that workers take turns with each person.
    """
    keys = bundle.keys
    rows = list(Delivery.objects.open_to(bundle.person, bundle.channel))
    if any(row.state == State.SENDING for row in rows):
        return []
    before = takewhile(lambda row: row.pk not in keys, rows)
    if any(row.is_due or row.attempts for row in before):
        return []
    mine = [row for row in rows if row.pk in keys and row.is_due]
    Delivery.objects.filter(pk__in=[row.pk for row in mine]).update(
        state=State.SENDING, attempts=F("attempts") + 1, claimed_at=clock.now()
    )
    return mine


def _send(ready: Bundle) -> int:
    bundle = _claim(ready)
    if not bundle:
        return 0
    title, text = _words(bundle)
    try:
        SENDERS[bundle[0].channel](bundle, title, text)
    except NotSent as trouble:
        _plan_next(bundle, trouble)
        return 0
    except Rejected as refusal:
        _finish(bundle, State.REFUSED, refusal)
        return 0
    except Exception as trouble:  # whatever a gateway raises: it may have sent the message
        _finish(bundle, State.UNKNOWN, trouble)
        return 0
    _finish(bundle, State.SENT)
    return len(bundle)


def _words(bundle: Sequence[Delivery]) -> tuple[str, str]:
    """The words of one message, or of several in one."""
    first = bundle[0]
    if len(bundle) == 1:
        return first.message.title, first.text if first.channel == Channel.SMS else _mail(first)
    notice = notices().get(first.message.notice)
    label = notice.label if notice else first.message.title
    title = _("%(label)s（共 %(count)d 条）") % {"label": label, "count": len(bundle)}
    if first.channel == Channel.SMS:
        return title, short(_("%s，请登录青创通查看。") % title)
    return one_line(title), "\n\n".join(_mail(row) for row in bundle)


def _mail(row: Delivery) -> str:
    link = f"\n\n{settings.SITE_URL}{row.message.link}" if row.message.link else ""
    return f"{row.message.body}{link}"


def _finish(bundle: Sequence[Delivery], state: State, trouble: Exception | None = None) -> None:
    if trouble is not None:
        log.warning(
            "notice_not_delivered", state=state, channel=bundle[0].channel, error=type(trouble).__name__
        )
    first, *others = bundle
    changed: dict[str, Any] = {"state": state, "error": str(trouble or "")[:300]}
    if state is State.SENT:
        changed["sent_at"] = clock.now()
    _mine(bundle).update(**changed)
    if others:
        _mine(others, state).update(with_others=first)


def _plan_next(bundle: Sequence[Delivery], trouble: Exception) -> None:
    """Back into the queue for the next moment of the plan, or given up when that is too late (N4)."""
    log.info("notice_put_off", channel=bundle[0].channel, error=type(trouble).__name__)
    now = clock.read()
    for row in bundle:
        again = next_try(row, now)
        state = State.WAITING if again else State.GIVEN_UP
        _mine([row]).update(state=state, try_at=again or row.try_at, error=str(trouble)[:300])


def next_try(row: Delivery, now: datetime) -> datetime | None:
    """When a delivery that could not leave is tried next; None when the plan is over."""
    pauses = settings.NOTICE_RETRY_MINUTES
    again = now + timedelta(minutes=pauses[min(row.attempts, len(pauses) - 1)])
    over = row.since + timedelta(hours=settings.NOTICE_GIVE_UP_HOURS)
    return again if again <= over else None


def _mine(bundle: Sequence[Delivery], state: State = State.SENDING) -> "QuerySet[Delivery]":
    """The rows of the bundle, as long as they are still this worker's."""
    return Delivery.objects.filter(pk__in=[row.pk for row in bundle], state=state)


def _give_up_lost() -> None:
    lost = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=clock.read() - LOST_AFTER)
    lost.update(state=State.UNKNOWN, error=_("发送时服务中断"))
