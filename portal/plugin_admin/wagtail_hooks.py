"""Plugins in Wagtail's admin: the page that switches them, their staff views, panels and permissions."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets import viewsets
from wagtail.models import Site

from portal.plugin import slots
from portal.plugin.gate import gate
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin_admin.views import PERMISSION, urlpatterns


class PluginsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("plugins/", include((urlpatterns, "plugins")))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return PluginsMenuItem(_("插件"), reverse("plugins:start"), name="plugins", icon_name="cogs", order=900)


@hooks.register("register_permissions")
def permissions() -> "QuerySet[Permission]":
    """What groups may be given: the switch itself, and what plugins name besides their staff views' models."""
    wanted = Q(content_type__app_label="plugin", codename="change_pluginswitch")
    for name in (name for plugin in registry for name in plugin.permissions):
        label, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=label, codename=codename)
    return Permission.objects.filter(wanted)


class SwitchedOffPanel(Component):
    """Tells staff which plugins were switched off because they kept failing."""

    name = "plugins-switched-off"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> SafeString:
        site = Site.find_for_request(self.request)
        if site is None or not self.request.user.has_perm(PERMISSION):
            return SafeString("")
        rows = PluginSwitch.objects.filter(site=site, enabled=False).exclude(disabled_reason="")
        known = [(registry[row.slug], row) for row in rows if row.slug in registry]
        return (
            render_to_string("plugin_admin/switched_off.html", {"plugins": known, "site": site})
            if known
            else SafeString("")
        )


class PluginPanels(Component):
    """The panels of plugins on the editors' home."""

    name = "plugins"
    order = 290

    def render_html(self, parent_context: Any = None) -> SafeString:
        return slots.panels(parent_context or {}, "editor_home")


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels += [SwitchedOffPanel(request), PluginPanels()]


def gated_view(view: Any, slug: str) -> Any:
    """A viewset (or group of them) whose addresses and menu entry exist only where the plugin is on."""
    viewset = view() if isinstance(view, type) else view
    for child in getattr(viewset, "registerables", ()):
        gated_view(child, slug)
    if hasattr(viewset, "get_urlpatterns"):
        plain, chooser = viewset.get_urlpatterns, getattr(viewset, "chooser_viewset", None)
        viewset.get_urlpatterns = lambda: gate(plain(), slug)
        viewset.menu_item_class = type(
            "GatedMenuItem", (viewset.menu_item_class,), {"is_shown": _shown_for(viewset, slug)}
        )
        viewset.get_menu_item_is_registered = lambda: (
            True
        )  # keeps snippets out of the ungated list of all snippets
        if chooser is not None:
            gated_view(chooser, slug)
    return viewset


def _shown_for(viewset: Any, slug: str) -> Any:
    inherited = viewset.menu_item_class.is_shown

    def is_shown(item: MenuItem, request: HttpRequest) -> bool:
        on = any(plugin.slug == slug for plugin in registry.enabled_for(request))
        return on and inherited(item, request)

    return is_shown


for plugin in registry:
    try:
        for staff_view in plugin.staff_views:
            viewsets.register(gated_view(staff_view, plugin.slug))
    except Exception as error:  # a broken staff view must not close the admin
        registry.refuse(plugin, error)
