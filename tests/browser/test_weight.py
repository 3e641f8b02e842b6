"""Pages are light, whole within themselves, and still when they have come (X4)."""

import gzip
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Response

from tests.browser.test_templates import open_page

Weigh = Callable[[str], Counter[str]]

HTML, STYLE, SCRIPT, PHOTO = "document", "stylesheet", "script", "photo"
READ = ["home", "mentors", "mentor", "policies", "policy", "notices", "notice", "cases", "recruitment", "faq"]


@pytest.fixture
def weigh(visit: Callable[..., Page], portal: str) -> Weigh:
    """`weigh("home")`: compressed bytes by kind of file, as a fresh visitor's browser fetches them."""

    def load(name: str) -> Counter[str]:
        page = visit()
        open_page(page, name)
        address = page.url
        page.goto("about:blank")  # a document that is left may ask for something until the next one is there
        answers = answers_of(page, lambda: page.goto(address, wait_until="networkidle"))
        weights: Counter[str] = Counter()
        for answer in answers:
            kind = PHOTO if "/media/" in answer.url else answer.request.resource_type
            weights[kind] += len(gzip.compress(answer.body())) if answer.ok else 0
        assert page.complaints == []
        assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(portal).netloc}
        return weights

    return load


def answers_of(page: Page, load: Callable[[], object]) -> list[Response]:
    """What comes for the document that is loaded into a blank page."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    load()
    return [answer for request in asked if (answer := request.response())]


@pytest.mark.parametrize("name", READ)
def test_page_is_light_and_asks_no_other_host(weigh: Weigh, name: str) -> None:
    weights = weigh(name)
    assert weights[SCRIPT] <= 40_000, weights
    assert weights.total() - weights[PHOTO] <= 100_000, weights


def test_home_is_light_even_where_nothing_is_compressed(visit: Callable[..., Page]) -> None:
    page = visit()
    answers = answers_of(page, lambda: page.goto("/", wait_until="networkidle"))
    weights = {answer.url: len(answer.body()) for answer in answers if answer.ok}
    without_photos = {url: size for url, size in weights.items() if "/media/" not in url}
    assert sum(without_photos.values()) <= 150_000, without_photos


SHIFTS = """
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) window.shifted = (window.shifted ?? 0) + entry.value;
})).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.mark.parametrize("name", ["home", "mentors", "mentor", "policy", "notices"])
def test_page_stands_still_once_it_is_there(visit: Callable[..., Page], name: str) -> None:
    page = visit("phone")
    page.add_init_script(SHIFTS)
    open_page(page, name)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifted ?? 0") < 0.1
