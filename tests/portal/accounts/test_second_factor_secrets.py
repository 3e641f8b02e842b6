"""The database alone opens no second factor (B3, D7)."""

import base64
import hashlib

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client

from portal.accounts.second_factor.adapter import SecondFactorAdapter
from portal.accounts.testing import SECRET
from tests.portal.accounts.conftest import log_in

pytestmark = [pytest.mark.usefixtures("site", "no_due_passwords"), pytest.mark.password_only]


def test_secrets_are_kept_encrypted(with_app) -> None:
    kept = Authenticator.objects.get(user=with_app).data["secret"]
    assert SECRET not in kept
    assert SecondFactorAdapter().decrypt(kept) == SECRET


def test_secrets_follow_the_keys_of_fields(settings, editor, set_up, capsys) -> None:
    """The old key opens until `rotate_keys` has been run, and is not needed afterwards; people notice nothing."""
    client = Client()
    log_in(client, "editor")
    codes = set_up(client)
    settings.FIELD_KEYS = [f"next:{base64.b64encode(bytes(range(32))).decode()}", *settings.FIELD_KEYS]
    rows = Authenticator.objects.filter(user=editor)
    secret = SecondFactorAdapter().decrypt(rows.get(type="totp").data["secret"])
    call_command("rotate_keys")
    assert "2 个值换到密钥 next" in capsys.readouterr().out
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert SecondFactorAdapter().decrypt(rows.get(type="totp").data["secret"]) == secret
    assert RecoveryCodes(rows.get(type="recovery_codes")).validate_code(codes[0])
    call_command("rotate_keys")
    assert "0 个值" in capsys.readouterr().out


def test_secrets_from_before_they_had_keys_of_their_own_still_open(settings, with_app, capsys) -> None:
    digest = hashlib.sha256(b"portal.accounts.second_factor:" + settings.SECRET_KEY.encode()).digest()
    row = Authenticator.objects.get(user=with_app)
    row.data = {"secret": Fernet(base64.urlsafe_b64encode(digest)).encrypt(SECRET.encode()).decode()}
    row.save()
    assert SecondFactorAdapter().decrypt(row.data["secret"]) == SECRET
    call_command("rotate_keys")
    row.refresh_from_db()
    assert row.data["secret"].startswith("tests:")
    assert SecondFactorAdapter().decrypt(row.data["secret"]) == SECRET


def test_recovery_codes_are_not_kept_as_text(editor, set_up) -> None:
    client = Client()
    log_in(client, "editor")
    codes = set_up(client)
    kept = str(Authenticator.objects.get(user=editor, type="recovery_codes").data)
    assert not any(code in kept for code in codes)
