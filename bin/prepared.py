"""Whether an earlier run has left a database that needs no preparation.

Loading Django only to hear that nothing is to be done would take a third of a start, so the question is put to the
files and to SQLite itself. In doubt the answer is no: any other database, a third-party plugin with tables of its own,
another migration on disk, one taken back, no page left.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import distributions, entry_points
from pathlib import Path

from bin.paths import ROOT, data_dir

PLUGINS = "qingchuang.plugins"
OWN_PACKAGES = ("portal", "cms_pages", "api", "plugins")


def fingerprint() -> str | None:
    """Return a mark of all that the preparation depends on, None when it cannot be told from here.

    The database needs no preparation when the mark is the one that was kept after the last preparation.
    """
    if os.environ.get("DATABASE_URL") or entry_points(group=PLUGINS):
        return None
    state = _state_of(data_dir() / "db.sqlite3")
    if state is None:
        return None
    mark = hashlib.sha256()
    for part in (*state, *_code(), os.environ.get("SITE_URL", "")):
        mark.update(part.encode() + b"\0")
    return mark.hexdigest()


def _state_of(database: Path) -> list[str] | None:
    """The migrations that the database has seen; None when it is missing, empty or unreadable."""
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            has_pages = connection.execute(
                "SELECT 1 FROM wagtailcore_page WHERE depth > 2 LIMIT 1"
            ).fetchone()
            applied = connection.execute(
                "SELECT app, name FROM django_migrations ORDER BY app, name"
            ).fetchall()
    except sqlite3.Error:
        return None
    return [f"{app}.{name}" for app, name in applied] if has_pages else None


def _code() -> Iterator[str]:
    """Our migrations as they are, and the versions of everything else, which bring theirs."""
    for package in OWN_PACKAGES:
        for path in sorted((ROOT / package).glob("**/migrations/*.py")):
            yield f"{path}{path.read_text(encoding='utf-8')}"
    yield from sorted(f"{found.name}=={found.version}" for found in distributions())
