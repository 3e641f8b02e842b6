"""Files and their keepers' pages; whoever may not read gets 404 everywhere, as if nothing were there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.attachments import actions
from portal.attachments.access import declaration, find, find_owner, find_upload, require_change
from portal.attachments.keeping import CannotKeep
from portal.attachments.models import Attachment
from portal.attachments.serving import Unavailable, served
from portal.attachments.showing import ShownFiles, address, files_of


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file itself; `?inline` shows what a browser may show."""
    attachment = find(request, pk)
    try:
        return served(attachment, request, channel="page", inline="inline" in request.GET)
    except Unavailable as reason:
        context = {"here": attachment.name, "reason": reason, "back": address(attachment.owner)}
        return render(request, "attachments/unavailable.html", context, status=409)


@require_safe
@never_cache
def owner(request: HttpRequest, app: str, model: str, pk: int) -> HttpResponse:
    """All files of an object, by slot."""
    found = find_owner(request, app, model, pk)
    return _answer(request, files_of(found, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def slot(request: HttpRequest, app: str, model: str, pk: int, slot: str) -> HttpResponse:
    """Take a file into a slot; looked at, it leads to the page of all slots."""
    found = find_owner(request, app, model, pk)
    if declaration(found).slot(slot) is None:
        raise Http404
    if request.method != "POST":
        return redirect(address(found))

    def mark(files: ShownFiles, errors: list[str]) -> None:
        next(shown for shown in files.slots if shown.slot.name == slot).errors = errors

    return _attempt(request, found, lambda sent: actions.attach(found, slot, sent, by=request.user), mark)


@require_POST
@never_cache
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a file in the place of another."""
    old = find(request, pk)

    def mark(files: ShownFiles, errors: list[str]) -> None:
        for shown in (shown for slot in files.slots for shown in slot.files):
            if shown.attachment.pk == old.pk:
                shown.errors = errors

    return _attempt(request, old.owner, lambda sent: actions.replace(old, sent, by=request.user), mark)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask whether the file is to go, and take it away."""
    attachment = find(request, pk)
    require_change(request.user, attachment.owner)
    back = _back(request, attachment.owner)
    if request.method != "POST":
        context = {"here": _("移除文件"), "attachment": attachment, "back": back}
        return render(request, "attachments/remove.html", context)
    try:
        actions.remove(attachment, by=request.user)
        messages.success(request, _("已移除“%(name)s”。") % {"name": attachment.original_name})
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(back)


def _attempt(
    request: HttpRequest,
    owner: Any,
    act: Callable[[Any], Attachment],
    mark: Callable[[ShownFiles, list[str]], None],
) -> HttpResponse:
    """Do it and go back to where the visitor was; or show all files again, with what is wrong beside the field."""
    require_change(request.user, owner)
    sent = request.FILES.get("file")
    status, errors = 422, [_("请先选择文件。")]
    if sent is not None or "upload" in request.POST:
        try:
            return _done(request, owner, act(sent) if sent else _finished(request, owner))
        except ValidationError as refusal:
            errors = list(refusal.messages)
        except CannotKeep as refusal:
            status, errors = 503, [str(refusal)]
    files = files_of(owner, request.user)
    mark(files, errors)
    return _answer(request, files, status)


def _finished(request: HttpRequest, owner: Any) -> Attachment:
    """What the visitor's script has sent in parts before it sent the form."""
    try:
        upload = find_upload(request, UUID(request.POST["upload"]))
    except (Http404, ValueError):
        upload = None
    if upload is None or upload.owner != owner:
        raise ValidationError(_("上传已经取消，请重新选择文件。"), code="gone")
    return actions.finish(upload, by=request.user)


def _done(request: HttpRequest, owner: Any, attachment: Attachment) -> HttpResponse:
    said = _("已上传“%(name)s”。") % {"name": attachment.original_name}
    if request.htmx:  # type: ignore[attr-defined]  # django_htmx puts it there
        files = files_of(owner, request.user)
        files.said = said
        return _answer(request, files)
    messages.success(request, said)
    return redirect(_back(request, owner))


def _answer(request: HttpRequest, files: ShownFiles, status: int = 200) -> HttpResponse:
    """The page, or for a script only the part that it replaces."""
    part = "components/attachment_slots.html" if request.htmx else "attachments/owner.html"  # type: ignore[attr-defined]
    context = {"here": _("材料"), "files": files, "back": _back(request, files.owner)}
    return render(request, part, context, status=status)


def _back(request: HttpRequest, owner: Any) -> str:
    """Where the visitor came from, if that is on this site; else the page of the files."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else address(owner)
