"""What the gate and the two-person rule add to the Wagtail admin. Imported by `cms_pages.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages import document_access  # noqa: F401 - registers who may have a file
from cms_pages.moderation import OWN_EDIT, is_last_editor
from cms_pages.personal_data import log_actions  # noqa: F401 - registers what the gate writes into histories

PUBLISH_BUTTON = "action-publish"


@hooks.register("register_admin_urls")
def gate_urls() -> list[URLPattern | URLResolver]:
    """The pages of the gate."""
    return [path("publication-check/", include("cms_pages.personal_data.urls"))]


@hooks.register("register_page_header_buttons")
def check_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """发布检查 in the menu of every page."""
    if page.pk and not page.is_root():
        url = reverse("publication_overrides:page", args=[page.pk])
        yield Button(gettext_lazy("发布检查"), url, icon_name="password", priority=67)


@hooks.register("register_reports_menu_item")
def overrides_menu_item() -> MenuItem:
    """The list of exceptions among the reports."""
    return MenuItem(_("发布例外"), reverse("publication_overrides:index"), icon_name="password", order=900)


@hooks.register("construct_page_action_menu")
def no_publish_button(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publishing from the editor would publish one's own edit: pages are handed in and approved by somebody else."""
    menu_items[:] = [item for item in menu_items if item.name != PUBLISH_BUTTON]


@hooks.register("before_publish_page")
def refuse_own_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The same rule for a request that was sent without the button: the draft is kept, nothing is published."""
    if not is_last_editor(page, request.user):
        return None
    messages.error(request, OWN_EDIT)
    return redirect("wagtailadmin_pages:edit", page.pk)
