"""Rules of passwords by role (B1)."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.accounts import passwords
from portal.accounts.adapter import AccountAdapter
from portal.accounts.models import ChosenPassword, User
from portal.accounts.testing import sign_in
from tests.conftest import person
from tests.portal.accounts.conftest import PASSWORD, is_signed_in, log_in

pytestmark = pytest.mark.usefixtures("site")
GOOD = "Harbour wind 2026"

PUBLIC = [
    ("seven77", "至少 8 个字符"),
    ("password123", "常见"),
    ("12345678", "常见"),
    ("eight888x", ""),
    ("correct horse battery", ""),
    ("一句不短的中文话", ""),
    ("x7" * 32, ""),
    ("x7" * 64, ""),
    ("x7" * 64 + "x", "最多 128 个字符"),
]
STAFF = [
    ("Short pw 1", "至少 12 个字符"),
    ("alllowercaseletters", "至少 3 类"),
    ("lower and space", "至少 3 类"),
    (GOOD, ""),
    ("Capital-and-small", ""),
    ("中文密码 with Latin", ""),
]


def complaints(password: str, somebody: User) -> str:
    try:
        validate_password(password, somebody)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@pytest.mark.parametrize(("password", "sentence"), PUBLIC, ids=range(len(PUBLIC)))
def test_the_public_chooses_by_length(citizen, password: str, sentence: str) -> None:
    assert bool(complaints(password, citizen)) is bool(sentence)
    assert sentence in complaints(password, citizen)


@pytest.mark.parametrize(("password", "sentence"), STAFF, ids=range(len(STAFF)))
def test_staff_choose_by_length_and_mixture(editor, password: str, sentence: str) -> None:
    assert bool(complaints(password, editor)) is bool(sentence)
    assert sentence in complaints(password, editor)


def test_the_list_of_common_passwords_is_long_enough() -> None:
    from django.contrib.auth.password_validation import CommonPasswordValidator

    assert len(CommonPasswordValidator().passwords) >= 10_000


def test_staff_do_not_take_one_of_their_last_five_again(editor) -> None:
    chosen = [f"Harbour wind {year}" for year in range(2020, 2026)]
    for number, password in enumerate(chosen):
        with time_machine.travel(timezone.now() + timedelta(days=number)):
            AccountAdapter().set_password(editor, password)
    refused = [password for password in chosen if "最近 5 次" in complaints(password, editor)]
    assert refused == chosen[1:]
    assert ChosenPassword.objects.filter(user=editor).count() == 5


def test_the_public_may(citizen) -> None:
    AccountAdapter().set_password(citizen, GOOD)
    assert complaints(GOOD, citizen) == ""


def choose(somebody: User, password: str = GOOD) -> None:
    AccountAdapter().set_password(somebody, password)


@pytest.mark.parametrize(
    ("after", "due"),
    [(timedelta(0), False), (timedelta(days=89), False), (timedelta(days=90, minutes=1), True)],
)
def test_a_password_of_staff_is_due_after_ninety_days(editor, after: timedelta, due: bool) -> None:
    choose(editor)
    with time_machine.travel(timezone.now() + after):
        assert passwords.is_due(editor) is due


def test_a_password_that_somebody_else_set_is_due_at_once(editor) -> None:
    choose(editor)
    editor.set_password("Set by the office 1")
    editor.save()
    assert passwords.is_due(editor)


def test_a_password_chosen_as_a_citizen_is_due_with_the_first_role(citizen) -> None:
    from django.contrib.auth.models import Group

    choose(citizen, "eight888x")
    assert not passwords.is_due(citizen)
    citizen.groups.add(Group.objects.get(name="编辑"))
    assert passwords.is_due(User.objects.get(pk=citizen.pk))


def test_the_public_is_never_due(citizen) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=4000)):
        assert not passwords.is_due(citizen)


@pytest.mark.password_only
@pytest.mark.parametrize(
    "address", ["/", "/admin/", "/admin/pages/", "/accounts/devices/", "/accounts/tokens/"]
)
def test_staff_with_a_due_password_reach_nothing_but_a_new_one(settings, editor, address: str) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client = Client()
    client.force_login(editor)
    assert client.get(address)["Location"].startswith("/accounts/password/change/?next=")
    assert client.get("/accounts/password/change/").status_code == 200


@pytest.mark.password_only
def test_the_first_sign_in_ends_with_a_password_of_ones_own(settings, editor) -> None:
    settings.STAFF_SECOND_FACTOR = False
    client = Client()
    log_in(client, "editor")
    page = client.get("/accounts/password/change/").content.decode()
    assert "每 90 天更换一次" in page
    weak = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    )
    assert "至少 12 个字符" in weak.content.decode()
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD})
    assert not is_signed_in(client)
    log_in(client, "editor", GOOD)
    assert client.get("/admin/").status_code == 200


def test_a_changed_password_ends_every_session(citizen) -> None:
    """B4; also the one that changed it."""
    here, there = Client(), Client()
    log_in(here, "citizen")
    log_in(there, "citizen")
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD})
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_the_hint_is_that_of_the_role(citizen, editor) -> None:
    for somebody, words in ((citizen, "建议 15 个以上"), (editor, "不用最近 5 次的密码")):
        page = sign_in(Client(), somebody).get("/accounts/password/change/").content.decode()
        assert words in page


def test_a_new_account_keeps_what_its_owner_chose(client: Client, code_sent_to) -> None:
    from tests.portal.accounts.conftest import PHONE, sign_up

    sign_up(client, PHONE)
    client.post("/accounts/phone/verify/", {"code": code_sent_to(PHONE)})
    assert ChosenPassword.objects.get().rules == "public"


def test_a_password_like_the_name_is_refused(site) -> None:
    somebody = person("xiaolin88", "林")
    assert complaints("xiaolin88x", somebody)
