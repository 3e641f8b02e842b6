"""Pages of mentors are kept: whoever has been a mentor leaves a page and a code behind (P16).

The database refuses to delete such a page; the admin says so beforehand instead of failing. Registered whether the
plugin is on or off, as the database's refusal is.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from plugins.mentors.models import Mentor


def connect() -> None:
    """Stand before the admin's ways of deleting pages."""
    hooks.register("before_delete_page", refuse_to_delete)
    hooks.register("before_bulk_action", refuse_to_delete_several)


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
