"""All declarations of personal data, found in the modules `personal_fields` of the installed applications.

What plugins ask consent for stands in their `consents`.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from typing import Any

from django.apps import apps

from portal.plugin.registry import registry as plugins
from portal.privacy.base import Consent, PersonalData, Retention

MODULE = "personal_fields"


def personal_data() -> Iterator[PersonalData]:
    """Every group of personal fields whose model is installed, in the order of the applications."""
    for declared in _all("PERSONAL_DATA", ()):
        if _is_installed(declared.model):
            yield declared


def not_personal() -> dict[str, Any]:
    """The reasons why fields ("app.Model.field") are not personal though they sound so."""
    return {name: reason for part in _parts("NOT_PERSONAL", {}) for name, reason in part.items()}


def consents(site: Any = None) -> dict[str, Consent]:
    """What people may agree to, by key; with a site, without those of plugins that are off there."""
    on = plugins if site is None else plugins.enabled(site)
    of_plugins = (consent for plugin in on for consent in plugin.consents)
    return {consent.key: consent for consent in chain(_all("CONSENTS", ()), of_plugins)}


def retentions() -> list[Retention]:
    """What goes by itself."""
    return list(_all("RETENTIONS", ()))


def declared_field(model: str, field: str) -> PersonalData | None:
    """The group that a field belongs to; None for one that is not personal."""
    wanted = model.lower()
    groups = (group for group in personal_data() if group.model.lower() == wanted)
    return next((group for group in groups if field in group.fields), None)


def _all(name: str, nothing: Any) -> Iterator[Any]:
    for part in _parts(name, nothing):
        yield from part


def _parts(name: str, nothing: Any) -> Iterator[Any]:
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.{MODULE}"):
            yield getattr(import_module(f"{config.name}.{MODULE}"), name, nothing)


def _is_installed(model: str) -> bool:
    app = model.partition(".")[0]
    return any(config.label == app for config in apps.get_app_configs())
