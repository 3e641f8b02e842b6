"""What a token may be good for: a resource and whether to read or to write, found from the views themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from api.personal import PersonalView


@dataclass(frozen=True)
class Scope:
    """`name` stands in tokens and in the API's refusals ("attachments:write")."""

    name: str
    label: str


def all_scopes() -> list[Scope]:
    """Every scope that some view under /api/ asks for, plugins included, in the order of their names."""
    views = {view.resource: view for view in _personal_views(get_resolver("api.urls").url_patterns)}
    return [scope for name in sorted(views) for scope in _scopes_of(views[name])]


def _scopes_of(view: type[PersonalView]) -> Iterator[Scope]:
    label: str | Promise = view.resource_label
    yield Scope(f"{view.resource}:read", _("查看%s") % label)
    if view.writes():
        yield Scope(f"{view.resource}:write", _("修改%s") % label)


def _personal_views(entries: list[Any]) -> Iterator[type[PersonalView]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _personal_views(entry.url_patterns)
            continue
        found: Any = getattr(entry.callback, "cls", getattr(entry.callback, "view_class", None))
        if isinstance(found, type) and issubclass(found, PersonalView):
            yield found
