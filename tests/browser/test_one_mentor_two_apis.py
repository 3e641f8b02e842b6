"""A mentor is the same person on the page and through both APIs."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

Visit = Callable[..., Page]


def test_mentor_has_one_name_on_the_page_and_in_both_apis(visit: Visit, portal: str) -> None:
    page = visit()
    page.goto("/mentors/")
    page.locator("ol.rows a.name").first.click()
    page.wait_for_url(lambda url: url != f"{portal}/mentors/")
    name = page.get_by_role("heading", level=1).inner_text()
    code = page.locator(".card-path").inner_text().removeprefix("/m/")

    ours = read(page, f"/api/v1/mentors/{code}/")
    assert (ours["name"], ours["html_url"]) == (name, page.url)
    assert ours["code"] == code
    assert code in {row["code"] for row in read(page, f"/api/v1/mentors/?q={name}")["results"]}

    slug = page.url.rstrip("/").rsplit("/", 1)[1]
    found = read(page, f"/api/v2/pages/?type=cms_pages.MentorPage&slug={slug}")
    assert [row["title"] for row in found["items"]] == [name]
    wagtails = read(page, found["items"][0]["meta"]["detail_url"])
    assert wagtails["title"] == name
    for ours_says, wagtail_says in (("headline", "headline"), ("organisation", "organisation")):
        assert ours[ours_says] == wagtails[wagtail_says]
    assert ours["headline"] in page.locator("body").inner_text()


def read(page: Page, address: str) -> dict[str, Any]:
    answer = page.request.get(address)
    assert answer.ok, answer.text()
    return answer.json()
