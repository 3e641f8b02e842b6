"""What visitors see: the list, a mentor's page, the pieces on the home page; how much it asks the database."""

import re
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import Client

from cms_pages.models import Field, MentorPage, PortalSettings
from plugins.mentors.figures import Figures, record
from plugins.mentors.models import Mentor
from plugins.mentors.queries import current_turn
from search.models import Pin
from tests.conftest import person
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
    LanguageFactory,
    ServiceTypeFactory,
)
from tests.factories.content import ServiceCaseFactory, today
from tests.factories.library import a_picture
from tests.factories.mentors import MentorFactory, mentors
from tests.plugins.mentors.conftest import at_most, settled

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


@pytest.mark.parametrize("number", [1, 30])
def test_list_asks_at_most_six_queries_warm(site, client, number) -> None:
    portrait = a_picture(size=(600, 600))
    mentors(number, page__portrait=portrait, page__languages=[LanguageFactory()])
    settled()
    client.get("/mentors/?q=商业")
    with at_most(6):
        response = client.get("/mentors/?field=financing&q=商业")
    assert rows(response) == min(number, 20)


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


# What the visitor wishes for --------------------------------------------------------------------------------------


@pytest.fixture
def two(site) -> None:
    MentorFactory.create_batch(5, page__district=DistrictFactory(slug="beiling", name="北岭市"))
    law = FieldFactory(slug="law", name="合同法务")
    robots = IndustryFactory(slug="robots", name="机器人")
    MentorFactory(page__title="解思远", page__fields=[law], page__industries=[robots])
    FieldFactory(slug="export", name="跨境电商")


def names(response) -> list[str]:
    return re.findall(r'<a class="name"[^>]*>([^<]+)</a>', response.content.decode())


def test_choices_order_the_whole_list_later_and_it_is_said_why(two, client) -> None:
    assert names(client.get("/mentors/?field=law&industry=robots&way=meeting")) == ["解思远"]
    response = client.get("/mentors/")
    assert names(response)[0] == "解思远"
    assert len(names(response)) == 6
    words = text(response)
    assert "因为你选了“合同法务、机器人”，相符的导师排在前面。" in words
    assert "忘掉这些选择" in words
    assert "擅长领域相符：合同法务；行业相符：机器人" in words
    assert words.count("相符：") == 2
    assert response["Cache-Control"] == "private"


def test_choices_are_kept_in_the_session_only(two, client) -> None:
    chosen = client.get("/mentors/?field=law&district=haidong")
    assert dict(client.session["wishes"]) == {"field": ["law"], "district": ["haidong"]}
    assert set(chosen.cookies) == {"sessionid"}
    assert chosen["Cache-Control"] == "private"
    response = client.get("/mentors/")
    html = response.content.decode()
    main = html[html.index('<main id="main"') :]
    assert "law" not in " ".join(re.findall(r'href="([^"]*)"', main))


def test_stage_is_a_filter_a_wish_and_a_fact_on_the_page(site, client) -> None:
    """P11: what a visitor chose of stage orders later lists, and is told in words."""
    fitting = MentorFactory(page__title="曾可心", page__stages=["starting", "growing"])
    MentorFactory.create_batch(3)
    narrowed = text(client.get("/mentors/?stage=starting"))
    assert "曾可心" in narrowed
    assert dict(client.session["wishes"]) == {"stage": ["starting"]}
    words = text(client.get("/mentors/"))
    assert "因为你选了“初创期”，相符的导师排在前面。" in words
    assert "创业阶段相符：初创期" in words
    assert "阶段 初创期 、 成长期" in text(client.get(f"/mentors/{fitting.page.slug}/"))


def test_stage_is_found_by_its_word(site, client) -> None:
    MentorFactory(page__title="曾可心", page__stages=["growing"])
    MentorFactory(page__title="解思远")
    found = client.get("/api/v1/mentors/?q=成长期").json()["results"]
    assert [row["name"] for row in found] == ["曾可心"]


def test_choices_of_one_visitor_are_shown_to_nobody_else(two, client) -> None:
    client.get("/mentors/")
    settled()
    client.get("/mentors/?field=law")
    for _time in range(2):
        assert "因为你选了" in text(client.get("/mentors/"))
        other = Client().get("/mentors/")
        assert "因为你选了" not in text(other)
        assert "相符：" not in text(other)
        assert "Cache-Control" not in other


@pytest.mark.parametrize("query", ["", "?q=融资", "?way=meeting", "?field=nonsense", "?sort=newest"])
def test_visitor_who_chose_nothing_gets_no_cookie(two, client, query) -> None:
    response = client.get(f"/mentors/{query}")
    assert not response.cookies
    assert "Cache-Control" not in response


