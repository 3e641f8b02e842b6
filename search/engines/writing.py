"""Writing entries into the database: rows, words and suggestions, always in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from search.engines import suggesting
from search.engines.base import Draft
from search.engines.dialect import dialect
from search.engines.statements import insert, places, select
from search.facets import Bits, numbered
from search.models.index import MASKS, Entry
from search.warm import INDEX

DROPPED_AT_ONCE = 500
IDENTITY = ("generation_id", "kind", "key")
SINGLE = (
    "site",
    "first_day",
    "last_day",
    "newest",
    "next_slot",
    "rating",
    "quality",
    "reply_hours",
    "digest",
)
VARIABLE = (*SINGLE, *MASKS)
WRITE = f"""
ON CONFLICT ({", ".join(IDENTITY)}) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in VARIABLE)}
RETURNING id, kind, key
"""
HELD = "SELECT kind, key, {columns} FROM search_entry WHERE generation_id = %s AND kind IN {kinds} AND key IN {keys}"

FORGET_WORDS = "DELETE FROM search_text WHERE rowid IN {entries}"
FORGET = "DELETE FROM search_entry WHERE id IN {entries}"


def write(drafts: Sequence[Draft], generations: Iterable[int]) -> None:
    """Write what differs from what is there."""
    pairs = {(facet, value) for draft in drafts for facet, values in draft.values.items() for value in values}
    with transaction.atomic(savepoint=False):
        bits = numbered(pairs) if pairs else Bits({})
        for generation in generations:
            known = _held(drafts, generation, ("digest",))
            changed = [draft for draft in drafts if known.get((draft.kind, draft.key)) != (draft.digest,)]
            if changed:
                _write(changed, generation, bits)
                INDEX.change()


def _write(drafts: Sequence[Draft], generation: int, bits: Bits) -> None:
    rows = [(generation, draft.kind, draft.key, *_values(draft, bits)) for draft in drafts]
    written = insert("search_entry", (*IDENTITY, *VARIABLE), rows, WRITE)
    entries = {(kind, key): entry for entry, kind, key in written}
    texts = [(entries[draft.kind, draft.key], draft) for draft in drafts]
    dialect().write(texts)
    suggesting.write(texts, generation)


@transaction.atomic(savepoint=False)
def delete(kind: str, keys: Iterable[int], generations: Iterable[int]) -> None:
    found = Entry.objects.filter(kind=kind, key__in=list(keys), generation__in=list(generations))
    if entries := list(found.values_list("pk", flat=True)):
        _remove(entries)
        INDEX.change()


def drop(generation: int) -> None:
    suggesting.drop_lists(generation)
    rows = Entry.objects.filter(generation=generation).values_list("pk", flat=True)
    while entries := list(rows[:DROPPED_AT_ONCE]):
        with transaction.atomic():
            _remove(entries)


def keys(generation: int, kind: str) -> set[int]:
    return set(Entry.objects.filter(generation=generation, kind=kind).values_list("key", flat=True))


def stale(drafts: Sequence[Draft], generation: int) -> set[tuple[str, int]]:
    """Compared value by value, words included; a digest would only say what somebody meant to write."""
    bits = Bits.read()
    held = _held(drafts, generation, ("id", *VARIABLE))
    equal = {
        held[draft.kind, draft.key][0]: draft
        for draft in drafts
        if held.get((draft.kind, draft.key), ())[1:] == _values(draft, bits)
    }
    same = dialect().same(list(equal.items())) if equal else set()
    right = {(draft.kind, draft.key) for entry, draft in equal.items() if entry in same}
    return {(draft.kind, draft.key) for draft in drafts} - right


def _remove(entries: Sequence[int]) -> None:
    suggesting.delete(entries)
    with connection.cursor() as cursor:
        for statement in (FORGET_WORDS, FORGET):
            cursor.execute(statement.format(entries=places(entries)), entries)


def _held(
    drafts: Sequence[Draft], generation: int, columns: Sequence[str]
) -> Mapping[tuple[str, int], tuple[Any, ...]]:
    """What the generation has in these columns for the kinds and keys of the drafts."""
    if not drafts:
        return {}
    kinds, keys = list({draft.kind for draft in drafts}), [draft.key for draft in drafts]
    statement = HELD.format(columns=", ".join(columns), kinds=places(kinds), keys=places(keys))
    return {(kind, key): tuple(found) for kind, key, *found in select(statement, [generation, *kinds, *keys])}


def _values(draft: Draft, bits: Bits) -> tuple[Any, ...]:
    """What stands in the variable columns of an entry."""
    masks = [0] * len(MASKS)
    for facet, values in draft.values.items():
        for column, mask in bits.masks(facet, values).items():
            masks[column] = mask
    return (
        draft.site,
        draft.first_day.toordinal(),
        draft.last_day.toordinal(),
        _day(draft.newest),
        _day(draft.next_slot),
        draft.rating,
        draft.quality,
        draft.reply_hours,
        draft.digest,
        *masks,
    )


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None
