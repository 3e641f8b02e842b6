"""The two probes: who asks learns the truth, and needs neither host name nor database for the first."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from portal import health
from portal.jobs.declared import HEARTBEAT
from portal.jobs.models import JobRun


def beat(ago: timedelta = timedelta(0)) -> None:
    JobRun.objects.update_or_create(name=HEARTBEAT.name, defaults={"last_finished": timezone.now() - ago})


def test_healthz_when_the_process_lives_then_it_answers_without_asking_anybody(client: Client) -> None:
    # pytest-django refuses the database here
    response = client.get("/healthz", headers={"host": "whatever.example"})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_when_everything_works_then_ok(client: Client) -> None:
    beat()

    response = client.get("/readyz")

    assert response.status_code == 200
    answer = response.json()
    files = answer["checks"].pop("private_files")
    assert (files["status"], files["held"]) == ("ok", 0)
    assert answer == {
        "status": "ok",
        "checks": {
            **{name: {"status": "ok"} for name in ("database", "migrations", "cache", "queue")},
            "search": {"status": "ok", "engine": "database"},
            "deadlines": {"status": "ok", "parked": 0},
        },
    }
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(None, "degraded"), (2, "ok"), (4, "degraded")])
def test_readyz_when_the_queue_is_silent_then_pages_still_count_as_ready(
    minutes: int | None, status: str, client: Client
) -> None:
    if minutes is not None:
        beat(timedelta(minutes=minutes))

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == status
    assert ("reason" in response.json()["checks"]["queue"]) == (status == "degraded")


@pytest.mark.django_db
def test_readyz_when_the_database_fails_then_503_without_the_drivers_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("password authentication failed for user qingchuang")

    monkeypatch.setitem(health.REQUIRED, "database", refuse)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["database"]["status"] == "failing"
    assert "password" not in response.content.decode()


@pytest.mark.django_db
def test_readyz_when_the_cache_forgets_then_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(cache._connections["default"]), "get", lambda self, key, *args, **kwargs: None)

    assert client.get("/readyz").json()["checks"]["cache"] == {
        "status": "failing",
        "reason": "The cache does not return what was put into it.",
    }


@pytest.mark.django_db
def test_readyz_when_a_migration_is_missing_then_503_until_it_is_applied(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    health._seen_migrated.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: ["0002_more"])
        assert client.get("/readyz").status_code == 503

    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probe_when_something_is_posted_then_405(address: str, client: Client) -> None:
    assert client.post(address).status_code == 405


def test_probes_middleware_when_the_address_is_another_then_the_request_goes_on() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")

    answer = health.ProbesMiddleware(page)(RequestFactory().get("/healthz/other"))

    assert answer.content == b"a page"
