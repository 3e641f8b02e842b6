"""Generations: which index is live, and how a new one is built while people write.

Whoever writes holds the index until the end of the transaction, together with all others who write; a rebuild holds
it alone, for one batch at a time. So a rebuild reads nothing that is being changed, and nobody writes between what it
reads and what it writes. SQLite has one writer anyway, PostgreSQL takes a lock on the table of generations.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from search.models import Generation, GenerationState
from search.warm import INDEX

T = TypeVar("T")

PATIENCE = "300ms"
"""How long writers are kept waiting behind a rebuild that waits for other writers, before it steps back."""

ATTEMPTS, PAUSE = 200, 0.1


class IndexBusy(Exception):
    """Somebody has been writing in one transaction for so long that the rebuild gave up."""


def written() -> list[int]:
    """The generations that a change must be written to, held until the end of the caller's transaction."""
    _lock("ROW EXCLUSIVE")
    states = dict(_current())
    if GenerationState.LIVE not in states:
        states[GenerationState.LIVE] = _first().pk
    return sorted(states.values())


def live() -> Generation | None:
    """The generation that searches read; None before anything was written."""
    return Generation.objects.filter(state=GenerationState.LIVE).first()


def is_outdated() -> bool:
    """Whether the live generation was made by another version of the analysis, or there is none."""
    current = live()
    return current is None or current.analysis_version != analysis_version()


def analysis_version() -> str:
    from search.analysis import ANALYSIS_VERSION

    return ANALYSIS_VERSION


def begin() -> int:
    """Open a new generation: from now on changes are written to it too. One that was left unfinished is retired."""

    def open_new() -> int:
        Generation.objects.filter(state=GenerationState.BUILDING).update(state=GenerationState.RETIRED)
        return Generation.objects.create(
            state=GenerationState.BUILDING, analysis_version=analysis_version()
        ).pk

    return alone(open_new)


def switch(generation: int) -> None:
    """Make a generation that is complete the live one."""

    def exchange() -> None:
        Generation.objects.filter(state=GenerationState.LIVE).update(state=GenerationState.RETIRED)
        Generation.objects.filter(pk=generation).update(state=GenerationState.LIVE, live_since=timezone.now())
        INDEX.change()

    alone(exchange)


def retired() -> list[int]:
    return list(Generation.objects.filter(state=GenerationState.RETIRED).values_list("pk", flat=True))


def alone(work: Callable[[], T]) -> T:
    """Do a short piece of work in a transaction while nobody writes. Raises IndexBusy."""
    for _attempt in range(ATTEMPTS):
        try:
            return _attempt_alone(work)
        except _WritersAtWork:
            time.sleep(PAUSE)
    raise IndexBusy


def _attempt_alone(work: Callable[[], T]) -> T:
    with transaction.atomic():
        try:
            _lock("EXCLUSIVE", PATIENCE)
        except OperationalError as error:
            raise _WritersAtWork from error
        return work()


class _WritersAtWork(Exception):
    pass


def _lock(mode: str, patience: str = "") -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if patience:
            cursor.execute(f"SET LOCAL lock_timeout = '{patience}'")
        cursor.execute(f"LOCK TABLE {Generation._meta.db_table} IN {mode} MODE")
        if patience:
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _current() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, id FROM search_generation WHERE state <> 'retired'")
        return cursor.fetchall()


def _first() -> Generation:
    """The first generation ever, or the one that somebody else has just made."""
    try:
        with transaction.atomic():
            return Generation.objects.create(
                state=GenerationState.LIVE, analysis_version=analysis_version(), live_since=timezone.now()
            )
    except IntegrityError:
        current = live()
        if current is None:
            raise DatabaseError("no generation of the index can be made") from None
        return current
