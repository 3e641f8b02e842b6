"""What visitors see: the list, a mentor's page, the pieces on the home page; how much it asks the database."""

import re

import pytest
import time_machine

from cms_pages.models import PortalSettings
from plugins.mentors.figures import Figures, record
from search.models import Pin
from tests.factories.cms_pages import (
    FieldFactory,
    IndustryFactory,
)
from tests.factories.content import today
from tests.factories.mentors import MentorFactory, mentors

pytestmark = pytest.mark.django_db


def text(response) -> str:
    """The words of a page, blanks made single."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows(response) -> int:
    return response.content.decode().count('class="mentor-row"')


# The list -----------------------------------------------------------------------------------------------------


def test_list_shows_who_can_be_asked_with_tags_and_facts(site, client) -> None:
    MentorFactory(page__title="尉迟青", page__organisation="青禾顾问")
    MentorFactory(paused=True, page__title="解思远")
    response = client.get("/mentors/")
    words = text(response)
    assert rows(response) == 1
    for expected in (
        "尉迟青",
        "青禾顾问 投资总监",
        "把商业计划书改到投资人愿意看第二遍",
        "融资",
        "海东区",
        "15 年",
    ):
        assert expected in words
    assert "解思远" not in words


def test_list_keeps_its_state_in_the_address_and_needs_no_script(site, client) -> None:
    field = FieldFactory(slug="law", name="合同法务", shown_first=True)
    MentorFactory(page__fields=[field])
    html = client.get("/mentors/?q=合同&field=law&sort=newest").content.decode()
    assert re.search(r'<input type="checkbox"\s+id="field-law"\s+name="field"\s+value="law"\s+checked', html)
    assert 'value="合同"' in html
    assert '<option value="newest" selected>' in html
    assert 'method="get"' in html


def test_list_without_a_match_says_what_to_give_up(site, client) -> None:
    MentorFactory()
    response = client.get("/mentors/?field=financing&way=video")
    words = text(response)
    assert rows(response) == 0
    assert "去掉" in words
    assert 'href="/mentors/?field=financing"' in response.content.decode()


def test_list_in_english_speaks_english_where_terms_have_words(site, client) -> None:
    MentorFactory()
    client.cookies["qc_lang"] = "en"
    assert "Financing" in text(client.get("/mentors/"))


@pytest.mark.parametrize("days", [10, 400])
def test_list_calls_new_only_whoever_is(site, client, days) -> None:
    MentorFactory(appointed_on=today(-days))
    assert ("新聘导师" in text(client.get("/mentors/"))) is (days == 10)


# What was found ---------------------------------------------------------------------------------------------------


def card_of(html: str, name: str) -> str:
    """The row of the mentor whose name holds these words, marks taken out of the name."""
    cards = re.findall(r'<article class="mentor-row">.*?</article>', html, re.S)
    return next(card for card in cards if name in re.sub(r"</?mark>", "", card))


def test_words_are_marked_where_they_stand(site, client) -> None:
    MentorFactory(
        page__title="王融之",
        page__headline="第一笔融资怎么谈",
        page__help_points=[],
        page__introduction="在海澜看过三百份融资计划书。",
    )
    card = card_of(client.get("/mentors/?q=融资").content.decode(), "王融之")
    assert "第一笔<mark>融资</mark>怎么谈" in card
    assert re.search(r'<li class="tag hit">\s*<mark>融资</mark>\s*</li>', card)
    assert re.search(r'<p class="mentor-why"[^>]*>在海澜看过三百份<mark>融资</mark>计划书。</p>', card)
    named = card_of(client.get("/mentors/?q=王融之").content.decode(), "王融之")
    assert re.search(r'<a class="name"[^>]*><mark>王融之</mark></a>', named)


def test_marks_are_escaped_and_none_are_made_without_words(site, client) -> None:
    MentorFactory(page__headline="<b>融资</b>和<script>")
    html = client.get("/mentors/?q=融资").content.decode()
    assert "&lt;b&gt;<mark>融资</mark>&lt;/b&gt;和&lt;script&gt;" in html
    assert "<mark>" not in client.get("/mentors/?field=financing").content.decode()


def test_trade_that_the_card_does_not_show_is_said_where_it_is_the_reason(site, client) -> None:
    MentorFactory(page__industries=[IndustryFactory(name="海洋装备")])
    card = card_of(client.get("/mentors/?q=海洋装备").content.decode(), "王晓")
    assert re.search(r'<p class="mentor-why"[^>]*><mark>海洋装备</mark></p>', card)


def test_field_that_was_looked_for_is_among_the_three_that_are_shown(site, client) -> None:
    fields = [FieldFactory(name=name, slug=f"f{n}") for n, name in enumerate("甲乙丙丁")]
    MentorFactory(page__fields=fields)
    tags = re.findall(r'<li class="tag( hit)?">', client.get("/mentors/?field=f3").content.decode())
    assert tags == [" hit", "", ""]


def test_pinned_mentor_stands_first_and_it_is_said(site, client) -> None:
    mentors(3)
    last = MentorFactory(page__title="解思远", page__headline="别的", page__fields=[FieldFactory()])
    Pin.objects.create(site=site, query="融资", kind="mentor", key=last.pk)
    html = client.get("/mentors/?q=融资").content.decode()
    assert "推荐" in card_of(html, "解思远")
    assert html.index("解思远") < html.index("王晓")


@pytest.mark.parametrize("sort", ["relevance", "reply", "rating", "newest"])
def test_every_order_is_offered_and_marked(site, client, sort) -> None:
    MentorFactory()
    html = client.get(f"/mentors/?sort={sort}").content.decode()
    options = dict(re.findall(r'<option value="(\w*)"( selected)?>', html))
    assert [*options] == ["", "reply", "rating", "newest"]
    assert [value for value, chosen in options.items() if chosen] == [sort.replace("relevance", "")]


def test_number_of_mentors_is_read_out(site, client) -> None:
    mentors(2)
    html = client.get("/mentors/").content.decode()
    assert re.search(r"<span data-announce>\s*<strong>2 位</strong>现在可以联系</span>", html)
    assert re.search(r'id="announcer" role="status"', html)


SERVED = Figures(
    services=63,
    replies=57,
    median_reply_hours=9.2,
    on_time_share=0.98,
    explicit_ratings=41,
    mean_rating=4.8,
    default_ratings=22,
)
FEW = Figures(
    services=4,
    replies=4,
    median_reply_hours=9.2,
    on_time_share=1.0,
    explicit_ratings=3,
    mean_rating=4.8,
    default_ratings=1,
)


def facts(response) -> str:
    """The line of facts of the only card."""
    html = response.content.decode()
    begin = html.index('<ul class="dots">')
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html[begin : html.index("</ul>", begin)])).strip()


def test_card_shows_figures_with_their_base(site, client) -> None:
    record(MentorFactory(), SERVED)
    assert facts(client.get("/mentors/")) == "中位回复 9 小时 按时 98%（57 次） 4.8（41 条本人评价）"


def test_card_below_the_base_says_from_when_on_there_will_be_figures(site, client) -> None:
    record(MentorFactory(newly_appointed=True), FEW)
    assert facts(client.get("/mentors/")) == "暂无公开案例 新聘导师 服务满 5 次后显示数据"


def test_card_without_figures_says_nothing_of_them(site, client) -> None:
    MentorFactory()
    assert facts(client.get("/mentors/")) == "从业 15 年 暂无公开案例"


def test_card_of_services_that_nobody_rated_or_wrote_about_says_so(site, client) -> None:
    record(MentorFactory(), Figures(services=5, default_ratings=5))
    assert facts(client.get("/mentors/")) == "还没有本人评价"


def test_card_follows_new_figures_at_once(site, client) -> None:
    mentor = MentorFactory()
    client.get("/mentors/")
    record(mentor, SERVED)
    assert "98%" in facts(client.get("/mentors/"))


def test_card_says_when_a_talk_is_usually_possible(site, client) -> None:
    MentorFactory(page__times=["weekend", "workday_evening"])
    assert "工作日晚上 、 周末" in text(client.get("/mentors/"))
    client.cookies["qc_lang"] = "en"
    assert "Workday evenings , Weekends" in text(client.get("/mentors/"))


# Elsewhere ----------------------------------------------------------------------------------------------------


def test_home_page_shows_the_newest_and_how_many_can_be_asked(site, client) -> None:
    MentorFactory(page__title="新来的", appointed_on=today(-1))
    MentorFactory(page__title="歇着的", paused=True)
    words = text(client.get("/"))
    assert "1 位导师在聘" in words
    assert "新来的" in words
    assert "歇着的" not in words


# What is kept between requests ----------------------------------------------------------------------------------


def test_list_that_was_drawn_is_drawn_anew_when_anything_on_it_changes(site, client) -> None:
    mentor = MentorFactory(page__title="王晓明")
    assert "王晓明" in text(client.get("/mentors/"))
    mentor.state = "paused"
    mentor.save()
    assert "王晓明" not in text(client.get("/mentors/"))
    settings = PortalSettings.for_site(site)
    settings.hotline = "0000-87654321"
    settings.save()
    assert "0000-87654321" in text(client.get("/mentors/?q=没有的人"))


def test_list_that_was_drawn_yesterday_is_drawn_anew_today(site, client) -> None:
    MentorFactory(page__title="王晓明", term_to=today(0))
    with time_machine.travel(today(0), tick=False):
        assert "王晓明" in text(client.get("/mentors/"))
    with time_machine.travel(today(2), tick=False):
        assert "王晓明" not in text(client.get("/mentors/"))


def test_list_drawn_for_one_language_is_not_shown_in_the_other(site, client) -> None:
    MentorFactory()
    assert "Financing" not in text(client.get("/mentors/"))
    client.cookies["qc_lang"] = "en"
    assert "Financing" in text(client.get("/mentors/"))
