"""What `/readyz` tells of the search. Nothing of it makes the portal unready: the database answers in any case."""

from datetime import timedelta

from portal.health import Details, NotReady
from search import generations, outbox
from search.engines.base import EngineUnavailable

LONGEST_LAG = timedelta(minutes=5)


def search_is_whole() -> Details:
    """The engine, and how far it is behind. Raises NotReady when somebody should look after it."""
    if not outbox.is_used():
        return {"engine": "database"}
    from search.engines.elastic.engine import ElasticEngine

    backlog, live = outbox.backlog(), generations.live()
    lag = int(backlog.lag.total_seconds())
    details: Details = {"lag_seconds": lag, "waiting": backlog.waiting, "parked": backlog.parked}
    try:
        ElasticEngine().indices.require(live.pk if live else 0)
    except EngineUnavailable:
        raise NotReady(
            "Elasticsearch does not answer or lacks its index, and the database answers instead: "
            "manage.py search_status tells more.",
            engine="database",
            **details,
        ) from None
    details["engine"] = "elasticsearch"
    if backlog.parked:
        raise NotReady("Elasticsearch refused changes: manage.py search_status tells why.", **details)
    if backlog.lag > LONGEST_LAG:
        raise NotReady(f"Changes have been waiting for {lag} seconds to reach Elasticsearch.", **details)
    return details
