"""What must hold of the providers before the portal is deployed."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_providers_are_encrypted(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Names and numbers of people travel over https only (V12)."""
    return [
        Error(f"{provider.slug.upper()}_ISSUER must start with https://.", id="identity.E001")
        for provider in settings.IDENTITY_PROVIDERS.values()
        if not provider.is_encrypted
    ]
