"""/m/mine/profile/: a mentor's own page in the member centre (A14, P24)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plugins.mentors.actions.profile_change import show_page
from plugins.mentors.changing.content import proposed_page, public_page
from plugins.mentors.changing.differing import differences
from plugins.mentors.changing.forms import HideForm, ProfileForm
from plugins.mentors.changing.guards import for_mentors
from plugins.mentors.choices import OPEN_CHANGES, ChangeState
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.casework.clocks import counting
from portal.submitting.seen import seen_version
from portal.workflow.engine import Refused

LATEST = 5


@require_safe
@for_mentors
def overview(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """Whether the page is public, what waits, what can be done."""
    change = mentor.profile_changes.open().first()
    context = {
        "mentor": mentor,
        "change": change,
        "state": ProfileChangeFlow.public[change.state] if change else "",
        "moves": ProfileChangeFlow.available(change, request.user) if change else [],
        "reason": change.answer if change and change.state == ChangeState.RETURNED else "",
        "deadline": counting(change.deadlines) if change else None,
        "closed": _closed(mentor),
        "here": _("我的展示页"),
    }
    return render(request, "mentors/profile/overview.html", context)


@for_mentors
def edit(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """The form; what another window has saved meanwhile is told, and nothing that was typed is lost."""
    change = mentor.profile_changes.open().first()
    if change is not None and not change.is_editable:
        return redirect("mentors:profile")
    begun = change or ProfileChange(mentor=mentor)
    form = _form(begun, request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            form.save(mentor, actor=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
            form.see(begun.revision_id)
        else:
            return _after_saving(request)
    context = {"form": form, "change": change, "mentor": mentor, "here": _("修改展示页")}
    return render(request, "mentors/profile/edit.html", context, status=422 if form.errors else 200)


@require_POST
@for_mentors
def autosave(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """Keep what is valid of what is typed so far; the answer says when, and which version that is now."""
    form = _form(mentor.profile_changes.open().first() or ProfileChange(mentor=mentor), request.POST)
    try:
        change = form.save_so_far(mentor, actor=request.user)
    except Refused as refusal:
        return JsonResponse({"said": refusal.sentence}, status=409)
    words = {"time": date_format(timezone.localtime(), "H:i"), "fields": form.wrong}
    said = (
        _("草稿自动保存于 %(time)s；还没有填对、没有保存的：%(fields)s")
        if form.wrong
        else _("草稿自动保存于 %(time)s")
    )
    return JsonResponse({"said": said % words, "version": change.revision_id})


@require_safe
@for_mentors
def check(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """What would be different, before it is handed in."""
    change = get_object_or_404(mentor.profile_changes.open())
    submit = ProfileChangeFlow.submit
    context = {
        "change": change,
        "mentor": mentor,
        "differences": differences(change),
        "refusal": submit.refusal(change, request.user),
        "here": _("核对改动"),
    }
    return render(request, "mentors/profile/check.html", context)


@require_safe
@for_mentors
def preview(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """The page as everybody would see it."""
    change = mentor.profile_changes.open().first()
    page = proposed_page(change) if change else public_page(ProfileChange(mentor=mentor))
    request.is_preview = True  # type: ignore[attr-defined] # as Wagtail marks its own previews
    response: HttpResponse = page.serve_preview(request, page.default_preview_mode)
    return response


@require_POST
@for_mentors
def move(request: HttpRequest, mentor: Mentor, name: str) -> HttpResponse:
    """Hand it in, or take it back, with the version that the page showed."""
    change = get_object_or_404(mentor.profile_changes.open())
    row = ProfileChangeFlow.transitions.get(name)
    if row is None or not row.sources:
        raise Http404
    try:
        ProfileChangeFlow.move(row)(change, actor=request.user, version=seen_version(request))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("已办理：%s。") % row.label)
    return redirect("mentors:profile")


@for_mentors
def hide(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """Take the page away at once, after a question."""
    form = HideForm(request.POST or None)
    if form.is_valid():
        try:
            form.save(mentor, actor=request.user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("展示页已隐藏，列表和搜索中也不再出现。"))
        return redirect("mentors:profile")
    context = {"form": form, "mentor": mentor, "here": _("隐藏展示页")}
    return render(request, "mentors/profile/hide.html", context, status=422 if form.errors else 200)


@require_POST
@for_mentors
def show(request: HttpRequest, mentor: Mentor) -> HttpResponse:
    """Show the page again as it was."""
    try:
        show_page(mentor, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("展示页已恢复公开。"))
    return redirect("mentors:profile")


def _form(change: ProfileChange, data: Any = None, files: Any = None) -> ProfileForm:
    return ProfileForm(data, files, page=proposed_page(change), seen=change.revision_id)


def _after_saving(request: HttpRequest) -> HttpResponse:
    if "check" in request.POST:
        return redirect("mentors:profile_check")
    messages.success(request, _("草稿已保存。公开的展示页没有变化，提交并审核通过后才会更新。"))
    return redirect("mentors:profile")


def _closed(mentor: Mentor) -> list[dict[str, object]]:
    """The latest decided ones, with when and how."""
    changes = mentor.profile_changes.exclude(state__in=OPEN_CHANGES)
    rows = changes.exclude(number=None)[:LATEST]
    return [
        {"change": change, "state": ProfileChangeFlow.public[change.state], "at": last.at if last else None}
        for change in rows
        for last in [change.steps.last()]
    ]
