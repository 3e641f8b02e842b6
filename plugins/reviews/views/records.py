"""Records of visits and talks, written on a phone that may lose its connection."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from plugins.reviews.choices import RecordKind
from plugins.reviews.forms import RecordForm
from plugins.reviews.models import Record, ScoreSheet
from plugins.reviews.queries import records_of, sheets_of
from plugins.reviews.rules import has_desk, may_write, reads_sheet
from plugins.reviews.showing import number_of
from plugins.reviews.views.telling import wants_json
from portal.roles.views import allowed
from portal.workflow.engine import CHANGED, Refused

REFUSED = {CHANGED: 409}


@login_required
@allowed(has_desk)
@never_cache
def record(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """One record. A script gets JSON: what was kept, or with 409 what stands here instead."""
    sheet, of_kind = _sheet(request, key), _kind(kind)
    found = records_of(sheet).get(of_kind)
    form = RecordForm(request.POST or None, instance=_copy(found))
    if request.method == "POST":
        return _write(request, sheet, of_kind, form, found)
    return _page(request, sheet, of_kind, form, found)


def _write(
    request: HttpRequest, sheet: ScoreSheet, kind: RecordKind, form: RecordForm, found: Record | None
) -> HttpResponse:
    quiet = wants_json(request)
    if not form.is_valid():
        answer = {"detail": _("请检查填写的内容。"), "errors": form.errors}
        return JsonResponse(answer, status=422) if quiet else _page(request, sheet, kind, form, found, 422)
    try:
        kept = form.write(sheet, kind, actor=request.user)
    except Refused as refusal:
        status = REFUSED.get(refusal.code, 403)
        if quiet:
            return JsonResponse({"detail": refusal.sentence, "theirs": _said(found)}, status=status)
        messages.error(request, refusal.sentence)
        return _page(request, sheet, kind, form, found, status)
    if quiet:
        return JsonResponse({"edition": kept.edition, "detail": _("已保存到服务器。")})
    messages.success(request, _("已保存。"))
    return redirect("reviews:record", sheet.pk, kind)


def _page(
    request: HttpRequest,
    sheet: ScoreSheet,
    kind: RecordKind,
    form: RecordForm,
    found: Record | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "number": number_of(sheet),
        "kind": kind,
        "form": form,
        "record": found,
        "may_write": may_write(request.user, sheet),
        "here": kind.label,
    }
    return render(request, "reviews/record.html", context, status=status)


def _sheet(request: HttpRequest, key: int) -> ScoreSheet:
    sheet = get_object_or_404(sheets_of(request.user).prefetch_related("records"), pk=key)
    if not reads_sheet(request.user, sheet):
        raise Http404
    return sheet


def _kind(name: str) -> RecordKind:
    if name not in RecordKind.values:
        raise Http404
    return RecordKind(name)


def _copy(found: Record | None) -> Record | None:
    """A row for the form to fill: what is wrong must not show through on the page."""
    return Record.objects.get(pk=found.pk) if found else None


def _said(found: Record | None) -> dict[str, Any]:
    """What stands on the server, for whoever wrote something else meanwhile."""
    if found is None:
        return {"edition": 0}
    return {"edition": found.edition, "place": found.place, "observations": found.observations}
