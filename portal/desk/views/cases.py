"""/desk/cases/<kind>/<key>/: one case, its materials and checklist, and the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.attachments.access import find
from portal.attachments.serving import Unavailable, served
from portal.casework.citing import chosen
from portal.desk.actions import look, take
from portal.desk.actions import release as release_item
from portal.desk.deciding import decide, decides, rehearse
from portal.desk.forms import DecisionForm, MarkForm
from portal.desk.opening import Opened, record_read
from portal.desk.showing import CasePage
from portal.desk.views.guards import with_case
from portal.workflow.engine import Move, Refused

# The frame stands on our own page; inside it nothing runs and nothing leads anywhere.
FRAMED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


@require_safe
@with_case
def case(request: HttpRequest, found: Opened) -> HttpResponse:
    """Everything of one case; that it was read is in the trace, and colleagues see who has it open."""
    look(found.item, request.user)
    return _page(request, found)


@require_safe
@with_case
def material(request: HttpRequest, found: Opened, file: UUID) -> HttpResponseBase:
    """One file of the case, to be shown in the frame of the case's page."""
    attachment = find(request, file)
    if not any(owner == attachment.owner for owner in found.file.materials(found.case)):
        raise Http404
    try:
        answer = served(attachment, request, channel="page", inline=True)
    except Unavailable as reason:
        return HttpResponse(str(reason), status=409, content_type="text/plain; charset=utf-8")
    for name, value in FRAMED.items():
        answer.headers[name] = value
    return answer


@require_POST
@with_case
def claim(request: HttpRequest, found: Opened) -> HttpResponse:
    """Have the case for half an hour."""
    try:
        take(found.item, by=request.user)
        messages.success(request, _("已认领。"))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(found.item)


@require_POST
@with_case
def release(request: HttpRequest, found: Opened) -> HttpResponse:
    """Give it back."""
    if release_item(found.item, by=request.user):
        messages.success(request, _("已放回未认领。"))
    return redirect(found.item)


@require_POST
@with_case
def mark(request: HttpRequest, found: Opened, name: str) -> HttpResponse:
    """Note what is found of one point; a script gets the point and the moves anew, or why it was refused."""
    form = MarkForm(request.POST)
    why_not = form.save(found, name, by=request.user)
    if request.htmx:  # type: ignore[attr-defined]  # django_htmx puts it there
        return _not_marked(name, why_not) if why_not else _marked(request, found, name)
    if why_not:
        messages.error(request, why_not)
        return _page(request, found, refused=(name, form))
    return redirect(f"{found.item.get_absolute_url()}#check-{name}")


@require_POST
@with_case
def decision(request: HttpRequest, found: Opened) -> HttpResponse:
    """Show the letter that a move sends; once it is confirmed, make the move."""
    form = DecisionForm(request.POST)
    move = _move(found, form)
    words = {"version": form.cleaned_data["version"], "note": form.cleaned_data["note"]}
    try:
        words |= chosen(move, found.case, form.cleaned_data["citation"])
        if form.is_confirmed:
            decide(found, move, actor=request.user, **words)
            messages.success(request, _("已办理：%s。") % move)
            return redirect("desk:index")
        if decides(move, found.case):
            take(found.item, by=request.user)
        letters = rehearse(found, move, actor=request.user, **words)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _page(request, found, form)
    context = {"here": str(move), "found": found, "move": move, "letters": letters, "form": form}
    return render(request, "desk/confirm.html", context)


def _page(
    request: HttpRequest,
    found: Opened,
    form: DecisionForm | None = None,
    refused: tuple[str, MarkForm] | None = None,
) -> HttpResponse:
    """The page of the case, which leaves a trace; with what was typed, where a decision or a verdict was refused."""
    record_read(found, request)
    found.case.refresh_from_db()
    found.item.refresh_from_db()
    page = CasePage(found, request.user)
    wanted = request.GET.get("file")
    shown = [material for material in page.materials if str(material.attachment.pk) == wanted]
    context = {
        "here": found.item.number or found.item.title,
        "page": page,
        "case": found.case,
        "shown": next(iter([*shown, *(each for each in page.materials if each.is_shown)]), None),
        "form": DecisionForm(form.data if form else None, page.citable),
        "refused": refused,
    }
    return render(request, "desk/case.html", context, status=409 if form or refused else 200)


def _marked(request: HttpRequest, found: Opened, name: str) -> HttpResponse:
    page = CasePage(found, request.user)
    point = next(point for point in page.points if point.item.name == name)
    return render(request, "desk/marked.html", {"page": page, "point": point})


def _not_marked(name: str, why: str) -> HttpResponse:
    """Stands beside the point, which stays as it is, with what was typed."""
    place = {"HX-Retarget": f"#refused-{name}", "HX-Reswap": "innerHTML"}
    return HttpResponse(escape(why), headers=place)


def _move(found: Opened, form: DecisionForm) -> Move:
    """The move that the form names, if it is made here. Raises Http404."""
    if not form.is_valid():
        raise Http404
    moves = {move.name: move for move in found.file.workflow.moves() if move.transition.sources}
    move = moves.get(form.cleaned_data["move"])
    if move is None or move.name in found.file.pages:
        raise Http404
    return move
