"""A mentor's own term and service in Chromium, at a desk and on a phone (A4, A13, P25); what the public sees of it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.slow_line import held
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]
DEVICES = ("desktop", "phone")
AUTOSAVED = re.compile(r"草稿自动保存于 \d\d:\d\d")
CONFLICT = "你在另一个窗口或设备上又保存过"
AUTOSAVES_AFTER = 10_000  # milliseconds, which the page's clock jumps over


def looked_at(page: Page, name: str) -> None:
    """Accessible, whole at this width, and silent. With SCREENSHOTS set, a picture of it is kept there."""
    if folder := os.environ.get("SCREENSHOTS"):
        width = page.evaluate("innerWidth")
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    assert barriers(page) == ""
    assert sideways(page) <= 0
    assert page.evaluate(SMALL) == []
    assert [text for text in page.complaints if "422" not in text] == []


@pytest.mark.parametrize("device", DEVICES)
def test_service_agreements_and_pause(visit: Visit, signed_in, device: str) -> None:
    page = signed_in(visit(device), "mentor")
    page.goto("/m/mine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的导师服务")
    looked_at(page, "service")

    page.goto("/m/agreements/")
    looked_at(page, "agreements")
    if page.get_by_role("button", name="接受", exact=True).count():
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="接受", exact=True).click()
        expect(page.get_by_text("已接受现行版本")).to_be_visible()
        looked_at(page, "service-accepted")

    page.goto("/m/mine/pause/")
    page.get_by_role("button", name="暂停", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    looked_at(page, "pause-wrong")


@pytest.mark.parametrize("device", DEVICES)
def test_cap_is_set_and_taken_back(visit: Visit, signed_in, device: str) -> None:
    page = signed_in(visit(device), "mentor")
    page.goto("/m/mine/")
    page.get_by_label("每周最多接受").fill("3")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("现在每周最多接受 3 件")).to_be_visible()
    looked_at(page, "service-cap")
    page.get_by_label("每周最多接受").fill("")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("现在每周最多接受 10 件")).to_be_visible()


@pytest.mark.parametrize("device", DEVICES)
def test_change_keeps_itself_and_says_that_a_photo_waits(visit: Visit, signed_in, device: str) -> None:
    page = signed_in(visit(device), "mentor")
    page.clock.install()
    page.goto("/m/mine/profile/")
    looked_at(page, "profile")
    page.goto("/m/mine/profile/edit/")
    position = page.get_by_label("职务")
    position.fill(f"顾问（{device}）")
    page.clock.fast_forward(AUTOSAVES_AFTER)
    expect(page.get_by_text(AUTOSAVED)).to_be_visible()
    looked_at(page, "profile-edit")
    page.reload()
    expect(position).to_have_value(f"顾问（{device}）")

    other = page.context.new_page()
    other.goto("/m/mine/profile/edit/")
    other.get_by_label("职务").fill("另一个窗口里的职务")
    other.clock.fast_forward(AUTOSAVES_AFTER)
    expect(other.get_by_text(AUTOSAVED)).to_be_visible()
    page.get_by_label("职务").fill("这个窗口里的职务")
    page.clock.fast_forward(AUTOSAVES_AFTER)
    expect(page.get_by_text(CONFLICT)).to_be_visible()
    assert all("409" in text for text in page.complaints)
    page.complaints.clear()  # the browser notes the refusal that was asked for
    other.close()

    page.goto("/m/mine/profile/check/")
    looked_at(page, "profile-check")


def test_what_is_typed_before_the_script_has_come_is_kept_as_well(visit: Visit, signed_in) -> None:
    page = signed_in(visit(), "mentor")
    page.clock.install()
    with held(page, "**/draft.js"):
        page.goto("/m/mine/profile/edit/", wait_until="commit")
        page.get_by_label("职务").fill("顾问（在慢的网络上）")
    page.wait_for_load_state()
    page.clock.fast_forward(AUTOSAVES_AFTER)
    expect(page.get_by_text(AUTOSAVED)).to_be_visible()


def test_who_has_gone_into_a_field_before_the_script_has_come_stays_there(visit: Visit, signed_in) -> None:
    page = signed_in(visit(), "mentor")
    page.goto("/m/mine/pause/")
    with held(page, "**/portal.js"):
        page.get_by_role("button", name="暂停", exact=True).click()
        page.locator(".error-summary").wait_for()
        field = page.locator("main form").get_by_role("textbox").first
        field.focus()
    expect(page.locator("html")).to_have_class(re.compile(r"\bjs\b"))
    page.wait_for_load_state()
    expect(field).to_be_focused()


@pytest.mark.parametrize("device", DEVICES)
def test_certificate_is_verified_by_whoever_holds_it(
    visit: Visit, signed_in, device: str, portal: str
) -> None:
    page = signed_in(visit("desktop"), "mentor")
    code = page.request.get(f"{portal}/api/v1/mentor-service/").json()["results"][0]["terms"][-1][
        "verify_url"
    ]
    public = visit(device)
    public.goto(code)
    expect(public.get_by_role("heading", level=1)).to_have_text("查验聘书")
    expect(public.get_by_text("现在有效")).to_be_visible()
    looked_at(public, "certificate")
