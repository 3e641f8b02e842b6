"""Suggestions with the address that each leads to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from search.passages import address_of_label
from search.registry import documents
from search.showing import objects_of
from search.suggestions import suggest


@dataclass(frozen=True)
class OfferedItem:
    text: str
    url: str


@dataclass(frozen=True)
class OfferedGroup:
    """Suggestions of one kind: `name` is a document's kind or a facet's name."""

    name: str
    label: str
    items: tuple[OfferedItem, ...]


def offered(typed: str, site: Any, *, size: int = 4) -> tuple[OfferedGroup, ...]:
    """What is offered for what was typed so far: things by their own address, terms by a search for them."""
    known = documents.enabled(site)
    groups = suggest(typed, site, size=size)
    keys = [(item.kind, int(item.key)) for group in groups if not group.is_facet for item in group.items]
    objects = objects_of(keys, known, site)
    found = []
    for group in groups:
        items = []
        for item in group.items:
            if group.is_facet:
                items.append(OfferedItem(item.text, searched(item.text)))
            elif obj := objects.get((item.kind, int(item.key))):
                items.append(OfferedItem(item.text, address_of_label(known[item.kind], obj, item.text)))
        if items:
            found.append(OfferedGroup(group.name, group.label, tuple(items)))
    return tuple(found)


def searched(text: str) -> str:
    """The address of the search for a text."""
    return f"{reverse('search:results')}?{urlencode({'q': text})}"
