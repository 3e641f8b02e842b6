"""Which jobs there are."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from portal.jobs.base import Job
from portal.jobs.declared import HEARTBEAT, declared_jobs
from portal.plugin.registry import registry
from tests.portal.jobs.conftest import Declare

pytestmark = pytest.mark.django_db


def test_jobs_when_two_bear_one_name_then_the_portal_says_which(declare: Declare) -> None:
    declare("mentors.tidy")
    declare("mentors.tidy")

    with pytest.raises(ImproperlyConfigured, match=r"mentors\.tidy"):
        declared_jobs()


def test_jobs_of_settings_when_listed_then_every_target_exists() -> None:
    jobs: list[Job] = [job for path in settings.PORTAL_JOBS for job in import_string(path)]

    assert jobs
    assert all(callable(job.function()) for job in [HEARTBEAT, *jobs])


@pytest.mark.parametrize("sites", [[], ["a site"]])
def test_jobs_of_a_plugin_when_it_is_off_everywhere_then_they_are_not_there(
    sites: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job("hello.greet", "问好", print, timedelta(hours=1))
    monkeypatch.setattr(
        type(registry), "__iter__", lambda self: iter([SimpleNamespace(slug="hello", jobs=(job,))])
    )
    monkeypatch.setattr(registry, "sites_with", lambda slug: sites if slug == "hello" else [])

    assert ("hello.greet" in declared_jobs()) == bool(sites)
