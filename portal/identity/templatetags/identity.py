"""Identity in templates."""

from typing import Any

from django import template
from django.conf import settings

from portal.identity import availability
from portal.identity.models import VerifiedIdentity
from portal.identity.queries import current_identity

register = template.Library()


@register.simple_tag
def identity_providers() -> list[dict[str, Any]]:
    """The providers by which people can come in, each with whether it is out of order."""
    return [
        {"slug": found.slug, "label": found.label, "paused": availability.is_paused(found.slug)}
        for found in settings.IDENTITY_PROVIDERS.values()
    ]


@register.simple_tag
def identity_of(person: Any) -> VerifiedIdentity | None:
    """The person's verified identity."""
    return current_identity(person)
