"""The administrator switches the mentors off and on again; visitors notice at once, and only where mentors were."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

PLUGIN = "创业导师"
OF_THE_PLUGIN = ["/mentors/", "/api/v1/mentors/"]
OF_THE_PORTAL = ["/", "/policies/", "/notices/", "/api/v1/policies/"]


@pytest.fixture
def desk(visit: Visit, signed_in: Callable[..., Page]) -> Iterator[Page]:
    """The administrator's page of plugins; whatever happens there, the mentors are on again afterwards."""
    page = signed_in(visit(), "admin")
    open_plugins(page)
    yield page
    page.goto("/admin/plugins/")
    if button(page, "启用").is_visible():
        switch(page, "启用")


def test_mentors_vanish_and_come_back_without_a_restart(desk: Page, visit: Visit) -> None:
    public = visit()
    mentor = first_mentor(public)
    everywhere = [*OF_THE_PLUGIN, mentor]
    assert statuses(public, everywhere) == [200, 200, 200]
    assert links_to_mentors(public).count() > 0

    switch(desk, "停用")
    expect(row(desk, PLUGIN)).to_contain_text("已停用")
    expect(row(desk, "演示内容")).to_contain_text(f"先启用：{PLUGIN}")
    expect(desk.get_by_role("link", name="导师", exact=True)).to_have_count(0)
    assert statuses(public, everywhere) == [404, 404, 404]
    assert statuses(public, OF_THE_PORTAL) == [200] * len(OF_THE_PORTAL)
    expect(links_to_mentors(public)).to_have_count(0)
    expect(public.get_by_role("heading", level=1)).to_be_visible()

    switch(desk, "启用")
    expect(row(desk, PLUGIN)).to_contain_text("已启用")
    expect(desk.get_by_role("link", name="导师", exact=True)).to_have_count(1)
    assert statuses(public, everywhere) == [200, 200, 200]
    expect(links_to_mentors(public)).not_to_have_count(0)
    assert first_mentor(public) == mentor
    assert desk.complaints == public.complaints == []


def open_plugins(desk: Page) -> None:
    """By the menu, as an administrator finds it."""
    desk.goto("/admin/")
    desk.get_by_role("button", name="设置").click()
    desk.get_by_role("link", name="插件", exact=True).click()
    desk.wait_for_url("**/admin/plugins/**")


def switch(desk: Page, word: str) -> None:
    button(desk, word).click()
    expect(desk.locator(".messages")).to_contain_text(f"已{word}“{PLUGIN}”")


def button(desk: Page, word: str) -> Locator:
    return desk.get_by_role("button", name=f"{word}{PLUGIN}")


def row(desk: Page, plugin: str) -> Locator:
    return desk.locator("main table.listing tbody tr").filter(
        has=desk.locator(".title-wrapper", has_text=plugin)
    )


def statuses(page: Page, addresses: list[str]) -> list[int]:
    return [page.request.get(address).status for address in addresses]


def links_to_mentors(page: Page) -> Locator:
    """Menu entries, shortcuts, search form and mentors on the home page."""
    page.goto("/")
    return page.locator("a[href^='/mentors/'], form[action^='/mentors/']")


def first_mentor(page: Page) -> str:
    page.goto("/mentors/")
    address = page.locator("ol.rows a.name").first.get_attribute("href")
    assert address
    return address
