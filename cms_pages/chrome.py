"""What surrounds every public page: names and marks of the site, and the channels at the top (X1, X2)."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.models import PortalSettings
from portal.plugin.slots import menu as plugin_menu

KEY, KEEP_SECONDS = "portal-settings:{}", 3600


@dataclass(frozen=True)
class Channel:
    label: Any
    url: str
    current: bool = False


# Plugins put theirs between these by the same numbers (MenuItem.order).
CORE_CHANNELS = (
    (0, _("首页"), "/"),
    (10, _("找政策"), "/policies/"),
    (30, _("服务案例"), "/cases/"),
    (40, _("招募入驻"), "/recruitment/"),
    (50, _("公告公示"), "/notices/"),
    (55, _("公共服务"), "/services/"),
    (60, _("常见问题"), "/faq/"),
)


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `portal_settings` and `menu` in every template; nothing in the admin."""
    if request.path.startswith("/admin/"):
        return {}
    return {"portal_settings": settings_of(Site.find_for_request(request)), "menu": _menu(request)}


def settings_of(site: Site | None) -> PortalSettings:
    """The site's settings from the shared cache; unsaved defaults where there is no site yet."""
    if site is None:
        return PortalSettings()
    key = KEY.format(site.pk)
    found = cache.get(key)
    if found is None:
        found = PortalSettings.for_site(site)
        cache.set(key, found, KEEP_SECONDS)
    return found


@receiver([post_save, post_delete], sender=PortalSettings)
def forget_settings(sender: type[PortalSettings], instance: PortalSettings, **kwargs: Any) -> None:
    cache.delete(KEY.format(instance.site_id))


def _menu(request: HttpRequest) -> list[Channel]:
    plugins = [(item.order, item.label, item.url) for item in plugin_menu("site", request)]
    ordered = sorted([*CORE_CHANNELS, *plugins], key=lambda entry: entry[0])
    return [Channel(label, url, _is_current(request.path, url)) for _order, label, url in ordered]


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
