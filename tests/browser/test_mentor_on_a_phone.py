"""On a phone: from a need to a mentor, and from the code on the screen back to the mentor, with a script or without."""

import io
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

NEED, FIELD = "找融资", "funding"
DISTRICT, SLUG = "海东区", "haidong"


@pytest.fixture
def phone(visit: Visit) -> Page:
    page = visit("phone")
    page.goto("/mentors/")
    return page


@pytest.fixture
def phone_without_javascript(visit: Visit) -> Page:
    page = visit("phone", javascript=False)
    page.goto("/mentors/")
    return page


def test_need_and_district_narrow_the_list_at_each_tap(phone: Page) -> None:
    everybody = found(phone)
    chip(phone).tap()
    phone.wait_for_url(f"**field={FIELD}*")
    expect(counter(phone)).not_to_have_text(everybody)
    expect(chip(phone).locator("input")).to_be_checked()
    with_the_need = found(phone)

    open_filters(phone)
    promised = district(phone).locator(".count").inner_text()
    district(phone).tap()
    phone.wait_for_url(lambda url: f"field={FIELD}" in url and f"district={SLUG}" in url)
    expect(counter(phone)).not_to_have_text(with_the_need)
    expect(district(phone)).to_be_visible()  # the sheet stays open for another choice
    phone.get_by_role("button", name="应用筛选").tap()
    expect(district(phone)).to_be_hidden()
    every_mentor_fits(phone, promised)
    assert phone.complaints == []


def test_need_and_district_narrow_the_list_without_javascript(phone_without_javascript: Page) -> None:
    page = phone_without_javascript
    everybody = found(page)
    chip(page).tap()
    page.get_by_role("button", name="搜索").tap()
    page.wait_for_url(f"**field={FIELD}*")
    expect(counter(page)).not_to_have_text(everybody)
    with_the_need = found(page)

    open_filters(page)
    promised = district(page).locator(".count").inner_text()
    district(page).tap()
    page.get_by_role("button", name="应用筛选").tap()
    page.wait_for_url(lambda url: f"field={FIELD}" in url and f"district={SLUG}" in url)
    expect(counter(page)).not_to_have_text(with_the_need)
    every_mentor_fits(page, promised)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_code_on_the_screen_leads_back_to_the_mentor(visit: Visit, portal: str, javascript: bool) -> None:
    """One visitor shows the phone, another one's camera reads it."""
    page = visit("phone", javascript=javascript)
    page.goto(f"/mentors/?field={FIELD}&district={SLUG}")
    link = rows(page).first.locator("a.name")
    name = link.inner_text()
    link.tap()
    page.wait_for_url(lambda url: "?" not in url)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)

    code = page.get_by_role("img", name=f"{name}的名片二维码")
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())).convert("RGB"))
    assert [found.text for found in read] == [portal + page.locator(".card-path").inner_text()]

    other = visit("phone", javascript=javascript)
    other.goto(read[0].text)
    assert other.url == page.url
    expect(other.get_by_role("heading", level=1)).to_have_text(name)
    assert page.complaints == other.complaints == []


@pytest.mark.parametrize("choices", [{}, {"elder": "1"}], ids=["usual", "elder"])
def test_facts_of_every_card_take_three_lines_at_most(reader: Visit, choices: dict[str, str]) -> None:
    """Median, share and score with what they rest on, or from when on there are any (P13, P17)."""
    page = reader("phone", **choices)
    page.goto("/mentors/")
    lines = page.evaluate(LINES)
    assert len(lines) == 20
    assert max(lines) <= 3
    assert page.get_by_text("条本人评价").count() > 5


# How many lines the facts of each card take: places at which one of them begins.
LINES = """
() => [...document.querySelectorAll('.mentor-row .dots')].map(list => new Set(
  [...list.children].flatMap(item => [...item.getClientRects()].map(box => Math.round(box.top)))).size)
"""


def chip(page: Page) -> Locator:
    return page.locator("label.chip", has_text=NEED)


def counter(page: Page) -> Locator:
    return page.locator("[data-announce] strong")


def found(page: Page) -> str:
    return counter(page).inner_text()


def rows(page: Page) -> Locator:
    return page.locator("ol.rows > li")


def open_filters(page: Page) -> None:
    """Nothing of the filters is in the way on a phone until their button is tapped."""
    expect(district(page)).to_be_hidden()
    page.locator("#filters > summary").tap()
    expect(district(page)).to_be_visible()


def district(page: Page) -> Locator:
    return page.locator("#filters label", has_text=DISTRICT)


def every_mentor_fits(page: Page, promised: str) -> None:
    """As many mentors as the filter promised, each from the district."""
    expect(counter(page)).to_have_text(f"{promised} 位")
    expect(rows(page)).to_have_count(int(promised))
    expect(rows(page).locator(".mentor-where > li:first-child")).to_have_text([DISTRICT] * int(promised))
