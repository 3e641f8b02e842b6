"""The pages of identity: the person's own, the counter's, and the one that says what is missing."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.accounts.models import User
from portal.identity.choices import Assurance
from portal.identity.guards import verified_required
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import assurance
from tests.conftest import person
from tests.portal.identity.conftest import configured
from tests.portal.identity.people import LINHAI, at_counter

pytestmark = pytest.mark.django_db

OVERVIEW, DESK = "/accounts/identity/", "/desk/identity/"


@pytest.fixture
def officer(site) -> User:
    return person("officer", "许专员", "服务专员")


@pytest.fixture
def offered(settings: Any) -> None:
    """Both providers are set up; nobody asks them."""
    settings.IDENTITY_PROVIDERS = {slug: configured(slug, "https://id.example") for slug in ("rsj", "sdzw")}


# One's own page ------------------------------------------------------------------------------------------------------


def test_overview_when_verified_then_name_and_mask_and_the_way_to_a_correction(
    citizen: User, officer: User, signed_in
) -> None:
    at_counter(citizen, officer)

    page = signed_in(citizen).get(OVERVIEW).content.decode()

    assert "林海" in page
    assert "37*************015" in page
    assert LINHAI not in page
    assert "到服务窗口更正" in page


def test_overview_when_staff_entered_something_then_told_until_the_person_takes_note(
    citizen: User, officer: User, signed_in
) -> None:
    at_counter(citizen, officer, reason="首次核验，核对原件")
    client = signed_in(citizen)

    assert "理由：首次核验，核对原件" in client.get(OVERVIEW).content.decode()
    client.post(f"{OVERVIEW}noted/")
    assert "理由：" not in client.get(OVERVIEW).content.decode()


def test_overview_when_the_provider_is_the_only_way_in_then_says_so_instead_of_a_button(
    citizen: User, signed_in, offered: None
) -> None:
    citizen.set_unusable_password()
    citizen.save()
    SocialAccount.objects.create(user=citizen, provider="rsj", uid="1")
    client = signed_in(citizen)

    page = client.get(OVERVIEW).content.decode()
    assert "唯一的登录方式" in page
    assert "/accounts/oidc/rsj/unlink/" not in page
    assert "/accounts/oidc/sdzw/link/" in page
    client.post("/accounts/oidc/rsj/unlink/")
    assert SocialAccount.objects.exists()


def test_overview_when_a_provider_is_no_longer_set_up_then_its_link_can_still_be_taken_away(
    citizen: User, signed_in
) -> None:
    SocialAccount.objects.create(user=citizen, provider="rsj", uid="1")
    client = signed_in(citizen)
    assert "市人社个人账号" in client.get(OVERVIEW).content.decode()

    again = client.post("/accounts/oidc/rsj/unlink/")
    client.post(again.url, {"password": "correct horse battery"})

    assert not SocialAccount.objects.exists()


def test_pages_when_nobody_is_signed_in_then_to_the_sign_in(site, client: Client, offered: None) -> None:
    for address in (OVERVIEW, f"{OVERVIEW}needed/", DESK, f"{DESK}1/"):
        assert client.get(address).url == f"/accounts/login/?next={address}"
    for address in (f"{OVERVIEW}noted/", "/accounts/oidc/rsj/link/", "/accounts/oidc/rsj/unlink/"):
        assert client.post(address).url.startswith("/accounts/login/")


def test_page_of_allauth_when_opened_then_leads_to_ours(citizen: User, signed_in, offered: None) -> None:
    """Its form knows neither the lock nor the second look at the password."""
    client = signed_in(citizen)
    account = SocialAccount.objects.create(user=citizen, provider="rsj", uid="1")

    assert client.post("/accounts/3rdparty/", {"account": account.pk}).url == OVERVIEW
    assert SocialAccount.objects.exists()


# The counter ---------------------------------------------------------------------------------------------------------


GIVEN = {"real_name": "林海", "document": "id_card", "number": LINHAI, "reason": "首次核验，核对原件"}


def test_counter_when_an_officer_enters_a_name_then_the_person_is_verified(
    citizen: User, officer: User, signed_in
) -> None:
    client = signed_in(officer)

    form = client.post(DESK, {"person": "citizen"}).url
    assert client.get(form).status_code == 200
    assert client.post(form, GIVEN).url == DESK

    assert assurance(citizen) == Assurance.COUNTER
    assert VerifiedIdentity.objects.get().verified_by == officer


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "number": ({"number": LINHAI[:-1] + "0"}, "这不是有效的居民身份证号码"),
    "short passport": ({"document": "other", "number": "E1"}, "7 至 20 位"),
    "no reason": ({"reason": " "}, "请填写理由"),
    "no name": ({"real_name": ""}, "请填写证件上的姓名"),
    "unknown document": ({"document": "library card"}, "library card"),
}


@pytest.mark.parametrize("what", WRONG)
def test_counter_when_something_is_wrong_then_a_sentence_and_nothing_typed_is_lost(
    citizen: User, officer: User, signed_in, what: str
) -> None:
    changes, sentence = WRONG[what]

    page = signed_in(officer).post(f"{DESK}{citizen.pk}/", GIVEN | changes).content.decode()

    assert sentence in page
    assert "首次核验，核对原件" in page or "reason" in changes
    assert not VerifiedIdentity.objects.exists()


def test_counter_when_it_is_the_officers_own_account_then_a_sentence(officer: User, signed_in) -> None:
    page = signed_in(officer).post(f"{DESK}{officer.pk}/", GIVEN).content.decode()

    assert "不能核验自己的身份" in page


@pytest.mark.parametrize("who", ["citizen", "editor", "clerk"])
def test_counter_when_others_come_then_403(request: pytest.FixtureRequest, who: str, signed_in) -> None:
    client = signed_in(request.getfixturevalue(who))

    assert client.get(DESK).status_code == 403
    assert client.post(f"{DESK}1/", GIVEN).status_code == 403


# The guard -----------------------------------------------------------------------------------------------------------


@verified_required(Assurance.PROVIDER)
def apply_for_a_room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a form")


def asked_by(user: Any) -> HttpResponse:
    request = RequestFactory().get("/rooms/?day=1")
    request.user = user
    return apply_for_a_room(request)


def test_guard_when_the_person_is_verified_then_the_page(citizen: User, officer: User) -> None:
    at_counter(citizen, officer)

    assert asked_by(citizen).content == b"a form"


def test_guard_when_not_verified_then_told_how_and_brought_back(
    citizen: User, officer: User, signed_in, offered: None
) -> None:
    client = signed_in(citizen)
    away = asked_by(citizen).url

    page = client.get(away).content.decode()
    assert "需要先完成实名" in page
    assert 'name="next" value="/rooms/?day=1"' in page
    at_counter(citizen, officer)
    assert client.get(away).url == "/rooms/?day=1"


def test_guard_when_nobody_is_signed_in_then_to_the_sign_in_first(site) -> None:
    assert asked_by(AnonymousUser()).url.startswith("/accounts/login/?next=/rooms/")


def test_way_back_when_it_leads_to_another_host_then_not_taken(
    citizen: User, officer: User, signed_in
) -> None:
    at_counter(citizen, officer)

    assert signed_in(citizen).get(f"{OVERVIEW}needed/?next=https://evil.example/").url == "/"


def test_api_when_a_verified_person_asks_who_they_are_then_level_and_mask(
    citizen: User, officer: User, signed_in
) -> None:
    at_counter(citizen, officer)

    said = signed_in(citizen).get("/api/v1/me/").json()

    assert said["assurance"] == Assurance.COUNTER
    assert said["identity"].pop("verified_at")
    assert said["identity"] == {
        "real_name": "林海",
        "document": "id_card",
        "id_number": "37*************015",
        "source": "counter",
    }
