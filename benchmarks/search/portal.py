"""A portal full of generated mentors to measure on, made once and kept in .data/benchmarks between runs.

On SQLite it is a folder of its own, on PostgreSQL a database of its own beside that of the tests.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bin import env_file
from bin.paths import DATA, ROOT, SERVICES_ENV
from search.analysis import ANALYSIS_VERSION

KEPT = DATA / "benchmarks"
SEED = 7
SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILES = ("abilities.toml", "mentors.py", "people.py")


class NotReachable(Exception):
    """A service that is measured does not run here."""


def service(name: str) -> str:
    """The address of a service that `make services` started. Raises NotReachable."""
    found = os.environ.get(name) or env_file.read(SERVICES_ENV).get(name, "")
    if not found:
        raise NotReachable(f"{name}: make services")
    return found


@contextmanager
def portal(size: int, vendor: str = SQLITE, *, copy: bool = False) -> Iterator[Path]:
    """Set Django up in this process on a portal with so many mentors; gives the folder of its data.

    A `copy` may be written to and is gone afterwards. Raises NotReachable.
    """
    kept = KEPT / f"{_mark()}-{size}"
    if not kept.exists():
        _make(kept, size)
    with TemporaryDirectory(dir=KEPT) as folder:
        own = Path(folder)
        if copy and vendor == SQLITE:
            shutil.copytree(kept, own, dirs_exist_ok=True)
        data = own if copy or vendor == POSTGRESQL else kept
        address = _postgresql(size) if vendor == POSTGRESQL else _file(data)
        _set_up(data, address)
        _migrate()
        yield data


def _mark() -> str:
    """Changes with what the mentors of a kept portal are made of; its tables follow by migrations."""
    digest = hashlib.blake2b(ANALYSIS_VERSION.encode(), digest_size=4)
    for name in FILES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def _make(kept: Path, size: int) -> None:
    """In a process of its own, and in its place only when it is complete."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in KEPT.glob(f"*-{size}"):
        shutil.rmtree(old)
    with TemporaryDirectory(dir=KEPT) as folder:
        made = Path(folder) / "portal"
        made.mkdir()
        _fill(size, made, _file(made))
        made.rename(kept)


def _postgresql(size: int) -> str:
    """The address of the database, filled when it is new."""
    import psycopg

    server = service("POSTGRES_URL")
    name = f"benchmark_{size}_{_mark()}"
    address = urlsplit(server)._replace(path=f"/{name}").geturl()
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            rows = connection.execute("SELECT datname FROM pg_database").fetchall()
            known = [row[0] for row in rows if row[0].startswith(f"benchmark_{size}_")]
            if name in known:
                return address
            for old in known:
                connection.execute(f'DROP DATABASE "{old}"')
            connection.execute(f'CREATE DATABASE "{name}_unfinished"')
            with TemporaryDirectory() as folder:
                _fill(size, Path(folder), f"{address}_unfinished")
            connection.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    except psycopg.OperationalError as error:
        raise NotReachable(f"PostgreSQL: {error}") from error
    return address


def _file(data: Path) -> str:
    return f"sqlite:///{data / 'db.sqlite3'}"


def _fill(size: int, data: Path, address: str) -> None:
    command = [sys.executable, "-m", "benchmarks.search.portal", str(size), str(data), address]
    subprocess.run(command, cwd=ROOT, check=True)


def enter(data: Path) -> None:
    """Set Django up in another process on a portal that is open already."""
    _set_up(data, _file(data))


def _set_up(data: Path, address: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    os.environ["DATA_DIR"] = str(data)
    os.environ["DATABASE_URL"] = address
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()


def _migrate() -> None:
    """Bring the tables of a kept portal up to date; to see that nothing is to be done takes a moment."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def fill(size: int) -> None:
    """Make the portal in the database of the settings."""
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.search.mentors import mentors
    from benchmarks.search.people import settle
    from cms_pages.site_setup import create_site
    from portal.progress import counted, step
    from search.counting import count_words

    with step(f"portal for {size} mentors on {connection.vendor}"):
        call_command("migrate", verbosity=0)
        create_site(hostname="localhost")
    with counted(f"mentors on {connection.vendor}", size) as advance:
        for number in settle(mentors(size, SEED)):
            for _mentor in range(number):
                advance()
    with step("words counted"):
        count_words()
    with connection.cursor() as cursor:
        # As a server finds it after a while: PostgreSQL keeps statistics by itself, SQLite has none unless told to.
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )


if __name__ == "__main__":
    _set_up(Path(sys.argv[2]), sys.argv[3])
    fill(int(sys.argv[1]))
