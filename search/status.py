"""What the search stands on, for commands, probes and the admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from search import generations
from search.engines import for_search
from search.models import Entry, Generation, GenerationState
from search.registry import documents


@dataclass(frozen=True)
class Status:
    """`generation` and `building` are 0 where there is none; `entries` counts the live ones by kind."""

    engine: str
    generation: int
    analysis_version: str
    live_since: datetime | None
    outdated: bool
    building: int
    entries: Mapping[str, int]


def status() -> Status:
    """How it is now; three queries."""
    live = generations.live()
    building = Generation.objects.filter(state=GenerationState.BUILDING).first()
    rows = Entry.objects.filter(generation=live.pk if live else 0).values_list("kind").annotate(Count("pk"))
    counted = dict(rows.order_by())
    return Status(
        engine=for_search().name,
        generation=live.pk if live else 0,
        analysis_version=live.analysis_version if live else "",
        live_since=live.live_since if live else None,
        outdated=live is None or live.analysis_version != generations.analysis_version(),
        building=building.pk if building else 0,
        entries={kind: counted.get(kind, 0) for kind in documents.all},
    )
