"""Telling Elasticsearch what has changed: rows in the order they were written, each with the state as it is now.

First the rows are read, then a version is taken, then the state is read: whoever has the higher version has read
later, so that nothing newer is ever replaced by something older, however many drain at a time. One does, to save
work. Exactly the rows that were read are deleted; a row that came in between is told once more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db.models import Q
from django.utils import timezone

from search import outbox
from search.engines.base import EngineUnavailable
from search.indexing import drafts_of, offers_of
from search.models import DrainState, Generation, GenerationState, OutboxRow
from search.models.outbox import LIST, MOST_ATTEMPTS
from search.registry import documents
from search.versions import next_version

if TYPE_CHECKING:
    from search.engines.elastic.bulk import Operation, Outcome
    from search.engines.elastic.engine import ElasticEngine

log = structlog.get_logger(__name__)

BATCH = 200
LEASE = timedelta(seconds=60)
PAUSE = timedelta(seconds=10)
"""How long nobody tries after the server did not answer."""

LONGEST_PAUSE = 300  # seconds until a row is tried again
LONGEST_ERROR = 500

Key = tuple[str, int]
Failures = dict[Key, tuple[bool, str]]
"""By entry: whether it may work later, and what the matter was."""


def drain() -> int:
    """Tell everything whose time has come, unless somebody does already; returns how many rows are done."""
    if not outbox.is_used() or not _lease(LEASE):
        return 0
    outbox.asked()
    pause, number = timedelta(), 0
    try:
        while rows := _due():
            number += tell(_engine(), rows)
            _renew(LEASE)
    except EngineUnavailable as error:
        log.warning("search_outbox_waits", reason=str(error))
        pause = PAUSE
    finally:
        _renew(pause)
    return number


def tell(engine: "ElasticEngine", rows: Sequence[OutboxRow]) -> int:
    """Tell the engine how it is with these rows' entries, in every generation that takes writes; returns how many
    rows are done. Raises EngineUnavailable with all rows left as they are."""
    current = Generation.objects.exclude(state=GenerationState.RETIRED).values_list("pk", flat=True)
    targets = engine.indices.writable(sorted(current))
    failures: Failures = {}
    if targets:
        version = next_version()
        told = _operations(engine, rows, targets, version, failures)
        _collect(engine.submit(told.values()), told, failures)
    done = [row for row in rows if (row.kind, row.key) not in failures]
    OutboxRow.objects.filter(pk__in=[row.pk for row in done]).delete()
    _postpone([row for row in rows if (row.kind, row.key) in failures], failures)
    return len(done)


def _due() -> list[OutboxRow]:
    """What is to be told next, with what was given up of the same entries."""
    rows = list(OutboxRow.objects.due(timezone.now())[:BATCH])
    keys = {(row.kind, row.key) for row in rows}
    given_up = OutboxRow.objects.parked().filter(
        kind__in={kind for kind, _key in keys}, key__in={key for _kind, key in keys}
    )
    return rows + [row for row in given_up if (row.kind, row.key) in keys]


def _engine() -> "ElasticEngine":
    from search.engines.elastic.engine import ElasticEngine

    return ElasticEngine()


Told = dict[tuple[Key, int], "Operation"]


def _operations(
    engine: "ElasticEngine",
    rows: Iterable[OutboxRow],
    targets: Sequence[int],
    version: int,
    failures: Failures,
) -> Told:
    """What is to be written, by entry and number."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_kind[row.kind].add(row.key)
    told: Told = {}
    for kind, keys in by_kind.items():
        for part in _parts(engine, kind, keys, targets, version, failures):
            for number, (key, operation) in enumerate(part, len(told)):
                told[(kind, key), number] = operation
    return told


def _parts(
    engine: "ElasticEngine",
    kind: str,
    keys: set[int],
    targets: Sequence[int],
    version: int,
    failures: Failures,
) -> Iterator[list[tuple[int, "Operation"]]]:
    """All of a kind at once; one by one where one of them cannot be read, so that the others need not wait."""
    try:
        yield list(_of_kind(engine, kind, keys, targets, version))
    except EngineUnavailable:
        raise
    except Exception as error:  # whatever a document of a plugin raises
        if len(keys) == 1:
            log.exception("search_entry_unreadable", kind=kind, key=min(keys))
            failures[kind, min(keys)] = (False, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])
            return
        for key in sorted(keys):
            yield from _parts(engine, kind, {key}, targets, version, failures)


def _of_kind(
    engine: "ElasticEngine", kind: str, keys: set[int], targets: Sequence[int], version: int
) -> Iterator[tuple[int, "Operation"]]:
    if LIST in keys:
        facet = documents.facets.get(kind)
        offered = offers_of(facet) if facet and facet.suggested else []
        yield from ((LIST, operation) for operation in engine.listing(kind, offered, targets, version))
    document = documents.all.get(kind)
    drafts = drafts_of(document, sorted(keys)) if document else []
    for draft in drafts:
        yield from ((draft.key, operation) for operation in engine.putting([draft], targets, version))
    for key in keys - {draft.key for draft in drafts} - {LIST}:
        yield from ((key, operation) for operation in engine.removing(kind, [key], targets, version))


def _collect(outcomes: "Iterable[Outcome]", told: Told, failures: Failures) -> None:
    from search.engines.elastic.bulk import Result

    for ((entry, _number), _operation), outcome in zip(told.items(), outcomes, strict=True):
        if outcome.result is not Result.DONE:
            failures[entry] = (outcome.result is Result.LATER, outcome.reason)


def _postpone(rows: Iterable[OutboxRow], failures: Mapping[Key, tuple[bool, str]]) -> None:
    """Try again later. What the server is too busy for is tried for ever, what it refuses is given up some time."""
    now, postponed = timezone.now(), []
    for row in rows:
        later, row.error = failures[row.kind, row.key]
        most = MOST_ATTEMPTS - 1 if later else MOST_ATTEMPTS
        row.attempts = min(row.attempts + 1, max(most, row.attempts))
        row.not_before = now + timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE))
        postponed.append(row)
    OutboxRow.objects.bulk_update(postponed, ["attempts", "not_before", "error"])


def _lease(time: timedelta) -> bool:
    """Whether nobody else drains for so long; a lease ends by itself, should its holder die."""
    DrainState.objects.get_or_create(pk=1)
    now = timezone.now()
    free = DrainState.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), pk=1)
    return bool(free.update(leased_until=now + time))


def _renew(time: timedelta) -> None:
    DrainState.objects.filter(pk=1).update(leased_until=timezone.now() + time)
