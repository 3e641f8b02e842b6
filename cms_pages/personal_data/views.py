"""The page on which editors see what the gate found, ask for an exception, and confirm those of others."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms_pages.models.override import REASON_MIN_LENGTH, PublicationOverride
from cms_pages.moderation import may_approve
from cms_pages.personal_data import overrides
from cms_pages.personal_data.findings import set_fingerprint

PER_PAGE = 50


class ReasonForm(forms.Form):
    """Why the page may carry what was found."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        min_length=REASON_MIN_LENGTH,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写明公开的依据和必要性，不要写号码本身。"),
    )

    def clean_reason(self) -> str:
        return overrides.checked_reason(self.cleaned_data["reason"])


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the gate found on the latest draft; POST asks for an exception."""
    page = _visible_page(request, page_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            overrides.request_override(page, user=request.user, reason=form.cleaned_data["reason"])
        except overrides.OverrideRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已申请例外，待另一个人确认后即可提交发布。"))
        return redirect("publication_overrides:page", page.pk)
    return TemplateResponse(
        request, "cms_pages/admin/personal_data.html", _check_context(request, page, form)
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm an exception of somebody else, or send it back."""
    override = get_object_or_404(PublicationOverride.objects.select_related("page"), pk=pk)
    page = _visible_page(request, override.page_id)
    try:
        if "confirm" in request.POST:
            overrides.confirm_override(override, user=request.user)
            messages.success(request, _("已确认例外，这个页面可以按现在的内容发布。"))
        else:
            overrides.decline_override(override, user=request.user)
            messages.success(request, _("已退回申请。"))
    except overrides.OverrideRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("publication_overrides:page", page.pk)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Exceptions of the pages that the person may edit, those that wait first."""
    pages = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    rows = PublicationOverride.objects.filter(page__in=pages)
    rows = rows.select_related("page", "requested_by", "confirmed_by")
    shown = Paginator(rows.order_by(F("confirmed_at").desc(nulls_first=True), "-requested_at"), PER_PAGE)
    context = {"overrides": shown.get_page(request.GET.get("p"))}
    return TemplateResponse(request, "cms_pages/admin/overrides.html", context)


def _check_context(request: HttpRequest, page: Page, form: ReasonForm) -> dict[str, Any]:
    findings = overrides.draft_findings(page)
    found = PublicationOverride.objects.filter(page_id=page.pk, fingerprint=set_fingerprint(findings))
    override = found.select_related("requested_by", "confirmed_by", "page").first() if findings else None
    return {
        "page": page,
        "findings": findings,
        "override": override,
        "may_confirm": override is not None and overrides.may_confirm(override, request.user),
        "form": form,
    }


def _visible_page(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id)
    if not _may_see(page, request.user):
        raise PermissionDenied
    return page


def _may_see(page: Page, user: Any) -> bool:
    return page.permissions_for_user(user).can_edit() or may_approve(page, user)
