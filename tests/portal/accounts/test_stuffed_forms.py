"""allauth's forms take what stands in them: an account is opened, changed and protected as it was typed (W9)."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.http import HttpResponse
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from portal.accounts.models import User
from portal.accounts.testing import add_second_factor, code_now, sign_in
from tests.access.stuffing import Fields, every_column, require_the_same
from tests.portal.accounts.conftest import PASSWORD, PHONE, sign_up

pytestmark = pytest.mark.usefixtures("site", "clock")
NEW_PASSWORD = "staple battery horse"
EMAIL = "lin@hailan.example"
Act = Callable[[Fields], HttpResponse]


@pytest.fixture
def extras(manager: User) -> Fields:
    """The names of all columns, allauth's among them; of the values each is fitting, and people are a superuser."""
    return every_column(manager)


@pytest.fixture
def me(citizen: User) -> Client:
    """Somebody who has just shown who they are."""
    return sign_in(Client(), citizen)


def post(client: Client, address: str, **fields: Any) -> Act:
    return lambda more: client.post(address, more | fields)


def test_extras_name_what_would_give_power(extras: Fields) -> None:
    assert {"is_staff", "is_superuser", "is_active", "user", "user_id", "groups"} <= extras.keys()
    assert {"verified", "primary", "type", "data"} <= extras.keys(), "allauth's own"


def test_a_form_that_took_more_would_be_found(me: Client, citizen: User, extras: Fields) -> None:
    def act(more: Fields) -> HttpResponse:
        User.objects.filter(pk=citizen.pk).update(is_staff=bool(more.get("is_staff")))
        return HttpResponse()

    with pytest.raises(AssertionError):
        require_the_same(me, extras, act)


@pytest.mark.parametrize("contact", [PHONE, EMAIL])
def test_w9_signing_up(client: Client, extras: Fields, contact: str) -> None:
    fields = {"contact": contact, "password1": PASSWORD, "name": "小林", "next": ""}
    answer = require_the_same(client, extras, post(client, "/accounts/signup/", **fields))
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("contact", "page"), [(PHONE, "/accounts/phone/verify/"), (EMAIL, "/accounts/confirm-email/")]
)
def test_w9_confirming_whose_it_is(
    client: Client, extras: Fields, code_sent_to, contact: str, page: str
) -> None:
    sign_up(client, contact)
    answer = require_the_same(client, extras, post(client, page, code=code_sent_to(contact)))
    assert answer.headers["Location"] == "/accounts/"


def test_w9_signing_in(client: Client, extras: Fields, citizen: User) -> None:
    fields = {"login": "citizen", "password": PASSWORD, "next": ""}
    assert require_the_same(client, extras, post(client, "/accounts/login/", **fields)).status_code == 302


def test_w9_another_password_address_or_number(me: Client, extras: Fields) -> None:
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    require_the_same(me, extras, post(me, "/accounts/password/change/", **words))
    act = post(me, "/accounts/email/", email=EMAIL, action_add="")
    assert require_the_same(me, extras, act).status_code == 302


def test_w9_a_number_that_is_confirmed(me: Client, extras: Fields, code_sent_to) -> None:
    me.post("/accounts/phone/change/", {"phone": PHONE})
    done = require_the_same(me, extras, post(me, "/accounts/phone/verify/", code=code_sent_to(PHONE)))
    assert done.status_code == 302


# The second factor ---------------------------------------------------------------------------------------------------


def test_w9_an_app(me: Client, extras: Fields) -> None:
    secret = me.get("/accounts/2fa/totp/activate/").context["form"].secret
    act = post(me, "/accounts/2fa/totp/activate/", code=code_now(secret))
    assert require_the_same(me, extras, act).status_code == 302
    act(extras)
    assert Authenticator.objects.get(type="totp").user.username == "citizen"


def test_w9_taking_an_app_off(citizen: User, extras: Fields) -> None:
    add_second_factor(citizen)
    me = sign_in(Client(), citizen)
    assert require_the_same(me, extras, post(me, "/accounts/2fa/totp/deactivate/")).status_code == 302


def test_w9_new_recovery_codes(citizen: User, extras: Fields) -> None:
    add_second_factor(citizen)
    RecoveryCodes.activate(citizen)
    me = sign_in(Client(), citizen)
    act = post(me, "/accounts/2fa/recovery-codes/generate/")
    assert require_the_same(me, extras, act).status_code == 302


@pytest.mark.password_only
def test_w9_showing_it(client: Client, citizen: User, extras: Fields) -> None:
    add_second_factor(citizen)
    codes = RecoveryCodes.activate(citizen).get_unused_codes()
    client.post("/accounts/login/", {"login": "citizen", "password": PASSWORD})
    for code in (code_now(), codes[0]):
        act = post(client, "/accounts/2fa/authenticate/", code=code)
        assert require_the_same(client, extras, act).headers["Location"] == "/accounts/after-login/"


def test_w9_a_passkey_and_its_name(me: Client, extras: Fields) -> None:
    asked = me.get("/accounts/2fa/webauthn/add/").context["js_data"]["creation_options"]["publicKey"]
    act = post(me, "/accounts/2fa/webauthn/add/", name="钥匙", credential=a_passkey_for(asked))
    assert require_the_same(me, extras, act).status_code == 302
    act(extras)
    kept = Authenticator.objects.get(type="webauthn")
    assert (kept.user.username, kept.wrap().name) == ("citizen", "钥匙")
    renamed = post(me, f"/accounts/2fa/webauthn/keys/{kept.pk}/edit/", name="另一把")
    assert require_the_same(me, extras, renamed).status_code == 302


def a_passkey_for(asked: dict[str, Any]) -> str:
    """What a browser answers for a new key, as it sends it."""
    public = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    data = AuthenticatorData.create(
        sha256(asked["rp"]["id"].encode()).digest(),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(Aaguid.NONE, b"key" * 8, public),
    )
    origin = CollectedClientData.create("webauthn.create", asked["challenge"], f"https://{asked['rp']['id']}")
    response = {
        "clientDataJSON": websafe_encode(origin),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key = websafe_encode(b"key" * 8)
    return json.dumps(
        {
            "id": key,
            "rawId": key,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
            "authenticatorAttachment": "platform",
        }
    )
