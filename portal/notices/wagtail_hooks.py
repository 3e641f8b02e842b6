"""Notices in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.notices.preview import MAY_PREVIEW, urlpatterns


class NoticesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_PREVIEW))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("notice-templates/", include((urlpatterns, "notice_templates")))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return NoticesMenuItem(
        _("通知模板"), reverse("notice_templates:index"), name="notices", icon_name="mail", order=890
    )
