"""A day at the desk in Chromium: the queue by keyboard, a claim, the checklist, a return with its letter; wide and narrow."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_templates import RULES, SMALL, sideways

Visit = Callable[..., Page]


def looked_at(page: Page) -> None:
    """Accessible, whole at this width, and silent."""
    results = Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert page.complaints == []


def check(page: Page, point: int, verdict: str) -> None:
    """Press a verdict and wait until it is kept."""
    item = page.locator(".point").nth(point)
    item.get_by_role("button", name=verdict, exact=True).click()
    expect(item.get_by_role("button", name=verdict, exact=True)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_clerk_returns_an_application_with_one_letter(
    visit: Visit, sign_in: Callable[..., Page], device: str
) -> None:
    page = sign_in(visit(device), "clerk")
    page.goto("/desk/?state=mentors.application:checking")
    looked_at(page)

    page.keyboard.press("j")
    if device == "desktop":
        page.keyboard.press("j")
        page.keyboard.press("k")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/**")
    looked_at(page)

    claim = page.get_by_role("button", name="认领", exact=True)
    if claim.count():
        claim.click()
    expect(page.get_by_role("button", name="放回未认领")).to_be_visible()

    points = page.locator(".point").count()
    check(page, 0, "需补正")
    page.locator(".point").first.get_by_label("告知申请人的原因").fill("单位名称与证明不一致，请核对。")
    page.locator(".point").first.get_by_role("button", name="保存原因").click()
    for point in range(1, points):
        check(page, point, "符合")
    expect(page.locator("#moves")).to_contain_text(f"已审 {points} / {points} 项")
    looked_at(page)

    page.locator("#moves").get_by_role("button", name="退回").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("退回")
    expect(page.locator(".letter")).to_contain_text("单位名称与证明不一致，请核对。")
    looked_at(page)
    page.get_by_role("button", name="确认办理并发出告知").click()
    page.wait_for_url("**/desk/")
    expect(page.locator("main")).to_contain_text("已办理")
