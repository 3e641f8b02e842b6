"""From an object to what engines write: its words as tokens, its values, its days."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from search.documents import Document
from search.engines.base import Draft, Offer
from search.engines.dialect import GAP, LONGEST_TOKEN

LARGEST_COLUMN = 300_000  # characters; a vector of PostgreSQL holds a million bytes
MOST_CHARACTERS = 16_000
MOST_OCCURRENCES = 255


def draft(document: Document, obj: Any) -> Draft:
    """The entry of an object. What one database could not hold is left out for all of them."""
    # Analysis brings dictionaries along; a process that never writes shall not load them.
    from search.analysis.tokens import tokens

    content, numbers, window = document.content(obj), document.numbers(obj), document.window(obj)
    made = tokens(name=content.name, laws=content.laws, tags=content.tags, body=content.body)
    parts = {
        "kind": document.kind,
        "key": obj.pk,
        "ename": _bounded(made.ename),
        "name": _bounded(made.name),
        "tag": _bounded(made.tag),
        "body": _bounded(made.body),
        "chars": _placed(made.chars),
        "values": {facet: tuple(sorted(set(found))) for facet, found in _values(document, obj).items()},
        "site": document.site_id(obj) or 0,
        "first_day": window.first or date.min,
        "last_day": window.last or date.max,
        "newest": numbers.newest,
        "rating": numbers.rating,
        "quality": numbers.quality,
        "reply_hours": numbers.reply_hours,
        "next_slot": numbers.next_slot,
        "offers": tuple(
            offer(text, person=text == content.name) for text in document.suggestions(obj) if text
        ),
    }
    return Draft(**parts, digest=_digest(parts))


def offer(text: str, *, person: bool = False) -> Offer:
    """A text with every spelling that finds it; a person's name is read as names are."""
    from search.analysis import normalise
    from search.analysis.pinyin import spellings, term_spellings

    folded = "".join(normalise(text).split())
    return Offer(text, (folded, *(spellings if person else term_spellings)(folded)))


def _values(document: Document, obj: Any) -> dict[str, Iterable[str]]:
    declared = {facet.name for facet in document.facets}
    return {facet: values for facet, values in document.values(obj).items() if facet in declared}


def _digest(parts: dict[str, Any]) -> str:
    return hashlib.blake2b(repr(sorted(parts.items())).encode(), digest_size=16).hexdigest()


def _bounded(column: str) -> str:
    words = [word for word in column.split() if len(word) <= LONGEST_TOKEN]
    text = " ".join(words)
    return text if len(text) <= LARGEST_COLUMN else text[:LARGEST_COLUMN].rpartition(" ")[0]


def _placed(column: str) -> str:
    """Characters with their places kept: none of them more often than PostgreSQL remembers, and not too many."""
    tokens = column.split()
    if len(tokens) <= MOST_OCCURRENCES and len(max(tokens, key=len, default="")) <= LONGEST_TOKEN:
        return column
    seen: Counter[str] = Counter()
    placed = []
    for token in tokens[:MOST_CHARACTERS]:
        seen[token] += 1
        placed.append(token if seen[token] <= MOST_OCCURRENCES and len(token) <= LONGEST_TOKEN else GAP)
    return " ".join(placed)
