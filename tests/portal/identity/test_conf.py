"""Providers from the environment: all or nothing, each variable written down where a city looks for it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from environs import Env

from portal.identity.checks import check_providers_are_encrypted
from portal.identity.conf import LABELS, from_environment
from tests.portal.identity.conftest import configured

ROOT = Path(__file__).resolve().parents[3]
SOURCE = (ROOT / "portal" / "identity" / "conf.py").read_text()
NAMES = sorted(set(re.findall(r'\bread\("([A-Z_]+)"', SOURCE)))
VARIABLES = [f"{slug.upper()}_{name}" for slug in LABELS for name in NAMES]
WHOLE = {"RSJ_ISSUER": "https://id.hailan.example/", "RSJ_CLIENT_ID": "qct", "RSJ_CLIENT_SECRET": "s"}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`read(RSJ_ISSUER="…")`: the providers that such an environment gives."""

    def go(**variables: str) -> Any:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return from_environment(Env())

    return go


def test_providers_when_nothing_is_set_then_none(read: Any) -> None:
    assert dict(read()) == {}
    assert dict(read(RSJ_CLIENT_ID="qct")) == {}


def test_provider_when_set_then_read_with_usual_claims(read: Any) -> None:
    found = read(**WHOLE)

    assert list(found) == ["rsj"]
    provider = found["rsj"]
    assert (provider.issuer, provider.client_id) == ("https://id.hailan.example", "qct")
    assert (provider.name_claim, provider.number_claim) == ("name", "id_number")
    assert provider.scopes == ("openid", "profile")
    assert "secret" not in repr(provider)


def test_provider_when_its_claims_are_named_otherwise_then_those_count(read: Any) -> None:
    provider = read(
        **WHOLE,
        RSJ_SCOPES="openid realname",
        RSJ_NAME_CLAIM="xm",
        RSJ_NUMBER_CLAIM="sfzh",
        RSJ_LEVEL_CLAIM="rzjb",
        RSJ_LEVEL_VALUES="2, 3",
        RSJ_PHONE_CLAIM="sjh",
    )["rsj"]

    assert (provider.name_claim, provider.number_claim, provider.phone_claim) == ("xm", "sfzh", "sjh")
    assert provider.level_values == {"2", "3"}
    assert provider.scopes == ("openid", "realname")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"RSJ_CLIENT_ID": ""}, "RSJ_CLIENT_ID"),
        ({"RSJ_CLIENT_SECRET": ""}, "RSJ_CLIENT_SECRET"),
        ({"RSJ_SCOPES": "profile"}, "openid"),
        ({"RSJ_LEVEL_CLAIM": "level"}, "RSJ_LEVEL_VALUES"),
        ({"RSJ_LEVEL_VALUES": "3"}, "RSJ_LEVEL_CLAIM"),
    ],
)
def test_provider_when_half_set_up_then_the_portal_does_not_start(
    read: Any, changes: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=complaint):
        read(**WHOLE | changes)


@pytest.mark.parametrize("name", VARIABLES)
def test_variable_when_read_then_explained_and_in_the_example(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs" / "settings.md").read_text()
    assert f"# {name}=" in (ROOT / ".env.example").read_text()


@pytest.mark.parametrize(("issuer", "errors"), [("http://id.example", 1), ("https://id.example", 0)])
def test_deployment_when_a_provider_is_not_encrypted_then_refused(issuer: str, errors: int) -> None:
    with override_settings(IDENTITY_PROVIDERS={"rsj": configured("rsj", issuer)}):
        assert len(check_providers_are_encrypted(None)) == errors
