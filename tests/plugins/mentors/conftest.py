"""What tests of mentors share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms_pages.models import MentorIndexPage
from plugins.mentors.queries import MentorResults, MentorSearch, Scope, Sort, find_mentors
from plugins.mentors.warm import warm
from portal.plugin import switches
from portal.plugin.registry import registry

TRANSACTION_WORDS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """No more than so many statements; savepoints do not count, they come from the test's own transaction."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION_WORDS)]
    assert len(statements) <= number, "\n".join(statements)


def settled() -> None:
    """As if the test's own transaction were committed: until then nothing is kept of what it has changed."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, callback, _robust in waiting:
        callback()


@pytest.fixture
def index(site: Site) -> MentorIndexPage:
    return MentorIndexPage.objects.get()


@pytest.fixture
def find(site: Site) -> Callable[..., MentorResults]:
    """`find("融资", district=["haidong"], sort="new")`: a search as the page makes it."""

    def search(words: str = "", sort: str = "best", page: int = 1, **chosen: list[str]) -> MentorResults:
        values = {name: tuple(slugs) for name, slugs in chosen.items()}
        wanted = MentorSearch(words, values, Sort(sort), page)
        return find_mentors(wanted, Scope.of_site(site), warm(), url="/mentors/")

    return search


@pytest.fixture
def switched_off(site: Site) -> None:
    switches.switch(registry["mentors"], site, on=False)
