"""The journeys of the four people in real Chromium, as far as their services exist (C6)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]


def test_reading_works_without_javascript(visit: Visit) -> None:
    page = visit("desktop", javascript=False)
    page.goto("/mentors/")
    page.get_by_label("海东区").first.check()
    page.locator("main").get_by_role("button", name="应用筛选").first.click()
    assert "district=haidong" in page.url
    page.goto("/policies/centre-measures/#a10")
    expect(page.locator("#a10")).to_be_visible()
    page.goto("/notices/?kind=activity")
    expect(page.locator("main")).to_contain_text("活动")
    page.goto("/preferences/?elder=1&next=/faq/")
    assert "elder" in (page.locator("html").get_attribute("class") or "")


def test_filters_by_htmx_keep_the_address_and_the_back_button(visit: Visit) -> None:
    page = visit()
    page.goto("/mentors/")
    with page.expect_response(lambda answer: "district=haidong" in answer.url):
        page.get_by_label("海东区").first.check()
    page.wait_for_url("**district=haidong**")
    expect(page.get_by_label("海东区").first).to_be_checked()
    page.go_back()
    page.wait_for_url(lambda url: "district" not in url)
    expect(page.get_by_label("海东区").first).not_to_be_checked()
    assert page.complaints == []


def test_home_to_a_mentor_by_keyboard_alone(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.locator("main input[name=q]").first.focus()
    page.keyboard.type("融资")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentors/**")
    assert "q=" in page.url
    for _ in range(80):
        page.keyboard.press("Tab")
        target = page.evaluate("document.activeElement.getAttribute('href')") or ""
        if target.startswith("/mentors/") and "?" not in target and target != "/mentors/":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(target))


def test_citation_of_an_article_can_be_copied(visit: Visit, portal: str) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal)
    page.goto("/policies/centre-measures/")
    page.locator("#a10").hover()
    page.locator("#a10 [data-citation], [data-citation*='第十条']").first.click()
    page.wait_for_function("navigator.clipboard.readText().then((words) => words.includes('第十条'))")


TITLE = "关于启用新版导师预约规则的通知"


def test_editor_publishes_and_another_approves(visit: Visit, sign_in: Callable[..., Page]) -> None:
    desk = sign_in(visit(), "editor")
    expect(desk.locator("#freshness-section")).to_be_visible()
    desk.locator("#write-section").get_by_role("link", name="写公告通知").click()
    desk.wait_for_url("**/add/**")
    desk.locator("[name=title]").fill(TITLE)
    desk.locator("[name=kind]").select_option("notification")
    desk.locator("[name=summary]").fill("12 月 1 日起，预约导师须填写三个可选时间。")
    desk.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.locator("[name=action-submit]").click()
    desk.wait_for_url(lambda url: "/add/" not in url)
    assert desk.complaints == []

    reviewer = sign_in(visit(), "approver")
    reviewer.locator("#waiting-for-me-section").get_by_role("link", name=TITLE).click()
    reviewer.wait_for_url("**/edit/")
    reviewer.locator("footer [data-w-dropdown-target=toggle]").last.click()
    reviewer.locator("[data-workflow-action-name=approve]").first.click()
    reviewer.wait_for_url(lambda url: "/edit/" not in url)
    assert reviewer.complaints == []

    public = visit()
    public.goto("/notices/")
    expect(public.locator("main")).to_contain_text(TITLE)


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/"])
def test_editors_desk_works_under_its_policy(visit: Visit, signed_in, address: str) -> None:
    desk = signed_in(visit(), "editor")
    desk.goto(address)
    assert desk.complaints == []
