"""Whether a declaration has the shape that the portal reads: what has not is refused before anything asks it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portal.plugin.base import (
    Action,
    AttachmentOwner,
    Consent,
    Job,
    MenuItem,
    PageSlot,
    Panel,
    Plugin,
    PluginSettings,
)

SHAPES: Mapping[type, tuple[str, tuple[type, ...]]] = {
    tuple: ("a tuple; one entry alone needs a comma, (…,)", (tuple, list)),
    dict: ("a mapping", (Mapping,)),
    str: ("a plain string", (str,)),
    bool: ("True or False", (bool,)),
}
ENTRIES: Mapping[str, type] = {
    "requires": str,
    "menu": MenuItem,
    "panels": Panel,
    "page_slots": PageSlot,
    "permissions": str,
    "jobs": Job,
    "attachment_owners": AttachmentOwner,
    "consents": Consent,
    "audit_actions": Action,
}
ENTRIES_BY_NAME = ("grants", "offers")
WORDS = ("label", "summary")


def wrong_shape(plugin: Plugin) -> str:
    """The first thing that cannot be read in a declaration, as a sentence; empty where all can."""
    return next(_wrong(plugin), "")


def _wrong(plugin: Plugin) -> Iterator[str]:
    if not plugin.slug:
        yield "it has no slug"
    for name in Plugin.__annotations__:
        value, default = getattr(plugin, name), getattr(Plugin, name)
        words, kinds = SHAPES.get(type(default), ("", (object,)))
        if name not in WORDS and not isinstance(value, kinds):
            yield f"{name} is not {words}"
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,49}", plugin.slug):
        yield f"the slug {plugin.slug!r} is not lower-case letters, digits and underscores"
    for name, kind in ENTRIES.items():
        if strangers := [entry for entry in getattr(plugin, name) if not isinstance(entry, kind)]:
            yield f"{name} holds {strangers[0]!r} instead of {kind.__name__}"
    for name in ENTRIES_BY_NAME:
        for key, entries in getattr(plugin, name).items():
            if not isinstance(entries, tuple | list):
                yield f"{name} of {key!r} is not {SHAPES[tuple][0]}"
    if not _is_settings(plugin.settings):
        yield "settings is not a class of PluginSettings"


def _is_settings(value: Any) -> bool:
    return value is None or (isinstance(value, type) and issubclass(value, PluginSettings))
