"""Many acts at once leave one chain (B11)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from portal.audit.models import Entry, Link
from portal.audit.recording import record
from portal.audit.table import SIGNED_IN, SIGNED_OUT
from portal.audit.verifying import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

THREADS, ACTS = 6, 15


@pytest.fixture(autouse=True)
def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection")


def act(thread: int) -> None:
    """Short acts, and some that stay open while others are sealed."""
    try:
        for number in range(ACTS):
            with transaction.atomic():
                record(SIGNED_IN, details=f"{thread}.{number}")
                record(SIGNED_OUT, details=f"{thread}.{number}")
                if number % 5 == thread % 5:
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_sleep(0.01)")
    finally:
        connections.close_all()


def test_threads_leave_one_chain_without_gaps() -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(act, range(THREADS)))
    report = verify()
    assert report.counts == {}
    assert Entry.objects.count() == Link.objects.count() == report.links == THREADS * ACTS * 2
