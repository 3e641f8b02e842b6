"""All plugins in the order of their `requires`, and the one place that knows which are on."""

import importlib
import inspect
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from django.http import HttpRequest
from wagtail.models import Site

from portal.plugin import discovery, switches
from portal.plugin.base import Plugin
from portal.plugin_contract.shape import wrong_shape

log = structlog.get_logger(__name__)

UNMET = "its requirements stay unmet or form a circle"


class Registry:
    """Iterating yields every usable plugin, required ones first. Plugins load at the first question."""

    def __init__(self) -> None:
        self._usable: dict[str, Plugin] | None = None
        self._refusals: dict[str, str] = {}

    def __iter__(self) -> Iterator[Plugin]:
        return iter(tuple(self._plugins().values()))

    def __contains__(self, slug: object) -> bool:
        return slug in self._plugins()

    def __getitem__(self, slug: str) -> Plugin:
        """The usable plugin of that slug. Raises KeyError."""
        return self._plugins()[slug]

    @property
    def refusals(self) -> dict[str, str]:
        """Applications that are installed as plugins but refused, with the reason."""
        self._plugins()
        return dict(self._refusals)

    def requirements(self, slug: str) -> frozenset[str]:
        """The slugs that a plugin stands on, however indirectly; without its own."""
        direct = self[slug].requires
        return frozenset(direct).union(*(self.requirements(required) for required in direct))

    def enabled(self, site: Any) -> tuple[Plugin, ...]:
        """The plugins that are on for the site, in order: switched on, and everything they require too."""
        if site is None:
            return ()
        states = switches.stored(site)
        on: dict[str, Plugin] = {}
        for plugin in self:
            switched_on = states[plugin.slug].enabled if plugin.slug in states else plugin.enabled_by_default
            if switched_on and all(required in on for required in plugin.requires):
                on[plugin.slug] = plugin
        return tuple(on.values())

    def enabled_for(self, request: HttpRequest | None) -> tuple[Plugin, ...]:
        """The same for the site of a request, asked once per request; nothing without a request."""
        if request is None:
            return ()
        if not hasattr(request, "_enabled_plugins"):
            request._enabled_plugins = self.enabled(Site.find_for_request(request))  # type: ignore[attr-defined]
        return request._enabled_plugins  # type: ignore[attr-defined]

    def is_enabled(self, slug: str, site: Any) -> bool:
        """Whether the plugin is installed, usable and on for the site."""
        return any(plugin.slug == slug for plugin in self.enabled(site))

    def sites_with(self, slug: str) -> list[Any]:
        """The sites on which the plugin is on; a job that works per site starts from here."""
        return [site for site in Site.objects.order_by("pk") if self.is_enabled(slug, site)]

    def offered(self, point: str, site: Any = None) -> list[Any]:
        """What plugins offer at a point such as "reviews.kinds"; with a site, only those that are on there."""
        plugins = self if site is None else self.enabled(site)
        return [item for plugin in plugins for item in plugin.offers.get(point, ())]

    def refuse(self, plugin: Plugin, error: Exception) -> None:
        """Take a plugin that turned out to be broken out of use, together with those that require it."""
        self._note(plugin.app, error)
        self._usable = self._in_order([other for other in self if other is not plugin])

    def _plugins(self) -> dict[str, Plugin]:
        if self._usable is None:
            self._usable = self._in_order(self._load())
        return self._usable

    def _load(self) -> list[Plugin]:
        plugins: dict[str, Plugin] = {}
        for app, reason in discovery.installed().items():
            try:
                plugin = _load_plugin(app, reason)
                if plugin.slug in plugins:
                    raise ValueError(f"the slug {plugin.slug!r} is taken by {plugins[plugin.slug].app}")
                plugins[plugin.slug] = plugin
            except (
                Exception
            ) as error:  # a stranger's module may raise anything; the portal goes on without it
                self._note(app, error)
        return list(plugins.values())

    def _in_order(self, plugins: Iterable[Plugin]) -> dict[str, Plugin]:
        ordered: dict[str, Plugin] = {}
        waiting = {plugin.slug: plugin for plugin in plugins}
        known = set(waiting)
        while ready := [plugin for plugin in waiting.values() if set(plugin.requires) <= set(ordered)]:
            ordered.update({plugin.slug: waiting.pop(plugin.slug) for plugin in ready})
        for plugin in waiting.values():
            missing = ", ".join(sorted(set(plugin.requires) - known))
            reason = f"it requires {missing}, not usable here" if missing else UNMET
            self._note(plugin.app, ValueError(reason))
        return ordered

    def _note(self, app: str, error: Exception) -> None:
        said = type(error) is ValueError  # a sentence of ours; anything else shows where it comes from
        self._refusals[app] = str(error) if said else f"{type(error).__name__}: {error}"
        log.warning("plugin_refused", app=app, reason=self._refusals[app], exc_info=None if said else error)


def _load_plugin(app: str, reason: str) -> Plugin:
    """The plugin that the application declares. Raises ValueError with a sentence, or what its modules raise."""
    if reason:
        raise ValueError(reason)
    module = importlib.import_module(f"{app}.plugin")
    classes = [item for item in vars(module).values() if inspect.isclass(item) and issubclass(item, Plugin)]
    declared = [item for item in classes if item.__module__ == module.__name__]
    if len(declared) != 1:
        raise ValueError(f"{module.__name__} declares {len(declared)} plugins instead of one")
    plugin = declared[0](app)
    if reason := wrong_shape(plugin) or discovery.outside_range(plugin.portal):
        raise ValueError(reason)
    return plugin


registry = Registry()
