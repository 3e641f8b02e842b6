"""What is offered while somebody types: every beginning of every suggestion is a row, so that a look-up is one walk
along an index, however many suggestions there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from search.engines.base import Draft, Offer, Suggested
from search.engines.statements import insert, places, select
from search.models.index import PREFIX, Suggestion

LONGEST_KEY = 60
LONGEST_TEXT = 255
# One kind after the other, so that no kind crowds out the rest. The index of beginnings holds all that is asked of their
# table, unless more is typed than it knows.
OF_ONE_KIND = """
SELECT s.kind, s.key, s.text
FROM search_suggestionkey p JOIN search_suggestion s ON s.id = p.suggestion_id
WHERE p.generation_id = (SELECT id FROM search_generation WHERE state = 'live') AND p.kind = %s AND p.prefix = %s{longer}
AND s.site IN (0, %s) AND s.first_day <= %s AND s.last_day >= %s
ORDER BY p.weight DESC, p.suggestion_id LIMIT %s
"""
LONGER = " AND substr(p.whole, 1, %s) = %s"
# The same as a function, whose plan PostgreSQL keeps (migration 0008).
OF_ALL_KINDS = "SELECT kind, key, text FROM search_suggested(%s, %s, %s, %s, %s)"
HELD = """
SELECT s.entry, s.text, s.site, s.first_day, s.last_day, p.weight, p.prefix, p.whole
FROM search_suggestion s JOIN search_suggestionkey p ON p.suggestion_id = s.id WHERE s.entry IN {entries}
"""
FORGET_KEYS = """
DELETE FROM search_suggestionkey WHERE suggestion_id IN (SELECT id FROM search_suggestion WHERE {condition})
"""
FORGET = "DELETE FROM search_suggestion WHERE {condition}"


def suggest(prefix: str, kinds: Sequence[str], site: int, size: int) -> list[Suggested]:
    """See `Engine.suggest`."""
    typed = "".join(prefix.split()).replace("\0", "").encode("utf-8", "ignore").decode()
    if not typed or not kinds:
        return []
    typed, day = typed[:LONGEST_KEY], timezone.localdate().toordinal()
    if connection.vendor == "postgresql":
        rows = select(OF_ALL_KINDS, [list(kinds), typed, site, day, size])
    else:
        rows = _of_one_kind_after_the_other(kinds, typed, [site, day, day, size])
    return [Suggested(*row) for row in rows]


def _of_one_kind_after_the_other(kinds: Sequence[str], typed: str, asked: Sequence[Any]) -> list[Any]:
    longer = [len(typed), typed] if len(typed) > PREFIX else []
    statement = f"SELECT * FROM ({OF_ONE_KIND.format(longer=LONGER if longer else '')})"  # noqa: S608 - our own words only
    parameters = [part for kind in kinds for part in (kind, typed[:PREFIX], *longer, *asked)]
    return select(" UNION ALL ".join([statement] * len(kinds)), parameters)


def write(texts: Sequence[tuple[int, Draft]], generation: int) -> None:
    """Keep the offers of entries instead of those that are kept for them; what stays as it is is left alone."""
    held = _held([entry for entry, _draft in texts])
    wanted = {entry: _offered(draft, entry, generation) for entry, draft in texts}
    changed = [entry for entry, offered in wanted.items() if sorted(_lines(offered)) != held.get(entry, [])]
    if changed:
        delete([entry for entry in changed if entry in held])
        _keep([one for entry in changed for one in wanted[entry]])


@transaction.atomic(savepoint=False)
def write_list(kind: str, offers: Sequence[tuple[str, Offer]], generation: int) -> None:
    """See `Engine.offer`."""
    _forget("entry = 0 AND generation_id = %s AND kind = %s", [generation, kind])
    _keep(
        [
            (
                Suggestion(
                    generation_id=generation,
                    kind=kind,
                    key=key,
                    text=offer.text[:LONGEST_TEXT],
                    first_day=date.min.toordinal(),
                    last_day=date.max.toordinal(),
                ),
                -place,
                _beginnings(offer.spellings),
            )
            for place, (key, offer) in enumerate(offers)
        ]
    )


def delete(entries: Sequence[int]) -> None:
    """Forget the suggestions of these entries."""
    if entries:
        _forget(f"entry IN {places(entries)}", entries)


def drop_lists(generation: int) -> None:
    """Forget everything of a generation that belongs to no entry."""
    _forget("entry = 0 AND generation_id = %s", [generation])


def _forget(condition: str, parameters: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        for statement in (FORGET_KEYS, FORGET):
            cursor.execute(statement.format(condition=condition), parameters)


Offered = tuple[Suggestion, int, Mapping[str, str]]
"""A suggestion, its weight, and the beginnings that find it."""

Line = tuple[str, int, int, int, int, str, str]


def _offered(draft: Draft, entry: int, generation: int) -> list[Offered]:
    """What is to be kept for an entry."""
    weight = draft.newest.toordinal() if draft.newest else 0
    return [
        (_row(draft, offer, entry, generation), weight, beginnings)
        for offer in draft.offers
        if (beginnings := _beginnings(offer.spellings))
    ]


def _lines(offered: Iterable[Offered]) -> Iterator[Line]:
    """Each beginning with all that is kept of it."""
    for row, weight, beginnings in offered:
        for prefix, whole in beginnings.items():
            yield row.text, row.site, row.first_day, row.last_day, weight, prefix, whole


def _held(entries: Sequence[int]) -> dict[int, list[Line]]:
    """The lines that are kept for entries, sorted."""
    held: dict[int, list[Line]] = defaultdict(list)
    for entry, *line in select(HELD.format(entries=places(entries)), entries):
        held[entry].append(tuple(line))
    return {entry: sorted(lines) for entry, lines in held.items()}


def _row(draft: Draft, offer: Offer, entry: int, generation: int) -> Suggestion:
    return Suggestion(
        generation_id=generation,
        entry=entry,
        kind=draft.kind,
        key=str(draft.key),
        text=offer.text[:LONGEST_TEXT],
        site=draft.site,
        first_day=draft.first_day.toordinal(),
        last_day=draft.last_day.toordinal(),
    )


def _keep(offered: Sequence[Offered]) -> None:
    """Write suggestions with every beginning that finds them."""
    Suggestion.objects.bulk_create([row for row, _weight, _beginnings in offered])
    insert(
        "search_suggestionkey",
        ("generation_id", "prefix", "kind", "weight", "suggestion_id", "whole"),
        (
            (row.generation_id, prefix, row.kind, weight, row.pk, whole)
            for row, weight, beginnings in offered
            for prefix, whole in beginnings.items()
        ),
    )


def _beginnings(spellings: Iterable[str]) -> dict[str, str]:
    """Every indexed beginning, with the spelling that it begins."""
    found: dict[str, str] = {}
    for spelling in spellings:
        whole = spelling[:LONGEST_KEY]
        for length in range(1, min(PREFIX, len(whole)) + 1):
            found.setdefault(whole[:length], whole)
    return found
