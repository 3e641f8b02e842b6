"""What a token may be good for: a resource and whether to read or to write, found from the views themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext as _

from api.personal import PersonalView


@dataclass(frozen=True)
class Scope:
    """`name` stands in tokens and in the API's refusals ("attachments:write")."""

    name: str
    label: str


def all_scopes() -> list[Scope]:
    """Every scope that some view under /api/ asks for, plugins included, in the order of their names."""
    views: dict[str, list[type[PersonalView]]] = defaultdict(list)
    for view in _personal_views(get_resolver("api.urls").url_patterns):
        views[view.resource].append(view)
    return [scope for name in sorted(views) for scope in _scopes_of(name, views[name])]


def _scopes_of(resource: str, views: list[type[PersonalView]]) -> Iterator[Scope]:
    label = views[0].resource_label
    yield Scope(f"{resource}:read", _("查看%s") % label)
    if any(view.writes() for view in views):
        yield Scope(f"{resource}:write", _("修改%s") % label)


def _personal_views(entries: list[Any]) -> Iterator[type[PersonalView]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _personal_views(entry.url_patterns)
            continue
        found: Any = getattr(entry.callback, "cls", getattr(entry.callback, "view_class", None))
        if isinstance(found, type) and issubclass(found, PersonalView):
            yield found
