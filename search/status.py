"""What the search stands on, for commands, probes and the admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from search import generations, outbox
from search.engines.base import EngineUnavailable
from search.models import Entry, Generation, GenerationState
from search.outbox import Backlog
from search.registry import documents


@dataclass(frozen=True)
class Mirrored:
    """How it is with Elasticsearch: why it does not answer ("" when it does), and what is still to be told to it."""

    problem: str
    backlog: Backlog


@dataclass(frozen=True)
class Status:
    """`generation` and `building` are 0 where there is none; `entries` counts the live ones by kind. `engine` is the
    one that answers now; `mirror` is None where the database is the only one."""

    engine: str
    generation: int
    analysis_version: str
    live_since: datetime | None
    outdated: bool
    building: int
    entries: Mapping[str, int]
    mirror: Mirrored | None


def status() -> Status:
    """How it is now; three queries, four more with Elasticsearch."""
    live = generations.live()
    building = Generation.objects.filter(state=GenerationState.BUILDING).first()
    rows = Entry.objects.filter(generation=live.pk if live else 0).values_list("kind").annotate(Count("pk"))
    counted = dict(rows.order_by())
    mirror = _mirrored(live.pk if live else 0) if outbox.is_used() else None
    return Status(
        engine="database" if mirror is None or mirror.problem else "elasticsearch",
        generation=live.pk if live else 0,
        analysis_version=live.analysis_version if live else "",
        live_since=live.live_since if live else None,
        outdated=live is None or live.analysis_version != generations.analysis_version(),
        building=building.pk if building else 0,
        entries={kind: counted.get(kind, 0) for kind in documents.all},
        mirror=mirror,
    )


def _mirrored(generation: int) -> Mirrored:
    from search.engines.elastic.engine import ElasticEngine

    problem = ""
    try:
        ElasticEngine().indices.require(generation)
    except EngineUnavailable as error:
        problem = str(error)
    return Mirrored(problem, outbox.backlog())
