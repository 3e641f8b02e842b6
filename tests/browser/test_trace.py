"""A value shown in full, the auditor who reads of it, the person who sees who looked: in Chromium, at both widths (B10, D8)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.test_templates import SMALL, sideways

Visit = Callable[..., Page]

PURPOSES = {"desktop": "通知领取聘书", "phone": "核对任职通知收件人"}
DEVICES = list(PURPOSES)


def looked_at(page: Page, *, admin: bool = False) -> None:
    """Accessible and silent; our own pages also whole at this width."""
    assert barriers(page) == ""
    assert page.complaints == []
    if not admin:
        assert sideways(page) <= 0
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("device", DEVICES)
def test_reveal_is_seen_by_the_auditor_and_by_the_person(
    visit: Visit, signed_in: Callable[..., Page], device: str
) -> None:
    purpose = PURPOSES[device]
    officer = signed_in(visit(device), "security")
    officer.goto("/admin/roles/?q=clerk")
    row = officer.locator("tr", has_text="clerk").first
    expect(row).to_contain_text("c**@hailan.example")
    row.get_by_role("link", name="邮箱").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("查看完整信息")
    looked_at(officer)

    officer.get_by_role("button", name="查看").click()
    expect(officer.locator("main")).to_contain_text("请写明查看目的")
    officer.get_by_label("查看目的").fill(purpose)
    officer.keyboard.press("Enter")
    expect(officer.locator("main")).to_contain_text("clerk@hailan.example")
    looked_at(officer)
    officer.get_by_role("link", name="返回").click()
    officer.wait_for_url("**/admin/roles/?q=clerk")
    assert "clerk@hailan.example" not in officer.content()

    auditor = signed_in(visit(device), "auditor")
    auditor.goto("/admin/trace/?action=people.revealed")
    entry = auditor.locator("tbody tr").first
    for words in ("方守一", "查看完整号码", "何**", purpose, "安全管理员"):
        expect(entry).to_contain_text(words)
    auditor.get_by_label("操作人", exact=True).fill("nobody")
    auditor.get_by_role("button", name="筛选").click()
    expect(auditor.locator("main")).to_contain_text("没有符合条件的记录")
    assert auditor.complaints == []

    person = signed_in(visit(device), "clerk")
    person.goto("/accounts/")
    person.get_by_role("link", name="谁看过我的信息").click()
    look = person.locator("ol.own-data > li", has_text=purpose).first
    for words in ("查看完整号码", "方**", "安全管理员", "网页"):
        expect(look).to_contain_text(words)
    looked_at(person)


@pytest.mark.parametrize("device", DEVICES)
def test_person_reads_what_is_kept_and_takes_a_copy(
    visit: Visit, signed_in: Callable[..., Page], device: str
) -> None:
    page = signed_in(visit(device), "editor")
    page.goto("/accounts/my-data/")
    expect(page.locator("main")).to_contain_text("editor@hailan.example")
    looked_at(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载全部信息").click()
    assert download.value.suggested_filename.startswith("my-data-")
    page.goto("/accounts/consents/")
    looked_at(page)


def test_in_english(visit: Visit, signed_in: Callable[..., Page], portal: str) -> None:
    page = signed_in(visit(), "editor")
    page.context.add_cookies([{"name": "qc_lang", "value": "en", "url": portal}])
    for address, heading in (
        ("/accounts/my-data/", "My personal data"),
        ("/accounts/looks/", "Who looked at my data"),
        ("/accounts/consents/", "My consents"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.complaints == []
