"""The admin's pages of roles: what each may do and who holds it, giving, confirming, taking back. Settings → 岗位授权."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.audit.recording import record_each
from portal.audit.table import PERSON_READ
from portal.roles.actions import confirm_grant
from portal.roles.forms import EndForm, GrantFilter, GrantForm
from portal.roles.models import Grant, GrantState
from portal.roles.rules import may_grant, may_read_grants
from portal.roles.table import ROLES

PER_PAGE = 50


def allowed(predicate: Callable[[Any], bool]) -> Any:
    """Guard: 403 for everybody whom the predicate refuses."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not predicate(request.user):
                raise PermissionDenied
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        return guarded

    return decorate


@allowed(may_read_grants)
def index(request: HttpRequest) -> HttpResponse:
    """The table of roles with the number of holders, what waits for a second person, and the grants."""
    now = timezone.now()
    chosen = GrantFilter(request.GET)
    page = Paginator(chosen.grants(), PER_PAGE).get_page(request.GET.get("page"))
    waiting = Grant.objects.open(now).filter(confirmed_at=None).select_related("person", "proposed_by")
    record_each(PERSON_READ, [grant.person_id for grant in (*waiting, *page)], details="list")
    holders = Counter(Grant.objects.held(now).order_by().values_list("role", flat=True))
    context = _frame(_("岗位授权")) | {
        "roles": [(role, holders[role.slug]) for role in ROLES.values()],
        "waiting": [_line(grant, now, request.user) for grant in waiting.order_by("proposed_at")],
        "grants": [_line(grant, now, request.user) for grant in page],
        "page": page,
        "filter": chosen,
        "may_grant": may_grant(request.user),
    }
    return render(request, "roles/index.html", context)


@allowed(may_grant)
@reauthentication_required
def new(request: HttpRequest) -> HttpResponse:
    """Give a role; one of power then waits for a second person."""
    form = GrantForm(request.POST or None)
    if form.is_valid():
        try:
            grant = form.save(request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _said_of_new(grant))
            return redirect("roles:index")
    context = _frame(_("授予岗位"), parent=True) | {
        "form": form,
        "media": form.media,
        "action_url": request.path,
        "submit_button_label": _("授予"),
        "submit_button_active_label": _("正在保存"),
    }
    return render(request, "wagtailadmin/generic/form.html", context)


@require_POST
@allowed(may_grant)
@reauthentication_required
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """The second person's yes."""
    grant = get_object_or_404(Grant, pk=key)
    try:
        grant = confirm_grant(grant, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request,
            _("已确认 %(person)s 的“%(role)s”岗位。") % {"person": grant.person, "role": grant.role_label},
        )
    return redirect("roles:index")


@allowed(may_grant)
@reauthentication_required
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Take a role back, with the reason."""
    grant = get_object_or_404(Grant.objects.select_related("person", "proposed_by"), pk=key)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            form.save(grant, request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request,
                _("已收回 %(person)s 的“%(role)s”岗位，立即生效。")
                % {"person": grant.person, "role": grant.role_label},
            )
        return redirect("roles:index")
    context = _frame(_("收回岗位"), parent=True) | {
        "form": form,
        "media": form.media,
        "action_url": request.path,
        "header_subtitle": str(grant),
        "submit_button_label": _("收回"),
        "submit_button_active_label": _("正在保存"),
    }
    return render(request, "wagtailadmin/generic/form.html", context)


def _line(grant: Grant, now: Any, user: Any) -> dict[str, Any]:
    """A grant with its state and what this person may do with it."""
    state = grant.state(now)
    waits = state == GrantState.PROPOSED
    return {
        "grant": grant,
        "state": state,
        "may_confirm": waits and may_grant(user) and user.pk not in (grant.person_id, grant.proposed_by_id),
        "may_end": state not in (GrantState.OVER, GrantState.ENDED) and may_grant(user),
    }


def _said_of_new(grant: Grant) -> str:
    words = {"person": grant.person, "role": grant.role_label}
    if grant.confirmed_at is None:
        return _("已提出授予 %(person)s “%(role)s”岗位，由另一位安全管理员确认后生效。") % words
    return _("已授予 %(person)s “%(role)s”岗位。") % words


def _frame(title: str, *, parent: bool = False) -> dict[str, Any]:
    trail = [*WagtailAdminTemplateMixin.breadcrumbs_items]
    if parent:
        trail.append({"url": reverse("roles:index"), "label": _("岗位授权")})
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "key",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
    }


urlpatterns = [
    path("", index, name="index"),
    path("new/", new, name="new"),
    path("<int:key>/confirm/", confirm, name="confirm"),
    path("<int:key>/end/", end, name="end"),
]
