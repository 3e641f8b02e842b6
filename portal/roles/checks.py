"""What must hold of the table of roles before the portal starts, and of accounts before it is deployed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils import timezone

from portal.plugin.base import Plugin
from portal.plugin.registry import registry
from portal.roles.models import Grant
from portal.roles.table import ROLES, SECURITY_ADMINISTRATOR


@register(Tags.security)
def check_table(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every role and permission that is named must exist."""
    known = {
        f"{meta.app_label}.{codename}"
        for model in apps.get_models()
        for meta in (model._meta,)
        for codename in (
            *(f"{verb}_{meta.model_name}" for verb in meta.default_permissions),
            *(name for name, _words in meta.permissions),
        )
    } | {"wagtailadmin.access_admin"}
    granted = [mistake for plugin in registry for mistake in _mistaken_grants(plugin, known)]
    unknown_names = [
        f"Role {role.slug}: there is no permission {name!r}."
        for role in ROLES.values()
        for name in sorted({*role.may} - known)
    ]
    clashes = [
        f"Role {role.slug} never meets {slug!r}, which is no role."
        for role in ROLES.values()
        for slug in role.never_with - ROLES.keys()
    ]
    return [Error(message, id="roles.E001") for message in (*granted, *unknown_names, *clashes)]


def _mistaken_grants(plugin: Plugin, known: set[str]) -> Iterator[str]:
    """A plugin grants to roles that exist what is its own, or belongs to what it requires, and nothing else."""
    own = {plugin.slug, *registry.requirements(plugin.slug)}
    for role, names in plugin.grants.items():
        if role not in ROLES:
            yield f"Plugin {plugin.slug} grants to {role!r}, which is no role."
            continue
        for name in names:
            if name.partition(".")[0] not in own:
                yield f"Plugin {plugin.slug} grants {name!r}, which is neither its own nor of what it requires."
            elif name not in known:
                yield f"Plugin {plugin.slug} grants {name!r} to {role!r}: there is no such permission."


@register(Tags.database, deploy=True)
def check_accounts(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Superusers are off in production, and two security administrators watch each other (B8)."""
    if not databases or settings.SUPERUSERS_ALLOWED:
        return []
    messages: list[CheckMessage] = []
    for user in get_user_model().objects.filter(is_superuser=True, is_active=True):
        messages.append(
            Warning(f"{user.get_username()} is a superuser and cannot sign in here.", id="roles.W001")
        )
    held = Grant.objects.held(timezone.now()).filter(role=SECURITY_ADMINISTRATOR.slug)
    if held.values("person").distinct().count() < 2:
        messages.append(
            Warning(
                "There are fewer than two security administrators; see manage.py appoint_security.",
                id="roles.W002",
            )
        )
    return messages
