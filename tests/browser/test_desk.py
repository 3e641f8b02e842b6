"""A day at the desk in Chromium: the queue by keyboard, a claim, the checklist, a return with its letter; wide and narrow."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Browser, Locator, Page, expect
from weasyprint import HTML

from tests.browser.barriers import barriers
from tests.browser.conftest import PATIENCE, visitors
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]


def looked_at(page: Page) -> None:
    """Accessible, whole at this width, and silent."""
    assert barriers(page) == ""
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
    visit: Visit, signed_in: Callable[..., Page], device: str
) -> None:
    page = signed_in(visit(device), "clerk")
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

    page.get_by_role("radio", name="90°").check()
    looked_at(page)
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


BRICK = "#b5402a"
# The parts of the viewer lie in the browser: they are asked for, and nothing leaves the machine.
VIEWER = ("left the site: chrome-extension://", "left the site: chrome://resources/")


@pytest.fixture
def visit_with_viewer(pdf_viewer: Browser, portal: str) -> Iterator[object]:
    yield from visitors(pdf_viewer, portal)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pdf_of_a_case_is_shown_in_its_frame_under_the_policy(
    visit: Visit, visit_with_viewer: Visit, signed_in: Callable[..., Page], device: str
) -> None:
    """S4: the browser's own viewer draws it, inside a policy that lets nothing run; nothing is downloaded for that."""
    paper = f"<style>@page {{ background: {BRICK} }}</style><h1>辅导记录</h1>"
    applicant = signed_in(visit("phone"), "applicant")
    applicant.goto("/member/")
    applicant.get_by_role("link", name="补正材料").tap()
    applicant.wait_for_url("**/m/apply/*/")
    number = applicant.url.split("/")[-2]
    applicant.goto(f"/m/apply/{number}/evidence/")
    box = applicant.locator("section.slot[id$='-cases']")
    box.locator("input[id^='file-slot-']").set_input_files(
        {"name": f"{device}.pdf", "mimeType": "application/pdf", "buffer": HTML(string=paper).write_pdf()}
    )
    box.get_by_role("button", name="上传", exact=True).last.tap()
    expect(box.get_by_text(f"{device}.pdf").first).to_be_visible()

    page = signed_in(visit_with_viewer(device), "clerk")
    taken: list[str] = []
    page.on("download", lambda download: taken.append(download.suggested_filename))
    page.goto(f"/desk/cases/mentors.application/{number}/")
    material = page.locator(".desk-materials li").filter(has_text=f"{device}.pdf")
    with page.expect_response(re.compile("/materials/")) as answer:
        material.get_by_role("link", name="案例材料", exact=True).click()
    headers = answer.value.all_headers()
    assert headers["content-type"] == "application/pdf"
    frame = page.locator("iframe.desk-frame")
    expect(frame).to_have_attribute("title", "材料：案例材料")
    frame.scroll_into_view_if_needed()
    shown = drawn(page, frame)
    assert shown > 0.1, f"{shown:.0%} of the frame are of the paper's colour"
    assert taken == []
    viewers_own = [words for words in page.complaints if words.startswith(VIEWER)]
    assert viewers_own, "something else than the browser's viewer has drawn it"
    page.complaints[:] = [words for words in page.complaints if words not in viewers_own]
    looked_at(page)
    expect(page.get_by_role("link", name="在新窗口中查看")).to_be_visible()


def drawn(page: Page, frame: Locator) -> float:
    """Which part of the frame has the paper's colour, once the viewer has drawn it."""
    for _try in range(PATIENCE // 250):
        picture = Image.open(BytesIO(frame.screenshot())).convert("RGB")
        wanted = ImageColor.getrgb(BRICK)
        near = sum(
            count
            for count, colour in picture.getcolors(picture.width * picture.height) or []
            if all(abs(one - other) < 12 for one, other in zip(colour, wanted, strict=True))
        )
        if near:
            return near / (picture.width * picture.height)
        page.wait_for_timeout(250)
    return 0.0
