"""What time it is: the database says, never the host (reliability, decision 3).

Everything that asks whether something is due compares with `now()` in SQL, so that a host whose clock is wrong can do
nothing too early. Tests put the clock where they want it; only settings with CLOCK_MAY_BE_SET listen to that, and the
process that makes the demo.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Expression, Value
from django.db.models.functions import Now
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.dateparse import parse_datetime

MAY_DIFFER = timedelta(seconds=5)

_put: datetime | None = None
_replaying = False


def now() -> Expression:
    """The moment of the statement that it stands in, as an SQL expression."""
    if _put is not None and (settings.CLOCK_MAY_BE_SET or _replaying):
        return Value(_put, output_field=DateTimeField())
    return Now()


def sql() -> tuple[str, Sequence[Any]]:
    """`now()` for a statement that is written by hand: the SQL and its parameters."""
    return Query(None).get_compiler(connection=connection).compile(now())


def read() -> datetime:
    """What the database's clock says."""
    moment, parameters = sql()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {moment}", parameters)
        return heard(*cursor.fetchone())


def heard(answer: Any) -> datetime:
    """The moment that the database has answered to `sql()`."""
    if isinstance(answer, str):  # SQLite has no type for moments
        answer = parse_datetime(answer)
    return timezone.make_aware(answer, UTC) if timezone.is_naive(answer) else answer


def host_is_ahead() -> timedelta:
    """How far this host's clock is ahead of the database's; negative when it is behind."""
    before, said, after = timezone.now(), read(), timezone.now()
    return before + (after - before) / 2 - said


def is_right() -> bool:
    """Whether this host's clock may be trusted with when to look: not more than 5 seconds from the database's (T5)."""
    return abs(host_is_ahead()) <= MAY_DIFFER


def complaint() -> str:
    """How wrong this host's clock is, for those who run it."""
    return f"This host's clock is {host_is_ahead().total_seconds():+.0f} seconds from the database's; set it right first."


@contextmanager
def put(moment: datetime) -> Iterator[None]:
    """For tests, and inside `replaying`: the database's clock stands at that moment."""
    global _put
    before, _put = _put, moment
    try:
        yield
    finally:
        _put = before


@contextmanager
def replaying() -> Iterator[None]:
    """For a command that invents a past, as the demo's does, in a process that serves nobody: `put` is listened to."""
    global _replaying
    before, _replaying = _replaying, True
    try:
        yield
    finally:
        _replaying = before
