"""ID tokens: signed by the provider, for this portal, for this very sign-in, and still fresh (V9, V10)."""

import hmac
from typing import Any

import jwt
from django.conf import settings

LEEWAY_SECONDS = 60  # how far the two clocks may be apart
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
KEY_TYPES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


class TokenRefused(Exception):
    """The token proves nothing; the message says what is wrong with it and nothing about the person."""


def verified_claims(token: Any, *, keys: Any, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of a token that is what it should be. Raises TokenRefused for every other one."""
    try:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(keys, header),
            algorithms=settings.IDENTITY_ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED, "enforce_minimum_key_length": True},
        )
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError, LookupError) as error:
        raise TokenRefused(type(error).__name__) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise TokenRefused("azp")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise TokenRefused("nonce")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise TokenRefused("sub")
    return claims


def _key(keys: Any, header: dict[str, Any]) -> Any:
    """The one key that the header names and that fits its algorithm."""
    algorithm = header.get("alg")
    if algorithm not in settings.IDENTITY_ALGORITHMS:
        raise TokenRefused("alg")
    fitting = [
        key
        for key in jwt.PyJWKSet.from_dict(keys).keys
        if key.key_type == KEY_TYPES[algorithm[:2]]
        and key.public_key_use in (None, "sig")
        and ("kid" not in header or key.key_id == header["kid"])
    ]
    if len(fitting) != 1:
        raise TokenRefused("kid")
    return fitting[0].key
