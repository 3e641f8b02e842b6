"""What a visitor wishes for orders the list, is said, and can be switched off and forgotten."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cms_pages.models import Field
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
)
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled
from tests.plugins.mentors.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def two(module_site) -> None:
    MentorFactory.create_batch(5, page__district=DistrictFactory(slug="beiling", name="北岭市"))
    law = FieldFactory(slug="law", name="合同法务")
    robots = IndustryFactory(slug="robots", name="机器人")
    MentorFactory(page__title="解思远", page__fields=[law], page__industries=[robots])
    FieldFactory(slug="export", name="跨境电商")
    settled()


def names(response) -> list[str]:
    return re.findall(r'<a class="name"[^>]*>([^<]+)</a>', response.content.decode())


def test_choices_order_the_whole_list_later_and_it_is_said_why(client) -> None:
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


def test_choices_are_kept_in_the_session_only(client) -> None:
    chosen = client.get("/mentors/?field=law&district=haidong")
    assert dict(client.session["wishes"]) == {"field": ["law"], "district": ["haidong"]}
    assert set(chosen.cookies) == {"sessionid"}
    assert chosen["Cache-Control"] == "private"
    response = client.get("/mentors/")
    html = response.content.decode()
    main = html[html.index('<main id="main"') :]
    assert "law" not in " ".join(re.findall(r'href="([^"]*)"', main))


def test_choices_of_one_visitor_are_shown_to_nobody_else(client) -> None:
    client.get("/mentors/")
    client.get("/mentors/?field=law")
    for _time in range(2):
        assert "因为你选了" in text(client.get("/mentors/"))
        other = Client().get("/mentors/")
        assert "因为你选了" not in text(other)
        assert "相符：" not in text(other)
        assert "Cache-Control" not in other


@pytest.mark.parametrize("query", ["", "?q=融资", "?way=meeting", "?field=nonsense", "?sort=newest"])
def test_visitor_who_chose_nothing_gets_no_cookie(client, query) -> None:
    response = client.get(f"/mentors/{query}")
    assert not response.cookies
    assert "Cache-Control" not in response


def test_words_are_looked_for_with_the_choices_in_mind(client) -> None:
    MentorFactory(page__title="曾可心", page__industries=[IndustryFactory(slug="robots")])
    client.get("/mentors/?industry=robots")
    response = client.get("/mentors/?q=融资")
    assert names(response)[0] == "曾可心"
    assert "因为你选了“机器人”" in text(response)


def test_order_that_is_not_for_the_visitor_gives_no_reason(client) -> None:
    client.get("/mentors/?field=law")
    words = text(client.get("/mentors/?sort=newest"))
    assert "因为你选了" not in words
    assert "相符" not in words
    assert "记住了：合同法务。" in words


def test_switch_turns_it_off_forgets_and_turns_it_on_again(client) -> None:
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


def test_what_is_kept_can_be_forgotten_without_switching_off(client) -> None:
    client.get("/mentors/?field=law")
    html = client.get("/mentors/").content.decode()
    [forget] = re.findall(r'<a href="([^"]*)"[^>]*>忘掉这些选择</a>', html)
    words = text(client.get(unescape(forget), follow=True))
    assert "因为你选了" not in words
    assert "不使用个性化" in words
    assert not Session.objects.exists()


def test_choice_of_a_word_that_is_gone_is_no_choice(client) -> None:
    client.get("/mentors/?field=export")
    assert "因为你选了“跨境电商”" in text(client.get("/mentors/"))
    Field.objects.get(slug="export").delete()
    assert "因为你选了" not in text(client.get("/mentors/"))
