"""/m/mine/resignation/ for mentors; /m/resignations/<key>/ for those who hand over what is open (A15, P25)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from plugins.mentors.changing.guards import for_mentors
from plugins.mentors.leaving.forms import HandOverForm, ResignationForm, heirs_and_peers
from plugins.mentors.leaving.handing_over import open_work
from plugins.mentors.models import Mentor, Resignation
from plugins.mentors.rules.resignation import reviews_resignations
from plugins.mentors.settings import MentorSettings
from plugins.mentors.workflows.resignation import ResignationFlow
from portal.audit.recording import record
from portal.audit.table import PERSON_READ
from portal.casework.clocks import counting
from portal.submitting.seen import seen_version
from portal.workflow.engine import Refused


@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The mentor's wish to leave: asking, waiting, decided. A former mentor still reads how it ended."""
    mentor = Mentor.objects.select_related("page").filter(user=request.user.pk).first()
    if mentor is None:
        raise PermissionDenied
    resignation = mentor.resignations.first()
    form = ResignationForm(request.POST or None, mentor=mentor)
    if form.is_valid():
        try:
            form.save(actor=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("解聘申请已提交。"))
            return redirect("mentors:resignation")
    context = _of_the_mentor(mentor, resignation, request.user) | {"form": form}
    return render(request, "mentors/resignation/mine.html", context, status=422 if form.errors else 200)


@require_POST
@for_mentors
def withdraw(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """Stay, with the version that the page showed."""
    resignation = get_object_or_404(mentor.resignations.all()[:1])
    try:
        ResignationFlow.withdraw(resignation, actor=request.user, version=seen_version(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("解聘申请已撤回，你继续在聘。"))
    return redirect("mentors:resignation")


@login_required
@never_cache
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """What is open for the mentor, and who takes each of it."""
    resignation = get_object_or_404(Resignation.objects.select_related("mentor__page"), pk=key)
    if not reviews_resignations(request.user, resignation):
        raise Http404
    record(PERSON_READ, object=resignation, subject=resignation.mentor.user)
    form = HandOverForm(request.POST or None, resignation=resignation, peers=heirs_and_peers(resignation))
    if form.is_valid():
        try:
            form.save(actor=request.user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            return _after_hand_over(request, resignation)
        return redirect("mentors:resignation_hand_over", resignation.pk)
    if form.errors:
        messages.error(request, _("没有移交：请重新选择接手的导师。"))
    context = _to_hand_over(resignation)
    return render(request, "mentors/resignation/hand_over.html", context, status=422 if form.errors else 200)


def _after_hand_over(request: HttpRequest, resignation: Resignation) -> HttpResponse:
    """To what is left; where nothing is, to the decision."""
    if open_work(resignation.mentor):
        messages.success(request, _("已移交。"))
        return redirect("mentors:resignation_hand_over", resignation.pk)
    messages.success(request, _("已全部移交，可以作出决定了。"))
    return redirect(_at_the_desk(resignation))


def _at_the_desk(resignation: Resignation) -> str:
    return reverse("desk:case", args=[resignation._meta.label_lower, resignation.pk])


def _of_the_mentor(mentor: Mentor, resignation: Resignation | None, person: Any) -> dict[str, Any]:
    waits = resignation is not None and resignation.state not in ResignationFlow.final
    return {
        "mentor": mentor,
        "resignation": resignation,
        "waits": waits,
        "may_ask": not waits and not mentor.has_left(),
        "state": ResignationFlow.public[resignation.state] if resignation else "",
        "reason": resignation.answer if resignation else "",
        "deadline": counting([*resignation.deadlines]) if resignation else None,
        "review_days": MentorSettings.for_site(mentor.page.get_site()).resignation_review_days,
        "works": [] if mentor.has_left() else open_work(mentor),
        "here": _("申请解聘"),
    }


def _to_hand_over(resignation: Resignation) -> dict[str, Any]:
    works, desk = open_work(resignation.mentor), _at_the_desk(resignation)
    return {
        "resignation": resignation,
        "desk": desk,
        "links": [{"url": desk, "label": _("回到解聘申请")}],
        "open": resignation.state not in ResignationFlow.final,
        "rows": list(zip(works, HandOverForm.for_each(works, resignation), strict=True)),
        "here": _("移交未办结的事项"),
    }
