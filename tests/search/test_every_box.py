"""Every search box there is, found by its address: whatever is typed into one gets an answer or a clear 400, soon."""

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.models import User
from tests.factories.content import NewsFactory
from tests.factories.library import a_document, a_picture
from tests.plugins.mentors.conftest import settled

pytestmark = pytest.mark.usefixtures("wagtail_indexes")

HOSTILE = ('"', "\\ * ( ' NEAR( %s% title:", "a\x00b\ud800", "融" * 10_000, "😀，。！？", "的 了 吗")
ENDINGS = ("results/", "search/", "suggestions/", "suggest/")
LISTS = ("policies/", "notices/", "cases/", "mentors/", "search/try/")
SECONDS = 1.0


def addresses(resolver: URLResolver, beginning: str = "") -> Iterator[str]:
    """Every address of the portal that needs no argument."""
    for pattern in resolver.url_patterns:
        address = beginning + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, address)
        elif isinstance(pattern, URLPattern) and not set("<(\\") & set(address):
            yield "/" + address.replace("^", "").rstrip("$")


BOXES = sorted({box for box in addresses(get_resolver()) if box.endswith((*ENDINGS, *LISTS))})


@pytest.fixture(scope="module", autouse=True)
def clean_memory() -> None:
    """What thousands of earlier tests left behind is not walked through while a search is timed, nor afterwards."""
    gc.freeze()


def wait_for_learning() -> None:
    """What a process makes ready beside its first visitor (`search.renewing`) is work of this process too, but not for
    whatever is typed next."""
    for thread in threading.enumerate():
        if thread.name == "search-renewing":
            thread.join()


@pytest.fixture(scope="module")
def content(module_site: Any) -> User:
    NewsFactory(title="关于融资的通知")
    a_picture("融资路演")
    a_document("融资申请表")
    walker = User.objects.create_superuser("walker", "walker@hailan.example", "correct horse battery")
    settled()
    return walker


def test_boxes_of_every_part_are_among_them() -> None:
    assert {
        "/search/",
        "/search/suggest/",
        "/policies/",
        "/notices/",
        "/cases/",
        "/mentors/",
        "/api/v1/search/",
        "/api/v1/search/suggestions/",
        "/api/v1/notices/",
        "/admin/pages/search/",
        "/admin/choose-page/search/",
        "/admin/images/results/",
        "/admin/images/chooser/results/",
        "/admin/documents/chooser/results/",
        "/admin/snippets/cms_pages/field/results/",
        "/admin/snippets/choose/cms_pages/field/results/",
        "/admin/mentor/results/",
        "/admin/users/results/",
        "/admin/search/try/",
    } <= set(BOXES)


@pytest.mark.parametrize("box", BOXES)
def test_box_answers_whatever_is_typed(db: None, content: User, signed_in: Any, box: str) -> None:
    client = signed_in(content)
    client.get(box, {"q": "融资"})
    wait_for_learning()
    for text in HOSTILE:
        started = time.process_time()
        answer = client.get(box, {"q": text.encode("utf-8", "surrogatepass")})
        assert answer.status_code in (200, 400), text[:20]
        assert time.process_time() - started < SECONDS, text[:20]


@pytest.mark.parametrize(
    ("box", "choice"),
    [
        ("/admin/users/", "group"),
        ("/admin/workflows/tasks/index/", "content_type"),
        ("/admin/reports/site-history/", "user"),
        ("/admin/pages/", "site"),
        ("/admin/pages/", "owner"),
        ("/admin/reports/workflow/", "workflow"),
        ("/admin/reports/workflow_tasks/", "task"),
        ("/admin/reports/locked/", "locked_by"),
        ("/admin/reports/aging-pages/", "content_type"),
    ],
)
def test_choice_that_no_database_holds_is_refused(
    db: None, content: User, signed_in: Any, box: str, choice: str
) -> None:
    assert signed_in(content).get(box, {choice: "9" * 30}).status_code in (200, 400)


FILTERED = (
    "/search/",
    "/mentors/",
    "/policies/",
    "/notices/",
    "/cases/",
    "/member/",
    "/desk/",
)
PARAMETERS = (
    "q", "page", "sort", "turn", "cursor", "since", "until", "within", "kind", "field", "industry", "district", "year",
    "topic", "validity", "rating", "exact", "workflow", "state", "claimed", "filter", "person",
)  # fmt: skip
VALUES = ("9" * 30, "融\0资", "资" * 10_000, "２０２６")


@pytest.mark.parametrize("address", FILTERED)
def test_list_answers_whatever_one_parameter_says(
    db: None, content: User, signed_in: Any, address: str
) -> None:
    client = signed_in(content)
    assert client.get(address).status_code == 200
    for parameter in PARAMETERS:
        for value in VALUES:
            answer = client.get(address, {parameter: value})
            assert answer.status_code in (200, 302, 400, 404), (parameter, value[:20])
