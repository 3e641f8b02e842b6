"""Closing accounts, opening them again, taking off a second factor that is lost, ending sessions. Settings → 账号."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.accounts.closing import close_account, open_account, reset_second_factor
from portal.accounts.desk.forms import AccountFilter, ReasonForm
from portal.accounts.sessions.own import end_all
from portal.audit.recording import record, record_each
from portal.audit.table import PERSON_READ
from portal.roles.rules import may_close_accounts
from portal.roles.views import allowed

PER_PAGE = 50


def _end_sessions(person: Any, *, by: Any, reason: str, request: HttpRequest) -> None:
    end_all(person, request=request, by=by, reason=reason)


@dataclass(frozen=True)
class Act:
    """Something done to an account: what the page is called, what was done, what it explains, when it can be done."""

    title: Any
    done: Any
    explains: Any
    carry_out: Callable[..., Any]
    on_closed: bool


ACTS = {
    "close": Act(
        gettext_lazy("停用账号"),
        gettext_lazy("已停用 %s 的账号，立即生效。"),
        gettext_lazy("登录和令牌立即失效。岗位不变，恢复后仍在。"),
        close_account,
        on_closed=False,
    ),
    "open": Act(
        gettext_lazy("恢复账号"),
        gettext_lazy("已恢复 %s 的账号。"),
        gettext_lazy("可以重新登录。停用前的令牌不恢复。"),
        open_account,
        on_closed=True,
    ),
    "second-factor": Act(
        gettext_lazy("重置第二重验证"),
        gettext_lazy("已取消 %s 的第二重验证，下次登录时重新设置。"),
        gettext_lazy("先当面或电话核实是本人。手机和恢复码都丢了才需要。"),
        reset_second_factor,
        on_closed=False,
    ),
    "sessions": Act(
        gettext_lazy("退出所有设备"),
        gettext_lazy("%s 的所有设备已退出登录。"),
        gettext_lazy("账号仍可用，需要重新登录。"),
        _end_sessions,
        on_closed=False,
    ),
}


@allowed(may_close_accounts)
def index(request: HttpRequest) -> HttpResponse:
    """Those who work here, or whoever was looked for."""
    chosen = AccountFilter(request.GET)
    page = Paginator(chosen.accounts(), PER_PAGE).get_page(request.GET.get("page"))
    record_each(PERSON_READ, page, details="list")
    return render(request, "accounts/desk/index.html", _frame(_("账号")) | {"page": page, "filter": chosen})


@allowed(may_close_accounts)
def account(request: HttpRequest, key: int) -> HttpResponse:
    """One account: its state, what was done to it, what can be done."""
    person = get_object_or_404(get_user_model()._default_manager.select_related("phone"), pk=key)
    record(PERSON_READ, object=person, subject=person)
    context = _frame(person.get_full_name(), parent=True) | {
        "person": person,
        "closures": person.closures.select_related("closed_by", "opened_by"),
        "sessions": UserSession.objects.filter(user=person).count(),
        "acts": [(slug, act) for slug, act in ACTS.items() if act.on_closed is not person.is_active],
    }
    return render(request, "accounts/desk/account.html", context)


@allowed(may_close_accounts)
@reauthentication_required
def act(request: HttpRequest, key: int, slug: str) -> HttpResponse:
    """Do it, with the reason."""
    if slug not in ACTS:
        raise Http404
    chosen, person = ACTS[slug], get_object_or_404(get_user_model(), pk=key)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            chosen.carry_out(person, by=request.user, reason=form.cleaned_data["reason"], request=request)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, chosen.done % person.get_full_name())
            return redirect("accounts_desk:account", key)
    context = _frame(str(chosen.title), parent=True) | {
        "form": form,
        "media": form.media,
        "action_url": request.path,
        "header_subtitle": f"{person.get_full_name()} · {chosen.explains}",
        "submit_button_label": chosen.title,
        "submit_button_active_label": _("正在保存"),
    }
    return render(request, "wagtailadmin/generic/form.html", context)


def _frame(title: str, *, parent: bool = False) -> dict[str, Any]:
    trail = [*WagtailAdminTemplateMixin.breadcrumbs_items]
    if parent:
        trail.append({"url": reverse("accounts_desk:index"), "label": _("账号")})
    return {
        "header_title": title,
        "page_title": title,
        "header_icon": "user",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
    }


urlpatterns = [
    path("", index, name="index"),
    path("<int:key>/", account, name="account"),
    path("<int:key>/<slug:slug>/", act, name="act"),
]
