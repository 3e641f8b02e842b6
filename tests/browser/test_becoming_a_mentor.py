"""Becoming a mentor in a real browser: an applicant on a phone, the clerk at the desk. The demo has both."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_templates import RULES, SMALL, sideways
from tests.factories.files import picture

Visit = Callable[..., Page]
SignIn = Callable[[Page, str], Page]

FILES = ("identity", "qualification", "employer")
CHECKED = ("basics", "background", "expertise", "service", "portrait", *FILES)
AUTOSAVED = re.compile("草稿自动保存于")


def in_order(page: Page) -> None:
    """Nobody is kept out, nothing hangs over the edge, every target can be met."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert sideways(page) == 0
    assert page.evaluate(SMALL) == []
    assert page.complaints == []


@pytest.fixture
def applicant(visit: Visit, sign_in: SignIn) -> Page:
    """On a phone; the demo's second applicant has a draft without papers."""
    return sign_in(visit("phone"), "applicant2")


def test_applicant_on_a_phone_and_clerk_at_the_desk(applicant: Page, visit: Visit, sign_in: SignIn) -> None:
    page = applicant
    page.goto("/m/apply/")
    in_order(page)
    page.get_by_role("link", name="继续填写").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("申请成为创业导师")
    in_order(page)

    page.get_by_role("link", name="擅长领域").first.tap()
    headline = page.get_by_label("一句话介绍")
    headline.fill("我帮小店把招牌改到路过的人会停一停。")
    expect(page.get_by_text(AUTOSAVED)).to_be_visible(timeout=30_000)
    expect(page.locator("#preview")).to_contain_text("路过的人会停一停")
    in_order(page)
    page.reload()
    expect(headline).to_have_value("我帮小店把招牌改到路过的人会停一停。")
    headline.fill("打我手机 13912345678")
    page.get_by_role("button", name="保存并继续").tap()
    expect(page.locator(".error-summary")).to_be_focused()
    assert [words for words in page.complaints if "422" not in words] == []
    page.complaints.clear()  # the browser notes the refusal that was asked for
    in_order(page)
    page.get_by_label("一句话介绍").fill("我帮小店把招牌、菜单和朋友圈说成一句人话。")
    page.keyboard.press("Enter")

    page.get_by_role("link", name="证明材料").first.tap()
    for slot in FILES:
        box = page.locator(f"section.slot[id$='-{slot}']")
        box.locator("input[type=file]").set_input_files(
            {"name": f"{slot}.png", "mimeType": "image/png", "buffer": picture("PNG")}
        )
        box.get_by_role("button", name="上传").tap()
        expect(box.get_by_text(f"{slot}.png").first).to_be_visible()
    in_order(page)
    page.get_by_role("link", name="继续", exact=True).tap()
    page.get_by_role("link", name="承诺书").first.tap()
    page.get_by_label("我已阅读并作出以上承诺").check()
    in_order(page)
    page.get_by_role("button", name="保存并核对").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")
    in_order(page)
    page.get_by_role("button", name="提交申请").tap()
    number = page.locator(".sent-number").inner_text()
    in_order(page)
    page.go_back()
    page.reload()
    expect(page.locator(".sent-number")).to_have_text(number)

    desk = sign_in(visit("desktop"), "clerk")
    desk.goto("/desk/")
    desk.get_by_role("row").filter(has_text=number).locator("a[data-row]").click()
    for name in CHECKED:
        desk.locator(f"#{name}-fits").focus()
        desk.keyboard.press("Enter")
        expect(desk.locator(f"#{name}-fits")).to_have_attribute("aria-pressed", "true")
    in_order(desk)
    desk.get_by_role("button", name="通过，送专家评审").click()
    expect(desk.get_by_text("即将进行专家评审").first).to_be_visible()
    in_order(desk)
    desk.get_by_role("button", name=re.compile("确认")).click()
    desk.wait_for_url("**/desk/")

    page.goto("/member/cases/")
    expect(page.get_by_text("待专家评审").first).to_be_visible()


def test_two_tabs_without_a_script_lose_nothing(visit: Visit, sign_in: SignIn) -> None:
    first = sign_in(visit("desktop", javascript=False), "applicant")
    second = first.context.new_page()
    first.goto("/m/apply/")
    first.get_by_role("link", name="继续填写").click()
    first.get_by_role("link", name="服务方式与时间").click()
    second.goto(first.url)
    first.get_by_label("电话").check()
    first.get_by_role("button", name="存草稿").click()
    second.get_by_label("视频").check()
    second.get_by_role("button", name="存草稿").click()
    expect(second.get_by_role("heading", name="这一部分刚刚在别处保存过")).to_be_visible()
    expect(second.locator(".differences")).to_contain_text("电话")
    expect(second.locator(".differences")).to_contain_text("视频")
    expect(second.get_by_label("视频")).to_be_checked()
