"""What the secretary keeps between rounds: experts and criteria."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.models import Site

from plugins.reviews.forms import CriteriaForm, CriterionForms, ExpertForm
from plugins.reviews.kinds import kinds
from plugins.reviews.models import CriteriaSet, ExpertProfile
from plugins.reviews.queries import experts as all_experts
from plugins.reviews.rules import runs_rounds
from plugins.reviews.views.telling import done
from portal.audit.recording import record, record_each
from portal.audit.table import PERSON_READ
from portal.roles.views import allowed


@login_required
@allowed(runs_rounds)
@never_cache
def experts(request: HttpRequest) -> HttpResponse:
    """Everybody who holds the role, with what is known of them for the draw."""
    found = list(all_experts().prefetch_related("expert_profile__specialities"))
    record_each(PERSON_READ, [person.pk for person in found], details="list")
    return render(request, "reviews/experts.html", {"experts": found, "here": _("评审专家")})


@login_required
@allowed(runs_rounds)
@never_cache
def expert(request: HttpRequest, key: int) -> HttpResponse:
    """What is known of one expert."""
    person = get_object_or_404(all_experts(), pk=key)
    profile = ExpertProfile.objects.filter(user=person).first() or ExpertProfile(user=person)
    record(PERSON_READ, object=person, subject=person)
    form = ExpertForm(request.POST or None, instance=profile)
    if form.is_valid() and done(request, lambda actor: form.keep(person, actor=actor), _("已保存。")):
        return redirect("reviews:experts")
    context = {"form": form, "person": person, "here": person.get_full_name()}
    return render(request, "reviews/expert.html", context)


@login_required
@allowed(runs_rounds)
@never_cache
def criteria(request: HttpRequest) -> HttpResponse:
    """Every set in every edition, newest first."""
    found = CriteriaSet.objects.prefetch_related("criteria")
    labels = {slug: kind.label for slug, kind in kinds().items()}
    rows = [(one, labels.get(one.kind, one.kind)) for one in found]
    return render(request, "reviews/criteria.html", {"rows": rows, "here": _("评分标准")})


@login_required
@allowed(runs_rounds)
@never_cache
def write_criteria(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """A new set, or a change of one; a frozen one becomes the next edition."""
    found = get_object_or_404(CriteriaSet, pk=key) if key else None
    form = CriteriaForm(request.POST or None, site=Site.find_for_request(request), criteria=found)
    lines = CriterionForms(request.POST or None, initial=_written(found), prefix="line")
    if form.is_valid() and lines.is_valid():
        given = form.cleaned_data
        if done(request, lambda actor: lines.save(found, actor=actor, **given), _("评分标准已保存。")):
            return redirect("reviews:criteria")
    context = {"form": form, "lines": lines, "criteria": found, "here": _("评分标准")}
    return render(request, "reviews/write_criteria.html", context)


def _written(found: CriteriaSet | None) -> list[dict[str, Any]]:
    """The criteria as the forms show them."""
    return [
        {"label": one.label, "weight": one.weight, "anchors": "\n".join(one.anchors)}
        for one in (found.criteria.all() if found else ())
    ]
