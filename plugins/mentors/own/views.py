"""/m/mine/ and /m/agreements/: a mentor's own service."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from plugins.mentors.certificates import certificate_response
from plugins.mentors.days import today
from plugins.mentors.models import Mentor
from plugins.mentors.own.forms import AgreementsForm, CapForm, PauseForm, PlainMoveForm
from plugins.mentors.rules.service import has_accepted_agreements, has_been_mentor, mentor_of
from plugins.mentors.workflows.service import MentorFlow
from plugins.mentors.workload import Limits
from portal.roles.views import allowed


def own(request: HttpRequest) -> Mentor:
    """The signed-in person's own record."""
    mentor = mentor_of(request.user)
    if mentor is None:
        raise Http404
    return mentor


def overview(request: HttpRequest) -> dict[str, Any]:
    """What the page and the box in the member centre show of the person's service; nothing for others."""
    mentor = mentor_of(request.user)
    if mentor is None:
        return {}
    day = today()
    return {
        "mentor": mentor,
        "state": MentorFlow.public[mentor.state],
        "days_left": (mentor.term_to - day).days + 1 if mentor.term_to and mentor.term_to >= day else None,
        "accepted": has_accepted_agreements(request.user),
        "in_office": mentor.is_in_office(day),
        "moves": {move.name for move in MentorFlow.available(mentor, request.user)},
    }


@login_required
@allowed(has_been_mentor)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Term, days left, pause, cap, certificates, history: all of a mentor's service on one page."""
    mentor = own(request)
    context = overview(request) | {
        "terms": mentor.terms.all(),
        "deadlines": mentor.deadlines,
        "steps": mentor.steps,
        "cap": Limits.of(Site.find_for_request(request)).cap_of(mentor),
        "cap_form": CapForm(mentor=mentor, initial={"weekly_cap": mentor.weekly_cap}),
        "today": today(),
    }
    return render(request, "mentors/mine/index.html", context)


@login_required
@allowed(has_been_mentor)
@never_cache
def pause(request: HttpRequest) -> HttpResponse:
    """From which day to which; today means at once."""
    form = PauseForm(request.POST or None, mentor=own(request), initial={"pause_from": today()})
    if form.done(actor=request.user):
        messages.success(request, _("已登记暂停，到时自动恢复。"))
        return redirect("mentors:mine")
    return render(request, "mentors/mine/pause.html", {"form": form})


@login_required
@allowed(has_been_mentor)
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Resume, or give up a planned pause: one button each."""
    return _done(request, PlainMoveForm(request.POST, mentor=own(request)), request.POST.get("move", ""))


@login_required
@allowed(has_been_mentor)
@require_POST
def cap(request: HttpRequest) -> HttpResponse:
    """How many requests a week."""
    return _done(request, CapForm(request.POST, mentor=own(request)), "set_cap")


@login_required
@allowed(has_been_mentor)
@never_cache
def agreements(request: HttpRequest) -> HttpResponse:
    """Norms and confidentiality: read and accept; until then nothing of what people ask is shown (A13)."""
    form = AgreementsForm(request.POST or None, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("已接受，现在可以查看咨询者的留言和预约。"))
        return redirect("mentors:mine")
    return render(request, "mentors/mine/agreements.html", {"form": form})


@login_required
@allowed(has_been_mentor)
@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    """The certificate of one's own term."""
    term = get_object_or_404(own(request).terms.select_related("mentor__page"), number=number)
    return certificate_response(term)


def _done(request: HttpRequest, form: Any, name: str) -> HttpResponse:
    if form.done(actor=request.user):
        messages.success(request, _("已办理：%s。") % MentorFlow.transitions[name].label)
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    return redirect("mentors:mine")
