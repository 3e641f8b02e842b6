"""ID tokens (V9, V10): one wrong thing at a time, and none gets through."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest

from portal.identity.id_tokens import TokenRefused, verified_claims
from tests.portal.identity.tokens import KID, claims, jwks, private_key, public_pem, signed

ISSUER, CLIENT, NONCE = "https://id.hailan.example", "portal", "n" * 43


def verify(token: Any, keys: Any = None) -> dict[str, Any]:
    return verified_claims(
        token, keys=jwks() if keys is None else keys, issuer=ISSUER, client_id=CLIENT, nonce=NONCE
    )


def right(**changes: Any) -> dict[str, Any]:
    payload = claims(ISSUER, CLIENT, NONCE) | changes
    return {name: value for name, value in payload.items() if value is not None}


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned() -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(right())}."


def signed_with_the_public_key() -> str:
    """The old confusion: the public key taken for a shared secret."""
    body = f"{part({'alg': 'HS256', 'kid': 'key-1'})}.{part(right())}"
    mark = hmac.new(public_pem(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"


def test_token_when_everything_is_right_then_its_claims_count() -> None:
    assert verify(signed(right()))["sub"] == "person-1"
    assert verify(signed(right(aud=[CLIENT, "other"], azp=CLIENT)))["sub"] == "person-1"


PAST, FUTURE = int(time.time()) - 3600, int(time.time()) + 3600
WRONG = {
    "of another issuer": lambda: signed(right(iss="https://other.example")),
    "for another client": lambda: signed(right(aud="other")),
    "for several, not given to this one": lambda: signed(right(aud=[CLIENT, "other"])),
    "given to another client": lambda: signed(right(azp="other")),
    "over": lambda: signed(right(exp=PAST)),
    "not yet valid": lambda: signed(right(nbf=FUTURE)),
    "made in the future": lambda: signed(right(iat=FUTURE)),
    "of another sign-in": lambda: signed(right(nonce="m" * 43)),
    "without nonce": lambda: signed(right(nonce=None)),
    "without end": lambda: signed(right(exp=None)),
    "without subject": lambda: signed(right(sub=None)),
    "with an empty subject": lambda: signed(right(sub="")),
    "without issuer": lambda: signed(right(iss=None)),
    "without audience": lambda: signed(right(aud=None)),
    "signed with another key": lambda: signed(right(), key="key-2"),
    "signed with an unknown key": lambda: signed(right(), kid="key-3"),
    "signed in a way that is not allowed": lambda: signed(right(), algorithm="RS512"),
    "unsigned": unsigned,
    "signed with the public key": signed_with_the_public_key,
    "cut": lambda: signed(right())[:-8],
    "no token": lambda: "nonsense",
    "missing": lambda: None,
    "a number": lambda: 7,
}


@pytest.mark.parametrize("what", WRONG)
def test_token_when_wrong_then_refused(what: str) -> None:
    with pytest.raises(TokenRefused):
        verify(WRONG[what]())


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{"kty": "oct", "k": "AAAA"}]}, [], "keys"])
def test_token_when_the_provider_shows_no_usable_key_then_refused(keys: Any) -> None:
    with pytest.raises(TokenRefused):
        verify(signed(right()), keys)


def test_token_when_two_keys_would_fit_then_refused() -> None:
    keys = {"keys": [jwks()["keys"][0], jwks()["keys"][0]]}
    with pytest.raises(TokenRefused):
        verify(signed(right()), keys)


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_token_when_its_key_is_short_then_refused() -> None:
    short = private_key("short", 1024)
    token = jwt.encode(right(), short, "RS256", headers={"kid": KID})
    with pytest.raises(TokenRefused):
        verify(token, jwks(short))
