"""What the indices hold: one of entries, one of what is offered while somebody types, for each generation.

Days are ordinals, as in the database. Facets are keywords under `values`, one field each, made with its first value.
A deleted entry stays as a tombstone for a while: the server forgets deleted versions, and an older write that comes
late would bring the entry back.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from elasticsearch.dsl import Boolean, Double, Integer, Keyword, Long, Object, Text
from elasticsearch.dsl import Mapping as IndexMapping

from search.engines.base import Draft, Offer
from search.models.index import PREFIX

LONGEST_KEY = 60
LONGEST_TEXT = 255

WORDS = ("ename", "name", "tag", "body")
TEXTS = (*WORDS, "chars")
NUMBERS = ("rating", "quality", "reply_hours")
SETTINGS = {
    "index.number_of_shards": 1,
    "index.auto_expand_replicas": "0-1",
    "index.gc_deletes": "1h",
}

NO_WORDS = "\ue000"
"""Stands in an empty column: what few documents have at all would otherwise count for less than it weighs."""

Body = dict[str, Any]


def _common() -> IndexMapping:
    mapping = IndexMapping()
    mapping.meta("dynamic", "strict")
    for name, field in {
        "public": Boolean(),
        "kind": Keyword(),
        "site": Integer(),
        "first_day": Integer(),
        "last_day": Integer(),
        "gone_on": Integer(),
    }.items():
        mapping.field(name, field)
    return mapping


def _entries() -> IndexMapping:
    mapping = _common()
    mapping.meta("_source", {"excludes": [*TEXTS, "values"]})
    mapping.meta(
        "dynamic_templates",
        [
            {
                "facets": {
                    "path_match": "values.*",
                    "match_mapping_type": "string",
                    "mapping": {"type": "keyword"},
                }
            }
        ],
    )
    for name in WORDS:
        mapping.field(name, Text(analyzer="whitespace", index_options="freqs"))
    mapping.field("chars", Text(analyzer="whitespace", norms=False))
    for name in NUMBERS:
        mapping.field(name, Double())
    for name in ("newest", "next_slot"):
        mapping.field(name, Integer())
    mapping.field("key", Long())
    mapping.field("digest", Keyword(index=False))
    mapping.field("values", Object(dynamic=True))
    return mapping


def _offers() -> IndexMapping:
    mapping = _common()
    mapping.field("key", Keyword())
    mapping.field("weight", Integer())
    mapping.field("prefixes", Keyword(doc_values=False))
    mapping.field("spellings", Keyword(doc_values=False))
    mapping.field("offers", Object(enabled=False))
    return mapping


ENTRIES, OFFERS = "entries", "offers"
MAPPINGS: Mapping[str, Body] = {ENTRIES: _entries().to_dict(), OFFERS: _offers().to_dict()}
MARK = hashlib.blake2b(json.dumps([MAPPINGS, SETTINGS], sort_keys=True).encode(), digest_size=8).hexdigest()
"""Stands in every index; one that bears another mark was made by another release."""


def identity(kind: str, key: object) -> str:
    """The id of a document, in either index."""
    return f"{kind}:{key}"


def entry(draft: Draft) -> Body:
    body = {name: getattr(draft, name) for name in (*NUMBERS, "chars", "key", "digest")}
    body |= {name: getattr(draft, name) or NO_WORDS for name in WORDS}
    body |= {"values": {facet: list(values) for facet, values in draft.values.items()}}
    body |= {"newest": _day(draft.newest), "next_slot": _day(draft.next_slot)}
    return body | _shown(draft)


def offers(draft: Draft) -> Body:
    """What is offered for an entry; a tombstone where that is nothing."""
    if not draft.offers:
        return tombstone(draft.kind)
    weight = _day(draft.newest) or 0
    return _offered(draft.offers) | _shown(draft) | {"key": str(draft.key), "weight": weight}


def offer(kind: str, key: str, place: int, offered: Offer) -> Body:
    """One of a list of offers that belong to no entry."""
    shown = {"public": True, "kind": kind, "site": 0, "first_day": 0, "last_day": date.max.toordinal()}
    return _offered((offered,)) | shown | {"key": key, "weight": -place}


def tombstone(kind: str) -> Body:
    return {"public": False, "kind": kind, "gone_on": date.today().toordinal()}


def _shown(draft: Draft) -> Body:
    return {
        "public": True,
        "kind": draft.kind,
        "site": draft.site,
        "first_day": draft.first_day.toordinal(),
        "last_day": draft.last_day.toordinal(),
    }


def _offered(offered: tuple[Offer, ...]) -> Body:
    cut = [
        (one.text[:LONGEST_TEXT], [spelling[:LONGEST_KEY] for spelling in one.spellings]) for one in offered
    ]
    spellings = sorted({spelling for _text, found in cut for spelling in found})
    beginnings = {spelling[:length] for spelling in spellings for length in range(1, PREFIX + 1)}
    return {
        "offers": [{"text": text, "spellings": found} for text, found in cut],
        "spellings": spellings,
        "prefixes": sorted(beginnings),
    }


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None
