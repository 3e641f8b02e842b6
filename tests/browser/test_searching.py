"""Searching the whole site as people do: by keyboard, on a phone, without a script, and heard rather than seen."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.slow_line import held

Visit = Callable[..., Page]

LOOKS: dict[str, dict[str, str]] = {
    "desktop": {"device": "desktop"},
    "phone": {"device": "phone"},
    "narrow": {"device": "narrow"},
    "elder": {"device": "desktop", "elder": "1"},
    "contrast": {"device": "desktop", "contrast": "1"},
}
STATES = {
    "start": "/search/",
    "found": "/search/?q=入驻",
    "one kind": "/search/?q=入驻&kind=policy",
    "nothing": "/search/?q=没有这样的词组&kind=case&within=week",
    "refused": "/search/?since=2026-11-20&until=2026-11-01",
    "policies": "/policies/?q=创业但保贷款&validity=valid",
}
PICTURES = os.environ.get("SEARCH_PICTURES")
"""Where to leave what was seen; nowhere unless it is said."""


@contextmanager
def answered(page: Page, words: str) -> Iterator[None]:
    """Wait until the suggestions for the words are here, so that no others take the place of what is looked at."""
    with page.expect_response(lambda answer: answer.url.endswith(f"/suggest/?q={quote(words)}")) as answer:
        yield
    answer.value.finished()


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def clean(page: Page) -> None:
    assert barriers(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [text for text in page.complaints if "400" not in text] == []


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("seen", LOOKS)
def test_every_state_is_accessible_and_whole(reader: Visit, seen: str, name: str) -> None:
    page = reader(**LOOKS[seen])
    page.goto(STATES[name])
    look(page, f"{seen}-{name}")
    clean(page)


def test_suggestions_are_chosen_by_keyboard(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/policies/")
    box = page.locator("#site-q")
    options = page.locator("#site-q-options [role=option]")
    expect(box).to_have_attribute("aria-expanded", "false")
    with answered(page, "rz"):
        box.press_sequentially("rz")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#announcer")).to_contain_text("条建议")
    look(page, "suggestions")
    clean(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowUp")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    clean(page)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("rz")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press_sequentially("h")
    with answered(page, "rz"):
        box.press("Backspace")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    target = options.first.get_attribute("href") or ""
    box.press("Enter")
    page.wait_for_url(f"**{target}")
    assert page.complaints == []


def test_answer_that_comes_late_takes_back_nothing_that_was_chosen(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/policies/")
    box = page.locator("#site-q")
    first = page.locator("#site-q-options [role=option]").first
    with answered(page, "rz"):
        box.fill("rz")
    expect(first).to_be_visible()
    with answered(page, "rzqx"), held(page, "**/suggest/**"):
        with page.expect_request("**/suggest/**"):
            box.fill("rzqx")  # nothing is found for that
        box.press("ArrowDown")
        expect(first).to_have_attribute("aria-selected", "true")
    target = first.get_attribute("href") or ""
    box.press("Enter")
    page.wait_for_url(f"**{target}")


def test_enter_without_a_choice_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/")
    box = page.locator("#site-q")
    box.fill("公示")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hit").first).to_be_visible()
    expect(page.locator("#q")).to_have_value("公示")


def test_suggestion_is_clicked(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/search/")
    with answered(page, "创业"):
        page.locator("#q").press_sequentially("创业")
    option = page.locator("#q-options [role=option]").first
    target = option.get_attribute("href") or ""
    option.click()
    page.wait_for_url(f"**{target}")


def test_hit_leads_to_the_article_that_says_it(reader: Visit) -> None:
    page = reader("desktop")
    page.goto("/search/?q=入驻&kind=policy")
    link = page.locator(".hit .row-title a").first
    assert "#a" in (link.get_attribute("href") or "")
    link.click()
    page.wait_for_url("**/policies/*/#a*")
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()


def test_kind_narrows_at_once_is_read_out_and_the_way_back_is_right(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/search/?q=入驻")
    before = page.locator("[data-announce]").inner_text()
    page.locator("#kind-policy").check()
    page.wait_for_url("**kind=policy*")
    expect(page.locator("#announcer")).to_contain_text("条")
    after = page.locator("[data-announce]").inner_text()
    assert after != before
    page.get_by_role("link", name="最近一周").click()
    page.wait_for_url("**within=week*")
    page.go_back()
    page.wait_for_url("**kind=policy*")
    expect(page.locator("[data-announce]")).to_have_text(after)
    assert page.complaints == []


def test_days_in_the_wrong_order_are_refused_in_place(reader: Visit) -> None:
    page = reader("desktop")
    page.goto("/search/?q=入驻&since=2026-11-20")
    page.locator("#until").fill("2026-11-01")
    expect(page.get_by_role("alert")).to_be_visible()


def test_phone_reaches_the_search_from_every_page(visit: Visit) -> None:
    page = visit("phone")
    page.goto("/notices/")
    page.get_by_role("link", name="搜索全站").tap()
    page.wait_for_url("**/search/")
    page.locator("#q").press_sequentially("创业")
    expect(page.locator("#q-options [role=option]").first).to_be_visible()
    look(page, "phone-suggestions")
    clean(page)
    page.locator("#q").press("Enter")
    expect(page.locator(".hit").first).to_be_visible()
    page.locator("#filters > summary").tap()
    page.locator("label", has=page.locator("#kind-policy")).tap()
    page.wait_for_url("**kind=policy*")
    look(page, "phone-filters")


def test_everything_works_without_a_script(visit: Visit) -> None:
    page = visit("desktop", javascript=False)
    page.goto("/")
    page.locator("#home-q").fill("公示")
    page.locator("button[formaction='/search/']").click()
    assert "/search/?q=" in page.url
    assert page.locator(".hit").count() > 0
    assert page.locator("#q").get_attribute("role") is None
    page.locator("#kind-policy").check()
    page.locator("select[name=sort]").select_option("newest")
    page.get_by_role("button", name="应用筛选").click()
    assert "kind=policy" in page.url
    assert "sort=newest" in page.url
    assert page.locator("#kind-policy").is_checked()
    assert set(page.locator(".hit .tag:last-child").all_inner_texts()) == {"政策"}
    page.goto("/nowhere/")
    page.locator("#q404").fill("入驻")
    page.locator("#q404").press("Enter")
    assert "/search/?q=" in page.url


def test_policies_are_narrowed_and_counted_in_the_address(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/policies/?q=贷款")
    valid = page.locator("label", has=page.locator("#validity-valid"))
    number = valid.locator(".count").inner_text()
    valid.locator("input").check()
    page.wait_for_url("**validity=valid**")
    expect(page.locator(".results-head strong")).to_have_text(f"{number} 条")
    expect(page.locator("article.hit mark").first).to_be_visible()
    page.go_back()
    expect(page.locator("#validity-valid")).not_to_be_checked()


def test_opened_hit_is_told_without_a_cookie_and_without_holding_anybody_up(visit: Visit) -> None:
    page = visit("desktop")
    page.goto("/search/?q=贷款")
    with page.expect_request("**/search/count/") as told:
        page.locator("article.hit h3 a").first.click()
    page.wait_for_load_state()
    assert told.value.method == "POST"
    assert told.value.post_data == "place=site&q=%E8%B4%B7%E6%AC%BE&what=opened"
    assert "/search/" not in page.url
