"""Opening an account by phone or by e-mail (A1); no door says who has one (B6)."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from portal.accounts.models import Phone, User
from portal.accounts.phones import PhoneField, normal
from portal.accounts.unused import drop_unfinished
from tests.portal.accounts.conftest import PASSWORD, PHONE, is_signed_in, log_in, sign_up

pytestmark = pytest.mark.usefixtures("site")


def test_by_phone_a_code_opens_the_account(client: Client, code_sent_to) -> None:
    answer = sign_up(client, PHONE, name="小林")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/phone/verify/")
    assert not is_signed_in(client)
    done = client.post("/accounts/phone/verify/", {"code": code_sent_to(PHONE)})
    assert (done.status_code, done["Location"]) == (302, "/accounts/")
    assert is_signed_in(client)
    person = Phone.owner_of(PHONE)
    assert person.get_full_name() == "小林"
    assert person.email == ""


def test_by_email_a_code_opens_the_account(client: Client, code_sent_to) -> None:
    answer = sign_up(client, "Lin@Hailan.example")
    assert answer["Location"] == "/accounts/confirm-email/"
    client.post("/accounts/confirm-email/", {"code": code_sent_to("lin@hailan.example")})
    assert is_signed_in(client)
    assert User.objects.get(email="lin@hailan.example").emailaddress_set.get().verified


@pytest.mark.parametrize("contact", [PHONE, "lin@hailan.example"])
def test_a_wrong_code_opens_nothing_and_three_end_it(client: Client, contact: str) -> None:
    sign_up(client, contact)
    page = "/accounts/phone/verify/" if contact == PHONE else "/accounts/confirm-email/"
    first = client.post(page, {"code": "000000"})
    assert "验证码不正确" in first.content.decode()
    client.post(page, {"code": "000001"})
    assert client.post(page, {"code": "000002"})["Location"] == "/accounts/login/"
    assert not is_signed_in(client)


def test_a_code_is_good_for_five_minutes(client: Client, code_sent_to) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_up(client, PHONE)
        code = code_sent_to(PHONE)
        clock.shift(301)
        client.post("/accounts/phone/verify/", {"code": code})
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "0086 13800138000",
        "１３８００１３８０００",
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    assert normal(typed) == PHONE


@pytest.mark.parametrize(
    "typed", ["12800138000", "1380013800", "138001380001", "0532-88888888", "+12025550123", "电话"]
)
def test_what_is_no_mobile_number_is_refused_with_an_example(client: Client, typed: str) -> None:
    page = sign_up(client, typed).content.decode()
    assert "请填写 11 位手机号，例如 13800138000。" in page
    assert f'value="{typed}"' in page


def test_where_no_messages_can_be_sent_phones_are_not_offered(client: Client, settings) -> None:
    settings.SMS_GATEWAY = ""
    assert (
        "手机号"
        not in client.get("/accounts/signup/").content.decode().split("<main")[1].split("form-note")[0]
    )
    assert "目前不能发送短信" in sign_up(client, PHONE).content.decode()
    with pytest.raises(Exception, match="短信"):
        PhoneField().clean(PHONE)


# Nobody learns who has an account (B6) ------------------------------------------------------------------------------


def body(answer) -> tuple[int, str, str]:
    """What a stranger sees of an answer, without what differs in every answer."""
    return answer.status_code, answer.get("Location", ""), answer.content.decode()


def seen_by(answers: list) -> list:
    import re

    return [
        (code, place, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).replace(contact, "…"))
        for contact, (code, place, text) in answers
    ]


@pytest.fixture
def two(with_phone: Client, code_sent_to) -> dict[str, tuple[str, str]]:
    """For phone and e-mail, one that has an account and one that has none."""
    other = Client()
    sign_up(other, "lin@hailan.example")
    other.post("/accounts/confirm-email/", {"code": code_sent_to("lin@hailan.example")})
    return {"phone": (PHONE, "13900139000"), "email": ("lin@hailan.example", "mei@hailan.example")}


@pytest.mark.parametrize("way", ["phone", "email"])
@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/accounts/signup/", "contact", {"password1": "another good sentence"}),
        ("/accounts/login/", "login", {"password": "wrong horse battery"}),
        ("/accounts/login/code/", "contact", {}),
        ("/accounts/password/reset/", "contact", {}),
    ],
)
def test_strangers_see_the_same_for_somebody_and_nobody(
    two, way: str, address: str, field: str, more
) -> None:
    answers = []
    for contact in two[way]:
        stranger = Client()
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            answer = stranger.post(address, {field: contact} | more)
            answers.append((contact, body(answer)))
            if answer.status_code == 302:
                answers.append((contact, body(stranger.get(answer["Location"]))))
                answers.append((contact, body(stranger.post(answer["Location"], {"code": "000000"}))))
    seen = seen_by(answers)
    half = len(seen) // 2
    assert seen[:half] == seen[half:]


def test_the_owner_is_told_that_somebody_signed_up_with_their_contact(two, texts) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sign_up(Client(), PHONE)
        sign_up(Client(), "lin@hailan.example")
    assert "已有账号" in texts(PHONE)[-1]
    assert "已有账号" in mail.outbox[-1].subject
    assert User.objects.count() == 2


def test_a_taken_contact_costs_a_hash_like_a_free_one(two, monkeypatch) -> None:
    """The time of the answer is that of the hash alone."""
    from django.contrib.auth import hashers

    hashed: list[str] = []
    real = hashers.make_password
    monkeypatch.setattr(
        "django.contrib.auth.base_user.make_password", lambda raw: hashed.append(raw) or real(raw)
    )
    counts = []
    for contact in (*two["phone"], *two["email"]):
        hashed.clear()
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            sign_up(Client(), contact, "another good sentence")
        counts.append(len([raw for raw in hashed if raw]))
    assert counts == [1, 1, 1, 1]


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """Each password that is hashed, to be kept or to be compared."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    made: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda hasher, password, salt: made.append(password) or real(hasher, password, salt),
    )
    return made


