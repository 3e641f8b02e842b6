"""The admin's page of plugins: what is installed, where it is on, how it is set. Settings → 插件."""

from functools import wraps
from typing import Any

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from portal.plugin import switches
from portal.plugin.base import Plugin
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry

log = structlog.get_logger(__name__)

PERMISSION = "plugin.change_pluginswitch"


def for_plugin_staff(view: Any) -> Any:
    """Guard: 403 without the permission; the view gets site and plugin instead of their keys, unknown ones are 404.

    Without a key the site is the one that the admin is open on.
    """

    @wraps(view)
    def guarded(request: HttpRequest, site_id: int | None = None, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        site = get_object_or_404(Site, pk=site_id) if site_id else Site.find_for_request(request)
        slug = kwargs.pop("slug", None)
        if site is None or (slug and slug not in registry):
            raise Http404
        return view(request, site, registry[slug]) if slug else view(request, site)

    return guarded


@for_plugin_staff
def index(request: HttpRequest, site: Any) -> HttpResponse:
    """All installed plugins with their state on the site, refused ones with the reason."""
    rows = {row.slug: row for row in PluginSwitch.objects.filter(site=site).select_related("changed_by")}
    on = {plugin.slug for plugin in registry.enabled(site)}
    context = {
        "header_title": _("插件"),
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": _("插件")}],
        "header_icon": "cogs",
        "site": site,
        "sites": Site.objects.order_by("pk"),
        "plugins": [_line(plugin, rows.get(plugin.slug), on) for plugin in registry],
        "refusals": registry.refusals,
    }
    return render(request, "plugin_admin/index.html", context)


@require_POST
@for_plugin_staff
def switch(request: HttpRequest, site: Any, plugin: Plugin) -> HttpResponse:
    """Switch a plugin on (`on=1`) or off for the site; what its `on_enable` raises keeps it off."""
    on = request.POST.get("on") == "1"
    try:
        switches.switch(plugin, site, on=on, by=request.user)
    except Exception as error:  # the plugin's own code
        log.error("plugin_failed", plugin=plugin.slug, site=site.pk, place="on_enable", exc_info=error)
        messages.error(
            request, _("“%(plugin)s”未能启用：%(error)s") % {"plugin": plugin.label, "error": error}
        )
    else:
        sentence = _("已启用“%(plugin)s”。") if on else _("已停用“%(plugin)s”，数据保留。")
        messages.success(request, sentence % {"plugin": plugin.label})
    return redirect("plugins:index", site.pk)


@for_plugin_staff
def settings(request: HttpRequest, site: Any, plugin: Plugin) -> HttpResponse:
    """The form of a plugin's settings for the site; 404 while the plugin is off or when it declares none."""
    if plugin.settings is None or not registry.is_enabled(plugin.slug, site):
        raise Http404
    form = plugin.settings.form_class()(request.POST or None, initial=vars(plugin.settings.for_site(site)))
    if form.is_valid():
        switches.save_settings(plugin, site, form.cleaned_data, by=request.user)
        messages.success(request, _("“%(plugin)s”的设置已保存。") % {"plugin": plugin.label})
        return redirect("plugins:index", site.pk)
    context = {
        "header_title": plugin.label,
        "page_title": plugin.label,
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("plugins:index", args=[site.pk]), "label": _("插件")},
            {"url": "", "label": plugin.label},
        ],
        "header_icon": "cogs",
        "submit_button_label": _("保存"),
        "submit_button_active_label": _("正在保存"),
        "action_url": request.path,
        "form": form,
        "media": form.media,
    }
    return render(request, "wagtailadmin/generic/form.html", context)


def _line(plugin: Plugin, row: PluginSwitch | None, on: set[str]) -> dict[str, Any]:
    return {
        "plugin": plugin,
        "row": row,
        "switched_on": row.enabled if row else plugin.enabled_by_default,
        "on": plugin.slug in on,
        "required": [registry[slug].label for slug in plugin.requires],
        "missing": [registry[slug].label for slug in plugin.requires if slug not in on],
    }


urlpatterns = [
    path("", index, name="start"),
    path("<int:site_id>/", index, name="index"),
    path("<int:site_id>/<slug:slug>/switch/", switch, name="switch"),
    path("<int:site_id>/<slug:slug>/settings/", settings, name="settings"),
]
