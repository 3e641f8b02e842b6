"""Bring the local provider's folder to where it can serve: key, database, people, clients. Can be run again."""

import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bin.identity_provider.people import PASSWORD, PEOPLE

SETTINGS = "bin.identity_provider.settings"


def prepare(folder: Path, clients: Mapping[str, str], portals: Sequence[str]) -> None:
    """Set Django up in this process and fill the database in `folder`.

    `clients` holds the secrets by client id; each may send people back to its callback at `portals` alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "key.pem"
    if not key.exists():
        _write_key(key)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "IDENTITY_PROVIDER_DIR": str(folder),
        "IDENTITY_PROVIDER_SECRET": secrets.token_urlsafe(48),
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _seed(clients, portals)


def _write_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)


def _seed(clients: Mapping[str, str], portals: Sequence[str]) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    for person in PEOPLE.values():
        if not users.filter(username=person.username).exists():
            users.create_user(person.username, password=PASSWORD, last_name=person.name)
    for slug, secret in clients.items():
        client = Client.objects.filter(id=slug).first() or Client(id=slug)
        client.name, client.scopes = "青创通", "openid\nprofile"
        client.set_secret(secret)
        client.set_redirect_uris([f"{portal}/accounts/oidc/{slug}/login/callback/" for portal in portals])
        client.save()
