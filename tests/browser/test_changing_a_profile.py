"""A mentor changes their page in Chromium, by keyboard and on a phone; a clerk compares (A14, P24)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.people import MENTORS
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]


def looked_at(page: Page) -> None:
    """Accessible, whole at this width, and silent; that an answer was 422 the browser itself says."""
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert [text for text in page.complaints if "422" not in text] == []


def press(page: Page, role: str, name: str) -> None:
    """By keyboard alone."""
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_mentor_changes_the_page_and_hands_it_in(visit: Visit, signed_in, device: str) -> None:
    page = signed_in(visit(device), MENTORS[device])
    page.goto("/m/mine/profile/")
    looked_at(page)

    press(page, "link", "修改展示页")
    page.get_by_label("职务").fill("")
    press(page, "button", "保存并核对")
    expect(page.get_by_role("alert")).to_be_focused()
    looked_at(page)

    page.get_by_label("职务").fill("首席顾问")
    press(page, "button", "保存并核对")
    expect(page.locator("ins")).to_contain_text("首席顾问")
    looked_at(page)

    press(page, "button", "提交审核")
    expect(page.get_by_text("待审核，公开的仍是原来的展示页")).to_be_visible()
    looked_at(page)


def test_mentor_asks_to_leave_and_stays(visit: Visit, signed_in) -> None:
    page = signed_in(visit("phone"), MENTORS["phone"])
    page.goto("/m/mine/resignation/")
    looked_at(page)

    page.get_by_label("解聘原因").fill("调往外地工作")
    press(page, "button", "提交解聘申请")
    expect(page.get_by_text("待审核，办结和移交前仍在聘")).to_be_visible()
    looked_at(page)

    press(page, "button", "撤回申请")
    expect(page.get_by_text("已撤回，继续在聘")).to_be_visible()
