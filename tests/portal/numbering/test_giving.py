"""Receipt numbers: one after the other, none twice, none outside a transaction."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import time_machine
from django.db import connection, transaction

from portal.numbering.giving import next_number


@pytest.mark.django_db
def test_numbers_follow_one_another_within_series_and_year() -> None:
    with time_machine.travel("2026-12-31T15:59:59Z", tick=False):  # the last second of the year in Shanghai
        assert [next_number("DS"), next_number("DS"), next_number("RZ")] == [
            "DS-2026-000001",
            "DS-2026-000002",
            "RZ-2026-000001",
        ]
    with time_machine.travel("2026-12-31T16:00:00Z", tick=False):
        assert next_number("DS") == "DS-2027-000001"


@pytest.mark.django_db
def test_number_of_a_transaction_that_failed_is_given_again() -> None:
    with suppress(RuntimeError), transaction.atomic():
        next_number("DS")
        raise RuntimeError
    assert next_number("DS").endswith("-000001")


@pytest.mark.django_db(transaction=True)
def test_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        next_number("DS")


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_each_another_one() -> None:
    def one(_: int) -> str:
        try:
            with transaction.atomic():
                return next_number("DS")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(one, range(40)))
    assert sorted(numbers) == [f"{numbers[0][:8]}{place:06d}" for place in range(1, 41)]
