"""All types of owners: those that applications registered, and those of plugins' `attachment_owners`."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest

from portal.attachments.base import AttachmentOwner
from portal.plugin.registry import registry as plugins


class Declared(NamedTuple):
    """A declaration, and the plugin that it belongs to, if any."""

    owner: AttachmentOwner
    plugin: str | None


class OwnerTypes:
    """Applications register in `AppConfig.ready`; plugins are asked each time, since they load late."""

    def __init__(self) -> None:
        self._registered: list[AttachmentOwner] = []

    def register(self, owner: AttachmentOwner) -> None:
        """Let objects of a model have files on every site."""
        self._registered.append(owner)

    def withdraw(self, owner: AttachmentOwner) -> None:
        """Take a registration back; for tests."""
        self._registered.remove(owner)

    def __iter__(self) -> Iterator[Declared]:
        yield from (Declared(owner, None) for owner in self._registered)
        for plugin in plugins:
            yield from (Declared(owner, plugin.slug) for owner in plugin.attachment_owners)

    def of(self, model: Any) -> Declared | None:
        """The declaration for a model; None for one that has no files."""
        label = model._meta.label_lower
        return next((declared for declared in self if declared.owner.model_label == label), None)

    def here(self, model: Any, request: HttpRequest) -> AttachmentOwner | None:
        """The same where it is in use on the request's site: None while its plugin is off."""
        declared = self.of(model)
        if declared is None:
            return None
        on = {None, *(plugin.slug for plugin in plugins.enabled_for(request))}
        return declared.owner if declared.plugin in on else None


owner_types = OwnerTypes()
register = owner_types.register
