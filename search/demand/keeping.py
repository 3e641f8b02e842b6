"""Jobs that write counts down and delete old ones."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from search.demand.pool import Count, Pool
from search.models import QueryDay
from search.vocabulary import vocabulary

COUNTS = ("asked", "empty", "opened")


def keep() -> int:
    """Write today's counts down as far as they may be, and yesterday's a last time; returns how many rows that were.

    May be run as often as one likes: what is written down is the count so far, not what came since.
    """
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    kept = 0
    for day in (yesterday, today):
        pool = Pool.existing(day)
        if pool is None:
            continue
        kept += _keep(day, pool)
        if day == yesterday:
            pool.forget()
    return kept


def forget() -> int:
    """Delete what is older than settings.SEARCH_REPORT_DAYS; returns how many rows that were."""
    first = timezone.localdate() - timedelta(days=settings.SEARCH_REPORT_DAYS)
    return QueryDay.objects.filter(day__lt=first).delete()[0]


@transaction.atomic
def _keep(day: date, pool: Pool) -> int:
    words = vocabulary()
    counts = [count for count in pool.counts() if not words.blocks(count.query)]
    held = {(row.place, row.query): row for row in QueryDay.objects.filter(day=day)}
    rows = [_row(day, count, held.get((count.place, count.query))) for count in counts]
    QueryDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["day", "place", "query"],
        update_fields=list(COUNTS),
    )
    return len(rows)


def _row(day: date, count: Count, held: QueryDay | None) -> QueryDay:
    """Counts only grow, unless the cache has lost them."""
    so_far = {name: max(getattr(count, name), getattr(held, name, 0)) for name in COUNTS}
    return QueryDay(day=day, place=count.place, query=count.query, **so_far)
