"""The portal's own engine on an empty database: SQLite in a temporary folder, or whatever DATABASE_URL names."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.search.mentors import Profile
from search.analysis.tokens import tokens
from search.plan import Plan

BATCH = 200
KIND = "mentor"


@contextmanager
def database_engine(profiles: Iterable[Profile]) -> Iterator["DatabaseUnderTest"]:
    """An engine that holds these profiles; its database is gone afterwards."""
    with TemporaryDirectory() as folder:
        _set_up(folder)
        engine = DatabaseUnderTest()
        engine.fill(profiles)
        yield engine


def _set_up(folder: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("CACHE_URL", "locmem://")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


class DatabaseUnderTest:
    """The engine as `search.finding` uses it, without documents and pages around it."""

    def __init__(self) -> None:
        from search.engines.database import DatabaseEngine

        self.engine = DatabaseEngine()

    def fill(self, profiles: Iterable[Profile]) -> None:
        from search import generations

        drafts = [_draft(profile) for profile in profiles]
        for start in range(0, len(drafts), BATCH):
            self._write(drafts[start : start + BATCH], generations)

    def _write(self, drafts: list[Any], generations: Any) -> None:
        from django.db import transaction

        with transaction.atomic():
            self.engine.write(drafts, generations.written())

    def ranked(self, plan: Plan) -> list[int]:
        """The keys of everything that the plan finds, best first."""
        return [hit.key for hit in self.engine.search(plan, _request()).ranked]

    def count(self, plan: Plan) -> int:
        return self.engine.count(plan, _request())


def _draft(profile: Profile) -> Any:
    from search.engines.base import Draft

    made = tokens(name=profile.name, tags=profile.tags, body=profile.body)
    columns = {name: getattr(made, name) for name in ("ename", "name", "tag", "body", "chars")}
    return Draft(kind=KIND, key=profile.key, digest=str(profile.key), **columns)


def _request() -> Any:
    from django.utils import timezone

    from search.engines.base import Request

    return Request(kinds=(KIND,), site=1, day=timezone.localdate(), size=1_000_000)
