"""Writing the index: in the transaction of the change, or a whole generation at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, transaction

from search import generations, mirroring, outbox
from search.documents import Content, Document, FacetField
from search.drafts import draft, offer
from search.engines import for_writing
from search.engines.base import Draft, Offer
from search.registry import documents
from search.warm import INDEX

BATCH = 200

_waiting: ContextVar[dict[str, set[int]] | None] = ContextVar("waiting", default=None)


def index(document: Document, keys: Iterable[int], *, at_hand: Sequence[Any] | None = None) -> None:
    """Bring the entries of these objects up to date: written if the object is public, deleted if it is not.

    Part of the caller's transaction. Inside `together` it is put off to the end of that block. Whoever has just written
    the objects' rows in this transaction may give those `at_hand` that are public, as `public` and `for_index` would read
    them: they are not read again.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.setdefault(document.kind, set()).update(keys)
        return
    with transaction.atomic(savepoint=False):
        if at_hand is not None:
            _put(document, list(keys), [draft(document, obj) for obj in at_hand], generations.written())
            return
        for batch in _batches(sorted(set(keys))):
            _write(document, batch)


@contextmanager
def together() -> Iterator[None]:
    """Write the entries of everything that changes in this block once, at its end; for importers and other bulk work.

    Put it inside the transaction. A block that raises writes nothing.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[str, set[int]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for kind, keys in waiting.items():
        index(documents[kind], keys)


def rebuild() -> Iterator[tuple[str, int]]:
    """Build a new generation beside the live one and switch to it; yields (kind, entries looked at) batch by batch.

    Writers are held up for one batch at most. Abandoned half-way it leaves the live generation as it is.
    """
    generation = generations.begin()
    mirror = mirroring.Mirror(generation)
    for document in documents.all.values():
        for batch in _batches(_public_keys(document)):
            mirror.write(generations.alone(partial(_backfill, document, batch, generation)))
            yield document.kind, len(batch)
    generations.alone(lambda: _offer_values(documents.facets.values(), [generation]))
    for facet in documents.facets.values():
        mirror.offer(facet.name, offers_of(facet))
    mirror.complete()
    generations.switch(generation)
    drop_retired()


def drop_retired() -> None:
    """Delete what retired generations hold; what a writer of theirs left behind goes with the next call."""
    retired = generations.retired()
    for generation in retired:
        for_writing().drop(generation)
    mirroring.drop(retired)


def drift(document: Document) -> Iterator[tuple[int, list[int]]]:
    """Compare the live index with the objects, on every engine; yields per batch its size and the keys that are wrong.
    Raises EngineUnavailable.

    Wrong is a public object whose entry is missing or differs, and an entry without a public object.
    """
    live = generations.live()
    if live is None:
        return
    expected = _public_keys(document)
    for batch in _batches(expected):
        drafts = drafts_of(document, batch)
        stale = for_writing().stale(drafts, live.pk) | mirroring.stale(drafts, live.pk)
        wrong = {key for _kind, key in stale}
        yield len(batch), sorted(wrong | ({*batch} - {made.key for made in drafts}))
    held = for_writing().keys(live.pk, document.kind) | mirroring.keys(live.pk, document.kind)
    yield 0, sorted(held - set(expected))


def contents() -> Iterator[Content]:
    """The words of every public object, as they are written."""
    for document in documents.all.values():
        for batch in _batches(_public_keys(document)):
            for obj in document.for_index(document.public(None).filter(pk__in=batch)):
                yield document.content(obj)


def values_changed(facets: Iterable[FacetField]) -> None:
    """The lists that these facets take their values from have changed; part of the caller's transaction."""
    INDEX.change()
    suggested = [facet for facet in facets if facet.suggested]
    if suggested:
        with transaction.atomic(savepoint=False):
            _offer_values(suggested, generations.written())
            outbox.note_lists(facet.name for facet in suggested)


def _write(document: Document, keys: Sequence[int]) -> None:
    written = generations.written()
    if connection.features.has_select_for_update:
        # Two transactions may change one entry's object and what belongs to it: the second reads what the first wrote.
        objects = document.model._base_manager.select_for_update(no_key=True, of=("self",))
        list(objects.filter(pk__in=keys).order_by("pk").values_list("pk"))
    _put(document, keys, drafts_of(document, keys), written)


def _put(document: Document, keys: Sequence[int], drafts: Sequence[Draft], written: Sequence[int]) -> None:
    """Make the entries of these keys those of the drafts, where there are any."""
    for_writing().write(drafts, written)
    if gone := set(keys) - {made.key for made in drafts}:
        for_writing().delete(document.kind, gone, written)
    outbox.note(document.kind, keys)
    if any(facet.daily for facet in document.facets):
        INDEX.change()  # what passes with the day is kept beside the index, whose entry may be the same as before


def _backfill(document: Document, keys: Sequence[int], generation: int) -> list[Draft]:
    drafts = drafts_of(document, keys)
    for_writing().write(drafts, [generation])
    return drafts


def _offer_values(facets: Iterable[FacetField], written: Sequence[int]) -> None:
    """Write the values of suggested facets down, to be offered while somebody types."""
    for facet in facets:
        if facet.suggested:
            for_writing().offer(facet.name, offers_of(facet), written)


def offers_of(facet: FacetField) -> list[tuple[str, Offer]]:
    """What is offered of a facet's values, by their ids; nothing unless it is to be suggested."""
    return [(value.id, offer(str(value.name))) for value in facet.values()] if facet.suggested else []


def drafts_of(document: Document, keys: Sequence[int]) -> list[Draft]:
    """The entries of those objects that are public, as they are now."""
    objects = document.for_index(document.public(None).filter(pk__in=keys))
    return [draft(document, obj) for obj in objects]


def _public_keys(document: Document) -> list[int]:
    return sorted(document.public(None).order_by().values_list("pk", flat=True))


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield batch
