"""/m/apply/: the pages on which a person applies. Every page finishes without a script."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Site

from plugins.mentors.actions.application import DraftChanged, begin, hand_in
from plugins.mentors.applying import showing
from plugins.mentors.applying.answers import all_answers, differences
from plugins.mentors.applying.forms import PledgeForm, SectionForm, form_for
from plugins.mentors.applying.previewing import preview_of
from plugins.mentors.applying.sections import (
    EVIDENCE,
    FILLED_IN,
    PLEDGE,
    Section,
    progress_of,
    saved_at,
    unfinished,
)
from plugins.mentors.models import Application
from plugins.mentors.personal_fields import TRUTHFULNESS
from portal.attachments.showing import files_of
from portal.casework.addresses import case_url
from portal.submitting.once import submit_id, submit_once
from portal.submitting.seen import seen_version
from portal.workflow.engine import Refused

View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """The applicant's own application, for nobody else to find; kept nowhere on the way."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        application = get_object_or_404(
            Application.objects.of(request.user).select_related("site", "applicant"), pk=pk
        )
        return view(request, application, **kwargs)

    return guarded


def to_fill_in(view: View) -> View:
    """As `own`; an application that can no longer be changed shows where it stands instead."""

    @own
    @wraps(view)
    def guarded(request: HttpRequest, application: Application, **kwargs: Any) -> HttpResponse:
        if not application.is_editable:
            return redirect("mentors:application", application.pk)
        return view(request, application, **kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What one should know before applying; the button begins, or goes on with what was begun."""
    site = Site.find_for_request(request)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            return redirect("mentors:application", begin(request.user, site).pk)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
    elif request.method == "POST":
        return login_required(start)(request)
    return render(request, "mentors/applying/start.html", showing.start(request.user, site))


@own
@require_safe
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """The task list while it may be changed; afterwards the page of the case says where it stands."""
    if not application.is_editable:
        return redirect(case_url(application))
    return render(request, "mentors/applying/tasks.html", showing.tasks(application))


@to_fill_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, application: Application, name: str) -> HttpResponse:
    """Fill in one section. Whatever was typed is kept; what is wrong with it is said, unless it is only put aside."""
    part = _section(name)
    form = _form(request, application, part)
    if not form.is_bound:
        return _page(request, form)
    if form.is_oversized():
        return _page(request, form, status=422)
    try:
        form.save(actor=request.user)
    except DraftChanged as changed:
        return _compare(request, form, changed.application)
    except Refused as refusal:
        return _closed(request, application, refusal)
    if form.errors and "later" not in request.POST:
        return _page(request, form, status=422)
    messages.success(request, _("“%s”已保存。") % part.label)
    return redirect(*_onward(request, application))


@to_fill_in
@require_POST
def autosave(request: HttpRequest, application: Application, name: str) -> HttpResponse:
    """Keep what is typed so far; the answer says when, and which version that is now."""
    form = _form(request, application, _section(name))
    if form.is_oversized():
        return JsonResponse({"said": "；".join(form.problems())}, status=422)
    try:
        current = form.save(actor=request.user)
    except DraftChanged as changed:
        return JsonResponse({"said": str(changed)}, status=409)
    except Refused as refusal:
        return JsonResponse({"said": refusal.sentence}, status=409)
    said = _("草稿自动保存于 %s") % showing.clock_time(saved_at(current, form.section))
    return JsonResponse({"said": said, "version": form.version})


@to_fill_in
@require_safe
def evidence(request: HttpRequest, application: Application) -> HttpResponse:
    """The slots for the files."""
    files = files_of(application, request.user)
    context = {"application": application, "files": files, "section": EVIDENCE, "back": request.path}
    return render(request, "mentors/applying/evidence.html", showing.frame(context, EVIDENCE.label))


@to_fill_in
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, application: Application) -> HttpResponse:
    """The statement of truthfulness, once everything else is done."""
    left = [part for part in unfinished(application) if part != PLEDGE]
    form = PledgeForm(request.POST or None)
    if not left and form.is_valid():
        try:
            form.save(application, actor=request.user)
        except Refused as refusal:
            return _closed(request, application, refusal)
        return redirect("mentors:apply_check", application.pk)
    context = {"application": application, "form": form, "left": left, "statement": TRUTHFULNESS}
    return render(request, "mentors/applying/pledge.html", showing.frame(context, PLEDGE.label))


@own
@require_safe
def preview(request: HttpRequest, application: Application) -> HttpResponse:
    """The public page as it would be; as a part of a page for the script."""
    whole = "mentors/applying/preview.html"
    template = "mentors/applying/_preview.html" if request.headers.get("HX-Request") else whole
    context = {"application": application, "mentor": preview_of(application)}
    return render(request, template, showing.frame(context, _("公开页面预览")))


@own
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything once more, and the button that hands it in: once, however often it is pressed (I1, I4)."""
    if request.method == "POST":
        return _hand_in(request, application)
    if not application.is_editable:
        return redirect("mentors:apply_sent", application.pk)
    context = {
        "application": application,
        "sections": all_answers(application),
        "files": files_of(application, request.user),
        "progress": progress_of(application),
        "left": unfinished(application),
    }
    return render(request, "mentors/applying/check.html", showing.frame(context, _("核对并提交")))


@own
@require_safe
def sent(request: HttpRequest, application: Application) -> HttpResponse:
    """It is handed in: number, what comes next and when, whom to call (P36)."""
    if application.submitted_at is None:
        return redirect("mentors:application", application.pk)
    return render(request, "mentors/applying/sent.html", showing.sent(application))


def _section(name: str) -> Section:
    if name not in FILLED_IN:
        raise Http404
    return FILLED_IN[name]


def _form(request: HttpRequest, application: Application, part: Section) -> SectionForm:
    if request.method != "POST":
        return form_for(application, part)
    return form_for(application, part, request.POST, version=seen_version(request))


def _page(
    request: HttpRequest, form: SectionForm, *, status: int = 200, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    context = {"application": form.application, "form": form, "section": form.section, "back": _back(request)}
    context |= {"saved_at": showing.clock_time(saved_at(form.application, form.section))}
    context |= {"mentor": preview_of(form.application), **(more or {})}
    return render(
        request, "mentors/applying/section.html", showing.frame(context, form.section.label), status=status
    )


def _compare(request: HttpRequest, form: SectionForm, current: Application) -> HttpResponse:
    """What was typed stays in the form; beside it what is kept meanwhile. Saved once more, it wins (R8)."""
    found = differences(current, form.section, form.shown())
    form.application, form.version = current, current.version_of(form.section.name)
    return _page(request, form, status=409, more={"differences": found, "was_changed": True})


def _closed(request: HttpRequest, application: Application, refusal: Refused) -> HttpResponse:
    """Another tab, or a deadline, was quicker: the page of the case says where it stands."""
    messages.error(request, refusal.sentence)
    return redirect("mentors:application", application.pk)


def _hand_in(request: HttpRequest, application: Application) -> HttpResponse:
    def once() -> str:
        return reverse("mentors:apply_sent", args=[hand_in(application, actor=request.user).pk])

    try:
        return redirect(submit_once(request.user, submit_id(request), once))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("mentors:apply_check", application.pk)


def _back(request: HttpRequest) -> str:
    """Where a section leads when it is saved: "check" for those who came from there to mend one thing."""
    return "check" if (request.POST or request.GET).get("back") == "check" else ""


def _onward(request: HttpRequest, application: Application) -> tuple[str, int]:
    name = "mentors:apply_check" if _back(request) else "mentors:application"
    return name, application.pk