def test_a_wrong_password_costs_one_hash_whoever_is_named(two, citizen, hashes) -> None:
    """A name that fits in two ways must not take twice as long as one that is nobody's."""
    closed = User.objects.create_user("closed", "closed@hailan.example", PASSWORD, is_active=False)
    without_password = User.objects.create_user("by-provider", "provider@hailan.example")
    named_like_an_address = User.objects.create_user("ying@hailan.example", "ying@hailan.example", PASSWORD)
    names = {*two["phone"], *two["email"], citizen.username, "nobody"}
    names |= {person.email for person in (closed, without_password, named_like_an_address)}
    for name in names:
        hashes.clear()
        log_in(Client(), name, "wrong horse battery")
        assert len(hashes) == 1, name


def test_a_second_message_within_a_minute_is_refused_before_an_account_is_begun(client: Client, site) -> None:
    """W12, and what was typed stays."""
    sign_up(Client(), PHONE)
    page = sign_up(client, PHONE, name="小林").content.decode()
    assert "一分钟后再试" in page
    assert 'value="小林"' in page
    assert User.objects.count() == 1


# A number belongs to one person --------------------------------------------------------------------------------------


def test_the_database_keeps_a_confirmed_number_for_one_person(site) -> None:
    one, other = (User.objects.create_user(name) for name in ("one", "other"))
    Phone.objects.create(user=one, number=PHONE, confirmed_at=timezone.now())
    with pytest.raises(IntegrityError):
        Phone.objects.create(user=other, number=PHONE, confirmed_at=timezone.now())


def test_a_claim_keeps_nobody_out(client: Client, code_sent_to) -> None:
    """Whoever types another's number cannot receive its code, and its owner can still sign up."""
    sign_up(Client(), PHONE)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sign_up(client, PHONE)
        client.post("/accounts/phone/verify/", {"code": code_sent_to(PHONE)})
        assert is_signed_in(client)
    assert Phone.objects.filter(number=PHONE, confirmed_at__isnull=False).count() == 1


def test_of_two_who_confirm_at_once_the_second_is_told(client: Client, code_sent_to) -> None:
    sign_up(client, PHONE)
    code = code_sent_to(PHONE)
    Phone.objects.create(user=User.objects.create_user("quick"), number=PHONE, confirmed_at=timezone.now())
    page = client.post("/accounts/phone/verify/", {"code": code}).content.decode()
    assert "已经登记在另一个账号上" in page
    assert not is_signed_in(client)


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_two_at_the_very_same_moment_leave_one_owner(site) -> None:
    from portal.accounts.adapter import AccountAdapter

    people = [User.objects.create_user(name) for name in ("one", "other")]
    barrier, failures = threading.Barrier(2), []

    def confirm(person: User) -> None:
        barrier.wait()
        try:
            AccountAdapter().set_phone(person, PHONE, True)
        except IntegrityError as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Phone.objects.filter(number=PHONE).count(), len(failures)) == (1, 1)


# Begun and never finished --------------------------------------------------------------------------------------------


def test_what_was_never_confirmed_goes_after_a_day_and_the_rest_stays(with_phone: Client, citizen) -> None:
    sign_up(Client(), "13900139000")
    sign_up(Client(), "mei@hailan.example")
    assert User.objects.count() == 4
    drop_unfinished()
    assert User.objects.count() == 4
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        drop_unfinished()
    assert {person.pk for person in User.objects.all()} == {citizen.pk, Phone.owner_of(PHONE).pk}


def test_user_names_cannot_be_counted_through(with_phone: Client) -> None:
    assert len(Phone.owner_of(PHONE).username) == 12


def test_signing_in_by_phone_with_the_password(with_phone: Client) -> None:
    client = Client()
    log_in(client, "138 0013 8000", PASSWORD)
    assert is_signed_in(client)
