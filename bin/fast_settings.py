"""Settings of `make test-fast`: the test database stays in a file, so that the next run need not make it again."""

import hashlib

from portal.settings.test import *  # noqa: F403
from portal.settings.test import BASE_DIR, DATA_DIR, DATABASES


def _schema() -> str:
    """A mark of all that shapes the tables: another migration or another package means another file."""
    migrations = sorted(path for path in BASE_DIR.glob("*/**/migrations/*.py") if ".venv" not in path.parts)
    mark = hashlib.sha256()
    for path in (*migrations, BASE_DIR / "requirements-test.txt"):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / f"tests-{_schema()}.sqlite3")}
