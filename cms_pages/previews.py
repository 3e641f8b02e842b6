"""Showing a draft to a headless client: a short-lived signed link that an editor makes and that dies with the right.

The link names one revision of one page and the editor who made it. Whoever holds it reads that draft through
/api/v2/page_preview/ until the link expires (HEADLESS_PREVIEW_SECONDS), unless the editor may no longer edit the
page: the right is looked up anew at every use.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, Revision

SIGNER = TimestampSigner(salt="cms_pages.previews")
API_ADDRESS = "/api/v2/page_preview/"


class PreviewRefused(Exception):
    """The link is no preview link of ours, has expired, or its maker may no longer edit the page."""


class PreviewGone(Exception):
    """The page or its draft does not exist any more."""


def preview_token(revision: Revision, user: Any) -> str:
    """The token for one draft, in the name of this editor."""
    return SIGNER.sign_object([int(revision.object_id), revision.pk, user.pk])


def draft_of(token: str) -> Page:
    """The draft that the token names, as an unsaved page. Raises PreviewRefused and PreviewGone."""
    try:
        page_id, revision_id, user_id = SIGNER.unsign_object(token, max_age=settings.HEADLESS_PREVIEW_SECONDS)
    except (BadSignature, ValueError) as error:
        raise PreviewRefused from error
    try:
        page = Page.objects.get(pk=page_id)
        revision = Revision.page_revisions.get(pk=revision_id, object_id=str(page_id))
        draft = revision.as_object()
    except ObjectDoesNotExist as error:
        raise PreviewGone from error
    editor = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if editor is None or not page.permissions_for_user(editor).can_edit():
        raise PreviewRefused
    return draft


def preview_address(token: str) -> str:
    """Where the client shows the draft (HEADLESS_PREVIEW_URL), or the API itself where there is no client."""
    return f"{settings.HEADLESS_PREVIEW_URL or API_ADDRESS}?{urlencode({'token': token})}"


def open_preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send the editor to the newest draft of the page with a fresh token."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    revision = page.get_latest_revision()
    if revision is None:
        messages.warning(request, _("页面还没有保存过草稿，先保存再预览。"))
        return redirect("wagtailadmin_pages:edit", page.pk)
    response = redirect(preview_address(preview_token(revision, request.user)))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@hooks.register("register_admin_urls")
def preview_urls() -> list[URLPattern]:
    return [path("pages/<int:page_id>/headless-preview/", open_preview, name="headless_preview")]


@hooks.register("register_page_header_buttons")
def preview_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """接口预览 in the menu of every page that the editor may edit."""
    if page.pk and not page.is_root() and page.permissions_for_user(user).can_edit():
        label = _("接口预览（%(minutes)d 分钟内有效）") % {"minutes": settings.HEADLESS_PREVIEW_SECONDS // 60}
        yield Button(label, reverse("headless_preview", args=[page.pk]), icon_name="view", priority=68)
