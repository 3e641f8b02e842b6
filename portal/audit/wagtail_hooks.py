"""The trace in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.audit.rules import may_read_trace
from portal.audit.views import urlpatterns


class TraceMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_read_trace(request.user))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("trace/", include((urlpatterns, "trace")))]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return TraceMenuItem(_("操作记录"), reverse("trace:index"), name="trace", icon_name="history", order=50)
