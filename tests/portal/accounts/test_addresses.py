"""One mailbox has one account, however its address is typed; and what people are called can be seen (B6)."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.test import Client

from portal.accounts.addresses import normal_address
from portal.accounts.models import User
from portal.accounts.testing import sign_in
from tests.conftest import person
from tests.portal.accounts.conftest import is_signed_in, log_in, sign_up

pytestmark = pytest.mark.usefixtures("site")
ADDRESS = "lin@hailan.example"
WAYS = (
    "Lin@Hailan.Example",
    "lin@hailan\u200b.example",
    "lin@hailan.example\u200b",
    "lin\u200b@hailan.example",
    "\u202elin@hailan.example",
    "lin@\uff48ailan.example",
    "\uff4c\uff49\uff4e\uff20hailan.example",
    "lin@hailan\u3002example",
    "lin@hai\u00adlan.example",
)


@pytest.mark.parametrize("typed", WAYS, ids=ascii)
def test_one_mailbox_has_one_account(typed: str) -> None:
    person("lin", "林")
    assert sign_up(Client(), typed).headers["Location"] == "/accounts/confirm-email/"
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert "已有账号" in mail.outbox[0].subject
    assert [*User.objects.values_list("email", flat=True)] == [ADDRESS]


@pytest.mark.parametrize("typed", WAYS, ids=ascii)
def test_and_one_way_in(typed: str) -> None:
    person("lin", "林")
    client = Client()
    log_in(client, typed)
    assert is_signed_in(client)


def test_address_that_only_looks_like_somebodys_says_so() -> None:
    """Of the city's staff nobody takes it for the other one: a Cyrillic а is spelled out."""
    sign_up(Client(), "lin@h\u0430ilan.example")
    assert User.objects.get().email == "lin@xn--hilan-4ve.example"


@pytest.mark.parametrize("typed", WAYS, ids=ascii)
def test_address_that_is_added_is_kept_the_same_way(citizen: User, typed: str) -> None:
    """Where the form takes it at all: a field for addresses refuses some of them."""
    me = sign_in(Client(), citizen)
    me.post("/accounts/email/", {"email": typed, "action_add": ""})
    assert {message.to[0] for message in mail.outbox} <= {ADDRESS, citizen.email}


@pytest.mark.parametrize(
    "text", ["", "@", "a@", "@b", "a@b@c", f"a@{'b' * 64}.example", "a@.example", "a@\ud800"]
)
def test_what_is_no_address_stays_none(text: str) -> None:
    with pytest.raises(ValidationError):
        EmailValidator()(normal_address(text))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("林\u202e小", "林小"),
        ("小林\u200b", "小林"),
        ("小\n林", "小 林"),
        ("  小   林 ", "小 林"),
        ("\u200b\u200b", ""),
        ("\u2028", ""),
    ],
    ids=ascii,
)
def test_what_people_are_called_can_be_seen(citizen: User, code_sent_to, typed: str, kept: str) -> None:
    answer = sign_in(Client(), citizen).post("/accounts/profile/", {"name": typed})
    assert answer.status_code == (302 if kept else 200)
    citizen.refresh_from_db()
    assert citizen.last_name == (kept or "王市民")
    sign_up(Client(), "new@hailan.example", name=typed)
    assert User.objects.get(email="new@hailan.example").last_name == kept
