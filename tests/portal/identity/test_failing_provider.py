"""A provider that is down, slow or talks nonsense (F10): said in words, soon, and nothing is left of the attempt."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from portal.accounts.models import User
from portal.identity import outbound
from portal.identity.availability import is_paused
from tests.portal.identity.conftest import configured, free_port, way_out
from tests.portal.identity.failing import FailingProvider, failing_provider
from tests.portal.identity.tokens import claims, jwks, signed

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/oidc/rsj/login/"
DESCRIPTION = "/.well-known/openid-configuration"
SHORT = 0.2  # seconds, where a test waits for their end
BUSY = 3.0  # what a busy machine may add; a provider that hangs does so for longer


@pytest.fixture
def provider(settings: Any) -> Iterator[FailingProvider]:
    """A provider whose description is in order until a test changes it."""
    with failing_provider() as found:
        settings.IDENTITY_PROVIDERS = {"rsj": configured("rsj", found.address)}
        yield found


def came_back(client: Client) -> Any:
    """Go to the provider and come back with a code, whatever it would have said."""
    state = dict(parse_qsl(urlsplit(way_out(client.post(LOGIN))).query))["state"]
    return client.get(f"{LOGIN}callback/", {"code": "a-code", "state": state})


def answers_well(provider: FailingProvider, client: Client, **changes: Any) -> dict[str, str]:
    """Let the provider answer as it should; return what the browser was sent out with."""
    sent = dict(parse_qsl(urlsplit(way_out(client.post(LOGIN))).query))
    token = signed(claims(provider.address, "rsj", sent["nonce"]) | changes)
    provider.at["/token"] = {"access_token": "opaque", "token_type": "Bearer", "id_token": token}
    provider.at["/jwks"] = jwks()
    provider.at["/userinfo"] = {"sub": "person-1", "name": "林海"}
    return sent


@pytest.fixture
def short(settings: Any) -> None:
    settings.IDENTITY_TIMEOUT = SHORT


NONSENSE: dict[str, Any] = {
    "breaks off": "break",
    "fails": 500,
    "is not there": 404,
    "leads elsewhere": 302,
    "is no JSON": b"<html>",
    "is no object": [],
    "is empty": {},
    "is endless": b" " * (outbound.LONGEST_ANSWER + 1),
}
SLOW = ["hang", "trickle"]


@pytest.mark.parametrize("what", NONSENSE)
def test_start_when_the_provider_fails_then_the_page_says_so(
    site, client: Client, provider: FailingProvider, what: str
) -> None:
    provider.at[DESCRIPTION] = NONSENSE[what]

    page = client.post(LOGIN)

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert "暂时没有回应" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("what", SLOW)
def test_start_when_the_provider_is_slow_then_the_page_says_so_in_time(
    site, client: Client, provider: FailingProvider, short: None, what: str
) -> None:
    provider.at[DESCRIPTION] = what
    started = time.monotonic()

    assert client.post(LOGIN).status_code == 503
    assert time.monotonic() - started < SHORT + BUSY


def assert_nothing_is_left(client: Client) -> None:
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("endpoint", ["/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize("what", [what for what in NONSENSE if what not in ("is not there", "is empty")])
def test_return_when_the_provider_fails_then_no_account_is_left(
    site, client: Client, provider: FailingProvider, what: str, endpoint: str
) -> None:
    sent = answers_well(provider, client)
    provider.at[endpoint] = NONSENSE[what]

    page = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": sent["state"]})

    assert page.status_code in (403, 503)
    assert_nothing_is_left(client)


@pytest.mark.parametrize("endpoint", ["/token", "/jwks", "/userinfo"])
def test_return_when_the_provider_hangs_then_over_in_time_and_no_account_is_left(
    site, client: Client, provider: FailingProvider, settings: Any, endpoint: str
) -> None:
    """All that one page asks for shares one limit, however many addresses it is asked of."""
    sent = answers_well(provider, client)
    provider.at[endpoint] = "hang"
    settings.IDENTITY_TIMEOUT = SHORT
    started = time.monotonic()

    page = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": sent["state"]})

    assert time.monotonic() - started < SHORT + BUSY
    assert page.status_code == 503
    assert_nothing_is_left(client)


def test_start_when_nobody_listens_then_the_page_says_so(site, client: Client, settings: Any) -> None:
    settings.IDENTITY_PROVIDERS = {"rsj": configured("rsj", f"http://127.0.0.1:{free_port()}")}

    assert client.post(LOGIN).status_code == 503


def test_next_person_when_the_provider_has_just_failed_then_does_not_wait(
    site, client: Client, provider: FailingProvider
) -> None:
    provider.at[DESCRIPTION] = 500
    client.post(LOGIN)
    asked = len(provider.seen)

    page = Client().post(LOGIN)

    assert page.status_code == 503
    assert len(provider.seen) == asked


def test_sign_in_page_when_the_provider_has_just_failed_then_says_so_and_local_sign_in_works(
    site, client: Client, citizen: User, provider: FailingProvider
) -> None:
    provider.at[DESCRIPTION] = 500
    client.post(LOGIN)

    page = client.get("/accounts/login/").content.decode()
    assert "市人社个人账号暂时没有回应" in page
    assert LOGIN not in page
    client.post("/accounts/login/", {"login": "citizen", "password": "correct horse battery"})
    assert client.session["_auth_user_id"] == str(citizen.pk)


def test_provider_when_it_refuses_one_persons_code_then_it_is_not_held_for_down(
    site, client: Client, provider: FailingProvider
) -> None:
    provider.at["/token"] = 400

    assert came_back(client).status_code == 403
    assert not is_paused("rsj")


def test_provider_when_asked_then_told_nothing_but_the_listed_fields(
    site, client: Client, provider: FailingProvider
) -> None:
    """D12: what goes out through the browser and behind it, field by field."""
    sent = answers_well(provider, client)

    answer = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": sent["state"]})

    assert answer.url == "/accounts/3rdparty/signup/"
    assert sent.keys() == outbound.AUTHORIZATION_FIELDS
    told = {path: (headers, dict(parse_qsl(body))) for path, headers, body in provider.seen}
    assert told["/token"][1].keys() == outbound.TOKEN_FIELDS
    assert told["/userinfo"][0]["Authorization"] == "Bearer opaque"
    assert {body for path, _headers, body in provider.seen if path != "/token"} == {""}
    assert not any("Cookie" in headers or "Referer" in headers for _path, headers, _body in provider.seen)


def test_fields_when_the_address_asks_for_more_then_they_stay_as_listed(
    site, client: Client, provider: FailingProvider
) -> None:
    """Nobody widens the scopes or sets a nonce from outside; linking is started by its own guarded form alone."""
    address = f"{LOGIN}?scope=address,phone&auth_params=nonce%3Dmine%26prompt%3Dnone&process=connect"

    sent = dict(parse_qsl(urlsplit(way_out(client.post(address))).query))

    assert sent.keys() == outbound.AUTHORIZATION_FIELDS
    assert set(sent["scope"].split()) == {"openid", "profile"}
    assert sent["nonce"] != "mine"
    assert {state["process"] for state, _at, _slug in client.session["socialaccount_states"].values()} == {
        "login"
    }


STATES = {"missing": "", "invented": "x" * 43}


@pytest.mark.parametrize("state", STATES)
def test_return_when_the_sign_in_did_not_begin_here_then_refused(
    site, client: Client, provider: FailingProvider, state: str
) -> None:
    page = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": STATES[state]})

    assert page.status_code == 400
    assert provider.seen == []


def test_return_when_the_state_is_anothers_then_refused(site, provider: FailingProvider) -> None:
    """Sign-in forgery: the attacker's answer brought to the victim's browser."""
    attacker, victim = Client(), Client()
    sent = answers_well(provider, attacker)

    assert victim.get(f"{LOGIN}callback/", {"code": "a", "state": sent["state"]}).status_code == 400


def test_return_when_repeated_then_refused(site, client: Client, provider: FailingProvider) -> None:
    sent = answers_well(provider, client)
    back = {"code": "a-code", "state": sent["state"]}

    client.get(f"{LOGIN}callback/", back)

    assert client.get(f"{LOGIN}callback/", back).status_code == 400


def test_return_when_it_names_another_issuer_then_refused(
    site, client: Client, provider: FailingProvider
) -> None:
    sent = answers_well(provider, client)
    back = {"code": "a-code", "state": sent["state"], "iss": "https://other.example"}

    assert client.get(f"{LOGIN}callback/", back).status_code == 403


def test_return_when_userinfo_is_about_somebody_else_then_refused(
    site, client: Client, provider: FailingProvider
) -> None:
    sent = answers_well(provider, client)
    provider.at["/userinfo"] = {"sub": "person-2", "name": "沈墨"}

    page = client.get(f"{LOGIN}callback/", {"code": "a-code", "state": sent["state"]})

    assert page.status_code == 403


WRONG_DESCRIPTIONS: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://other.example"},
    "no token endpoint": {"token_endpoint": None},
    "a foreign scheme": {"authorization_endpoint": "javascript:alert(1)"},
}


@pytest.mark.parametrize("what", WRONG_DESCRIPTIONS)
def test_start_when_the_description_is_wrong_then_nobody_is_sent_there(
    site, client: Client, provider: FailingProvider, what: str
) -> None:
    provider.at[DESCRIPTION] = provider.description | WRONG_DESCRIPTIONS[what]

    assert client.post(LOGIN).status_code == 503


def test_start_when_by_a_link_then_nobody_is_sent_anywhere(
    site, client: Client, provider: FailingProvider
) -> None:
    assert client.get(LOGIN).url == "/accounts/login/"
    assert Client(enforce_csrf_checks=True).post(LOGIN).status_code == 403
    assert provider.seen == []


def test_start_when_repeated_without_end_then_the_provider_is_spared(
    site, client: Client, provider: FailingProvider, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"identity": "2/m/ip"}

    assert [client.post(LOGIN).status_code for _ in range(3)] == [200, 200, 429]
    assert len(provider.seen) == 2


def test_provider_when_not_set_up_then_neither_button_nor_address(
    site, client: Client, settings: Any
) -> None:
    assert "政务账号" not in client.get("/accounts/login/").content.decode()
    assert client.post(LOGIN).status_code == 404
    assert client.get(f"{LOGIN}callback/").status_code == 404
