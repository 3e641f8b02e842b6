"""The inbox: everything that was told, and how one wants to be told besides."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.notices.models import Choice, Message
from portal.notices.telling import notify
from tests.portal.notices.conftest import ANSWERED, wants_sms

pytestmark = pytest.mark.django_db

INBOX = "/accounts/notices/"


@pytest.fixture
def own(site, asker: User, signed_in) -> Client:
    return signed_in(asker)


def html(client: Client, address: str = INBOX) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def test_inbox_when_empty_then_it_says_what_will_be_there(own) -> None:
    assert "还没有通知" in html(own)


def test_message_when_opened_then_it_leads_on_and_is_read_when_the_person_says_so(own, question) -> None:
    (message,) = notify(ANSWERED, question)
    assert "1 条未读" in html(own)

    page = html(own, f"{INBOX}{message.pk}/")

    assert f'href="/questions/{question.pk}/"' in page
    assert "请在 7 日内评价" in page
    assert "1 条未读" in html(own), "looking changes nothing (W4)"
    own.post(f"{INBOX}{message.pk}/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert "0 条未读" in html(own)
    assert "知道了" not in html(own, f"{INBOX}{message.pk}/")


def test_message_when_somebody_elses_then_it_does_not_exist(question, signed_in, mentor) -> None:
    (message,) = notify(ANSWERED, question)

    assert signed_in(mentor).get(f"{INBOX}{message.pk}/").status_code == 404
    assert Client().get(INBOX).status_code == 302


def test_choice_when_saved_then_it_counts(own, asker) -> None:
    assert Choice.of(asker).channels() == ["email"]

    own.post(INBOX, {"sms": "on"}, follow=True)
    assert Choice.of(asker).channels() == ["sms"]
    own.post(INBOX, {"email": "on"})
    assert Choice.of(asker).channels() == ["email"]
    assert Choice.objects.count() == 1


def test_choice_when_the_city_has_no_gateway_then_text_messages_are_not_offered(own, settings) -> None:
    assert "登记并确认手机号后才能收到短信" in html(own)
    settings.SMS_GATEWAY = ""
    assert "发送短信" not in html(own)


def test_choice_when_a_number_is_confirmed_then_it_is_shown_masked(own, asker) -> None:
    wants_sms(asker, "13800001111")

    assert "138****1111" in html(own)
    assert "13800001111" not in html(own)


def test_inbox_when_there_are_many_then_it_has_pages(own, asker, question) -> None:
    for _number in range(21):
        notify(ANSWERED, question)

    assert html(own).count("已答复</a>") == 20
    assert html(own, f"{INBOX}?page=2").count("已答复</a>") == 1
    assert Message.objects.filter(person=asker).count() == 21
