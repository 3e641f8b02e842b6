"""The password of a page is not found by trying (W12)."""

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now
from wagtail.models import PageViewRestriction

from cms_pages.models import NewsPage
from tests.factories.content import NewsFactory

PASSWORD = "kaifangri-2026"


@pytest.fixture
def page(site) -> NewsPage:
    page = NewsFactory(summary="只给知道密码的人看。")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password=PASSWORD)
    return page


def guess(client: Client, page: NewsPage, password: str, **request: str):
    form = client.get(page.url)
    assert "no-store" in form["Cache-Control"]
    address = f"/_util/authenticate_with_password/{PageViewRestriction.objects.get().pk}/{page.pk}/"
    assert address in form.content.decode()
    return client.post(address, {"password": password, "return_url": page.url}, **request)


def test_password_opens_the_page(client: Client, page: NewsPage) -> None:
    refused = guess(client, page, "x")
    assert refused.status_code == 200
    assert "这项内容只向知道密码的人公开" in refused.content.decode()
    for answer in (refused, client.get(page.url)):
        assert page.title not in answer.content.decode()
        assert page.summary not in answer.content.decode()
    assert guess(client, page, PASSWORD).headers["Location"] == page.url
    assert page.title in client.get(page.url).content.decode()


def test_w12_ten_guesses_a_minute_from_one_address(page: NewsPage) -> None:
    answers = [guess(Client(), page, str(number)).status_code for number in range(11)]
    assert answers == [200] * 10 + [429]
    assert guess(Client(), page, PASSWORD).status_code == 429
    assert guess(Client(), page, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_w12_a_hundred_a_day(page: NewsPage) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for number in range(100):
            guess(Client(), page, str(number))
            clock.shift(10)
        assert guess(Client(), page, PASSWORD).status_code == 429
