"""A mentor's page: what it shows, in which order, and what never."""

import re

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cms_pages.models import MentorPage
from plugins.mentors.figures import Figures, record
from plugins.mentors.models import Mentor
from tests.conftest import person
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    ServiceTypeFactory,
)
from tests.factories.content import ServiceCaseFactory, today
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import at_most
from tests.plugins.mentors.test_pages import FEW, SERVED, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(site) -> Mentor:
    mentor = MentorFactory(page__title="王晓明", page__portrait=a_picture(size=(600, 600)))
    ServiceCaseFactory(
        mentor_page=mentor.page, service_type=ServiceTypeFactory(), title="海洋传感器团队的第一轮融资"
    )
    return mentor


def test_page_shows_help_before_facts_before_cases_before_experience_before_term(wang, client) -> None:
    html = client.get(wang.page.url_path_on_site).content.decode()
    main = html[html.index('<main id="main"') :]
    places = [
        main.index(mark)
        for mark in ('id="help"', 'class="figures"', 'id="cases"', 'id="experience"', 'id="term"')
    ]
    assert places == sorted(places)


def test_page_carries_the_card_with_its_code_and_files(wang, client) -> None:
    html = client.get(wang.page.url_path_on_site).content.decode()
    for name in ("qr.svg", "card.png", "card.pdf", "card.vcf", "poster.pdf"):
        assert f"/m/{wang.code}/{name}" in html
    assert f">/m/{wang.code}<" in html


def test_chat_shows_the_card_of_a_page_that_is_sent_there_as_long_as_the_mentor_serves(wang, client) -> None:
    label = f'<meta property="og:image" content="http://testserver/m/{wang.code}/share.png">'
    assert label in client.get(wang.page.url_path_on_site).content.decode()
    Mentor.objects.filter(pk=wang.pk).update(term_to=today(-1))
    assert "og:image" not in client.get(wang.page.url_path_on_site).content.decode()


@pytest.mark.parametrize(
    ("trait", "band"),
    [("ended", "聘期已结束"), ("former", "聘期已结束"), ("paused", "暂停服务"), ("coming", "聘期尚未开始")],
)
def test_page_of_whoever_cannot_be_asked_stays_and_says_so(site, client, trait, band) -> None:
    mentor = MentorFactory(**{trait: True})
    MentorFactory(page__title="相近的人")
    words = text(client.get(mentor.page.url_path_on_site))
    assert band in words
    assert "相近的人" in words
    assert ("怎样联系" in words) is (trait not in ("ended", "former"))


def test_page_on_the_last_day_of_the_term_has_no_band_and_on_the_next_one_has(site, client) -> None:
    mentor = MentorFactory(term_to=today(3))
    url = mentor.page.url_path_on_site
    with time_machine.travel(today(3), tick=False):
        assert "聘期已结束" not in text(client.get(url))
    with time_machine.travel(today(5), tick=False):
        assert "聘期已结束" in text(client.get(url))


def test_similar_mentors_share_a_field_and_can_be_asked(site, client) -> None:
    finance = FieldFactory(slug="financing", name="融资")
    law = FieldFactory(slug="law", name="法务")
    both = {"page__fields": [finance, law]}
    near, far = DistrictFactory(), DistrictFactory(slug="beiling", name="北岭市")
    asked = MentorFactory(page__district=near, **both)
    MentorFactory(page__title="一样不沾", page__fields=[FieldFactory()])
    MentorFactory(page__title="不在聘", former=True, **both)
    MentorFactory(page__title="只沾一样", page__district=near, page__fields=[law])
    MentorFactory(page__title="两样都沾外地", page__district=far, **both)
    MentorFactory(page__title="两样都沾本地", page__district=near, **both)
    html = client.get(asked.page.url_path_on_site).content.decode()
    similar = html[html.index('id="similar"') :]
    found = re.findall("两样都沾本地|两样都沾外地|只沾一样|一样不沾|不在聘", similar)
    assert found == ["两样都沾本地", "两样都沾外地", "只沾一样"]


def test_figures_are_only_those_that_exist(site, client) -> None:
    mentor = MentorFactory(page__years_of_experience=None)
    words = text(client.get(mentor.page.url_path_on_site))
    assert "%" not in words.replace("%20", "")
    assert "从业" not in words
    assert "公开服务案例" not in words
    assert "首次聘任" in words


def figures_of(response) -> list[tuple[str, str]]:
    """Label and value of each large figure."""
    html = response.content.decode()
    begin = html.index('<dl class="figures">')
    block = html[begin : html.index("</dl>", begin)]
    found = re.findall(r"<dt>\s*(.*?)\s*</dt>\s*<dd>\s*(.*?)\s*</dd>", block, re.S)
    return [(label, value) for label, value in found]


