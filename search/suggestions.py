"""What is offered while somebody types, in groups."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from search.documents import Document
from search.engines import for_search
from search.engines.base import EngineUnavailable, Suggested
from search.folding import fold
from search.reading import meanings, terms_for
from search.registry import documents
from search.vocabulary import vocabulary

LONGEST = 100


@dataclass(frozen=True)
class Group:
    """Suggestions of one kind, best first: `name` is a document's kind or a facet's name."""

    name: str
    label: str
    items: tuple[Suggested, ...]
    is_facet: bool


def suggest(typed: str, site: Any, *, kinds: Sequence[str] = (), size: int = 5) -> tuple[Group, ...]:
    """Up to `size` suggestions of each kind for what was typed so far: its text, its pinyin or its initials; where nothing
    begins like that, for what means the same as a word that does, and for what it may have been meant to be: wangyt, 税务筹画.

    Only of what everybody may see on the site. `kinds` narrows to some documents and the facets they have.
    """
    known = documents.enabled(site)
    asked = {kind: document for kind, document in known.items() if not kinds or kind in kinds}
    facets = {name: facet for name, facet in documents.facets_of(asked).items() if facet.suggested}
    words = vocabulary()
    engine, folded, names = for_search(), fold(typed[:LONGEST]), [*facets, *asked]
    try:
        found = engine.suggest(folded, names, site.pk, size)
        if not found and folded:
            others = (*meanings(folded, known), *terms_for(folded, known))
            meant = (engine.suggest(text, names, site.pk, size) for text in others)
            found = list(dict.fromkeys(chain.from_iterable(meant)))
    except EngineUnavailable:
        return ()
    groups: dict[str, list[Suggested]] = defaultdict(list)
    for item in found:
        if len(groups[item.kind]) < size and not words.blocks(fold(item.text)):
            groups[item.kind].append(item)
    labels = {name: facet.label for name, facet in facets.items()} | {
        kind: document.label for kind, document in asked.items()
    }
    return tuple(
        Group(name, str(label), items, name in facets)
        for name, label in labels.items()
        if (items := _public(groups[name], asked.get(name), site))
    )


def _public(items: Sequence[Suggested], document: Document | None, site: Any) -> tuple[Suggested, ...]:
    """Those that everybody may see; values of facets are no secret."""
    if document is None or not items:
        return tuple(items)
    objects = document.public(site).filter(pk__in=[int(item.key) for item in items])
    allowed = set(objects.values_list("pk", flat=True))
    return tuple(item for item in items if int(item.key) in allowed)
