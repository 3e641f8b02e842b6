"""What tests of mentors share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms_pages.models import MentorIndexPage
from plugins.mentors.importing import check, read_table
from plugins.mentors.queries import MentorResults, asked_of, find_mentors
from portal.plugin import switches
from portal.plugin.registry import registry
from portal.wishes import Wishes
from search.finding import find as find_everywhere
from search.query import SearchQuery
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
    LanguageFactory,
    ServiceTypeFactory,
)
from tests.plugins.mentors.sheets import xlsx
from tests.statements import asked


@contextmanager
def at_most(number: int) -> Iterator[None]:
    """No more than so many statements that ask for something."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = asked(captured)
    assert len(statements) <= number, "\n".join(statements)


def settled() -> None:
    """As if the test's own transaction were committed: until then nothing is kept of what it has changed."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, callback, _robust in waiting:
        callback()


def in_order(results) -> list[str]:
    return [mentor.card["name"] for mentor in results.items]


def counts(results) -> dict[str, dict[str, int]]:
    return {facet.name: {value.slug: value.count for value in facet.values} for facet in results.facets}


@pytest.fixture
def index(site: Site) -> MentorIndexPage:
    return MentorIndexPage.objects.get()


@pytest.fixture
def find(site: Site) -> Callable[..., MentorResults]:
    """`find("融资", district=["haidong"], sort="newest")`: a search as the page makes it."""

    def search(words: str = "", wishes: Wishes | None = None, **chosen: Any) -> MentorResults:
        address = QueryDict(urlencode({"q": words, **chosen}, doseq=True))
        return find_mentors(asked_of(address), site, "/mentors/", wishes=wishes)

    return search


@pytest.fixture
def ask(site: Site) -> Callable[..., list[str]]:
    """`ask("融资", field=("law",))`: the names that the search of the site finds of mentors."""

    def found(text: str = "", **filters: tuple[str, ...]) -> list[str]:
        query = SearchQuery(text=text, kinds=("mentor",), filters=filters, facets=("field", "district"))
        return [hit.title for hit in find_everywhere(query, site).hits]

    return found


@pytest.fixture
def switched_off(site: Site) -> None:
    switches.switch(registry["mentors"], site, on=False)


@pytest.fixture
def plan(index) -> Callable[..., Any]:
    """`plan(row, row, …)`: the checked plan of a sheet with these rows."""

    def make(*rows: dict[str, object], headings: list[str] | None = None):
        return check(read_table("导师.xlsx", xlsx(*rows, headings=headings), limit=5000), index=index)

    return make


@pytest.fixture(scope="module")
def sheet_words(module_site: Site) -> None:
    """The terms that the sheets of all tests of a module name."""
    name_sheet_words()


def name_sheet_words() -> None:
    DistrictFactory()
    FieldFactory(slug="financing", name="融资")
    FieldFactory(slug="law", name="合同法务")
    IndustryFactory(slug="machines", name="智能制造")
    LanguageFactory()
    ServiceTypeFactory(slug="policy", name="政策咨询")
