"""To a real provider and back (A1, V10): one person, one account, whichever way they come."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.identity import signals
from portal.identity.choices import Assurance
from portal.identity.exchange import Exchange
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import assurance
from portal.identity.refusals import Refusal
from tests.portal.identity.conftest import Dance
from tests.portal.identity.people import OUYANG, heard

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/3rdparty/signup/"


def who(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def sign_up(client: Client, dance: Dance, username: str = "linhai", slug: str = "rsj") -> HttpResponse:
    assert dance(client, username, slug).url == SIGN_UP
    return client.post(SIGN_UP)


def test_stranger_when_first_coming_then_sees_what_is_taken_over_before_there_is_an_account(
    site, client: Client, dance: Dance
) -> None:
    assert dance(client, "linhai").url == SIGN_UP
    page = client.get(SIGN_UP).content.decode()

    assert "林海" in page
    assert "37*************015" in page
    assert not User.objects.exists()


def test_stranger_when_saying_yes_then_signed_in_and_verified(site, client: Client, dance: Dance) -> None:
    sign_up(client, dance)

    person = who(client)
    assert person is not None
    assert person.get_full_name() == "林海"
    assert not person.has_usable_password()
    assert assurance(person) == Assurance.PROVIDER
    account = SocialAccount.objects.get()
    assert account.extra_data == {}


def test_b4_session_that_somebody_planted_is_not_the_one_that_is_signed_in(
    site, client: Client, dance: Dance
) -> None:
    """Before the way to the provider, on it, and after somebody has said yes there."""
    planted = client.session
    planted["preference"] = "kept"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    dance(client, "linhai")
    on_the_way = client.session.session_key
    client.post(SIGN_UP)
    assert who(client) is not None
    for key in (planted.session_key, on_the_way):
        assert client.session.session_key != key
        thief = Client()
        thief.cookies["sessionid"] = key
        assert who(thief) is None


def test_person_when_coming_back_then_the_same_account(site, client: Client, dance: Dance) -> None:
    sign_up(client, dance)
    first = who(client)
    again = Client()

    dance(again, "linhai")

    assert who(again) == first
    assert VerifiedIdentity.objects.count() == 1
    assert SocialAccount.objects.get().extra_data == {}


def test_person_when_the_provider_does_not_vouch_for_the_name_then_account_without_identity(
    site, client: Client, dance: Dance
) -> None:
    sign_up(client, dance, "tangwei")

    assert who(client) is not None
    assert not VerifiedIdentity.objects.exists()


def test_person_when_breaking_off_at_the_provider_then_told_so_and_nothing_is_left(
    site, client: Client, dance: Dance
) -> None:
    page = dance(client, "linhai", action="cancel")

    assert page.status_code == 200
    assert "你没有完成" in page.content.decode()
    assert not User.objects.exists()


def test_member_when_linking_then_comes_in_by_the_provider_too(
    site, citizen: User, signed_in, dance: Dance
) -> None:
    client = signed_in(citizen)

    answer = dance(client, "linhai", start="link")

    assert answer.url == "/accounts/identity/"
    citizen.refresh_from_db()
    assert citizen.get_full_name() == "林海"
    again = Client()
    dance(again, "linhai")
    assert who(again) == citizen


def test_member_when_links_change_then_told_by_mail(
    site, citizen: User, signed_in, dance: Dance, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.create(user=citizen, email=citizen.email, verified=True, primary=True)
    client = signed_in(citizen)

    dance(client, "linhai", start="link")
    again = client.post("/accounts/oidc/rsj/unlink/")
    if "reauthenticate" in again.url:
        client.post(again.url, {"password": "correct horse battery"})

    assert [mail.subject for mail in mailoutbox] == [
        "【青创通】市人社个人账号已绑定",
        "【青创通】市人社个人账号已解除绑定",
    ]
    assert all("林海" not in mail.body for mail in mailoutbox)


# Collisions: never merged, always said -------------------------------------------------------------------------------


def test_person_when_known_by_the_other_platform_then_one_account_and_told_to_link(
    site, client: Client, dance: Dance
) -> None:
    """The same person has another number at the province; the ID number tells, and nothing merges by itself."""
    sign_up(client, dance)
    second = Client()
    assert dance(second, "linhai", "sdzw").url == SIGN_UP

    page = second.get(SIGN_UP).content.decode()
    assert "你已经有一个实名账号" in page
    assert "建立账号并登录" not in page
    assert second.post(SIGN_UP).status_code == 409
    assert User.objects.count() == 1
    assert who(second) is None

    dance(client, "linhai", "sdzw", start="link")
    assert set(SocialAccount.objects.values_list("provider", "user")) == {
        ("rsj", who(client).pk),
        ("sdzw", who(client).pk),
    }


@pytest.mark.parametrize("verified", [True, False])
def test_person_when_an_account_has_the_same_address_then_a_hint_and_no_merging(
    site, client: Client, citizen: User, dance: Dance, monkeypatch: pytest.MonkeyPatch, verified: bool
) -> None:
    """An address that the provider has not verified is no hint either: anybody could ask who has an account (B6)."""
    EmailAddress.objects.create(user=citizen, email="citizen@hailan.example", verified=True)
    fetch = Exchange._fetch

    def with_address(self: Exchange, address: str, **options: Any) -> dict[str, Any]:
        return fetch(self, address, **options) | {
            "email": "Citizen@hailan.example",
            "email_verified": verified,
        }

    monkeypatch.setattr(Exchange, "_fetch", with_address)
    dance(client, "linhai")

    assert ("本站已有账号在用" in client.get(SIGN_UP).content.decode()) == verified
    client.post(SIGN_UP)
    person = who(client)
    assert person is not None
    assert person != citizen
    assert person.email == ""
    assert EmailAddress.objects.count() == 1


def test_member_when_linking_what_belongs_to_another_account_then_refused(
    site, client: Client, citizen: User, signed_in, dance: Dance
) -> None:
    sign_up(client, dance, "tangwei")

    page = dance(signed_in(citizen), "tangwei", start="link")

    assert page.status_code == 409
    assert "已经绑定在另一个账号上" in page.content.decode()
    assert SocialAccount.objects.get().user == who(client)


def test_member_when_linking_somebody_elses_name_then_refused(
    site, citizen: User, signed_in, dance: Dance
) -> None:
    client = signed_in(citizen)
    dance(client, "linhai", start="link")

    page = dance(client, "ouyangyu", "sdzw", start="link")

    assert page.status_code == 409
    assert "不是同一人" in page.content.decode()
    assert SocialAccount.objects.count() == 1


def test_member_when_linking_a_second_account_of_one_platform_then_refused(
    site, citizen: User, signed_in, dance: Dance
) -> None:
    client = signed_in(citizen)
    dance(client, "tangwei", start="link")

    page = dance(client, "linhai", start="link")

    assert page.status_code == 409
    assert "另一个账号" in page.content.decode()
    assert SocialAccount.objects.count() == 1
    assert assurance(citizen) == Assurance.NONE


def test_person_when_the_platform_suddenly_names_another_then_not_signed_in(
    site, client: Client, dance: Dance, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(client, dance)
    fetch = Exchange._fetch

    def other_number(self: Exchange, address: str, **options: Any) -> dict[str, Any]:
        return fetch(self, address, **options) | {"name": "欧阳雨", "id_number": OUYANG}

    monkeypatch.setattr(Exchange, "_fetch", other_number)
    again = Client()

    assert dance(again, "linhai").status_code == 409
    assert who(again) is None
    assert SocialAccount.objects.get().extra_data == {}


def test_person_when_saying_yes_twice_then_one_account(site, client: Client, dance: Dance) -> None:
    """Two tabs, one answer each, both of them at the question."""
    other = Client()
    for browser in (client, other):
        assert dance(browser, "tangwei").url == SIGN_UP

    client.post(SIGN_UP)
    answer = other.post(SIGN_UP, follow=True)

    assert "刚刚已经建立" in answer.content.decode()
    assert User.objects.count() == 1
    assert SocialAccount.objects.count() == 1


def test_closed_account_when_its_owner_comes_by_the_platform_then_not_let_in(
    site, client: Client, dance: Dance
) -> None:
    sign_up(client, dance)
    User.objects.update(is_active=False)
    again = Client()

    dance(again, "linhai")

    assert who(again) is None


def test_links_when_made_then_told_to_the_trace(
    site, client: Client, citizen: User, signed_in, dance: Dance
) -> None:
    with heard(signals.provider_linked) as said, heard(signals.identity_refused) as refused:
        sign_up(client, dance)
        dance(signed_in(citizen), "linhai", "sdzw", start="link")

    assert [(one["user"], one["provider"], one["new"]) for one in said] == [(who(client), "rsj", True)]
    assert [(one["user"], one["provider"], one["reason"]) for one in refused] == [
        (citizen, "sdzw", Refusal.OTHER_ACCOUNT)
    ]
