"""Jobs in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.jobs.views import MAY_LOOK, urlpatterns


class JobsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_LOOK))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("jobs/", include((urlpatterns, "jobs")))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return JobsMenuItem(_("后台任务"), reverse("jobs:index"), name="jobs", icon_name="tasks", order=910)
