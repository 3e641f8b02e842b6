"""From what an engine found to what a visitor may see: objects read again, facets with words, reasons, marks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from search.documents import Document, FacetField, Value
from search.engines.base import Answer, Ranked
from search.passages import answer_of
from search.plan import Plan
from search.query import FacetCount, FacetCounts, Found, Highlight, Hit, SearchQuery
from search.registry import KIND
from search.warm import INDEX, Kept

Key = tuple[str, int]

FACETS_KEPT = 100
EXCERPT = 80
"""Characters of a text that are shown around what was found."""

MOST_EXCERPTS = 3
"""So many of the tags, and as many of the body."""

_values: Kept[tuple[Value, ...]] = Kept(FACETS_KEPT)


def objects_of(keys: Iterable[Key], known: Mapping[str, Document], site: Any) -> dict[Key, Any]:
    """The objects that everybody may see on the site; one query a kind, with what its document adds to it.

    Whatever else the index has named is left out.
    """
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in keys:
        if kind in known:
            by_kind[kind].append(key)
    found: dict[Key, Any] = {}
    for kind, wanted in by_kind.items():
        document = known[kind]
        objects = document.for_hits(document.public(site).filter(pk__in=wanted))
        found |= {(kind, obj.pk): obj for obj in objects}
    return found


def values_of(facets: Iterable[FacetField]) -> dict[str, tuple[Value, ...]]:
    """The values of facets by their names, in the order of the list; asked once per process and change of the index."""
    mark = INDEX.current()
    return {facet.name: _values.get(mark, facet.name, partial(_listed, facet)) for facet in facets}


Wished = Mapping[str, tuple[str, Mapping[str, str]]]
"""By facet: how to say that a value is shared, and the words of the values that the seeker wishes for, in order."""


def wished_by(query: SearchQuery, facets: Mapping[str, FacetField]) -> Wished:
    """What reasons are given by, as far as there is such a facet and such a value; asked once for all hits."""
    wishes = query.seeker.wishes if query.seeker else {}
    known = values_of(facets[name] for name in wishes if name in facets)
    return {
        name: (
            _("%(facet)s相符：%(values)s") % {"facet": facets[name].label, "values": "%s"},
            {value.id: value.label for value in values if value.id in wishes[name]},
        )
        for name, values in known.items()
    }


def hit_of(
    ranked: Ranked,
    obj: Any,
    document: Document,
    query: SearchQuery,
    plan: Plan,
    wished: Wished,
    *,
    pinned: bool = False,
) -> Hit:
    """A hit with all that is told of it."""
    marked = query.highlight and bool(plan.concepts)
    url, passages = answer_of(document, obj, plan) if marked else (document.url(obj), ())
    return Hit(
        kind=document.kind,
        key=obj.pk,
        object=obj,
        title=document.title(obj),
        url=url,
        score=ranked.score,
        text_score=ranked.text_score,
        equals=ranked.equals,
        highlights=tuple(_highlights(document, obj, plan)) if marked else (),
        passages=passages,
        day=document.numbers(obj).newest,
        reasons=tuple(_reasons(document, obj, query, wished)),
        pinned=pinned,
    )


def said_by(
    document: Document, keys: Iterable[int], plan: Plan, site: Any
) -> dict[int, tuple[tuple[Highlight, ...], tuple[Found, ...]]]:
    """By key what of these objects meets the plan: pieces of their texts, and their passages; one query."""
    objects = objects_of(((document.kind, key) for key in keys), {document.kind: document}, site)
    return {
        key: (tuple(_highlights(document, obj, plan)), answer_of(document, obj, plan)[1])
        for (_kind, key), obj in objects.items()
    }


def facet_counts(
    query: SearchQuery, answer: Answer, known: Mapping[str, Document], facets: Mapping[str, FacetField]
) -> tuple[FacetCounts, ...]:
    """The facets that were asked for, in that order."""
    known_values = values_of(facets[name] for name in query.facets if name != KIND)
    shown = []
    for name in query.facets:
        if name == KIND:
            label, values = _("类别"), tuple(Value(kind, document.label) for kind, document in known.items())
        else:
            label, values = str(facets[name].label), known_values[name]
        shown.append(
            FacetCounts(name, label, _counted(values, answer.counts[name], query.filters.get(name, ())))
        )
    return tuple(shown)


def _listed(facet: FacetField) -> tuple[Value, ...]:
    return tuple(facet.values())


def _counted(
    values: Iterable[Value], counts: Mapping[str, int], chosen: Sequence[str]
) -> tuple[FacetCount, ...]:
    return tuple(
        FacetCount(value.id, value.label, counts.get(value.id, 0), value.id in chosen)
        for value in values
        if counts.get(value.id) or value.id in chosen
    )


def _reasons(document: Document, obj: Any, query: SearchQuery, wished: Wished) -> Iterable[str]:
    """What the object shares with the seeker, in words."""
    if query.seeker is None:
        return
    declared = [facet.name for facet in document.facets if facet.name in wished]
    held = document.values(obj) if declared else {}
    for name in declared:
        said, words = wished[name]
        if shared := [word for value, word in words.items() if value in held.get(name, ())]:
            yield said.replace("%s", "、".join(shared))
    if (query.seeker.consulted.get((document.kind, obj.pk)) or 0) > 3:
        yield _("你咨询过并给出好评")


def _highlights(document: Document, obj: Any, plan: Plan) -> Iterable[Highlight]:
    """The title if anything in it met the plan, and the pieces of text that say most about why it was found."""
    from search.analysis.highlight import marks, telling

    title = document.title(obj)
    if in_title := marks(title, plan):
        yield Highlight("title", title, in_title)
    content = document.content(obj)
    for field, texts in (("tag", content.tags), ("body", content.body)):
        pieces = (telling(text, plan, EXCERPT) for text in dict.fromkeys(texts) if text != title)
        found = (Highlight(field, piece.text, piece.marks) for piece in pieces if piece)
        yield from islice(found, MOST_EXCERPTS)
