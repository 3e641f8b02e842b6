"""Two questions that a load balancer or a supervisor asks.

`/healthz`: is this process alive? Asks nobody else. `/readyz`: can it serve pages? 503 names the part that makes that
impossible (database, migrations, cache). A queue that stands still does not: pages live, only timed work waits, so it
is a warning in an answer of 200, and monitoring should alert on it. Applications add warnings of their own by `watch`.
"""

import secrets
from collections.abc import Callable
from functools import cache as remembered
from typing import Any

import structlog
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.jobs.heartbeat import SILENT_AFTER, last_beat

log = structlog.get_logger(__name__)

Details = dict[str, Any]
Check = Callable[[], Details | None]


class NotReady(Exception):
    """What is missing, in words that may be shown to anybody; so may the details."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.details = details


def watch(name: str, check: Check) -> None:
    """Ask this too at every look at `/readyz`; what it raises is a warning, what it returns is shown.

    Called in `AppConfig.ready`. The check must be quick, and patient with nobody.
    """
    WATCHED[name] = check


class ProbesMiddleware:
    """Answer the two addresses before anything else does.

    Stands first in MIDDLEWARE: a probe comes with whatever host name the prober has, without https, and must not need
    the database, the cache or a session to hear that the process lives.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path)
        return probe(request) if probe else self.get_response(request)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return _answer({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 with status "ok" or "degraded", 503 with "unavailable"; `checks` says which part and why."""
    checks = {name: _outcome(name, check) for name, check in REQUIRED.items()}
    if any(check["status"] != "ok" for check in checks.values()):
        return _answer({"status": "unavailable", "checks": checks}, status=503)
    watched = {name: _outcome(name, check) for name, check in WATCHED.items()}
    checks |= watched
    degraded = any(check["status"] != "ok" for check in watched.values())
    return _answer({"status": "degraded" if degraded else "ok", "checks": checks})


def _outcome(name: str, check: Check) -> Details:
    """Run one check. Its sentence is public, the exception behind it goes to the log only."""
    try:
        details = check() or {}
    except NotReady as reason:
        return {"status": "failing", "reason": str(reason), **reason.details}
    except Exception:  # whatever a driver raises: to the prober it all means the same
        log.exception("readiness_check_failed", check=name)
        return {"status": "failing", "reason": f"The {name} check did not come through; the log says why."}
    return {"status": "ok", **details}


def _database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _migrations_are_applied() -> None:
    if not _seen_migrated():
        _seen_migrated.cache_clear()
        raise NotReady("The database lacks migrations: run manage.py migrate.")


@remembered
def _seen_migrated() -> bool:
    """Reading all migrations takes a while, and applied ones stay applied: a yes holds for the process's life."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_keeps() -> None:
    value = secrets.token_hex(8)
    key = f"readyz:{value}"
    cache.set(key, value, 10)
    if cache.get(key) != value:
        raise NotReady("The cache does not return what was put into it.")
    cache.delete(key)


def _queue_beats() -> None:
    last = last_beat()
    if last is None:
        raise NotReady("The queue has not run yet: start manage.py qcluster.")
    age = timezone.now() - last
    if age > SILENT_AFTER:
        raise NotReady(
            f"The queue has been silent for {age.total_seconds():.0f} seconds: is manage.py qcluster running?"
        )


def _answer(content: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})


REQUIRED: dict[str, Check] = {
    "database": _database_answers,
    "migrations": _migrations_are_applied,
    "cache": _cache_keeps,
}
WATCHED: dict[str, Check] = {"queue": _queue_beats}
PROBES = {"/healthz": healthz, "/readyz": readyz}
