"""From what an engine found to what a visitor may see: objects read again, facets with words, reasons, marks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from search.documents import Document, FacetField, Value
from search.engines.base import Answer, Ranked
from search.passages import answer_of
from search.plan import Plan
from search.query import FacetCount, FacetCounts, Highlight, Hit, SearchQuery
from search.registry import KIND
from search.warm import INDEX, Kept

Key = tuple[str, int]

FACETS_KEPT = 100
EXCERPT = 80
"""Characters of a text that are shown around what was found."""

MOST_EXCERPTS = 3

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


def hit_of(
    ranked: Ranked, obj: Any, document: Document, query: SearchQuery, plan: Plan, *, pinned: bool = False
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
        reasons=tuple(_reasons(document, obj, query)),
        pinned=pinned,
    )


def facet_counts(
    query: SearchQuery, answer: Answer, known: Mapping[str, Document], facets: Mapping[str, FacetField]
) -> tuple[FacetCounts, ...]:
    """The facets that were asked for, in that order."""
    mark = INDEX.current()
    shown = []
    for name in query.facets:
        if name == KIND:
            label, values = _("类别"), tuple(Value(kind, document.label) for kind, document in known.items())
        else:
            facet = facets[name]
            label, values = (
                str(facet.label),
                _values.get(mark, name, partial(_listed, facet)),
            )
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


def _reasons(document: Document, obj: Any, query: SearchQuery) -> Iterable[str]:
    """What the object shares with the seeker, in words."""
    if query.seeker is None:
        return
    wishes = query.seeker.wishes
    declared = {facet.name: facet for facet in document.facets if facet.name in wishes}
    held = document.values(obj) if declared else {}
    mark = INDEX.current()
    for name, facet in declared.items():
        shared = set(held.get(name, ())).intersection(wishes[name])
        values = _values.get(mark, name, partial(_listed, facet))
        if labels := [value.label for value in values if value.id in shared]:
            yield _("%(facet)s相符：%(values)s") % {"facet": facet.label, "values": "、".join(labels)}
    if (query.seeker.consulted.get((document.kind, obj.pk)) or 0) > 3:
        yield _("您咨询过并给出好评")


def _highlights(document: Document, obj: Any, plan: Plan) -> Iterable[Highlight]:
    """The title if anything in it met the plan, and the pieces of text that say most about why it was found."""
    from search.analysis.highlight import excerpt, marks

    title = document.title(obj)
    if in_title := marks(title, plan):
        yield Highlight("title", title, in_title)
    content = document.content(obj)
    pieces = [("tag", text) for text in content.tags] + [("body", text) for text in content.body]
    shown = 0
    for field, text in pieces:
        if text == title or shown == MOST_EXCERPTS:
            continue
        piece = excerpt(text, plan, EXCERPT)
        if piece.marks:
            shown += 1
            yield Highlight(field, piece.text, piece.marks)
