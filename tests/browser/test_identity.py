"""In by an account of the city: the whole way through a real provider, in Chromium, on a desk and on a phone (A1)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bin.address import Address
from bin.identity_provider.people import PASSWORD
from tests.browser.barriers import barriers
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]

CITY = "市人社个人账号"
LINK, UNLINK = re.compile(rf"^绑定\s*{CITY}"), re.compile(rf"^解除绑定\s*{CITY}")
PERSONS = {
    "desktop": ("linhai", "林海", "37*************015"),
    "phone": ("ouyangyu", "欧阳雨", "37*************022"),
}
COUNTER = {"desktop": ("system", "卢思齐"), "phone": ("security2", "梁怀谨")}
NUMBERS = {"desktop": "370299199001010014", "phone": "370299199001010022"}
MEMBERS = {"desktop": "clerk", "phone": "auditor"}


def looked_at(page: Page, provider: Address) -> None:
    """Accessible, whole at this width, and silent but for the way to the provider."""
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert [one for one in page.complaints if provider.url not in one] == []


def at_the_provider(page: Page, provider: Address, username: str | None = None) -> None:
    """Sign in there where it is asked for, and agree."""
    page.wait_for_url(f"{provider.url}/**")
    if username:
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录平台").click()
    page.get_by_role("button", name="同意", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(lambda url: "logout" not in url)


@pytest.mark.parametrize("device", PERSONS)
def test_stranger_signs_up_by_the_city_and_comes_back(
    visit: Visit, identity_provider: Address, device: str
) -> None:
    username, name, masked = PERSONS[device]
    page = visit(device)
    page.goto("/accounts/login/")
    looked_at(page, identity_provider)

    page.get_by_role("button", name=CITY).click()
    at_the_provider(page, identity_provider, username)
    expect(page.get_by_role("heading", level=1)).to_contain_text("第一次")
    expect(page.locator("main")).to_contain_text(masked)
    looked_at(page, identity_provider)
    page.get_by_role("button", name="建立账号并登录").click()

    page.goto("/accounts/identity/")
    expect(page.locator("main")).to_contain_text(name)
    expect(page.locator("main")).to_contain_text(masked)
    expect(page.locator("main")).to_contain_text("唯一的登录方式")
    looked_at(page, identity_provider)

    sign_out(page)
    page.goto("/accounts/login/?next=/accounts/identity/")
    page.get_by_role("button", name=CITY).click()
    at_the_provider(page, identity_provider)
    page.wait_for_url("**/accounts/identity/")
    expect(page.locator("main")).to_contain_text(name)


@pytest.mark.parametrize("device", MEMBERS)
def test_member_links_comes_in_by_the_city_and_unlinks(
    visit: Visit, sign_in: Callable[..., Page], identity_provider: Address, device: str
) -> None:
    page = sign_in(visit(device), MEMBERS[device])
    page.goto("/accounts/identity/")
    looked_at(page, identity_provider)
    page.get_by_role("button", name=LINK).click()
    at_the_provider(page, identity_provider, "tangwei")
    page.wait_for_url("**/accounts/identity/")
    expect(page.get_by_role("button", name=UNLINK)).to_be_visible()
    looked_at(page, identity_provider)

    sign_out(page)
    page.goto("/accounts/login/?next=/accounts/identity/")
    page.get_by_role("button", name=CITY).click()
    at_the_provider(page, identity_provider)
    page.wait_for_url("**/accounts/identity/")
    expect(page.locator("main")).to_contain_text(MEMBERS[device])

    page.get_by_role("button", name=UNLINK).click()
    expect(page.locator("main")).to_contain_text("已解除绑定")
    looked_at(page, identity_provider)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_officer_enters_a_name_and_the_person_takes_note(
    visit: Visit, sign_in: Callable[..., Page], identity_provider: Address, device: str
) -> None:
    username, name = COUNTER[device]
    desk = sign_in(visit(device), "officer")
    desk.goto("/desk/identity/")
    looked_at(desk, identity_provider)
    desk.get_by_label("办事人的账号").fill(username)
    desk.get_by_role("button", name="继续").click()
    desk.wait_for_url("**/desk/identity/*/")
    desk.get_by_label("证件上的姓名").fill(name)
    desk.get_by_label("证件号码").fill("370299")
    desk.get_by_label("理由").fill("首次核验，核对原件")
    desk.get_by_role("button", name="登记").click()
    expect(desk.locator("main")).to_contain_text("这不是有效的居民身份证号码")
    looked_at(desk, identity_provider)
    desk.get_by_label("证件号码").fill(NUMBERS[device])
    desk.get_by_role("button", name="登记").click()
    expect(desk.locator("main")).to_contain_text("已登记")

    person = sign_in(visit(device), username)
    person.goto("/accounts/identity/")
    expect(person.locator("main")).to_contain_text("首次核验，核对原件")
    looked_at(person, identity_provider)
    person.get_by_role("button", name="我知道了").click()
    expect(person.locator("main")).not_to_contain_text("首次核验，核对原件")


def test_who_says_no_at_the_provider_is_told_that_nothing_happened(
    visit: Visit, identity_provider: Address
) -> None:
    page = visit("phone", javascript=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name=CITY).click()
    page.wait_for_url(f"{identity_provider.url}/**")
    page.get_by_label("用户名").fill("shenmo")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录平台").click()
    page.get_by_role("button", name="不同意").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("没有完成")
    page.get_by_role("link", name="用其他方式登录").click()
    page.wait_for_url("**/accounts/login/")


def test_pages_of_the_local_provider_are_accessible(visit: Visit, identity_provider: Address) -> None:
    page = visit("phone")
    page.goto(f"{identity_provider.url}/login/")

    assert barriers(page) == ""
