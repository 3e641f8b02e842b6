"""Pages of mentors are kept: whoever has been a mentor leaves a page and a code behind (P16). So are the pictures of what
comes before the public without being edited again: of pages that are hidden, and of changes that wait (A5).

The database refuses to delete such a page; the admin says so beforehand instead of failing. Registered whether the
plugin is on or off, as the database's refusal is.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, Revision

from cms_pages.frozen_files import also_frozen
from cms_pages.models import PortalImage
from plugins.mentors.choices import ChangeState
from plugins.mentors.models import Mentor, ProfileChange

PICTURES = ("portrait", "listing_image")
"""Where a mentor's page leads to the library."""


def connect() -> None:
    """Stand before the admin's ways of deleting pages, and of changing pictures."""
    hooks.register("before_delete_page", refuse_to_delete)
    hooks.register("before_bulk_action", refuse_to_delete_several)
    also_frozen(pictures_to_come)


def pictures_to_come(model: type[Any]) -> set[int]:
    """Keys of the pictures in what a clerk will show (again) by one step: nobody exchanges them before."""
    if model is not PortalImage:
        return set()
    hidden = Mentor.objects.exclude(hidden_revision=None).values("hidden_revision")
    waiting = ProfileChange.objects.filter(state=ChangeState.SUBMITTED).values("revision")
    versions = Revision.objects.filter(Q(pk__in=hidden) | Q(pk__in=waiting))
    rows = versions.values_list(*(f"content__{name}" for name in PICTURES))
    return {key for row in rows for key in row if key}


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Send back whoever wants to delete a mentor's page or a section with one in it."""
    return _refusal(request, [page])


def refuse_to_delete_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for pages ticked in a list."""
    pages = [item for item in objects if isinstance(item, Page)]
    return _refusal(request, pages) if action_type == "delete" else None


def _refusal(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    for page in pages:
        mentor = Mentor.objects.filter(page__path__startswith=page.path).select_related("page").first()
        if mentor is not None:
            sentence = _("“%s”是导师的展示页，不能删除；请在“导师”中把状态改为已离任，页面和名片会继续保留。")
            messages.error(request, sentence % mentor.page.title)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
