"""Noting searches while they are answered: into this process's memory, from there into the shared cache when an answer
has left. Nobody waits for it, and a search that could not be noted is as good as any."""

import time
from collections import deque
from datetime import date

import structlog
from django.core.signals import request_finished
from django.http import HttpRequest
from django.utils import timezone

from portal.audit.origin import address_of
from search.demand.pool import Note, Pool
from search.demand.privacy import may_be_kept
from search.folding import fold
from search.models import QueryDay
from search.warm import Kept

log = structlog.get_logger(__name__)

SITE, SUGGESTIONS = "site", "suggestions"
WAITING_SECONDS = 5
MOST_WAITING = 100
KNOWN_SECONDS = 300

_waiting: deque[tuple[date, Note]] = deque(maxlen=10 * MOST_WAITING)
_pools: Kept[Pool] = Kept(2)
_known: Kept[frozenset[tuple[str, str]]] = Kept(1, seconds=KNOWN_SECONDS)
_since = 0.0


def searched(request: HttpRequest, place: str, text: str, total: int) -> None:
    """A visitor has searched there for the text and got so many hits."""
    _note(place, text, request, asked=1, empty=int(not total))


def opened(request: HttpRequest, place: str, text: str) -> None:
    """A visitor has opened a hit of such a search."""
    _note(place, text, None, opened=1)


def suggested(request: HttpRequest, text: str, *, empty: bool = False, opened: bool = False) -> None:
    """A visitor is done with what was suggested for a text."""
    _note(SUGGESTIONS, text, request, asked=1, empty=int(empty), opened=int(opened))


def flush() -> None:
    """Bring what waits into the shared cache."""
    by_day: dict[date, list[Note]] = {}
    while _waiting:
        day, note = _waiting.popleft()
        by_day.setdefault(day, []).append(note)
    for day, notes in by_day.items():
        _pool(day).add(notes, _known.get("known", "known", _read_known))


def forget() -> None:
    """Know of no search that waits; for tests."""
    _waiting.clear()


def connect() -> None:
    request_finished.connect(_flush_if_due, dispatch_uid="search.demand")


def _note(place: str, text: str, request: HttpRequest | None, **counts: int) -> None:
    try:
        query = fold(text)
        if not may_be_kept(query) or (request and _looks_ahead(request)):
            return
        day = timezone.localdate()
        visitor = _pool(day).mark(_visitor(request)) if request else ""
        _wait(day, Note(place, query, visitor, **counts))
    except Exception as error:  # whatever is wrong here, the visitor gets an answer
        log.warning("search_not_noted", reason=f"{type(error).__name__}: {error}")


def _wait(day: date, note: Note) -> None:
    global _since
    if not _waiting:
        _since = time.monotonic()
    _waiting.append((day, note))


def _flush_if_due(**kwargs: object) -> None:
    if len(_waiting) < MOST_WAITING and (not _waiting or time.monotonic() - _since < WAITING_SECONDS):
        return
    try:
        flush()
    except Exception as error:  # the answer has left, nobody could be told
        log.warning("searches_not_counted", reason=f"{type(error).__name__}: {error}")


def _visitor(request: HttpRequest) -> str:
    """What tells visitors apart for a day, without a cookie."""
    return "\n".join(
        (
            address_of(request),
            request.headers.get("User-Agent", ""),
            request.headers.get("Accept-Language", ""),
        )
    )


def _looks_ahead(request: HttpRequest) -> bool:
    """Whether a browser asks before anybody has."""
    return "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")


def _pool(day: date) -> Pool:
    """Looked up again once a minute: a day's key may get lost."""
    return _pools.get("pool", day, lambda: Pool(day))


def _read_known() -> frozenset[tuple[str, str]]:
    return frozenset(QueryDay.objects.values_list("place", "query").distinct())
