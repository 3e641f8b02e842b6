"""ID tokens as a provider signs them, right and wrong."""

import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KID = "key-1"


@cache
def private_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def public_pem() -> bytes:
    return (
        private_key(KID)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def jwks(private: rsa.RSAPrivateKey | None = None) -> dict[str, Any]:
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk((private or private_key(KID)).public_key()))
    return {"keys": [key | {"kid": KID, "use": "sig", "alg": "RS256"}]}


def claims(issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": issuer,
        "aud": client_id,
        "sub": "person-1",
        "iat": now,
        "exp": now + 300,
        "nonce": nonce,
    }


def signed(payload: dict[str, Any], *, key: str = KID, algorithm: str = "RS256", **header: Any) -> str:
    return jwt.encode(payload, private_key(key), algorithm, headers={"kid": KID} | header)
