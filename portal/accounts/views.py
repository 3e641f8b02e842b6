"""/accounts/: what allauth has no page for."""

from typing import Any

from allauth.account.views import PasswordResetView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.forms.profile import ProfileForm
from portal.accounts.models import ChosenPassword, Phone
from portal.accounts.places import PLACES
from portal.accounts.second_factor.door import needs_second_factor
from portal.accounts.sessions import devices, kept
from portal.accounts.sessions.limits import note_use
from portal.accounts.sessions.own import end_others, end_session
from portal.accounts.sessions.start import limits_for


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Editors go to their desk, everybody else to the front page."""
    may_edit = request.user.has_perm("wagtailadmin.access_admin")
    return redirect("wagtailadmin_home" if may_edit else "/")


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """One's own account: how one signs in, what protects it, where one's own things are."""
    person: Any = request.user
    context = {
        "phone": Phone._default_manager.filter(user=person).first(),
        "password": ChosenPassword.current(person),
        "factors": Authenticator.objects.filter(user=person).exclude(type="recovery_codes"),
        "sessions": UserSession.objects.filter(user=person).count(),
        "roles": person.grants.held(timezone.now()),
        "places": [place for place in PLACES if place.is_there()],
    }
    return render(request, "account/overview.html", context)


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What one is called on the pages."""
    form = ProfileForm(request.POST or None, person=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("已保存。"))
        return redirect("account_overview")
    return render(request, "account/profile.html", {"form": form})


@login_required
def own_devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and a way to end each (B4)."""
    return render(request, "account/devices.html", {"devices": devices.of(request)})


@require_POST
@login_required
def end_device(request: HttpRequest, key: int) -> HttpResponse:
    """End one session of one's own; a stranger's is not there."""
    session = UserSession.objects.filter(user=request.user.pk, pk=key).first()
    if session is None:
        raise Http404
    end_session(session, request=request, by=request.user, reason="ended by the owner")
    messages.success(request, _("那台设备已退出登录。"))
    return redirect("account_devices")


@require_POST
@login_required
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    number = end_others(request, reason="ended by the owner")
    messages.success(request, _("其他 %d 台设备已退出登录。") % number)
    return redirect("account_devices")


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why those who work here need a second factor, and how to get one (B3)."""
    if not needs_second_factor(request, request.user):
        return redirect("mfa_index")
    return render(request, "mfa/needed.html")


@require_http_methods(["GET", "POST"])
def own_session(request: HttpRequest) -> HttpResponse:
    """How long the session lasts, for the script that warns; POST says that the person is still there (X13)."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    if request.method == "POST":
        note_use(request, at_once=True)
        return HttpResponse(status=204)
    return JsonResponse(
        {
            "idle": limits_for(request.user)["idle"],
            "warning": settings.SESSION_WARNING,
            "token": get_token(request),
            "words": _("两分钟后将自动退出登录。还在吗？"),
            "stay": _("继续使用"),
            "over": _("已自动退出登录。没有提交的内容，登录后可以继续提交。"),
            "close": _("知道了"),
        }
    )


@login_required
def kept_form(request: HttpRequest) -> HttpResponse:
    """What was typed when the session ran out: to send off after all, or to throw away (X13)."""
    form = kept.kept_form(request)
    if request.method == "POST":
        kept.forget(request)
        messages.success(request, _("已放弃。"))
        return redirect("account_overview")
    if form is None:
        return redirect("after_login")
    shown = [(name, value) for name, value in form["fields"] if len(value.strip()) > kept.WORTH_SHOWING]
    return render(request, "account/kept_form.html", {"form": form, "shown": shown})


class FindBackView(PasswordResetView):
    """A forgotten password: by e-mail as allauth has it, by phone through a code."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        if form.by_phone and answer.status_code == 302:
            after = urlencode({"next": reverse("account_change_password")})
            return redirect(f"{reverse('account_confirm_login_code')}?{after}")
        return answer
