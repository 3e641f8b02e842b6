"""A generation on Elasticsearch beside the one in the database, while that is rebuilt.

Both go live by one row of the database. Should the server fail on the way, the database's generation is made and goes
live without it, and searches are answered by the database until the next rebuild.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from django.utils import timezone

from search import generations, outbox
from search.engines.base import Draft, EngineUnavailable, Offer
from search.models import OutboxRow

if TYPE_CHECKING:
    from search.engines.elastic.engine import ElasticEngine

log = structlog.get_logger(__name__)

BACKFILL = 1
"""The version of what a rebuild writes: below all that is told by the outbox, which may have read later."""


class Mirror:
    """The generation on Elasticsearch; without Elasticsearch, or after a failure, every method does nothing."""

    def __init__(self, generation: int) -> None:
        self.generation = generation
        self.failure = ""
        self._engine: ElasticEngine | None = None
        self._last_row = 0
        if outbox.is_used():
            self._engine = _engine()
            # What was given up before now is read anew by the rebuild.
            self._last_row = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            self._try(lambda engine: engine.indices.open(generation, generations.analysis_version()))

    def write(self, drafts: Sequence[Draft]) -> None:
        """What the server refuses is left to the outbox, which tells the reason in the end."""

        def put(engine: "ElasticEngine") -> None:
            refused = engine.backfill(engine.putting(drafts, [self.generation], BACKFILL))
            for draft in drafts:
                if _id(draft) in refused:
                    outbox.note(draft.kind, [draft.key])

        self._try(put)

    def offer(self, kind: str, offers: Sequence[tuple[str, Offer]]) -> None:
        def put(engine: "ElasticEngine") -> None:
            if engine.backfill(engine.listing(kind, offers, [self.generation], BACKFILL)):
                outbox.note_lists([kind])

        if offers:
            self._try(put)

    def complete(self) -> None:
        """Everything is written: let it be searched as soon as the generation is live."""

        def finish(engine: "ElasticEngine") -> None:
            engine.indices.complete(self.generation)
            OutboxRow.objects.parked().filter(pk__lte=self._last_row).delete()

        self._try(finish)

    def _try(self, work) -> None:  # type: ignore[no-untyped-def]
        if self._engine is None:
            return
        try:
            work(self._engine)
        except EngineUnavailable as error:
            log.error("search_mirror_failed", generation=self.generation, reason=str(error))
            self.failure, self._engine = str(error), None


def _engine() -> "ElasticEngine":
    # The client takes a while to load; without Elasticsearch nobody needs it.
    from search.engines.elastic.engine import ElasticEngine

    return ElasticEngine()


def _id(draft: Draft) -> str:
    from search.engines.elastic.schema import identity

    return identity(draft.kind, draft.key)


def drop(retired: Sequence[int]) -> None:
    """Delete what Elasticsearch holds of these generations, if it answers; the next call tries again."""
    if outbox.is_used():
        try:
            engine = _engine()
            for generation in engine.indices.held(retired):
                engine.drop(generation)
        except EngineUnavailable as error:
            log.warning("search_mirror_not_dropped", reason=str(error))


def stale(drafts: Sequence[Draft], generation: int) -> set[tuple[str, int]]:
    """See `Engine.stale`; nothing without Elasticsearch. Raises EngineUnavailable."""
    return _engine().stale(drafts, generation) if outbox.is_used() else set()


def keys(generation: int, kind: str) -> set[int]:
    """See `Engine.keys`; none without Elasticsearch. Raises EngineUnavailable."""
    return _engine().keys(generation, kind) if outbox.is_used() else set()


def purge() -> int:
    """Forget tombstones that no late write can meet any more; returns how many."""
    current = generations.live()
    if current is None or not outbox.is_used():
        return 0
    try:
        return _engine().purge(current.pk, timezone.localdate().toordinal() - 1)
    except EngineUnavailable as error:
        log.warning("search_tombstones_not_purged", reason=str(error))
        return 0
