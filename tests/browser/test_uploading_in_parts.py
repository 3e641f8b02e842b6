"""Larger files go on after a cut line from where they were (P33), in a real browser over a line that is cut."""

from django.conf import settings
from playwright.sync_api import Page, Route

from tests.browser.barriers import barriers
from tests.browser.cutting_line import line_to
from tests.browser.greetings import choose
from tests.browser.test_templates import sideways
from tests.factories import files

PART = settings.ATTACHMENT_PART_BYTES
SCAN = files.picture("PNG", (900, 700), compress_level=0)  # several parts
WAITING = "网络中断，恢复后会自动接着传……"


def watched(page: Page) -> list[int]:
    """Where each part that the page sends from now on begins."""
    offsets: list[int] = []
    page.on(
        "request",
        lambda sent: sent.method == "PATCH" and offsets.append(int(sent.headers["upload-offset"])),
    )
    return offsets


def test_large_upload_when_the_line_is_cut_then_it_goes_on_by_itself_from_where_it_was(
    greeting, served
) -> None:
    """P33: twice within a part, and once when everything but the answer has come through."""
    with line_to(served) as line:
        page = greeting("phone", address=line.address)
        offsets, finished = watched(page), []

        def swallow_the_answer(route: Route) -> None:
            finished.append(route.request.url)
            if len(finished) == 1:
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/consent/", swallow_the_answer)
        page.evaluate("""() => {
          window.said = [];
          new MutationObserver(() => window.said.push(document.querySelector("[data-progress]")?.textContent))
            .observe(document.body, {subtree: true, childList: true, characterData: true});
        }""")
        choose(page, "同意书.png", SCAN, "image/png")
        line.cut_after(PART + PART // 2, PART // 2)
        page.get_by_role("button", name="上传").click()
        page.get_by_text("已上传“同意书.png”。").wait_for()
        assert line.cuts == 2
        assert sorted(set(offsets)) == list(range(0, len(SCAN), PART))
        assert offsets.count(0) == 1, "what had arrived was not sent again"
        assert len(finished) == 2
        assert WAITING in page.evaluate("window.said")
        assert page.get_by_role("link", name="同意书.png", exact=True).count() == 1
        assert barriers(page) == ""
        assert sideways(page) <= 0
        assert page.complaints == []


def test_large_upload_when_begun_and_left_then_choosing_the_file_again_goes_on(greeting) -> None:
    page = greeting()
    left = watched(page)
    page.route("**/uploads/*/", lambda route: route.abort() if len(left) > 1 else route.continue_())
    choose(page, "同意书.png", SCAN, "image/png")
    page.get_by_role("button", name="上传").click()
    page.get_by_text(WAITING).wait_for()
    page.unroute("**/uploads/*/")
    page.reload()
    offsets = watched(page)
    choose(page, "同意书.png", SCAN, "image/png")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("已上传“同意书.png”。").wait_for()
    assert offsets[0] == PART


def test_large_upload_when_refused_then_nothing_was_sent(greeting) -> None:
    page = greeting()
    offsets = watched(page)
    choose(page, "同意书.exe", SCAN, "application/x-msdownload")
    page.get_by_role("button", name="上传").click()
    page.get_by_text("这一项只收 PDF、JPG、PNG 格式的文件。").wait_for()
    assert offsets == []
