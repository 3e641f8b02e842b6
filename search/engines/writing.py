"""Writing entries into the database: rows, words and suggestions, always in the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from search.engines import suggesting
from search.engines.base import Draft
from search.engines.dialect import dialect
from search.facets import Bits, numbered
from search.models.index import MASKS, Entry, Text
from search.warm import INDEX

DROPPED_AT_ONCE = 500
IDENTITY = ("generation", "kind", "key")
VARIABLE = [
    field.name
    for field in Entry._meta.concrete_fields
    if not field.primary_key and field.name not in IDENTITY
]


@transaction.atomic
def write(drafts: Sequence[Draft], generations: Iterable[int]) -> None:
    """Write what differs from what is there."""
    pairs = [(facet, value) for draft in drafts for facet, values in draft.values.items() for value in values]
    bits = numbered(pairs) if pairs else Bits({})
    for generation in generations:
        known = _digests(drafts, generation)
        changed = [draft for draft in drafts if known.get((draft.kind, draft.key)) != draft.digest]
        if changed:
            _write(changed, generation, bits)
            INDEX.change()


def _write(drafts: Sequence[Draft], generation: int, bits: Bits) -> None:
    entries = Entry.objects.bulk_create(
        [_entry(draft, generation, bits) for draft in drafts],
        update_conflicts=True,
        unique_fields=list(IDENTITY),
        update_fields=VARIABLE,
    )
    texts = [(entry.pk, draft) for entry, draft in zip(entries, drafts, strict=True)]
    dialect().write(texts)
    suggesting.write(texts, generation)


@transaction.atomic
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
    held = {(entry.kind, entry.key): entry for entry in _entries(drafts, generation)}
    pairs = [(held[draft.kind, draft.key], draft) for draft in drafts if (draft.kind, draft.key) in held]
    same = dialect().same([(entry.pk, draft) for entry, draft in pairs]) if pairs else set()
    right = {
        (entry.kind, entry.key)
        for entry, draft in pairs
        if entry.pk in same and _values(entry) == _values(_entry(draft, generation, bits))
    }
    return {(draft.kind, draft.key) for draft in drafts} - right


def _remove(entries: Sequence[int]) -> None:
    suggesting.delete(entries)
    Text.objects.filter(rowid__in=entries).delete()
    Entry.objects.filter(pk__in=entries).delete()


def _digests(drafts: Sequence[Draft], generation: int) -> Mapping[tuple[str, int], str]:
    return {
        (kind, key): digest
        for kind, key, digest in _entries(drafts, generation).values_list("kind", "key", "digest")
    }


def _entries(drafts: Sequence[Draft], generation: int):  # type: ignore[no-untyped-def]
    return Entry.objects.filter(
        generation=generation,
        kind__in={draft.kind for draft in drafts},
        key__in=[draft.key for draft in drafts],
    )


def _values(entry: Entry) -> list[object]:
    return [getattr(entry, name) for name in VARIABLE]


def _entry(draft: Draft, generation: int, bits: Bits) -> Entry:
    masks: dict[str, int] = {}
    for facet, values in draft.values.items():
        masks |= {MASKS[column]: mask for column, mask in bits.masks(facet, values).items()}
    return Entry(
        generation_id=generation,
        kind=draft.kind,
        key=draft.key,
        site=draft.site,
        first_day=draft.first_day.toordinal(),
        last_day=draft.last_day.toordinal(),
        newest=draft.newest.toordinal() if draft.newest else None,
        next_slot=draft.next_slot.toordinal() if draft.next_slot else None,
        rating=draft.rating,
        quality=draft.quality,
        reply_hours=draft.reply_hours,
        digest=draft.digest,
        **masks,
    )
