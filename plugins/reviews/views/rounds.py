"""The secretary's pages (S8): rounds, their cases and panel, the matrix, decisions, minutes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from cms_pages.pdf import PdfUnavailable, render_pdf
from plugins.reviews.audit import MATRIX_READ, MINUTES_TAKEN
from plugins.reviews.forms import (
    CasesForm,
    DecisionForm,
    DrawForm,
    ExtendForm,
    MoveForm,
    RoundForm,
    TakeOutForm,
)
from plugins.reviews.kinds import kind_of
from plugins.reviews.matrix import matrix_of
from plugins.reviews.models import Round, RoundCase, Seat
from plugins.reviews.queries import rounds_for_staff, waiting_for
from plugins.reviews.rounds_shown import decision_shown, everybody_in, minutes_shown, people_of, round_shown
from plugins.reviews.rules import reads_scores, runs_rounds
from plugins.reviews.views.telling import done
from plugins.reviews.workflows import RoundFlow, SeatFlow
from portal.audit.recording import record, record_each
from portal.audit.table import PERSON_READ
from portal.roles.views import allowed

PER_PAGE = 50
MOVE_FORMS = {"extend": ExtendForm, "postpone": ExtendForm}
"""Moves that take more than a reason."""


@login_required
@allowed(runs_rounds)
@never_cache
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, newest first."""
    page = Paginator(rounds_for_staff(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "states": RoundFlow.public, "here": _("评审轮次")}
    return render(request, "reviews/rounds.html", context)


@login_required
@allowed(runs_rounds)
@never_cache
def new_round(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    form = RoundForm(request.POST or None, site=Site.find_for_request(request))
    if form.is_valid() and (planned := done(request, form.plan, _("已新建，请加入事项、抽取专家。"))):
        return redirect(planned)
    return render(request, "reviews/new_round.html", {"form": form, "here": _("新建评审轮次")})


@login_required
@allowed(runs_rounds)
@never_cache
def round(request: HttpRequest, key: int) -> HttpResponse:
    """One round: what it needs next, its cases, its panel."""
    return _page(request, _round(key))


@require_POST
@login_required
@allowed(runs_rounds)
def add(request: HttpRequest, key: int) -> HttpResponse:
    """Put waiting cases into the round."""
    found = _round(key)
    form = CasesForm(request.POST, round=found, waiting=waiting_for(found))
    return _done_on_the_page(request, found, form, _("事项已加入。"))


@require_POST
@login_required
@allowed(runs_rounds)
def draw(request: HttpRequest, key: int) -> HttpResponse:
    """Draw experts by lot."""
    found = _round(key)
    return _done_on_the_page(
        request, found, DrawForm(request.POST, round=found), _("专家已抽取，抽取过程已留痕。")
    )


@login_required
@allowed(runs_rounds)
@never_cache
def move(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """Confirm a move of the round."""
    found, row = _round(key), RoundFlow.transitions.get(name)
    if row is None or not row.sources:
        raise Http404
    make = MOVE_FORMS.get(name, MoveForm)
    form = make(request.POST or None, workflow=RoundFlow, name=name, case=found)
    if form.is_valid() and done(request, form.save, row.public):
        return redirect(found)
    context = {
        "form": form,
        "round": found,
        "row": row,
        "here": row.label,
        "refusal": _why_not(found, row, request),
    }
    return render(request, "reviews/move.html", context)


@login_required
@allowed(runs_rounds)
@never_cache
def excuse(request: HttpRequest, key: int, seat: int) -> HttpResponse:
    """Let an expert leave the panel, with the reason; what they have not handed in goes to reserves."""
    found = get_object_or_404(Seat.objects.select_related("round", "expert"), pk=seat, round=key)
    form = MoveForm(request.POST or None, workflow=SeatFlow, name="leave", case=found)
    if form.is_valid() and done(request, form.save, _("专家已退出，没有提交的评分表交给备选专家。")):
        return redirect(found.round)
    context = {
        "form": form,
        "round": found.round,
        "row": form.row,
        "here": form.row.label,
        "about": found.expert.get_full_name(),
    }
    return render(request, "reviews/move.html", context)


@login_required
@allowed(runs_rounds)
@never_cache
def release(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """Take a case out of the round, with the reason."""
    found = get_object_or_404(RoundCase.objects.open().select_related("round"), round=key, position=position)
    form = TakeOutForm(request.POST or None, label_suffix="")
    if form.is_valid() and done(request, lambda actor: form.save(found, actor=actor), _("事项已移出本轮。")):
        return redirect(found.round)
    number = kind_of(found.round.kind).number(found.case)
    row = {"label": _("移出本轮")}
    context = {"form": form, "round": found.round, "row": row, "here": row["label"], "about": number}
    return render(request, "reviews/move.html", context)


@require_safe
@login_required
@allowed(runs_rounds)
@never_cache
def matrix(request: HttpRequest, key: int) -> HttpResponse:
    """Cases by experts with median, mean and spread; before all are in, who has handed in and nothing else."""
    found = _round(key)
    _of_others(request, found)
    record(MATRIX_READ, object=found)
    record_each(PERSON_READ, everybody_in(found), object=found, details="matrix")
    context = {"round": found, "matrix": matrix_of(found), "here": _("评分汇总")}
    return render(request, "reviews/matrix.html", context)


@login_required
@allowed(runs_rounds)
@never_cache
def case(request: HttpRequest, key: int, position: int) -> HttpResponse:
    """One case with every sheet, and the decision on it."""
    found = get_object_or_404(RoundCase.objects.select_related("round__site"), round=key, position=position)
    _of_others(request, found.round)
    form = DecisionForm(request.POST or None, label_suffix="")
    if form.is_valid() and done(request, lambda actor: form.save(found, actor=actor), _("已决定。")):
        return redirect("reviews:matrix", key)
    context = decision_shown(found) | {"form": form}
    record_each(PERSON_READ, context["people"], object=found.case)
    return render(request, "reviews/case.html", context | {"here": context["number"]})


@require_safe
@login_required
@allowed(runs_rounds)
@never_cache
def minutes(request: HttpRequest, key: int) -> HttpResponse:
    """The minutes as PDF, once the scores may be seen."""
    found = _round(key)
    _of_others(request, found)
    try:
        with translation.override(settings.LANGUAGE_CODE):  # a record of the authority, in its language
            shown = minutes_shown(found)
            if not shown["matrix"].open:
                raise Http404
            written = render_pdf("reviews/print/minutes.html", shown)
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    record(MINUTES_TAKEN, object=found)
    record_each(PERSON_READ, everybody_in(found), object=found, details="minutes")
    name = content_disposition_header(as_attachment=True, filename=f"{found.number}.pdf")
    return HttpResponse(written, content_type="application/pdf", headers={"Content-Disposition": name or ""})


def _round(key: int) -> Round:
    return get_object_or_404(Round.objects.select_related("site", "criteria_set"), pk=key)


def _of_others(request: HttpRequest, found: Round) -> None:
    """403 for whoever has a case of their own in the round."""
    if not reads_scores(request.user, found):
        raise PermissionDenied


def _why_not(found: Round, row: Any, request: HttpRequest) -> str:
    refusal = RoundFlow.move(row).refusal(found, request.user)
    return refusal.sentence if refusal else ""


def _done_on_the_page(request: HttpRequest, found: Round, form: Any, success: Any) -> HttpResponse:
    """Carry the form out and return to the round; with the form again where it has mistakes."""
    if form.is_valid():
        done(request, form.save, success)
        return redirect(found)
    name = "cases_form" if isinstance(form, CasesForm) else "draw_form"
    return _page(request, found, 422, **{name: form})


def _page(request: HttpRequest, found: Round, status: int = 200, **forms: Any) -> HttpResponse:
    """The round with the forms that are possible; in the place of these those of `forms`, with their mistakes."""
    waiting, planned = waiting_for(found), found.state == RoundFlow.plan.transition.target
    possible = {
        "cases_form": CasesForm(round=found, waiting=waiting) if waiting else None,
        "draw_form": DrawForm(round=found) if planned else None,
    }
    context = round_shown(found, request.user) | possible | forms | {"here": found.title}
    named = [key for case in waiting for key in context["kind"].people(case)] + people_of(found)
    record_each(PERSON_READ, [seat.expert_id for seat in context["panel"]], object=found, details="panel")
    record_each(PERSON_READ, named, object=found, details="cases")
    return render(request, "reviews/round.html", context, status=status)
