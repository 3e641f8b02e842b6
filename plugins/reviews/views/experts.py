"""The expert's desk (S7): my rounds, the declaration, the sheet, the request for recusal."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from plugins.reviews.choices import SeatState
from plugins.reviews.forms import DeclarationForm, MoveForm, SheetForm
from plugins.reviews.models import ScoreSheet, Seat
from plugins.reviews.queries import seats_of, sheets_of
from plugins.reviews.rules import has_desk, reads_sheet, runs_rounds
from plugins.reviews.sheets import total
from plugins.reviews.showing import case_shown, listed_sheets, number_of, people_named, sheet_shown
from plugins.reviews.views.telling import done, wants_json
from plugins.reviews.workflows import SeatFlow, SheetFlow
from portal.audit.recording import record_each
from portal.audit.table import PERSON_READ
from portal.roles.views import allowed
from portal.workflow.engine import Refused


@login_required
@allowed(has_desk)
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """An expert's rounds with their own progress, what is over last; those who organise go on to theirs."""
    if runs_rounds(request.user):
        return redirect("reviews:rounds")
    seats = sorted(seats_of(request.user), key=lambda seat: seat.state == SeatState.RELEASED)
    return render(request, "reviews/index.html", {"seats": seats, "here": _("专家评审")})


@login_required
@allowed(has_desk)
@never_cache
def seat(request: HttpRequest, key: int) -> HttpResponse:
    """One round: the declaration first, then one's own sheets."""
    found = get_object_or_404(seats_of(request.user), pk=key)
    return _shown(request, found, DeclarationForm(label_suffix=""))


@require_POST
@login_required
@allowed(has_desk)
def sign(request: HttpRequest, key: int) -> HttpResponse:
    """Sign the declaration."""
    found = get_object_or_404(seats_of(request.user), pk=key)
    form = DeclarationForm(request.POST, label_suffix="")
    if form.is_valid():
        done(request, lambda actor: form.save(found, actor=actor), _("声明已签署，可以查看材料并评分。"))
        return redirect(found)
    return _shown(request, found, form, status=422)


def _shown(request: HttpRequest, seat: Seat, form: DeclarationForm, status: int = 200) -> HttpResponse:
    sheets = list(sheets_of(request.user).filter(seat=seat))
    record_each(PERSON_READ, people_named(sheets, request.user), object=seat, details="sheets")
    lines = listed_sheets(sheets, request.user)
    context = {"seat": seat, "lines": lines, "form": form, "here": seat.round.title}
    return render(request, "reviews/seat.html", context, status=status)


@login_required
@allowed(has_desk)
@never_cache
def sheet(request: HttpRequest, key: int) -> HttpResponse:
    """The sheet with the case beside it; a POST keeps the draft or hands it in."""
    found = _readable(request, key)
    if not isinstance(found, ScoreSheet):
        return found
    form = SheetForm(request.POST or None, sheet=found)
    if request.method == "POST" and form.is_valid():
        if wants_json(request):
            return _saved_quietly(request, form)
        if _kept(request, form):
            return redirect(found)
    case_shown(request, found)
    context = sheet_shown(found, request.user) | {"form": form}
    return render(request, "reviews/sheet.html", context | {"here": context["number"]})


@login_required
@allowed(has_desk)
@never_cache
def recuse(request: HttpRequest, key: int) -> HttpResponse:
    """Ask to be left out of a case, with the reason."""
    found = get_object_or_404(sheets_of(request.user), pk=key)
    form = MoveForm(request.POST or None, workflow=SheetFlow, name="recuse", case=found)
    if form.is_valid() and done(request, form.save, _("已回避，这件事项由其他专家评审。")):
        return redirect(found.seat)
    context = {"form": form, "sheet": found, "here": _("申请回避"), "back": found.get_absolute_url()}
    return render(request, "reviews/recuse.html", context | {"number": number_of(found)})


@login_required
@allowed(has_desk)
@never_cache
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """Give up one's seat in the whole round, with the reason."""
    found: Seat = get_object_or_404(seats_of(request.user), pk=key)
    form = MoveForm(request.POST or None, workflow=SeatFlow, name="leave", case=found)
    if form.is_valid() and done(request, form.save, _("已退出本轮评审。")):
        return redirect("reviews:index")
    context = {"form": form, "seat": found, "here": _("退出评审"), "back": found.get_absolute_url()}
    return render(request, "reviews/leave.html", context)


def _readable(request: HttpRequest, key: int) -> Any:
    """The sheet; the page of the round while the declaration is missing or the sheet is closed to its owner."""
    found = get_object_or_404(sheets_of(request.user).prefetch_related("scores__criterion"), pk=key)
    return found if reads_sheet(request.user, found) else redirect(found.seat)


def _kept(request: HttpRequest, form: SheetForm) -> bool:
    """Whether the draft was kept or, where that was asked for, handed in."""
    if request.POST.get("action") != "submit":
        return done(request, form.save, _("草稿已保存。")) is not None
    if done(request, form.save) is None:
        return False
    fresh = ScoreSheet.objects.get(pk=form.sheet.pk)
    done(request, lambda actor: SheetFlow.submit(fresh, actor=actor), _("评分表已提交并锁定。"))
    return True


def _saved_quietly(request: HttpRequest, form: SheetForm) -> JsonResponse:
    """What the script is told: when it was kept, and what it comes to."""
    try:
        saved = form.save(actor=request.user)
    except Refused as refusal:
        return JsonResponse({"detail": refusal.sentence}, status=409)
    at = timezone.localtime(saved.saved_at)
    words = _("自动保存 %s") % f"{at:%H:%M}"
    found = total(saved.scores.select_related("criterion"))
    return JsonResponse({"saves": saved.saves, "words": words, "total": "" if found is None else str(found)})
