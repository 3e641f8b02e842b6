"""Looking through a whole index: for checks, lists and tombstones."""

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch.dsl import Search

from search.engines.base import Draft
from search.engines.elastic.client import WORK_SECONDS, Address, answering, client
from search.engines.elastic.schema import identity

AT_ONCE = 5_000


def keys(address: Address, alias: str, kind: str) -> set[Any]:
    """The keys of everything of a kind that can be found."""
    search: Search[Any] = Search().filter("term", public=True).filter("term", kind=kind).sort("key")
    return {hit["sort"][0] for hit in _walk(address, alias, search.extra(stored_fields="_none_"))}


def stale(address: Address, alias: str, drafts: Sequence[Draft]) -> set[tuple[str, int]]:
    """Those of the drafts that the index does not hold just so."""
    wanted = [identity(draft.kind, draft.key) for draft in drafts]
    search: Search[Any] = (
        Search().filter("term", public=True).filter("ids", values=wanted).sort("kind", "key")
    )
    search = search.extra(docvalue_fields=["digest"], stored_fields="_none_")
    held = {tuple(hit["sort"]): hit["fields"].get("digest", [""])[0] for hit in _walk(address, alias, search)}
    return {(draft.kind, draft.key) for draft in drafts if held.get((draft.kind, draft.key)) != draft.digest}


def purge(address: Address, alias: str, before: int) -> int:
    """Forget tombstones from before a day (an ordinal), but no more than it can at once; returns how many."""
    search: Search[Any] = Search().filter("term", public=False).filter("range", gone_on={"lt": before})
    search = search.extra(size=AT_ONCE, version=True, stored_fields=[])
    server = client(address).options(request_timeout=WORK_SECONDS)
    with answering():
        hits = server.search(index=alias, body=search.to_dict())["hits"]["hits"]
        if hits:
            # The same version: what was written since stays.
            lines = [
                {"delete": {"_id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}}
                for hit in hits
            ]
            server.bulk(index=alias, operations=lines, require_alias=True)
    return len(hits)


def _walk(address: Address, alias: str, search: "Search[Any]") -> Iterator[dict[str, Any]]:
    """Every hit, in the order of the search, which must be one that no two hits share."""
    server = client(address).options(request_timeout=WORK_SECONDS)
    after: list[Any] | None = None
    while True:
        part = search.extra(size=AT_ONCE, **({"search_after": after} if after else {}))
        with answering():
            hits = server.search(index=alias, body=part.to_dict())["hits"]["hits"]
        yield from hits
        if len(hits) < AT_ONCE:
            return
        after = hits[-1]["sort"]
