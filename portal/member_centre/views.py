"""/member/: pages for the person concerned, and for nobody else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.models import Site

from portal.casework.addresses import case_url
from portal.casework.receipt import receipt_document
from portal.member_centre.forms import MoveForm
from portal.member_centre.lists import BadCursor, case_page, counts, newest
from portal.member_centre.own import case_of_number, own_case
from portal.member_centre.story import story_of
from portal.member_centre.today import todays_work
from portal.notices.models import Message
from portal.pdf import PdfUnavailable
from portal.submitting.once import submit_id

NEWEST = 3
FILTERS = {"": None, "open": False, "finished": True}


@require_GET
@login_required
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """Today's work, then the newest cases and messages."""
    person, site = request.user, Site.find_for_request(request)
    there = counts(person, site)
    context = {
        "today": todays_work(person, site),
        "cases": newest(person, site, NEWEST, there),
        "counts": there,
        "inbox": Message.objects.filter(person=person.pk)[:NEWEST],
        "here": _("会员中心"),
    }
    return render(request, "member/today.html", context)


@require_GET
@login_required
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    """All cases of one's own."""
    show, site = request.GET.get("show", ""), Site.find_for_request(request)
    if show not in FILTERS:
        raise Http404
    try:
        page = case_page(request.user, site, finished=FILTERS[show], cursor=request.GET.get("at", ""))
    except BadCursor as error:
        raise Http404 from error
    context = {"page": page, "show": show, "counts": counts(request.user, site), "here": _("我的办件")}
    return render(request, "member/cases.html", context)


@require_GET
@login_required
@never_cache
def case(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One case of one's own; a stranger's is not there."""
    file, found = own_case(request.user, kind, pk, Site.find_for_request(request))
    story = story_of(file, found, request.user)
    return render(request, "member/case.html", {"story": story, "here": story.own.title})


@login_required
@never_cache
def move(request: HttpRequest, kind: str, pk: int, name: str) -> HttpResponse:
    """A move of one's own case: asked once more, with a note where it needs one."""
    file, found = own_case(request.user, kind, pk, Site.find_for_request(request))
    row = file.workflow.transitions.get(name)
    if row is None or not row.sources or name in {*file.elsewhere, *file.pages}:
        raise Http404
    form = MoveForm(request.POST or None, case=found, move=file.workflow.move(row))
    if form.is_valid() and (url := form.save(actor=request.user, key=submit_id(request))):
        messages.success(request, _("已办理：%s。") % row.label)
        return redirect(url)
    return render(
        request, "member/move.html", _asked(file, form, request.user), status=409 if form.refusal else 200
    )


@require_GET
@login_required
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The permanent address of a receipt number leads its owner to the case (P36)."""
    return redirect(case_url(case_of_number(request.user, number, Site.find_for_request(request))))


@require_GET
@login_required
@never_cache
def receipt_pdf(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The receipt of a case, to keep and to print; 503 in words where it cannot be made."""
    file, found = own_case(request.user, kind, pk, Site.find_for_request(request))
    number = file.number(found)
    if not (file.receipt and number):
        raise Http404
    try:
        answer = HttpResponse(receipt_document(file, found, request), content_type="application/pdf")
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = f"inline; filename={number}.pdf"
    return answer


def _asked(file: Any, form: MoveForm, person: Any) -> dict[str, Any]:
    """What the page of a move shows; `impossible` says why it can no longer be made."""
    refusal = form.move.refusal(form.case, person)
    return {
        "form": form,
        "move": form.move,
        "title": file.title(form.case),
        "number": file.number(form.case),
        "url": case_url(form.case),
        "impossible": refusal.sentence if refusal else "",
        "here": str(form.move),
    }
