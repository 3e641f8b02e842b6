"""No search keeps a visitor for longer than a second, whatever the database."""

import time

import pytest
from django.db import OperationalError, connection

from search import generations
from search.engines import dialect
from search.engines.base import Draft, EngineUnavailable
from search.engines.database import DatabaseEngine
from search.engines.dialect import Matching, Patience
from search.finding import find
from search.query import SearchQuery
from tests.search.conftest import plan, request

LONG = "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {most}) SELECT count(*) FROM n)"
ENDLESS, LONGISH = LONG.format(most=2_000_000_000), LONG.format(most=20_000)

pytestmark = pytest.mark.usefixtures("declared")


@pytest.fixture
def short_patience(monkeypatch) -> None:
    monkeypatch.setattr(dialect, "LONGEST_SECONDS", 0.0)


@pytest.fixture
def endless(monkeypatch) -> None:
    """Whatever is looked for takes for ever."""
    DatabaseEngine().write([Draft(kind="mentor", key=1)], generations.written())
    speaker = type(dialect.dialect())
    slow = Matching("1.0", "search_entry e", f"{ENDLESS} > 0")
    monkeypatch.setattr(speaker, "matching", lambda self, asked: slow)


def counted() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {LONGISH}")
        return cursor.fetchone()[0]


def test_statement_beyond_the_limit_is_broken_off(short_patience) -> None:
    with (
        pytest.raises(OperationalError),
        dialect.dialect().limited(0.0),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {ENDLESS}")


def test_limit_ends_with_the_search(short_patience) -> None:
    with dialect.dialect().limited(0.0):
        pass
    assert counted() == 20_000


def test_limit_is_lifted_when_a_statement_was_broken_off(endless, short_patience) -> None:
    with pytest.raises(EngineUnavailable):
        DatabaseEngine().search(plan("融资"), request())
    assert counted() == 20_000


def test_visitor_whose_search_takes_too_long_is_told_so(endless, short_patience, site) -> None:
    result = find(SearchQuery("融资"), site)
    assert (result.degraded, result.hits, result.total) == (True, (), 0)


def test_limit_is_time_on_the_wall(endless, monkeypatch) -> None:
    """What a visitor waits counts, whether this process worked meanwhile or another one."""
    monkeypatch.setattr(dialect, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(time, "thread_time", lambda: 0.0)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable):
        DatabaseEngine().search(plan("融资"), request())
    assert 0.15 < time.monotonic() - started < 1.0


def test_one_search_has_its_second_for_all_that_it_asks(endless, monkeypatch) -> None:
    """As typed, corrected, relaxed: each is a statement more, none of them a second more."""
    monkeypatch.setattr(dialect, "LONGEST_SECONDS", 0.1)
    engine = DatabaseEngine(Patience())
    started = time.monotonic()
    for words in ("融资", "贷款", "税务", "出口", "民宿", "财税", "法务", "物流", "展会", "招聘"):
        with pytest.raises(EngineUnavailable):
            engine.count(plan(words), request())
    assert time.monotonic() - started < 0.5
