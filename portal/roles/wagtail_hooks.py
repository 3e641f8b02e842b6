"""Roles in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.roles.rules import may_read_grants
from portal.roles.views import urlpatterns


class RolesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_read_grants(request.user))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("roles/", include((urlpatterns, "roles")))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return RolesMenuItem(_("岗位授权"), reverse("roles:index"), name="roles", icon_name="key", order=880)
