"""What is offered while somebody types: every beginning of every suggestion is a row, so that a look-up is one walk
along an index, however many suggestions there are."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from search.engines.base import Draft, Offer, Suggested
from search.models.index import PREFIX, Suggestion, SuggestionKey

LONGEST_KEY = 60
LONGEST_TEXT = 255
LOOKED_AT = 50
"""How many are looked at where more than the indexed characters are typed."""

# One kind after the other, so that no kind crowds out the rest.
OF_ONE_KIND = """
SELECT * FROM (
    SELECT s.kind, s.key, s.text, p.whole FROM search_suggestionkey p JOIN search_suggestion s ON s.id = p.suggestion_id
    WHERE p.generation_id = (SELECT id FROM search_generation WHERE state = 'live') AND p.prefix = %s AND p.kind = %s
    AND s.site IN (0, %s) AND s.first_day <= %s AND s.last_day >= %s
    ORDER BY p.weight DESC, p.suggestion_id LIMIT %s
) AS of_one_kind
"""


def suggest(prefix: str, kinds: Sequence[str], site: int, size: int) -> list[Suggested]:
    """See `Engine.suggest`."""
    typed = "".join(prefix.split()).replace("\0", "").encode("utf-8", "ignore").decode()
    if not typed or not kinds:
        return []
    day, looked_at = timezone.localdate().toordinal(), size if len(typed) <= PREFIX else LOOKED_AT
    parameters = [part for kind in kinds for part in (typed[:PREFIX], kind, site, day, day, looked_at)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([OF_ONE_KIND] * len(kinds)), parameters)
        rows = [row for row in cursor.fetchall() if row[3].startswith(typed[:LONGEST_KEY])]
    taken: dict[str, int] = {}
    found = []
    for kind, key, text, _whole in rows:
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] <= size:
            found.append(Suggested(kind, key, text))
    return found


def write(texts: Sequence[tuple[int, Draft]], generation: int) -> None:
    """Keep the offers of entries instead of those that are kept for them."""
    delete([entry for entry, _draft in texts])
    _keep(
        (_row(draft, offer, entry, generation), offer, draft.newest.toordinal() if draft.newest else 0)
        for entry, draft in texts
        for offer in draft.offers
    )


@transaction.atomic
def write_list(kind: str, offers: Sequence[tuple[str, Offer]], generation: int) -> None:
    """See `Engine.offer`."""
    _forget(Suggestion.objects.filter(entry=0, generation=generation, kind=kind))
    _keep(
        (
            Suggestion(
                generation_id=generation,
                kind=kind,
                key=key,
                text=offer.text[:LONGEST_TEXT],
                first_day=date.min.toordinal(),
                last_day=date.max.toordinal(),
            ),
            offer,
            -place,
        )
        for place, (key, offer) in enumerate(offers)
    )


def delete(entries: Sequence[int]) -> None:
    """Forget the suggestions of these entries."""
    _forget(Suggestion.objects.filter(entry__in=entries))


def drop_lists(generation: int) -> None:
    """Forget everything of a generation that belongs to no entry."""
    _forget(Suggestion.objects.filter(entry=0, generation=generation))


def _forget(suggestions) -> None:  # type: ignore[no-untyped-def]
    if keys := list(suggestions.values_list("pk", flat=True)):
        SuggestionKey.objects.filter(suggestion__in=keys).delete()
        Suggestion.objects.filter(pk__in=keys).delete()


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


def _keep(offered: Iterable[tuple[Suggestion, Offer, int]]) -> None:
    """Write suggestions with every beginning that finds them; the number is their weight."""
    offered = list(offered)
    Suggestion.objects.bulk_create([suggestion for suggestion, _offer, _weight in offered])
    SuggestionKey.objects.bulk_create(
        SuggestionKey(
            generation_id=suggestion.generation_id,
            prefix=prefix,
            kind=suggestion.kind,
            weight=weight,
            suggestion=suggestion,
            whole=whole,
        )
        for suggestion, offer, weight in offered
        for prefix, whole in _beginnings(offer.spellings).items()
    )


def _beginnings(spellings: Iterable[str]) -> dict[str, str]:
    """Every indexed beginning, with the spelling that it begins."""
    found: dict[str, str] = {}
    for spelling in spellings:
        whole = spelling[:LONGEST_KEY]
        for length in range(1, min(PREFIX, len(whole)) + 1):
            found.setdefault(whole[:length], whole)
    return found
