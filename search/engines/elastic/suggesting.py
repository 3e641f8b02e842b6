"""What is offered while somebody types: every beginning of every suggestion is a keyword."""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch.dsl import Search

from search.engines.base import Suggested
from search.engines.elastic.schema import LONGEST_KEY, Body
from search.models.index import PREFIX

ORDER: list[Any] = [{"weight": "desc"}, {"key": "asc"}]


def cleaned(prefix: str) -> str:
    """What was typed, as beginnings are written."""
    return "".join(prefix.split()).replace("\0", "").encode("utf-8", "ignore").decode()[:LONGEST_KEY]


def searches(typed: str, kinds: Sequence[str], site: int, size: int, day: int) -> list[Body]:
    """One for each kind, so that no kind crowds out the rest."""
    search: Search[Any] = Search().filter("term", public=True).filter("term", prefixes=typed[:PREFIX])
    if len(typed) > PREFIX:
        search = search.filter("prefix", spellings=typed)
    search = search.filter("terms", site=[0, site])
    search = search.filter("range", first_day={"lte": day}).filter("range", last_day={"gte": day})
    search = search.sort(*ORDER).source(["kind", "key", "offers"]).extra(size=size)
    return [search.filter("term", kind=kind).to_dict() for kind in kinds]


def suggested(typed: str, answers: Sequence[Mapping[str, Any]], size: int) -> list[Suggested]:
    """The offers of the hits that begin with what was typed."""
    return [one for answer in answers for one in _of_one_kind(typed, answer)[:size]]


def _of_one_kind(typed: str, answer: Mapping[str, Any]) -> list[Suggested]:
    return [
        Suggested(hit["_source"]["kind"], hit["_source"]["key"], offered["text"])
        for hit in answer["hits"]["hits"]
        for offered in hit["_source"]["offers"]
        if any(spelling.startswith(typed) for spelling in offered["spellings"])
    ]
