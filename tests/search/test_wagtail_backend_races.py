"""Two jobs for the same new object, as when a page is saved twice at once: one row, and no error."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from cms_pages.models import NewsPage
from tests.factories.content import NewsFactory

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'", reason="PostgreSQL inserts or updates in one statement"
    ),
]


@pytest.fixture
def file(tmp_path: Path, site) -> Path:
    """The tests' database on disk: in memory nobody waits for a lock."""
    NewsFactory(title="海上项目沙龙")
    IndexEntry.objects.all().delete()
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return path


def test_of_two_jobs_for_a_new_object_the_second_finds_the_row(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = NewsPage.objects.get(title="海上项目沙龙")
    both = Barrier(2)
    bulk_create = QuerySet.bulk_create
    errors: list[BaseException] = []

    def slowly(entries: Any, rows: Any, *args: Any, **options: Any) -> Any:
        """Inserts once both have looked, or once it is clear that the other does not come."""
        if rows and entries.model is IndexEntry:
            with suppress(BrokenBarrierError):
                both.wait(2)
        return bulk_create(entries, rows, *args, **options)

    def work() -> None:
        own = connections["default"]
        own.settings_dict = {**own.settings_dict, "NAME": file}
        try:
            get_search_backend().add(page)
        except BaseException as error:
            errors.append(error)
        finally:
            own.close()

    monkeypatch.setattr(QuerySet, "bulk_create", slowly)
    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    with closing(sqlite3.connect(file)) as copy:
        rows = copy.execute(
            "SELECT count(*) FROM wagtailsearch_indexentry WHERE object_id = ?", [str(page.pk)]
        )
        assert rows.fetchone() == (1,)
