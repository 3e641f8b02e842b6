"""Finding a mentor as people do: by name, pinyin and with a slip, by keyboard, without a script, and remembered or not."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers

Visit = Callable[..., Page]

PICTURES = os.environ.get("SEARCH_PICTURES")
"""Where to leave what was seen; nowhere unless it is said."""


def go_back(page: Page) -> None:
    """Press the button and wait for the page: what was seen before is kept nowhere but asked for anew."""
    with page.expect_event("load"):
        page.evaluate("history.back()")


def clean(page: Page, name: str) -> None:
    """Accessible, no wider than the screen, and without a complaint."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"mentors-{name}.png", full_page=True)
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []


def rows(page: Page) -> Locator:
    return page.locator("ol.rows > li")


def counter(page: Page) -> Locator:
    return page.locator("[data-announce]")


def search(page: Page, words: str) -> None:
    """Type into the list's own box and ask."""
    page.locator("#q").fill(words)
    page.locator(".finder").get_by_role("button", name="搜索").click()
    page.wait_for_url("**q=*")


@pytest.mark.parametrize("words", ["尉迟青岚", "青岚", "yuchiqinglan", "ycql", "尉遲青嵐", "ＹＣＱＬ"])
def test_name_is_found_by_its_parts_pinyin_and_initials(reader: Visit, words: str) -> None:
    page = reader("desktop")
    page.goto("/mentors/")
    search(page, words)
    expect(rows(page).first.locator("a.name")).to_have_text("尉迟青岚")
    assert page.complaints == []


@pytest.mark.parametrize("device", ["desktop", "phone", "narrow"])
def test_slip_is_corrected_and_the_way_back_searches_as_typed(visit: Visit, device: str) -> None:
    page = visit(device)
    page.goto("/mentors/")
    search(page, "荣资")
    note = page.locator(".search-note")
    expect(note).to_contain_text("已按“融资”搜索")
    expect(rows(page).first.locator("mark").first).to_be_visible()
    clean(page, f"{device}-corrected")
    note.get_by_role("link", name="仍搜索“荣资”").click()
    page.wait_for_url("**exact=1*")
    expect(page.locator(".search-note")).to_have_count(0)
    expect(rows(page)).to_have_count(0)
    expect(page.locator(".empty")).to_contain_text("允许改正错别字")
    clean(page, f"{device}-nobody")
    page.go_back()
    expect(page.locator(".search-note")).to_contain_text("已按“融资”搜索")


def test_card_with_what_was_found_is_no_taller_on_a_phone(reader: Visit) -> None:
    """What the words were found in takes the headline's place, not one beside it."""
    page = reader("phone")
    page.goto("/mentors/?q=融资")
    for card in rows(page).all():
        said = card.locator(".mentor-headline:visible, .mentor-why:visible")
        expect(said).to_have_count(1)
        assert (said.bounding_box() or {})["height"] <= 3 * 29


def test_filters_are_chosen_by_keyboard_read_out_and_the_way_back_is_right(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/mentors/")
    everybody = counter(page).inner_text()
    page.locator("#q").focus()
    page.keyboard.press("Shift+Tab")  # the folded rest of the needs
    page.keyboard.press("Shift+Tab")
    expect(page.locator("label.chip input:focus")).to_have_count(1)
    page.keyboard.press("Space")
    page.wait_for_url("**field=*")
    expect(counter(page)).not_to_have_text(everybody)
    narrowed = counter(page).inner_text()
    expect(page.locator("#announcer")).to_have_text(narrowed)

    box = page.locator("#filters input[name=way]").first
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**way=*")
    expect(page.locator("#filters input[name=way]").first).to_be_checked()
    sort = page.locator("#sort")
    sort.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**sort=reply*")
    expect(sort).to_have_value("reply")

    go_back(page)
    page.wait_for_url(lambda url: "way=" in url and "sort=" not in url)
    expect(page.locator("#sort")).to_have_value("")
    go_back(page)
    page.wait_for_url(lambda url: "field=" in url and "way=" not in url)
    expect(counter(page)).to_have_text(narrowed)
    go_back(page)
    page.wait_for_url("**/mentors/")
    expect(counter(page)).to_have_text(everybody)
    assert page.complaints == []


def test_everything_works_without_a_script(visit: Visit) -> None:
    page = visit("desktop", javascript=False)
    page.goto("/mentors/")
    page.locator("label.chip", has_text="找融资").click()
    search(page, "股权")
    page.locator("#filters input[name=way]").first.check()
    page.locator("#sort").select_option("newest")
    page.get_by_role("button", name="应用筛选").click()
    for part in ("field=funding", "q=", "way=", "sort=newest"):
        assert part in page.url
    expect(page.locator("#sort")).to_have_value("newest")
    page.goto("/mentors/")
    expect(page.locator(".reason")).to_contain_text("因为你选了“融资”")
    page.get_by_role("link", name="不使用个性化").click()
    assert page.url.endswith("/mentors/")
    expect(page.locator(".personal")).to_contain_text("没有使用个性化")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_choices_are_remembered_said_and_forgotten_at_a_word(visit: Visit, device: str) -> None:
    page = visit(device)
    page.goto("/mentors/")
    assert cookies(page) == {}
    page.locator("label.chip", has_text="找融资").click()
    page.wait_for_url("**field=funding*")
    expect(counter(page)).not_to_contain_text("60")
    assert [*cookies(page)] == ["sessionid"]
    page.goto("/mentors/?district=haidong")
    page.goto("/mentors/")
    expect(page.locator(".reason")).to_have_text("因为你选了“融资、海东区”，相符的导师排在前面。")
    expect(rows(page).first.locator(".mentor-reasons")).to_have_text(re.compile("相符："))
    assert page.url.endswith("/mentors/")
    clean(page, f"{device}-remembered")

    page.get_by_role("link", name="忘掉这些选择").click()
    expect(page.locator(".reason")).to_contain_text("机会均等")
    expect(page.locator(".mentor-reasons")).to_have_count(0)
    assert cookies(page) == {}

    page.goto("/mentors/?field=funding")
    page.goto("/mentors/")
    page.get_by_role("link", name="不使用个性化").click()
    expect(page.locator(".personal")).to_contain_text("没有使用个性化，你的选择不会记住。")
    page.goto("/mentors/?field=funding")
    page.goto("/mentors/")
    expect(page.locator(".reason")).to_contain_text("机会均等")
    assert cookies(page) == {"qc_personal": "0"}
    clean(page, f"{device}-not-personal")
    page.get_by_role("link", name="使用个性化", exact=True).click()
    expect(page.get_by_role("link", name="不使用个性化")).to_be_visible()
    assert page.complaints == []


def test_remembered_choices_follow_when_filters_are_cleared_by_script(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/mentors/")
    page.locator("label.chip", has_text="找融资").click()
    page.wait_for_url("**field=funding*")
    expect(page.locator("#announcer")).not_to_be_empty()  # the new list is in its place
    page.locator("label.chip", has_text="找融资").click()
    page.wait_for_url("**/mentors/")
    expect(page.locator(".reason")).to_contain_text("因为你选了“融资”，相符的导师排在前面")


def cookies(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


def test_ticks_behind_the_button_keep_the_focus_of_the_keyboard(visit: Visit) -> None:
    """The list comes anew with its filters folded, where nothing can have the focus until they are open again."""
    page = visit("phone")
    page.goto("/mentors/")
    page.locator("#filters > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("Space")
    page.wait_for_url("**industry=*")
    expect(page.locator(f"[id='{first}']")).to_be_checked()
    expect(page.locator(f"[id='{first}']")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#filters input:checked")).to_have_count(2)
