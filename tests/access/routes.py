"""Every route of the portal, by the name under which it is reversed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize


@dataclass(frozen=True)
class Route:
    """`name` is namespace and name, or the template where a route has none; `template` takes `parameters`."""

    name: str
    template: str
    parameters: tuple[str, ...] = ()

    def path(self, values: dict[str, Any]) -> str:
        """The address with these values. Raises KeyError where one is missing."""
        return "/" + self.template % {name: values[name] for name in self.parameters}


def every_route() -> list[Route]:
    """The portal's routes in the order in which they are tried."""
    return list(_walk(get_resolver(), Route("", "")))


def _walk(resolver: URLResolver, parent: Route) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        ((template, parameters), *_) = normalize(entry.pattern.regex.pattern)
        here = Route(parent.name, parent.template + template, (*parent.parameters, *parameters))
        if isinstance(entry, URLResolver):
            name = f"{parent.name}{entry.namespace}:" if entry.namespace else parent.name
            yield from _walk(entry, Route(name, here.template, here.parameters))
        else:
            name = parent.name + entry.name if entry.name else f"/{here.template}"
            yield Route(name, here.template, here.parameters)
