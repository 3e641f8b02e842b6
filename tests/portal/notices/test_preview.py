"""Staff read every template as people will, and send it to themselves."""

import pytest
from django.core import mail
from django.test import Client

from tests.conftest import person
from tests.portal.notices.conftest import DOWN, wants_sms

pytestmark = pytest.mark.django_db

TEMPLATES = "/admin/notice-templates/"
TEST = f"{TEMPLATES}questions.answered/test/"


@pytest.fixture
def administrator(site, signed_in) -> Client:
    return signed_in(person("sysadmin", "系统管理员", "系统管理员"))


def test_templates_when_looked_at_then_each_is_filled_with_its_example(administrator) -> None:
    page = administrator.get(TEMPLATES).content.decode()

    assert "留言 318 已答复" in page
    assert "您好，陈提问：" in page
    assert "25/70 字" in page


def test_templates_when_one_has_a_mistake_then_the_page_says_which(administrator, words) -> None:
    words("answered", title="{{ nubmer }}")

    assert "uses &#x27;nubmer&#x27;" in administrator.get(TEMPLATES).content.decode()


def test_example_when_sent_then_only_the_person_gets_it(administrator, gateway) -> None:
    answer = administrator.post(TEST, follow=True).content.decode()

    assert "示例已发给你本人：sysadmin@hailan.example。" in answer
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["sysadmin@hailan.example"], "［试发］留言 318 已答复")
    assert gateway.sent == []


def test_example_when_the_gateway_is_down_then_staff_read_why(
    administrator, gateway, django_user_model
) -> None:
    wants_sms(django_user_model.objects.get(username="sysadmin"), "13800001111")
    gateway.mood = DOWN

    assert "没有送出：no answer" in administrator.post(TEST, follow=True).content.decode()


def test_example_when_there_is_no_such_notice_then_404(administrator) -> None:
    assert administrator.post(f"{TEMPLATES}questions.nothing/test/").status_code == 404


@pytest.mark.parametrize("who", ["editor", "citizen"])
def test_templates_when_somebody_else_looks_then_they_may_not(who: str, request, signed_in) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(TEMPLATES).status_code in (302, 403)
    assert client.post(TEST).status_code in (302, 403)
    assert mail.outbox == []
