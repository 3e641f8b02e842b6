"""The member centre in Chromium: one screen at a desk, whole on a phone, all of it by keyboard (P22)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.barriers import barriers
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]

PEOPLE = {"desktop": "editor", "phone": "approver"}
PAGES = ("/member/", "/member/cases/", "/accounts/notices/", "/accounts/")


@pytest.mark.parametrize("device", PEOPLE)
def test_own_pages_are_whole_and_accessible(visit: Visit, signed_in, device: str) -> None:
    page = signed_in(visit(device), PEOPLE[device])
    for address in PAGES:
        page.goto(address)
        assert barriers(page) == ""
        assert sideways(page) <= 0
        assert page.evaluate(SMALL) == []
        current = page.locator(".member-nav [aria-current=page]")
        assert current.count() == 1
    assert page.complaints == []


def test_start_fits_on_one_screen_and_is_walked_by_keyboard(visit: Visit, signed_in) -> None:
    page = signed_in(visit("desktop"), "editor")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/member/")
    for name in ("今日", "我的办件", "收件箱"):
        place = page.locator("main").get_by_role("link", name=name).first.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] <= 800
    last = page.get_by_role("heading", name="收件箱").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= 800

    page.locator(".member-nav a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/member/cases/")
    assert page.get_by_role("heading", level=1).inner_text() == "我的办件"
