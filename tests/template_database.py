"""The database of the tests: migrated once, kept as a template, copied for every run.

Migrating takes as long as many hundred tests, copying takes a moment. A template's name carries a mark of all that
shapes the tables and their first rows, so that another migration or another package means another template.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

from django.conf import settings
from django.db import connection
from django.db.models import Field

from bin.paths import DATA, ROOT
from tests.questions import Question

FOLDER = DATA / "test-databases"
SHAPING = ("*/migrations/*.py", "*/*/migrations/*.py", "*/defaults/*.toml")


def create() -> None:
    """Leave the connection with a fresh copy of the template, which is made first where there is none."""
    template = _template()
    with _alone():
        if not template.exists():
            template.make()
    template.copy()


def keep() -> None:
    """What the copy holds by now is what `renew` leads back to."""
    _template().keep()


def renew() -> None:
    """Take back whatever has been committed: the database is as it was when it was kept."""
    assert not connection.in_atomic_block, "rows that tests share are still open"
    _template().renew()


def allow_emptying() -> None:
    """Let Django empty tables whose rows may never be deleted, in this copy: it does so after a test on SQLite."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def leave_file(path: str) -> None:
    """Write a copy of the template, which is SQLite's, to a file where another process looks for its database."""
    template = _template()
    assert isinstance(template, SQLiteTemplate), "another database has no file to give"
    with _alone():
        if not template.exists():
            template.make()
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template.path, path)


def destroy() -> None:
    """Remove the copy; the template stays for the next run."""
    _template().forget()
    connection.creation.destroy_test_db(_template().original, verbosity=0)


class Template(Protocol):
    """A migrated database that copies are made of; `original` is the name of the database that settings speak of."""

    original: str

    def exists(self) -> bool: ...

    def make(self) -> None:
        """Migrate; an interrupted call leaves nothing that looks whole."""

    def copy(self) -> None:
        """Put the connection on a new copy."""

    def keep(self) -> None:
        """Keep the copy as it is now."""

    def renew(self) -> None:
        """Put the connection on a copy of what was kept."""

    def forget(self) -> None:
        """Let go of what was kept; what may be left on the server is deleted by the next run."""


class SQLiteTemplate:
    """A file; its copy is in memory."""

    def __init__(self, mark: str) -> None:
        self.original = connection.settings_dict["NAME"]
        self.path = FOLDER / f"{mark}.sqlite3"

    def exists(self) -> bool:
        return self.path.exists()

    def make(self) -> None:
        for old in FOLDER.glob("*.sqlite3"):
            old.unlink()
        _migrate(connection.creation._get_test_db_name())
        unfinished = self.path.with_suffix(".unfinished")
        with closing(sqlite3.connect(unfinished)) as file:
            connection.connection.backup(file)
        unfinished.replace(self.path)

    def copy(self) -> None:
        with closing(sqlite3.connect(self.path)) as file:
            self._copy(file)

    def keep(self) -> None:
        self.kept = sqlite3.connect(":memory:")
        connection.connection.backup(self.kept)

    def renew(self) -> None:
        self._copy(self.kept)

    def forget(self) -> None:
        self.kept.close()

    def _copy(self, source: sqlite3.Connection) -> None:
        _use(connection.creation._get_test_db_name())
        connection.ensure_connection()
        source.backup(connection.connection)


class PostgreSQLTemplate:
    """A database beside the copies, which the server makes."""

    def __init__(self, mark: str) -> None:
        self.original = connection.settings_dict["NAME"]
        self.prefix = f"template_{self.original}_"
        self.name = f"{self.prefix}{mark}"
        self.copied = connection.creation._get_test_db_name()
        self.kept = f"{self.copied}_kept"
        self.numbers = count(1)

    def exists(self) -> bool:
        return self.name in self._siblings()

    def make(self) -> None:
        for old in self._siblings():
            _administer(f'DROP DATABASE "{old}"')
        unfinished = f"{self.prefix}unfinished"
        _migrate(unfinished)
        connection.close()
        _administer(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.name}"')

    def copy(self) -> None:
        connection.close()
        for old in _named(rf"{self.copied}(_kept|_\d+)?"):
            # A thread of a test that was broken off may have kept its connection.
            _administer(f'DROP DATABASE "{old}" WITH (FORCE)')
        _copy(self.name, self.copied)
        _use(self.copied)

    def keep(self) -> None:
        connection.close()
        _copy(self.copied, self.kept)

    def renew(self) -> None:
        """The copy of before is only left: where many files have just been deleted, ext4 takes five times as long to make
        as many."""
        connection.close()
        following = f"{self.copied}_{next(self.numbers)}"
        _copy(self.kept, following)
        _use(following)

    def forget(self) -> None:
        """The next run deletes what this one leaves: a hundred thousand files, for which nobody need wait now."""

    def _siblings(self) -> list[str]:
        return _named(f"{self.prefix}.*")


@cache
def _template() -> Template:
    made = {"sqlite": SQLiteTemplate, "postgresql": PostgreSQLTemplate}
    return made[connection.vendor](_mark(_shaping_files()))


def _mark(files: Iterable[Path]) -> str:
    mark = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for path in files:
        mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


def _shaping_files() -> list[Path]:
    found = {path for pattern in SHAPING for path in ROOT.glob(pattern)}
    return [*sorted(found), ROOT / "requirements-test.txt", ROOT / "tests" / "questions.py"]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes a template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    with mock.patch.object(Field, "clone", _clone):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # The case that the tests of workflows move belongs to no application.
    with connection.schema_editor() as editor:
        editor.create_model(Question)


def _clone(field: Any) -> Any:
    """As Django does it, but a field is taken apart once, not for each of the six hundred states of the models."""
    if "taken_apart" not in vars(field):
        field.taken_apart = field.deconstruct()
    _name, _path, positional, named = field.taken_apart
    return type(field)(*positional, **named)


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"] = name


def _named(pattern: str) -> list[str]:
    """The server's databases whose whole names match."""
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{pattern}$"])
        return [name for (name,) in cursor]


def _copy(template: str, name: str) -> None:
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _administer(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)
