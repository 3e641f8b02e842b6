"""What everybody reads: each kind of page at its lasting address, in a bounded number of queries."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction, Site

from cms_pages.models import FaqPage, PortalSettings
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.statements import asked

pytestmark = pytest.mark.usefixtures("site")

SECTIONS = ["/", "/policies/", "/notices/", "/recruitment/", "/mentors/", "/cases/", "/faq/", "/services/"]
KINDS = {
    "/policies/": PolicyFactory,
    "/notices/": NewsFactory,
    "/recruitment/": RecruitmentFactory,
    "/cases/": ServiceCaseFactory,
}


@pytest.mark.parametrize("address", SECTIONS)
def test_every_section_answers_on_a_site_without_content(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("section", "factory"), KINDS.items())
def test_page_is_listed_and_readable(client: Client, section: str, factory: Callable[..., object]) -> None:
    page = factory(slug="first")
    assert page.title in client.get(section).content.decode()
    assert page.title in client.get(f"{section}first/").content.decode()


@pytest.mark.parametrize(("section", "factory"), KINDS.items())
def test_draft_is_nowhere(client: Client, section: str, factory: Callable[..., object]) -> None:
    page = factory(slug="draft", live=False)
    assert page.title not in client.get(section).content.decode()
    assert client.get(f"{section}draft/").status_code == 404


@pytest.mark.parametrize(("section", "factory"), KINDS.items())
def test_private_page_asks_who_is_there(client: Client, section: str, factory: Callable[..., object]) -> None:
    page = factory(slug="private")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = client.get(f"{section}private/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_policy_page_costs_at_most_six_queries(client: Client, django_assert_max_num_queries) -> None:
    """Warm, however many articles (performance bars of the issue: policy page <= 6)."""
    PolicyFactory(as_law=True, slug="law")
    client.get("/policies/law/")
    with django_assert_max_num_queries(6):
        assert client.get("/policies/law/").status_code == 200


@pytest.fixture
def standing_clock() -> Iterator[None]:
    """Nothing that is cached for a minute grows old between a first look and a second one, however slow the machine."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.parametrize("section", KINDS)
def test_list_costs_the_same_for_one_and_for_many(client: Client, standing_clock: None, section: str) -> None:
    costs = []
    for number in (1, 15):
        for _ in range(number):
            KINDS[section]()
        client.get(section)
        with CaptureQueriesContext(connection) as queries:
            client.get(section)
        costs.append(len(asked(queries)))
    assert costs[1] <= costs[0] <= 12, asked(queries)


def test_support_phone_is_on_every_page(client: Client, site: Site) -> None:
    """A16."""
    contact = PortalSettings.for_site(site)
    contact.hotline = "0000-1234567"
    contact.save()
    for address in ("/", "/faq/", "/policies/", "/nowhere/"):
        assert "0000-1234567" in client.get(address).content.decode()


def test_questions_stand_in_groups(client: Client) -> None:
    page = FaqPage.objects.get()
    question = {"question": "收费吗？", "answer": "<p>不收费。</p>"}
    page.groups = [{"type": "group", "value": {"title": "找导师", "questions": [question]}}]
    page.save()
    shown = client.get("/faq/").content.decode()
    assert "收费吗？" in shown
    assert "不收费。" in shown


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "长" * 10_000,
        "q=%F0%9F%98%80",
        "q=%22%27%5C*(",
        "page=99999",
        "page=-1",
        "page=x",
        "year=x&kind=x",
    ],
)
@pytest.mark.parametrize("section", ["/policies/", "/notices/", "/cases/", "/mentors/"])
def test_hostile_input_gets_an_answer(client: Client, section: str, query: str) -> None:
    assert client.get(f"{section}?{query}").status_code in (200, 400, 404)


def test_policy_pdf_carries_title_articles_and_state(client: Client) -> None:
    PolicyFactory(as_law=True, slug="law", title="关于印发《海澜市创业赋能中心管理办法》的通知")
    answer = client.get("/policies/law/policy.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")
    assert "创业赋能中心管理办法" in text
    assert "公示期为五日" in text
    again = client.get("/policies/law/policy.pdf", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
