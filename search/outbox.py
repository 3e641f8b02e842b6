"""What has changed and is still to be told to Elasticsearch, written down in the transaction of the change.

Without Elasticsearch nothing is written down. What is does not say what changed, only whose entry: the state is read
when it is told, so that it makes no difference in which order transactions commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from portal.jobs.soon import run_soon
from search.models.outbox import LIST, OutboxRow

JOB = "search.drain"
ASKED, ASKED_SECONDS = "search:drain:asked", 10
AT_ONCE = 500


def is_used() -> bool:
    """Whether there is an engine beside the database."""
    return bool(settings.ELASTICSEARCH_URL)


def note(kind: str, keys: Iterable[int]) -> None:
    """These entries have changed, or are gone. Part of the caller's transaction."""
    if is_used():
        rows = [OutboxRow(kind=kind, key=key) for key in sorted(set(keys))]
        OutboxRow.objects.bulk_create(rows, AT_ONCE)
        # Once a transaction is enough; Django takes the call back when it is rolled back.
        if rows and not any(callback[1] is _ask for callback in connection.run_on_commit):
            transaction.on_commit(_ask, robust=True)


def note_lists(facets: Iterable[str]) -> None:
    """The values of these facets have changed. Part of the caller's transaction."""
    for name in facets:
        note(name, [LIST])


def asked() -> None:
    """Whoever drains now has heard; what is committed from here on asks again."""
    cache.delete(ASKED)


def _ask() -> None:
    """Have the outbox drained soon; many who ask at the same time are heard once."""
    if cache.add(ASKED, True, ASKED_SECONDS):
        run_soon(JOB)


@dataclass(frozen=True)
class Backlog:
    """How many changes wait, since when the oldest does, and how many were given up with which reason."""

    waiting: int
    oldest: datetime | None
    parked: int
    reason: str

    @property
    def lag(self) -> timedelta:
        return timezone.now() - self.oldest if self.oldest else timedelta()


def backlog() -> Backlog:
    """How it is now; four queries."""
    waiting, parked = OutboxRow.objects.waiting(), OutboxRow.objects.parked()
    last = parked.order_by("-pk").first()
    return Backlog(
        waiting=waiting.count(),
        oldest=waiting.aggregate(oldest=Min("created_at"))["oldest"],
        parked=parked.count(),
        reason=last.error if last else "",
    )


def retry_parked() -> int:
    """Try again what was given up; returns how many."""
    return OutboxRow.objects.parked().update(attempts=0, not_before=None)
