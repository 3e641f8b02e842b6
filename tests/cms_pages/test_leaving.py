"""Leaving the site: said before, decided by the visitor, in the same tab (X6)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from wagtail.rich_text import expand_db_html

from cms_pages.leaving import leaving_address, links_as_written

ELSEWHERE = "https://tax.hailan.example/guide?year=2026&kind=小微"


@pytest.mark.parametrize(
    "url", ["/mentors/", "#a10", "mailto:desk@hailan.example", "tel:12333", "", "http://["]
)
def test_link_that_stays_is_left_alone(site, url: str) -> None:
    assert leaving_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "//tax.hailan.example/guide",
        "\\\\tax.hailan.example/guide",
        "/\\tax.hailan.example/guide",
        "/\t/tax.hailan.example/guide",
        " //tax.hailan.example/guide",
        "http:\\\\tax.hailan.example/guide",
    ],
    ids=ascii,
)
def test_w5_link_in_which_a_browser_finds_another_host_leads_there_too(client, site, url: str) -> None:
    address = leaving_address(url)
    assert address.startswith("/leave/")
    assert "tax.hailan.example" in client.get(address).content.decode()


def test_link_to_the_sites_own_host_is_left_alone(site) -> None:
    assert leaving_address(f"http://{site.hostname}/faq/") == f"http://{site.hostname}/faq/"


def test_page_in_between_names_the_other_site_and_leads_on_in_the_same_tab(client, site) -> None:
    answer = client.get(leaving_address(ELSEWHERE))
    assert answer.status_code == 200
    text = " ".join(answer.content.decode().split())
    assert "你即将离开青创通" in text
    assert "tax.hailan.example" in text
    assert '<a class="button filled" href="https://tax.hailan.example/guide?year=2026&amp;kind=小微"' in text
    assert "target=" not in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize("changed", ["to", "mark"])
def test_address_that_nobody_here_linked_is_not_found(client, site, changed: str) -> None:
    """Or anybody could send people to a forged page under the city's name."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(leaving_address(ELSEWHERE)).query).items()}
    assert client.get("/leave/", query | {changed: "https://forged.example/"}).status_code == 404
    assert client.get("/leave/").status_code == 404


def test_script_is_no_other_site(client, site) -> None:
    assert leaving_address("javascript:alert(1)") == "javascript:alert(1)"
    assert client.get("/leave/", {"to": "javascript:alert(1)", "mark": "x"}).status_code == 404


def test_links_of_rich_text_lead_there_and_keep_their_address_for_print(site) -> None:
    html = expand_db_html('<a href="https://a.example/?x=1&amp;y=2">指南</a><a href="/faq/">常见问题</a>')
    assert 'href="/leave/?to=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2&amp;mark=' in html
    assert 'data-address="https://a.example/?x=1&amp;y=2" rel="external">指南</a>' in html
    assert '<a href="/faq/">常见问题</a>' in html


def test_headless_client_gets_addresses_as_written(site) -> None:
    with links_as_written():
        assert (
            expand_db_html('<a href="https://a.example/">指南</a>') == '<a href="https://a.example/">指南</a>'
        )
