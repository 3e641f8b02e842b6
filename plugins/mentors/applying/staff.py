"""The clerk's page of an appointment, to which the desk leads: entering the term (A4)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plugins.mentors.applying.answers import all_answers
from plugins.mentors.applying.showing import frame
from plugins.mentors.applying.term_form import TermForm
from plugins.mentors.models import Application
from plugins.mentors.rules.application import enters_terms
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.audit.recording import record
from portal.audit.table import PERSON_READ
from portal.workflow.engine import Refused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """From when to when; the page is published and the person told with it."""
    application = get_object_or_404(Application.objects.handed_in(), pk=pk)
    if not enters_terms(request.user, application):
        raise Http404
    record(PERSON_READ, object=application, subject=application.applicant)
    form = TermForm(application, request.POST or None)
    if form.is_valid():
        try:
            mentor: Any = form.save(actor=request.user).mentor
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已聘任，导师页面已公开，本人已收到通知。"))
            return redirect("mentors:scan", mentor.code)
    context = {
        "application": application,
        "form": form,
        "sections": all_answers(application, masked=True),
        "open": AppointmentFlow.appoint in AppointmentFlow.available(application, request.user),
    }
    return render(request, "mentors/applying/term.html", frame(context, _("填写聘期")))
