"""Clerk's pages beside list and form: moves with dates, terms ending soon with renewal of many, export, certificates."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from plugins.mentors.actions.service import Renewals, renew_each
from plugins.mentors.certificates import certificate_response
from plugins.mentors.clerk.export import export_of
from plugins.mentors.clerk.moves import MOVES
from plugins.mentors.clerk.queries import ending_within
from plugins.mentors.days import today
from plugins.mentors.models import Mentor, TermOfOffice
from plugins.mentors.rules.service import handles_mentors
from plugins.mentors.workflows.service import MentorFlow
from portal.audit.recording import record_each
from portal.audit.table import LIST_EXPORTED, PERSON_READ
from portal.roles.views import allowed
from portal.spreadsheets import XLSX

SOON = 90
MOST_AT_ONCE = 200


@allowed(handles_mentors)
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A move of one mentor that needs dates."""
    mentor = get_object_or_404(Mentor.objects.select_related("page"), pk=pk)
    row = MentorFlow.transitions[name]
    form = MOVES[name](request.POST or None, mentor=mentor)
    if form.done(actor=request.user):
        messages.success(request, _("已办理：%s。") % row.label)
        return redirect("mentor:inspect", mentor.pk)
    context = _frame(f"{row.label} · {mentor}") | {"form": form, "mentor": mentor}
    return render(request, "mentors/admin/move.html", context)


class RenewalsForm(forms.Form):
    """Several mentors whose terms end, and the last day of the new one for all of them."""

    mentors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("导师"), queryset=Mentor.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    term_to = forms.DateField(
        label=gettext_lazy("新聘期结束"),
        help_text=gettext_lazy("含当日；新聘期从各人现聘期结束的次日开始。"),
        widget=AdminDateInput,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ending = list(ending_within(SOON, today())[:MOST_AT_ONCE])
        field = self.fields["mentors"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Mentor.objects.filter(pk__in=[mentor.pk for mentor in self.ending])

    def save(self, *, actor: Any) -> Renewals:
        return renew_each(self.cleaned_data["mentors"], actor=actor, term_to=self.cleaned_data["term_to"])


@allowed(handles_mentors)
def ending(request: HttpRequest) -> HttpResponse:
    """Terms that end within 90 days, the soonest first; several are renewed at once, with a report."""
    form = RenewalsForm(request.POST or None)
    outcome = form.save(actor=request.user) if form.is_valid() else None
    if outcome is not None:
        messages.success(request, _("已续聘 %d 位导师。") % len(outcome.renewed))
        form = RenewalsForm()
    record_each(PERSON_READ, [mentor.user_id for mentor in form.ending if mentor.user_id], details="ending")
    context = _frame(_("聘期将满")) | {"form": form, "outcome": outcome, "days": SOON}
    return render(request, "mentors/admin/ending.html", context)


@allowed(handles_mentors)
@require_safe
def export(request: HttpRequest, rows: Callable[[HttpRequest], Any]) -> HttpResponse:
    """The list as it is filtered, as xlsx; the trace notes whose data left."""
    mentors = list(rows(request))
    record_each(LIST_EXPORTED, [mentor.user_id for mentor in mentors] or [None], details="mentors")
    name = content_disposition_header(True, f"mentors-{today().isoformat()}.xlsx")
    return HttpResponse(export_of(mentors), content_type=XLSX, headers={"Content-Disposition": name})


@allowed(handles_mentors)
@require_safe
def certificate(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The certificate of a mentor's term."""
    terms = TermOfOffice.objects.select_related("mentor__page")
    term = get_object_or_404(terms, mentor=pk, number=number)
    record_each(PERSON_READ, [term.mentor.user_id], object=term.mentor, details="certificate")
    return certificate_response(term)


def _frame(title: str) -> dict[str, Any]:
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("mentor:index"), "label": _("导师")},
            {"url": "", "label": title},
        ],
    }
