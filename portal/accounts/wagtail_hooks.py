"""Accounts in Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.accounts.desk.views import urlpatterns
from portal.roles.rules import may_close_accounts


class AccountsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_close_accounts(request.user))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [path("accounts/", include((urlpatterns, "accounts_desk")))]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return AccountsMenuItem(
        _("账号"), reverse("accounts_desk:index"), name="accounts", icon_name="user", order=870
    )


@hooks.register("insert_global_admin_js")
def session_script() -> str:
    """Editors too are told before their session ends (X13)."""
    return render_to_string("accounts/desk/session_script.html")
