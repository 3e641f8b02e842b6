"""What is asked of the database for one mentor as for thirty, and what is kept between requests."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction

from plugins.mentors.figures import record_all
from plugins.mentors.listing import rebuild
from plugins.mentors.models import Mentor
from plugins.mentors.queries import current_turn
from tests.factories.cms_pages import LanguageFactory, ServiceTypeFactory
from tests.factories.content import ServiceCaseFactory
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import at_most, settled
from tests.plugins.mentors.test_api import LIST
from tests.plugins.mentors.test_figures import GOOD
from tests.plugins.mentors.test_pages import rows, text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[30, 1])
def number(request: pytest.FixtureRequest, module_site) -> Iterator[int]:
    """As many mentors as there are, made once for all tests: each with a portrait and terms of every kind."""
    with transaction.atomic():
        mentors(
            request.param,
            page__title="同行",
            page__portrait=a_picture(size=(600, 600)),
            page__languages=[LanguageFactory()],
            page__service_types=[ServiceTypeFactory(slug="plan", name="看计划书")],
        )
        settled()
        yield request.param
        transaction.set_rollback(True)


def test_list_asks_at_most_six_queries_warm(number, client) -> None:
    client.get("/mentors/?q=商业")
    with at_most(6):
        response = client.get("/mentors/?field=financing&q=商业")
    assert rows(response) == min(number, 20)


def test_list_for_a_visitor_asks_at_most_six_queries_warm(number, client) -> None:
    client.get("/mentors/?field=financing")
    settled()
    client.get("/mentors/")
    with at_most(6):
        assert "因为你选了" in text(client.get("/mentors/"))


@pytest.mark.parametrize("number", [30], indirect=True)
def test_list_drawn_for_one_address_holds_nothing_of_it_but_the_search(number, client) -> None:
    client.get("/mentors/?from=secret-newsletter")
    html = client.get("/mentors/").content.decode()
    main = html[html.index('<main id="main"') :]
    assert "secret-newsletter" not in main
    assert f'href="?turn={current_turn()}&amp;page=2"' in main


@pytest.mark.parametrize("number", [30], indirect=True)
def test_list_that_was_drawn_before_asks_for_the_page_only(number, client) -> None:
    client.get("/mentors/")
    settled()
    client.get("/mentors/")
    with at_most(1):
        client.get("/mentors/")


def test_list_by_program_asks_at_most_three_queries_warm(number, client) -> None:
    client.get(f"{LIST}?q=商业")
    with at_most(3):
        body = client.get(f"{LIST}?q=商业&field=financing&total=true").json()
    assert body["total"] == number


def test_search_asks_three_queries_however_many_mentors(number, find) -> None:
    find("融资")
    with at_most(3):
        results = find("融资", field=["financing"], language=["english"], service=["plan"])
        assert results.total == number
        _everything = results.facets, results.needs, results.active, results.sorts, results.reason


def test_page_asks_at_most_four_queries_warm(number, client) -> None:
    wang = MentorFactory(page__title="王晓明", page__portrait=a_picture(size=(600, 600)))
    for place in range(number + 1):
        ServiceCaseFactory(mentor_page=wang.page, service_type=ServiceTypeFactory(), title=f"案例 {place}")
    client.get(wang.page.url_path_on_site)
    with at_most(4):
        response = client.get(wang.page.url_path_on_site)
    assert "同行" in text(response)


def test_rebuild_asks_as_much_for_one_as_for_thirty(number, site) -> None:
    rebuild(Mentor.objects.all())
    with at_most(25):
        assert rebuild(Mentor.objects.all()) == number


def test_recording_asks_as_much_for_one_as_for_thirty(number, site) -> None:
    made = [*Mentor.objects.all()]
    record_all({mentor.pk: GOOD for mentor in made})
    with at_most(30):
        changed = record_all({mentor.pk: replace(GOOD, default_ratings=1) for mentor in made})
    assert changed == number
