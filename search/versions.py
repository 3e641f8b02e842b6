"""Versions of what is written to an engine outside of the database: each is higher than every one before it."""

import time

from django.db import transaction

from search.models import DrainState


def next_version() -> int:
    """A version for all that is read after this call; on record before it returns, unless the caller's transaction
    is still open.

    About the clock in milliseconds, so that a database put back from a copy goes on above what was written since.
    """
    with transaction.atomic():
        state = locked()
        state.version = max(state.version + 1, time.time_ns() // 1_000_000)
        state.save(update_fields=["version"])
    return state.version


def locked() -> DrainState:
    """The one row, held until the end of the transaction."""
    DrainState.objects.get_or_create(pk=1)
    return DrainState.objects.select_for_update().get(pk=1)
