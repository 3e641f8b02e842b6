"""What a worker pays that never searches: nothing. Dictionaries and clients load with the first search."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from bin.paths import ROOT

HEAVY = ("rjieba", "pypinyin", "opencc", "elasticsearch")
CODE = f"""
import sys
import django
from portal.garbage import look_seldom
look_seldom()
django.setup()
from django.test import Client
from django.urls import get_resolver
assert get_resolver().url_patterns
answer = Client().get("/", headers={{"host": "testserver"}})
assert answer.status_code == 200, answer.status_code
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="what loads does not depend on the database")
def test_worker_that_shows_a_page_loads_nothing_of_the_search(site, tmp_path: Path) -> None:
    file = tmp_path / "portal.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{file}",
        "DATA_DIR": str(tmp_path),
        "ELASTICSEARCH_URL": "http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.stdout.strip(), done.returncode) == ("", 0), done.stderr
