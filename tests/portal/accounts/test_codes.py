"""The second way in: a code by SMS or e-mail; and what is found back with it."""

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.portal.accounts.conftest import PASSWORD, PHONE, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("site")
NEW = "another good sentence"


def ask(client: Client, contact: str, address: str = "/accounts/login/code/"):
    return client.post(address, {"contact": contact})


def test_a_code_signs_in_by_phone(with_phone: Client, code_sent_to) -> None:
    client = Client()
    ask(client, PHONE)
    client.post("/accounts/login/code/confirm/", {"code": code_sent_to(PHONE)})
    assert is_signed_in(client)


def test_a_code_signs_in_by_email(client: Client, citizen, code_sent_to) -> None:
    ask(client, citizen.email)
    client.post("/accounts/login/code/confirm/", {"code": code_sent_to(citizen.email)})
    assert is_signed_in(client)


def test_a_code_works_once(with_phone: Client, code_sent_to) -> None:
    client, again = Client(), Client()
    ask(client, PHONE)
    code = code_sent_to(PHONE)
    client.post("/accounts/login/code/confirm/", {"code": code})
    again.post("/accounts/login/code/confirm/", {"code": code})
    client.post("/accounts/logout/")
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_signed_in(again)
    assert not is_signed_in(client)


def test_one_code_a_minute_and_ten_a_day(with_phone: Client, texts) -> None:
    """W12: nobody's phone rings through the night, and nobody's bill grows."""
    before = len(texts(PHONE))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(Client(), PHONE)
        assert "一分钟后再试" in ask(Client(), PHONE).content.decode()
        for _minute in range(15):
            clock.shift(61)
            ask(Client(REMOTE_ADDR="10.9.9.9"), PHONE)
    assert len(texts(PHONE)) - before == 10


def test_a_forgotten_password_by_phone(with_phone: Client, code_sent_to) -> None:
    """The code leads to a new password; the old one is not asked for."""
    client = Client()
    there = ask(client, PHONE, "/accounts/password/reset/")
    assert there["Location"].startswith("/accounts/login/code/confirm/")
    arrived = client.post(there["Location"], {"code": code_sent_to(PHONE)})
    assert arrived["Location"] == "/accounts/password/change/"
    client.post("/accounts/password/change/", {"password1": NEW, "password2": NEW})
    other = Client()
    log_in(other, PHONE, PASSWORD)
    assert not is_signed_in(other)
    log_in(other, PHONE, NEW)
    assert is_signed_in(other)


def test_the_old_password_is_asked_for_again_after_some_minutes(with_phone: Client, code_sent_to) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        there = ask(client, PHONE, "/accounts/password/reset/")
        client.post(there["Location"], {"code": code_sent_to(PHONE)})
        clock.shift(301)
        page = client.post("/accounts/password/change/", {"password1": NEW, "password2": NEW})
    assert "请填写现在的密码" in page.content.decode()


def test_a_forgotten_password_by_email_works_once_and_for_an_hour(client: Client, citizen) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(client, citizen.email, "/accounts/password/reset/")
        link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
        path = "/" + link.split("/", 3)[3]
        form = client.get(path, follow=True)
        client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        again = Client().get(path, follow=True).content.decode()
        assert "已经用过或已过期" in again
        clock.shift(61)
        ask(Client(), citizen.email, "/accounts/password/reset/")
        late = "/" + next(word for word in mail.outbox[-1].body.split() if "/key/" in word).split("/", 3)[3]
        clock.shift(3601)
        assert "已经用过或已过期" in Client().get(late, follow=True).content.decode()
    log_in(client, citizen.username, NEW)
    assert is_signed_in(client)


def test_the_page_of_the_code_says_where_it_lies_in_a_demo_only(with_phone: Client, settings) -> None:
    client = Client()
    settings.OUTBOX_SHOWN = True
    ask(client, PHONE)
    assert str(settings.OUTBOX_DIR) in client.get("/accounts/login/code/confirm/").content.decode()
    settings.OUTBOX_SHOWN = False
    assert str(settings.OUTBOX_DIR) not in client.get("/accounts/login/code/confirm/").content.decode()


def test_codes_and_numbers_stay_out_of_the_logs(with_phone: Client, code_sent_to, caplog) -> None:
    ask(Client(), PHONE)
    assert PHONE not in caplog.text
    assert code_sent_to(PHONE) not in caplog.text


class Down:
    """A gateway, or a mail server, that cannot be reached."""

    def __init__(self, *args, **kwargs) -> None: ...

    def send(self, phone: str, text: str, key: str) -> None:
        raise ConnectionRefusedError

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError


def test_a_gateway_that_is_down_leaves_a_page_and_the_other_way(
    with_phone: Client, citizen, settings, caplog
) -> None:
    settings.SMS_GATEWAY = settings.EMAIL_BACKEND = f"{__name__}.Down"
    for contact in (PHONE, citizen.email, "13900139000", "nobody@hailan.example"):
        client = Client()
        there = ask(client, contact)
        page = client.get(there["Location"])
        assert page.status_code == 200
        assert "没有收到" in page.content.decode()
    assert PHONE not in caplog.text
    assert citizen.email not in caplog.text
    client = Client()
    log_in(client, "citizen")
    assert is_signed_in(client)