def test_words_are_looked_for_with_the_choices_in_mind(two, client) -> None:
    MentorFactory(page__title="曾可心", page__industries=[IndustryFactory(slug="robots")])
    client.get("/mentors/?industry=robots")
    response = client.get("/mentors/?q=融资")
    assert names(response)[0] == "曾可心"
    assert "因为你选了“机器人”" in text(response)


def test_order_that_is_not_for_the_visitor_gives_no_reason(two, client) -> None:
    client.get("/mentors/?field=law")
    words = text(client.get("/mentors/?sort=newest"))
    assert "因为你选了" not in words
    assert "相符" not in words
    assert "记住了：合同法务。" in words


def test_switch_turns_it_off_forgets_and_turns_it_on_again(two, client) -> None:
    client.get("/mentors/?field=law")
    html = client.get("/mentors/").content.decode()
    [off] = re.findall(r'<a href="([^"]*)"[^>]*>不使用个性化</a>', html)
    back = client.get(unescape(off), follow=True)
    assert back.redirect_chain == [("/mentors/", 302)]
    assert not Session.objects.exists()
    assert "没有使用个性化" in text(back)
    assert "相符" not in text(back)
    again = client.get("/mentors/?field=law")
    assert not Session.objects.exists()
    [on] = re.findall(r'<a href="([^"]*)"[^>]*>使用个性化</a>', again.content.decode())
    client.get(unescape(on))
    assert "因为你选了" not in text(client.get("/mentors/"))
    client.get("/mentors/?field=law")
    assert "因为你选了“合同法务”" in text(client.get("/mentors/"))


def test_what_is_kept_can_be_forgotten_without_switching_off(two, client) -> None:
    client.get("/mentors/?field=law")
    html = client.get("/mentors/").content.decode()
    [forget] = re.findall(r'<a href="([^"]*)"[^>]*>忘掉这些选择</a>', html)
    words = text(client.get(unescape(forget), follow=True))
    assert "因为你选了" not in words
    assert "不使用个性化" in words
    assert not Session.objects.exists()


def test_choice_of_a_word_that_is_gone_is_no_choice(two, client) -> None:
    client.get("/mentors/?field=export")
    assert "因为你选了“跨境电商”" in text(client.get("/mentors/"))
    Field.objects.get(slug="export").delete()
    assert "因为你选了" not in text(client.get("/mentors/"))


@pytest.mark.parametrize("number", [1, 30])
def test_list_for_a_visitor_asks_at_most_six_queries_warm(site, client, number) -> None:
    mentors(number)
    client.get("/mentors/?field=financing")
    settled()
    client.get("/mentors/")
    with at_most(6):
        assert "因为你选了" in text(client.get("/mentors/"))


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


# A mentor's page ----------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("number", [1, 30])
def test_page_asks_at_most_four_queries_warm(wang, client, number) -> None:
    mentors(number, page__title="同行")
    for place in range(number):
        ServiceCaseFactory(mentor_page=wang.page, service_type=ServiceTypeFactory(), title=f"案例 {place}")
    client.get(wang.page.url_path_on_site)
    with at_most(4):
        response = client.get(wang.page.url_path_on_site)
    assert "同行" in text(response)


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


# Elsewhere ----------------------------------------------------------------------------------------------------


def test_home_page_shows_the_newest_and_how_many_can_be_asked(site, client) -> None:
    MentorFactory(page__title="新来的", appointed_on=today(-1))
    MentorFactory(page__title="歇着的", paused=True)
    words = text(client.get("/"))
    assert "1 位导师在聘" in words
    assert "新来的" in words
    assert "歇着的" not in words


def test_plugin_when_off_leaves_no_page_no_card_no_api_and_no_word(wang, switched_off) -> None:
    visitor = Client()
    page = wang.page.url_path_on_site
    for url in ("/mentors/", page, f"/m/{wang.code}", f"/m/{wang.code}/card.png", "/api/v1/mentors/"):
        assert visitor.get(url).status_code == 404, url
    home = text(visitor.get("/"))
    assert "王晓明" not in home
    assert "位导师在聘" not in home
    assert "/mentors/" not in visitor.get("/sitemap.xml").content.decode()


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


def test_list_drawn_for_one_address_holds_nothing_of_it_but_the_search(site, client) -> None:
    mentors(30)
    client.get("/mentors/?from=secret-newsletter")
    html = client.get("/mentors/").content.decode()
    main = html[html.index('<main id="main"') :]
    assert "secret-newsletter" not in main
    assert f'href="?turn={current_turn()}&amp;page=2"' in main


def test_list_that_was_drawn_before_asks_for_the_page_only(site, client) -> None:
    mentors(30)
    client.get("/mentors/")
    settled()
    client.get("/mentors/")
    with at_most(1):
        client.get("/mentors/")
