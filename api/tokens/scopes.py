"""What a token may be good for: a resource and whether to read or to write, found from the views themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS

from api.personal import PersonalView


@dataclass(frozen=True)
class Scope:
    """`name` stands in tokens and in the API's refusals ("attachments:write")."""

    name: str
    label: str


def all_scopes() -> list[Scope]:
    """Every scope that some view under /api/ asks for, plugins included, in the order of their names."""
    labels: dict[str, Any] = {}
    methods: dict[str, set[str]] = defaultdict(set)
    for view, offered in _personal_views(get_resolver("api.urls").url_patterns):
        labels.setdefault(view.resource, view.resource_label)
        methods[view.resource] |= offered
    return [scope for name in sorted(labels) for scope in _scopes_of(name, labels[name], methods[name])]


def _scopes_of(resource: str, label: Any, methods: set[str]) -> Iterator[Scope]:
    yield Scope(f"{resource}:read", _("查看%s") % label)
    if methods - set(SAFE_METHODS):
        yield Scope(f"{resource}:write", _("修改%s") % label)


def _personal_views(entries: list[Any]) -> Iterator[tuple[type[PersonalView], set[str]]]:
    """The views with the methods that their route takes; only the route knows those of a viewset."""
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _personal_views(entry.url_patterns)
            continue
        found: Any = getattr(entry.callback, "cls", getattr(entry.callback, "view_class", None))
        if isinstance(found, type) and issubclass(found, PersonalView):
            names = getattr(entry.callback, "actions", None) or found().allowed_methods
            yield found, {name.upper() for name in names}
