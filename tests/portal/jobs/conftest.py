"""Jobs that a test declares for itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from portal.jobs.base import Job
from portal.plugin.registry import registry

JOBS: list[Job] = []

Declare = Callable[..., Job]


@pytest.fixture
def declare(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Declare]:
    """`declare(name, target, minutes=1)`: the portal has this job and no plugin has any, for the length of the test."""
    settings.PORTAL_JOBS = [f"{__name__}.JOBS"]
    for plugin in registry:
        monkeypatch.setattr(type(plugin), "jobs", ())

    def add(name: str, target: Callable[[], object] = int, minutes: int = 1) -> Job:
        JOBS.append(Job(name, name, target, timedelta(minutes=minutes)))
        return JOBS[-1]

    yield add
    JOBS.clear()
