"""Private files in a real browser (P33): the sample plugin's consents."""

import pytest
from playwright.sync_api import expect

from tests.browser.barriers import barriers
from tests.browser.greetings import PHOTO, choose
from tests.browser.test_templates import SMALL, sideways


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_file_when_uploaded_by_script_then_the_page_stays_and_says_so(greeting, device) -> None:
    page = greeting(device)
    page.evaluate("window.stayed = true")
    page.evaluate("""() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.querySelector("[data-progress]")?.textContent))
        .observe(document.body, {subtree: true, childList: true, characterData: true});
    }""")
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已上传“同意书.jpg”。")).to_be_focused()
    assert page.evaluate("window.stayed")
    assert "已传完，正在检查文件……" in page.evaluate("window.said")
    assert page.get_by_role("link", name="同意书.jpg", exact=True).is_visible()
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.complaints == []


def test_file_when_refused_then_the_reason_is_focused_and_can_be_mended(greeting) -> None:
    page = greeting()
    choose(page, "同意书.jpg", b"<html>")
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("文件内容与扩展名不符。")
    assert barriers(page) == ""
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_file_when_too_large_then_it_is_said_before_it_is_sent(greeting) -> None:
    page = greeting()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    choose(page, "大.jpg", b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024))
    assert page.evaluate("document.querySelector('form.upload input[type=file]').validationMessage") == (
        "文件超过大小限制，请压缩后再上传。"
    )
    page.get_by_role("button", name="上传").click()
    assert sent == []


def test_upload_when_the_line_is_cut_then_it_is_said_and_can_be_repeated(greeting) -> None:
    page = greeting()
    page.route("**/consent/", lambda route: route.abort())
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("网络中断，文件没有传完，请再传一次。").wait_for()
    page.unroute("**/consent/")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()


def test_everything_works_by_keyboard(greeting) -> None:
    page = greeting()
    choose(page, "一.jpg", PHOTO)
    page.locator(".slot > form.upload input[type=file]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已上传“一.jpg”。")).to_be_focused()
    for _step in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.file summary')"):
            break
    page.keyboard.press("Enter")
    choose(page, "二.jpg", PHOTO, inside=".file")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("已上传“二.jpg”。").wait_for()
    assert "以前的 1 个版本" in page.locator(".file").inner_text()


def test_reader_who_goes_on_at_once_is_not_led_back(greeting) -> None:
    """A busy device comes late to what a page has put off; by then the reader may be further."""
    page = greeting()
    page.evaluate(
        "() => { window.later = []; window.setTimeout = (go, after) => after < 1000 && window.later.push(go); }"
    )
    choose(page, "一.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已上传“一.jpg”。")).to_be_focused()
    page.keyboard.press("Tab")
    page.evaluate("window.later.forEach((go) => go())")
    expect(page.get_by_role("link", name="一.jpg", exact=True)).to_be_focused()


@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_file_when_uploaded_without_script_then_the_page_comes_again(greeting, device) -> None:
    page = greeting(device, javascript=False)
    where = page.url
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert page.url == where
    choose(page, "坏.jpg", b"<html>")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("文件内容与扩展名不符。").wait_for()
    page.get_by_role("link", name="移除 同意书.jpg").click()
    page.get_by_role("button", name="移除").click()
    page.get_by_text("已移除“同意书.jpg”。").wait_for()


def test_targets_are_large_enough_on_a_phone(greeting) -> None:
    page = greeting("phone")
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.jpg”。").wait_for()
    assert [target for target in page.evaluate(SMALL) if "attachments" in target or "upload" in target] == []


def test_picture_when_looked_at_then_it_stands_in_a_sandbox(greeting) -> None:
    page = greeting()
    choose(page, "同意书.jpg", PHOTO)
    page.get_by_role("button", name="上传").click()
    view = page.get_by_role("link", name="查看 同意书.jpg")
    view.wait_for()
    answer = page.goto(view.get_attribute("href"))
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert page.evaluate("[document.contentType, self.origin]") == ["image/jpeg", "null"]
