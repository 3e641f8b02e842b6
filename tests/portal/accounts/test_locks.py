"""Wrong passwords close the way for whoever guesses, not for the owner (B2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.accounts import locks
from portal.accounts.models import Attempt
from portal.accounts.signals import locked_out
from tests.access.knocking import UNPAINTED
from tests.portal.accounts.conftest import PASSWORD, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def told():
    """What `locked_out` has said."""
    heard = []

    def hear(sender, **said) -> None:
        heard.append(said["user"])

    locked_out.connect(hear)
    yield heard
    locked_out.disconnect(hear)


def from_(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def guess(client: Client, login: str, times: int = 1) -> str:
    page = ""
    for number in range(times):
        page = log_in(client, login, f"guess {number}").content.decode()
    return page


def test_five_wrong_passwords_close_the_way_for_fifteen_minutes(clock, citizen, told) -> None:
    client = from_("10.0.0.1")
    assert "不正确" in guess(client, "citizen", 5)
    assert told == [citizen]
    assert "尝试次数过多" in log_in(client, "citizen", PASSWORD).content.decode()
    clock.shift(15 * 60 - 1)
    assert "尝试次数过多" in log_in(client, "citizen", PASSWORD).content.decode()
    clock.shift(2)
    log_in(client, "citizen", PASSWORD)
    assert is_signed_in(client)
    assert told == [citizen]


def test_knocking_on_does_not_keep_the_door_closed(clock, citizen) -> None:
    client = from_("10.0.0.1")
    guess(client, "citizen", 5)
    for _minute in range(15):
        clock.shift(61)
        guess(client, "citizen", 3)
    log_in(client, "citizen", PASSWORD)
    assert is_signed_in(client)


def test_others_are_not_locked_out_with_the_guesser(citizen) -> None:
    guess(from_("10.0.0.1"), "citizen", 8)
    elsewhere = from_("10.0.0.2")
    log_in(elsewhere, "citizen", PASSWORD)
    assert is_signed_in(elsewhere)


@pytest.mark.parametrize("names", [("citizen", "citizen@hailan.example", "CITIZEN@hailan.example")])
def test_all_names_of_one_account_count_together(citizen, names: tuple[str, ...]) -> None:
    client = from_("10.0.0.1")
    for name in (*names, *names[:2]):
        assert "不正确" in guess(client, name)
    assert "尝试次数过多" in guess(client, names[0])


@pytest.mark.slow
def test_a_thousand_guesses_from_a_thousand_addresses_try_twenty_an_hour(clock, citizen) -> None:
    anybody, tried = Client(), {"login": "citizen", "password": "guess 0"}
    looked_at = 0
    with UNPAINTED:  # what the form says is known before
        for number in range(1000):
            clock.shift(3.6)
            anybody.cookies.clear()
            address = f"10.{number // 250}.{number % 250}.7"
            answer = anybody.post("/accounts/login/", tried, REMOTE_ADDR=address)
            looked_at += "不正确" in str(answer.context_data["form"].errors.get_json_data())
    assert 0 < looked_at <= 20


def test_the_owner_comes_in_by_a_device_that_is_known_while_others_guess(clock, citizen) -> None:
    own = from_("10.0.0.1")
    log_in(own, "citizen", PASSWORD)
    own.post("/accounts/logout/")
    for number in range(30):
        guess(from_(f"10.1.0.{number}"), "citizen")
    stranger = from_("10.2.0.1")
    assert "尝试次数过多" in log_in(stranger, "citizen", PASSWORD).content.decode()
    log_in(own, "citizen", PASSWORD)
    assert is_signed_in(own)


def test_a_known_device_may_not_guess_without_end(citizen) -> None:
    own = from_("10.0.0.1")
    log_in(own, "citizen", PASSWORD)
    own.post("/accounts/logout/")
    guess(own, "citizen", 5)
    assert "尝试次数过多" in log_in(own, "citizen", PASSWORD).content.decode()


def test_a_cookie_of_ones_own_making_makes_no_device_known(citizen) -> None:
    for number in range(20):
        guess(from_(f"10.1.0.{number}"), "citizen")
    client = from_("10.3.0.1")
    client.cookies["qc_device"] = "eyIxIjoieCJ9:1vOabc:forged"
    assert "尝试次数过多" in log_in(client, "citizen", PASSWORD).content.decode()


def test_a_device_known_to_one_person_is_not_known_to_another(citizen, editor) -> None:
    own = from_("10.0.0.1")
    log_in(own, "editor", PASSWORD)
    own.post("/accounts/logout/")
    for number in range(20):
        guess(from_(f"10.1.0.{number}"), "citizen")
    assert "尝试次数过多" in log_in(own, "citizen", PASSWORD).content.decode()


def test_names_that_are_nobodys_are_locked_alike(clock) -> None:
    """B6: whether there is an account cannot be seen from the lock."""
    client = from_("10.0.0.1")
    assert "不正确" in guess(client, "nobody", 5)
    assert "尝试次数过多" in guess(client, "nobody")


def test_a_right_password_leaves_no_trace(citizen) -> None:
    client = from_("10.0.0.1")
    guess(client, "citizen", 4)
    log_in(client, "citizen", PASSWORD)
    assert Attempt.objects.count() == 4


def test_nothing_is_hashed_for_a_try_too_many(citizen, monkeypatch) -> None:
    client = from_("10.0.0.1")
    guess(client, "citizen", 5)
    monkeypatch.setattr(hashers, "check_password", lambda *given: pytest.fail("hashed"))
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", lambda *given: pytest.fail("hashed"))
    guess(client, "citizen")


def test_nothing_is_hashed_for_a_password_without_end(citizen, monkeypatch) -> None:
    monkeypatch.setattr("django.contrib.auth.base_user.make_password", lambda *given: pytest.fail("hashed"))
    page = log_in(from_("10.0.0.1"), "citizen", "x" * 129).content.decode()
    assert "密码最多 128 个字符" in page


def test_the_password_asked_for_once_more_counts_too(citizen) -> None:
    client = from_("10.0.0.1")
    client.force_login(citizen)
    for _time in range(5):
        assert "不正确" in client.post("/accounts/reauthenticate/", {"password": "wrong"}).content.decode()
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_one_subscriber_is_one_origin(rf, citizen, one: str, other: str, same: bool) -> None:
    doors = [locks.door_of(rf.get("/", REMOTE_ADDR=address), citizen, "citizen") for address in (one, other)]
    assert (doors[0] == doors[1]) is same


def test_the_address_that_a_stranger_claims_is_not_believed(citizen) -> None:
    """W11: X-Forwarded-For opens no second set of tries."""
    for number in range(5):
        log_in(Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}"), "citizen", "wrong")
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9")
    assert "尝试次数过多" in log_in(client, "citizen", PASSWORD).content.decode()


def test_rows_hold_digests_and_go_after_a_day(citizen) -> None:
    guess(from_("10.77.0.1"), "citizen")
    row = Attempt.objects.get()
    assert "citizen" not in row.account
    assert "10.77" not in row.origin
    locks.forget_old()
    assert Attempt.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        locks.forget_old()
    assert Attempt.objects.count() == 0


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_the_same_moment_are_five(site, django_user_model) -> None:

    person = django_user_model.objects.create_user("target")
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR="10.0.0.1")

    def knock(_number: int) -> bool:
        try:
            return locks.knock(request, person, "target") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(knock, range(100))) <= 5
