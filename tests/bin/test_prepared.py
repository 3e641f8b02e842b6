"""A start is quick when nothing has changed, and never quick by mistake."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bin import prepared


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a database that has pages and one applied migration."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(prepared, "entry_points", lambda group: [])
    path = tmp_path / "db.sqlite3"
    execute(
        path,
        "CREATE TABLE wagtailcore_page (depth integer)",
        "CREATE TABLE django_migrations (app text, name text)",
        "INSERT INTO wagtailcore_page VALUES (3)",
        "INSERT INTO django_migrations VALUES ('jobs', '0001_job_runs')",
    )
    return path


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_fingerprint_when_nothing_changes_then_it_stays(database: Path) -> None:
    assert prepared.fingerprint() is not None
    assert prepared.fingerprint() == prepared.fingerprint()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: path.unlink(), id="no database"),
        pytest.param(lambda path: path.write_bytes(b"nonsense" * 100), id="not a database"),
        pytest.param(lambda path: execute(path, "DELETE FROM wagtailcore_page"), id="no pages"),
        pytest.param(lambda path: execute(path, "DROP TABLE django_migrations"), id="no migrations"),
    ],
)
def test_fingerprint_when_the_database_is_not_complete_then_there_is_none(
    change: Callable[[Path], None], database: Path
) -> None:
    change(database)

    assert prepared.fingerprint() is None


def test_fingerprint_when_a_migration_is_taken_back_then_it_differs(database: Path) -> None:
    before = prepared.fingerprint()
    execute(database, "DELETE FROM django_migrations")

    assert prepared.fingerprint() != before


def test_fingerprint_when_a_migration_is_written_then_it_differs(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    before = prepared.fingerprint()
    (tmp_path / "portal/jobs/migrations").mkdir(parents=True)
    (tmp_path / "portal/jobs/migrations/0002_more.py").write_text("operations = []")

    assert prepared.fingerprint() != before


def test_fingerprint_when_another_database_is_named_then_there_is_none(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/portal")

    assert prepared.fingerprint() is None


def test_fingerprint_when_a_third_party_plugin_is_installed_then_there_is_none(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "entry_points", lambda group: ["hello"])

    assert prepared.fingerprint() is None
