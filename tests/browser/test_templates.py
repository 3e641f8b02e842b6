"""Every template in real Chromium: accessible, whole at every width, silent in the console (X4, X9, X10)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.barriers import barriers

PAGES = {
    "home": "/",
    "policies": "/policies/",
    "policies filtered": "/policies/?validity=valid",
    "policy": "/policies/centre-measures/",
    "notices": "/notices/",
    "recruitment": "/recruitment/",
    "mentors": "/mentors/",
    "nobody found": "/mentors/?q=没有这样的导师",
    "cases": "/cases/",
    "search": "/search/?q=融资",
    "faq": "/faq/",
    "services": "/services/",
    "privacy": "/about/privacy/",
    "login": "/accounts/login/",
    "password reset": "/accounts/password/reset/",
    "site map": "/sitemap/",
    "not found": "/nowhere/",
    "styleguide": "/styleguide/",
}
# The first link of a list leads to a page of each kind.
FROM_LISTS = {
    "notice": (
        "/notices/",
        "main a[href^='/notices/']:not([href*='?']):not([href='/notices/']):not([href*='feed'])",
    ),
    "round": ("/recruitment/", "main a[href^='/recruitment/']:not([href='/recruitment/'])"),
    "mentor": ("/mentors/", "main a[href^='/mentors/']:not([href*='?']):not([href='/mentors/'])"),
    "case": ("/cases/", "main a[href^='/cases/']:not([href*='?']):not([href='/cases/'])"),
    "service": ("/services/", "main a[href^='/services/']:not([href='/services/'])"),
    "repealed policy": (
        "/policies/?validity=repealed",
        "main a[href^='/policies/']:not([href*='?']):not([href*='feed'])",
    ),
}
LOOKS: dict[str, dict[str, str]] = {
    "desktop": {"device": "desktop"},
    "phone": {"device": "phone"},
    "elder": {"device": "desktop", "elder": "1"},
}
NARROWEST = 320  # pixels


def open_page(page: Page, name: str) -> None:
    if name in PAGES:
        page.goto(PAGES[name])
        return
    address, link = FROM_LISTS[name]
    page.goto(address)
    target = page.locator(link).first.get_attribute("href")
    assert target
    page.goto(target)


EVERY_PAGE = [*PAGES, *FROM_LISTS]


def test_barriers_are_found_each_time_one_looks(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(PAGES["faq"])
    assert barriers(page) == ""
    page.evaluate("document.querySelector('main').append(new Image())")
    assert "image-alt" in barriers(page)


def test_faint_words_are_found_wherever_they_stand(reader: Callable[..., Page]) -> None:
    page = reader()
    page.goto(PAGES["faq"])
    assert barriers(page) == ""
    for place in ("h1", "main p"):  # in a colour that axe sees first, and then again
        part = page.locator(place).first
        part.evaluate("part => { part.style.color = '#bbb'; }")
        assert "color-contrast" in barriers(page)
        part.evaluate("part => part.removeAttribute('style')")
        assert barriers(page) == ""


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", EVERY_PAGE)
def test_page_is_accessible_and_whole(reader: Callable[..., Page], name: str, look: str) -> None:
    page = reader(**LOOKS[look])
    open_page(page, name)
    assert barriers(page) == ""
    assert sideways(page) <= 0
    if look == "phone":
        page.set_viewport_size({"width": NARROWEST, "height": 700})
        assert sideways(page) <= 0
    assert [text for text in page.complaints if "404" not in text] == []


@pytest.mark.parametrize("name", ["home", "mentors", "policy", "notices"])
def test_high_contrast_is_accessible(reader: Callable[..., Page], name: str) -> None:
    page = reader("desktop", contrast="1")
    open_page(page, name)
    assert barriers(page) == ""


def sideways(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# A label is part of the target that it names.
SMALL = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
  .filter(e => e.offsetParent && !e.closest('p, li, td, dd, .prose, .visually-hidden, .skip-link'))
  .map(e => [e.outerHTML.slice(0, 90), [e, ...(e.labels ?? [])].map(part => part.getBoundingClientRect())
    .reduce((one, other) => one.width * one.height > other.width * other.height ? one : other)])
  .filter(([, box]) => box.width && box.height && (box.height < 24 || box.width < 24))
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)
"""


@pytest.mark.parametrize("name", ["home", "mentors", "mentor", "policy", "login"])
def test_targets_are_large_enough_on_a_phone(reader: Callable[..., Page], name: str) -> None:
    page = reader("phone")
    open_page(page, name)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("name", ["mentors", "mentor"])
def test_name_that_fits_no_line_is_broken(reader: Callable[..., Page], name: str, device: str) -> None:
    page = reader(device=device)
    open_page(page, name)
    page.evaluate(
        """() => document.querySelectorAll(".name, .mentor-facts-line > li:first-child, .mentor-post").forEach((part) => {
            part.textContent = "阿卜杜热合曼".repeat(12) + "InternationalBusinessDevelopment".repeat(4);
        })"""
    )
    assert sideways(page) <= 0


@pytest.mark.parametrize("look", LOOKS)
def test_face_of_a_hit_covers_no_words(reader: Callable[..., Page], look: str) -> None:
    page = reader(**LOOKS[look])
    page.goto("/search/?q=融资&kind=mentor")
    hit = page.locator(".person-hit").first
    edges = [
        hit.locator(part).evaluate(f"part => part.getBoundingClientRect().{edge}")
        for part, edge in ((".portrait", "right"), ("> div", "left"))
    ]
    assert edges == sorted(edges)