def test_page_shows_the_figures_with_their_base(wang, client) -> None:
    record(wang, SERVED)
    assert figures_of(client.get(wang.page.url_path_on_site)) == [
        ("中位回复（57 次）", "9 小时"),
        ("48 小时内回复（57 次）", "98%"),
        ("本人评价 41 条", "4.8"),
        ("已完成服务", "63"),
    ]


def test_page_says_how_many_default_ratings_are_not_in_the_score(wang, client) -> None:
    record(wang, SERVED)
    html = client.get(wang.page.url_path_on_site).content.decode()
    places = [html.index(f'id="{name}"') for name in ("cases", "ratings", "experience")]
    assert places == sorted(places)
    words = text(client.get(wang.page.url_path_on_site))
    assert "41 条本人评价，平均 4.8 ，满分 5。" in words
    assert "另有 22 次逾期未评，由系统记为默认好评，不计入 4.8。" in words


def test_page_with_default_ratings_alone_has_no_score(wang, client) -> None:
    record(wang, Figures(services=5, default_ratings=5))
    words = text(client.get(wang.page.url_path_on_site))
    assert "还没有本人评价。 有 5 次逾期未评，由系统记为默认好评，不计分。" in words
    assert "满分" not in words


def test_page_below_the_base_shows_neither_share_nor_score(wang, client) -> None:
    record(wang, FEW)
    response = client.get(wang.page.url_path_on_site)
    assert [label for label, _value in figures_of(response)] == ["从业", "公开服务案例", "首次聘任"]
    words = text(response)
    assert "已完成 4 次服务；满 5 次后显示回复时间、按时率和评价。" in words
    assert "4.8" not in words
    assert "100%" not in words


def test_page_with_figures_asks_no_more_than_without(wang, client) -> None:
    record(wang, SERVED)
    client.get(wang.page.url_path_on_site)
    with at_most(4):
        client.get(wang.page.url_path_on_site)


def test_page_says_when_a_talk_is_usually_possible(site, client) -> None:
    mentor = MentorFactory(page__times=["weekend"])
    other = MentorFactory()
    assert "时间 周末" in text(client.get(mentor.page.url_path_on_site))
    assert "时间 周末" not in text(client.get(other.page.url_path_on_site))


def test_page_in_the_preview_shows_the_figures_of_today(wang) -> None:
    record(wang, SERVED)
    page = MentorPage.objects.get(pk=wang.page_id)
    response = page.make_preview_request(extra_request_attrs={"user": AnonymousUser()})
    assert ("已完成服务", "63") in figures_of(response)


def test_page_in_the_preview_shows_the_draft(wang) -> None:
    page = MentorPage.objects.get(pk=wang.page_id)
    page.headline = "还没有发布的一句话"
    page.fields = [FieldFactory(slug="law", name="合同法务")]
    response = page.make_preview_request(extra_request_attrs={"user": AnonymousUser()})
    assert "还没有发布的一句话" in text(response)
    assert "合同法务" in text(response)


def test_page_that_was_never_appointed_is_previewed_without_a_card(site) -> None:
    page = MentorPage(title="新人", slug="xin-ren", headline="一句话", ways=["message"])
    page.path, page.depth = "", 0
    response = page.make_preview_request(extra_request_attrs={"user": AnonymousUser()})
    assert "一句话" in text(response)
    assert "导师名片" not in text(response)


# What is never shown ------------------------------------------------------------------------------------------


def test_phone_and_mail_of_a_mentor_are_nowhere(wang, client) -> None:
    user = person("wang", "王晓明", first_name="")
    user.email = "secret-wang@hailan.example"
    user.save()
    wang.user = user
    wang.save()
    page = wang.page.url_path_on_site
    api = f"/api/v1/mentors/{wang.code}/"
    pages = f"/api/v2/pages/{wang.page_id}/?fields=*"
    card = f"/m/{wang.code}"
    for url in (
        "/",
        "/mentors/",
        page,
        "/api/v1/mentors/",
        api,
        pages,
        f"{card}/card.vcf",
        f"{card}/card.svg",
    ):
        body = client.get(url).content.decode()
        assert body, url
        assert "secret-wang" not in body, url
        assert not re.search(r"(?:telephone|email|TEL|EMAIL)[\"':;]", body), url


def test_plugin_when_off_leaves_no_page_no_card_no_api_and_no_word(wang, switched_off) -> None:
    visitor = Client()
    page = wang.page.url_path_on_site
    for url in ("/mentors/", page, f"/m/{wang.code}", f"/m/{wang.code}/card.png", "/api/v1/mentors/"):
        assert visitor.get(url).status_code == 404, url
    home = text(visitor.get("/"))
    assert "王晓明" not in home
    assert "位导师在聘" not in home
    assert "/mentors/" not in visitor.get("/sitemap.xml").content.decode()
