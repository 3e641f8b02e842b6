"""To a real provider and back (A1, V10): one person, one account, whichever way they come."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from portal.identity.choices import Assurance
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import assurance
from tests.portal.identity.conftest import Dance

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
    assert "您没有完成" in page.content.decode()
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
